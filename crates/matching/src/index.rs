//! The index: the facts of every group that may be suggested, read once and held in memory.
//!
//! Sealed segments never change and are shared by copies; the latest edits are few and lie beside
//! them, so that an edit is quick and nobody who reads is in its way. No words are kept: whoever
//! asks hands in the few groups that are shown. It knows no database: `app` keeps it fresh.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::sync::Arc;

use domain::group::Group;
use domain::ids::GroupId;

use crate::analyse::analyse;
use crate::bm25::Corpus;
use crate::case::Reading;
use crate::facts::{Facts, Sides, View};
use crate::language::Known;
use crate::retention::{Counted, Retention};
use crate::segment::{BLOCK, MOST, Segment};

/// All groups, ready to be matched. A copy shares nearly all of its memory.
#[derive(Debug, Clone, Default)]
pub struct Index {
    pub(crate) known: Known,
    pub(crate) corpus: Corpus,
    pub(crate) sealed: Vec<Sealed>,
    live: Vec<Option<Facts>>,
    sides: Sides,
    count: usize,
    pub(crate) retention: Option<Retention>,
}

/// A sealed segment and what is left of it.
#[derive(Debug, Clone)]
pub(crate) struct Sealed {
    pub(crate) segment: Arc<Segment>,
    /// For each block, its groups that are still there, as bits.
    pub(crate) there: Vec<u64>,
}

/// So many edits lie beside the segments before they are sealed.
const LIVE: usize = 256;
/// Segments with fewer groups are joined, once there are so many of them.
const SMALL: usize = 2048;
const MANY: usize = 8;

impl Index {
    /// An index of these groups; of two with the same id the later one counts.
    #[must_use]
    pub fn build<G: Borrow<Group>>(groups: impl IntoIterator<Item = G>) -> Index {
        let mut index = Index::default();
        index.extend(groups);
        index
    }

    /// Adds many groups at once, or replaces those with their ids.
    pub fn extend<G: Borrow<Group>>(&mut self, groups: impl IntoIterator<Item = G>) {
        let mut seen = HashMap::new();
        let before = self.live.len();
        for group in groups {
            let group = group.borrow();
            if let Some(at) = seen.insert(group.id, self.live.len()) {
                self.take_live(at);
            } else {
                self.remove_among(group.id, before);
            }
            self.add(group);
        }
        if self.live.len() >= LIVE {
            self.seal();
        }
    }

    /// Adds a group, or replaces the one with its id.
    pub fn put(&mut self, group: &Group) {
        self.remove(group.id);
        self.add(group);
        if self.live.len() >= LIVE {
            self.seal();
        }
    }

    fn add(&mut self, group: &Group) {
        let facts = analyse(group, &mut self.known, &mut self.sides);
        let view = View { facts: &facts, sides: &self.sides };
        self.corpus.add(view, &self.known);
        self.live.push(Some(facts));
        self.count += 1;
    }

    /// Takes a group out; says whether it was there.
    pub fn remove(&mut self, id: GroupId) -> bool {
        self.remove_among(id, self.live.len())
    }

    fn remove_among(&mut self, id: GroupId, live: usize) -> bool {
        if let Some(at) = self.find_live(id, live) {
            self.take_live(at);
            return true;
        }
        let found = self.sealed.iter().enumerate().find_map(|(at, one)| Some((at, one.find(id)?)));
        let Some((at, slot)) = found else {
            return false;
        };
        self.corpus.remove(self.sealed[at].segment.view(slot), &self.known);
        self.sealed[at].there[slot / BLOCK] &= !(1 << (slot % BLOCK));
        self.count -= 1;
        true
    }

    fn find_live(&self, id: GroupId, among: usize) -> Option<usize> {
        let is_it = |facts: &Option<Facts>| facts.as_ref().is_some_and(|facts| facts.id == id);
        self.live[..among].iter().position(is_it)
    }

    fn take_live(&mut self, at: usize) {
        if let Some(facts) = self.live[at].take() {
            let view = View { facts: &facts, sides: &self.sides };
            self.corpus.remove(view, &self.known);
            self.count -= 1;
        }
    }

    /// Seals the latest edits, and joins segments where there are many small ones.
    fn seal(&mut self) {
        self.known.vocabulary.settle();
        let is_small = |one: &Sealed| one.segment.facts.len() < SMALL;
        let small: Vec<Sealed> = if self.sealed.iter().filter(|one| is_small(one)).count() >= MANY {
            self.sealed.extract_if(.., |one| is_small(one)).collect()
        } else {
            Vec::new()
        };
        let (live, sides) = (std::mem::take(&mut self.live), std::mem::take(&mut self.sides));
        let fresh = live.iter().flatten().map(|facts| View { facts, sides: &sides });
        let rows: Vec<View<'_>> = small.iter().flat_map(Sealed::views).chain(fresh).collect();
        for rows in rows.chunks(MOST) {
            let segment = Arc::new(Segment::seal(rows, &self.known, &self.corpus));
            let there = |block: usize| match rows.len() - block * BLOCK {
                rest @ ..BLOCK => (1 << rest) - 1,
                _ => u64::MAX,
            };
            let there = (0..segment.blocks.len()).map(there).collect();
            self.sealed.push(Sealed { segment, there });
        }
    }

    /// Learns from how many earlier people stayed; too few teach nothing, and none switch it off.
    pub fn set_retention(&mut self, counts: &[Counted]) {
        self.retention = Retention::learn(counts);
    }

    /// Whether it holds a group with this id.
    #[must_use]
    pub fn contains(&self, id: GroupId) -> bool {
        self.view(id).is_some()
    }

    /// How many groups it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// About how many bytes it takes.
    #[must_use]
    pub fn size_bytes(&self) -> usize {
        let sealed = |one: &Sealed| one.segment.size_bytes() + size_of_val(one.there.as_slice());
        self.known.vocabulary.size_bytes()
            + self.corpus.size_bytes()
            + self.sealed.iter().map(sealed).sum::<usize>()
            + size_of_val(self.live.as_slice())
            + self.sides.size_bytes()
    }

    pub(crate) fn view(&self, id: GroupId) -> Option<View<'_>> {
        if let Some(at) = self.find_live(id, self.live.len()) {
            return Some(View { facts: self.live[at].as_ref()?, sides: &self.sides });
        }
        self.sealed.iter().find_map(|one| Some(one.segment.view(one.find(id)?)))
    }

    /// Groups that are not sealed yet.
    pub(crate) fn live(&self) -> impl Iterator<Item = View<'_>> {
        self.live.iter().flatten().map(|facts| View { facts, sides: &self.sides })
    }

    /// Every group.
    pub(crate) fn views(&self) -> impl Iterator<Item = View<'_>> {
        self.sealed.iter().flat_map(Sealed::views).chain(self.live())
    }

    /// How well a group's words answer each interest.
    pub(crate) fn answers(&self, view: View<'_>, reading: &Reading<'_>) -> Vec<f32> {
        let interests = reading.interests.iter();
        interests.map(|interest| interest.query.answer_of(view, &self.known)).collect()
    }
}

impl Sealed {
    /// Where a group is, if it is still there.
    fn find(&self, id: GroupId) -> Option<usize> {
        let slot = self.segment.find(id)?;
        (self.there[slot / BLOCK] >> (slot % BLOCK) & 1 == 1).then_some(slot)
    }

    fn views(&self) -> impl Iterator<Item = View<'_>> {
        let is_there = |slot: &usize| self.there[slot / BLOCK] >> (slot % BLOCK) & 1 == 1;
        (0..self.segment.facts.len()).filter(is_there).map(|slot| self.segment.view(slot))
    }
}
