//! The list of today: who needs this link worker, why, and one press to act.
//!
//! Facts are loaded with a fixed number of statements; `rules` decides without the database.

mod case;
mod coming;
mod rules;

use domain::access::{Relation, Verb};
use domain::ids::{ConcernId, PersonId};
use domain::person::Person;
use jiff::civil::Date;

use crate::act::Act;
use crate::error::{AppError, AppResult};

pub use coming::Coming;
pub use rules::{RULES, Rule};

/// The list of today.
#[derive(Debug, Clone, PartialEq)]
pub struct Today {
    /// The date where the service is.
    pub date: Date,
    /// Those who need something, most urgent first; each once.
    pub people: Vec<Needed>,
    /// How many others are on the caseload.
    pub others: usize,
    /// What comes within a week, soonest first.
    pub coming: Vec<Coming>,
}

/// Somebody who needs something.
#[derive(Debug, Clone, PartialEq)]
pub struct Needed {
    /// Who.
    pub person: Person,
    /// Where their episode stands, by its stored name.
    pub state: &'static str,
    /// Why, most urgent first; never empty.
    pub reasons: Vec<Reason>,
}

/// One reason why somebody needs something.
#[derive(Clone, PartialEq, Eq)]
pub struct Reason {
    /// The rule that says so.
    pub rule: &'static str,
    /// 0 is most urgent.
    pub urgency: u8,
    /// The reason in a sentence.
    pub sentence: String,
    /// What to do about it.
    pub step: Step,
}

/// The one press that acts on a reason; the web knows its words and its URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Get in touch and write it down.
    Contact,
    /// Look at a pause again.
    Review,
    /// Look at the plan again.
    Plan,
    /// Ask how life is.
    Measure,
    /// See how things stand with a group.
    Groups,
    /// Open a safeguarding concern.
    Concern(ConcernId),
}

/// Everybody who needs the signed-in link worker today.
///
/// # Errors
/// `NotFound` for actors who have no list of today.
pub fn today(act: &mut Act<'_>) -> AppResult<Today> {
    act.require(Verb::SeeToday, Relation::Service)?;
    let me = act.actor.user().ok_or(AppError::NotFound)?;
    let settings = act.service_settings()?;
    let day = case::Day::new(&settings, act.now);
    let cases = case::load(act, me, &day)?;
    let mut people: Vec<Needed> = Vec::new();
    let mut coming: Vec<Coming> = Vec::new();
    let mut seen: Vec<PersonId> = Vec::new();
    for case in &cases {
        if !seen.contains(&case.person.id) {
            seen.push(case.person.id);
        }
        coming.extend(coming::of(case, &day));
        let reasons: Vec<Reason> =
            RULES.iter().filter_map(|rule| (rule.check)(case, &day)).collect();
        if reasons.is_empty() {
            continue;
        }
        match people.iter_mut().find(|needed| needed.person.id == case.person.id) {
            Some(needed) => needed.reasons.extend(reasons),
            None => people.push(Needed {
                person: case.person.clone(),
                state: case.referral.as_ref().map_or("", |referral| referral.state.name()),
                reasons,
            }),
        }
    }
    for needed in &mut people {
        needed.reasons.sort_by_key(|reason| reason.urgency);
    }
    people.sort_by_key(|needed| needed.reasons[0].urgency);
    coming.sort_by_key(|next| next.on);
    let others = seen.len() - people.len();
    Ok(Today { date: day.date, people, others, coming })
}

domain::print_only_the_type!(Reason);
