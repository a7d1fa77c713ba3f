//! The real binary, as somebody at a terminal meets it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop with a panic")]

mod backup;
mod erase;
mod evidence;
mod export;
mod geography;
mod import;
mod kill;
mod mail;
mod own;
mod plan;
mod reckon;
mod start;
mod suggest;
mod support;
