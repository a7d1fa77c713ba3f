//! The methods against reference values computed by other programs.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop with a panic")]

mod agreement;
mod counts;
mod glms;
mod power;
mod published;
mod reference;
mod support;
mod trial;
