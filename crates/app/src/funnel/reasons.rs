//! Stored reasons in words. Only known reasons are shown: free words about a person are never
//! counted, so that no report can repeat them.

use domain::referral::reasons::Withdraw;

/// What is said of a reason that is not on the list.
const OTHER: &str = "Another reason";

/// Why another place was better.
pub(super) fn redirect(_key: &str) -> &'static str {
    OTHER
}

/// Why somebody was not taken on.
pub(super) fn decline(_key: &str) -> &'static str {
    OTHER
}

/// Why somebody said no.
pub(super) fn withdraw(key: &str) -> &'static str {
    Withdraw::from_key(key).map_or(OTHER, Withdraw::label)
}

/// Why somebody did not want a group.
pub(super) fn turn_down(_key: &str) -> &'static str {
    OTHER
}
