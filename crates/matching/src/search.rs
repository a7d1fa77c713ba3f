//! The quick search: the best groups for a reading, without looking at most of the others.
//!
//! Tiles and blocks are taken in the order of the most they could offer, until none of the rest
//! can beat what was found. Best-first search with upper bounds; for text alone the idea is
//! block-max WAND (Ding and Suel, "Faster Top-k Document Retrieval Using Block-Max Indexes", 2011).

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use domain::ids::GroupId;
use domain::profile::Online;

use crate::case::{Case, Question, Reading};
use crate::facts::{View, Where};
use crate::index::Index;
use crate::limits::{is_excluded, is_unwanted};
use crate::rank::{self, Part, Values, bounds};
use crate::segment::BLOCK;
use crate::suggest::Ranked;
use crate::summary::Summary;
use crate::texts::Texts;

/// What a search collects.
pub(crate) trait Collect<'a> {
    /// Whether a group with this score and id, at best, would still be taken.
    fn admits(&self, score: f64, id: GroupId) -> bool;
    /// Takes a group.
    fn take(&mut self, found: Ranked<'a>);
}

/// The best so many.
pub(crate) struct Best<'a> {
    most: usize,
    /// The worst of them on top.
    heap: BinaryHeap<Worst<'a>>,
}

struct Worst<'a>(Ranked<'a>);

impl Ord for Worst<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.order(&other.0)
    }
}

impl PartialOrd for Worst<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Worst<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Worst<'_> {}

impl<'a> Best<'a> {
    pub(crate) fn new(most: usize) -> Best<'a> {
        Best { most, heap: BinaryHeap::with_capacity(most + 1) }
    }

    /// The best first.
    pub(crate) fn into_ranking(self) -> Vec<Ranked<'a>> {
        self.heap.into_sorted_vec().into_iter().map(|one| one.0).collect()
    }
}

impl<'a> Collect<'a> for Best<'a> {
    fn admits(&self, score: f64, id: GroupId) -> bool {
        if self.heap.len() < self.most {
            return self.most > 0;
        }
        self.heap.peek().is_some_and(|worst| {
            score > worst.0.score || (score == worst.0.score && id < worst.0.view.facts.id)
        })
    }

    fn take(&mut self, found: Ranked<'a>) {
        self.heap.push(Worst(found));
        if self.heap.len() > self.most {
            self.heap.pop();
        }
    }
}

/// How many groups come before one.
pub(crate) struct Before {
    pub(crate) score: f64,
    pub(crate) id: GroupId,
    pub(crate) count: usize,
}

impl<'a> Collect<'a> for Before {
    fn admits(&self, score: f64, id: GroupId) -> bool {
        score > self.score || (score == self.score && id < self.id)
    }

    fn take(&mut self, _: Ranked<'a>) {
        self.count += 1;
    }
}

/// A stretch of the index that is still to be looked at, and the most that it can offer.
struct Todo {
    score: f64,
    sealed: u32,
    at: u32,
    is_tile: bool,
}

impl Ord for Todo {
    fn cmp(&self, other: &Self) -> Ordering {
        // Of equals blocks first: they raise the bar.
        self.score.total_cmp(&other.score).then(other.is_tile.cmp(&self.is_tile))
    }
}

impl PartialOrd for Todo {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Todo {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Todo {}

/// One search.
pub(crate) struct Search<'s, 'a, C> {
    index: &'a Index,
    reading: &'s Reading<'s>,
    question: &'s Question<'s>,
    /// Which parts are asked at all: that depends on the person alone.
    asked: Values,
    texts: Texts<'s>,
    todo: BinaryHeap<Todo>,
    found: C,
}

/// Parts that are quick and tell most: after each the rest is bounded again.
const FIRST: [Part; 3] = [Part::Interest, Part::Need, Part::Distance];

impl<'s, 'a, C: Collect<'a>> Search<'s, 'a, C> {
    /// Searches the whole index.
    pub(crate) fn run(
        index: &'a Index,
        reading: &'s Reading<'s>,
        question: &'s Question<'s>,
        found: C,
    ) -> C {
        let texts = Texts::new(index, reading);
        let (asked, todo) = ([None; Part::COUNT], BinaryHeap::new());
        let mut search = Search { index, reading, question, asked, texts, todo, found };
        let Some(any) = index.views().next() else {
            return search.found;
        };
        let nothing = vec![0.0; reading.interests.len()];
        search.asked = rank::values(&Case::new(any, reading, &nothing));
        search.live();
        search.tiles();
        while let Some(next) = search.todo.pop() {
            if !search.found.admits(next.score, GroupId(uuid::Uuid::nil())) {
                break;
            }
            if next.is_tile { search.tile(&next) } else { search.block(&next) }
        }
        search.found
    }

