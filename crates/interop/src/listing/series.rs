//! Dated rows that are one group: its stable key, its regular meetings, its organiser's name.

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::group::{Meeting, Weekday};
use jiff::civil::{Date, DateTime, Time};
use regex::Regex;

use super::events::Row;

/// One date of a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Session {
    pub(super) start: DateTime,
    /// When it ends that day, where that is known.
    pub(super) ends_at: Option<Time>,
    /// The last day it goes on, for events over several days.
    pub(super) last_day: Date,
}

/// Fewer dates than this on one weekday at one time are single dates, not a regular meeting.
const REGULAR_FROM: usize = 3;

/// Letters and digits in lower case, joined by hyphens; "St" and "Saint" are one.
pub(super) fn slug(text: &str) -> String {
    let bare: String = text.chars().filter(|c| !matches!(c, '\'' | '’' | '‘')).collect();
    let bare = bare.replace('&', " and ").to_lowercase();
    let words = bare.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| if word == "saint" { "st" } else { word }).collect::<Vec<_>>().join("-")
}

/// What a row is called and where, without who runs it.
pub(super) fn title_and_venue(row: &Row) -> String {
    let building = slug(&row.building_name);
    let at = if building.is_empty() { slug(&row.address_line_1) } else { building };
    let venue = [at, slug(&row.town)].join(".");
    [slug(&row.title), venue.trim_matches('.').to_owned()].join("~")
}

/// The key of a row's series, which is also the group's id in the listing: the same on every run.
pub(super) fn key_of(row: &Row) -> String {
    [title_and_venue(row), slug(&row.organisers)].join("~")
}

/// Regular meetings where the dates show them, and single dates for the rest.
pub(super) fn meetings(sessions: &[Session]) -> Vec<Meeting> {
    let mut slots: BTreeMap<(Weekday, Time), Vec<&Session>> = BTreeMap::new();
    for session in sessions {
        let slot = (Weekday::of(session.start.date()), session.start.time());
        slots.entry(slot).or_default().push(session);
    }
    let mut regular = Vec::new();
    let mut single: Vec<&Session> = Vec::new();
    for ((weekday, from), dates) in slots {
        match every_weeks(&dates) {
            Some(every_weeks) => {
                let to = usual_end(&dates);
                regular.push(Meeting::Weekly { weekday, from, to, every_weeks });
            }
            None => single.extend(dates),
        }
    }
    single.sort_by_key(|session| session.start);
    regular.extend(single.into_iter().map(|session| Meeting::On {
        date: session.start.date(),
        from: session.start.time(),
        to: session.ends_at,
    }));
    regular
}

/// 1 or 2 where most gaps between the dates are that many weeks.
///
/// Dates further apart (monthly, now and then) stay dates: nobody should be sent on a wrong week.
fn every_weeks(dates: &[&Session]) -> Option<u8> {
    let mut days: Vec<Date> = dates.iter().map(|session| session.start.date()).collect();
    days.sort_unstable();
    days.dedup();
    if days.len() < REGULAR_FROM {
        return None;
    }
    let gaps: Vec<i32> = days
        .windows(2)
        .map(|pair| pair[0].until(pair[1]).map_or(0, |span| span.get_days()))
        .collect();
    let most = |wanted: i32| gaps.iter().filter(|gap| **gap == wanted).count() * 2 > gaps.len();
    match () {
        () if most(7) => Some(1),
        () if most(14) => Some(2),
        () => None,
    }
}

/// The commonest end; the earliest of those that are equally common.
fn usual_end(dates: &[&Session]) -> Option<Time> {
    let mut counts: BTreeMap<Time, usize> = BTreeMap::new();
    for end in dates.iter().filter_map(|session| session.ends_at) {
        *counts.entry(end).or_default() += 1;
    }
    let most = counts.values().max().copied()?;
    counts.into_iter().find(|(_, count)| *count == most).map(|(end, _)| end)
}

