//! The demonstration service: a fictional town, its groups, people and staff, read from `demo/`.
//!
//! Content only. Everything in it is invented; `demo/NOTICE.md` says what is not. Dates are days
//! before today, so that the demonstration is always fresh.

mod geography;
pub(crate) mod groups;
mod meetings;
pub(crate) mod people;
pub(crate) mod places;
pub(crate) mod seed;
pub(crate) mod service;
pub(crate) mod walk;

#[cfg(test)]
mod tests;
