//! Days and times in prose, read only where there is one way to read them.
//!
//! "Every Tuesday 10am – 12pm" is a meeting; a table of office hours, "the first Friday of the
//! month" or a list of many activities is not. No meeting is better than a wrong one.

use std::sync::LazyLock;

use domain::group::{Meeting, Weekday};
use jiff::civil::Time;
use regex::{Captures, Regex};

use crate::plain::pattern;

const DAY: &str = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day";

static STATED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?ix)\b(?:(?P<how>every\ other|every|each|fortnightly\ on|weekly\ on)\s+(?P<day>{DAY})s?
            |(?P<days>{DAY})s)
          (?:[,:\s]+(?:morning|afternoon|evening|night|lunchtime)s?)?(?:\s*\((?:term[\ -]time)\))?
          [,:\s–-]*(?:from|at|between)?\s*
          (?P<h1>\d{{1,2}})(?:[.:](?P<m1>\d\d))?\s?(?P<x1>am|pm|noon)?
          \s*(?:-|–|—|to|until|till|and)\s*
          (?P<h2>\d{{1,2}})(?:[.:](?P<m2>\d\d))?\s?(?P<x2>am|pm|noon|midday)?\b"
    ))
});
static ANY_DAY: LazyLock<Regex> = LazyLock::new(|| pattern(&format!(r"(?i)\b{DAY}s?\b")));
static MONTHLY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?ix)\b(?:first|second|third|fourth|last|1st|2nd|3rd|4th|monthly|month)\b
          (?:\W+\w+){{0,4}}?\W+{DAY} | {DAY}s?\W+(?:\w+\W+){{0,3}}month"
    ))
});

/// The meetings that a text states without doubt: at most two, and no other day named.
#[must_use]
pub fn read(text: &str) -> Vec<Meeting> {
    if !(text.contains("day") || text.contains("DAY")) {
        return Vec::new();
    }
    let found: Vec<Meeting> = STATED.captures_iter(text).filter_map(|c| meeting(&c)).collect();
    if found.is_empty() || MONTHLY.is_match(text) {
        return Vec::new();
    }
    let days: std::collections::HashSet<String> = ANY_DAY
        .find_iter(text)
        .map(|m| m.as_str().to_lowercase().trim_end_matches('s').to_owned())
        .collect();
    let stated: std::collections::HashSet<String> =
        found.iter().map(|m| m.weekday().label().to_lowercase()).collect();
    if found.len() > 2 || stated.len() != found.len() || days != stated {
        return Vec::new();
    }
    found
}

fn meeting(found: &Captures<'_>) -> Option<Meeting> {
    let name = found.name("day").or_else(|| found.name("days"))?.as_str().to_lowercase();
    let weekday = Weekday::ALL.into_iter().find(|day| day.label().to_lowercase() == name)?;
    let (from, to) = times(found)?;
    let how = found.name("how").map_or(String::new(), |m| m.as_str().to_lowercase());
    let every_weeks = if how.contains("other") || how.contains("fortnight") { 2 } else { 1 };
    Some(Meeting::Weekly { weekday, from, to: Some(to), every_weeks })
}

/// Start and end as clock times; a missing "am" or "pm" is taken from the end where that fits.
fn times(found: &Captures<'_>) -> Option<(Time, Time)> {
    let number = |key: &str| found.name(key).map_or(Some(0), |m| m.as_str().parse::<i8>().ok());
    let half = |key: &str| found.name(key).map(|m| m.as_str().to_lowercase());
    let (h1, m1, h2, m2) = (number("h1")?, number("m1")?, number("h2")?, number("m2")?);
    let (x1, x2) = (half("x1"), half("x2"));
    if x1.is_none() && x2.is_none() && found.name("m1").is_none() {
        return None;
    }
    if x1.is_none() && x2.is_none() {
        return bare_times((h1, m1), (h2, m2));
    }
    let to = clock(h2, m2, x2.as_deref())?;
    let from = match x1.as_deref() {
        Some(half) => clock(h1, m1, Some(half))?,
        None => {
            let same = clock(h1, m1, x2.as_deref())?;
            if same < to { same } else { clock(h1, m1, Some("am"))? }
        }
    };
    (from < to && from.hour() >= EARLIEST).then_some((from, to))
}

/// Nobody means the small hours of the morning.
const EARLIEST: i8 = 6;

/// Times without "am" or "pm": by day as written, "12.00-2.30" over noon, early ones unknown.
fn bare_times(from: (i8, i8), to: (i8, i8)) -> Option<(Time, Time)> {
    let begins = clock(from.0, from.1, None).filter(|time| time.hour() >= 8)?;
    let over_noon = if to.0 < from.0 && to.0 < 8 { to.0 + 12 } else { to.0 };
    let ends = clock(over_noon, to.1, None)?;
    (begins < ends).then_some((begins, ends))
}

fn clock(hour: i8, minute: i8, half: Option<&str>) -> Option<Time> {
    let hour = match (half, hour) {
        (Some("am"), 12) => 0,
        (Some("pm" | "noon" | "midday"), 12) => 12,
        (Some("pm"), 1..=11) => hour + 12,
        (Some("am"), 1..=11) | (None, 0..=23) => hour,
        _ => return None,
    };
    Time::new(hour, minute, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::time;

    fn weekly(weekday: Weekday, from: Time, to: Time, every_weeks: u8) -> Meeting {
        Meeting::Weekly { weekday, from, to: Some(to), every_weeks }
    }

    #[test]
    fn an_unmistakable_day_and_time_becomes_a_meeting() {
        use Weekday::*;
        let (ten, twelve) = (time(10, 0, 0, 0), time(12, 0, 0, 0));
        for (text, expected) in [
            ("Every Tuesday 10am – 12pm in the hall.", weekly(Tuesday, ten, twelve, 1)),
            ("every Monday 7-9pm", weekly(Monday, time(19, 0, 0, 0), time(21, 0, 0, 0), 1)),
            ("Each Friday morning, 10 to 12pm", weekly(Friday, ten, twelve, 1)),
            (
                "every Sunday from 11AM to 1PM.",
                weekly(Sunday, time(11, 0, 0, 0), time(13, 0, 0, 0), 1),
            ),
            ("on Thursdays 12.00-2.30.", weekly(Thursday, twelve, time(14, 30, 0, 0), 1)),
            ("Fridays 2 – 3.30pm", weekly(Friday, time(14, 0, 0, 0), time(15, 30, 0, 0), 1)),
            ("every other Thursday 10:00-12:00", weekly(Thursday, ten, twelve, 2)),
            (
                "every Friday from 12.30 - 4.30pm",
                weekly(Friday, time(12, 30, 0, 0), time(16, 30, 0, 0), 1),
            ),
        ] {
            assert_eq!(read(text), [expected], "{text}");
        }
        let two = read("Every Monday 2pm-3pm and every Thursday 2pm-3pm");
        assert_eq!(two.len(), 2);
    }

    #[test]
    fn whatever_has_two_readings_is_left_out() {
        for text in [
            "Open Monday to Friday 9am-5pm",
            "The first Tuesday of every month 10am-12pm",
            "Every Tuesday 10am-12pm except the first Tuesday of the month",
            "Yoga every Monday 10am-11am, art on Wednesdays, lunch on Friday",
            "every Tuesday 10-12",
            "every Tuesday 5pm-3pm",
            "every Tuesday 7.30-9.30",
            "every Tuesday evening",
            "Every Monday 2pm-3pm and every Monday 5pm-6pm",
        ] {
            assert_eq!(read(text), [], "{text}");
        }
    }
}
