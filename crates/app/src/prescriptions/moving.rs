//! The one way a prescription changes its state: decided by `domain`, saved with its step and its
//! audit entry in one transaction.

use domain::access::Verb;
use domain::ids::{PersonId, PrescriptionId};
use domain::prescription::{Action, LeaveReason, Prescription, State};
use domain::referral::Referral;
use jiff::Timestamp;
use serde_json::json;
use store::steps::Step;

use crate::act::Act;
use crate::error::{AppError, AppResult};
use crate::referrals;

/// A prescription that the actor may treat so, with its episode.
///
/// # Errors
/// `NotFound` where it does not exist or is not theirs.
pub fn load(
    act: &mut Act<'_>,
    id: PrescriptionId,
    verb: Verb,
) -> AppResult<(Prescription, Referral)> {
    let service = act.service();
    let found = store::prescriptions::find(act.conn, service, id)?;
    let prescription = found.ok_or(AppError::NotFound)?;
    let referral = referrals::load(act, prescription.referral, verb)?;
    Ok((prescription, referral))
}

/// Moves a prescription one step. `at` is when it happened, which for a session is not now.
///
/// # Errors
/// `Refused` where the pathway has no such step; `Conflict` where somebody was faster.
pub(crate) fn advance(
    act: &mut Act<'_>,
    before: &Prescription,
    action: Action,
    at: Timestamp,
) -> AppResult<Prescription> {
    let service = act.service();
    let (name, reason) = (action.name(), reason_key(&action));
    let from = before.state.name();
    let state = before.state.clone().apply(action, at)?;
    let to = state.name();
    let after = Prescription { state, state_since: act.now, ..before.clone() };
    store::prescriptions::save(act.conn, &after)?;
    let step = Step {
        id: act.new_id(),
        referral: after.referral,
        prescription: Some(after.id),
        at: act.now,
        actor: act.actor.label(),
        action: name.to_owned(),
        from: Some(from.to_owned()),
        to: to.to_owned(),
        reason,
    };
    store::steps::add(act.conn, service, &step)?;
    let detail = json!({ "from": from, "to": to });
    act.audit(&format!("prescription.{name}"), "prescription", after.id.0, detail)?;
    Ok(Prescription { version: after.version + 1, ..after })
}

/// Ends every place that a group holds or keeps for somebody; says how many groups there ever were.
///
/// # Errors
/// `Conflict` where a group was faster.
pub(crate) fn leave_all(
    act: &mut Act<'_>,
    person: PersonId,
    reason: LeaveReason,
) -> AppResult<usize> {
    let (service, at) = (act.service(), act.now);
    let places = store::prescriptions::list_of_person(act.conn, service, person)?;
    for place in &places {
        if place.state.holds_a_place() || place.state == State::Waitlisted {
            advance(act, place, Action::Leave { reason }, at)?;
        }
    }
    Ok(places.len())
}

/// The reason of a step by its stored name: reports count these. Free words stay sealed.
fn reason_key(action: &Action) -> Option<String> {
    match action {
        Action::TurnDown { reason } => Some(reason.clone()),
        Action::Decline { reason, .. } => Some(reason.key().to_owned()),
        Action::Leave { reason } => Some(reason.key().to_owned()),
        _ => None,
    }
}
