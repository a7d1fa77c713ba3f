//! The inbox: referrals about which nobody has decided, longest here first, each with its clock.
//!
//! Nothing is dropped by a clock: what is over its time stays, and says so.

use std::collections::HashSet;

use domain::access::{Relation, Verb};
use domain::ids::PersonId;
use domain::person::{Likeness, Person};
use domain::referral::{Referral, State};
use domain::service::Clocks;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::act::{Act, day_in};
use crate::error::AppResult;
use crate::referrals::view;

/// One referral in the inbox.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The referral, without its words.
    pub referral: Referral,
    /// Who is referred.
    pub person: Person,
    /// Days until somebody should have looked; negative when that is over.
    pub due_in_days: i64,
    /// Whether somebody known may be the same person, and nobody has decided.
    pub has_duplicate: bool,
}

/// One page of the inbox.
#[derive(Debug, Clone, PartialEq)]
pub struct Inbox {
    /// The lines.
    pub lines: Vec<Line>,
    /// How many referrals there are altogether, as far as they were counted.
    pub total: i64,
    /// Whether there may be more than were counted.
    pub is_at_least: bool,
}

/// How far beyond a page its list is counted: nobody reads further, and counting costs.
const COUNTED: u32 = 500;

/// One page of the inbox: how many lines, after how many. The number of queries is constant.
///
/// # Errors
/// `NotFound` for actors who do not see it.
pub fn list(act: &mut Act<'_>, page: (u32, u32)) -> AppResult<Inbox> {
    act.require(Verb::SeeInbox, Relation::Service)?;
    let service = act.service();
    let settings = act.service_settings()?;
    let at_most = page.1.saturating_add(COUNTED);
    let total = store::referrals::count_undecided(act.conn, service, at_most)?;
    let referrals = store::referrals::list_undecided(act.conn, service, page)?;
    let lines = view::lines(act, referrals)?;
    let people: Vec<&Person> = lines.iter().map(|line| &line.person).collect();
    let alike = alike(act, &people)?;
    let zone = &settings.time_zone;
    let today = day_in(zone, act.now);
    let line = |line: view::Line| Line {
        due_in_days: due_in_days(&line.referral, settings.clocks, |at| day_in(zone, at), today),
        has_duplicate: alike.contains(&line.person.id),
        referral: line.referral,
        person: line.person,
    };
    let is_at_least = total >= i64::from(at_most);
    Ok(Inbox { lines: lines.into_iter().map(line).collect(), total, is_at_least })
}

/// Days until the clock of an undecided referral rings; negative when it has.
///
/// A question we asked starts the clock anew: then the answer is what we wait for.
pub(crate) fn due_in_days(
    referral: &Referral,
    clocks: Clocks,
    day: impl Fn(Timestamp) -> Date,
    today: Date,
) -> i64 {
    let from = match referral.state {
        State::Returned { .. } => referral.state_since,
        _ => referral.sent_at,
    };
    let gone = today.since(day(from)).map_or(0, |span| i64::from(span.get_days()));
    i64::from(clocks.screen_days) - gone
}

/// Those among these people to whom somebody known is alike.
fn alike(act: &mut Act<'_>, people: &[&Person]) -> AppResult<HashSet<PersonId>> {
    let service = act.service();
    let ids: Vec<PersonId> = people.iter().map(|person| person.id).collect();
    let pairs = store::sameness::list_candidates(act.conn, service, &ids)?;
    let mut others: Vec<PersonId> = pairs.iter().map(|(_, other)| *other).collect();
    others.sort_unstable();
    others.dedup();
    let others = store::people::list(act.conn, &act.kit.keys, service, &others)?;
    let is_alike = |(person, other): &(PersonId, PersonId)| {
        let person = people.iter().find(|found| found.id == *person)?;
        let other = others.iter().find(|found| found.id == *other)?;
        let likeness = person.details.likeness(&other.details);
        (likeness > Likeness::Different).then_some(person.id)
    };
    Ok(pairs.iter().filter_map(is_alike).collect())
}
