//! Stored reasons in words. Only known reasons are shown: free words about a person are never
//! counted, so that no report can repeat them.

use domain::prescription::TurnDown;
use domain::referral::reasons::{Close, Decline, Redirect, Withdraw};

/// What is said of a reason that is not on the list.
const OTHER: &str = "Another reason";

/// Why another place was better.
pub(super) fn redirect(key: &str) -> &'static str {
    Redirect::from_key(key).map_or(OTHER, Redirect::label)
}

/// Why somebody was not taken on.
pub(super) fn decline(key: &str) -> &'static str {
    Decline::from_key(key).map_or(OTHER, Decline::label)
}

/// Why somebody said no.
pub(super) fn withdraw(key: &str) -> &'static str {
    Withdraw::from_key(key).map_or(OTHER, Withdraw::label)
}

/// Why it ended before support began.
pub(super) fn close(key: &str) -> &'static str {
    Close::from_key(key).map_or(OTHER, Close::label)
}

/// Why somebody did not want a group.
pub(super) fn turn_down(key: &str) -> &'static str {
    TurnDown::from_key(key).map_or(OTHER, TurnDown::label)
}
