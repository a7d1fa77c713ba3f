//! What a service needs: queueing formulas and a simulation of the pathway.
//!
//! Pure and repeatable: no clock, no files, no chance of its own. A seed comes in as an argument
//! and the same seed gives the same result to the bit, on any number of threads.

pub mod demand;
pub mod engine;
pub mod formula;
pub mod parameters;
pub mod pathway;
pub mod queue;
pub mod refusal;
pub mod staffing;
pub mod waiting;

pub use refusal::CannotPlan;
