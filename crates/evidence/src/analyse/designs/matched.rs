//! People with the service beside similar people from elsewhere, paired by propensity score.
//!
//! Source: Austin (2011), "An introduction to propensity score methods", Multivariate Behav Res
//! 46: greedy pairs on the log-odds of the score within 0.2 deviations, highest first, then least
//! squares with the columns held equal and errors clustered by pair. It makes alike what is in the
//! plan; what is not known may still differ, and those without a pair are not in the result.

use super::super::answer::{Answer, Ranked, Standing, Strength};
use super::super::effects::errors::clustered_by;
use super::super::effects::{self, Model};
use super::super::plan::Wave;
use super::super::response;
use super::super::study::{SERVICE, Study};
use super::compared::{Estimates, somebody};
use super::other_estimate;
use crate::balance::{Groups, balance};
use crate::finding::{Basis, CannotSay, Warning};
use crate::interval::Level;
use crate::linear::{self, Covariance, Rows, SmallSample};
use crate::pairing::{self, Choice, Order, Pairs, Rule};
use crate::weighting::{self, propensity};

/// How far apart the scores of a pair may lie, in deviations of all scores.
const CALIPER: f64 = 0.2;

/// What similar people elsewhere allow.
pub(in super::super) fn answer(study: &Study, wave: &Wave) -> Result<Answer, CannotSay> {
    let after = study.table.numbers(&wave.column)?;
    let mut answering = response::answering(study, &after)?;
    somebody(&answering, wave)?;
    let helped: Vec<Option<bool>> = study.arm.iter().map(|arm| Some(*arm == 1.0)).collect();
    let pairs = pairs(study, &helped)?;
    let mut warnings = study.warnings.clone();
    let mut counts = pairs.weights(study.rows());
    if answering.is_incomplete() {
        match response::weights(study, &after) {
            Ok(weighted) => {
                counts.iter_mut().zip(&weighted.weights).for_each(|(count, by)| *count *= by);
                answering.weights = Some(weighted.weighting);
                answering.model = weighted.model;
            }
            Err(why) => warnings.push(Warning::Said(format!("Nobody could be weighted: {why}"))),
        }
    }
    let mut headline = paired(study, &after, &pairs, &counts)?;
    headline.standing = Standing::Headline;
    headline.why = "each person with the service is beside one like them in everything the plan \
        names. What it does not name may still differ."
        .to_owned();
    headline.warnings.extend(pairs.warnings.iter().cloned());
    warnings.extend(unbalanced(study, &helped, &pairs)?);
    let estimates = Estimates { study, after: &after, weighted: None };
    let mut others: Vec<Ranked> = odds_weighted(study, &after, &helped).into_iter().collect();
    others.extend(regressions(study, &after)?);
    others.extend(estimates.before_after(&headline)?);
    warnings.extend(estimates.cautions(&answering));
    let mut answer = Answer {
        title: study.plan.title.clone(),
        design: study.plan.design,
        outcome: study.plan.outcome.clone(),
        wave: wave.name.clone(),
        headline,
        others,
        other_waves: other_waves(study, wave, &pairs)?,
        answering: Some(answering),
        subgroups: Vec::new(),
        warnings,
    };
    answer.sort();
    Ok(answer)
}

/// The same pairs at the other waves, of those who answered there.
fn other_waves(study: &Study, headline: &Wave, pairs: &Pairs) -> Result<Vec<Ranked>, CannotSay> {
    let counts = pairs.weights(study.rows());
    let mut found = Vec::new();
    for wave in study.plan.after().iter().filter(|wave| *wave != headline) {
        let after = study.table.numbers(&wave.column)?;
        if let Ok(one) = paired(study, &after, pairs, &counts) {
            let why = "the same pairs at another wave, those who answered.".to_owned();
            let name = wave.name.clone();
            found.push(Ranked { name, why, standing: Standing::Supports, ..one });
        }
    }
    Ok(found)
}

fn pairs(study: &Study, helped: &[Option<bool>]) -> Result<Pairs, CannotSay> {
    let scores = propensity(helped, &study.design(&study.adjusted(), false)?)?.scores;
    let odds: Vec<Option<f64>> =
        scores.iter().map(|score| score.map(|score| (score / (1.0 - score)).ln())).collect();
    let rule = Rule {
        order: Order::HighestFirst,
        choice: Choice::Nearest,
        caliper: pairing::caliper(&odds, CALIPER),
    };
    let pairs = pairing::pair(&odds, helped, rule)?;
    if pairs.pairs.len() < 2 {
        return Err(CannotSay::because(
            format!("Only {} people with the service are like anybody without.", pairs.pairs.len()),
            "Compare with people who are more alike, or report the change before to after as weak.",
        ));
    }
    Ok(pairs)
}

