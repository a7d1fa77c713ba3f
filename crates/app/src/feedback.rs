//! Closing the loop: what whoever referred hears when a referral ends, in words the person agreed.

use domain::access::Verb;
use domain::ids::ReferralId;
use domain::referral::telling::{self, Sharing};
use domain::referral::{Referral, Referrer, State};
use domain::snomed::Code;
use jiff::Timestamp;
use serde_json::json;

use crate::act::Act;
use crate::error::{AppError, AppResult};
use crate::messages::{self, Kind};
use crate::referrals::{load, told};
use crate::triage::add_note;

/// What the referrer hears beside where the referral stands.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Feedback {
    /// What was agreed with the person, where they let us share how things turned out.
    pub words: Option<String>,
    /// Codes for the GP record, where they let us share that support began or ended.
    pub codes: Vec<(Code, Timestamp)>,
}

/// Promises the message that a new state asks for, to a referrer who signs in and may hear
/// something new.
///
/// Agencies and the public have no sign-in: nothing is sent, and the desk says to ring.
pub(crate) fn follow(act: &mut Act<'_>, referral: &Referral, state: &State) -> AppResult<()> {
    let kind = match state {
        State::Returned { .. } => Kind::AskReferrer,
        state if !state.is_open() => Kind::Feedback,
        _ => return Ok(()),
    };
    let Referrer::User { user, .. } = &referral.referrer else { return Ok(()) };
    // Nobody needs a message about what they did themself.
    if act.actor.user() == Some(*user) {
        return Ok(());
    }
    if kind == Kind::Feedback {
        let sharing = told::sharing(act, referral)?;
        if telling::told(state, sharing) == telling::told(&referral.state, sharing) {
            return Ok(());
        }
    }
    if let Some(account) = store::accounts::find(act.conn, *user)?.filter(|found| found.is_active) {
        messages::promise(act, kind, referral.id.0, None, &account.email)?;
    }
    Ok(())
}

/// The longest feedback, in characters: one to three sentences.
pub const LONGEST: usize = 600;

/// Keeps the words that the person agreed to, for whoever referred them. Later words count
/// instead of earlier ones.
///
/// # Errors
/// `Invalid` where they are too long; `NotFound` for everybody but the person's link worker.
pub fn agree(act: &mut Act<'_>, id: ReferralId, words: &str) -> AppResult<()> {
    let referral = load(act, id, Verb::Finish)?;
    let words = words.trim();
    if words.is_empty() {
        return Ok(());
    }
    if words.chars().count() > LONGEST {
        return Err(AppError::field("agreed", "Shorten this to 600 characters or fewer"));
    }
    add_note(act, &referral, "agreed", words.to_owned())?;
    act.audit("feedback.agree", "referral", id.0, json!({}))
}

/// What the referrer of one referral may hear, by what the person lets us share today.
///
/// # Errors
/// `NotFound` where it does not exist or is not theirs.
pub fn of_referral(act: &mut Act<'_>, id: ReferralId) -> AppResult<Feedback> {
    let referral = load(act, id, Verb::SeeReferral)?;
    let sharing = told::sharing(act, &referral)?;
    let mut feedback = Feedback::default();
    if sharing >= Sharing::Codes {
        let codes = store::referrals::list_codes(act.conn, id)?;
        let known = |(code, at): (String, Timestamp)| Some((Code::from_id(&code)?, at));
        feedback.codes = codes.into_iter().filter_map(known).collect();
    }
    if sharing == Sharing::Outcome && matches!(referral.state, State::Finished { .. }) {
        let service = act.service();
        let found = store::people::find(act.conn, &act.kit.keys, service, referral.person)?;
        let (_, key) = found.ok_or(AppError::NotFound)?;
        let notes = store::notes::list(act.conn, &key, id)?;
        let agreed = notes.into_iter().rfind(|note| note.kind == "agreed");
        feedback.words = agreed.map(|note| note.words);
    }
    Ok(feedback)
}

domain::print_only_the_type!(Feedback);