    /// What is not sealed is looked at one by one.
    fn live(&mut self) {
        for view in self.index.live() {
            let answers = self.index.answers(view, self.reading);
            self.look(view, &answers, self.asked.map(|part| part.map(|_| 1.0)));
        }
    }

    fn tiles(&mut self) {
        let index = self.index;
        for (at, sealed) in index.sealed.iter().enumerate() {
            for (number, tile) in sealed.segment.tiles.iter().enumerate() {
                if !may_fit(&tile.summary, self.reading) {
                    continue;
                }
                let answers = vec![1.0; self.reading.interests.len()];
                let score = self.score(&self.bound(&tile.summary, &answers));
                if self.found.admits(score, tile.summary.id) {
                    let (sealed, at) = (at as u32, number as u32);
                    self.todo.push(Todo { score, sealed, at, is_tile: true });
                }
            }
        }
    }

    /// Bounds each block of a tile.
    fn tile(&mut self, todo: &Todo) {
        let segment = &self.index.sealed[todo.sealed as usize].segment;
        let tile = &segment.tiles[todo.at as usize];
        let mut cursors = self.texts.cursors((todo.sealed as usize, segment), &tile.blocks);
        let mut answers = vec![0.0; self.reading.interests.len()];
        for number in tile.blocks.clone() {
            let summary = &segment.blocks[number as usize];
            if !may_fit(summary, self.reading) {
                continue;
            }
            self.texts.best_answers(segment, number, &mut cursors, &mut answers);
            let score = self.score(&self.bound(summary, &answers));
            if self.found.admits(score, summary.id) {
                self.todo.push(Todo { score, sealed: todo.sealed, at: number, is_tile: false });
            }
        }
    }

    /// Looks at each group of a block.
    fn block(&mut self, todo: &Todo) {
        let sealed = &self.index.sealed[todo.sealed as usize];
        let (segment, block) = (&sealed.segment, todo.at as usize);
        let summary = &segment.blocks[block];
        if !self.found.admits(todo.score, summary.id) {
            return;
        }
        self.texts.open((todo.sealed as usize, segment), todo.at);
        let mut answers = vec![0.0; self.reading.interests.len()];
        // Interest is known of each group before it is looked at; the rest is bounded.
        let bound = self.bound(summary, &answers);
        for at in bits(sealed.there[block]) {
            let view = segment.view(block * BLOCK + at);
            self.texts.answers(at, view.facts.length, &mut answers);
            self.look(view, &answers, bound);
        }
    }

    /// Looks at one group, and stops as soon as it cannot be taken any more.
    fn look(&mut self, view: View<'a>, answers: &[f32], mut values: Values) {
        let id = view.facts.id;
        let mut case = Case::near(view, self.reading, answers);
        for part in FIRST {
            if part == Part::Distance {
                case = Case::new(view, self.reading, answers);
            }
            values[part as usize] = rank::value(part, &case);
            if !self.found.admits(self.score(&values), id) {
                return;
            }
        }
        if is_excluded(&case) {
            return;
        }
        let values = rank::values(&case);
        let score = self.score(&values);
        if self.found.admits(score, id) && !is_unwanted(&case) {
            self.found.take(Ranked { view, score });
        }
    }

    fn bound(&self, block: &Summary, answers: &[f32]) -> Values {
        let mut values = self.asked;
        for (value, part) in values.iter_mut().zip(Part::ALL) {
            if value.is_some() {
                *value = Some(bounds::most(*part, block, self.reading, answers));
            }
        }
        values
    }

    fn score(&self, values: &Values) -> f64 {
        rank::score(values, self.question.weights)
    }
}

/// The places of the bits that are set.
pub(crate) fn bits(mut word: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let at = word.trailing_zeros() as usize;
        word &= word.wrapping_sub(1);
        (at < BLOCK).then_some(at)
    })
}

/// Whether the hard limits leave any group of a block, as far as its summary tells.
pub(crate) fn may_fit(block: &Summary, reading: &Reading<'_>) -> bool {
    let travel = &reading.profile.travel;
    let is_away = block.is_weekly && block.times & reading.free == 0;
    if !block.is_open || is_away {
        return false;
    }
    match travel.online {
        Online::Only => block.is_online() || block.has_place(Where::Unknown),
        Online::No => is_in_reach(block, reading),
        Online::Welcome => block.is_online() || is_in_reach(block, reading),
    }
}

fn is_in_reach(block: &Summary, reading: &Reading<'_>) -> bool {
    match (reading.home, reading.furthest_km, block.area) {
        (Some(home), Some(most), Some(area)) if block.is_placed => {
            // A hair more: minutes turned into kilometres are rounded.
            area.km_at_least(home) <= most + 1e-6
        }
        _ => true,
    }
}
