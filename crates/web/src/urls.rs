//! URLs as functions, so that a link cannot drift from its page.
//!
//! Personal data never goes into a URL; ids and signed tokens may.

/// The start page.
pub fn start() -> String {
    "/".into()
}

/// Where people sign in.
pub fn sign_in() -> String {
    "/sign-in".into()
}

/// Where people sign in who were on their way to a page of ours.
pub fn sign_in_then(path: &str) -> String {
    let mut url = "/sign-in?next=".to_owned();
    for byte in path.bytes() {
        match byte {
            b'/' | b'-' | b'_' | b'.' | b'~' => url.push(byte.into()),
            plain if plain.is_ascii_alphanumeric() => url.push(plain.into()),
            other => url.push_str(&format!("%{other:02X}")),
        }
    }
    url
}

/// Where the sign-out button posts to.
pub fn sign_out() -> String {
    "/sign-out".into()
}

/// What works for whom, and what does not yet.
pub fn accessibility() -> String {
    "/accessibility".into()
}

/// What Kith keeps about people, and why.
pub fn privacy() -> String {
    "/privacy".into()
}
