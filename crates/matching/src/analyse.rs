//! Reads a group once into facts: what its words say, and what its fields state.

use std::hash::{DefaultHasher, Hash, Hasher};

use domain::group::{Cost, Group, Meeting, Place, Rule, Status};
use domain::kinds::{Activity, Need};
use domain::place::Point;
use domain::profile::DayPart;
use jiff::tz::TimeZone;

use crate::audience::{Audience, for_families, for_the_young};
use crate::facts::{
    Asked, Dated, Day, Facts, Language, Outcode, Price, Required, Running, Sides, Where, lay,
    part_of_week,
};
use crate::language::Known;
use crate::lexicon::{Meaning, Mention};
use crate::text::{Term, position};

/// How much more a word in the name says than one in the description.
pub(crate) const NAME_WEIGHT: u32 = 3;

/// Analyses a group; what has no fixed size goes to the tables.
pub(crate) fn analyse(group: &Group, known: &mut Known, sides: &mut Sides) -> Facts {
    let mut name = known.vocabulary.learn(&group.name);
    let mut description = known.vocabulary.learn(&group.description);
    let around = known.vocabulary.learn(&surroundings(group));
    let in_name = known.lexicon.list_mentions(&name);
    let in_description = known.lexicon.list_mentions(&description);
    let strength = |stated, meaning| strength(stated, meaning, &in_name, &in_description);
    let mut activities = [0; Activity::ALL.len()];
    for (at, kind) in activities.iter_mut().zip(Activity::ALL) {
        *at = strength(group.activities.contains(kind), Meaning::Activity(*kind));
    }
    let mut needs = [0; Need::ALL.len()];
    for (at, kind) in needs.iter_mut().zip(Need::ALL) {
        *at = strength(group.needs.contains(kind), Meaning::Need(*kind));
    }
    let stated = group.activities.iter().fold(0, |bits, kind| bits | 1 << *kind as u32);
    let labels: usize = known.labels_of(stated).map(<[Term]>::len).sum();
    let (access_known, access_there) = access(group);
    let says_small = [&name, &description]
        .iter()
        .any(|text| known.small.iter().any(|one| position(text, one).is_some()));
    let length = (NAME_WEIGHT as usize * name.len() + description.len() + labels) as u32;
    let (rules, outcodes) = rules(group, known, sides);
    let for_families = for_families(&name, &description, known);
    let for_the_young = for_the_young(&name, &description, known);
    // Phrases of the list of synonyms are terms of their own, behind the text they stand in.
    for text in [&mut name, &mut description] {
        text.extend(known.synonyms.list_phrases(text));
    }
    // Who runs it says what it is about: "Wildlife Trust".
    description.extend(known.vocabulary.learn(who_runs_it(group)));
    Facts {
        id: group.id,
        point: group.point().filter(|point| is_on_earth(*point)),
        organisation: group.organisation.as_deref().map_or(0, number),
        activities,
        needs,
        stated,
        weekly: weekly(group),
        access_known,
        access_there,
        place: place(group),
        running: running(group),
        capacity: group.capacity,
        price: match group.cost {
            Cost::Free => Price::Free,
            Cost::Pence { pence, .. } => Price::Pence(pence),
            Cost::Words { .. } | Cost::Unknown => Price::Unclear,
        },
        checked_on: group
            .checked
            .as_ref()
            .map(|checked| checked.at.to_zoned(TimeZone::UTC).date().into()),
        last_known_on: group.last_known_on.map(Day::from),
        money_ends: money_ends(group),
        season: group.life.season,
        freshness: group.freshness,
        places_per_month: group.places_per_month,
        for_families,
        for_the_young,
        says_small,
        length,
        rules,
        outcodes,
        languages: lay(&mut sides.languages, group.languages.iter().map(|tag| Language::of(tag))),
        dated: lay(&mut sides.dated, dated(group)),
        name: sides.lay_terms(&name),
        description: sides.lay_terms(&description),
        around: sides.lay_terms(&around),
    }
}

/// Whether the numbers can be a point.
pub(crate) fn is_on_earth(point: Point) -> bool {
    Point::new(point.latitude, point.longitude).is_some()
}

fn number(name: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    hasher.finish().max(1)
}

/// Who runs it, unless that is only the house where it meets: knitting in a theatre is no theatre.
fn who_runs_it(group: &Group) -> &str {
    let who = group.organisation.as_deref().unwrap_or("");
    let house = match &group.place {
        Place::Venue(venue) => venue.name.as_deref().unwrap_or(""),
        Place::Online | Place::Unknown => "",
    };
    let plain = |name: &str| name.to_lowercase().replace("the ", "");
    let (by, at) = (plain(who), plain(house));
    let is_house = !at.is_empty() && (by.contains(&at) || at.contains(&by));
    if is_house { "" } else { who }
}

