//! Resting, going on, ending, saying no and taking up again: the link worker's turns.

use domain::access::Verb;
use domain::ids::PersonId;
use domain::person::Person;
use domain::referral::reasons::{Close, Hold, Reopen, Withdraw};
use domain::referral::{Action, Outcome, Referral, State};
use jiff::civil::Date;

use crate::act::Act;
use crate::error::{AppError, AppResult};
use crate::people;
use crate::referrals::{self, Turn};

/// The longest pause before somebody looks again, in days.
const LONGEST_PAUSE: i32 = 183;

/// What a form about somebody's support needs: who, and where it stands.
///
/// # Errors
/// `NotFound` where there is nobody, or not for this actor.
pub fn desk(act: &mut Act<'_>, id: PersonId, verb: Verb) -> AppResult<(Person, Referral, Date)> {
    let (known, referral) = people::episode(act, id, verb)?;
    let today = act.today()?;
    Ok((known.person, referral, today))
}

/// Rests until a day. Somebody looks again then; nothing ends by itself.
///
/// # Errors
/// `Invalid` for a day that is past or too far off; `Refused` where there is nothing to rest.
pub fn hold(act: &mut Act<'_>, id: PersonId, until: Date, reason: Hold) -> AppResult<State> {
    let today = act.today()?;
    if until <= today {
        return Err(AppError::field("until", "Choose a day after today"));
    }
    if (until - today).get_days() > LONGEST_PAUSE {
        return Err(AppError::field("until", "Choose a day within six months, then look again"));
    }
    let action = Action::Hold { review_on: until, reason: reason.key().to_owned() };
    turn(act, id, (Verb::Hold, action), Some(reason.key()))
}

/// Goes on after a pause.
///
/// # Errors
/// `Refused` where nothing was resting.
pub fn resume(act: &mut Act<'_>, id: PersonId) -> AppResult<State> {
    turn(act, id, (Verb::Hold, Action::Resume), None)
}

/// Ends the link worker's stage.
///
/// # Errors
/// `Refused` where it has not begun or has ended.
pub fn finish(act: &mut Act<'_>, id: PersonId, outcome: Outcome) -> AppResult<State> {
    turn(act, id, (Verb::Finish, Action::Finish { outcome }), Some(outcome.key()))
}

/// The person says no, or no longer. It ends today, and they may come back.
///
/// # Errors
/// `Refused` where it has ended already.
pub fn withdraw(act: &mut Act<'_>, id: PersonId, reason: Withdraw) -> AppResult<State> {
    let action = Action::Withdraw { reason: reason.key().to_owned() };
    turn(act, id, (Verb::Finish, action), Some(reason.key()))
}

/// Ends what has not begun, for a reason that is nobody's declining.
///
/// # Errors
/// `Refused` where support has begun: then it is finished instead.
pub fn close(act: &mut Act<'_>, id: PersonId, reason: Close) -> AppResult<State> {
    turn(act, id, (Verb::Finish, Action::Close { reason }), Some(reason.key()))
}

/// Takes up again what had ended.
///
/// # Errors
/// `Refused` where it has not ended.
pub fn reopen(act: &mut Act<'_>, id: PersonId, reason: Reopen) -> AppResult<State> {
    turn(act, id, (Verb::Finish, Action::Reopen), Some(reason.key()))
}

fn turn(
    act: &mut Act<'_>,
    id: PersonId,
    (verb, action): (Verb, Action),
    reason: Option<&str>,
) -> AppResult<State> {
    let (_, referral) = people::episode(act, id, verb)?;
    let turn = Turn { reason: reason.map(ToOwned::to_owned), at: act.now };
    referrals::advance_as(act, &referral, action, turn)
}
