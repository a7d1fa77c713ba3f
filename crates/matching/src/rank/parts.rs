//! What each part of the score measures. One function per part, each in 0..1.
//!
//! `None` depends on the person alone (or on what the service has learned), never on the group.
//! What can be bounded for many groups at once is a function of its own, used in `bounds.rs`.

mod company;
mod going;
mod meaning;

use domain::group::{Capacity, Freshness};

use crate::case::Case;
use crate::checks::is_about_the_building;
use crate::facts::{Day, Language, Price};
use crate::rank::Part;

pub(crate) use company::{UNKNOWN as COMPANY_UNKNOWN, company_wish, welcome_unsaid};
pub(crate) use going::{TIME_UNKNOWN, distance_of};
pub(crate) use meaning::{gap_strength, interest_of, interest_strength, need_of, need_strength};

/// The value of one part for one group.
pub(crate) fn value(part: Part, case: &Case<'_>) -> Option<f64> {
    match part {
        Part::Interest => meaning::interest(case),
        Part::Need => meaning::need(case),
        Part::Company => company::company(case),
        Part::Welcome => Some(company::welcome(case)),
        Part::Time => going::time(case),
        Part::Distance => going::distance(case),
        Part::Cost => cost(case),
        Part::Access => access(case),
        Part::Language => language(case),
        Part::Cohesion => Some(going::cohesion(case)),
        Part::Continuity => Some(going::continuity(case)),
        Part::Room => Some(room(case)),
        Part::Freshness => Some(freshness(case)),
        Part::Experience => meaning::experience(case),
        Part::Staying => staying(case),
    }
}

fn cost(case: &Case<'_>) -> Option<f64> {
    let most = case.profile().cost_at_most_pence?;
    Some(match case.view.facts.price {
        Price::Free => 1.0,
        Price::Pence(pence) => cost_of(pence, most),
        Price::Unclear => COST_UNCLEAR,
    })
}

/// A price that we do not know.
pub(crate) const COST_UNCLEAR: f64 = 0.45;

/// What a price is worth to somebody who can pay so much; it falls with the price.
pub(crate) fn cost_of(pence: u32, most: u32) -> f64 {
    if pence > most {
        // A little over is a thing to ask about; twice as much is not.
        return if pence <= most + most / 4 { 0.35 } else { 0.0 };
    }
    1.0 - 0.25 * f64::from(pence) / f64::from(most.max(1))
}

/// Something that a person needs, and nobody has told us.
pub(crate) const ACCESS_UNKNOWN: f64 = 0.25;

fn access(case: &Case<'_>) -> Option<f64> {
    let needs = &case.profile().access_needs;
    let sum: f64 = needs
        .iter()
        .map(|need| match case.view.access_to(*need) {
            Some(true) => 1.0,
            Some(false) if case.can_do_without(*need) => 0.5,
            Some(false) => 0.0,
            None if case.is_only_online() && is_about_the_building(*need) => 1.0,
            None => ACCESS_UNKNOWN,
        })
        .sum();
    (!needs.is_empty()).then(|| sum / needs.len() as f64)
}

fn language(case: &Case<'_>) -> Option<f64> {
    let theirs = &case.reading.languages;
    let first = theirs.first()?;
    let spoken = case.view.languages();
    Some(if spoken.contains(first) {
        1.0
    } else if theirs.iter().any(|code| spoken.contains(code)) {
        LANGUAGE_SHARED
    } else if !spoken.is_empty() {
        0.0
    } else {
        language_unsaid(theirs)
    })
}

/// A language that is not the person's first.
pub(crate) const LANGUAGE_SHARED: f64 = 0.7;

/// A group that does not say what is spoken: English is then likely.
pub(crate) fn language_unsaid(theirs: &[Language]) -> f64 {
    if theirs.first() == Some(&Language::ENGLISH) {
        0.9
    } else if theirs.contains(&Language::ENGLISH) {
        0.6
    } else {
        0.2
    }
}

/// How much of the room is left where a group has offered places: the load is to be fair.
fn room(case: &Case<'_>) -> f64 {
    let room = room_of(case.view.facts.capacity);
    match case.places() {
        Some((taken, offered)) => {
            let left = offered.saturating_sub(taken);
            room * (0.2 + 0.8 * f64::from(left) / f64::from(offered.max(1)))
        }
        None => room,
    }
}

/// What room is worth.
pub(crate) fn room_of(capacity: Capacity) -> f64 {
    match capacity {
        Capacity::HasRoom => 1.0,
        Capacity::AskFirst => 0.6,
        Capacity::WaitingList => 0.25,
        Capacity::Full => 0.0,
    }
}

/// Nothing once it sinks.
fn freshness(case: &Case<'_>) -> f64 {
    if matches!(case.view.facts.freshness, Freshness::Sinking | Freshness::Hidden) {
        return 0.0;
    }
    freshness_of(case.view.facts.checked_on, case.reading.today)
}

/// Whole for three months, then falling to a fifth over two years.
pub(crate) fn freshness_of(checked_on: Option<Day>, today: Day) -> f64 {
    let Some(on) = checked_on else {
        return 0.2;
    };
    let days = f64::from(today.0 - on.0);
    (1.0 - 0.8 * (days - 90.0) / 640.0).clamp(0.2, 1.0)
}

fn staying(case: &Case<'_>) -> Option<f64> {
    let learned = case.reading.retention?;
    Some(learned.share(case.view.facts.id, case.view.stated()))
}
