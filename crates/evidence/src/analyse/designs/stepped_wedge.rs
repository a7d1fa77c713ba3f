//! Places that began one by one: each is compared with itself and with those still to begin.
//!
//! Source: Hussey and Hughes (2007), "Design and analysis of stepped wedge cluster randomized
//! trials", Contemp Clin Trials 28: a level for each place, a step for each period, one effect.
//! Without the periods, whatever changed with the calendar would count as the service's work.

mod turns;

use super::super::answer::{Answer, Ranked, Scale, Standing, Strength};
use super::super::plan::{Time, Wave};
use super::super::study::{SERVICE, Study};
use super::{is_misleading, other_estimate};
use crate::finding::{Basis, CannotSay, Warning};
use crate::interval::Level;
use crate::linear::{self, Covariance, Design, Rows, SmallSample};
use crate::mixed::{Criterion, Freedom, Grouping, MixedModel};

/// What places that began in turn allow; rows are measurements.
pub(in super::super) fn answer(
    study: &Study,
    wave: &Wave,
    time: &Time,
) -> Result<Answer, CannotSay> {
    let outcome = study.table.numbers(&wave.column)?;
    let treated = steps(study, time)?;
    let clusters = study.clusters.as_deref().ok_or_else(|| {
        CannotSay::because("The plan names no places.", "Add clusters = to the plan.")
    })?;
    turns::check(study, time, &treated, clusters)?;
    let with_time = design(study, time, &treated, true)?;
    let without_time = design(study, time, &treated, false)?;
    let mut headline = mixed(&with_time, &outcome, clusters, None)?;
    let covariance = Covariance::Clustered { clusters, factor: SmallSample::EveryColumn };
    let ols = |design: &Design, name: &str, strength| -> Result<Ranked, CannotSay> {
        let fit = linear::fit(&Rows::new(design, &outcome))?;
        let estimate = fit.coefficient(SERVICE, &covariance, Level::P95)?;
        let how = format!("Least squares. {}", covariance.convention());
        let mut one = other_estimate(name, strength, estimate, fit.basis, how);
        one.model = fit.coefficients(&covariance, Level::P95)?;
        one.warnings.extend(fit.covariance_warning(&covariance));
        Ok(one)
    };
    headline.standing = Standing::Headline;
    headline.why = "places began in turn, so each is compared with itself and, period by period, \
        with those still to begin."
        .to_owned();
    let plain = "Periods held equal, places not";
    let mut supports = ols(&with_time, plain, Strength::SteppedWedge)?;
    supports.why =
        "it compares places with each other within a period, so places that differ add noise."
            .to_owned();
    let naive = "Calendar time left out of account";
    let cells = turns::cells(study, time, clusters)?;
    let straying = mixed(&with_time, &outcome, clusters, Some(&cells)).ok();
    headline.warnings.push(repeated());
    let mut others = vec![supports];
    others.extend(straying.map(|one| {
        Ranked {
        name: "Places may stray from period to period".to_owned(),
        standing: Standing::Supports,
        why: "it lets each place be above or below its own level in a period. Where its range is \
            wider than the first one, use this one."
            .to_owned(),
        ..one
    }
    }));
    let mut naive = ols(&without_time, naive, Strength::BeforeAfter)?;
    naive.standing = is_misleading(&naive, &headline);
    naive.why = "whatever else changed with the calendar counts as the service’s work, because \
        later periods hold more places with it."
        .to_owned();
    others.push(naive);
    let mut warnings = study.warnings.clone();
    warnings.push(Warning::Said(
        "If chance did not decide the order in which places began, say so beside this number."
            .to_owned(),
    ));
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
        warnings,
    };
    answer.sort();
    Ok(answer)
}

/// 1 while the service is there, 0 before; refused where nothing changes.
pub(super) fn steps(study: &Study, time: &Time) -> Result<Vec<f64>, CannotSay> {
    let cells: Option<Vec<f64>> = study.table.numbers(&time.treated)?.into_iter().collect();
    let steps = cells.filter(|cells| cells.iter().all(|cell| *cell == 0.0 || *cell == 1.0));
    let steps = steps.ok_or_else(|| {
        CannotSay::because(
            format!("“{}” must be 0 or 1 in every row.", time.treated),
            "Write 1 while the service was there and 0 before.",
        )
    })?;
    if steps.iter().all(|step| *step == steps[0]) {
        return Err(CannotSay::because(
            format!("“{}” is {} in every row, so nothing changes.", time.treated, steps[0]),
            "Add the periods before, or after, the service was there.",
        ));
    }
    Ok(steps)
}

/// The constant, the service, and where asked for a step for each period; adjusted columns after.
fn design(
    study: &Study,
    time: &Time,
    treated: &[f64],
    with_time: bool,
) -> Result<Design, CannotSay> {
    let mut design = Design::with_constant(study.rows());
    if with_time {
        let first = study.groups(&time.column)?.first().map(|(name, _)| name.clone());
        let cells = study.table.texts(&time.column)?;
        design = design.groups(&time.column, cells, &first.unwrap_or_default());
    }
    design = design.numbers(SERVICE, treated);
    for column in &study.plan.adjust {
        design = study.add(design, column)?;
    }
    Ok(design)
}

/// A file of measurements does not tell whether one person stands in it more than once.
fn repeated() -> Warning {
    Warning::Said(
        "Every row counts as another person. If the same people were asked in several periods, \
         the range may be wrong."
            .to_owned(),
    )
}

/// A level for each place and, where cells are given, one for each place and period.
fn mixed(
    design: &Design,
    outcome: &[Option<f64>],
    clusters: &[u64],
    cells: Option<&[u64]>,
) -> Result<Ranked, CannotSay> {
    let constant = Design::with_constant(design.rows());
    let groups: Vec<Option<u64>> = clusters.iter().copied().map(Some).collect();
    let inner: Vec<Option<u64>> = cells.unwrap_or_default().iter().copied().map(Some).collect();
    let mut random = vec![Grouping { name: "place", groups: &groups, effects: &constant }];
    if cells.is_some() {
        random.push(Grouping { name: "place and period", groups: &inner, effects: &constant });
    }
    let model = MixedModel { outcome, design, random: &random };
    let found = model.fit(Criterion::Reml)?.finding(Freedom::KenwardRoger, Level::P95)?;
    let estimate = *found.find_effect(SERVICE).ok_or_else(|| {
        CannotSay::because(
            "The service cannot be told apart from the periods.",
            "Places must begin at different times.",
        )
    })?;
    let places = match (cells, found.share_between) {
        (None, Some(share)) => format!(
            "A level for each place (share of spread between places {share:.3}), the same in \
             every period"
        ),
        _ => "A level for each place and one for each place and period".to_owned(),
    };
    let how = format!("{} {places}; a step for each period.", found.convention);
    let basis = Basis { used: found.basis.used, missing: found.basis.missing };
    Ok(Ranked {
        name: "Stepped wedge with calendar time".to_owned(),
        strength: Strength::SteppedWedge,
        standing: Standing::Headline,
        why: String::new(),
        scale: Scale::Difference,
        estimate,
        basis,
        convention: how,
        model: found.coefficients,
        warnings: found.warnings,
    })
}
