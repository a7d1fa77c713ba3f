//! Screening and triage: reading a referral whole, saying whether the service is right for the
//! person, and choosing a kind of support by the service's own rules.

mod case;
mod duplicates;

use domain::access::{Relation, Verb};
use domain::referral::reasons::{Close, Decline, Redirect, Withdraw};
use domain::referral::{Action, Referral, Route, State};
use domain::triage::Proposal;
use store::notes::Note;

use crate::act::Act;
use crate::error::{AppError, AppResult};
use crate::referrals::{Seen, advance, load_seen};

pub use case::{Case, Moved, read};
pub use duplicates::{Duplicate, Judgement, judge};
pub use store::sameness::Decision;

/// What screening can say.
#[derive(Clone, PartialEq, Eq)]
pub enum Screening {
    /// This service is right for them.
    Eligible,
    /// The referrer is asked something first.
    Return {
        /// What.
        question: String,
    },
    /// Another place is right for them.
    Redirect {
        /// Where.
        to: String,
        /// Why.
        reason: Option<Redirect>,
    },
    /// The service cannot take them on.
    Decline {
        /// Why.
        reason: Option<Decline>,
    },
}

/// What a coordinator chose, beside what the rules proposed.
#[derive(Clone, PartialEq, Eq)]
pub struct Choice {
    /// The route.
    pub route: Option<Proposal>,
    /// Why, where it is not what the rules proposed.
    pub reason: String,
    /// To what, where it is signposting.
    pub to: String,
}

/// The longest text a field of these forms takes, in characters.
pub const LONGEST: usize = 1000;

/// Screens a referral. `key` makes a double press one act.
///
/// # Errors
/// `Invalid` where something is missing; `Refused` where it stands elsewhere already.
pub fn screen(act: &mut Act<'_>, seen: Seen, screening: &Screening, key: &str) -> AppResult<()> {
    act.require(Verb::Screen, Relation::Service)?;
    let action = match screening {
        Screening::Eligible => Action::FindEligible,
        Screening::Return { question } => {
            Action::Return { question: words("question", question, "Write what you need to know")? }
        }
        Screening::Redirect { to, reason } => {
            let to = words("to", to, "Say which place is right for them")?;
            let reason = reason.ok_or_else(|| choose("Choose why another place is right"))?;
            Action::Redirect { to, reason: reason.key().to_owned() }
        }
        Screening::Decline { reason } => {
            let reason = reason.ok_or_else(|| choose("Choose why we cannot take them on"))?;
            Action::Decline { reason: reason.key().to_owned() }
        }
    };
    step(act, (seen, Verb::Screen), "screen", key, &action)
}

/// Confirms what the rules propose, or chooses another route with a reason, which is kept.
///
/// # Errors
/// `Invalid` where something is missing; `Refused` where it stands elsewhere already.
pub fn choose_route(act: &mut Act<'_>, seen: Seen, choice: &Choice, key: &str) -> AppResult<()> {
    act.require(Verb::Triage, Relation::Service)?;
    let route =
        choice.route.ok_or_else(|| AppError::field("route", "Choose what kind of support fits"))?;
    act.once("triage", key, |act| {
        let referral = load_seen(act, seen, Verb::Triage)?;
        let rules = act.service_settings()?.triage;
        let (proposed, _) = rules.propose(&referral.needs, &referral.circumstances);
        if proposed != route {
            let sentence = "Say why you choose another way than the rules propose";
            let reason = words("reason", &choice.reason, sentence)?;
            add_note(act, &referral, "triage", reason)?;
        }
        let action = match route {
            Proposal::Signposting => {
                Action::Signpost { to: words("to", &choice.to, "Say what you point them to")? }
            }
            Proposal::LightSupport => Action::Queue { route: Route::LightSupport },
            Proposal::LinkWorker => Action::Queue { route: Route::LinkWorker },
        };
        advance(act, &referral, action)?;
        Ok(String::new())
    })?;
    Ok(())
}

/// Records that the person says no, or no longer.
///
/// # Errors
/// `Invalid` without a reason; `Refused` where it has ended already.
pub fn withdraw(
    act: &mut Act<'_>,
    seen: Seen,
    reason: Option<Withdraw>,
    key: &str,
) -> AppResult<()> {
    act.require(Verb::Triage, Relation::Service)?;
    let reason = reason.ok_or_else(|| choose("Choose what the person said"))?;
    let action = Action::Withdraw { reason: reason.key().to_owned() };
    step(act, (seen, Verb::Triage), "withdraw", key, &action)
}

/// Ends what has not begun, for a reason that is nobody's declining.
///
/// # Errors
/// `Invalid` without a reason; `Refused` where support has begun or it has ended already.
pub fn close(act: &mut Act<'_>, seen: Seen, reason: Option<Close>, key: &str) -> AppResult<()> {
    act.require(Verb::Triage, Relation::Service)?;
    let reason = reason.ok_or_else(|| choose("Choose why it ends"))?;
    step(act, (seen, Verb::Triage), "close", key, &Action::Close { reason })
}

/// Takes up again what was redirected, declined, signposted, withdrawn or closed.
///
/// # Errors
/// `Refused` where it is still going on.
pub fn reopen(act: &mut Act<'_>, seen: Seen, key: &str) -> AppResult<()> {
    act.require(Verb::Triage, Relation::Service)?;
    step(act, (seen, Verb::Triage), "reopen", key, &Action::Reopen)
}

/// One step of the pathway on a referral as it was seen, once per key.
pub(crate) fn step(
    act: &mut Act<'_>,
    (seen, verb): (Seen, Verb),
    form: &str,
    key: &str,
    action: &Action,
) -> AppResult<()> {
    act.once(form, key, |act| {
        let referral = load_seen(act, seen, verb)?;
        let state: State = advance(act, &referral, action.clone())?;
        Ok(state.name().to_owned())
    })?;
    Ok(())
}

/// Adds a sealed note to a referral.
pub(crate) fn add_note(
    act: &mut Act<'_>,
    referral: &Referral,
    kind: &str,
    words: String,
) -> AppResult<()> {
    let service = act.service();
    let found = store::people::find(act.conn, &act.kit.keys, service, referral.person)?;
    let (_, key) = found.ok_or(AppError::NotFound)?;
    let note = Note {
        id: act.new_id(),
        referral: referral.id,
        kind: kind.to_owned(),
        words,
        by: act.actor.user(),
        at: act.now,
    };
    store::notes::add(act.conn, service, &key, &note)?;
    Ok(())
}

/// What was typed into a field that must say something and not too much.
pub(crate) fn words(field: &'static str, typed: &str, sentence: &str) -> AppResult<String> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(AppError::field(field, sentence));
    }
    if typed.chars().count() > LONGEST {
        return Err(AppError::field(field, "Shorten this to 1,000 characters or fewer"));
    }
    Ok(typed.to_owned())
}

fn choose(sentence: &str) -> AppError {
    AppError::field("reason", sentence)
}

domain::print_only_the_type!(Screening, Choice);
