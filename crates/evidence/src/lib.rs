//! What the numbers say: one file per method, pure maths over plain columns.
//!
//! Every result carries its estimate, its interval, how many it rests on, how many are missing,
//! the convention used and a sentence in plain English. Nothing panics, nothing is `NaN`, and no
//! row is dropped without being counted.

pub mod agreement;
pub mod analyse;
pub mod average;
pub mod balance;
pub mod bootstrap;
mod chance;
pub mod concentration;
pub mod difference_in_differences;
pub mod distributions;
pub mod e_value;
pub mod economics;
pub mod effect_size;
pub mod equity;
pub mod finding;
pub mod funnel;
pub mod funnel_plot;
pub mod g_computation;
pub mod gee;
pub mod glm;
pub mod goal_attainment;
pub mod imputation;
pub mod inequality_slope;
pub mod instrument;
pub mod interrupted_series;
pub mod interval;
mod line;
pub mod linear;
pub mod mcnemar;
pub mod mediation;
pub mod mixed;
pub mod multilevel;
pub mod multiplicity;
mod noncentral;
pub mod overdispersion;
pub mod paired;
pub mod pairing;
pub mod poisson;
pub mod pooling;
pub mod power;
pub mod proportion;
pub mod published;
mod quantile;
pub mod rate;
pub mod regression_to_mean;
pub mod reliability;
pub mod reliable_change;
pub mod social_map;
pub mod standardise;
pub mod suppression;
pub mod survival;
pub mod synthetic;
pub mod talking_therapies;
pub mod trend;
pub mod trial;
pub mod two_by_two;
pub mod weighting;
pub mod wilcoxon;
pub mod words;

pub use finding::{Basis, CannotSay, Estimate, Ratio, Warning};
pub use interval::{Interval, Level};
