//! One question, read once, and one group held against it.

use std::collections::HashMap;

use domain::group::AccessNeed;
use domain::ids::GroupId;
use domain::kinds::{Activity, Need};
use domain::place::Point;
use domain::profile::{Online, Profile, Way, Went};
use jiff::civil::Date;

use crate::analyse::is_on_earth;
use crate::audience::Situation;
use crate::bm25::Query;
use crate::checks::is_about_the_building;
use crate::facts::{
    ANY_TIME, Dated, Day, Language, Outcode, Running, Terms, View, Where, part_of_week,
};
use crate::index::Index;
use crate::language::Known;
use crate::lexicon::Meaning;
use crate::rank::Weights;
use crate::retention::Retention;
use crate::text::Term;

/// What is asked, beside who asks.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// The day on which it is asked.
    pub today: Date,
    /// How many suggestions are wanted at most.
    pub limit: usize,
    /// How much each part of the score counts.
    pub weights: &'a Weights,
    /// How many of each group's places are taken this month, where anybody counts.
    pub taken: Option<&'a HashMap<GroupId, u32>>,
}

impl<'a> Question<'a> {
    /// A question of a day, without counts of places taken.
    #[must_use]
    pub fn new(today: Date, limit: usize, weights: &'a Weights) -> Question<'a> {
        Question { today, limit, weights, taken: None }
    }
}

/// What a person's words are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum About {
    /// What they love or would like to try.
    Loved,
    /// What they hope for.
    Hoped,
    /// What they went to before, and how that was.
    Went(Went),
}

/// Something a person loves, hopes for or went to before, read against the index.
pub(crate) struct Interest<'a> {
    pub(crate) about: About,
    /// Their words.
    pub(crate) said: &'a str,
    /// The terms of their words.
    pub(crate) terms: Vec<Option<Term>>,
    /// The kinds of activity their words name.
    pub(crate) kinds: Vec<Activity>,
    /// The kinds of need their words name.
    pub(crate) needs: Vec<Need>,
    /// Their words, to be answered by a group's words.
    pub(crate) query: Query,
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
    pub(crate) known: &'a Known,
    pub(crate) profile: &'a Profile,
    pub(crate) date: Date,
    pub(crate) today: Day,
    pub(crate) home: Option<Point>,
    /// As far as they can go at all, by every limit they stated.
    pub(crate) furthest_km: Option<f64>,
    pub(crate) outcode: Option<Outcode>,
    pub(crate) languages: Vec<Language>,
    /// The parts of the week in which they are free, as bits.
    pub(crate) free: u32,
    pub(crate) interests: Vec<Interest<'a>>,
    pub(crate) unwanted: Vec<Unwanted<'a>>,
    pub(crate) situation: Situation,
    /// Groups of the directory that they went to before.
    pub(crate) went_to: Vec<(View<'a>, Went)>,
    pub(crate) retention: Option<&'a Retention>,
    pub(crate) taken: Option<&'a HashMap<GroupId, u32>>,
    culture: Vec<Vec<Term>>,
}

impl<'a> Reading<'a> {
    /// Reads a profile against an index.
    pub(crate) fn new(
        index: &'a Index,
        profile: &'a Profile,
        question: &Question<'a>,
    ) -> Reading<'a> {
        let known = &index.known;
        let unwanted = profile.avoid.iter().map(|said| read_unwanted(known, said)).collect();
        let read = |said: &String| known.vocabulary.read(said).into_iter().collect();
        let went_to = profile.experience.iter().filter_map(|one| {
            let view = index.view(one.group?)?;
            Some((view, one.went))
        });
        Reading {
            known,
            profile,
            date: question.today,
            today: question.today.into(),
            home: profile.home.filter(|home| is_on_earth(*home)),
            furthest_km: profile.travel.furthest_km(),
            outcode: profile.outcode.as_deref().and_then(Outcode::of),
            languages: profile.languages.iter().map(|tag| Language::of(tag)).collect(),
            free: free(profile),
            interests: interests(index, profile),
            unwanted,
            situation: Situation::read(profile, known),
            went_to: went_to.collect(),
            retention: index.retention.as_ref(),
            taken: question.taken,
            culture: profile.faith_or_culture.iter().filter_map(read).collect(),
        }
    }

    /// Whether the person said anything about what they love, what hurts or what they hope for.
    pub(crate) fn says_what_matters(&self) -> bool {
        let is_said = |interest: &Interest<'_>| !matches!(interest.about, About::Went(_));
        self.interests.iter().any(is_said)
            || !self.profile.activities.is_empty()
            || !self.profile.needs.is_empty()
            || !self.profile.gaps.is_empty()
    }

    /// Whether a group names the person's faith or culture, or a place of it.
    pub(crate) fn names_culture(&self, view: View<'_>) -> bool {
        let is_in = |text: Terms<'_>| self.culture.iter().any(|one| text.holds(one));
        is_in(view.name()) || is_in(view.description()) || is_in(view.around())
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
        self.furthest_km.unwrap_or(usual).max(0.5)
    }
}

