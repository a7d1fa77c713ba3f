//! The whole pathway of a service as a simulation: from referral to group and follow-up.
//!
//! A scenario file says who comes, who helps and which groups there are, each number with its
//! unit and where it is from. The simulation is seeded; `crates/planning/README.md` tells every
//! key, the method and what is not modelled.

pub mod capacity;
pub mod measure;
mod model;
pub mod optimise;
pub mod outcome;
pub mod report;
#[cfg(test)]
mod sample;
pub mod scenario;
pub mod settled;
pub mod words;

pub use capacity::{Capacity, capacity};
pub use measure::{Measure, Of, Unit, What};
pub use optimise::{Found, Searching, optimise};
pub use outcome::{Outcome, Running, simulate};
pub use scenario::{Problems, Scenario};
