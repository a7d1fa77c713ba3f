//! A random intercept by REML: 100,000 people asked three times, one in five answers missing,
//! beside lme4.
//!
//! Ours counts from columns to effects with Satterthwaite's degrees of freedom, which lme4 leaves
//! to another package; lme4's counts the call of `lmer` alone. One thread each.

use anyhow::{Context, Result, anyhow};
use evidence::Level;
use evidence::linear::Design;
use evidence::mixed::{Criterion, Freedom, Grouping, MixedFit, MixedModel};

use crate::{Options, Row};
use bench_peer::{self as peer, number};

const SCRIPT: &str = include_str!("../peers/mixed.R");
const WAVES: usize = 3;

/// Columns of one row per person and wave.
struct Columns {
    person: Vec<Option<u64>>,
    wave: Vec<f64>,
    arm: Vec<f64>,
    age: Vec<f64>,
    y: Vec<Option<f64>>,
}

pub(crate) fn run(options: &Options) -> Result<Vec<Row>> {
    let people = if options.quick { 2_000 } else { 100_000 };
    let columns = columns(people);
    // The clock ticks in milliseconds, so a short task is done often enough to be seen.
    let rounds = if options.quick { 200 } else { 5 };
    let before = peer::cpu_s()?;
    let mut ours = fitted(&columns)?;
    for _ in 1..rounds {
        ours = fitted(&columns)?;
    }
    let ours_s = (peer::cpu_s()? - before) / f64::from(rounds);
    let words = [people.to_string(), WAVES.to_string()];
    let theirs = peer::run(&options.rscript, SCRIPT, &words)?;
    let agreement = match &theirs {
        None => format!("ours alone: log-likelihood {:.3}", ours.log_likelihood()),
        Some(answer) => {
            let effects = answer["effects"].as_array().context("lme4's effects")?;
            let far = effects.iter().zip(&ours.effects).map(|(theirs, ours)| {
                theirs.as_f64().map_or(f64::INFINITY, |theirs| (ours / theirs - 1.0).abs())
            });
            format!(
                "log-likelihood {:+.1e}, effects within {:.0e}, rows {} and {}",
                ours.log_likelihood() - number(answer, "log_likelihood")?,
                far.fold(0.0, f64::max),
                ours.basis.used,
                number(answer, "rows")?
            )
        }
    };
    let peer = match &theirs {
        Some(answer) => Some(("lme4".to_owned(), number(answer, "cpu_s")?)),
        None => None,
    };
    let what = format!("random intercept, REML, {people} people × {WAVES}, 20% missing");
    Ok(vec![Row { what, ours_s, peer, agreement }])
}

/// From columns to effects.
fn fitted(columns: &Columns) -> Result<MixedFit> {
    let rows = columns.y.len();
    let both: Vec<f64> = columns.arm.iter().zip(&columns.wave).map(|(a, b)| a * b).collect();
    let constant = Design::with_constant(rows);
    let design = Design::with_constant(rows)
        .numbers("wave", &columns.wave)
        .numbers("arm", &columns.arm)
        .numbers("arm × wave", &both)
        .numbers("age", &columns.age);
    let random = [Grouping { name: "person", groups: &columns.person, effects: &constant }];
    let model = MixedModel { outcome: &columns.y, design: &design, random: &random };
    let ours = model.fit(Criterion::Reml).map_err(|why| anyhow!("{why}"))?;
    ours.coefficients(Freedom::Satterthwaite, Level::P95).map_err(|why| anyhow!("{why}"))?;
    Ok(ours)
}

/// The same rows as the script makes: no file between them.
fn columns(people: usize) -> Columns {
    let share = |at: usize, step: f64| (at as f64 * step).fract();
    let logistic = |p: f64| (p / (1.0 - p)).ln();
    let mut made = Columns { person: vec![], wave: vec![], arm: vec![], age: vec![], y: vec![] };
    for person in 1..=people {
        let arm = (person % 2) as f64;
        let age = 20.0 + 60.0 * share(person, 0.754_877_666_246_692_7);
        let own = 1.5 * logistic(share(person, 0.618_033_988_749_894_9));
        for wave in 0..WAVES {
            let row = (person - 1) * WAVES + wave + 1;
            let at = wave as f64;
            let y = 20.0 + 0.5 * at + 0.2 * arm + 0.4 * arm * at - 0.02 * age
                + own
                + logistic(share(row, 0.414_213_562_373_095_15));
            let is_missing = share(row, 0.732_050_807_568_877_2) < 0.2;
            made.person.push(Some(person as u64));
            made.wave.push(at);
            made.arm.push(arm);
            made.age.push(age);
            made.y.push((!is_missing).then_some(y));
        }
    }
    made
}
