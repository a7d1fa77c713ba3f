//! Asking how life is: the person's own page, and the link worker's pages about it.

pub(crate) mod by_link;
pub(crate) mod over_time;
pub(crate) mod print;
pub(crate) mod questions;
pub(crate) mod record;

use domain::measures::Wave;

use crate::samples::Sample;

/// Every page of this area.
pub(crate) fn samples() -> Vec<Sample> {
    [by_link::samples(), over_time::samples(), print::samples(), record::samples()]
        .into_iter()
        .flatten()
        .collect()
}

/// A wave as it stands in addresses.
pub(crate) fn wave(key: &str) -> Option<Wave> {
    app::measures::WAVES.into_iter().find(|wave| wave.key() == key)
}
