//! Encryption to PostgreSQL, by rustls with ring: `sslmode` and `sslrootcert` of the address.
//!
//! Stricter than libpq: where encryption is asked for, the certificate and the name are checked.

use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::error::{Result, StoreError};

/// The address as the driver reads it, and how to encrypt where the address asks for it.
pub(super) fn of(url: &str) -> Result<(String, Option<MakeRustlsConnect>)> {
    let (base, query) = url.split_once('?').unwrap_or((url, ""));
    let (mut kept, mut encrypts, mut authority) = (Vec::new(), false, None);
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        match pair.split_once('=').unwrap_or((pair, "")) {
            ("sslmode", "require" | "verify-full") => {
                encrypts = true;
                kept.push("sslmode=require");
            }
            ("sslrootcert", path) => authority = Some(path),
            _ => kept.push(pair),
        }
    }
    let url = match kept.is_empty() {
        true => base.to_owned(),
        false => format!("{base}?{}", kept.join("&")),
    };
    if !encrypts {
        return Ok((url, None));
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|why| StoreError::Unavailable(format!("encryption cannot be set up: {why}")))?
        .with_root_certificates(trusted(authority)?)
        .with_no_client_auth();
    Ok((url, Some(MakeRustlsConnect::new(config))))
}

/// The authorities that may vouch for the server: those of a file, or those that browsers trust.
fn trusted(authority: Option<&str>) -> Result<RootCertStore> {
    let mut roots = RootCertStore::empty();
    let Some(path) = authority else {
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        return Ok(roots);
    };
    let path = path.replace("%2F", "/").replace("%2f", "/");
    let unreadable =
        |why: String| StoreError::Unavailable(format!("sslrootcert {path} cannot be used: {why}"));
    for certificate in
        CertificateDer::pem_file_iter(&path).map_err(|why| unreadable(why.to_string()))?
    {
        let certificate = certificate.map_err(|why| unreadable(why.to_string()))?;
        roots.add(certificate).map_err(|why| unreadable(why.to_string()))?;
    }
    if roots.is_empty() {
        return Err(unreadable("it holds no certificate".to_owned()));
    }
    Ok(roots)
}
