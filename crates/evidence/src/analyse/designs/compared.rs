//! People with the service beside people without it: randomised, or waiting by queue.
//!
//! The headline is the difference at the later wave with the first answer held equal (analysis of
//! covariance), weighted for who answered. Where chance did not decide, everything known before
//! is held equal too, and the answer says what that cannot do.

use super::super::answer::{Answer, Ranked, Standing, Strength};
use super::super::effects::{self, Model};
use super::super::plan::{Kind, Wave};
use super::super::response::{self, Answering, Weighted};
use super::super::study::Study;
use super::{change_between, judge_before_after};
use crate::finding::{CannotSay, Estimate, Warning};
use crate::proportion::Proportion;
use crate::words::rounded;

const MIXED: &str = "Mixed model, a level for each cluster";

/// What the two sides allow.
pub(in super::super) fn answer(study: &Study, wave: &Wave) -> Result<Answer, CannotSay> {
    let after = study.table.numbers(&wave.column)?;
    let mut answering = response::answering(study, &after)?;
    somebody(&answering, wave)?;
    let mut warnings = study.warnings.clone();
    let weighted = weigh(study, &after, &mut answering, &mut warnings);
    let estimates = Estimates { study, after: &after, weighted: weighted.as_ref() };
    let mut headline = estimates.lead()?;
    headline.standing = Standing::Headline;
    headline.why = estimates.why_it_leads(&answering);
    if let Some(weighted) = &weighted {
        headline.warnings.extend(weighted.warnings.iter().cloned());
    }
    let mut others = estimates.alternatives(&answering, &headline)?;
    others.extend(estimates.before_after(&headline)?);
    warnings.extend(estimates.cautions(&answering));
    warnings.extend(without_levels(study, &others));
    let mut subgroups = Vec::new();
    for subgroup in &study.plan.subgroups {
        subgroups.push(effects::subgroups(study, &after, subgroup)?);
    }
    let mut answer = Answer {
        title: study.plan.title.clone(),
        design: study.plan.design,
        outcome: study.plan.outcome.clone(),
        wave: wave.name.clone(),
        headline,
        others,
        other_waves: other_waves(study, wave)?,
        answering: Some(answering),
        subgroups,
        warnings,
    };
    answer.sort();
    Ok(answer)
}

/// Refuses a side of which nobody answered: there is nothing to compare with.
pub(super) fn somebody(answering: &Answering, wave: &Wave) -> Result<(), CannotSay> {
    let silent = |(_, share): &&(String, Proportion)| share.count == 0;
    let Some((side, share)) = answering.by_group.iter().take(2).find(silent) else {
        return Ok(());
    };
    Err(CannotSay::because(
        format!("{side}, nobody of {} answered “{}”.", share.total, wave.name),
        "Show the change of those who answered, as before and after, and say that it has no \
         comparison; or choose another wave.",
    ))
}

/// Weights where somebody is missing and something is known of everybody.
fn weigh(
    study: &Study,
    after: &[Option<f64>],
    answering: &mut Answering,
    warnings: &mut Vec<Warning>,
) -> Option<Weighted> {
    if !answering.is_incomplete() {
        return None;
    }
    if study.predictors().is_empty() {
        warnings.push(Warning::Said(
            "Nothing is known of those who did not answer, so they cannot be stood in for. Name \
             columns under [response] in the plan."
                .to_owned(),
        ));
        return None;
    }
    match response::weights(study, after) {
        Ok(weighted) => {
            answering.weights = Some(weighted.weighting.clone());
            answering.model.clone_from(&weighted.model);
            Some(weighted)
        }
        Err(why) => {
            warnings.push(Warning::Said(format!("Nobody could be weighted: {why}")));
            None
        }
    }
}

/// Clusters that the plan names and no mixed model could be given a level for.
fn without_levels(study: &Study, others: &[Ranked]) -> Option<Warning> {
    let is_there = others.iter().any(|one| one.name == MIXED);
    (study.clusters.is_some() && !is_there).then(|| {
        Warning::Said(
            "A mixed model with a level for each cluster cannot be told from these rows, so none \
             is shown."
                .to_owned(),
        )
    })
}

/// Whether a range is narrower than a hundred deviations of the outcome: beyond, it tells nothing.
fn is_telling(estimate: &Estimate, outcome: &[Option<f64>]) -> bool {
    let known: Vec<f64> = outcome.iter().flatten().copied().collect();
    let mean = known.iter().sum::<f64>() / known.len() as f64;
    let squares: f64 = known.iter().map(|one| (one - mean).powi(2)).sum();
    let deviation = (squares / known.len() as f64).sqrt();
    let widest = 100.0 * deviation;
    estimate.interval.is_some_and(|range| range.high - range.low < widest)
}

