//! Contacts: writing one down, its draft, the gentle next step, and corrections with history.

pub(crate) mod correct;
pub(crate) mod draft;
mod fields;
pub(crate) mod history;
pub(crate) mod new;
pub(crate) mod next;

use crate::samples::Sample;

/// Every page about contacts.
pub(crate) fn samples() -> Vec<Sample> {
    [new::samples(), correct::samples(), history::samples(), next::samples()]
        .into_iter()
        .flatten()
        .collect()
}
