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
use crate::glance::{self, Eye, Glance};
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
    /// What each part counts, and all that are asked together.
    counts: [f64; Part::COUNT],
    all: f64,
    eye: Eye,
    texts: Texts<'s>,
    todo: BinaryHeap<Todo>,
    found: C,
}

/// The parts in the order in which a group's are looked at: the quick and the heavy first.
const ORDER: [Part; Part::COUNT] = [
    Part::Interest,
    Part::Need,
    Part::Welcome,
    Part::Cost,
    Part::Cohesion,
    Part::Room,
    Part::Freshness,
    Part::Distance,
    Part::Access,
    Part::Time,
    Part::Continuity,
    Part::Language,
    Part::Company,
    Part::Experience,
    Part::Staying,
];
/// Sums of the same parts in another order differ by less.
const HAIR: f64 = 1e-9;

/// The most that each part could be, and the weighted sum of that.
#[derive(Clone, Copy)]
struct Most {
    values: Values,
    sum: f64,
}

impl<'s, 'a, C: Collect<'a>> Search<'s, 'a, C> {
    /// Searches the whole index.
    pub(crate) fn run(
        index: &'a Index,
        reading: &'s Reading<'s>,
        question: &'s Question<'s>,
        found: C,
    ) -> C {
        let texts = Texts::new(index, reading);
        let todo = BinaryHeap::new();
        let nothing = vec![0.0; reading.interests.len()];
        let Some(any) = index.views().next() else {
            return found;
        };
        let asked = rank::values(&Case::new(any, reading, &nothing));
        let mut counts = [0.0; Part::COUNT];
        for (at, part) in Part::ALL.iter().enumerate().filter(|(at, _)| asked[*at].is_some()) {
            counts[at] = question.weights.of(*part);
        }
        let all = counts.iter().sum();
        let eye = Eye::new(reading, &asked, &counts);
        let mut search =
            Search { index, reading, question, asked, counts, all, eye, texts, todo, found };
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
            let values = self.asked.map(|part| part.map(|_| 1.0));
            self.look(view, &answers, Most { values, sum: self.all }, 0.0);
        }
    }

    fn tiles(&mut self) {
        let index = self.index;
        let mut answers = vec![0.0; self.reading.interests.len()];
        for (at, sealed) in index.sealed.iter().enumerate() {
            for (number, tile) in sealed.segment.tiles.iter().enumerate() {
                if !may_fit(&tile.summary, self.reading) {
                    continue;
                }
                self.texts.best_in_tile((at, &sealed.segment), tile, &mut answers);
                let score = self.most(&self.bound(&tile.summary, &answers));
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
            let score = self.most(&self.bound(summary, &answers));
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
        let mut answers = vec![1.0; self.reading.interests.len()];
        let has_words = !answers.is_empty();
        let any = self.bound(summary, &answers);
        let glances = &segment.glances[block * BLOCK..];
        let mut left = 0;
        for at in bits(sealed.there[block]) {
            let most = any.sum - self.spare(&any, glances[at]);
            if !glances[at].is_shut() && self.found.admits(self.share(most), summary.id) {
                left |= 1 << at;
            }
        }
        if left == 0 {
            return;
        }
        let (mut said, mut unsaid) = (any, any);
        if has_words {
            self.texts.open((todo.sealed as usize, segment), todo.at);
            self.texts.best_open(summary.length, &mut answers);
            said = self.bound(summary, &answers);
            answers.fill(0.0);
            unsaid = self.bound(summary, &answers);
        }
        let hits = self.texts.hits();
        for at in bits(left) {
            // Those with none of the words can offer only their kind.
            let most = if hits >> at & 1 == 1 { &said } else { &unsaid };
            let spare = self.spare(most, glances[at]);
            if !self.found.admits(self.share(most.sum - spare), summary.id) {
                continue;
            }
            let view = segment.view(block * BLOCK + at);
            if has_words {
                self.texts.answers(at, view.facts.length, &mut answers);
            }
            self.look(view, &answers, *most, spare);
        }
    }

    /// How much less than its block a group can offer, as far as a glance tells.
    fn spare(&self, most: &Most, glance: Glance) -> f64 {
        let known = glance::PARTS.iter().map(|part| {
            most.values[*part as usize].map_or(0.0, |value| self.counts[*part as usize] * value)
        });
        (known.sum::<f64>() - self.eye.most(glance)).max(0.0)
    }

    /// Looks at one group, part by part, and stops as soon as it cannot be taken any more.
    fn look(&mut self, view: View<'a>, answers: &[f32], most: Most, mut spare: f64) {
        let id = view.facts.id;
        let mut case = Case::near(view, self.reading, answers);
        let Most { mut values, mut sum } = most;
        for part in ORDER {
            if part == Part::Distance {
                case = Case::new(view, self.reading, answers);
                if is_excluded(&case) {
                    return;
                }
            }
            if glance::PARTS.contains(&part) {
                // From here on it is known exactly.
                spare = 0.0;
            }
            let at = part as usize;
            let Some(bound) = values[at] else {
                continue;
            };
            values[at] = rank::value(part, &case);
            sum -= self.counts[at] * (bound - values[at].unwrap_or(0.0));
            if !self.found.admits(self.share(sum - spare), id) {
                return;
            }
        }
        let score = rank::score(&values, self.question.weights);
        if self.found.admits(score, id) && !is_unwanted(&case) {
            self.found.take(Ranked { view, score });
        }
    }

    fn bound(&self, block: &Summary, answers: &[f32]) -> Most {
        let (mut values, mut sum) = (self.asked, 0.0);
        for ((value, part), count) in values.iter_mut().zip(Part::ALL).zip(self.counts) {
            if value.is_some() {
                let most = bounds::most(*part, block, self.reading, answers);
                *value = Some(most);
                sum += count * most;
            }
        }
        Most { values, sum }
    }

    fn most(&self, most: &Most) -> f64 {
        self.share(most.sum)
    }

    /// A sum as a score, a hair too high.
    fn share(&self, sum: f64) -> f64 {
        if self.all > 0.0 { sum / self.all + HAIR } else { HAIR }
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
