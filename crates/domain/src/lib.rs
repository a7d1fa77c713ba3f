//! What social prescribing is: people, referrals, plans, groups, permissions, measures.
//!
//! Pure: no clock, no randomness, no database, no HTTP. Callers pass the time and new ids in and
//! store what comes out. Words follow `docs/glossary.md`.

pub mod group;
pub mod ids;
pub mod kinds;
pub mod place;
pub mod profile;
