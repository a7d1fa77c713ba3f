//! Use cases on both databases.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop with a panic")]

mod concerns;
mod contacts;
mod counts;
mod debug;
mod desk;
mod doors;
mod ends;
mod erasure;
mod finding;
mod geography;
mod groups;
mod holding;
mod imports;
mod keeping;
mod learning;
mod measures;
mod ownership;
mod plans;
mod prescribe;
mod refer;
mod registers;
mod sign_in;
mod suggest;
mod support;
mod today;
