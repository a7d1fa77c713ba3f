//! The index: the facts of every group that may be suggested, read once and held in memory.
//!
//! It keeps no words: whoever asks hands in the few groups that are shown. It knows no database:
//! `app` fills it from the store and keeps it fresh.

use std::borrow::Borrow;
use std::collections::HashMap;

use domain::group::Group;
use domain::ids::GroupId;

use crate::analyse::analyse;
use crate::bm25::{Corpus, weigh};
use crate::case::{Case, Reading};
use crate::facts::{Facts, Sides, View};
use crate::language::Known;

/// All groups, ready to be matched.
#[derive(Debug, Clone, Default)]
pub struct Index {
    pub(crate) known: Known,
    pub(crate) corpus: Corpus,
    facts: Vec<Option<Facts>>,
    sides: Sides,
    slot_of: HashMap<GroupId, usize>,
}

impl Index {
    /// An index of these groups; of two with the same id the later one counts.
    #[must_use]
    pub fn build<G: Borrow<Group>>(groups: impl IntoIterator<Item = G>) -> Index {
        let mut index = Index::default();
        for group in groups {
            index.put(group.borrow());
        }
        index
    }

    /// Adds a group, or replaces the one with its id.
    pub fn put(&mut self, group: &Group) {
        self.remove(group.id);
        let facts = analyse(group, &mut self.known, &mut self.sides);
        let view = View { facts: &facts, sides: &self.sides };
        self.corpus.add(view, &self.known);
        self.slot_of.insert(group.id, self.facts.len());
        self.facts.push(Some(facts));
    }

    /// Takes a group out; says whether it was there.
    pub fn remove(&mut self, id: GroupId) -> bool {
        let Some(facts) = self.slot_of.remove(&id).and_then(|slot| self.facts[slot].take()) else {
            return false;
        };
        let view = View { facts: &facts, sides: &self.sides };
        self.corpus.remove(view, &self.known);
        true
    }

    /// Whether it holds a group with this id.
    #[must_use]
    pub fn contains(&self, id: GroupId) -> bool {
        self.slot_of.contains_key(&id)
    }

    /// How many groups it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.slot_of.len()
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.slot_of.is_empty()
    }

    pub(crate) fn view(&self, id: GroupId) -> Option<View<'_>> {
        let facts = self.facts[*self.slot_of.get(&id)?].as_ref()?;
        Some(View { facts, sides: &self.sides })
    }

    pub(crate) fn views(&self) -> impl Iterator<Item = View<'_>> {
        self.facts.iter().flatten().map(|facts| View { facts, sides: &self.sides })
    }

    /// How well a group's words answer each interest.
    pub(crate) fn answers(&self, view: View<'_>, reading: &Reading<'_>) -> Vec<f32> {
        if reading.interests.is_empty() {
            return Vec::new();
        }
        let weighed = weigh(view, &self.known);
        let length = view.facts.length;
        let interests = reading.interests.iter();
        interests.map(|interest| interest.query.answer_of(&weighed, length)).collect()
    }

    /// Holds every group against a reading, in no particular order.
    pub(crate) fn each_case(&self, reading: &Reading<'_>, mut look: impl FnMut(&Case<'_>)) {
        for view in self.views() {
            look(&Case::new(view, reading, &self.answers(view, reading)));
        }
    }
}
