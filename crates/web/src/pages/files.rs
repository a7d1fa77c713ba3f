//! Stylesheets, scripts and fonts, by their fingerprinted names.

use axum::extract::Path;
use axum::http::{HeaderMap, header};
use axum::response::IntoResponse;

use crate::error::{Error, PageResult};

/// A name never gets other content, so browsers may keep it for a year.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

pub(crate) async fn show(Path(file): Path<String>, asked: HeaderMap) -> PageResult {
    let asset = assets::find(&file).ok_or(Error::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, asset.content_type),
        (header::CACHE_CONTROL, FOR_EVER),
        (header::VARY, "accept-encoding"),
    ];
    let accepted = asked.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    match asset.gzip {
        Some(packed) if accepted.is_some_and(|value| value.contains("gzip")) => {
            Ok((headers, [(header::CONTENT_ENCODING, "gzip")], packed).into_response())
        }
        _ => Ok((headers, asset.bytes).into_response()),
    }
}
