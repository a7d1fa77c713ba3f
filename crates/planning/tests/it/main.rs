//! Published and independently computed results, read from `../shared` where it is present.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop with a panic")]

mod capacity;
mod closed_forms;
mod pathway;
mod properties;
mod reference;
mod traces;
