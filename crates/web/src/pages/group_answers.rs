//! What a group sees by its signed link, and how it answers: no account, nothing changed by
//! looking, and a confirming press before anything is recorded.

pub(crate) mod answer;
pub(crate) mod worry;

use crate::samples::Sample;

/// Every page of this area.
pub(crate) fn samples() -> Vec<Sample> {
    [answer::samples(), worry::samples()].into_iter().flatten().collect()
}
