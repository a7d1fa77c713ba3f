//! Referring somebody, through whichever door: what is asked first, duplicates, sending.

use domain::access::{Relation, Verb};
use domain::ids::{PermissionId, PersonId, RedirectionId, ReferralId};
use domain::permission::{How, Party, Permission, Scope};
use domain::person::{Likeness, Person};
use domain::referral::draft::Draft;
use domain::referral::{Referral, Referrer, State};
use domain::refusal::FieldProblem;
use domain::service::{Elsewhere, Intake, Settings};
use serde_json::json;
use store::sealing::DataKey;
use store::steps::Step;

use super::submit;
use crate::act::Act;
use crate::actor::Actor;
use crate::error::{AppError, AppResult};

/// Somebody already known who may be the same person.
#[derive(Debug, Clone, PartialEq)]
pub struct Duplicate {
    /// Who is known.
    pub person: Person,
    /// How alike they are.
    pub likeness: Likeness,
}

/// A referral that was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sent {
    /// The referral.
    pub referral: ReferralId,
    /// The person.
    pub person: PersonId,
}

/// What the referrer is told *before* the long form: the service's settings, if they may refer.
///
/// # Errors
/// `NotFound` where this actor cannot refer to this service.
pub fn is_right(act: &mut Act<'_>) -> AppResult<Settings> {
    may_refer(act)?;
    act.service_settings()
}

/// Keeps that somebody was shown where to go instead; nothing about the person is kept.
///
/// # Errors
/// `NotFound` where this actor cannot refer to this service.
pub fn redirect(
    act: &mut Act<'_>,
    elsewhere: Elsewhere,
    referrer: &Referrer,
    key: &str,
) -> AppResult<()> {
    may_refer(act)?;
    act.once("redirect", key, |act| {
        let id: RedirectionId = act.new_id();
        let (service, at) = (act.service(), act.now);
        store::referrals::add_redirection(act.conn, service, (id, at), elsewhere, referrer)?;
        let detail = json!({ "to": elsewhere.key() });
        act.audit("referral.redirected_before", "redirection", id.0, detail)?;
        Ok(String::new())
    })?;
    Ok(())
}

/// How many people were shown another place before any form, by kind.
///
/// # Errors
/// `NotFound` for actors who may not see where people are lost.
pub fn count_redirections(act: &mut Act<'_>) -> AppResult<Vec<(String, i64)>> {
    act.require(Verb::SeeFunnel, Relation::Service)?;
    let service = act.service();
    Ok(store::referrals::count_redirections(act.conn, service)?)
}

/// What has to be mended in a draft before it can be sent.
///
/// # Errors
/// `NotFound` where this actor cannot refer to this service.
pub fn problems(act: &mut Act<'_>, draft: &Draft) -> AppResult<Vec<FieldProblem>> {
    let settings = is_right(act)?;
    let today = act.today()?;
    let mut problems = draft.problems(&settings.eligibility, today);
    if let Intake::Paused { words } = &settings.intake {
        problems.push(FieldProblem::new("intake", words.clone()));
    }
    Ok(problems)
}

/// People already known who may be the same, likeliest first, with all that is known of them.
/// Nothing is merged.
///
/// # Errors
/// `NotFound` for actors who may not see people's records; they compare by `submit`.
pub fn duplicates(act: &mut Act<'_>, draft: &Draft) -> AppResult<Vec<Duplicate>> {
    act.require(Verb::SeePerson, Relation::Service)?;
    alike(act, draft)
}

/// The same for use cases, which show no more of it than their actor may see.
pub(super) fn alike(act: &mut Act<'_>, draft: &Draft) -> AppResult<Vec<Duplicate>> {
    may_refer(act)?;
    let service = act.service();
    let alike = store::people::list_alike(act.conn, &act.kit.keys, service, &draft.details)?;
    let mut duplicates: Vec<_> = alike
        .into_iter()
        .map(|person| Duplicate { likeness: draft.details.likeness(&person.details), person })
        .filter(|duplicate| duplicate.likeness > Likeness::Different)
        .collect();
    duplicates.sort_by_key(|duplicate| std::cmp::Reverse(duplicate.likeness));
    Ok(duplicates)
}

/// Sends a referral: the person, the two permissions, the referral, its first step, the audit.
///
/// `same_as` is a person the referrer recognised; they are referred again and not entered twice.
/// `key` makes a double press one act.
///
/// # Errors
/// `Invalid` with each field that needs attention; nothing is saved then.
pub fn send(
    act: &mut Act<'_>,
    draft: &Draft,
    referrer: &Referrer,
    same_as: Option<PersonId>,
    key: &str,
) -> AppResult<Sent> {
    let sent = send_unless(act, (draft, referrer), same_as, key, |_| Ok(false))?;
    sent.ok_or(AppError::Conflict)
}

