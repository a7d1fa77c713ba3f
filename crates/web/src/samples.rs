//! Every page with sample data. A page that is not here has not been looked at: tests render
//! all of these and check their HTML.

use crate::pages::{accessibility, privacy, start};
use crate::{error, gallery};

/// One page with sample data: its name, and its HTML or why it does not render.
pub type Sample = (&'static str, Result<String, askama::Error>);

/// Every sample. Each page adds one line.
pub fn samples() -> Vec<Sample> {
    [
        start::samples(),
        accessibility::samples(),
        privacy::samples(),
        error::samples(),
        gallery::samples(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
