//! The real listing, read as any import reads it, and printed for those who judge.

use std::path::PathBuf;

use anyhow::{Context, Result};
use domain::group::{Cost, Group, Meeting, Place};
use domain::ids::GroupId;
use jiff::civil::Date;
use uuid::Uuid;

/// The Monday after the listing was taken: nearly everything in it is still to come.
pub(crate) const TODAY: Date = jiff::civil::date(2025, 6, 2);

const FILE: &str = "../../../shared/data/suffolk_lgc_2025-06/events.derived.csv";

/// The groups in the order of the file, or nothing where the listing is not there.
pub(crate) fn read() -> Result<Option<Vec<Group>>> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(FILE);
    let Ok(bytes) = std::fs::read(&path) else { return Ok(None) };
    let listing = interop::listing::read(&bytes, "events.derived.csv").context("the listing")?;
    let groups = (1_u128..).zip(listing.groups);
    Ok(Some(groups.map(|(n, entry)| entry.into_group(GroupId(Uuid::from_u128(n)))).collect()))
}

/// Prints every group compactly.
pub(crate) fn print(groups: &[Group], characters: usize) {
    for (group, number) in groups.iter().zip(1..) {
        println!("#{number} {}", group.source.id);
        println!("  {} | {}", group.name, group.organisation.as_deref().unwrap_or("-"));
        println!("  {} | {} | {}", place(group), meets(group), cost(&group.cost));
        let limits = group.eligibility.iter();
        let limits: Vec<String> =
            limits.map(|l| format!("{:?} ({:?}: {})", l.rule, l.confidence, l.sentence)).collect();
        let access: Vec<String> = group
            .access
            .iter()
            .map(|fact| format!("{}{:?}", if fact.there { "+" } else { "-" }, fact.need))
            .collect();
        println!("  limits: {} | access: {}", limits.join("; "), access.join(" "));
        let text: String = group.description.chars().take(characters).collect();
        println!("  {}\n", text.replace('\n', " / "));
    }
}

fn place(group: &Group) -> String {
    match &group.place {
        Place::Online => "online".to_owned(),
        Place::Unknown => "no place".to_owned(),
        Place::Venue(venue) => {
            let point = venue.point.map_or("no point".to_owned(), |point| {
                format!("{:.3},{:.3}", point.latitude, point.longitude)
            });
            let part = |text: &Option<String>| text.clone().unwrap_or_default();
            let online = if venue.also_online { " (also online)" } else { "" };
            let postcode = part(&venue.postcode);
            format!("{}, {} {postcode} {point}{online}", part(&venue.name), part(&venue.town))
        }
    }
}

fn meets(group: &Group) -> String {
    let told = group.meetings.iter().take(4).map(|meeting| match meeting {
        Meeting::Weekly { weekday, from, to, every_weeks } => {
            let how = if *every_weeks == 1 { "weekly" } else { "fortnightly" };
            format!("{how} {} {}-{}", weekday.label(), clock(*from), to.map_or("?".into(), clock))
        }
        Meeting::Recurring { weekday, every, from, to } => {
            let end = to.map_or("?".into(), clock);
            format!("{} {}-{end}", every.words(*weekday), clock(*from))
        }
        Meeting::On { date, from, to } => {
            let day = domain::group::Weekday::of(*date).label();
            format!("{} {date} {}-{}", &day[..3], clock(*from), to.map_or("?".into(), clock))
        }
    });
    let told: Vec<String> = told.collect();
    let more = group.meetings.len().saturating_sub(4);
    let last = group.last_known_on.map_or(String::new(), |day| format!(", last {day}"));
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}{last}", told.join("; "))
}

fn clock(time: jiff::civil::Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

fn cost(cost: &Cost) -> String {
    match cost {
        Cost::Free => "free".to_owned(),
        Cost::Pence { pence, words } => format!("{pence}p “{words}”"),
        Cost::Words { words } => format!("“{words}”"),
        Cost::Unknown => "cost unknown".to_owned(),
    }
}
