//! Referring somebody, through three doors: signed in, by an agency's link, or for oneself.
//!
//! Screen 1 asks whether this is right for them, screen 2 who they are, screen 3 says what
//! happens next; a likely duplicate is shown in between. The doors share everything but words.

pub(crate) mod alike;
pub(crate) mod choices;
pub(crate) mod door;
pub(crate) mod elsewhere;
mod entering;
pub(crate) mod fields;
pub(crate) mod person;
pub(crate) mod right;
pub(crate) mod sent;

use crate::samples::Sample;

/// Every page on the way, through each door.
pub(crate) fn samples() -> Vec<Sample> {
    [right::samples(), elsewhere::samples(), person::samples(), alike::samples(), sent::samples()]
        .into_iter()
        .flatten()
        .collect()
}
