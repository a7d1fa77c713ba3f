//! One place measured often before and after a date: its own course, carried on, is the comparison.
//!
//! The method is `interrupted_series`. The headline allows a step and holds the course and, where
//! the plan says how many periods make a year, the season equal.

mod counted;

use super::super::answer::{Answer, Ranked, Scale, Standing, Strength};
use super::super::plan::{Time, Wave};
use super::super::study::Study;
use super::stepped_wedge::steps;
use super::{is_misleading, other_estimate};
use crate::finding::{CannotSay, Estimate, Warning};
use crate::interrupted_series::{ENOUGH, Errors, Interruption, Series, Shape, interruption};
use crate::interval::Level;
use crate::linear::{self, Covariance, Design, Rows};

/// Pairs of sine and cosine for the season.
const HARMONICS: usize = 2;

/// What one series allows; rows are periods in the order of time.
pub(in super::super) fn answer(
    study: &Study,
    wave: &Wave,
    time: &Time,
) -> Result<Answer, CannotSay> {
    let outcome = study.table.numbers(&wave.column)?;
    let treated = steps(study, time)?;
    let starts_at = treated.iter().position(|step| *step == 1.0).unwrap_or(0);
    if treated[starts_at..].contains(&0.0) {
        return Err(CannotSay::because(
            "The service stops and starts again in this series.",
            "Use only the periods up to its first end, or a stepped wedge of several places.",
        ));
    }
    let first = in_order(study, time)?;
    let population = population(study, time)?;
    if study.plan.outcome.is_count {
        counted::check(&outcome, population.as_deref(), starts_at)?;
    }
    let series = Series { count: &outcome, out_of: population.as_deref(), starts_at };
    let season = time.season.map(|season| season as usize);
    let shape = Shape {
        has_slope_change: false,
        harmonics: if season.is_some() { HARMONICS } else { 0 },
        periods_a_year: season.unwrap_or(12),
        first_period: season.map_or(1, |season| first.rem_euclid(season as i64) as usize),
    };
    let is_count = study.plan.outcome.is_count;
    let errors =
        if is_count { Errors::LingeringCounts } else { Errors::LingeringRate { per: 1.0 } };
    let found = interruption(&series, &shape, errors, Level::P95)?;
    let mut headline = ranked(study, "Step at the date, course held equal", &found);
    headline.standing = Standing::Headline;
    headline.why = "the place’s own course before the date, carried on, is what it is compared \
        with. Anything else that began on that date is in the number too."
        .to_owned();
    let mut others = beside(study, &series, &shape);
    others.extend(plain(study, &outcome, population.as_deref(), &treated, &headline)?);
    if found.before.min(found.after) < ENOUGH {
        for one in &mut others {
            one.estimate = Estimate { se: None, interval: None, df: None, p: None, ..one.estimate };
        }
    }
    let mut answer = Answer {
        title: study.plan.title.clone(),
        design: study.plan.design,
        outcome: study.plan.outcome.clone(),
        wave: wave.name.clone(),
        headline,
        others,
        other_waves: Vec::new(),
        answering: None,
        subgroups: Vec::new(),
        warnings: study.warnings.clone(),
    };
    answer.warnings.push(Warning::Said(
        "There is no comparison series. A place without the service over the same time would make \
         this much stronger."
            .to_owned(),
    ));
    answer.sort();
    Ok(answer)
}

