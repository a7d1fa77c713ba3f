//! One question, read once, and one group held against it.

use domain::group::{AccessNeed, Group, Meeting, Place, Status};
use domain::kinds::Activity;
use domain::place::Point;
use domain::profile::{DayPart, Online, Profile, Way};
use jiff::civil::Date;

use crate::checks::is_about_the_building;
use crate::entry::Entry;
use crate::index::Index;
use crate::lexicon::Meaning;
use crate::rank::Weights;
use crate::text::{Term, position};

/// What is asked, beside who asks.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// The day on which it is asked.
    pub today: Date,
    /// How many suggestions are wanted at most.
    pub limit: usize,
    /// How much each part of the score counts.
    pub weights: &'a Weights,
}

/// Something a person loves, read against the index.
pub(crate) struct Interest<'a> {
    /// Their words.
    pub(crate) said: &'a str,
    /// The terms of their words.
    pub(crate) terms: Vec<Option<Term>>,
    /// The kinds of activity their words name.
    pub(crate) kinds: Vec<Activity>,
    /// For each slot, how well its words answer theirs, 0..1.
    pub(crate) answers: Vec<f32>,
}

/// Something a person does not want, read against the index.
pub(crate) struct Unwanted<'a> {
    /// Their words.
    pub(crate) said: &'a str,
    /// The terms, where every one of them is known.
    pub(crate) terms: Vec<Term>,
    /// Kinds of activity that bear this very name.
    pub(crate) kinds: Vec<Activity>,
}

/// A person's profile, read once for a question.
pub(crate) struct Reading<'a> {
    pub(crate) profile: &'a Profile,
    pub(crate) today: Date,
    pub(crate) home: Option<Point>,
    pub(crate) interests: Vec<Interest<'a>>,
    pub(crate) unwanted: Vec<Unwanted<'a>>,
    /// The terms for "no", "without" and "free": they turn "alcohol" into its opposite.
    pub(crate) denials: [Option<Term>; 4],
    small: Vec<Vec<Term>>,
    culture: Vec<Vec<Term>>,
}

/// How groups say that they are small.
const SMALL: &[&str] = &["small group", "small friendly", "one to one", "small number"];

impl<'a> Reading<'a> {
    /// Reads a profile against an index.
    pub(crate) fn new(index: &Index, profile: &'a Profile, today: Date) -> Reading<'a> {
        let interests = profile
            .interests
            .iter()
            .map(|said| {
                let terms = index.vocabulary.read(said);
                let answers = index.postings.answer(&terms);
                Interest { said, kinds: kinds_named(index, &terms), terms, answers }
            })
            .filter(|interest| !interest.terms.is_empty())
            .collect();
        let unwanted = profile.avoid.iter().map(|said| read_unwanted(index, said)).collect();
        let term = |word| index.vocabulary.find(word);
        let known = |phrase: &&str| index.vocabulary.read(phrase).into_iter().collect();
        Reading {
            profile,
            today,
            home: profile.home.filter(|home| is_on_earth(*home)),
            interests,
            unwanted,
            denials: [term("no"), term("without"), term("free"), term("not")],
            small: SMALL.iter().filter_map(known).collect(),
            culture: profile
                .faith_or_culture
                .iter()
                .map(String::as_str)
                .filter_map(|one| known(&one))
                .collect(),
        }
    }

    /// Whether the person said anything about what they love or what hurts.
    pub(crate) fn says_what_matters(&self) -> bool {
        !(self.interests.is_empty()
            && self.profile.activities.is_empty()
            && self.profile.needs.is_empty())
    }

    /// Whether a group says that it is small.
    pub(crate) fn says_small(&self, entry: &Entry) -> bool {
        let is_in = |text: &[Term]| self.small.iter().any(|one| position(text, one).is_some());
        is_in(&entry.name) || is_in(&entry.description)
    }

    /// Whether a group names the person's faith or culture, or a place of it.
    pub(crate) fn names_culture(&self, entry: &Entry) -> bool {
        let is_in = |text: &[Term]| self.culture.iter().any(|one| position(text, one).is_some());
        is_in(&entry.name) || is_in(&entry.description) || is_in(&entry.around)
    }

    /// How far is comfortable, in kilometres: what they said, else what their ways allow.
    pub(crate) fn reach_km(&self) -> f64 {
        let by_way = |way: &Way| match way {
            Way::Walk => 2.0,
            Way::Bus | Way::Accompanied => 10.0,
            Way::Car => 20.0,
        };
        let furthest = self.profile.travel.ways.iter().map(by_way).fold(0.0, f64::max);
        let usual = if furthest > 0.0 { furthest } else { 8.0 };
        self.profile.travel.km_at_most.unwrap_or(usual).max(0.5)
    }
}

fn kinds_named(index: &Index, terms: &[Option<Term>]) -> Vec<Activity> {
    // A word nobody uses can be in no phrase: `Term::MAX` holds its place.
    let terms: Vec<Term> = terms.iter().map(|term| term.unwrap_or(Term::MAX)).collect();
    let mut kinds: Vec<Activity> = index
        .lexicon
        .list_mentions(&terms)
        .into_iter()
        .filter_map(|mention| match mention.meaning {
            Meaning::Activity(kind) => Some(kind),
            Meaning::Need(_) => None,
        })
        .collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

fn read_unwanted<'a>(index: &Index, said: &'a str) -> Unwanted<'a> {
    let read = index.vocabulary.read(said);
    let terms: Option<Vec<Term>> = read.iter().copied().collect();
    let kinds = Activity::ALL.iter().copied().filter(|kind| {
        let names = [kind.key().replace('_', " "), kind.label().to_owned()];
        !read.is_empty() && names.iter().any(|name| index.vocabulary.read(name) == read)
    });
    Unwanted { said, kinds: kinds.collect(), terms: terms.unwrap_or_default() }
}

