//! Marking who came. What is marked twice with another answer is a correction, with its reason.

use std::collections::HashMap;

use domain::access::Verb;
use domain::ids::{GroupId, PrescriptionId, SessionId};
use domain::prescription::{Action, Prescription, State};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::json;
use store::registers::{Correction, Mark, Session, Visit};

use super::require;
use crate::act::Act;
use crate::error::{AppError, AppResult};
use crate::prescriptions::advance;

/// Marks a session's register: `there` came, everybody else on the register did not.
///
/// `reason` says why earlier marks were wrong, where some are changed.
///
/// # Errors
/// `Invalid` where marks change without a reason; `NotFound` where the actor may not mark it.
pub fn mark(
    act: &mut Act<'_>,
    group: GroupId,
    session: SessionId,
    there: &[PrescriptionId],
    reason: &str,
) -> AppResult<()> {
    require(act, group, Verb::MarkRegister)?;
    let service = act.service();
    let session = store::registers::find_session(act.conn, group, session)?;
    let session = session.ok_or(AppError::NotFound)?;
    let before: HashMap<PrescriptionId, Mark> = store::registers::list_marks(act.conn, session.id)?
        .into_iter()
        .filter(|mark| !mark.is_superseded)
        .map(|mark| (mark.prescription, mark))
        .collect();
    let people = store::prescriptions::list_of_group(act.conn, service, group)?;
    let left = store::prescriptions::list_left_of_group(act.conn, service, group)?;
    let comes_again = |one: &Prescription| there.contains(&one.id) && left.contains(&one.id);
    let listed = people.into_iter().filter(|one| {
        one.state.is_on_the_register() || before.contains_key(&one.id) || comes_again(one)
    });
    let changes: Vec<(Prescription, bool)> = listed
        .map(|one| {
            let was_there = there.contains(&one.id);
            (one, was_there)
        })
        .filter(|(one, was_there)| {
            before.get(&one.id).is_none_or(|mark| mark.was_there != *was_there)
        })
        .collect();
    let is_correction = changes.iter().any(|(one, _)| before.contains_key(&one.id));
    let reason = reason.trim();
    if is_correction && reason.is_empty() {
        let sentence = "Say why the register changes, for example “ticked the wrong person”";
        return Err(AppError::field("reason", sentence));
    }
    for (one, was_there) in &changes {
        write(act, &session, (one, before.get(&one.id)), *was_there, reason)?;
    }
    settle(act, (group, session.held_on), &changes)?;
    if !changes.is_empty() {
        let detail = json!({ "session": session.id, "lines": changes.len() });
        act.audit("register.mark", "group", group.0, detail)?;
    }
    Ok(())
}

fn write(
    act: &mut Act<'_>,
    session: &Session,
    (one, before): (&Prescription, Option<&Mark>),
    was_there: bool,
    reason: &str,
) -> AppResult<()> {
    let service = act.service();
    if let Some(before) = before {
        store::registers::supersede(act.conn, before.id)?;
    }
    let mark = Mark {
        id: act.new_id(),
        session: session.id,
        prescription: one.id,
        was_there,
        recorded_at: act.now,
        recorded_by: act.actor.label(),
        is_superseded: false,
    };
    let key = match before {
        Some(_) => {
            let found = store::people::find(act.conn, &act.kit.keys, service, one.person)?;
            found.map(|(_, key)| key)
        }
        None => None,
    };
    let correction = key.as_ref().map(|key| Correction { key, reason });
    store::registers::add_mark(act.conn, service, &mark, correction)?;
    Ok(())
}

/// Brings each changed prescription to where the whole register says it is.
fn settle(
    act: &mut Act<'_>,
    (group, held_on): (GroupId, Date),
    changes: &[(Prescription, bool)],
) -> AppResult<()> {
    let service = act.service();
    let settings = act.service_settings()?;
    let zone = TimeZone::get(&settings.time_zone).unwrap_or(TimeZone::UTC);
    let visits = store::registers::list_visits_of_group(act.conn, service, group)?;
    for (one, was_there) in changes {
        let came: Vec<&Visit> =
            visits.iter().filter(|visit| visit.prescription == one.id && visit.was_there).collect();
        let first_at = came.first().map(|visit| began(visit, &zone, act.now));
        let times = u32::try_from(came.len()).unwrap_or(u32::MAX);
        // Only coming again on the day they left or later brings somebody back; correcting an
        // older register does not.
        let left_on = one.state_since.to_zoned(zone.clone()).date();
        if matches!(one.state, State::Left { .. }) && (!was_there || held_on < left_on) {
            continue;
        }
        let mut now = one.clone();
        if let (true, Some(at)) = (*was_there, first_at) {
            now = advance(act, &now, Action::Attend, at)?;
        }
        let expected = match times {
            0 => "accepted",
            1 => "started",
            _ => "attending",
        };
        let is_settled = now.state.name() == expected && now.state.first_at() == first_at;
        let may_be_corrected = matches!(now.state, State::Started { .. } | State::Attending { .. });
        if may_be_corrected && !is_settled {
            let at = act.now;
            advance(act, &now, Action::Correct { times, first_at }, at)?;
        }
    }
    Ok(())
}

/// When a session began, as an instant.
fn began(visit: &Visit, zone: &TimeZone, otherwise: Timestamp) -> Timestamp {
    let local = visit.held_on.to_datetime(visit.begins);
    local.to_zoned(zone.clone()).map_or(otherwise, |zoned| zoned.timestamp())
}