/// Organisers' names as people write them, by their slug in the listing.
///
/// The listing stores `hadleigh-mens-shed`; its own titles and texts say "Hadleigh Men's Shed".
pub(super) fn organisation_names<'a>(
    rows: impl Iterator<Item = &'a Row> + Clone,
) -> HashMap<String, String> {
    let slugs: HashSet<&str> = rows
        .clone()
        .flat_map(|row| row.organisers.split('|'))
        .map(str::trim)
        .filter(|slug| !slug.is_empty())
        .collect();
    slugs
        .into_iter()
        .map(|slug| {
            let texts = rows.clone().filter(|row| row.organisers.split('|').any(|s| s == slug));
            let written = as_written(slug, texts.flat_map(Row::where_names_stand));
            (slug.to_owned(), written.unwrap_or_else(|| in_title_case(slug)))
        })
        .collect()
}

/// The commonest way in which the texts write a slug's words with capitals.
fn as_written<'a>(slug: &str, texts: impl Iterator<Item = &'a str>) -> Option<String> {
    let letters = |word: &str| {
        let escaped = word.chars().map(|c| regex::escape(&c.to_string()));
        escaped.collect::<Vec<_>>().join("['’]?")
    };
    let words: Vec<String> = slug.split('-').filter(|w| !w.is_empty()).map(letters).collect();
    let name = Regex::new(&format!(r"(?i)\b{}\b", words.join(r"[\s\-]+"))).ok()?;
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for text in texts {
        for found in name.find_iter(text).filter(|m| m.as_str().starts_with(char::is_uppercase)) {
            let folded = found.as_str().split_whitespace().collect::<Vec<_>>().join(" ");
            *counts.entry(folded).or_default() += 1;
        }
    }
    let most = counts.values().max().copied()?;
    counts.into_iter().find(|(_, count)| *count == most).map(|(name, _)| name)
}

fn in_title_case(slug: &str) -> String {
    let small = ["and", "of", "the", "to", "in", "for", "at", "on", "with"];
    let words = slug.split('-').filter(|word| !word.is_empty()).enumerate().map(|(at, word)| {
        if at > 0 && small.contains(&word) {
            return word.to_owned();
        }
        let mut letters = word.chars();
        let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
        format!("{first}{}", letters.as_str())
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date, time};

    fn on(day: i8, month: i8, hour: i8) -> Session {
        let start = date(2025, month, day).at(hour, 0, 0, 0);
        let ends_at = Some(time(hour + 2, 0, 0, 0));
        Session { start, ends_at, last_day: start.date() }
    }

    #[test]
    fn three_dates_a_week_apart_are_a_weekly_meeting() {
        let weekly = meetings(&[on(2, 6, 10), on(9, 6, 10), on(16, 6, 10)]);
        assert_eq!(
            weekly,
            [Meeting::Weekly {
                weekday: Weekday::Monday,
                from: time(10, 0, 0, 0),
                to: Some(time(12, 0, 0, 0)),
                every_weeks: 1
            }]
        );
        let fortnightly = meetings(&[on(2, 6, 10), on(16, 6, 10), on(30, 6, 10)]);
        assert!(matches!(fortnightly[..], [Meeting::Weekly { every_weeks: 2, .. }]));
    }

    #[test]
    fn two_dates_and_monthly_dates_stay_dates() {
        assert!(matches!(meetings(&[on(2, 6, 10), on(9, 6, 10)])[..], [Meeting::On { .. }, _]));
        let monthly = meetings(&[on(3, 6, 10), on(1, 7, 10), on(5, 8, 10)]);
        assert_eq!(monthly.len(), 3);
        assert!(monthly.iter().all(|meeting| matches!(meeting, Meeting::On { .. })));
    }

    #[test]
    fn an_odd_date_stands_beside_the_weekly_one() {
        let both = meetings(&[on(2, 6, 10), on(9, 6, 10), on(16, 6, 10), on(20, 6, 18)]);
        assert!(matches!(both[..], [Meeting::Weekly { .. }, Meeting::On { .. }]));
    }

    #[test]
    fn names_are_written_as_the_listing_writes_them() {
        let texts = ["Join Harbour Men’s Shed today.", "Harbour Men’s Shed", "harbour mens shed"];
        let written = as_written("harbour-mens-shed", texts.into_iter());
        assert_eq!(written.as_deref(), Some("Harbour Men’s Shed"));
        assert_eq!(in_title_case("the-house-of-song"), "The House of Song");
        assert_eq!(slug("Saint Anne’s & Co."), "st-annes-and-co");
    }
}
