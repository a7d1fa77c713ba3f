//! Reads the short way in which the demonstration's files say when a group meets:
//! `Tuesday 10:30-12:00`, `fortnightly Friday 14:00-16:00`, `in 9 days 11:00-15:00`.

use anyhow::{Context, Result, ensure};
use domain::group::{Meeting, Weekday};
use jiff::ToSpan;
use jiff::civil::{Date, Time};

/// One meeting from its words; a dated one counts from `today`.
pub(crate) fn read(words: &str, today: Date) -> Result<Meeting> {
    let (when, hours) = words.rsplit_once(' ').with_context(|| format!("no hours: {words:?}"))?;
    let (from, to) = hours.split_once('-').with_context(|| format!("no end: {words:?}"))?;
    let (from, to) = (time(from)?, time(to)?);
    ensure!(from < to, "ends before it begins: {words:?}");

    if let Some(days) = when.strip_prefix("in ").and_then(|rest| rest.strip_suffix(" days")) {
        let date = today.checked_add(days.parse::<i64>()?.days())?;
        return Ok(Meeting::On { date, from, to: Some(to) });
    }
    let (every_weeks, day) = match when.strip_prefix("fortnightly ") {
        Some(day) => (2, day),
        None => (1, when),
    };
    let weekday = Weekday::ALL
        .into_iter()
        .find(|weekday| weekday.label() == day)
        .with_context(|| format!("no such day: {words:?}"))?;
    Ok(Meeting::Weekly { weekday, from, to: Some(to), every_weeks })
}

fn time(text: &str) -> Result<Time> {
    text.parse().with_context(|| format!("not a time: {text:?}"))
}
