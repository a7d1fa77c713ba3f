//! What the demonstration's content promises: fit to read, varied, and impossible to mistake for
//! real people and places.

mod groups;
mod people;

use jiff::Zoned;
use uuid::Uuid;

/// A fixed day, so that nothing here depends on when the test runs.
fn now() -> Zoned {
    "2026-03-11T09:30[Europe/London]".parse().unwrap()
}

/// An id that is the same every time for the same name.
fn id_of(name: &str) -> Uuid {
    let spread = name.bytes().fold(0xcbf2_9ce4_8422_2325_u128, |sum, byte| {
        (sum ^ u128::from(byte)).wrapping_mul(0x0000_0100_0000_01b3_0000_0000_0193)
    });
    Uuid::from_u128(spread)
}

/// Whether a postcode cannot exist: its inward part holds a letter that is never used there.
/// BS 7666 and Royal Mail's Postcode Address File both exclude C, I, K, M, O and V.
fn cannot_exist(postcode: &str) -> bool {
    let inward = postcode.split(' ').nth(1).unwrap_or_default();
    inward.len() == 3 && inward.contains(['C', 'I', 'K', 'M', 'O', 'V'])
}

/// Whether a number is one that Ofcom keeps for drama.
/// https://www.ofcom.org.uk/phones-and-broadband/phone-numbers/numbers-for-drama
fn is_kept_for_drama(phone: &str) -> bool {
    let digits = phone.replace(' ', "");
    digits.len() == 11 && (digits.starts_with("01632960") || digits.starts_with("07700900"))
}

/// Whether an e-mail address can never reach anybody.
fn reaches_nobody(email: &str) -> bool {
    email.ends_with("@demo.kith")
        || email.ends_with(".demo.kith")
        || email.ends_with("@example.org")
}
