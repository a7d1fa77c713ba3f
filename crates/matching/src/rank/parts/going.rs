//! Going there: when, how far, whether one meets the same people again, and whether it lasts.

use domain::profile::Online;

use crate::case::{Case, Reading};
use crate::facts::{Day, Running};

/// Nothing is known of when it meets.
pub(crate) const TIME_UNKNOWN: f64 = 0.4;

/// How much of what is known of its meetings falls when the person is free; nothing known is less
/// than half.
pub(super) fn time(case: &Case<'_>) -> Option<f64> {
    if case.profile().times.is_empty() {
        return None;
    }
    let free = case.reading.free;
    if case.weekly() & free != 0 {
        return Some(1.0);
    }
    let (mut fit, mut all) = (0.0, 0.0);
    for meeting in case.dated() {
        all += 1.0;
        fit += f64::from(u8::from(meeting.part & free != 0));
    }
    Some(if all > 0.0 { TIME_UNKNOWN + 0.6 * fit / all } else { TIME_UNKNOWN })
}

pub(super) fn distance(case: &Case<'_>) -> Option<f64> {
    let travel = &case.profile().travel;
    if travel.online == Online::Only {
        return None;
    }
    if case.reading.furthest_km.is_none() && case.reading.home.is_none() {
        return None;
    }
    Some(distance_of(case.reading, case.km, case.can_join_online()))
}

/// Taking part from home is no way to go, and no company in a room either.
const FROM_HOME: f64 = 0.35;

/// How near so many kilometres are to somebody; it falls with distance.
pub(crate) fn distance_of(reading: &Reading<'_>, km: Option<f64>, is_online: bool) -> f64 {
    let reach = reading.reach_km();
    let by_road = match km {
        Some(km) if km <= reach => 1.0 - 0.7 * km / reach,
        Some(km) => 0.3 * (-(km - reach) / reach).exp(),
        None => 0.0,
    };
    by_road.max(if is_online { FROM_HOME } else { 0.0 })
}

/// Belonging grows by coming back to the same people: regular counts above single, small above any.
pub(super) fn cohesion(case: &Case<'_>) -> f64 {
    let small = if case.view.facts.says_small { 0.15 } else { 0.0 };
    (regularity(case) + small).min(1.0)
}

fn regularity(case: &Case<'_>) -> f64 {
    let free = case.reading.free;
    let [every_week, every_second, seldom] = case.view.facts.weekly.map(|parts| parts & free != 0);
    if every_week {
        return 0.95;
    }
    if every_second {
        return 0.85;
    }
    match case.dated().filter(|meeting| meeting.part & free != 0).take(4).count() {
        4 => 0.75,
        _ if seldom => 0.75,
        2..=3 => 0.55,
        1 => 0.1,
        // Nobody told us when it meets.
        _ => 0.4,
    }
}

/// The weakest of what is known about its lasting: its listing, its money, its season, its end.
pub(super) fn continuity(case: &Case<'_>) -> f64 {
    let facts = case.view.facts;
    let today = case.reading.today;
    let mut lasts = if case.weekly() != 0 {
        1.0
    } else {
        let last = case.dated().map(|meeting| meeting.day).max();
        last.map_or(0.5, |last| by_days(last.0 - today.0))
    };
    if case.listing_stopped().is_some() {
        // A pattern whose last listed date is past may be over: less than knowing nothing.
        lasts = 0.1;
    }
    if let Running::Until(Some(end)) = facts.running {
        lasts = lasts.min(by_days(end.0 - today.0));
    }
    if let Some((_, last)) = facts.money_ends {
        lasts = lasts.min(money(last, today));
    }
    if facts.season.is_some_and(|season| !season.contains(case.reading.date)) {
        lasts = lasts.min(0.4);
    }
    lasts
}

/// Half a year ahead is long enough to belong.
fn by_days(days: i32) -> f64 {
    (0.15 + 0.85 * f64::from(days) / 183.0).clamp(0.15, 1.0)
}

/// Groups outlive their money more often than not, so it weighs less than an end that is known.
fn money(last: Day, today: Day) -> f64 {
    if last < today { 0.3 } else { (0.5 + f64::from(last.0 - today.0) / 366.0).min(1.0) }
}
