//! Plans: made together, kept in versions; two people never overwrite each other.

use domain::access::Verb;
use domain::ids::{PersonId, PlanId};
use domain::person::Person;
use domain::plan::{Content, Plan};
use jiff::civil::Date;
use serde_json::json;
use store::drafts::Found;
use store::plans::Version;

use crate::act::Act;
use crate::drafts::{self, Form};
use crate::error::{AppError, AppResult};
use crate::people;

pub use crate::people::profile_of;

/// What the form of a plan needs.
#[derive(Debug, Clone, PartialEq)]
pub struct Desk {
    /// Whose plan.
    pub person: Person,
    /// The newest version there is, perhaps of an earlier episode.
    pub latest: Option<Plan>,
    /// The number of this episode's last version; 0 where there is none yet.
    pub number: i64,
    /// What was typed and not yet saved.
    pub draft: Option<Found>,
    /// The date where the service is.
    pub today: Date,
    /// The service's time zone.
    pub zone: String,
}

/// One version to read, and which others there are.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Whose plan.
    pub person: Person,
    /// The version.
    pub plan: Plan,
    /// Who wrote it down.
    pub by: String,
    /// Whether it is the newest.
    pub is_latest: bool,
    /// On which day it was written, where the service is.
    pub written_on: Date,
    /// The service's name.
    pub service: String,
    /// The service's telephone number.
    pub phone: Option<String>,
}

/// A version as the list of versions shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The version.
    pub version: Version,
    /// Who wrote it down.
    pub by: String,
    /// On which day, where the service is.
    pub on: Date,
}

/// Opens the form of a plan.
///
/// # Errors
/// `NotFound` for actors who may not write it; `Refused` where support has ended.
pub fn desk(act: &mut Act<'_>, id: PersonId) -> AppResult<Desk> {
    let (known, referral) = people::episode(act, id, Verb::WritePlan)?;
    people::require_open(&referral)?;
    act.audit("person.read", "person", id.0, json!({}))?;
    let service = act.service();
    let zone = act.service_settings()?.time_zone;
    let today = crate::act::day_in(&zone, act.now);
    Ok(Desk {
        latest: store::plans::find_latest(act.conn, service, &known.key, id)?,
        number: store::plans::last_number(act.conn, service, referral.id)?,
        draft: drafts::find_with(act, &known, Form::Plan)?,
        today,
        zone,
        person: known.person,
    })
}

/// Saves a new version on top of version `base`, which the writer had before them.
///
/// # Errors
/// `Conflict` where somebody saved a version since; `Invalid` where fields need attention.
pub fn save(
    act: &mut Act<'_>,
    id: PersonId,
    (base, content): (i64, &Content),
    key: &str,
) -> AppResult<PlanId> {
    let (known, referral) = people::episode(act, id, Verb::WritePlan)?;
    let today = act.today()?;
    let mut problems = content.problems();
    if content.review_on.is_some_and(|on| on <= today) {
        let sentence = "Choose a day after today to look at the plan again";
        problems.push(domain::refusal::FieldProblem::new("review", sentence));
    }
    if !problems.is_empty() {
        return Err(AppError::Invalid(problems));
    }
    let done = act.once("plan", key, |act| {
        people::require_open(&referral)?;
        let service = act.service();
        if store::plans::last_number(act.conn, service, referral.id)? != base {
            return Err(AppError::Conflict);
        }
        let plan = Plan {
            id: act.new_id(),
            person: id,
            referral: referral.id,
            number: base + 1,
            content: content.clone(),
            by: act.actor.user().ok_or(AppError::NotFound)?,
            written_at: act.now,
        };
        store::plans::add(act.conn, service, &known.key, &plan)?;
        drafts::discard(act, id, Form::Plan)?;
        act.audit("plan.save", "person", id.0, json!({ "version": plan.number }))?;
        Ok(plan.id.to_string())
    })?;
    done.parse().map_err(|_| AppError::NotFound)
}

/// Every version of a person's plans, newest first, with who wrote each.
///
/// # Errors
/// `NotFound` where there is nobody, or not for this actor.
pub fn versions(act: &mut Act<'_>, id: PersonId) -> AppResult<(Person, Vec<Written>)> {
    let known = people::open(act, id, Verb::SeePerson)?;
    act.audit("person.read", "person", id.0, json!({}))?;
    let (service, settings) = (act.service(), act.service_settings()?);
    let names = people::names(act)?;
    let versions = store::plans::list(act.conn, service, id)?;
    let named = |version: Version| {
        let by = names.get(&version.by).cloned().unwrap_or_default();
        let on = crate::act::day_in(&settings.time_zone, version.written_at);
        Written { version, by, on }
    };
    Ok((known.person, versions.into_iter().map(named).collect()))
}

/// One version to read; the newest where none is named. That it was read is audited.
///
/// # Errors
/// `NotFound` where there is none, or not for this actor.
pub fn read(act: &mut Act<'_>, id: PersonId, version: Option<PlanId>) -> AppResult<Reading> {
    let known = people::open(act, id, Verb::SeePerson)?;
    let (service, settings) = (act.service(), act.service_settings()?);
    let latest = store::plans::find_latest(act.conn, service, &known.key, id)?;
    let latest = latest.ok_or(AppError::NotFound)?;
    let (plan, is_latest) = match version {
        Some(asked) if asked != latest.id => {
            let found = store::plans::find(act.conn, service, &known.key, (id, asked))?;
            (found.ok_or(AppError::NotFound)?, false)
        }
        _ => (latest, true),
    };
    act.audit("person.read", "person", id.0, json!({ "plan": plan.id }))?;
    let by = people::names(act)?.remove(&plan.by).unwrap_or_default();
    let written_on = crate::act::day_in(&settings.time_zone, plan.written_at);
    let (service, phone) = (settings.name, settings.phone);
    Ok(Reading { person: known.person, plan, by, is_latest, written_on, service, phone })
}
