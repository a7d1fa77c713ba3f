//! The file that holds the master key: 64 hexadecimal digits, readable by its owner only.
//!
//! It is not part of a database backup on purpose: who finds one of the two has nothing.

use std::{
    fs,
    io::{ErrorKind, Write},
    path::Path,
};

use rand::CryptoRng;
use zeroize::Zeroizing;

use super::Keys;
use crate::error::{Result, StoreError};

impl Keys {
    /// Reads the master key from its file.
    pub fn load(path: &Path) -> Result<Keys> {
        let shown = path.display();
        let text = fs::read_to_string(path).map(Zeroizing::new).map_err(|why| {
            StoreError::Unavailable(match why.kind() {
                ErrorKind::NotFound => format!(
                    "there is no key file at {shown}. Put the one that belongs to this database \
                     there, from your backup of keys; a new key could open nothing"
                ),
                _ => format!("the key file {shown} cannot be read: {why}"),
            })
        })?;
        only_for_owner(path)?;
        let master = from_hex(text.trim()).ok_or_else(|| {
            StoreError::Unavailable(format!(
                "the key file {shown} is damaged: it must hold 64 hexadecimal digits"
            ))
        })?;
        Ok(Keys::from_master(*master))
    }

    /// Makes a new key file. One that is there already is never touched.
    pub fn create(path: &Path, rng: &mut impl CryptoRng) -> Result<Keys> {
        let mut master = Zeroizing::new([0_u8; 32]);
        rng.fill_bytes(master.as_mut_slice());
        let text = Zeroizing::new(to_hex(&master));
        write_new(path, text.as_bytes()).map_err(|why| {
            StoreError::Unavailable(format!(
                "no key file could be made at {}: {why}",
                path.display()
            ))
        })?;
        Ok(Keys::from_master(*master))
    }

    /// Reads the key file, or makes one where there is none: for a database that is new as well.
    pub fn load_or_create(path: &Path, rng: &mut impl CryptoRng) -> Result<Keys> {
        if path.exists() { Keys::load(path) } else { Keys::create(path, rng) }
    }
}

fn write_new(path: &Path, text: &[u8]) -> std::io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(text)?;
    file.write_all(b"\n")?;
    file.sync_all()?;
    // The name is safe on the disk only when its folder is.
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    fs::File::open(folder.unwrap_or(Path::new("."))).and_then(|folder| folder.sync_all())
}

#[cfg(unix)]
fn only_for_owner(path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;

    let mode = fs::metadata(path).map_or(0, |file| file.permissions().mode());
    if mode & 0o077 == 0 {
        return Ok(());
    }
    let shown = path.display();
    Err(StoreError::Unavailable(format!(
        "the key file {shown} can be read by others. Run: chmod 600 {shown}"
    )))
}

#[cfg(not(unix))]
fn only_for_owner(_: &Path) -> Result<()> {
    Ok(())
}

fn to_hex(bytes: &[u8; 32]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn from_hex(text: &str) -> Option<Zeroizing<[u8; 32]>> {
    let mut bytes = Zeroizing::new([0; 32]);
    if text.len() != 64 || !text.bytes().all(|c| c.is_ascii_hexdigit()) {
        return None;
    }
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * at..2 * at + 2], 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand_chacha::ChaCha12Rng;
    use uuid::Uuid;

    use super::*;

    struct Folder(std::path::PathBuf);

    impl Folder {
        fn new(name: &str) -> Folder {
            let folder = std::env::temp_dir().join(format!("kith-{name}-{}", std::process::id()));
            fs::create_dir_all(&folder).unwrap();
            Folder(folder)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            drop(fs::remove_dir_all(&self.0));
        }
    }

    #[test]
    fn a_key_file_is_made_once_and_read_again() {
        let folder = Folder::new("key-made");
        let path = folder.0.join("kith.key");
        let mut rng = ChaCha12Rng::seed_from_u64(1);
        assert!(Keys::load(&path).unwrap_err().to_string().contains("there is no key file"));
        let made = Keys::load_or_create(&path, &mut rng).unwrap();
        let read = Keys::load_or_create(&path, &mut rng).unwrap();
        let token = made.signed_token("a", Uuid::nil());
        assert_eq!(read.verify_token("a", &token), Some(Uuid::nil()));
        assert!(Keys::create(&path, &mut rng).is_err(), "an existing key is never replaced");
    }

    #[test]
    fn a_damaged_key_file_is_refused() {
        let folder = Folder::new("key-damaged");
        let path = folder.0.join("kith.key");
        for text in ["", "abc", &"g".repeat(64), &"é".repeat(32)] {
            drop(fs::remove_file(&path));
            write_new(&path, text.as_bytes()).unwrap();
            assert!(Keys::load(&path).unwrap_err().to_string().contains("damaged"), "{text}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_key_file_that_others_can_read_is_refused() {
        use std::os::unix::fs::PermissionsExt;

        let folder = Folder::new("key-open");
        let path = folder.0.join("kith.key");
        Keys::create(&path, &mut ChaCha12Rng::seed_from_u64(1)).unwrap();
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        assert!(Keys::load(&path).unwrap_err().to_string().contains("chmod 600"));
    }
}
