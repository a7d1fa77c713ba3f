//! An address that asks for encryption gets it, from the server it names, or no connection at all.

use store::testing::Encrypted;
use store::{Address, Db, StoreError};

fn open(address: &str) -> Result<bool, StoreError> {
    let db = Db::open_with(&address.parse::<Address>()?, 1)?;
    db.read_now(|c| {
        let sql = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
        c.one(sql, &[])?.get("ssl")
    })
}

fn why(address: &str) -> String {
    open(address).map_or_else(|why| why.to_string(), |_| "it was opened".to_owned())
}

#[test]
fn postgresql_is_reached_encrypted_and_only_where_its_certificate_holds() {
    let Some(server) = Encrypted::start("tls") else { return };
    let Encrypted { port, folder, .. } = &server;
    let at = |host: &str, query: &str| format!("postgres://postgres@{host}:{port}/postgres{query}");
    let (good, bad) = (format!("{folder}/ca.crt"), format!("{folder}/other.crt"));
    for mode in ["require", "verify-full"] {
        let asks = format!("?sslmode={mode}&sslrootcert={good}&schema=north");
        assert_eq!(open(&at("localhost", &asks)), Ok(true), "{mode}");
        let other = format!("?sslmode={mode}&sslrootcert={bad}");
        assert!(why(&at("localhost", &other)).contains("certificate"), "{mode}");
        let elsewhere = format!("?sslmode={mode}&sslrootcert={good}");
        assert!(why(&at("127.0.0.1", &elsewhere)).contains("certificate"), "another name");
        let public = format!("?sslmode={mode}");
        assert!(why(&at("localhost", &public)).contains("certificate"), "no authority we know");
    }
    let missing = why(&at("localhost", "?sslmode=require&sslrootcert=/nowhere/ca.crt"));
    assert!(missing.contains("/nowhere/ca.crt"), "{missing}");
    assert!(why(&at("localhost", "")).contains("no encryption"), "it takes no plain connection");
}
