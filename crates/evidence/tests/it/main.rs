//! The methods against reference values computed by other programs.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop with a panic")]

mod agreement;
mod any_rows;
mod arms;
mod counts;
mod cross_check;
mod difference_in_differences;
mod disclosure;
mod funnel_plots;
mod glms;
mod imputation;
mod indicators;
mod inequality;
mod instruments;
mod interrupted_series;
mod mediation;
mod mixed;
mod money;
mod multilevel;
mod paired;
mod plans;
mod pooling;
mod power;
mod propensity;
mod published;
mod readme;
mod reference;
mod reliable;
mod support;
mod survival;
mod trial;
mod weighting;
