//! Offering a group to a person, and what the person says.

use domain::access::Verb;
use domain::ids::{GroupId, PrescriptionId, ReferralId};
use domain::prescription::{Action, Prescription, State, TurnDown};
use serde_json::json;
use store::prescriptions::Words;
use store::steps::Step;

use super::{advance, load};
use crate::act::Act;
use crate::error::{AppError, AppResult};
use crate::referrals;

/// Notes that a group was offered to a person; a group offered before is found, not added again.
///
/// # Errors
/// `NotFound` where the episode is not the actor's or there is no such group; `Refused` where the
/// episode is over.
pub fn offer(
    act: &mut Act<'_>,
    referral: ReferralId,
    group: GroupId,
    key: &str,
) -> AppResult<PrescriptionId> {
    let episode = referrals::load(act, referral, Verb::Prescribe)?;
    if !episode.state.is_open() {
        return Err(AppError::refused(
            "This support has ended. Reopen it before offering a group.",
        ));
    }
    let service = act.service();
    let (found, _) = store::groups::find(act.conn, service, group)?.ok_or(AppError::NotFound)?;
    let group = found.id;
    let person = episode.person;
    let done = act.once("prescription.offer", key, |act| {
        let known = store::prescriptions::list_of_person(act.conn, service, person)?;
        let same = known.iter().find(|one| one.referral == referral && one.group == group);
        if let Some(same) = same {
            return Ok(same.id.to_string());
        }
        let prescription = Prescription {
            id: act.new_id(),
            person,
            referral,
            group,
            state: State::Offered,
            state_since: act.now,
            offered_at: act.now,
            first_visit: None,
            version: 1,
        };
        add(act, &prescription)?;
        Ok(prescription.id.to_string())
    })?;
    done.parse().map_err(|_| AppError::NotFound)
}

fn add(act: &mut Act<'_>, new: &Prescription) -> AppResult<()> {
    let service = act.service();
    store::prescriptions::add(act.conn, service, new)?;
    let step = Step {
        id: act.new_id(),
        referral: new.referral,
        prescription: Some(new.id),
        at: act.now,
        actor: act.actor.label(),
        action: "offer".to_owned(),
        from: None,
        to: new.state.name().to_owned(),
        reason: None,
    };
    store::steps::add(act.conn, service, &step)?;
    act.audit("prescription.offer", "prescription", new.id.0, json!({ "group": new.group }))
}

/// The person chooses it.
///
/// # Errors
/// `NotFound` where it is not the actor's; `Refused` where it was answered already.
pub fn choose(act: &mut Act<'_>, id: PrescriptionId) -> AppResult<()> {
    let (prescription, _) = load(act, id, Verb::Prescribe)?;
    if prescription.state == State::Chosen {
        return Ok(());
    }
    let now = act.now;
    advance(act, &prescription, Action::Choose, now).map(drop)
}

/// The person would rather not; `words` are what they said, and are sealed.
///
/// # Errors
/// `NotFound` where it is not the actor's; `Refused` where the group was asked already.
pub fn turn_down(
    act: &mut Act<'_>,
    id: PrescriptionId,
    reason: TurnDown,
    words: &str,
) -> AppResult<()> {
    let (prescription, _) = load(act, id, Verb::Prescribe)?;
    if matches!(prescription.state, State::NotWanted { .. }) {
        return Ok(());
    }
    let action = Action::TurnDown { reason: reason.key().to_owned() };
    let now = act.now;
    advance(act, &prescription, action, now)?;
    keep_words(act, &prescription, |kept| kept.said = words.trim().to_owned())
}

/// Changes the sealed words about a prescription.
pub(crate) fn keep_words(
    act: &mut Act<'_>,
    prescription: &Prescription,
    change: impl Fn(&mut Words),
) -> AppResult<()> {
    let service = act.service();
    let found = store::people::find(act.conn, &act.kit.keys, service, prescription.person)?;
    let (_, key) = found.ok_or(AppError::NotFound)?;
    let mut words = store::prescriptions::open_words(act.conn, &key, prescription.id)?;
    change(&mut words);
    store::prescriptions::save_words(act.conn, &key, prescription.id, &words)?;
    Ok(())
}
