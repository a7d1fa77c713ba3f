//! One press of "send": a likely duplicate is shown first, then somebody decides. Never merged.

use domain::access::{Relation, Verb};
use domain::ids::PersonId;
use domain::person::{Compared, Likeness};
use domain::referral::Referrer;
use domain::referral::draft::Draft;
use serde_json::json;

use super::refer::{self, Sent};
use crate::act::Act;
use crate::actor::Actor;
use crate::error::AppResult;

/// Somebody already known who may be the same, beside what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alike {
    /// Who is known.
    pub person: PersonId,
    /// How alike they are.
    pub likeness: Likeness,
    /// Field by field. What is known is blank for those who may not see people's records.
    pub fields: Vec<Compared>,
}

/// What whoever refers has decided about a likely duplicate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Nothing yet: show likely duplicates first.
    Undecided,
    /// It is this person.
    SamePerson(PersonId),
    /// It is somebody else.
    SomebodyElse,
}

/// What a press of "send" led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Submitted {
    /// It was sent, now or by an earlier press of the same form.
    Sent(Sent),
    /// Nothing was sent: these may be the same person.
    Alike(Vec<Alike>),
}

/// Sends a referral, or shows who may be the same person already.
///
/// # Errors
/// `Invalid` with each field that needs attention; nothing is saved then.
pub fn submit(
    act: &mut Act<'_>,
    draft: &Draft,
    referrer: &Referrer,
    decision: Decision,
    key: &str,
) -> AppResult<Submitted> {
    let same_as = match decision {
        Decision::SamePerson(person) => Some(person),
        Decision::Undecided | Decision::SomebodyElse => None,
    };
    let mut alike = Vec::new();
    let sent = refer::send_unless(act, (draft, referrer), same_as, key, |act| {
        if decision == Decision::Undecided {
            alike = list_alike(act, draft)?;
        }
        Ok(!alike.is_empty())
    })?;
    sent.map_or(Ok(Submitted::Alike(alike)), |sent| Ok(Submitted::Sent(sent)))
}

/// People already known who may be the same, field by field.
///
/// Agencies and the public are shown nobody: that somebody is known here is itself private, and
/// anybody could ask under any name. Their referrals are compared when they are screened.
fn list_alike(act: &mut Act<'_>, draft: &Draft) -> AppResult<Vec<Alike>> {
    if !matches!(act.actor, Actor::User(_)) {
        return Ok(Vec::new());
    }
    let sees_values = act.actor.may(Verb::SeePerson, Relation::Service);
    let mut shown = Vec::new();
    for duplicate in refer::alike(act, draft)? {
        let mut fields = draft.details.compared_to(&duplicate.person.details);
        if !sees_values {
            fields.iter_mut().for_each(|field| field.known.clear());
        }
        let verb = if sees_values { "person.read" } else { "person.compare" };
        act.audit(verb, "person", duplicate.person.id.0, json!({ "why": "likely duplicate" }))?;
        let (person, likeness) = (duplicate.person.id, duplicate.likeness);
        shown.push(Alike { person, likeness, fields });
    }
    Ok(shown)
}

/// The words in which a known person's new details are kept when they differ from those known.
///
/// Nothing known is overwritten by a referral: a worker asks the person which is right.
pub(super) fn note_of_differences(fields: &[Compared]) -> Option<String> {
    let differing: Vec<String> = fields
        .iter()
        .filter(|field| field.sameness == domain::person::Sameness::Different)
        .map(|field| format!("{}: {}", field.label, field.typed))
        .collect();
    (!differing.is_empty()).then(|| {
        format!("This referral gave other details than we hold. {}.", differing.join("; "))
    })
}
