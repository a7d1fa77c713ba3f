//! What the service itself is made of: support, screening, waiting list, episodes and teams.

use super::super::parts::{Episode, Screening, Support, Team, Waiting};
use super::super::section::{Section, Wanted};
use super::super::unit::{only, share, time, work};
use super::MANY;

pub(super) fn support(section: Section<'_>) -> Support {
    let id = section.text("id", None);
    let contacts = Wanted::needed(only("contacts"), 1.0..=1000.0);
    let hours = |key| section.number(key, Wanted::or(work(), 0.0..=100.0, 0.0));
    let support = Support {
        name: section.text("name", Some(&id)),
        points: section.number("room", Wanted::or(only("points"), 0.01..=1000.0, 1.0)),
        contacts: section.pair("contacts", contacts).map(f64::round),
        contact_hours: hours("contact_time"),
        admin_hours: hours("admin_time"),
        gap_days: section.number("gap", Wanted::needed(time(), 0.0..=36_525.0)),
        gap_spread: section.number("gap_spread", Wanted::or(only("ratio"), 0.0..=3.0, 0.5)),
        link_at_contact: section.whole("link_at", Wanted::or(only("contacts"), 1.0..=1000.0, 3.0)),
        id,
    };
    section.end();
    support
}

pub(super) fn screening(section: Section<'_>) -> Screening {
    let screening = Screening {
        delay_days: section.number("delay", Wanted::or(time(), 0.0..=3650.0, 0.0)),
        signposted: section.number("signposted", Wanted::or(share(), 0.0..=1.0, 0.0)),
    };
    section.end();
    screening
}

pub(super) fn waiting(section: Section<'_>) -> Waiting {
    let waiting = Waiting {
        point_days: section.number("point_worth", Wanted::or(time(), 0.0..=36_525.0, 7.0)),
        longest_days: section.optional("longest", Wanted::needed(time(), 0.0..=36_525.0)),
        ahead_days: section.number("ahead", Wanted::or(time(), 0.0..=3650.0, 0.0)),
    };
    section.end();
    waiting
}

pub(super) fn episode(section: Section<'_>) -> Episode {
    let portion = |key, default| section.number(key, Wanted::or(share(), 0.0..=1.0, default));
    let days = |key, default| section.number(key, Wanted::or(time(), 0.0..=3650.0, default));
    let misses = Wanted::or(only("contacts"), 1.0..=1000.0, 3.0);
    let episode = Episode {
        retry_days: days("retry", 7.0),
        missed_time: portion("missed_time", 0.5),
        misses_before_holding: section.whole("misses_before_holding", misses),
        holds: portion("holds", 0.0),
        review_days: days("review", 42.0),
        holding_points: portion("holding_room", 0.25),
        returns: portion("returns", 0.5),
    };
    section.end();
    episode
}

pub(super) fn team(section: Section<'_>) -> Team {
    let id = section.text("id", None);
    let portion =
        |key, most, default| section.number(key, Wanted::or(share(), 0.0..=most, default));
    let days =
        |key, least, default| section.number(key, Wanted::or(time(), least..=3650.0, default));
    let team = Team {
        name: section.text("name", Some(&id)),
        fte: section.number("fte", Wanted::needed(only("FTE"), 0.0..=10_000.0)),
        points_per_fte: section
            .number("room", Wanted::needed(only("points/FTE"), 0.01..=100_000.0)),
        hours_week: section.number("hours", Wanted::or(only("hours/week"), 0.1..=168.0, 37.5)),
        direct: section.number("direct", Wanted::or(share(), 0.01..=1.0, 0.65)),
        leave_days_year: section.number("leave", Wanted::or(only_time_a_year(), 0.0..=300.0, 0.0)),
        leave_block_days: days("leave_block", 0.5, 7.0),
        sick: portion("sick", 0.9, 0.0),
        sick_spell_days: days("sick_spell", 0.1, 7.0),
        turnover_year: section.number("turnover", Wanted::or(only("share/year"), 0.0..=10.0, 0.0)),
        vacancy_days: days("vacancy", 0.0, 91.0),
        cost_fte_year: section.number("cost", Wanted::or(only("£/FTE/year"), 0.0..=MANY, 0.0)),
        cost_hire: section.number("cost_hire", Wanted::or(only("£/person"), 0.0..=MANY, 0.0)),
        id,
    };
    section.end();
    team
}

/// Leave, counted in whole calendar weeks or days of a year.
fn only_time_a_year() -> super::super::unit::Unit {
    super::super::unit::Unit(vec![("weeks/year", 7.0), ("days/year", 1.0)])
}
