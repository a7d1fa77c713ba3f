//! What does this file say about this question? A plan and a table in, one answer out.
//!
//! The answer leads with the most defensible estimate that the design allows, in the order of
//! [`answer::Strength`]: randomised and weighted for who answered; randomised, those who answered;
//! stepped wedge with calendar time; interrupted time series; matched; adjusted; unadjusted; before
//! and after. Everything else is named as weaker, with the reason. A plan that the file cannot
//! bear is refused with what would be needed.

pub mod answer;
mod designs;
mod effects;
pub mod plan;
pub mod response;
mod study;
pub mod table;

pub use answer::{Answer, Ranked, Standing, Strength};
pub use plan::{Kind, Plan};
pub use study::SERVICE;
pub use table::Table;

use crate::finding::CannotSay;
use study::Study;

/// The answer to a plan, out of a table.
pub fn analyse(plan: &Plan, table: &Table) -> Result<Answer, CannotSay> {
    let study = Study::of(plan, table)?;
    let wave = plan.headline_wave()?;
    let time = || {
        plan.time.as_ref().ok_or_else(|| {
            CannotSay::because("The plan says nothing of time.", "Add [time] to the plan.")
        })
    };
    match plan.design {
        Kind::Randomised | Kind::WaitingList => designs::compared::answer(&study, wave),
        Kind::BeforeAfter => designs::before_after::answer(&study, wave),
        Kind::SteppedWedge => designs::stepped_wedge::answer(&study, wave, time()?),
        Kind::InterruptedSeries => designs::interrupted::answer(&study, wave, time()?),
        Kind::Matched => designs::matched::answer(&study, wave),
    }
}

#[cfg(test)]
#[path = "analyse/tests.rs"]
mod tests;
