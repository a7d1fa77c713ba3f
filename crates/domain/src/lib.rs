//! What social prescribing is: people, referrals, plans, groups, permissions, measures.
//!
//! Pure: no clock, no randomness, no database, no HTTP. Callers pass the time and new ids in and
//! store what comes out. Words follow `docs/glossary.md`.

pub mod access;
pub mod allocation;
pub mod contact;
mod debug;
pub mod fit;
pub mod group;
pub mod ids;
pub mod kinds;
pub mod measures;
pub mod outline;
pub mod permission;
pub mod person;
pub mod place;
pub mod plan;
pub mod prescription;
pub mod profile;
pub mod referral;
pub mod refusal;
pub mod safeguarding;
pub mod service;
pub mod snomed;
mod states_document;
pub mod triage;
pub mod waiting;
pub mod words;