fn is_on_earth(point: Point) -> bool {
    Point::new(point.latitude, point.longitude).is_some()
}

/// One group held against one reading.
pub(crate) struct Case<'a> {
    pub(crate) entry: &'a Entry,
    pub(crate) slot: usize,
    pub(crate) reading: &'a Reading<'a>,
    /// Straight-line distance from home, where both ends are known.
    pub(crate) km: Option<f64>,
}

impl<'a> Case<'a> {
    /// Holds a group against a reading.
    pub(crate) fn new(entry: &'a Entry, slot: usize, reading: &'a Reading<'a>) -> Case<'a> {
        let point = entry.group.point().filter(|point| is_on_earth(*point));
        let km = reading.home.zip(point).map(|(home, there)| home.km_to(there));
        Case { entry, slot, reading, km }
    }

    /// The group.
    pub(crate) fn group(&self) -> &'a Group {
        &self.entry.group
    }

    /// The person's profile.
    pub(crate) fn profile(&self) -> &'a Profile {
        self.reading.profile
    }

    /// Meetings that are still to come.
    pub(crate) fn upcoming(&self) -> impl Iterator<Item = &'a Meeting> {
        let today = self.reading.today;
        self.group().meetings.iter().filter(move |meeting| match meeting {
            Meeting::Weekly { .. } => true,
            Meeting::On { date, .. } => *date >= today,
        })
    }

    /// Whether the person said that they are free when this meeting begins.
    pub(crate) fn is_free_for(&self, meeting: &Meeting) -> bool {
        let times = &self.profile().times;
        let part = DayPart::of(meeting.from());
        times.is_empty()
            || times.iter().any(|time| time.weekday == meeting.weekday() && time.part == part)
    }

    /// Whether the person could take part without travelling.
    pub(crate) fn can_join_online(&self) -> bool {
        self.group().is_online() && self.profile().travel.online != Online::No
    }

    /// Whether something that the person needs does not arise for them here: it is about the
    /// building, and they could take part from home.
    pub(crate) fn can_do_without(&self, need: AccessNeed) -> bool {
        self.can_join_online() && is_about_the_building(need)
    }

    /// Whether the person would have to travel to it.
    pub(crate) fn is_only_online(&self) -> bool {
        matches!(self.group().place, Place::Online)
    }

    /// The last date its listing names, where that is past.
    pub(crate) fn listing_stopped(&self) -> Option<Date> {
        self.group().last_known_on.filter(|last| *last < self.reading.today)
    }

    /// Whether it is over, and since when where that is known.
    pub(crate) fn ended(&self) -> Option<Option<Date>> {
        let today = self.reading.today;
        if let Status::Ended { on } = self.group().status
            && on.is_none_or(|on| on < today)
        {
            return Some(on);
        }
        let nothing_to_come = self.upcoming().next().is_none();
        let last = self.group().meetings.iter().filter_map(|meeting| match meeting {
            Meeting::On { date, .. } => Some(*date),
            Meeting::Weekly { .. } => None,
        });
        last.max().filter(|_| nothing_to_come).map(Some)
    }
}
