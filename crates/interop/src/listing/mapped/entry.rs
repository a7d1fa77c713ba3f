//! One row of a mapped CSV as a group.

use domain::group::{
    AccessFact, Capacity, Confidence, Contact, Cost, Gender, Life, Limit, Meeting, Place, Rule,
    Source, Status, Venue, Weekday,
};
use domain::place::Point;
use jiff::civil::Time;

use super::super::{Entry, Listing, Note, given, oruk::clock};
use super::{LimitRule, Mapping, Row};
use crate::themes::Told;
use crate::{access, cost, eligibility, languages, outcodes, plain, recurrence, schedule, themes};

pub(super) fn entry(listing: &mut Listing, mapping: &Mapping, row: &Row<'_>, id: String) -> Entry {
    let name = plain::line(&row.fill(&mapping.name, " "));
    let raw = row.fill(&mapping.description, "\n");
    let text = plain::text(&raw);
    if raw.contains('<') && !text.contains('<') {
        listing.note(Note::MarkupRemoved);
    }
    let for_whom = plain::line(&row.fill(&mapping.for_whom, " "));
    let tags: Vec<&str> = mapping.tags.iter().map(|column| row.cell(column)).collect();
    let told = Told { title: &name, tags: &tags, audience: &for_whom, text: &text };
    let mut activities = mapping.activities.clone();
    let mut needs = mapping.needs.clone();
    if activities.is_empty() {
        activities = themes::activities(told);
    }
    if needs.is_empty() {
        needs = themes::needs(told);
    }
    Entry {
        organisation: given(&plain::line(&row.fill(&mapping.organisation, " "))),
        activities,
        needs,
        place: place(listing, mapping, row),
        meetings: meetings(listing, mapping, row),
        cost: price(mapping, row),
        eligibility: limits(mapping, row, (&for_whom, &name, &text)),
        access: facts(mapping, row, &text),
        languages: languages::read(&text),
        capacity: Capacity::AskFirst,
        status: Status::Running,
        last_known_on: None,
        contact: Contact {
            email: given(&row.fill(&mapping.contact.email, ", ")).filter(|mail| mail.contains('@')),
            phone: given(&row.fill(&mapping.contact.phone, ", ")),
            url: given(&row.fill(&mapping.contact.url, " ")),
        },
        checked: None,
        life: Life {
            for_whom: given(&for_whom),
            first_visit: given(&plain::text(&row.fill(&mapping.first_visit, "\n"))),
            ..Life::default()
        },
        source: Source { name: mapping.source.clone(), id },
        description: text,
        name,
    }
}

fn place(listing: &mut Listing, mapping: &Mapping, row: &Row<'_>) -> Place {
    let map = &mapping.place;
    let postcode = given(&row.fill(&map.postcode, " "));
    let number = |column: &Option<String>| row.cell(column.as_deref()?).parse::<f64>().ok();
    let exact = number(&map.latitude).zip(number(&map.longitude));
    let exact = exact.and_then(|(lat, lon)| Point::new(lat, lon));
    let rough = postcode.as_deref().and_then(outcodes::point_of);
    if exact.is_none() && rough.is_some() {
        listing.note(Note::PlacedByOutcode);
    }
    let venue = Venue {
        name: given(&plain::line(&row.fill(&map.name, ", "))),
        address: given(&plain::line(&row.fill(&map.address, ", "))),
        town: given(&row.fill(&map.town, ", ")).or_else(|| rough.and_then(|(_, town)| given(town))),
        postcode,
        point: exact.or(rough.map(|(point, _)| point)),
        also_online: false,
    };
    let is_known = venue.point.is_some() || venue.address.is_some() || venue.name.is_some();
    if is_known { Place::Venue(venue) } else { Place::Unknown }
}

fn meetings(listing: &mut Listing, mapping: &Mapping, row: &Row<'_>) -> Vec<Meeting> {
    let mut found = Vec::new();
    for weekday in Weekday::ALL {
        let Some(column) = mapping.hours.get(&weekday) else { continue };
        for (from, to) in row.cell(column).split(',').filter_map(hours) {
            found.push(Meeting::Weekly { weekday, from, to: Some(to), every_weeks: 1 });
        }
    }
    if let Some(map) = &mapping.recurrence
        && !row.cell(&map.rule).is_empty()
    {
        let begins = row.cell(&map.begins).parse().ok();
        let from = clock(row.cell(&map.from));
        let to = clock(row.cell(&map.to)).filter(|to| from.is_some_and(|from| *to > from));
        let read = begins.zip(from).and_then(|(begins, from)| {
            recurrence::meetings(row.cell(&map.rule), begins, (from, to))
        });
        match read {
            Some(meetings) => found.extend(meetings),
            None => listing.note(Note::RuleNotKept),
        }
    }
    if found.is_empty() {
        found = schedule::read(&plain::text(&row.fill(&mapping.times, "\n")));
    }
    found
}

fn hours(span: &str) -> Option<(Time, Time)> {
    let (from, to) = span.trim().split_once('-')?;
    let (from, to) = (clock(from)?, clock(to)?);
    (to > from).then_some((from, to))
}

fn price(mapping: &Mapping, row: &Row<'_>) -> Cost {
    let words = plain::line(&row.fill(&mapping.cost, "; "));
    if words.is_empty() {
        return Cost::Unknown;
    }
    cost::read_field(words.eq_ignore_ascii_case("free"), &words)
}

/// A column of yes and no says both; everything else is read out of the text.
fn facts(mapping: &Mapping, row: &Row<'_>, text: &str) -> Vec<AccessFact> {
    let mut facts: Vec<AccessFact> = mapping
        .access
        .iter()
        .filter_map(|(need, column)| {
            let there = match row.cell(column).to_lowercase().as_str() {
                "yes" | "y" | "true" | "1" => true,
                "no" | "n" | "false" | "0" => false,
                _ => return None,
            };
            Some(AccessFact { need: *need, there })
        })
        .collect();
    for fact in access::read(&[text]) {
        if !facts.iter().any(|known| known.need == fact.need) {
            facts.push(fact);
        }
    }
    facts
}

fn limits(
    mapping: &Mapping,
    row: &Row<'_>,
    (for_whom, name, text): (&str, &str, &str),
) -> Vec<Limit> {
    let mut limits = Vec::new();
    for map in &mapping.limit {
        let cell = row.cell(&map.column);
        let lower = cell.to_lowercase();
        if !map.says.iter().any(|word| lower.contains(&word.to_lowercase())) {
            continue;
        }
        let rule = match map.rule {
            LimitRule::ReferralOnly => Rule::ReferralOnly,
            LimitRule::MembersOnly => Rule::MembersOnly,
            LimitRule::Women => Rule::Gender { gender: Gender::Woman },
            LimitRule::Men => Rule::Gender { gender: Gender::Man },
        };
        let confidence = if map.sure { Confidence::Certain } else { Confidence::Likely };
        limits.push(Limit { rule, sentence: format!("{}: {cell}", map.column), confidence });
    }
    eligibility::add(&mut limits, eligibility::read(for_whom, name, text));
    limits
}
