//! What the store promises, on SQLite and on PostgreSQL.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop with a panic")]

mod audit;
mod doors;
mod engine;
mod jobs;
mod statements;
mod support;
