//! An entry taken apart for comparing: the words of its name, where it is, how it is reached, when
//! it meets; and how rare each of these is in the directory.

use std::collections::{BTreeSet, HashMap};

use jiff::civil::Time;
use unicode_normalization::UnicodeNormalization;

use crate::group::{Group, Place, Weekday};
use crate::kinds::Activity;
use crate::place::{Point, outcode};

/// Words that tell no group from another.
const COMMON: &[&str] = &[
    "a", "and", "at", "by", "cic", "cio", "company", "for", "from", "group", "in", "limited",
    "ltd", "of", "on", "our", "plc", "session", "the", "to", "with",
];

/// Words for any group at all. A small directory cannot know how common they are.
const GENERIC: &[&str] = &[
    "adult",
    "afternoon",
    "association",
    "beginner",
    "cafe",
    "centre",
    "church",
    "class",
    "club",
    "coffee",
    "community",
    "course",
    "evening",
    "event",
    "friday",
    "hall",
    "hub",
    "library",
    "meet",
    "meeting",
    "monday",
    "monthly",
    "morning",
    "project",
    "saturday",
    "school",
    "service",
    "social",
    "society",
    "sunday",
    "support",
    "thursday",
    "tuesday",
    "wednesday",
    "weekly",
    "workshop",
];

/// How much of its weight such a word keeps.
const GENERIC_WEIGHT: f64 = 0.3;

/// Spellings that are one word.
const SAME: &[(&str, &str)] =
    &[("center", "centre"), ("saint", "st"), ("drop", "dropin"), ("n", "and")];

/// Sides of the squares in which entries are compared, in degrees: about two kilometres.
const SQUARE: f64 = 0.02;

/// How many of an entry's rarest words open a door to a comparison.
const DOORS: usize = 4;

/// One entry, taken apart.
#[derive(Debug, Clone)]
pub(super) struct Features {
    pub(super) words: Vec<String>,
    /// Words of the building, the town and the organisation: a name that adds these says no more.
    pub(super) around: BTreeSet<String>,
    pub(super) postcode: Option<String>,
    pub(super) outcode: Option<String>,
    pub(super) point: Option<Point>,
    pub(super) is_online_only: bool,
    pub(super) phone: Option<String>,
    pub(super) email: Option<String>,
    /// The page on the web, where it is more than a front page.
    pub(super) page: Option<String>,
    pub(super) host: Option<String>,
    pub(super) times: BTreeSet<(Weekday, Time)>,
    pub(super) activities: BTreeSet<Activity>,
    pub(super) source: String,
}

/// How often words, whole names and ways to reach somebody occur in the directory.
#[derive(Debug, Default)]
pub(super) struct Rarity {
    total: f64,
    words: HashMap<String, u32>,
    names: HashMap<String, u32>,
    reaches: HashMap<String, u32>,
}

impl Rarity {
    /// What a word says: the rarer, the more.
    pub(super) fn weight(&self, word: &str) -> f64 {
        let count = self.words.get(word).copied().unwrap_or(1);
        let weight = (1.0 + self.total / f64::from(count.max(1))).ln();
        if GENERIC.contains(&word) { GENERIC_WEIGHT * weight } else { weight }
    }

    /// What a word says that stands nowhere else.
    pub(super) fn rarest(&self) -> f64 {
        (1.0 + self.total).ln()
    }

    /// How many entries have this name.
    pub(super) fn same_name(&self, words: &[String]) -> f64 {
        f64::from(self.names.get(&words.join(" ")).copied().unwrap_or(1))
    }

    /// How many entries are reached in this way.
    pub(super) fn same_reach(&self, reach: &str) -> f64 {
        f64::from(self.reaches.get(reach).copied().unwrap_or(1))
    }

    fn count(&mut self, one: &Features) {
        self.total += 1.0;
        for word in &one.words {
            *self.words.entry(word.clone()).or_default() += 1;
        }
        *self.names.entry(one.words.join(" ")).or_default() += 1;
        for reach in [&one.phone, &one.email, &one.page, &one.host].into_iter().flatten() {
            *self.reaches.entry(reach.clone()).or_default() += 1;
        }
    }
}

/// Every entry taken apart, and what is rare among them.
pub(super) fn of(groups: &[&Group]) -> (Vec<Features>, Rarity) {
    let features: Vec<Features> = groups.iter().map(|group| Features::of(group)).collect();
    let mut rarity = Rarity::default();
    for one in &features {
        rarity.count(one);
    }
    (features, rarity)
}

