//! How far do people who rate or code the same things agree? One file per measure.
//!
//! `icc`: numbers, a fixed or sampled set of raters. `kappa`: two coders, categories.
//! `krippendorff`: any number of coders, any scale, with missing codes.

pub mod icc;
pub mod kappa;
pub mod krippendorff;