/// The same step with a slope that may change, and with older ways to tell how sure it is.
fn beside(study: &Study, series: &Series, shape: &Shape) -> Vec<Ranked> {
    let is_count = study.plan.outcome.is_count;
    let lingering =
        if is_count { Errors::LingeringCounts } else { Errors::LingeringRate { per: 1.0 } };
    let sloping = Shape { has_slope_change: true, ..*shape };
    let fit = |shape: &Shape, errors: Errors, name: &str| -> Option<Ranked> {
        let found = interruption(series, shape, errors, Level::P95).ok()?;
        Some(ranked(study, name, &found))
    };
    let sloping = fit(&sloping, lingering, "Step, when the slope may change too").map(|one| {
        let why = "it allows a gradual change as well; the step alone is then less sure.";
        Ranked { standing: Standing::Supports, why: why.into(), ..one }
    });
    let older = match is_count {
        true => fit(shape, Errors::QuasiPoisson, "Periods taken as strangers").map(|one| {
            let why = "its range is too narrow where a month above its course is followed by \
                another one above it.";
            Ranked { why: why.into(), ..one }
        }),
        false => {
            // Newey and West's (1994) rule of thumb for the lag.
            let periods = series.count.len() as f64;
            let lag = (4.0 * (periods / 100.0).powf(2.0 / 9.0)).floor() as usize;
            let errors = Errors::Rate { per: 1.0, lag: Some(lag) };
            fit(shape, errors, "With Newey and West’s errors").map(|one| {
                let why = "these errors need long series: over a few years, with a season, the \
                    range is too narrow.";
                Ranked { why: why.into(), ..one }
            })
        }
    };
    sloping.into_iter().chain(older).collect()
}

/// The number of the first period; refused where periods are not in order, one a row.
fn in_order(study: &Study, time: &Time) -> Result<i64, CannotSay> {
    let periods: Option<Vec<f64>> = study.table.numbers(&time.column)?.into_iter().collect();
    periods
        .filter(|periods| periods.windows(2).all(|two| two[1] == two[0] + 1.0))
        .and_then(|periods| periods.first().map(|first| *first as i64))
        .ok_or_else(|| {
            CannotSay::because(
                format!("“{}” does not count periods one by one in each row.", time.column),
                "Give one row a period, in order; leave the outcome empty where it is missing.",
            )
        })
}

fn population(study: &Study, time: &Time) -> Result<Option<Vec<f64>>, CannotSay> {
    let Some(column) = &time.population else { return Ok(None) };
    let cells: Option<Vec<f64>> = study.table.numbers(column)?.into_iter().collect();
    cells.filter(|cells| cells.iter().all(|cell| *cell > 0.0)).map(Some).ok_or_else(|| {
        CannotSay::because(
            format!("“{column}” must be above nought in every row."),
            "Give for each period out of how many people the count is.",
        )
    })
}

fn ranked(study: &Study, name: &str, found: &Interruption) -> Ranked {
    let how = found.convention.clone();
    let mut one = other_estimate(name, Strength::InterruptedSeries, found.step, found.basis, how);
    one.scale = if study.plan.outcome.is_count { Scale::LogRatio } else { Scale::Difference };
    one.model.clone_from(&found.coefficients);
    one.warnings.clone_from(&found.warnings);
    one
}

/// The mean after less the mean before, as if nothing else moved.
fn plain(
    study: &Study,
    outcome: &[Option<f64>],
    population: Option<&[f64]>,
    treated: &[f64],
    headline: &Ranked,
) -> Result<Option<Ranked>, CannotSay> {
    let is_count = study.plan.outcome.is_count;
    let design = Design::with_constant(study.rows()).numbers("after", treated);
    let (estimate, basis, how): (Estimate, _, _) = if is_count {
        let offset: Option<Vec<f64>> =
            population.map(|all| all.iter().map(|people| people.ln()).collect());
        let rows = Rows { design: &design, outcome, weights: None, offset: offset.as_deref() };
        let fit = crate::glm::fit(&rows, crate::glm::Family::QuasiPoisson)?;
        (fit.coefficient("after", Level::P95)?, fit.basis, fit.convention())
    } else {
        let fit = linear::fit(&Rows::new(&design, outcome))?;
        let estimate = fit.coefficient("after", &Covariance::Hc1, Level::P95)?;
        (estimate, fit.basis, Covariance::Hc1.convention())
    };
    let name = "All after less all before";
    let mut one = other_estimate(name, Strength::BeforeAfter, estimate, basis, how);
    one.scale = headline.scale;
    one.standing = is_misleading(&one, headline);
    one.why = "it takes the place as standing still but for the service: its course and the \
        season are in the number."
        .to_owned();
    Ok(Some(one))
}
