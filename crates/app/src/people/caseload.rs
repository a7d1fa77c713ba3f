//! A link worker's own people, and how much room they take.

use domain::access::{Relation, Verb};

use crate::act::Act;
use crate::error::{AppError, AppResult};
use crate::referrals::view;

pub use crate::referrals::view::Line;

/// A link worker's own people.
#[derive(Debug, Clone, PartialEq)]
pub struct Caseload {
    /// One line for each open episode, by family name.
    pub lines: Vec<Line>,
    /// Complexity points carried; somebody on hold weighs nothing.
    pub carried: u32,
    /// Complexity points that they can carry.
    pub room: u32,
}

/// People whose support ended and whose link worker the signed-in worker was last, newest first:
/// one page, and how many there are in all.
///
/// # Errors
/// `NotFound` for actors who carry no caseload.
pub fn ended(act: &mut Act<'_>, page: (u32, u32)) -> AppResult<(Vec<Line>, i64)> {
    act.require(Verb::SeeToday, Relation::Service)?;
    let me = act.actor.user().ok_or(AppError::NotFound)?;
    let service = act.service();
    let total = store::referrals::count_ended_of_worker(act.conn, service, me)?;
    let referrals = store::referrals::list_ended_of_worker(act.conn, service, me, page)?;
    Ok((view::lines(act, referrals)?, total))
}

/// The signed-in link worker's own people.
///
/// # Errors
/// `NotFound` for actors who carry no caseload.
pub fn mine(act: &mut Act<'_>) -> AppResult<Caseload> {
    act.require(Verb::SeeToday, Relation::Service)?;
    let me = act.actor.user().ok_or(AppError::NotFound)?;
    let service = act.service();
    let room = store::accounts::find(act.conn, me)?.map_or(0, |account| account.room);
    let referrals = store::referrals::list_of_worker(act.conn, service, me)?;
    let mut lines = view::lines(act, referrals)?;
    lines.sort_by_cached_key(|line| {
        let details = &line.person.details;
        (details.family_name.to_lowercase(), details.given_name.to_lowercase())
    });
    let weighs = |line: &&Line| line.referral.state.name() != "holding";
    let carried = lines.iter().filter(weighs).map(|line| u32::from(line.referral.complexity)).sum();
    Ok(Caseload { lines, carried, room })
}
