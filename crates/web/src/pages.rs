//! Every page: a folder or file with its handler, its form and its template side by side.

pub(crate) mod accessibility;
pub(crate) mod agencies;
pub(crate) mod counts;
pub(crate) mod files;
pub(crate) mod group_answers;
pub(crate) mod groups;
pub(crate) mod health;
pub(crate) mod inbox;
pub(crate) mod measures;
pub(crate) mod metrics;
pub(crate) mod outbox;
pub(crate) mod prescriptions;
pub(crate) mod privacy;
pub(crate) mod refer;
pub(crate) mod referrals;
pub(crate) mod registers;
pub(crate) mod rules;
pub(crate) mod sign_in;
pub(crate) mod sign_out;
pub(crate) mod sources;
pub(crate) mod start;
pub(crate) mod suggestions;
pub(crate) mod triage;
pub(crate) mod unmet_needs;
pub(crate) mod waiting;