fn surroundings(group: &Group) -> String {
    let building = match &group.place {
        Place::Venue(venue) => venue.name.as_deref(),
        Place::Online | Place::Unknown => None,
    };
    format!("{} {}", group.organisation.as_deref().unwrap_or(""), building.unwrap_or(""))
}

fn place(group: &Group) -> Where {
    match &group.place {
        Place::Venue(venue) if venue.also_online => Where::Both,
        Place::Venue(_) => Where::Venue,
        Place::Online => Where::Online,
        Place::Unknown => Where::Unknown,
    }
}

fn running(group: &Group) -> Running {
    match group.status {
        Status::Running => Running::Yes,
        Status::Paused => Running::Paused,
        Status::Ended { on } => Running::Until(on.map(Day::from)),
    }
}

/// What is said first about a need counts.
fn access(group: &Group) -> (u16, u16) {
    group.access.iter().fold((0, 0), |(known, there), fact| {
        let bit = 1 << fact.need as u16;
        let is_new = known & bit == 0;
        (known | bit, if is_new && fact.there { there | bit } else { there })
    })
}

fn weekly(group: &Group) -> [u32; 3] {
    let mut parts = [0; 3];
    for meeting in &group.meetings {
        let every_weeks = match meeting {
            Meeting::Weekly { every_weeks, .. } => *every_weeks,
            Meeting::Recurring { every, .. } => every.weeks_between(),
            Meeting::On { .. } => continue,
        };
        let seldom = usize::from(every_weeks.clamp(1, 3)) - 1;
        parts[seldom] |= part_of_week(meeting.weekday(), DayPart::of(meeting.from()));
    }
    parts
}

fn dated(group: &Group) -> impl Iterator<Item = Dated> {
    group.meetings.iter().filter_map(|meeting| match meeting {
        Meeting::Weekly { .. } | Meeting::Recurring { .. } => None,
        Meeting::On { date, from, .. } => {
            let part = part_of_week(meeting.weekday(), DayPart::of(*from));
            Some(Dated { day: (*date).into(), part })
        }
    })
}

/// When the first and the last of its money ends.
fn money_ends(group: &Group) -> Option<(Day, Day)> {
    let ends = group.life.funding.iter().map(|one| one.until.map_or(Day(i32::MAX), Day::from));
    Some((ends.clone().min()?, ends.max()?))
}

fn rules(
    group: &Group,
    known: &mut Known,
    sides: &mut Sides,
) -> (crate::facts::Span, crate::facts::Span) {
    let mut served: Vec<Outcode> = Vec::new();
    let rules: Vec<Required> = group
        .eligibility
        .iter()
        .map(|limit| {
            let rule = match &limit.rule {
                Rule::Age { from, to } => Asked::Age { from: *from, to: *to },
                Rule::Gender { gender } => Asked::Gender(*gender),
                Rule::MembersOnly => Asked::MembersOnly,
                Rule::ReferralOnly => Asked::ReferralOnly,
                Rule::Area { outcodes } => {
                    let first = served.len();
                    served.extend(outcodes.iter().filter_map(|text| Outcode::of(text)));
                    Asked::Area { first: first as u16, count: (served.len() - first) as u16 }
                }
                Rule::Circumstance { words } => {
                    Asked::Circumstance(Audience::read(words, known, sides))
                }
            };
            Required { rule, confidence: limit.confidence }
        })
        .collect();
    (lay(&mut sides.rules, rules), lay(&mut sides.outcodes, served))
}

/// Stated is sure; a word in the name nearly so; words in the description are hints. Hundredths.
fn strength(stated: bool, meaning: Meaning, in_name: &[Mention], in_description: &[Mention]) -> u8 {
    if stated {
        return 100;
    }
    if in_name.iter().any(|mention| mention.meaning == meaning) {
        return 80;
    }
    let mut words: Vec<&str> = in_description
        .iter()
        .filter(|mention| mention.meaning == meaning)
        .map(|mention| mention.word)
        .collect();
    words.sort_unstable();
    words.dedup();
    match words.len() {
        0 => 0,
        1 => 30,
        2 => 45,
        _ => 55,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_numbered_in_the_order_of_their_lists() {
        for (at, kind) in Activity::ALL.iter().enumerate() {
            assert_eq!(*kind as usize, at);
        }
        for (at, kind) in Need::ALL.iter().enumerate() {
            assert_eq!(*kind as usize, at);
        }
    }
}
