//! Where the database is: a SQLite file, memory, or a PostgreSQL URL.
//!
//! Printing an address never shows a password.

use std::{fmt, path::PathBuf, str::FromStr};

use crate::error::{Result, StoreError};

/// Where the database is.
#[derive(Clone, PartialEq, Eq)]
pub enum Address {
    /// A SQLite file, created on first use.
    Sqlite(PathBuf),
    /// SQLite in memory: one connection, gone when it closes.
    Memory,
    /// PostgreSQL, in its default schema or in a named one.
    Postgres {
        /// The URL without `schema`.
        url: String,
        /// The schema to use, created on first use.
        schema: Option<String>,
    },
}

impl FromStr for Address {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Self> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return postgres(text);
        }
        let path = text.strip_prefix("sqlite://").or_else(|| text.strip_prefix("sqlite:"));
        match path.unwrap_or(text) {
            "" => Err(StoreError::other("the database address is empty; give a file or a URL")),
            ":memory:" => Ok(Address::Memory),
            path if path.contains("://") => Err(StoreError::other(
                "the database address is neither a file, nor sqlite:, nor postgres://",
            )),
            path => Ok(Address::Sqlite(PathBuf::from(path))),
        }
    }
}

/// Takes out `schema`, which is ours, and refuses to promise another encryption than there is.
fn postgres(text: &str) -> Result<Address> {
    let (base, query) = text.split_once('?').unwrap_or((text, ""));
    let mut schema = None;
    let mut kept = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        match pair.split_once('=').unwrap_or((pair, "")) {
            ("schema", name) => schema = Some(schema_name(name)?),
            ("sslmode", mode) if !SSL_MODES.contains(&mode) => {
                return Err(StoreError::Other(format!(
                    "sslmode in the database address may be {}; verify-full encrypts and checks \
                     whom it speaks to",
                    SSL_MODES.join(", ")
                )));
            }
            _ => kept.push(pair),
        }
    }
    let url = match kept.is_empty() {
        true => base.to_owned(),
        false => format!("{base}?{}", kept.join("&")),
    };
    Ok(Address::Postgres { url, schema })
}

/// What `sslmode` may be. `require` checks the certificate as well: to encrypt to whoever answers
/// would promise too much.
const SSL_MODES: [&str; 4] = ["disable", "prefer", "require", "verify-full"];

/// A schema's name stands in SQL text, so it is kept to plain characters.
fn schema_name(name: &str) -> Result<String> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if name.is_empty() || name.len() > 63 || !name.chars().all(plain) {
        return Err(StoreError::other(
            "the schema in the database address may hold a-z, 0-9 and _ only",
        ));
    }
    Ok(name.to_owned())
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Address::Sqlite(path) => write!(f, "{}", path.display()),
            Address::Memory => write!(f, "memory"),
            Address::Postgres { url, schema } => {
                let place = url.split_once("://").map_or("", |(_, rest)| rest);
                let place = place.split('?').next().unwrap_or("");
                let place = place.rsplit_once('@').map_or(place, |(_, host)| host);
                write!(f, "postgres://{place}")?;
                schema.as_ref().map_or(Ok(()), |name| write!(f, "?schema={name}"))
            }
        }
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_from_its_text() {
        let read = |text: &str| text.parse::<Address>().unwrap();
        assert_eq!(read("data/kith.db"), Address::Sqlite("data/kith.db".into()));
        assert_eq!(read("sqlite:data/kith.db"), Address::Sqlite("data/kith.db".into()));
        assert_eq!(read("sqlite:///var/kith.db"), Address::Sqlite("/var/kith.db".into()));
        assert_eq!(read("sqlite::memory:"), Address::Memory);
        assert_eq!(
            read("postgres://u:p@h/kith?sslmode=prefer&schema=north"),
            Address::Postgres {
                url: "postgres://u:p@h/kith?sslmode=prefer".to_owned(),
                schema: Some("north".to_owned()),
            }
        );
    }

    #[test]
    fn an_address_that_promises_too_much_is_refused() {
        for text in ["postgres://h/kith?sslmode=allow", "postgres://h/k?schema=a;b", "", "my://h"] {
            assert!(text.parse::<Address>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_printed_address_has_no_password() {
        let address: Address = "postgres://kith:secret@db/kith?schema=a&x=1".parse().unwrap();
        assert_eq!(address.to_string(), "postgres://db/kith?schema=a");
        assert!(!format!("{address:?}").contains("secret"));
    }
}
