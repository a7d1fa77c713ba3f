//! The core of every simulation here: a clock, a calendar of events, chance, and what is counted.
//!
//! It knows nothing of people or services. Time is counted in whole ticks and chance comes from
//! numbered streams, so one seed gives the same result to the bit on any number of threads.
//! Method: Law (2015), Simulation Modeling and Analysis, chapters 1, 8 and 9.

pub mod arrivals;
pub mod calendar;
pub mod level;
pub mod moments;
pub mod quantiles;
pub mod replication;
pub mod sampler;
pub mod stream;
pub mod time;

pub use arrivals::Arrivals;
pub use calendar::{Calendar, Ticket};
pub use level::Level;
pub use moments::{Interval, Moments};
pub use quantiles::Quantiles;
pub use replication::{Effort, Ended, Precision, Progress, estimate, replicate};
pub use sampler::{Choice, Sampler};
pub use stream::{Seed, Stream};
pub use time::Time;
