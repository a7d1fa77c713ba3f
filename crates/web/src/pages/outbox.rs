//! The outbox: every message that Kith sent or will send, each as its reader gets it.

pub(crate) mod list;
pub(crate) mod one;

use crate::samples::Sample;

/// Every page of this area.
pub(crate) fn samples() -> Vec<Sample> {
    [list::samples(), one::samples()].into_iter().flatten().collect()
}
