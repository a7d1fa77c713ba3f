//! How others say it: listings and CSV read into our words. Translation only.
//!
//! No network, no clock, no database: bytes come in, values and reasons come out. What cannot be
//! read is refused with a reason, and what is only guessed says so.

pub mod access;
pub mod cost;
pub mod eligibility;
pub mod geography;
pub mod languages;
pub mod listing;
pub mod oruk;
pub mod outcodes;
pub mod plain;
pub mod recurrence;
pub mod referrals_csv;
pub mod schedule;
pub mod taxonomy;
pub mod themes;

mod decode;
