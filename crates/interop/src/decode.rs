//! Bytes of a file turned into text, whatever program saved it.
//!
//! UTF-8 is expected, with or without a mark at its start. What is not UTF-8 is read as
//! Windows-1252, which loses nothing; UTF-16 is refused with a sentence.

/// Text and what had to be done to read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decoded {
    pub(crate) text: String,
    /// Whether the bytes were Windows-1252 rather than UTF-8.
    pub(crate) from_windows_1252: bool,
}

/// The letters of Windows-1252 between 0x80 and 0x9F; five places are empty there.
/// <https://encoding.spec.whatwg.org/index-windows-1252.txt>
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
];

/// Reads bytes as text, or says in a sentence what to do about it.
pub(crate) fn text(bytes: &[u8]) -> Result<Decoded, String> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err("This file is saved as UTF-16. Save it as “CSV UTF-8” and try again.".into());
    }
    if bytes.contains(&0) {
        return Err("This is not a text file. Save it as CSV or JSON and try again.".into());
    }
    let bytes = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
    Ok(match std::str::from_utf8(bytes) {
        Ok(text) => Decoded { text: mend_controls(text), from_windows_1252: false },
        Err(_) => Decoded {
            text: bytes.iter().map(|byte| letter(*byte)).collect(),
            from_windows_1252: true,
        },
    })
}

fn letter(byte: u8) -> char {
    match byte {
        0x80..=0x9F => WINDOWS_1252[usize::from(byte - 0x80)],
        other => char::from(other),
    }
}

/// Old exports hold Windows-1252 quotation marks as control characters inside valid UTF-8.
pub(crate) fn mend_controls(text: &str) -> String {
    text.chars()
        .map(|c| match u8::try_from(u32::from(c)) {
            Ok(byte @ 0x80..=0x9F) => letter(byte),
            _ => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_read_whatever_saved_it() {
        assert_eq!(text(b"\xEF\xBB\xBFname").unwrap().text, "name");
        assert_eq!(text("tea \u{92}n cake".as_bytes()).unwrap().text, "tea ’n cake");
        let old = text(b"\xA35 \x96 men\x92s shed").unwrap();
        assert_eq!(old.text, "£5 – men’s shed");
        assert!(old.from_windows_1252);
        assert!(text(b"\xFF\xFEn\0").unwrap_err().contains("UTF-8"));
        assert!(text(b"PK\x03\x04\0\0").unwrap_err().contains("CSV or JSON"));
    }
}
