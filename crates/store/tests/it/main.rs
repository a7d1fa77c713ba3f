//! What the store promises, on SQLite and on PostgreSQL.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop with a panic")]

mod audit;
mod backup;
mod concerns;
mod contacts;
mod doors;
mod drafts;
mod engine;
mod feed;
mod jobs;
mod people;
mod places;
mod plans;
mod prescribing;
mod queues;
mod reminders;
mod schema;
mod statements;
mod support;
mod tls;
mod today;
mod unmet_needs;
