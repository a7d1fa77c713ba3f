//! One function per thing somebody can do.
//!
//! Each authorises, loads, lets `domain` decide, then saves, audits and enqueues in one
//! transaction. Synchronous; the edge sends closures here through [`App`]. Knows no HTTP.

mod act;
mod actor;
mod error;
mod ports;

pub mod accounts;
pub mod agencies;
pub mod allocation;
pub mod asset_map;
pub mod concerns;
pub mod contacts;
pub mod definitions;
pub mod directory;
pub mod drafts;
pub mod erasure;
pub mod export;
pub mod feed;
pub mod feedback;
pub mod feeds;
pub mod funnel;
pub mod geography;
pub mod group_answers;
pub mod holding;
pub mod imports;
pub mod inbox;
pub mod jobs;
pub mod links;
pub mod measures;
pub mod messages;
pub mod near;
pub mod outcomes;
pub mod ownership;
pub mod people;
pub mod period;
pub mod permissions;
pub mod plans;
pub mod prescriptions;
pub mod referrals;
pub mod registers;
mod retention;
pub mod rules;
pub mod services;
pub mod sign_in;
pub mod sources;
pub mod subject_access;
pub mod suggestions;
#[cfg(feature = "testing")]
pub mod testing;
pub mod today;
pub mod triage;
pub mod unmet_needs;
pub mod waiting;

pub use act::{Act, App, Settings};
pub use actor::{Actor, SignedIn};
pub use error::{AppError, AppResult};

pub use ports::{Clock, FetchError, Fetcher, Mail, MailError, Mailer};
