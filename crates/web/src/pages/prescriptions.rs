//! One person and one group: what the person says, what may be shared, what the group answers.

pub(crate) mod one;
pub(crate) mod send;

use crate::samples::Sample;

/// Every page of this area.
pub(crate) fn samples() -> Vec<Sample> {
    [one::samples(), send::samples()].into_iter().flatten().collect()
}
