//! A group's entry as sections of lines, one section for each part that can be changed.

use domain::group::timetable::{day_line, funding_line};
use domain::group::{AccessNeed, Cost, Group, Status};
use jiff::civil::Date;

use super::edit::Part;
use super::facts::{Facts, capital, languages, limits};
use crate::components::SummaryRow;

/// One section.
pub(crate) struct Section {
    /// Its heading.
    pub(crate) title: &'static str,
    /// Where it is changed; empty where it cannot be.
    pub(crate) change: String,
    /// Its lines.
    pub(crate) rows: Vec<SummaryRow>,
}

/// Every section of an entry. Money is for those who keep the entry.
pub(crate) fn sections(
    group: &Group,
    today: Date,
    with_money: bool,
    change: impl Fn(Part) -> String,
) -> Vec<Section> {
    let facts = Facts::of(group, today);
    let section = |part: Part| Section {
        title: part.title(),
        change: change(part),
        rows: match part {
            Part::What => what(group),
            Part::When => when(group, &facts),
            Part::GettingIn => getting_in(group),
            Part::Room => room(group, &facts),
            Part::Future => future(group, today, with_money),
        },
    };
    Part::ALL.into_iter().map(section).collect()
}

fn row(key: &str, value: impl Into<String>) -> SummaryRow {
    let value = value.into();
    let value = if value.trim().is_empty() { "Not known".to_owned() } else { value };
    SummaryRow::new(key, value)
}

fn what(group: &Group) -> Vec<SummaryRow> {
    let activities: Vec<&str> = group.activities.iter().map(|kind| kind.label()).collect();
    let needs: Vec<&str> = group.needs.iter().map(|need| need.label()).collect();
    let life = &group.life;
    let mut rows = vec![
        row("Name", &group.name),
        row("Run by", group.organisation.clone().unwrap_or_default()),
        row("About", &group.description),
        row("What", activities.join(", ")),
        row("Helps with", needs.join(", ")),
    ];
    let own = [("In its own words, for", &life.for_whom), ("The first visit", &life.first_visit)];
    rows.extend(own.into_iter().filter_map(|(key, words)| Some(row(key, words.clone()?))));
    let who = limits(group);
    rows.push(match who.is_empty() {
        true => SummaryRow::new("Who may come", "No limits known"),
        false => row("Who may come", who.join(" ")),
    });
    rows.push(row("Languages", languages(group)));
    rows
}

fn when(group: &Group, facts: &Facts) -> Vec<SummaryRow> {
    let mut rows = vec![row("When", facts.when.join("; "))];
    rows.extend(group.life.part_of_year().map(|part| row("Part of the year", part)));
    rows.push(row("Where", &facts.place));
    rows.push(match &group.cost {
        Cost::Pence { words, .. } => row("Cost", format!("{} (“{words}”)", facts.cost)),
        _ => row("Cost", &facts.cost),
    });
    rows
}

fn getting_in(group: &Group) -> Vec<SummaryRow> {
    let named = |wanted: Option<bool>| {
        let needs = AccessNeed::ALL.into_iter().filter(|need| group.access_to(*need) == wanted);
        capital(&needs.map(AccessNeed::label).collect::<Vec<_>>().join(", "))
    };
    let lines = [("There", Some(true)), ("Not there", Some(false)), ("Not known", None)];
    let rows = lines.map(|(key, wanted)| (key, named(wanted)));
    rows.into_iter().filter(|row| !row.1.is_empty()).map(|(key, value)| row(key, value)).collect()
}

fn room(group: &Group, facts: &Facts) -> Vec<SummaryRow> {
    let note = group.life.capacity_note.as_deref();
    let room = match note {
        Some(note) => format!("{}: {note}", facts.capacity.text),
        None => facts.capacity.text.clone(),
    };
    let places = match group.places_per_month {
        Some(1) => "1 a month".to_owned(),
        Some(places) => format!("{places} a month"),
        None => "No number agreed".to_owned(),
    };
    let contact = &group.contact;
    let ways = [("E-mail", &contact.email), ("Telephone", &contact.phone), ("Web", &contact.url)];
    let mut rows = vec![row("Room", room), row("Places for referrals", places)];
    rows.extend(ways.map(|(key, way)| row(key, way.clone().unwrap_or_default())));
    rows
}

fn future(group: &Group, today: Date, with_money: bool) -> Vec<SummaryRow> {
    let status = match (&group.status, group.life.paused_until) {
        (Status::Running, _) => "Running".to_owned(),
        (Status::Paused, Some(until)) => format!("Resting until {}", day_line(until)),
        (Status::Paused, None) => "Resting for now".to_owned(),
        (Status::Ended { on: Some(on) }, _) => format!("Ended on {}", day_line(*on)),
        (Status::Ended { on: None }, _) => "Ended".to_owned(),
    };
    let mut rows = vec![row("Is it running?", status)];
    if with_money {
        let lines: Vec<String> = group.life.funding.iter().map(funding_line).collect();
        if !lines.is_empty() {
            rows.push(row("Lives from", lines.join("; ")));
        }
        rows.push(row("Will it go on?", group.life.continuity(today).sentence()));
    }
    rows
}

#[cfg(test)]
mod tests {
    use domain::group::{Funding, Life};
    use jiff::civil::date;

    use super::*;
    use crate::pages::groups::facts::sample;

    fn lines(group: &Group, with_money: bool) -> Vec<(String, String)> {
        let sections = sections(group, date(2026, 11, 22), with_money, |_| String::new());
        let rows = sections.into_iter().flat_map(|section| section.rows);
        rows.map(|row| (row.key, row.value)).collect()
    }

    fn value(lines: &[(String, String)], key: &str) -> String {
        lines.iter().find(|line| line.0 == key).map(|line| line.1.clone()).unwrap_or_default()
    }

    #[test]
    fn a_life_is_told_in_words_and_money_only_to_those_who_keep_the_entry() {
        let funding = vec![Funding { from: "Lottery".into(), until: Some(date(2026, 12, 31)) }];
        let life = Life {
            capacity_note: Some("two places from January".into()),
            funding,
            paused_until: Some(date(2027, 1, 5)),
            first_visit: Some("Ann meets you at the door.".into()),
            ..Life::default()
        };
        let group = Group { life, status: Status::Paused, ..sample() };
        let told = lines(&group, true);
        assert_eq!(value(&told, "Room"), "Has room: two places from January");
        assert_eq!(value(&told, "Is it running?"), "Resting until 5 January 2027");
        assert_eq!(value(&told, "Lives from"), "Lottery, until 31 December 2026");
        assert!(value(&told, "Will it go on?").contains("31 December 2026"));
        assert_eq!(value(&told, "The first visit"), "Ann meets you at the door.");
        let public = lines(&group, false);
        assert_eq!(value(&public, "Lives from") + &value(&public, "Will it go on?"), "");
    }

    #[test]
    fn what_nobody_has_told_us_is_not_known() {
        let told = lines(&Group { name: "A".into(), ..Group::unknown() }, false);
        for key in ["About", "When", "Where", "Cost", "Languages", "Telephone"] {
            assert_eq!(value(&told, key), "Not known", "{key}");
        }
    }
}
