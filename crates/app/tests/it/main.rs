//! Use cases on both databases.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop with a panic")]

mod concerns;
mod contacts;
mod doors;
mod holding;
mod plans;
mod refer;
mod sign_in;
mod support;
mod today;
