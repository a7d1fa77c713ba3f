//! Keeping the directory true: duplicates side by side, corrections and claims that wait, the
//! history of an entry; and the public forms by which anybody says what is wrong or theirs.

mod beside;
pub(crate) mod by_anybody;
pub(crate) mod claim;
pub(crate) mod correction;
pub(crate) mod duplicates;
pub(crate) mod history;
pub(crate) mod prove;
pub(crate) mod waiting;

use crate::samples::Sample;

/// Every page of this area.
pub(crate) fn samples() -> Vec<Sample> {
    [
        duplicates::samples(),
        waiting::samples(),
        correction::samples(),
        claim::samples(),
        history::samples(),
        by_anybody::samples(),
        prove::samples(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
