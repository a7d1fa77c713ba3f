//! Who may be the same person, side by side, and what somebody decides about it.
//!
//! Nothing is merged by itself and no entry is deleted. “The same person” points this referral,
//! its words and the permissions that came with it to the entry that was known; it can be
//! pointed back while nobody has decided about the referral.

use domain::access::Verb;
use domain::ids::PersonId;
use domain::person::{Likeness, Person};
use domain::referral::Referral;
use serde_json::json;
use store::sameness::{Decision, Pair};

use crate::act::Act;
use crate::error::{AppError, AppResult};
use crate::referrals::{Seen, load_seen};

/// Somebody known who may be the same person.
#[derive(Debug, Clone, PartialEq)]
pub struct Duplicate {
    /// The other entry.
    pub person: Person,
    /// How alike they are.
    pub likeness: Likeness,
    /// What was decided in this referral, if anything.
    pub decision: Option<Decision>,
    /// How many referrals the other entry has.
    pub referral_count: usize,
}

/// What somebody decides about two entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judgement {
    /// The other entry.
    pub other: PersonId,
    /// What they say: the same, different, or take back what was said.
    pub decision: Decision,
}

/// Who may be the same as the person of a referral: undecided ones and those decided in it.
pub(super) fn list(
    act: &mut Act<'_>,
    referral: &Referral,
    person: &Person,
) -> AppResult<Vec<Duplicate>> {
    let service = act.service();
    let decided = store::sameness::list_of_referral(act.conn, referral.id)?;
    let candidates = store::sameness::list_candidates(act.conn, service, &[person.id])?;
    let mut ids: Vec<PersonId> = candidates.into_iter().map(|(_, other)| other).collect();
    let other_of = |pair: &Pair| if pair.other == person.id { pair.person } else { pair.other };
    ids.extend(decided.iter().map(other_of));
    ids.sort_unstable();
    ids.dedup();
    let beside = store::referrals::list_beside(act.conn, service, &ids)?;
    let people = store::people::list(act.conn, &act.kit.keys, service, &ids)?;
    let mut duplicates: Vec<Duplicate> = people
        .into_iter()
        .map(|other| Duplicate {
            likeness: person.details.likeness(&other.details),
            decision: decided
                .iter()
                .find(|pair| other_of(pair) == other.id)
                .map(|pair| pair.decision)
                .filter(|decision| *decision != Decision::Open),
            referral_count: beside.iter().filter(|referral| referral.person == other.id).count(),
            person: other,
        })
        .filter(|found| found.likeness > Likeness::Different || found.decision.is_some())
        .collect();
    duplicates.sort_by_key(|found| std::cmp::Reverse(found.likeness));
    Ok(duplicates)
}

/// Keeps what somebody decides about the person of a referral and another entry.
///
/// # Errors
/// `NotFound` where the two are not alike; `Refused` once triage has decided.
pub fn judge(act: &mut Act<'_>, seen: Seen, judgement: Judgement, key: &str) -> AppResult<()> {
    act.once("judge", key, |act| {
        judge_once(act, seen, judgement)?;
        Ok(String::new())
    })?;
    Ok(())
}

fn judge_once(act: &mut Act<'_>, seen: Seen, judgement: Judgement) -> AppResult<()> {
    let mut referral = load_seen(act, seen, Verb::Screen)?;
    if !referral.state.is_undecided() {
        return Err(AppError::refused(
            "This can only be decided before triage. Take the referral up again first.",
        ));
    }
    let service = act.service();
    let found = store::people::find(act.conn, &act.kit.keys, service, referral.person)?;
    let (person, _) = found.ok_or(AppError::NotFound)?;
    let listed = list(act, &referral, &person)?;
    let known = listed.into_iter().find(|found| found.person.id == judgement.other);
    let known = known.ok_or(AppError::NotFound)?;
    let points = match (known.decision, judgement.decision) {
        (None | Some(Decision::Different), Decision::Same)
        | (Some(Decision::Same), Decision::Open) => true,
        (None, Decision::Different) | (Some(Decision::Different), Decision::Open) => false,
        _ => return Err(AppError::refused("This has been decided already. Reload the page.")),
    };
    let came = referral.person;
    if points {
        point_to(act, &mut referral, judgement.other)?;
    }
    // The pair stays the way round it was first decided, so that it can be found again.
    let (person, other) = match (known.decision, judgement.decision) {
        (Some(Decision::Same), _) => (judgement.other, came),
        _ => (came, judgement.other),
    };
    let (by, at) = (act.actor.user(), act.now);
    let decision = judgement.decision;
    let pair = Pair { person, other, decision, referral: referral.id, by, at };
    store::sameness::save(act.conn, service, &pair)?;
    let detail = json!({ "decision": decision.key(), "person": person, "other": other });
    act.audit("referral.judge_duplicate", "referral", referral.id.0, detail)
}

/// Points a referral to another entry: its words are sealed anew with that entry's key, and the
/// permissions that came with it go along.
fn point_to(act: &mut Act<'_>, referral: &mut Referral, to: PersonId) -> AppResult<()> {
    let service = act.service();
    let from = referral.person;
    let (_, old) =
        store::people::find(act.conn, &act.kit.keys, service, from)?.ok_or(AppError::NotFound)?;
    let (_, new) =
        store::people::find(act.conn, &act.kit.keys, service, to)?.ok_or(AppError::NotFound)?;
    store::referrals::open_words(act.conn, &old, referral)?;
    for note in store::notes::list(act.conn, &old, referral.id)? {
        store::notes::reseal(act.conn, &new, &note)?;
    }
    store::reminders::reseal(act.conn, service, (&old, &new), referral.id)?;
    store::unmet_needs::reseal(act.conn, (&old, &new), referral.id)?;
    referral.person = to;
    store::referrals::save_person(act.conn, &new, referral)?;
    store::permissions::save_person(act.conn, service, (from, to), referral.sent_at)?;
    act.audit("person.read", "person", to.0, json!({ "referral": referral.id }))
}