/// The difference within pairs, columns held equal, errors clustered by pair.
fn paired(
    study: &Study,
    after: &[Option<f64>],
    pairs: &Pairs,
    counts: &[f64],
) -> Result<Ranked, CannotSay> {
    // A row without a pair has a weight of nought and is not among those the result is about.
    let mut clusters = vec![0; study.rows()];
    let mut outcome = vec![None; study.rows()];
    for (number, (one, other)) in pairs.pairs.iter().enumerate() {
        for row in [*one, *other] {
            clusters[row] = number as u64;
            outcome[row] = after[row].filter(|_| counts[row] > 0.0);
        }
    }
    let design = study.design(&study.adjusted(), true)?;
    let rows = Rows { design: &design, outcome: &outcome, weights: Some(counts), offset: None };
    let fit = linear::fit(&rows)?;
    let factor = SmallSample::EveryColumn;
    let covariance = Covariance::Clustered { clusters: &clusters, factor };
    let estimate = fit.coefficient(SERVICE, &covariance, Level::P95)?;
    let how = format!(
        "{} Least squares, held equal: {}. {}",
        pairs.convention(),
        study.adjusted().join(", "),
        clustered_by(&covariance, "pair")
    );
    let used = fit.basis.used;
    let basis = Basis { used, missing: study.rows() - used };
    let mut one = other_estimate("Matched pairs", Strength::Matched, estimate, basis, how);
    one.model = fit.coefficients(&covariance, Level::P95)?;
    one.warnings.extend(fit.warnings.iter().cloned());
    one.warnings.extend(fit.covariance_warning(&covariance));
    Ok(one)
}

/// Columns in which the pairs still differ.
fn unbalanced(
    study: &Study,
    helped: &[Option<bool>],
    pairs: &Pairs,
) -> Result<Vec<Warning>, CannotSay> {
    let mut facts = Vec::new();
    for column in study.adjusted() {
        if study.table.is_numeric(&column)? {
            let values = study.table.numbers(&column)?;
            facts.push((column, values));
        }
    }
    let facts: Vec<(&str, &[Option<f64>])> =
        facts.iter().map(|(name, fact)| (name.as_str(), fact.as_slice())).collect();
    let weights = pairs.weights(study.rows());
    let groups = Groups { helped, weights: Some(&weights), pairs: &pairs.pairs };
    Ok(balance(&facts, &groups)?.warnings)
}

/// Everybody with the service, and the others weighted to be like them.
fn odds_weighted(study: &Study, after: &[Option<f64>], helped: &[Option<bool>]) -> Option<Ranked> {
    let columns = study.adjusted();
    let found = weighting::of_the_helped(helped, &study.design(&columns, false).ok()?).ok()?;
    let weights: Vec<f64> = found.values.iter().map(|weight| weight.unwrap_or(0.0)).collect();
    let model = Model {
        name: "Weighted by the odds of the service",
        strength: Strength::Matched,
        columns: &columns,
        weights: Some(&weights),
        ignores_clusters: false,
    };
    let one = effects::effect(study, after, &model).ok()?;
    let why = "it keeps everybody and weights those without to be like those with; it rests on \
        those who answered."
        .to_owned();
    Some(Ranked { standing: Standing::Supports, why, ..one })
}

fn regressions(study: &Study, after: &[Option<f64>]) -> Result<Vec<Ranked>, CannotSay> {
    let columns = study.adjusted();
    let model = |name, strength, columns| Model {
        name,
        strength,
        columns,
        weights: None,
        ignores_clusters: false,
    };
    let adjusted = model("Adjusted, without matching", Strength::Adjusted, &columns);
    let adjusted = effects::effect(study, after, &adjusted)?;
    let plain = effects::effect(study, after, &model("As they are", Strength::Unadjusted, &[]))?;
    Ok(vec![
        Ranked {
            why: "it trusts a straight line where the two sides hardly overlap.".to_owned(),
            ..adjusted
        },
        Ranked { why: "it takes the two sides as alike.".to_owned(), ..plain },
    ])
}
