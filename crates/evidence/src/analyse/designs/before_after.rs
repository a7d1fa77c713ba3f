//! The same people before and after, with nobody to compare them with: the weakest design.
//!
//! What happened, for those who answered twice or weighted for who did. The answer says that
//! recovery, regression to the mean and other help are in the number.

use super::super::answer::{Answer, Ranked, Standing, Strength};
use super::super::effects::{self, Model};
use super::super::plan::Wave;
use super::super::response;
use super::super::study::Study;
use super::change_between;
use crate::finding::{CannotSay, Warning};

/// What one group alone allows.
pub(in super::super) fn answer(study: &Study, wave: &Wave) -> Result<Answer, CannotSay> {
    let before = study.before()?.ok_or_else(|| {
        CannotSay::because("There is no wave before.", "Name one as the first [[wave]].")
    })?;
    let after = study.table.numbers(&wave.column)?;
    let changes = change_between(&before, &after);
    let mut answering = response::answering(study, &changes)?;
    let mut warnings = study.warnings.clone();
    let mut found = vec![plain(study, &changes, "Before and after, those who answered twice")?];
    if study.plan.response.is_some() && answering.is_incomplete() {
        match weighted(study, &changes) {
            Ok((one, weighting)) => {
                found.insert(0, one);
                answering.weights = Some(weighting);
            }
            Err(why) => warnings.push(Warning::Said(format!("Nobody could be weighted: {why}"))),
        }
    }
    let mut headline = found.remove(0);
    headline.standing = Standing::Headline;
    headline.why = "it is all that one group alone allows, and it is weak: what people would have \
        become without the service is not known."
        .to_owned();
    for one in &mut found {
        one.why = format!(
            "it rests on the {} of {} who answered twice.",
            answering.all.count, answering.all.total
        );
    }
    warnings.push(Warning::Said(
        "This is a change, not an effect. People are referred when they feel worst, and many get \
         better by themselves. To know the effect, compare with people who wait or with places \
         that begin later."
            .to_owned(),
    ));
    if answering.all.count * 2 < answering.all.total {
        warnings.push(Warning::MostMissing);
    }
    let mut other_waves = Vec::new();
    for other in study.plan.after().iter().filter(|other| *other != wave) {
        let changes = change_between(&before, &study.table.numbers(&other.column)?);
        if let Ok(one) = plain(study, &changes, &other.name) {
            other_waves.push(Ranked { standing: Standing::Supports, ..one });
        }
    }
    Ok(Answer {
        title: study.plan.title.clone(),
        design: study.plan.design,
        outcome: study.plan.outcome.clone(),
        wave: wave.name.clone(),
        headline,
        others: found,
        other_waves,
        answering: Some(answering),
        subgroups: Vec::new(),
        warnings,
    })
}

fn plain(study: &Study, changes: &[Option<f64>], name: &str) -> Result<Ranked, CannotSay> {
    let strength = Strength::BeforeAfter;
    let model = Model { name, strength, columns: &[], weights: None, ignores_clusters: false };
    effects::change(study, changes, |_| true, &model)
}

fn weighted(
    study: &Study,
    changes: &[Option<f64>],
) -> Result<(Ranked, response::Weighting), CannotSay> {
    let weighted = response::weights(study, changes)?;
    let model = Model {
        name: "Before and after, weighted for who answered twice",
        strength: Strength::BeforeAfter,
        columns: &[],
        weights: Some(&weighted.weights),
        ignores_clusters: false,
    };
    let mut one = effects::change(study, &weighted.after, |_| true, &model)?;
    one.warnings.extend(weighted.warnings);
    Ok((one, weighted.weighting))
}
