//! Secrets at rest: fields sealed with a key per person, blind indexes to find them, signed links.
//!
//! XChaCha20-Poly1305 over table, column and row, so that a sealed value cannot be moved to
//! another place. The nonce is an HMAC of place and content, so sealing needs no chance of its
//! own, and a nonce repeats only for the same content in the same place, where it tells nothing
//! but that nothing changed.

mod key_file;
mod signed;

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use domain::ids::{PersonId, ServiceId};
use hmac::{Hmac, Mac};
use rand::CryptoRng;
use serde::{Serialize, de::DeserializeOwned};
use sha2::Sha256;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::error::{Result, StoreError};

/// The form of sealed bytes: 1 is version byte, 24 bytes of nonce, ciphertext and tag.
const VERSION: u8 = 1;
const NONCE: usize = 24;

/// Where a sealed value stands; it opens nowhere else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// The row's id.
    pub row: Uuid,
}

impl Cell {
    /// The place of a value.
    pub fn new(table: &'static str, column: &'static str, row: impl Into<Uuid>) -> Cell {
        Cell { table, column, row: row.into() }
    }

    fn name(&self) -> String {
        format!("{}.{}.{}", self.table, self.column, self.row)
    }

    fn bad(&self, why: &str) -> StoreError {
        StoreError::BadRow {
            table: self.table.to_owned(),
            row: Some(self.row),
            column: self.column.to_owned(),
            why: why.to_owned(),
        }
    }
}

/// The key that seals what belongs to one person. Without it the person's fields are noise.
#[derive(Clone)]
pub struct DataKey(Zeroizing<[u8; 32]>);

impl std::fmt::Debug for DataKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DataKey(…)")
    }
}

impl DataKey {
    /// A new key from a source of chance fit for secrets.
    pub fn new(rng: &mut impl CryptoRng) -> DataKey {
        let mut key = Zeroizing::new([0; 32]);
        rng.fill_bytes(key.as_mut_slice());
        DataKey(key)
    }
}

/// Seals a value for its place.
pub fn seal(key: &DataKey, cell: Cell, plain: &[u8]) -> Result<Vec<u8>> {
    let place = cell.name();
    let length = u64::try_from(place.len())?.to_be_bytes();
    let nonce_key = mac(key.0.as_slice(), &[b"nonce"]);
    let nonce = &mac(&nonce_key, &[&length, place.as_bytes(), plain])[..NONCE];
    let payload = Payload { msg: plain, aad: place.as_bytes() };
    let sealed = cipher(key)
        .encrypt(&nonce_of(nonce), payload)
        .map_err(|_| cell.bad("it is too long to be sealed"))?;
    Ok([&[VERSION], nonce, sealed.as_slice()].concat())
}

/// Opens a sealed value; an error when it was changed, moved or sealed with another key.
pub fn open(key: &DataKey, cell: Cell, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
    let Some((&[VERSION], rest)) = sealed.split_first_chunk::<1>() else {
        return Err(cell.bad("it was sealed by another version of this program"));
    };
    let Some((nonce, sealed)) = rest.split_at_checked(NONCE) else {
        return Err(cell.bad("it is too short to be a sealed value"));
    };
    let place = cell.name();
    let payload = Payload { msg: sealed, aad: place.as_bytes() };
    cipher(key)
        .decrypt(&nonce_of(nonce), payload)
        .map(Zeroizing::new)
        .map_err(|_| cell.bad("it was changed, moved or sealed with another key"))
}

/// Seals a value as JSON.
pub fn seal_json<T: Serialize>(key: &DataKey, cell: Cell, value: &T) -> Result<Vec<u8>> {
    let plain = serde_json::to_vec(value).map_err(|_| cell.bad("it cannot be written as JSON"))?;
    seal(key, cell, &Zeroizing::new(plain))
}

/// Opens a value sealed by [`seal_json`].
pub fn open_json<T: DeserializeOwned>(key: &DataKey, cell: Cell, sealed: &[u8]) -> Result<T> {
    let plain = open(key, cell, sealed)?;
    serde_json::from_slice(&plain).map_err(|_| cell.bad("its JSON does not fit"))
}

/// Seals text.
pub fn seal_text(key: &DataKey, cell: Cell, text: &str) -> Result<Vec<u8>> {
    seal(key, cell, text.as_bytes())
}

/// Opens text sealed by [`seal_text`].
pub fn open_text(key: &DataKey, cell: Cell, sealed: &[u8]) -> Result<String> {
    let plain = open(key, cell, sealed)?;
    String::from_utf8(plain.to_vec()).map_err(|_| cell.bad("it is not text"))
}

/// What the master key makes: keys for wrapping, for finding and for signing.
#[derive(Clone)]
pub struct Keys {
    wrap: DataKey,
    own: DataKey,
    index: Zeroizing<[u8; 32]>,
    sign: Zeroizing<[u8; 32]>,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(…)")
    }
}

impl Keys {
    /// The keys that come from a master key. Each has its own label, so none tells another.
    #[must_use]
    pub fn from_master(master: [u8; 32]) -> Keys {
        let master = Zeroizing::new(master);
        let derive =
            |label: &str| Zeroizing::new(mac(master.as_slice(), &[b"kith/1/", label.as_bytes()]));
        Keys {
            wrap: DataKey(derive("wrap")),
            own: DataKey(derive("own")),
            index: derive("index"),
            sign: derive("sign"),
        }
    }

    /// A person's key as it is kept in `person.wrapped_key`.
    pub fn wrap(&self, person: PersonId, key: &DataKey) -> Result<Vec<u8>> {
        seal(&self.wrap, wrapped_cell(person), key.0.as_slice())
    }

