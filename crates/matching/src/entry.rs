//! One group as the index keeps it: the group itself and what its words say, analysed once.

use domain::group::{Group, Place};
use domain::kinds::{Activity, Need};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::lexicon::{Lexicon, Meaning, Mention};
use crate::text::{Term, Vocabulary};

/// How much more a word in the name says than one in the description.
const NAME_WEIGHT: f32 = 3.0;

/// One group, analysed.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// The group.
    pub(crate) group: Group,
    /// The terms of its name.
    pub(crate) name: Vec<Term>,
    /// The terms of its description.
    pub(crate) description: Vec<Term>,
    /// The terms of who runs it and of the building.
    pub(crate) around: Vec<Term>,
    /// Each term once with its weighted frequency, for the postings.
    pub(crate) terms: Vec<(Term, f32)>,
    /// How surely it is of each kind of activity, 0..1, by the order of `Activity::ALL`.
    pub(crate) activities: Vec<f64>,
    /// How surely it is about each kind of need, 0..1, by the order of `Need::ALL`.
    pub(crate) needs: Vec<f64>,
    /// When somebody last made sure that it is true.
    pub(crate) checked_on: Option<Date>,
}

impl Entry {
    /// Analyses a group.
    pub(crate) fn new(group: Group, vocabulary: &mut Vocabulary, lexicon: &Lexicon) -> Entry {
        let name = vocabulary.learn(&group.name);
        let description = vocabulary.learn(&group.description);
        let around = vocabulary.learn(&surroundings(&group));
        let labels: String = group.activities.iter().map(|kind| kind.label()).fold(
            String::new(),
            |mut all, label| {
                all.push_str(label);
                all.push(' ');
                all
            },
        );
        let kinds = vocabulary.learn(&labels);
        let in_name = lexicon.list_mentions(&name);
        let in_description = lexicon.list_mentions(&description);
        let activities = Activity::ALL
            .iter()
            .map(|kind| {
                let meaning = Meaning::Activity(*kind);
                strength(group.activities.contains(kind), meaning, &in_name, &in_description)
            })
            .collect();
        let needs = Need::ALL
            .iter()
            .map(|kind| {
                let meaning = Meaning::Need(*kind);
                strength(group.needs.contains(kind), meaning, &in_name, &in_description)
            })
            .collect();
        let checked_on =
            group.checked.as_ref().map(|checked| checked.at.to_zoned(TimeZone::UTC).date());
        let terms = weigh(&name, description.iter().chain(&kinds));
        Entry { group, name, description, around, terms, activities, needs, checked_on }
    }

    /// How surely it is of this kind, 0..1.
    pub(crate) fn does(&self, kind: Activity) -> f64 {
        self.activities[kind as usize]
    }

    /// How surely it is about this need, 0..1.
    pub(crate) fn is_about(&self, need: Need) -> f64 {
        self.needs[need as usize]
    }
}

fn surroundings(group: &Group) -> String {
    let building = match &group.place {
        Place::Venue(venue) => venue.name.as_deref(),
        Place::Online | Place::Unknown => None,
    };
    format!("{} {}", group.organisation.as_deref().unwrap_or(""), building.unwrap_or(""))
}

/// Stated is sure; a word in the name nearly so; words in the description are hints.
fn strength(
    stated: bool,
    meaning: Meaning,
    in_name: &[Mention],
    in_description: &[Mention],
) -> f64 {
    if stated {
        return 1.0;
    }
    if in_name.iter().any(|mention| mention.meaning == meaning) {
        return 0.8;
    }
    let mut words: Vec<&str> = in_description
        .iter()
        .filter(|mention| mention.meaning == meaning)
        .map(|mention| mention.word)
        .collect();
    words.sort_unstable();
    words.dedup();
    match words.len() {
        0 => 0.0,
        1 => 0.3,
        2 => 0.45,
        _ => 0.55,
    }
}

fn weigh<'a>(name: &[Term], rest: impl Iterator<Item = &'a Term>) -> Vec<(Term, f32)> {
    let mut all: Vec<(Term, f32)> = name.iter().map(|term| (*term, NAME_WEIGHT)).collect();
    all.extend(rest.map(|term| (*term, 1.0)));
    all.sort_by_key(|(term, _)| *term);
    all.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
    all
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

    #[test]
    fn a_word_in_the_name_counts_three_times() {
        assert_eq!(weigh(&[7, 2], [2, 2].iter()), vec![(2, 5.0), (7, 3.0)]);
    }
}
