//! A scenario made ready to run: distributions instead of means, points in hundredths, moments
//! counted from the start of the warm-up.
//!
//! Made once for all replications and shared between threads; nothing in it changes.

use crate::engine::{Arrivals, Choice, Sampler, Time};
use crate::refusal::CannotPlan;

use super::super::scenario::{DAYS_IN_YEAR, Referrer, Run, Scenario};

/// Room is counted in hundredths of a point, so that taking and giving back is exact.
const HUNDREDTHS: f64 = 100.0;
/// The days after which somebody “still comes”.
pub(crate) const TWELVE_WEEKS: f64 = 84.0;

/// What all replications of a scenario share.
#[derive(Debug)]
pub(crate) struct Blueprint<'a> {
    pub(crate) scenario: &'a Scenario,
    pub(crate) measured_from: Time,
    pub(crate) measured_until: Time,
    pub(crate) end: Time,
    /// For each referrer: when people come, and from which group of people.
    pub(crate) referrers: Vec<(Arrivals, Option<Choice>)>,
    /// For each group of people: the kind of support, and the kind of group they want.
    pub(crate) people: Vec<(Choice, Option<Choice>)>,
    /// For each kind of support: days between contacts.
    pub(crate) gaps: Vec<Sampler>,
    /// For each kind of support: its points and those it keeps while held, in hundredths.
    pub(crate) points: Vec<(u32, u32)>,
}

impl<'a> Blueprint<'a> {
    pub(crate) fn new(scenario: &'a Scenario) -> Result<Blueprint<'a>, CannotPlan> {
        let run = &scenario.run;
        let referrers = scenario.referrers.iter().map(|referrer| {
            let arrivals = arrivals(referrer, run)?;
            Ok((arrivals, Choice::new(&referrer.mix).ok()))
        });
        let people = scenario.people.iter().map(|people| {
            // Where no group is open to them there is nothing to choose.
            Ok((Choice::new(&people.supports)?, Choice::new(&people.prefers).ok()))
        });
        let gaps =
            scenario.supports.iter().map(|support| gap(support.gap_days, support.gap_spread));
        let points = scenario.supports.iter().map(|support| {
            let held = support.points * scenario.episode.holding_points;
            (hundredths(support.points), hundredths(held))
        });
        Ok(Blueprint {
            scenario,
            measured_from: Time::from_units(run.warm_up_days),
            measured_until: Time::from_units(run.warm_up_days + run.measured_days),
            end: Time::from_units(run.warm_up_days + run.measured_days + run.run_out_days),
            referrers: referrers.collect::<Result<_, CannotPlan>>()?,
            people: people.collect::<Result<_, CannotPlan>>()?,
            gaps: gaps.collect::<Result<_, CannotPlan>>()?,
            points: points.collect(),
        })
    }

    /// The years in which people are counted.
    pub(crate) fn years(&self) -> f64 {
        self.scenario.run.measured_days / DAYS_IN_YEAR
    }

    /// The middle of the measured time.
    pub(crate) fn measured_middle(&self) -> Time {
        self.moment(self.scenario.run.measured_days / 2.0)
    }

    /// A day of the measured time as a moment of the run.
    pub(crate) fn moment(&self, day: f64) -> Time {
        Time::from_units((self.scenario.run.warm_up_days + day).max(0.0))
    }
}

/// Points in hundredths.
pub(crate) fn hundredths(points: f64) -> u32 {
    (points * HUNDREDTHS).round() as u32
}

fn gap(mean: f64, spread: f64) -> Result<Sampler, CannotPlan> {
    match spread {
        _ if mean == 0.0 => Sampler::constant(0.0),
        0.0 => Sampler::constant(mean),
        1.0 => Sampler::exponential(mean),
        _ => Sampler::gamma(mean, spread),
    }
}

/// When the people of one referrer come: by month, with growth, between its days.
fn arrivals(referrer: &Referrer, run: &Run) -> Result<Arrivals, CannotPlan> {
    let daily = referrer.people_year / DAYS_IN_YEAR;
    let is_steady = referrer.months.iter().all(|month| *month == 1.0)
        && referrer.growth_year == 0.0
        && referrer.from_day.is_none()
        && referrer.until_day.is_none();
    if is_steady {
        return Arrivals::steady(daily);
    }
    let start = -run.warm_up_days;
    let end = run.measured_days + run.run_out_days;
    let month = DAYS_IN_YEAR / 12.0;
    let (first, last) = ((start / month).ceil() as i64, (end / month).floor() as i64);
    let mut edges: Vec<f64> = (first..=last).map(|number| number as f64 * month).collect();
    edges.extend([Some(start), referrer.from_day, referrer.until_day].into_iter().flatten());
    edges.retain(|edge| (start..end).contains(edge));
    edges.sort_by(f64::total_cmp);
    edges.dedup();
    let steps = edges.iter().enumerate().map(|(at, edge)| {
        let next = edges.get(at + 1).copied().unwrap_or(end);
        (edge - start, daily * factor(referrer, (edge + next) / 2.0))
    });
    Arrivals::stepped(&steps.collect::<Vec<_>>())
}

/// How the referrals on a day of the measured time differ from those at its start.
fn factor(referrer: &Referrer, day: f64) -> f64 {
    let is_before = referrer.from_day.is_some_and(|from| day < from);
    let is_after = referrer.until_day.is_some_and(|until| day >= until);
    if is_before || is_after {
        return 0.0;
    }
    let month = (day.rem_euclid(DAYS_IN_YEAR) / DAYS_IN_YEAR * 12.0) as usize;
    let growth = 1.0 + referrer.growth_year * day.max(0.0) / DAYS_IN_YEAR;
    referrer.months[month.min(11)] * growth.max(0.0)
}
