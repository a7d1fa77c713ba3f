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
