//! The directory: finding a group by name, everything known about one, and keeping it true.

pub(crate) mod check;
pub(crate) mod edit;
pub(crate) mod facts;
mod history;
pub(crate) mod list;
pub(crate) mod one;
pub(crate) mod own;
mod summary;

use crate::samples::Sample;

/// Every page of this area.
pub(crate) fn samples() -> Vec<Sample> {
    [list::samples(), one::samples(), check::samples(), edit::samples(), own::samples()]
        .into_iter()
        .flatten()
        .collect()
}