impl Features {
    fn of(group: &Group) -> Features {
        let venue = match &group.place {
            Place::Venue(venue) => Some(venue),
            Place::Online | Place::Unknown => None,
        };
        let around = [
            venue.and_then(|venue| venue.name.as_deref()),
            venue.and_then(|venue| venue.town.as_deref()),
            group.organisation.as_deref(),
        ];
        let postcode = venue.and_then(|venue| venue.postcode.as_deref());
        let (host, page) = web(group.contact.url.as_deref().unwrap_or_default());
        let mut named = words(&group.name);
        named.sort_unstable();
        named.dedup();
        Features {
            words: named,
            around: around.into_iter().flatten().flat_map(words).collect(),
            postcode: postcode.map(letters).filter(|code| (5..=7).contains(&code.len())),
            outcode: postcode.and_then(outcode),
            point: venue.and_then(|venue| venue.point),
            is_online_only: group.place == Place::Online,
            phone: group.contact.phone.as_deref().and_then(dialled),
            email: group.contact.email.as_deref().map(|email| email.trim().to_lowercase()),
            page,
            host,
            times: group.meetings.iter().map(|met| (met.weekday(), met.from())).collect(),
            activities: group.activities.iter().copied().collect(),
            source: group.source.name.clone(),
        }
    }

    /// The keys under which it meets others: a rare word of its name with a place, or with a way
    /// to reach it, or all of its name.
    pub(super) fn keys(&self, rarity: &Rarity) -> Vec<String> {
        let mut rare: Vec<&String> = self.words.iter().collect();
        rare.sort_by(|a, b| rarity.weight(b).total_cmp(&rarity.weight(a)).then(a.cmp(b)));
        rare.truncate(DOORS);
        let mut doors: Vec<String> = Vec::new();
        doors.extend(self.postcode.clone());
        doors.extend(self.outcode.clone().filter(|_| self.point.is_none()));
        doors.extend(self.point.into_iter().flat_map(squares));
        doors.extend(
            [&self.phone, &self.email, &self.page, &self.host].into_iter().flatten().cloned(),
        );
        let mut keys = Vec::with_capacity(rare.len() * doors.len() + 1);
        for door in &doors {
            keys.extend(rare.iter().map(|word| format!("{word}|{door}")));
        }
        if !self.words.is_empty() {
            keys.push(self.words.join(" "));
        }
        keys
    }
}

/// The square it lies in and those beside it to the north and the east, so that two entries on
/// either side of an edge meet in one of them.
fn squares(point: Point) -> impl Iterator<Item = String> {
    let (north, east) = (point.latitude / SQUARE, point.longitude / SQUARE);
    let corner =
        move |up: f64, right: f64| format!("{}/{}", (north + up).floor(), (east + right).floor());
    [corner(0.0, 0.0), corner(0.5, 0.0), corner(0.0, 0.5), corner(0.5, 0.5)]
        .into_iter()
        .enumerate()
        .map(|(which, square)| format!("{which}:{square}"))
}

/// The words of a name that tell it from others, each in one spelling.
fn words(name: &str) -> Vec<String> {
    let plain: String = name
        .nfkd()
        .filter(|c| !matches!(c, '\'' | '’' | '‘') && (c.is_ascii() || c.is_alphanumeric()))
        .flat_map(char::to_lowercase)
        .collect();
    let words = plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let words = words.map(|word| SAME.iter().find(|(from, _)| *from == word).map_or(word, |s| s.1));
    words.filter(|word| !COMMON.contains(word)).map(singular).collect()
}

fn singular(word: &str) -> String {
    match word.strip_suffix('s') {
        Some(stem) if stem.len() >= 4 && !stem.ends_with(['s', 'u', 'i']) => stem.to_owned(),
        _ => word.to_owned(),
    }
}

fn letters(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase()
}

/// The number as dialled within the country: the first one, where several are given.
fn dialled(phone: &str) -> Option<String> {
    let first = phone.split(['/', ',', ';']).next().unwrap_or(phone);
    let digits: String = first.chars().filter(char::is_ascii_digit).collect();
    let national = digits.strip_prefix("0044").or_else(|| digits.strip_prefix("44"));
    let national =
        national.map_or(digits.clone(), |rest| format!("0{}", rest.trim_start_matches('0')));
    (national.len() >= 9).then_some(national)
}

/// The host of a web address, and the whole of it where it names more than a front page.
fn web(url: &str) -> (Option<String>, Option<String>) {
    let text = url.trim().to_lowercase();
    let rest = text.split_once("://").map_or(text.as_str(), |(_, rest)| rest);
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    let rest = rest.split(['?', '#']).next().unwrap_or(rest).trim_end_matches('/');
    let host = rest.split('/').next().unwrap_or(rest);
    if !host.contains('.') {
        return (None, None);
    }
    (Some(host.to_owned()), rest.contains('/').then(|| rest.to_owned()))
}
