//! Asking people how life is: by a link, on paper, by telephone or with help, and what they said.
//!
//! The answers are the person's own view, so nobody answers for them. A correction supersedes
//! and keeps what was there before.

mod ask;
mod by_link;
mod view;

use std::collections::HashMap;

use domain::access::Verb;
use domain::ids::{PersonId, ReferralId};
use domain::measures::{self, Answers, Item, Mode, Wave};
use domain::referral::{Outcome, Referral, State};
use jiff::civil::Date;
use serde_json::json;
use store::answers::Answer;

use crate::act::{Act, day_in};
use crate::error::{AppError, AppResult};
use crate::people;

pub use ask::{How, ask};
pub(crate) use ask::{PERSON, address_of, stop_asking};
pub use by_link::{Door, answer, door};
pub use view::{Asked, Given, OverTime, over_time};

/// The waves at which people are asked.
pub const WAVES: [Wave; 5] = Wave::ALL;

/// One question of the core set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Question {
    /// The questionnaire it belongs to.
    pub instrument: &'static str,
    /// The question.
    pub item: &'static Item,
}

/// The questions that are asked at every wave, in order.
#[must_use]
pub fn questions() -> Vec<Question> {
    let of = |instrument: &'static measures::Instrument| {
        instrument.items.iter().map(|item| Question { instrument: &instrument.key, item })
    };
    measures::core().into_iter().flat_map(of).collect()
}

/// What somebody answered, in the order of [`questions`]; nothing where they left one out.
pub type Filled = Vec<Option<i64>>;

/// Writes down what a person answered on paper, by telephone or with help.
///
/// # Errors
/// `Invalid` where an answer is off its scale; `Refused` where the beginning is over.
pub fn record(
    act: &mut Act<'_>,
    person: PersonId,
    (wave, mode): (Wave, Mode),
    filled: &Filled,
    key: &str,
) -> AppResult<()> {
    let (_, referral) = people::episode(act, person, Verb::RecordMeasure)?;
    if mode == Mode::Link {
        return Err(AppError::field("mode", "Say how they answered"));
    }
    check(filled)?;
    act.once("measure", key, |act| {
        let there = current(act, &referral, wave)?;
        if wave == Wave::Baseline && there.is_empty() && !referral.state.is_open() {
            return Err(AppError::refused(
                "Support has ended, so the questions at the beginning can no longer be asked.",
            ));
        }
        if there.is_empty() {
            require_its_day(act, &referral, wave)?;
        }
        save(act, &referral, (wave, mode), filled, &there)?;
        Ok(String::new())
    })?;
    Ok(())
}

/// Which questionnaire each of these episodes is due for, if any.
///
/// # Errors
/// Only where the database does not answer.
pub fn due(act: &mut Act<'_>, referrals: &[Referral]) -> AppResult<HashMap<ReferralId, Wave>> {
    let (service, zone) = (act.service(), act.service_settings()?.time_zone);
    let today = day_in(&zone, act.now);
    let ids: Vec<ReferralId> = referrals.iter().map(|referral| referral.id).collect();
    let answered = store::outcomes::list_waves(act.conn, service, &ids)?;
    let has = |id: ReferralId, wave: Wave| {
        answered.iter().any(|(referral, there)| *referral == id && there == wave.key())
    };
    let due = referrals.iter().filter_map(|referral| {
        let wave = due_on(referral, &zone, today)?;
        (!has(referral.id, wave)).then_some((referral.id, wave))
    });
    Ok(due.collect())
}

/// The questionnaire that an episode calls for on a day. Nobody is asked who has died or whom we
/// could not reach.
fn due_on(referral: &Referral, zone: &str, today: Date) -> Option<Wave> {
    match &referral.state {
        State::Active(_) | State::Holding { .. } => Some(Wave::Baseline),
        State::Finished { outcome: Outcome::Died | Outcome::LostTouch, .. } => None,
        State::Finished { .. } => Wave::after_end(day_in(zone, referral.state_since), today),
        _ => None,
    }
}

/// Refuses a follow-up before its day: its answers would speak for another time.
fn require_its_day(act: &mut Act<'_>, referral: &Referral, wave: Wave) -> AppResult<()> {
    if !matches!(wave, Wave::Months3 | Wave::Months6 | Wave::Months12) {
        return Ok(());
    }
    let (zone, today) = (act.service_settings()?.time_zone, act.today()?);
    let window = wave.window(day_in(&zone, referral.state_since));
    match (&referral.state, window) {
        (State::Finished { .. }, Some((from, _))) if from <= today => Ok(()),
        _ => Err(AppError::refused("The day for these questions has not come.")),
    }
}

/// What stands now for a wave of the core set.
fn current(act: &mut Act<'_>, referral: &Referral, wave: Wave) -> AppResult<Vec<Answer>> {
    let service = act.service();
    let mut answers = store::answers::list_of_referral(act.conn, service, referral.id)?;
    retain_current(&mut answers, wave);
    Ok(answers)
}

fn retain_current(answers: &mut Vec<Answer>, wave: Wave) {
    let is_core =
        |answer: &Answer| questions().iter().any(|one| one.instrument == answer.instrument);
    answers.retain(|answer| {
        !answer.is_superseded
            && answer.wave == wave.key()
            && answer.prescription.is_none()
            && is_core(answer)
    });
}

fn check(filled: &Filled) -> AppResult<()> {
    let questions = questions();
    if filled.len() != questions.len() {
        return Err(AppError::field("answers", "Open the form again, then answer once more"));
    }
    for (question, value) in questions.iter().zip(filled) {
        let (low, high) = (question.item.lowest.value, question.item.highest.value);
        if value.is_some_and(|value| !(low..=high).contains(&value)) {
            let sentence = format!("Choose a number from {low} to {high}");
            return Err(AppError::field("answers", sentence));
        }
    }
    Ok(())
}

/// Saves a filled-in core set; what stood before is kept as superseded.
fn save(
    act: &mut Act<'_>,
    referral: &Referral,
    (wave, mode): (Wave, Mode),
    filled: &Filled,
    there: &[Answer],
) -> AppResult<()> {
    let service = act.service();
    for answer in there {
        store::answers::supersede(act.conn, answer.id)?;
    }
    for instrument in measures::core() {
        let of_instrument = questions().into_iter().zip(filled);
        let items: Answers = of_instrument
            .filter(|(question, _)| question.instrument == instrument.key)
            .map(|(question, value)| (question.item.key.clone(), *value))
            .collect();
        let answer = Answer {
            id: act.new_id(),
            person: referral.person,
            referral: referral.id,
            prescription: None,
            instrument: instrument.key.clone(),
            wave: wave.key().to_owned(),
            mode,
            items,
            answered_at: act.now,
            is_superseded: false,
        };
        store::answers::add(act.conn, service, &answer)?;
    }
    let verb = if there.is_empty() { "measure.record" } else { "measure.correct" };
    let detail = json!({ "wave": wave.key(), "mode": mode.key() });
    act.audit(verb, "person", referral.person.0, detail)
}
