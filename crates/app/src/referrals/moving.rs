//! The one way a referral changes its state: decided by `domain`, saved with its step, its code
//! and its audit entry in one transaction.

use domain::access::{Relation, Verb};
use domain::ids::{PrescriptionId, ReferralId};
use domain::prescription::LeaveReason;
use domain::referral::{Action, Referral, Referrer, State, reasons};
use jiff::Timestamp;
use serde_json::json;
use store::steps::Step;

use crate::act::Act;
use crate::actor::Actor;
use crate::error::{AppError, AppResult};
use crate::{feedback, measures, prescriptions};

/// How the actor stands to a referral: their own when they sent it or carry it.
#[must_use]
pub(crate) fn relation(actor: &Actor, referral: &Referral) -> Relation {
    let Some(me) = actor.user() else { return Relation::Service };
    let sent = matches!(&referral.referrer, Referrer::User { user, .. } if *user == me);
    let carries = referral.state.link_worker() == Some(me);
    if sent || carries { Relation::Own } else { Relation::Service }
}

/// A referral that the actor may treat so, without its words.
///
/// # Errors
/// `NotFound` where it does not exist or is not theirs.
pub fn load(act: &mut Act<'_>, id: ReferralId, verb: Verb) -> AppResult<Referral> {
    let service = act.service();
    let referral = store::referrals::find(act.conn, service, id)?.ok_or(AppError::NotFound)?;
    act.require(verb, relation(act.actor, &referral))?;
    Ok(referral)
}

/// A referral with its words, for somebody who may see it.
///
/// # Errors
/// `NotFound` where it does not exist or is not theirs.
pub fn find(act: &mut Act<'_>, id: ReferralId) -> AppResult<Referral> {
    let mut referral = load(act, id, Verb::SeeReferral)?;
    let service = act.service();
    let found = store::people::find(act.conn, &act.kit.keys, service, referral.person)?;
    let (_, key) = found.ok_or(AppError::NotFound)?;
    store::referrals::open_words(act.conn, &key, &mut referral)?;
    Ok(referral)
}

/// A referral as somebody saw it when they decided: acting on an older one is a conflict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// Which.
    pub referral: ReferralId,
    /// Its version then.
    pub version: i64,
}

/// [`load`], but only what has not moved on since it was seen.
///
/// # Errors
/// `Conflict` where somebody was faster; `NotFound` as in [`load`].
pub fn load_seen(act: &mut Act<'_>, seen: Seen, verb: Verb) -> AppResult<Referral> {
    let referral = load(act, seen.referral, verb)?;
    if referral.version == seen.version { Ok(referral) } else { Err(AppError::Conflict) }
}

/// Moves a referral one step. Everything that follows from the new state happens here.
///
/// # Errors
/// `Refused` where the pathway has no such step; `Conflict` where somebody was faster.
pub fn advance(act: &mut Act<'_>, referral: &Referral, action: Action) -> AppResult<State> {
    let turn = Turn { reason: reason_key(&action), at: act.now };
    advance_as(act, referral, action, turn)
}

/// What a step carries beside its action.
pub(crate) struct Turn {
    /// Why, by a stored name.
    pub(crate) reason: Option<String>,
    /// When it took place, which may be before it was written down.
    pub(crate) at: Timestamp,
}

/// [`advance`] with a reason or a time of its own.
pub(crate) fn advance_as(
    act: &mut Act<'_>,
    referral: &Referral,
    action: Action,
    turn: Turn,
) -> AppResult<State> {
    let service = act.service();
    let name = action.name();
    let from = referral.state.name();
    let state = referral.state.clone().apply(action, turn.at)?;
    let found = store::people::find(act.conn, &act.kit.keys, service, referral.person)?;
    let (_, key) = found.ok_or(AppError::NotFound)?;
    let at = (referral.id, referral.version);
    store::referrals::save_state(act.conn, &key, at, &state, act.now)?;
    let step = Step {
        id: act.new_id(),
        referral: referral.id,
        prescription: None::<PrescriptionId>,
        at: act.now,
        actor: act.actor.label(),
        action: name.to_owned(),
        from: Some(from.to_owned()),
        to: state.name().to_owned(),
        reason: turn.reason,
    };
    store::steps::add(act.conn, service, &step)?;
    if let Some(code) = state.code() {
        store::referrals::write_code_once(act.conn, service, referral.id, code.id(), act.now)?;
    }
    feedback::follow(act, referral, &state)?;
    if state.is_death() {
        measures::stop_asking(act, referral.person)?;
        prescriptions::leave_all(act, referral.person, LeaveReason::Died)?;
    }
    let detail = json!({ "from": from, "to": state.name() });
    act.audit(&format!("referral.{name}"), "referral", referral.id.0, detail)?;
    Ok(state)
}

/// The reason of a step by its stored name: reports count these. Free words stay sealed.
fn reason_key(action: &Action) -> Option<String> {
    match action {
        Action::Finish { outcome } => Some(outcome.key().to_owned()),
        Action::Queue { route } => Some(route.key().to_owned()),
        Action::Redirect { reason, .. }
        | Action::Decline { reason }
        | Action::Hold { reason, .. }
        | Action::Withdraw { reason } => listed(reason),
        Action::Close { reason } => Some(reason.key().to_owned()),
        _ => None,
    }
}

/// A reason that is one of the lists of `domain`; free words are never counted.
fn listed(reason: &str) -> Option<String> {
    (reasons::in_words(reason) != reason).then(|| reason.to_owned())
}