/// The headline's estimate at the other waves after.
fn other_waves(study: &Study, headline: &Wave) -> Result<Vec<Ranked>, CannotSay> {
    let mut found = Vec::new();
    for wave in study.plan.after().iter().filter(|wave| *wave != headline) {
        let after = study.table.numbers(&wave.column)?;
        let mut answering = response::answering(study, &after)?;
        let weighted = weigh(study, &after, &mut answering, &mut Vec::new());
        let estimates = Estimates { study, after: &after, weighted: weighted.as_ref() };
        if let Ok(mut lead) = estimates.lead() {
            lead.name = wave.name.clone();
            lead.standing = Standing::Supports;
            lead.why = "The headline’s way, at another wave.".to_owned();
            found.push(lead);
        }
    }
    Ok(found)
}

/// The estimates that a comparison allows.
pub(super) struct Estimates<'a> {
    pub(super) study: &'a Study<'a>,
    pub(super) after: &'a [Option<f64>],
    pub(super) weighted: Option<&'a Weighted>,
}

impl Estimates<'_> {
    fn is_randomised(&self) -> bool {
        self.study.plan.design == Kind::Randomised
    }

    fn baseline(&self) -> Vec<String> {
        self.study.plan.before().map(|wave| wave.column.clone()).into_iter().collect()
    }

    /// The most defensible estimate: chance needs only the first answer held equal.
    fn lead(&self) -> Result<Ranked, CannotSay> {
        let (columns, complete) = match self.is_randomised() {
            true => (self.baseline(), Strength::Randomised),
            false if self.study.adjusted().is_empty() => (Vec::new(), Strength::Unadjusted),
            false => (self.study.adjusted(), Strength::Adjusted),
        };
        let (name, strength) = match (self.is_randomised(), self.weighted) {
            (true, Some(_)) => {
                ("Randomised, weighted for who answered", Strength::RandomisedWeighted)
            }
            (true, None) => ("Randomised, those who answered", complete),
            (false, Some(_)) => ("Compared with those waiting, adjusted and weighted", complete),
            (false, None) => ("Compared with those waiting, adjusted", complete),
        };
        let weights = self.weighted.map(|weighted| weighted.weights.as_slice());
        let after = self.weighted.map_or(self.after, |weighted| weighted.after.as_slice());
        let model = Model { name, strength, columns: &columns, weights, ignores_clusters: false };
        effects::effect(self.study, after, &model)
    }

    fn why_it_leads(&self, answering: &Answering) -> String {
        let sides = match self.is_randomised() {
            true => "chance decided who got the service, so the two sides differ by nothing else",
            false => {
                "it compares with people waiting at the same time. A queue is not chance: what is \
                 not in the file may still differ"
            }
        };
        let who = match (answering.is_incomplete(), self.weighted) {
            (false, _) => "Everybody answered.".to_owned(),
            (true, Some(_)) => {
                "Those who answered stand for those like them who did not.".to_owned()
            }
            (true, None) => "It rests on those who answered.".to_owned(),
        };
        format!("{sides}. {who}")
    }

    /// Other ways to the same difference.
    fn alternatives(
        &self,
        answering: &Answering,
        headline: &Ranked,
    ) -> Result<Vec<Ranked>, CannotSay> {
        let (study, after) = (self.study, self.after);
        let model = |name, strength, columns| Model {
            name,
            strength,
            columns,
            weights: None,
            ignores_clusters: false,
        };
        let incomplete = match answering.biggest_difference() {
            Some(difference) if answering.is_incomplete() => format!(
                "it rests on the {} of {} who answered, and {difference}.",
                answering.all.count, answering.all.total
            ),
            _ if answering.is_incomplete() => format!(
                "it rests on the {} of {} who answered.",
                answering.all.count, answering.all.total
            ),
            _ => "it answers the same question with other columns held equal.".to_owned(),
        };
        let (baseline, adjusted) = (self.baseline(), study.adjusted());
        let complete = if self.is_randomised() { Strength::Randomised } else { Strength::Adjusted };
        let standing =
            |one: Ranked, why: &str, place| Ranked { standing: place, why: why.into(), ..one };
        let mut found = Vec::new();
        let is_sloped = study.plan.subgroups.iter().any(|one| one.centre.is_some());
        if is_sloped {
            let one = effects::standardised(study, after, complete)?;
            let why = "it lets the effect slope along the subgroups and averages over everybody, \
                       those who did not answer included; it trusts that slope.";
            found.push(standing(one, why, Standing::Supports));
        }
        if self.weighted.is_some() {
            let columns = if self.is_randomised() { &baseline } else { &adjusted };
            let one =
                effects::effect(study, after, &model("Those who answered", complete, columns))?;
            found.push(standing(one, &incomplete, Standing::Weaker));
        }
        if self.is_randomised() && adjusted != baseline {
            let name = "Those who answered, adjusted";
            let one = effects::effect(study, after, &model(name, complete, &adjusted))?;
            found.push(standing(one, &incomplete, Standing::Weaker));
        }
        if !self.is_randomised() && !adjusted.is_empty() {
            let one =
                effects::effect(study, after, &model("As they are", Strength::Unadjusted, &[]))?;
            let why = "it takes the two sides as alike, though the queue did not make them so.";
            found.push(standing(one, why, Standing::Weaker));
        }
        found.extend(self.by_cluster(headline)?);
        Ok(found)
    }

    /// A level for each cluster instead of clustered errors; and what the range would be if people
    /// of one cluster were taken as strangers to each other.
    fn by_cluster(&self, headline: &Ranked) -> Result<Vec<Ranked>, CannotSay> {
        let Some(clusters) = &self.study.clusters else { return Ok(Vec::new()) };
        let strength = if self.is_randomised() { Strength::Randomised } else { Strength::Adjusted };
        let (baseline, adjusted) = (self.baseline(), self.study.adjusted());
        let model = Model {
            name: "Clusters left out of account",
            strength,
            columns: if self.is_randomised() { &baseline } else { &adjusted },
            weights: self.weighted.map(|weighted| weighted.weights.as_slice()),
            ignores_clusters: true,
        };
        let after = self.weighted.map_or(self.after, |weighted| weighted.after.as_slice());
        let one = effects::effect(self.study, after, &model)?;
        let width = |one: &Ranked| one.estimate.interval.map(|range| range.high - range.low);
        let why = match width(&one).zip(width(headline)) {
            Some((without, with)) if without < with => {
                "people of one cluster fare alike; taking them as independent makes the range too \
                 narrow."
            }
            _ => "it takes people of one cluster as independent, though they may fare alike.",
        };
        let mut found = vec![Ranked { standing: Standing::Weaker, why: why.into(), ..one }];
        let model = Model { name: MIXED, columns: &adjusted, weights: None, ..model };
        if let Ok(one) = effects::mixed(self.study, self.after, clusters, &model)
            && is_telling(&one.estimate, self.after)
        {
            let why = "it lets each cluster have a level of its own and rests on those who \
                       answered.";
            found.push(Ranked { why: why.into(), ..one });
        }
        Ok(found)
    }

    /// Changes of those with and without the service, and their difference.
    pub(super) fn before_after(&self, headline: &Ranked) -> Result<Vec<Ranked>, CannotSay> {
        let Some(before) = self.study.before()? else { return Ok(Vec::new()) };
        let changes = change_between(&before, self.after);
        let model = |name, strength| Model {
            name,
            strength,
            columns: &[],
            weights: None,
            ignores_clusters: false,
        };
        let mut found = Vec::new();
        let name = "Difference of changes";
        if let Ok(one) = effects::effect(self.study, &changes, &model(name, Strength::Unadjusted)) {
            let why = "it takes change itself as the outcome, which uses the first answer less \
                       well, and rests on those who answered twice.";
            found.push(Ranked { standing: Standing::Weaker, why: why.to_owned(), ..one });
        }
        let side = |arm: f64, name| {
            let model = model(name, Strength::BeforeAfter);
            effects::change(self.study, &changes, |row| self.study.arm[row] == arm, &model).ok()
        };
        let without = side(0.0, "Before and after, those without the service");
        if let Some(with) = side(1.0, "Before and after, those with the service") {
            found.push(judge_before_after(with, without.as_ref(), headline));
        }
        if let Some(without) = without {
            let why = format!(
                "this is what happened without the service: {} on average, by recovery, chance \
                 and who answered.",
                rounded(without.estimate.value, without.estimate.places())
            );
            found.push(Ranked { standing: Standing::Context, why, ..without });
        }
        Ok(found)
    }

    /// What should be known of any such comparison.
    pub(super) fn cautions(&self, answering: &Answering) -> Vec<Warning> {
        let mut found = Vec::new();
        if answering.all.count * 2 < answering.all.total {
            found.push(Warning::MostMissing);
        }
        if let [(_, with), (_, without), ..] = answering.by_group.as_slice()
            && let (Some(a), Some(b)) = (with.interval, without.interval)
            && (a.low > b.high || b.low > a.high)
        {
            found.push(Warning::Said(
                "The two sides answered at different rates. Weights mend that only as far as the \
                 columns of the plan explain it."
                    .to_owned(),
            ));
        }
        if !self.is_randomised() {
            found.push(Warning::Said(
                "Chance did not decide who got the service. Say so wherever you show this number."
                    .to_owned(),
            ));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interval::Level;

    #[test]
    fn a_range_wider_than_a_hundred_deviations_tells_nothing() {
        let outcome = [Some(1.0), None, Some(3.0), Some(5.0)];
        let of = |se| Estimate::student(29.0, Some(se), 1.0, Level::P95);
        assert!(is_telling(&of(0.5), &outcome));
        assert!(!is_telling(&of(14e6), &outcome));
        assert!(!is_telling(&Estimate::student(29.0, None, 1.0, Level::P95), &outcome));
    }
}
