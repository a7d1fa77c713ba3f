//! How well the words of a group answer the words of a person: Okapi BM25, scaled to 0..1.
//!
//! Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009).
//! Dividing by the best score a query could reach keeps "singing" and "old radios" comparable.

use crate::analyse::NAME_WEIGHT;
use crate::facts::View;
use crate::language::Known;
use crate::synonyms::Wanted;
use crate::text::Term;

/// How soon more mentions stop counting.
const K1: f32 = 1.2;
/// How much a long text is held against a group.
const B: f32 = 0.6;
/// The share of the most that mentions can count from which a thing counts as said.
const WHOLE: f32 = 0.6;
/// Half of what is wanted is less than half an answer: a screen is no screen printing.
const HALF_IS_LESS: f32 = 1.3;

/// How many groups use each term, and how long their texts are.
#[derive(Debug, Default, Clone)]
pub(crate) struct Corpus {
    groups_with: Vec<u32>,
    total_length: u64,
    count: u32,
}

impl Corpus {
    /// Counts the terms of one group.
    pub(crate) fn add(&mut self, view: View<'_>, known: &Known) {
        for (term, _) in weigh(view, known) {
            let at = term as usize;
            if self.groups_with.len() <= at {
                self.groups_with.resize(at + 1, 0);
            }
            self.groups_with[at] += 1;
        }
        self.total_length += u64::from(view.facts.length);
        self.count += 1;
    }

    /// Takes the same terms out again.
    pub(crate) fn remove(&mut self, view: View<'_>, known: &Known) {
        for (term, _) in weigh(view, known) {
            self.groups_with[term as usize] -= 1;
        }
        self.total_length -= u64::from(view.facts.length);
        self.count -= 1;
    }

    /// How many groups use each term, where so many groups are all of them.
    pub(crate) fn counts_of_all(&self, groups: usize) -> Option<&[u32]> {
        (self.count as usize == groups).then_some(&self.groups_with)
    }

    /// How many bytes it takes.
    pub(crate) fn size_bytes(&self) -> usize {
        size_of_val(self.groups_with.as_slice())
    }

    fn groups_with(&self, term: Term) -> u32 {
        self.groups_with.get(term as usize).copied().unwrap_or(0)
    }

    fn rarity(&self, groups: u32) -> f32 {
        let (n, df) = (self.count as f32, groups.min(self.count) as f32);
        // One more than BM25 has it: in a small directory a word that nobody uses is not all.
        1.0 + (1.0 + (n - df + 0.5) / (df + 0.5)).ln()
    }
}

/// Each term of a group once, with its weighted frequency, by number.
pub(crate) fn weigh(view: View<'_>, known: &Known) -> Vec<(Term, u32)> {
    let mut all: Vec<(Term, u32)> = view.name().map(|term| (term, NAME_WEIGHT)).collect();
    all.extend(view.description().map(|term| (term, 1)));
    all.extend(known.labels_of(view.facts.stated).flatten().map(|term| (*term, 1)));
    all.sort_unstable_by_key(|(term, _)| *term);
    all.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
    for (_, count) in &mut all {
        *count = (*count).min(u32::from(u8::MAX));
    }
    all
}

/// Words to be answered, each thing once with its rarity.
#[derive(Debug, Clone)]
pub(crate) struct Query {
    /// Every term that answers anything: the thing it answers, how far, and the term.
    pub(crate) terms: Vec<Answering>,
    /// The rarity of each thing.
    things: Vec<f32>,
    /// The rarities of all things together.
    all: f32,
    mean_length: f32,
}

/// A term that answers one of the things that are wanted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Answering {
    pub(crate) term: Term,
    /// Which thing, by its place.
    pub(crate) thing: usize,
    /// How far it answers it, 0..1.
    pub(crate) how_far: f32,
}

/// From here on a word means nearly the same, so its groups count as groups of the thing.
const NEARLY: f32 = 0.7;

