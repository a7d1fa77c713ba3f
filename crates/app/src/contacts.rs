//! Contacts: writing one down, correcting one, and what comes after one that did not happen.

use domain::access::Verb;
use domain::contact::{self, Contact, Result as Held, Way};
use domain::ids::{ContactId, PersonId};
use domain::referral::{Action, State};
use domain::refusal::FieldProblem;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde_json::json;
use store::reminders::{Reminder, TRY_AGAIN};

use crate::act::Act;
use crate::drafts::{self, Form};
use crate::error::{AppError, AppResult};
use crate::people::{self, Known};
use crate::referrals::{self, Turn};

/// A contact as somebody writes it down.
#[derive(Clone, PartialEq, Eq)]
pub struct NewContact {
    /// The date, where the service is.
    pub on: Date,
    /// The time, where the service is.
    pub at: Time,
    /// In what way.
    pub way: Way,
    /// Whether it took place.
    pub result: Held,
    /// What was said and agreed.
    pub note: String,
}

/// One contact with its earlier versions, newest first.
#[derive(Debug, Clone, PartialEq)]
pub struct History {
    /// With whom.
    pub person: domain::person::Person,
    /// The versions, that which was asked for first; each with who wrote it.
    pub versions: Vec<(Contact, String)>,
    /// Whether a later version has taken its place.
    pub is_superseded: bool,
    /// Whether the actor may correct it.
    pub may_correct: bool,
    /// The service's time zone.
    pub zone: String,
}

/// A gentle next step after a contact that did not happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// What could help, in a sentence.
    pub words: &'static str,
    /// When to try again.
    pub on: Date,
}

/// What the page of a new contact needs: who, and the draft that was kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Desk {
    /// With whom.
    pub person: domain::person::Person,
    /// What was typed and not yet saved.
    pub draft: Option<store::drafts::Found>,
    /// The date and time, where the service is.
    pub now: jiff::civil::DateTime,
    /// The service's time zone.
    pub zone: String,
}

/// Opens the form of a new contact.
///
/// # Errors
/// `NotFound` for actors who may not write one down; `Refused` where support has ended.
pub fn desk(act: &mut Act<'_>, person: PersonId) -> AppResult<Desk> {
    let (known, referral) = people::episode(act, person, Verb::RecordContact)?;
    people::require_open(&referral)?;
    act.audit("person.read", "person", person.0, json!({}))?;
    let draft = drafts::find_with(act, &known, Form::Contact)?;
    let zone = act.service_settings()?.time_zone;
    let now = crate::act::clock_in(&zone, act.now);
    Ok(Desk { person: known.person, draft, now, zone })
}

/// Writes a contact down. The first that was held begins the work; any contact answers a
/// reminder to try again. `key` makes a double press one act.
///
/// # Errors
/// `Invalid` with each field that needs attention; `Refused` where support has ended.
pub fn record(
    act: &mut Act<'_>,
    person: PersonId,
    new: &NewContact,
    key: &str,
) -> AppResult<ContactId> {
    let (known, referral) = people::episode(act, person, Verb::RecordContact)?;
    let zone = zone(act)?;
    let at = checked(new, zone, act.now)?;
    let done = act.once("contact", key, |act| {
        people::require_open(&referral)?;
        let contact = Contact {
            id: act.new_id(),
            person,
            referral: referral.id,
            by: act.actor.user().ok_or(AppError::NotFound)?,
            at,
            way: new.way,
            result: new.result,
            note: new.note.trim().to_owned(),
            corrects: None,
            correction_reason: None,
            recorded_at: act.now,
        };
        let (service, now) = (act.service(), act.now);
        store::contacts::add(act.conn, service, &known.key, &contact)?;
        store::reminders::finish_all(act.conn, service, (referral.id, TRY_AGAIN), now)?;
        act.audit("contact.record", "person", person.0, json!({ "contact": contact.id }))?;
        if begins_work(&contact) && matches!(referral.state, State::Allocated { .. }) {
            let turn = Turn { reason: None, at };
            referrals::advance_as(act, &referral, Action::RecordFirstContact, turn)?;
        }
        drafts::discard(act, person, Form::Contact)?;
        Ok(contact.id.to_string())
    })?;
    done.parse().map_err(|_| AppError::NotFound)
}

/// Whether the worker and the person themself were in touch.
fn begins_work(contact: &Contact) -> bool {
    let with_them = !matches!(contact.way, Way::AboutPerson | Way::Letter);
    with_them && matches!(contact.result, Held::Held { .. })
}

/// Puts a corrected version in the place of an entry; both stay, with the reason.
///
/// # Errors
/// `Conflict` where somebody has corrected it already; `Invalid` where fields need attention.
pub fn correct(
    act: &mut Act<'_>,
    (person, id): (PersonId, ContactId),
    new: &NewContact,
    reason: &str,
) -> AppResult<ContactId> {
    let known = people::open(act, person, Verb::RecordContact)?;
    let old = load(act, &known, id)?.0.swap_remove(0);
    let zone = zone(act)?;
    let at = checked(new, zone, act.now)?;
    if reason.trim().is_empty() {
        return Err(AppError::field("reason", "Say why you correct it, for example “wrong day”"));
    }
    let contact = Contact {
        id: act.new_id(),
        by: act.actor.user().ok_or(AppError::NotFound)?,
        at,
        way: new.way,
        result: new.result,
        note: new.note.trim().to_owned(),
        corrects: Some(old.id),
        correction_reason: Some(reason.trim().to_owned()),
        recorded_at: act.now,
        ..old
    };
    let service = act.service();
    store::contacts::add(act.conn, service, &known.key, &contact)?;
    let detail = json!({ "contact": contact.id, "corrects": id });
    act.audit("contact.correct", "person", person.0, detail)?;
    Ok(contact.id)
}

