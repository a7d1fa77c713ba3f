//! What comes within a week: nothing to do today, but good to know.

use domain::ids::PersonId;
use domain::prescription::State as Prescription;
use domain::referral::State;
use jiff::civil::Date;

use super::case::{Case, Day};

/// Something that comes within a week.
#[derive(Clone, PartialEq, Eq)]
pub struct Coming {
    /// When.
    pub on: Date,
    /// Whose.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// What.
    pub what: String,
}

/// What comes for one person.
pub(super) fn of(case: &Case, day: &Day) -> Vec<Coming> {
    let mut found: Vec<(Date, String)> = Vec::new();
    for next in &case.reminders {
        found.push((next.due_on, "Try again".to_owned()));
    }
    for prescribed in &case.prescriptions {
        let group = &prescribed.group;
        if let (Prescription::Accepted, Some(on)) =
            (&prescribed.state, case.sessions.get(&group.id))
        {
            found.push((*on, format!("First time at {}", group.name)));
        }
    }
    if let Some(referral) = &case.referral {
        match &referral.state {
            State::Holding { review_on, .. } => {
                found.push((*review_on, "Ask how things are after the pause".to_owned()));
            }
            State::Active(_) => {
                let review = case.plan.as_ref().and_then(|plan| plan.review_on);
                found.extend(review.map(|on| (on, "Look at the plan again".to_owned())));
            }
            _ => {}
        }
    }
    let name = case.person.details.full_name();
    found
        .into_iter()
        .filter(|(on, _)| *on > day.date && *on <= day.horizon())
        .map(|(on, what)| Coming { on, person: case.person.id, name: name.clone(), what })
        .collect()
}

domain::print_only_the_type!(Coming);