impl Query {
    /// Reads words against a corpus; `None` is a word that no group uses.
    pub(crate) fn new(wanted: &[Option<Wanted>], corpus: &Corpus) -> Query {
        let mean = corpus.total_length as f64 / f64::from(corpus.count.max(1));
        let mean_length = mean.max(1.0) as f32;
        let mut query = Query { terms: Vec::new(), things: Vec::new(), all: 0.0, mean_length };
        for (at, one) in wanted.iter().enumerate() {
            if one.is_some() && wanted[..at].contains(one) {
                continue;
            }
            let terms = one.as_ref().map(|one| one.terms.as_slice()).unwrap_or_default();
            let near = terms.iter().filter(|(_, how_far)| *how_far >= NEARLY);
            let groups = near.map(|(term, _)| corpus.groups_with(*term)).sum();
            let rarity = corpus.rarity(groups);
            query.all += rarity;
            let thing = query.things.len();
            query.things.push(rarity);
            let answering =
                |(term, how_far): &(Term, f32)| Answering { term: *term, thing, how_far: *how_far };
            query.terms.extend(terms.iter().map(answering));
        }
        query
    }

    /// How well a text answers: 0 not at all, 1 wholly. `frequencies` are those of the terms.
    ///
    /// Of all that answers one thing the best counts: saying it in three ways is saying it once.
    pub(crate) fn answer(&self, frequencies: impl Iterator<Item = u32>, length: u32) -> f32 {
        let length = length as f32 / self.mean_length;
        let (mut sum, mut thing, mut best) = (0.0, 0, 0.0_f32);
        for (one, frequency) in self.terms.iter().zip(frequencies) {
            if one.thing != thing {
                sum += best;
                (thing, best) = (one.thing, 0.0);
            }
            if frequency > 0 {
                let f = frequency as f32;
                let said = f / (f + K1 * (1.0 - B + B * length)) / WHOLE;
                best = best.max(self.things[one.thing] * one.how_far * said.min(1.0));
            }
        }
        sum += best;
        if self.all > 0.0 { (sum / self.all).min(1.0).powf(HALF_IS_LESS) } else { 0.0 }
    }

    /// The same for a group, by reading its text.
    pub(crate) fn answer_of(&self, view: View<'_>, known: &Known) -> f32 {
        let terms = self.terms.iter().map(|one| one.term);
        self.answer(frequencies(terms, view, known), view.facts.length)
    }
}

/// How often a group uses each of these terms, in weighted words, as `weigh` counts them.
fn frequencies(
    terms: impl Iterator<Item = Term>,
    view: View<'_>,
    known: &Known,
) -> impl Iterator<Item = u32> {
    terms.map(move |term| {
        let in_name = view.name().filter(|one| *one == term).count() as u32;
        let beside = view.description().filter(|one| *one == term).count()
            + known.labels_of(view.facts.stated).flatten().filter(|one| **one == term).count();
        (in_name * NAME_WEIGHT + beside as u32).min(u32::from(u8::MAX))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn corpus(groups_with: &[u32], count: u32) -> Corpus {
        Corpus { groups_with: groups_with.to_vec(), total_length: u64::from(count), count }
    }

    fn word(term: Term) -> Option<Wanted> {
        Some(Wanted { terms: vec![(term, 1.0)] })
    }

    #[test]
    fn a_rare_word_counts_for_more_than_a_frequent_one() {
        let query = Query::new(&[word(0), word(1)], &corpus(&[10, 1], 11));
        let frequent = query.answer([1, 0].into_iter(), 1);
        let rare = query.answer([0, 1].into_iter(), 1);
        assert!(rare > frequent && frequent > 0.0);
    }

    #[test]
    fn a_word_that_nobody_uses_leaves_an_answer_incomplete() {
        let corpus = corpus(&[5], 10);
        let whole = Query::new(&[word(0)], &corpus).answer([3].into_iter(), 1);
        let partly = Query::new(&[word(0), None], &corpus).answer([3].into_iter(), 1);
        assert!(whole == 1.0 && partly < 0.5);
    }

    #[test]
    fn what_means_the_same_answers_less_and_counts_once() {
        let corpus = corpus(&[5, 5], 10);
        let wanted = [Some(Wanted { terms: vec![(0, 1.0), (1, 0.5)] })];
        let query = Query::new(&wanted, &corpus);
        let answer = |counts: [u32; 2]| query.answer(counts.into_iter(), 1);
        assert!(answer([1, 0]) > answer([0, 1]) && answer([0, 1]) > 0.0);
        assert_eq!(answer([1, 1]), answer([1, 0]));
    }
}