    /// A person's key out of `person.wrapped_key`.
    pub fn unwrap(&self, person: PersonId, wrapped: &[u8]) -> Result<DataKey> {
        let cell = wrapped_cell(person);
        let key = open(&self.wrap, cell, wrapped)?;
        let key = <[u8; 32]>::try_from(key.as_slice());
        key.map(|key| DataKey(Zeroizing::new(key))).map_err(|_| cell.bad("it is not a key"))
    }

    /// The key for what belongs to no single person: drafts before a person exists, for example.
    #[must_use]
    pub fn own(&self) -> &DataKey {
        &self.own
    }

    /// The blind index of a normalised token (`domain::person::Details::tokens`).
    ///
    /// Equal tokens of one kind in one service are equal here; without the key nothing can be
    /// guessed and tried.
    #[must_use]
    pub fn blind(&self, service: ServiceId, kind: &str, token: &str) -> [u8; 16] {
        short(mac(
            self.index.as_slice(),
            &[service.0.as_bytes(), kind.as_bytes(), b"\0", token.as_bytes()],
        ))
    }
}

fn wrapped_cell(person: PersonId) -> Cell {
    Cell::new("person", "wrapped_key", person)
}

fn cipher(key: &DataKey) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new((&*key.0).into())
}

fn nonce_of(bytes: &[u8]) -> XNonce {
    let mut nonce = [0; NONCE];
    nonce.copy_from_slice(bytes);
    nonce.into()
}

/// HMAC-SHA256 of the parts in a row.
fn mac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    // HMAC takes a key of any length, so there is no other case.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return [0; 32] };
    parts.iter().for_each(|part| mac.update(part));
    mac.finalize().into_bytes().into()
}

fn short(long: [u8; 32]) -> [u8; 16] {
    let mut short = [0; 16];
    short.copy_from_slice(&long[..16]);
    short
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand::SeedableRng;
    use rand_chacha::ChaCha12Rng;

    use super::*;

    fn key(seed: u64) -> DataKey {
        DataKey::new(&mut ChaCha12Rng::seed_from_u64(seed))
    }

    fn cell(row: u128) -> Cell {
        Cell::new("contact", "note_sealed", Uuid::from_u128(row))
    }

    #[test]
    fn a_sealed_value_opens_only_with_its_key_in_its_place_and_unchanged() {
        let sealed = seal_text(&key(1), cell(1), "Ada lives alone").unwrap();
        assert_eq!(open_text(&key(1), cell(1), &sealed).unwrap(), "Ada lives alone");
        assert!(open(&key(2), cell(1), &sealed).is_err());
        assert!(open(&key(1), cell(2), &sealed).is_err());
        let moved = Cell { column: "result_data", ..cell(1) };
        assert!(open(&key(1), moved, &sealed).is_err());
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(open(&key(1), cell(1), &changed).is_err(), "byte {at}");
            assert!(open(&key(1), cell(1), &sealed[..at]).is_err(), "cut at {at}");
        }
    }

    #[test]
    fn an_error_names_the_place_and_not_the_value() {
        let error = open_text(&key(1), cell(7), b"\x01Ada").unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "table contact, row {}, column note_sealed: it is too short to be a sealed value",
                Uuid::from_u128(7)
            )
        );
    }

    #[test]
    fn nonces_differ_between_contents_and_places() {
        let nonce = |cell, text: &str| seal_text(&key(1), cell, text).unwrap()[1..25].to_vec();
        assert_ne!(nonce(cell(1), "a"), nonce(cell(1), "b"));
        assert_ne!(nonce(cell(1), "a"), nonce(cell(2), "a"));
    }

    #[test]
    fn a_persons_key_is_wrapped_for_that_person_by_that_master() {
        let (ada, ben) = (PersonId(Uuid::from_u128(1)), PersonId(Uuid::from_u128(2)));
        let keys = Keys::from_master([1; 32]);
        let wrapped = keys.wrap(ada, &key(1)).unwrap();
        let sealed = seal_text(&key(1), cell(1), "x").unwrap();
        let again = keys.unwrap(ada, &wrapped).unwrap();
        assert_eq!(open_text(&again, cell(1), &sealed).unwrap(), "x");
        assert!(keys.unwrap(ben, &wrapped).is_err());
        assert!(Keys::from_master([2; 32]).unwrap(ada, &wrapped).is_err());
    }

    #[test]
    fn a_blind_index_tells_services_kinds_and_masters_apart() {
        let (north, south) = (ServiceId(Uuid::from_u128(1)), ServiceId(Uuid::from_u128(2)));
        let keys = Keys::from_master([1; 32]);
        let index = keys.blind(north, "family", "lovelace");
        assert_eq!(index, keys.blind(north, "family", "lovelace"));
        assert_ne!(index, keys.blind(south, "family", "lovelace"));
        assert_ne!(index, keys.blind(north, "given", "lovelace"));
        assert_ne!(index, keys.blind(north, "familyl", "ovelace"));
        assert_ne!(index, Keys::from_master([2; 32]).blind(north, "family", "lovelace"));
    }

    #[test]
    fn keys_do_not_print_themselves() {
        let printed = format!("{:?} {:?}", Keys::from_master([7; 32]), key(1));
        assert_eq!(printed, "Keys(…) DataKey(…)");
    }

    proptest! {
        #[test]
        fn any_bytes_come_back(plain in prop::collection::vec(any::<u8>(), 0..200), row: u128) {
            let sealed = seal(&key(3), cell(row), &plain).unwrap();
            prop_assert_eq!(open(&key(3), cell(row), &sealed).unwrap().to_vec(), plain);
        }
    }
}
