//! What a person answered over time, with earlier versions and what can be asked next.

use domain::access::Verb;
use domain::ids::PersonId;
use domain::measures::{Mode, Wave};
use domain::person::Person;
use jiff::civil::Date;
use serde_json::json;
use store::answers::Answer;
use store::links::Standing;

use super::{Question, WAVES, due_on, questions, retain_current};
use crate::act::{Act, day_in};
use crate::error::{AppError, AppResult};
use crate::links::Purpose;
use crate::people::open;
use crate::referrals::relation;

/// What a person answered over time, in the episode that the page speaks of.
#[derive(Debug, Clone, PartialEq)]
pub struct OverTime {
    /// Who.
    pub person: Person,
    /// Each question with its answer at each of the waves below.
    pub lines: Vec<(Question, Vec<Option<i64>>)>,
    /// What stands for the beginning, the end, and each follow-up that is due or was asked.
    pub waves: Vec<Asked>,
    /// What was corrected, newest first.
    pub earlier: Vec<Given>,
    /// Which wave is due, if any.
    pub due: Option<Wave>,
    /// Whether the actor may ask and write down.
    pub may_record: bool,
    /// The name of the service, for the words of a text message.
    pub service: String,
}

/// What stands for one wave.
#[derive(Clone, PartialEq)]
pub struct Asked {
    /// Which.
    pub wave: Wave,
    /// What was given; nothing while nobody has answered.
    pub given: Option<Given>,
    /// The whole address of an open link, and until when it works, for those who may ask.
    pub link: Option<(String, Option<Date>)>,
}

/// A filled-in core set.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    /// For which wave.
    pub wave: Wave,
    /// When.
    pub on: Date,
    /// How.
    pub mode: Mode,
    /// Each answer, in the order of [`questions`].
    pub answers: Vec<Option<i64>>,
}

/// What a person answered. That it was read is audited, so this is a write.
///
/// # Errors
/// `NotFound` where there is nobody, or not for this actor, or no episode yet.
pub fn over_time(act: &mut Act<'_>, id: PersonId) -> AppResult<OverTime> {
    let known = open(act, id, Verb::SeePerson)?;
    let referral = known.current().cloned().ok_or(AppError::NotFound)?;
    act.audit("person.read", "person", id.0, json!({ "part": "measures" }))?;
    let (service, settings) = (act.service(), act.service_settings()?);
    let zone = settings.time_zone.as_str();
    let may_record = act.actor.may(Verb::RecordMeasure, relation(act.actor, &referral))
        && !referral.state.is_death();
    let links = store::links::list_about(act.conn, referral.id.0, Purpose::Measure.key())?;
    let all = store::answers::list_of_referral(act.conn, service, referral.id)?;
    let mut waves = Vec::new();
    for wave in WAVES {
        let mut there = all.clone();
        retain_current(&mut there, wave);
        let open = links.iter().find(|link| {
            link.standing(act.now) == Standing::Open && link.detail.as_deref() == Some(wave.key())
        });
        let link = open.filter(|_| may_record).map(|link| {
            let until = link.expires_at.map(|at| day_in(zone, at));
            (act.kit.link_url(Purpose::Measure, link.id), until)
        });
        waves.push(Asked { wave, given: given(&there, wave, zone), link });
    }
    let called_for = due_on(&referral, zone, act.today()?);
    waves.retain(|one| {
        let of_the_stage = matches!(one.wave, Wave::Baseline | Wave::End);
        let is_due = called_for == Some(one.wave);
        of_the_stage || is_due || one.given.is_some() || one.link.is_some()
    });
    let is_given = |wave: Wave| waves.iter().any(|one| one.wave == wave && one.given.is_some());
    let due = called_for.filter(|wave| !is_given(*wave));
    let lines = questions().into_iter().enumerate().map(|(at, question)| {
        let answer = |asked: &Asked| asked.given.as_ref().and_then(|given| given.answers[at]);
        (question, waves.iter().map(answer).collect())
    });
    Ok(OverTime {
        lines: lines.collect(),
        earlier: earlier(&all, zone),
        waves,
        due,
        may_record,
        service: settings.name,
        person: known.person,
    })
}

/// Answers that were given together, as one; nothing where there are none.
fn given(of: &[Answer], wave: Wave, zone: &str) -> Option<Given> {
    let last = of.iter().max_by_key(|answer| answer.answered_at)?;
    let value = |question: &Question| {
        let found = of.iter().find(|answer| answer.instrument == question.instrument)?;
        found.items.iter().find(|(key, _)| *key == question.item.key)?.1
    };
    Some(Given {
        wave,
        on: day_in(zone, last.answered_at),
        mode: last.mode,
        answers: questions().iter().map(value).collect(),
    })
}

/// What was corrected: answers of one moment belong together.
fn earlier(all: &[Answer], zone: &str) -> Vec<Given> {
    let mut found = Vec::new();
    for wave in WAVES {
        let of_wave = |answer: &&Answer| {
            answer.is_superseded && answer.prescription.is_none() && answer.wave == wave.key()
        };
        let mut moments: Vec<_> = all.iter().filter(of_wave).map(|one| one.answered_at).collect();
        moments.dedup();
        for at in moments {
            let together: Vec<Answer> =
                all.iter().filter(of_wave).filter(|one| one.answered_at == at).cloned().collect();
            found.extend(given(&together, wave, zone).map(|given| (at, given)));
        }
    }
    found.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    found.into_iter().map(|(_, given)| given).collect()
}

domain::print_only_the_type!(Asked);