/// One contact with its earlier versions. That it was read is audited.
///
/// # Errors
/// `NotFound` where there is none, or not for this actor.
pub fn history(act: &mut Act<'_>, person: PersonId, id: ContactId) -> AppResult<History> {
    let known = people::open(act, person, Verb::SeePerson)?;
    let (versions, is_superseded) = load(act, &known, id)?;
    act.audit("person.read", "person", person.0, json!({ "contact": id }))?;
    let names = people::names(act)?;
    let named = |contact: Contact| {
        let name = names.get(&contact.by).cloned().unwrap_or_default();
        (contact, name)
    };
    Ok(History {
        may_correct: !is_superseded && act.actor.may(Verb::RecordContact, known.relation),
        versions: versions.into_iter().map(named).collect(),
        is_superseded,
        zone: act.service_settings()?.time_zone,
        person: known.person,
    })
}

/// An entry of a person with every version before it, and whether a later one corrects it.
fn load(act: &mut Act<'_>, known: &Known, id: ContactId) -> AppResult<(Vec<Contact>, bool)> {
    let (service, person) = (act.service(), known.person.id);
    let all = store::contacts::list_of_person(act.conn, service, &known.key, person)?;
    let versions: Vec<Contact> = contact::versions(&all, id).into_iter().cloned().collect();
    if versions.is_empty() {
        return Err(AppError::NotFound);
    }
    Ok((versions, all.iter().any(|other| other.corrects == Some(id))))
}

/// What could help after a contact that did not happen; nothing where it took place.
///
/// # Errors
/// `NotFound` where there is no such contact, or not for this actor.
pub fn propose(
    act: &mut Act<'_>,
    person: PersonId,
    id: ContactId,
) -> AppResult<(domain::person::Person, Option<Proposal>)> {
    let known = people::open(act, person, Verb::RecordContact)?;
    let contact = load(act, &known, id)?.0.swap_remove(0);
    let today = act.today()?;
    Ok((known.person, proposal(&contact, today)))
}

fn proposal(contact: &Contact, today: Date) -> Option<Proposal> {
    let Held::Missed { barrier } = contact.result else { return None };
    let barrier = barrier.unwrap_or(contact::Barrier::NoAnswer);
    let on = today.saturating_add(barrier.try_again_in_days().days());
    Some(Proposal { words: barrier.gentle_next_step(), on })
}

/// Accepts the gentle next step: it comes back on the list of today on that day.
///
/// # Errors
/// `Invalid` for a day in the past.
pub fn remind(act: &mut Act<'_>, person: PersonId, id: ContactId, on: Date) -> AppResult<()> {
    let known = people::open(act, person, Verb::RecordContact)?;
    let contact = load(act, &known, id)?.0.swap_remove(0);
    let today = act.today()?;
    let proposal = proposal(&contact, today).ok_or(AppError::NotFound)?;
    if on < today {
        return Err(AppError::field("on", "Choose today or a later day"));
    }
    let (service, now) = (act.service(), act.now);
    store::reminders::finish_all(act.conn, service, (contact.referral, TRY_AGAIN), now)?;
    let reminder = Reminder {
        id: act.new_id(),
        referral: contact.referral,
        due_on: on,
        kind: TRY_AGAIN.to_owned(),
        words: proposal.words.to_owned(),
        created_at: now,
        done_at: None,
    };
    store::reminders::add(act.conn, service, &known.key, &reminder)?;
    act.audit("reminder.add", "person", person.0, json!({ "contact": id }))
}

fn zone(act: &mut Act<'_>) -> AppResult<TimeZone> {
    let name = act.service_settings()?.time_zone;
    Ok(TimeZone::get(&name).unwrap_or(TimeZone::UTC))
}

/// The moment of a contact, or what has to be mended first.
fn checked(new: &NewContact, zone: TimeZone, now: Timestamp) -> AppResult<Timestamp> {
    let mut problems = Vec::new();
    let at = new.on.to_datetime(new.at).to_zoned(zone).map(|zoned| zoned.timestamp());
    let Ok(at) = at else {
        return Err(AppError::field("on", "Enter a date that exists, for example 27 3 2026"));
    };
    // Somebody may write it down as it ends, with a clock that is a little ahead.
    if at > now + SignedDuration::from_mins(90) {
        problems.push(FieldProblem::new("on", "Enter a day and time that have come already"));
    }
    match new.result {
        Held::Held { minutes } if !(1..=600).contains(&minutes) => {
            problems.push(FieldProblem::new("minutes", "Enter minutes from 1 to 600"));
        }
        Held::Held { .. } if new.note.trim().is_empty() => {
            let sentence = "Write a line about what was said or agreed";
            problems.push(FieldProblem::new("note", sentence));
        }
        _ => {}
    }
    if problems.is_empty() { Ok(at) } else { Err(AppError::Invalid(problems)) }
}

domain::print_only_the_type!(NewContact);
