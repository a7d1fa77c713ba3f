//! The dated meetings that a register is kept for.

use domain::access::Verb;
use domain::group::{Group, Meeting, Weekday};
use domain::ids::{GroupId, SessionId};
use jiff::ToSpan;
use jiff::civil::{Date, Time};
use serde_json::json;
use store::registers::Session;

use super::require;
use crate::act::Act;
use crate::error::{AppError, AppResult};

/// How far back a session can be written up, in days.
const FURTHEST_BACK: i64 = 366;

/// Adds a session to mark; one at the same time is found, not added again.
///
/// # Errors
/// `Invalid` where the day is still to come or too long ago; `NotFound` where the actor may not
/// mark this register.
pub fn add_session(
    act: &mut Act<'_>,
    group: GroupId,
    held_on: Date,
    begins: Time,
) -> AppResult<SessionId> {
    require(act, group, Verb::MarkRegister)?;
    let today = act.today()?;
    if held_on > today {
        let sentence = "A register is for a session that has begun: choose today or an earlier day";
        return Err(AppError::field("held_on", sentence));
    }
    if held_on < today.saturating_sub(FURTHEST_BACK.days()) {
        return Err(AppError::field("held_on", "Choose a day within the last year"));
    }
    let service = act.service();
    let session = Session { id: act.new_id(), group, held_on, begins };
    let id = store::registers::add_session(act.conn, service, &session, act.now)?;
    if id == session.id {
        act.audit("session.add", "group", group.0, json!({ "session": id, "on": held_on }))?;
    }
    Ok(id)
}

/// The last time a group met by its listing, today included: what a new session begins with.
#[must_use]
pub fn last_meeting(group: &Group, today: Date) -> Option<(Date, Time)> {
    let last = |meeting: &Meeting| match meeting {
        Meeting::On { date, from, .. } => (*date <= today).then_some((*date, *from)),
        Meeting::Recurring { weekday, every, from, .. } => {
            every.last_on(*weekday, today).map(|date| (date, *from))
        }
        Meeting::Weekly { weekday, from, .. } => (0..7)
            .map(|back: i64| today.saturating_sub(back.days()))
            .find(|date| Weekday::of(*date) == *weekday)
            .map(|date| (date, *from)),
    };
    group.meetings.iter().filter_map(last).max()
}
