//! What anybody says is wrong with an entry, held against today's entry by those who keep it.

use domain::access::{Relation, Verb};
use domain::group::correction::{Action, Correction, State, Typed};
use domain::group::{Fact, Group, Place};
use domain::ids::{CorrectionId, GroupId, ServiceId};
use jiff::SignedDuration;
use serde_json::json;
use store::group_corrections;
use store::throttle::Limit;

use super::{CheckedBy, checking};
use crate::act::{Act, App};
use crate::actor::Actor;
use crate::error::{AppError, AppResult};
use crate::geography;
use crate::group_answers::throttle;

/// How much can be said about one entry.
const PER_ENTRY: Limit = Limit { hits: 20, window: SignedDuration::from_hours(24) };

/// A correction with the entry as it is today.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// The correction.
    pub correction: Correction,
    /// The entry.
    pub group: Group,
    /// Its version.
    pub version: i64,
}

/// What is decided about a correction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// These slots are taken over; `how` says how somebody made sure.
    Accept {
        /// The slots, such as `phone`.
        slots: Vec<String>,
        /// How somebody made sure.
        how: CheckedBy,
    },
    /// The entry stays as it is, for this reason.
    Refuse(String),
}

impl App {
    /// An entry as everybody may see it, in whichever service's directory it is, and anybody
    /// acting there.
    ///
    /// # Errors
    /// `NotFound` where there is none.
    pub async fn public_group(&self, id: GroupId) -> AppResult<(Actor, Group)> {
        let nobody = Actor::Public { service: ServiceId(uuid::Uuid::nil()) };
        self.read(&nobody, move |act| {
            let service = store::groups::find_service(act.conn, id)?.ok_or(AppError::NotFound)?;
            let found = store::groups::find(act.conn, service, id)?;
            let (group, _) = found.ok_or(AppError::NotFound)?;
            Ok((Actor::Public { service }, group))
        })
        .await
    }
}

/// Somebody says what is wrong. Nothing is kept of who they are.
///
/// # Errors
/// `Invalid` names the fields; `TooMany` after twenty in a day; `NotFound` where there is no entry.
pub fn suggest(
    act: &mut Act<'_>,
    group: GroupId,
    typed: &Typed,
    key: &str,
) -> AppResult<CorrectionId> {
    let service = act.service();
    let (group, _) = store::groups::find(act.conn, service, group)?.ok_or(AppError::NotFound)?;
    let problems = typed.problems(&group);
    if !problems.is_empty() {
        return Err(AppError::Invalid(problems));
    }
    let id = act.once("correct entry", key, |act| {
        throttle(act, "correction of an entry", &group.id.to_string(), PER_ENTRY)?;
        let id: CorrectionId = act.new_id();
        let correction = Correction {
            id,
            group: group.id,
            words: typed.words.trim().to_owned(),
            facts: typed.facts(&group),
            said_at: act.now,
            state: State::Waiting,
            version: 1,
        };
        group_corrections::add(act.conn, service, &act.kit.keys, &correction)?;
        let slots: Vec<String> = correction.facts.iter().map(Fact::slot).collect();
        let detail = json!({ "correction": id, "slots": slots });
        act.audit("group.suggest_correction", "group", group.id.0, detail)?;
        Ok(id.to_string())
    })?;
    id.parse().map_err(|_| AppError::NotFound)
}

/// What nobody has looked at yet, oldest first, with each entry as it is today.
///
/// # Errors
/// `NotFound` for actors who do not keep entries true.
pub fn list_waiting(act: &mut Act<'_>) -> AppResult<Vec<Seen>> {
    act.require(Verb::ConfirmGroup, Relation::Service)?;
    let service = act.service();
    let waiting = group_corrections::list_waiting(act.conn, service, &act.kit.keys)?;
    let ids: Vec<GroupId> = waiting.iter().map(|one| one.group).collect();
    let groups = store::groups::list_versions(act.conn, service, &ids)?;
    let seen = |correction: Correction| {
        let (group, version) = groups.iter().find(|(group, _)| group.id == correction.group)?;
        Some(Seen { correction, group: group.clone(), version: *version })
    };
    Ok(waiting.into_iter().filter_map(seen).collect())
}

/// One correction with its entry.
///
/// # Errors
/// `NotFound` for actors who do not keep entries true, or where there is none.
pub fn find(act: &mut Act<'_>, id: CorrectionId) -> AppResult<Seen> {
    act.require(Verb::ConfirmGroup, Relation::Service)?;
    let service = act.service();
    let found = group_corrections::find(act.conn, service, &act.kit.keys, id)?;
    let correction = found.ok_or(AppError::NotFound)?;
    let entry = store::groups::find(act.conn, service, correction.group)?;
    let (group, version) = entry.ok_or(AppError::NotFound)?;
    Ok(Seen { correction, group, version })
}

/// Decides about a correction. What is taken over stands over every source, as what somebody made
/// sure of; its words are forgotten.
///
/// # Errors
/// `Invalid` where nothing was picked or no reason given; `Refused` where somebody decided before;
/// `Conflict` where the correction or the entry changed since it was shown.
pub fn decide(
    act: &mut Act<'_>,
    id: CorrectionId,
    (version, entry_version): (i64, i64),
    decision: &Decision,
) -> AppResult<()> {
    let seen = find(act, id)?;
    if seen.correction.version != version {
        return Err(AppError::Conflict);
    }
    let (verb, action) = match decision {
        Decision::Accept { slots, how } => {
            take_over(act, &seen, entry_version, (slots, *how))?;
            ("group.correction_accept", Action::Accept)
        }
        Decision::Refuse(reason) => {
            let reason = reason.trim().to_owned();
            if reason.is_empty() || reason.chars().count() > 1000 {
                return Err(AppError::field("reason", "Say why in 1,000 characters or fewer"));
            }
            ("group.correction_refuse", Action::Refuse { reason })
        }
    };
    let state = seen.correction.state.clone().apply(action)?;
    let correction = Correction { state, ..seen.correction };
    group_corrections::save(act.conn, &correction)?;
    act.audit(verb, "group", correction.group.0, json!({ "correction": id }))
}

fn take_over(
    act: &mut Act<'_>,
    seen: &Seen,
    version: i64,
    (slots, how): (&[String], CheckedBy),
) -> AppResult<()> {
    let facts = &seen.correction.facts;
    let picked: Vec<&Fact> = facts.iter().filter(|fact| slots.contains(&fact.slot())).collect();
    if picked.is_empty() && !facts.is_empty() {
        return Err(AppError::field("slots", "Tick what is right, or say why nothing is"));
    }
    // Words alone are mended on the page of the entry, which keeps its own check.
    if picked.is_empty() {
        return Ok(());
    }
    let mut after = seen.group.clone();
    for fact in picked {
        fact.put_into(&mut after);
    }
    find_place(act, &mut after)?;
    checking::correct(act, seen.group.id, version, (&after, how))
}

/// A place whose postcode somebody corrected gets its point again, where this machine knows it.
fn find_place(act: &mut Act<'_>, group: &mut Group) -> AppResult<()> {
    let Place::Venue(venue) = &mut group.place else { return Ok(()) };
    if venue.point.is_none()
        && let Some(postcode) = &venue.postcode
        && let Some(found) = geography::find_postcode(act, postcode)?
        && found.exactness == geography::Exactness::Postcode
    {
        venue.point = Some(found.point);
    }
    Ok(())
}
