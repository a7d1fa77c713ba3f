//! From a person's plan to groups that fit: suggestions, "why not …?", and an unmet need.

pub(crate) mod how;
pub(crate) mod page;
pub(crate) mod unmet_need;

use crate::samples::Sample;

/// Every page of this area.
pub(crate) fn samples() -> Vec<Sample> {
    [page::samples(), how::samples(), unmet_need::samples()].into_iter().flatten().collect()
}
