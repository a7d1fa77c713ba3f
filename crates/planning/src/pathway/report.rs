//! What a run says: as lines to read, and as JSON for programs.
//!
//! Both say the same numbers; neither gives a number without its interval, and the assumptions
//! stand in both.

mod json;
mod lines;
mod notes;

pub use json::json;
pub use lines::{compared, found, outcome, parameters};
