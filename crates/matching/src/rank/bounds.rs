//! The most that each part of the score can reach in a block, so that blocks can be passed over.
//!
//! A bound may be too high, never too low; 1 is always right. Whoever changes a part in `parts.rs`
//! looks here too: a property test holds the quick search against the plain one.

use domain::group::{AccessNeed, Gender};
use domain::kinds::{Activity, Need};
use domain::profile::{Company, Went};

use crate::case::Reading;
use crate::facts::Language;
use crate::rank::{Part, parts};
use crate::summary::{Summary, bit_of};

/// The most that a part can be for any group of a block; `answers` are the best to each interest.
pub(crate) fn most(part: Part, block: &Summary, reading: &Reading<'_>, answers: &[f32]) -> f64 {
    let bound = match part {
        Part::Interest => interest(block, reading, answers),
        Part::Need => need(block, reading, answers),
        Part::Distance => distance(block, reading),
        Part::Access => access(block, reading),
        Part::Language => language(block, reading),
        Part::Cost => cost(block, reading),
        Part::Company => company(block, reading),
        Part::Time if block.times & reading.free == 0 => parts::TIME_UNKNOWN,
        Part::Cohesion => cohesion(block, reading),
        Part::Experience => experience(reading),
        Part::Room => parts::room_of(block.capacity),
        Part::Freshness => parts::freshness_of(block.checked_on, reading.today),
        _ => 1.0,
    };
    bound.clamp(0.0, 1.0)
}

fn does(block: &Summary, kind: Activity) -> f64 {
    f64::from(block.activities[kind as usize]) / 100.0
}

fn interest(block: &Summary, reading: &Reading<'_>, answers: &[f32]) -> f64 {
    parts::interest_of(reading, answers, |kind| does(block, kind)).unwrap_or(1.0)
}

fn need(block: &Summary, reading: &Reading<'_>, answers: &[f32]) -> f64 {
    let is_about = |need: Need| f64::from(block.needs[need as usize]) / 100.0;
    parts::need_of(reading, answers, is_about, |kind| does(block, kind)).unwrap_or(1.0)
}

fn distance(block: &Summary, reading: &Reading<'_>) -> f64 {
    let km = match (reading.home, block.area) {
        (Some(home), Some(area)) => Some(area.km_at_least(home)),
        _ => None,
    };
    parts::distance_of(reading, km, block.is_online())
}

fn company(block: &Summary, reading: &Reading<'_>) -> f64 {
    let wishes = &reading.profile.company;
    let asks_for = |gender: Gender| block.genders & (1 << gender as u8) != 0;
    let most = |wish: &Company| {
        let may_be_met = match wish {
            Company::WomenOnly => asks_for(Gender::Woman),
            Company::MenOnly => asks_for(Gender::Man),
            Company::Small => block.says_small,
            _ => true,
        };
        if may_be_met { 1.0 } else { parts::COMPANY_UNKNOWN }
    };
    wishes.iter().map(most).sum::<f64>() / wishes.len().max(1) as f64
}

fn cohesion(block: &Summary, reading: &Reading<'_>) -> f64 {
    let [every_week, every_second, _] = block.weekly.map(|parts| parts & reading.free != 0);
    let regular = match () {
        () if every_week => 0.95,
        () if every_second => 0.85,
        () if block.times & reading.free != 0 => 0.75,
        () => 0.4,
    };
    regular + if block.says_small { 0.15 } else { 0.0 }
}

/// Nothing is like what did good where nothing did.
fn experience(reading: &Reading<'_>) -> f64 {
    let did_good = reading.profile.experience.iter().any(|one| one.went == Went::Well);
    if did_good { 1.0 } else { 0.5 }
}

fn access(block: &Summary, reading: &Reading<'_>) -> f64 {
    let needs = &reading.profile.access_needs;
    if needs.is_empty() || block.is_online() {
        return 1.0;
    }
    let most = |need: &AccessNeed| {
        let bit = 1 << *need as u16;
        match () {
            () if block.access_there & bit != 0 => 1.0,
            () if block.access_unknown & bit != 0 => parts::ACCESS_UNKNOWN,
            () => 0.0,
        }
    };
    needs.iter().map(most).sum::<f64>() / needs.len() as f64
}

fn language(block: &Summary, reading: &Reading<'_>) -> f64 {
    let theirs = &reading.languages;
    let is_spoken = |code: &Language| block.languages & bit_of(*code) != 0;
    let silent = if block.is_silent { parts::language_unsaid(theirs) } else { 0.0 };
    let spoken = match theirs.first() {
        Some(first) if is_spoken(first) => 1.0,
        _ if theirs.iter().any(is_spoken) => parts::LANGUAGE_SHARED,
        _ => 0.0,
    };
    silent.max(spoken)
}

fn cost(block: &Summary, reading: &Reading<'_>) -> f64 {
    let most = reading.profile.cost_at_most_pence.unwrap_or(0);
    let unclear = if block.is_unclear { parts::COST_UNCLEAR } else { 0.0 };
    let cheapest = match block.pence {
        Some(0) => 1.0,
        Some(pence) => parts::cost_of(pence, most),
        None => 0.0,
    };
    unclear.max(cheapest)
}
