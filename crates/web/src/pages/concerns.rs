//! Safeguarding: raising a concern in two presses, and the pages of those who may see it.

pub(crate) mod list;
pub(crate) mod one;
pub(crate) mod raise;

use crate::samples::Sample;

/// Every page about concerns.
pub(crate) fn samples() -> Vec<Sample> {
    [raise::samples(), list::samples(), one::samples()].into_iter().flatten().collect()
}

/// Places to go at once, for samples.
fn sample_lines() -> Vec<domain::service::CrisisLine> {
    vec![domain::service::CrisisLine {
        name: "Samaritans".into(),
        reach: "116 123".into(),
        words: "Day and night, free.".into(),
    }]
}
