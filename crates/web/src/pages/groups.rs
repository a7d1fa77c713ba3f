//! The directory: finding a group by name, and everything known about one.

pub(crate) mod facts;
pub(crate) mod list;
pub(crate) mod one;

use crate::samples::Sample;

/// Every page of this area.
pub(crate) fn samples() -> Vec<Sample> {
    [list::samples(), one::samples()].into_iter().flatten().collect()
}