/// Like [`send`], unless `stop` says so; it is not asked when this form was sent before.
pub(super) fn send_unless(
    act: &mut Act<'_>,
    (draft, referrer): (&Draft, &Referrer),
    same_as: Option<PersonId>,
    key: &str,
    stop: impl FnOnce(&mut Act<'_>) -> AppResult<bool>,
) -> AppResult<Option<Sent>> {
    let problems = problems(act, draft)?;
    if !problems.is_empty() {
        return Err(AppError::Invalid(problems));
    }
    let mut stopped = false;
    let done = act.once("refer", key, |act| {
        stopped = stop(act)?;
        if stopped {
            // Not an act worth remembering: the same form may be sent after the question.
            return Err(AppError::Conflict);
        }
        let sent = send_once(act, draft, referrer, same_as)?;
        Ok(format!("{} {}", sent.referral, sent.person))
    });
    if stopped && matches!(done, Err(AppError::Conflict)) {
        return Ok(None);
    }
    let done = done?;
    let (referral, person) = done.split_once(' ').ok_or(AppError::NotFound)?;
    let ids = (referral.parse(), person.parse());
    let (Ok(referral), Ok(person)) = ids else { return Err(AppError::NotFound) };
    Ok(Some(Sent { referral, person }))
}

fn send_once(
    act: &mut Act<'_>,
    draft: &Draft,
    referrer: &Referrer,
    same_as: Option<PersonId>,
) -> AppResult<Sent> {
    let service = act.service();
    let (person, key, note) = person_of(act, draft, same_as)?;
    let mut referrer_words = draft.referrer_words.trim().to_owned();
    if let Some(note) = note {
        referrer_words = format!("{referrer_words}\n\n{note}").trim().to_owned();
    }
    let id: ReferralId = act.new_id();
    let referral = Referral {
        id,
        person,
        referrer: referrer.clone(),
        needs: draft.needs.clone(),
        circumstances: draft.circumstances,
        referrer_words,
        person_words: draft.person_words.trim().to_owned(),
        sent_at: act.now,
        state: State::Sent,
        state_since: act.now,
        complexity: draft.circumstances.complexity(&draft.needs),
        version: 1,
    };
    store::referrals::add(act.conn, service, &key, &referral)?;
    give_permissions(act, draft, person)?;
    let step = Step {
        id: act.new_id(),
        referral: id,
        prescription: None,
        at: act.now,
        actor: act.actor.label(),
        action: "send".to_owned(),
        from: None,
        to: State::Sent.name().to_owned(),
        reason: Some(referrer.route().to_owned()),
    };
    store::steps::add(act.conn, service, &step)?;
    act.audit("referral.send", "referral", id.0, json!({ "route": referrer.route() }))?;
    Ok(Sent { referral: id, person })
}

/// The person of a new referral: somebody already known, or a new entry. The note says where a
/// known person's details were given differently.
fn person_of(
    act: &mut Act<'_>,
    draft: &Draft,
    same_as: Option<PersonId>,
) -> AppResult<(PersonId, DataKey, Option<String>)> {
    let service = act.service();
    if let Some(known) = same_as {
        // Only somebody we can ask later may add to what is known of a person.
        if !matches!(act.actor, Actor::User(_) | Actor::System { .. }) {
            return Err(AppError::NotFound);
        }
        let is_alike = alike(act, draft)?.iter().any(|alike| alike.person.id == known);
        let found = store::people::find(act.conn, &act.kit.keys, service, known)?;
        let (mut person, key) = found.filter(|_| is_alike).ok_or(AppError::NotFound)?;
        let note = submit::note_of_differences(&draft.details.compared_to(&person.details));
        let filled = person.details.fill_gaps(&draft.details);
        if !filled.is_empty() {
            store::people::save(act.conn, &act.kit.keys, service, (&person, &key))?;
            act.audit("person.change", "person", known.0, json!({ "fields": filled }))?;
        }
        return Ok((person.id, key, note));
    }
    let person = Person {
        id: act.new_id(),
        details: draft.details.clone(),
        created_at: act.now,
        version: 1,
    };
    let mut chance = act.kit.chance();
    let key = store::people::add(act.conn, &act.kit.keys, service, &person, &mut *chance)?;
    drop(chance);
    act.audit("person.add", "person", person.id.0, json!({}))?;
    Ok((person.id, key, None))
}

/// The two permissions, recorded apart.
fn give_permissions(act: &mut Act<'_>, draft: &Draft, person: PersonId) -> AppResult<()> {
    let how = draft.agreed.unwrap_or(How::Spoken);
    let mut scopes = vec![(Scope::Referral, None)];
    if !draft.share_with_referrer.is_empty() {
        let what = draft.share_with_referrer.clone();
        scopes.push((Scope::Share { with: Party::Referrer, what }, draft.share_until));
    }
    for (scope, until) in scopes {
        let id: PermissionId = act.new_id();
        let permission =
            Permission { id, person, scope, how, given_at: act.now, until, withdrawn_at: None };
        let service = act.service();
        store::permissions::add(act.conn, service, &permission)?;
        act.audit("permission.give", "person", person.0, json!({}))?;
    }
    Ok(())
}

/// Users by the table; agencies and the public by having reached this door at all.
fn may_refer(act: &Act<'_>) -> AppResult<()> {
    match act.actor {
        Actor::Agency { .. } | Actor::Public { .. } => Ok(()),
        Actor::User(_) | Actor::System { .. } => act.require(Verb::Refer, Relation::Service),
        Actor::Link { .. } => Err(AppError::NotFound),
    }
}
