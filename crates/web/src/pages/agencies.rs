//! Agencies that refer by a link: the list, each link with its poster, taking a link back.

pub(crate) mod list;
pub(crate) mod poster;

use crate::samples::Sample;

/// Every page of this area.
pub(crate) fn samples() -> Vec<Sample> {
    [list::samples(), poster::samples()].into_iter().flatten().collect()
}