/// Everything a person said in words, what they love first.
fn interests<'a>(index: &Index, profile: &'a Profile) -> Vec<Interest<'a>> {
    let said = profile.interests.iter().map(|said| (said.as_str(), About::Loved));
    let hoped = profile.hopes.iter().map(|said| (said.as_str(), About::Hoped));
    let went = profile.experience.iter().filter_map(|one| {
        let said = one.words.as_deref()?;
        (one.went != Went::Mixed).then_some((said, About::Went(one.went)))
    });
    let known = &index.known;
    said.chain(hoped)
        .chain(went)
        .map(|(said, about)| {
            let terms = known.vocabulary.read(said);
            let query = Query::new(&known.synonyms.widen(&terms), &index.corpus);
            let (kinds, needs) = kinds_named(known, &terms);
            Interest { about, said, kinds, needs, terms, query }
        })
        .filter(|interest| !interest.terms.is_empty())
        .collect()
}

fn kinds_named(known: &Known, terms: &[Option<Term>]) -> (Vec<Activity>, Vec<Need>) {
    // A word nobody uses can be in no phrase: `Term::MAX` holds its place.
    let terms: Vec<Term> = terms.iter().map(|term| term.unwrap_or(Term::MAX)).collect();
    let (mut kinds, mut needs) = (Vec::new(), Vec::new());
    for mention in known.lexicon.list_mentions(&terms) {
        match mention.meaning {
            Meaning::Activity(kind) => kinds.push(kind),
            Meaning::Need(need) => needs.push(need),
        }
    }
    kinds.sort_unstable();
    kinds.dedup();
    needs.sort_unstable();
    needs.dedup();
    (kinds, needs)
}

fn read_unwanted<'a>(known: &Known, said: &'a str) -> Unwanted<'a> {
    let read = known.vocabulary.read(said);
    let terms: Option<Vec<Term>> = read.iter().copied().collect();
    let kinds = Activity::ALL.iter().copied().filter(|kind| {
        let names = [kind.key().replace('_', " "), kind.label().to_owned()];
        !read.is_empty() && names.iter().any(|name| known.vocabulary.read(name) == read)
    });
    Unwanted { said, kinds: kinds.collect(), terms: terms.unwrap_or_default() }
}

/// No free time said is any time.
fn free(profile: &Profile) -> u32 {
    if profile.times.is_empty() {
        return ANY_TIME;
    }
    profile.times.iter().fold(0, |bits, time| bits | part_of_week(time.weekday, time.part))
}

/// One group held against one reading.
#[derive(Clone, Copy)]
pub(crate) struct Case<'a> {
    pub(crate) view: View<'a>,
    pub(crate) reading: &'a Reading<'a>,
    /// How well its words answer each interest, 0..1.
    pub(crate) answers: &'a [f32],
    /// Straight-line distance from home, where both ends are known.
    pub(crate) km: Option<f64>,
}

impl<'a> Case<'a> {
    /// Holds a group against a reading.
    pub(crate) fn new(view: View<'a>, reading: &'a Reading<'a>, answers: &'a [f32]) -> Case<'a> {
        let km = reading.home.zip(view.facts.point).map(|(home, there)| home.km_to(there));
        Case { view, reading, answers, km }
    }

    /// The same before anybody has measured how far it is.
    pub(crate) fn near(view: View<'a>, reading: &'a Reading<'a>, answers: &'a [f32]) -> Case<'a> {
        Case { view, reading, answers, km: None }
    }

    /// Its places taken this month and those it offers, where both are known.
    pub(crate) fn places(&self) -> Option<(u32, u32)> {
        let offered = self.view.facts.places_per_month?;
        let taken = self.reading.taken?;
        Some((taken.get(&self.view.facts.id).copied().unwrap_or(0), offered))
    }

    /// The person's profile.
    pub(crate) fn profile(&self) -> &'a Profile {
        self.reading.profile
    }

    /// Parts of the week in which it meets again and again.
    pub(crate) fn weekly(&self) -> u32 {
        self.view.facts.weekly.iter().fold(0, |all, parts| all | parts)
    }

    /// Single meetings that are still to come.
    pub(crate) fn dated(&self) -> impl Iterator<Item = &'a Dated> {
        let today = self.reading.today;
        self.view.dated().iter().filter(move |meeting| meeting.day >= today)
    }

    /// Whether any meeting is known that is still to come.
    pub(crate) fn has_upcoming(&self) -> bool {
        self.weekly() != 0 || self.dated().next().is_some()
    }

    /// Whether the person could take part without travelling.
    pub(crate) fn can_join_online(&self) -> bool {
        self.view.is_online() && self.profile().travel.online != Online::No
    }

    /// Whether something that the person needs does not arise for them here: it is about the
    /// building, and they could take part from home.
    pub(crate) fn can_do_without(&self, need: AccessNeed) -> bool {
        self.can_join_online() && is_about_the_building(need)
    }

    /// Whether nobody can travel to it.
    pub(crate) fn is_only_online(&self) -> bool {
        self.view.facts.place == Where::Online
    }

    /// The last date its listing names, where that is past.
    pub(crate) fn listing_stopped(&self) -> Option<Day> {
        self.view.facts.last_known_on.filter(|last| *last < self.reading.today)
    }

    /// Whether it is over, and since when where that is known.
    pub(crate) fn ended(&self) -> Option<Option<Day>> {
        if let Running::Until(on) = self.view.facts.running
            && on.is_none_or(|on| on < self.reading.today)
        {
            return Some(on);
        }
        let last = self.view.dated().iter().map(|meeting| meeting.day).max();
        last.filter(|_| !self.has_upcoming()).map(Some)
    }
}
