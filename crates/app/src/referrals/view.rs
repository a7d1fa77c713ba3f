//! Referrals as lists show them: a name, where it stands, and since when.

use std::collections::HashMap;

use domain::access::{Relation, Verb};
use domain::ids::PersonId;
use domain::person::Person;
use domain::referral::Referral;

use crate::act::Act;
use crate::error::{AppError, AppResult};

/// One line of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The referral, without its words.
    pub referral: Referral,
    /// Who is referred.
    pub person: Person,
}

/// The referrals that the signed-in referrer sent, newest first: one page.
///
/// # Errors
/// `NotFound` for actors who do not refer.
pub fn mine(act: &mut Act<'_>, page: (u32, u32)) -> AppResult<Vec<Line>> {
    act.require(Verb::Refer, Relation::Service)?;
    let me = act.actor.user().ok_or(AppError::NotFound)?;
    let service = act.service();
    let referrals = store::referrals::list_sent_by(act.conn, service, me, page)?;
    lines(act, referrals)
}

/// Puts the people to their referrals, with one more query however long the list is.
pub(crate) fn lines(act: &mut Act<'_>, referrals: Vec<Referral>) -> AppResult<Vec<Line>> {
    let service = act.service();
    let mut ids: Vec<PersonId> = referrals.iter().map(|referral| referral.person).collect();
    ids.sort_unstable();
    ids.dedup();
    let people: HashMap<PersonId, Person> =
        store::people::list(act.conn, &act.kit.keys, service, &ids)?
            .into_iter()
            .map(|person| (person.id, person))
            .collect();
    let line = |referral: Referral| {
        let person = people.get(&referral.person)?.clone();
        Some(Line { referral, person })
    };
    Ok(referrals.into_iter().filter_map(line).collect())
}
