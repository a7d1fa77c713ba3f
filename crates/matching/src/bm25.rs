//! How well the words of a group answer the words of a person: Okapi BM25, scaled to 0..1.
//!
//! Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009).
//! Dividing by the best score a query could reach keeps "singing" and "old radios" comparable.

use crate::text::Term;

/// How soon more mentions stop counting.
const K1: f32 = 1.2;
/// How much a long text is held against a group.
const B: f32 = 0.6;
/// The share of the best possible score from which an answer counts as whole.
const WHOLE: f32 = 0.6;

#[derive(Debug, Clone, Copy)]
struct Posting {
    slot: u32,
    frequency: f32,
}

/// Which groups use which terms, and how often.
#[derive(Debug, Default, Clone)]
pub(crate) struct Postings {
    by_term: Vec<Vec<Posting>>,
    lengths: Vec<f32>,
    total_length: f64,
    count: usize,
}

impl Postings {
    /// Adds the weighted terms of one group, each term once.
    pub(crate) fn add(&mut self, slot: usize, terms: &[(Term, f32)]) {
        for (term, frequency) in terms {
            let at = *term as usize;
            if self.by_term.len() <= at {
                self.by_term.resize_with(at + 1, Vec::new);
            }
            self.by_term[at].push(Posting { slot: slot as u32, frequency: *frequency });
        }
        if self.lengths.len() <= slot {
            self.lengths.resize(slot + 1, 0.0);
        }
        self.lengths[slot] = length(terms);
        self.total_length += f64::from(length(terms));
        self.count += 1;
    }

    /// Takes the same terms out again.
    pub(crate) fn remove(&mut self, slot: usize, terms: &[(Term, f32)]) {
        for (term, _) in terms {
            self.by_term[*term as usize].retain(|posting| posting.slot as usize != slot);
        }
        self.lengths[slot] = 0.0;
        self.total_length -= f64::from(length(terms));
        self.count -= 1;
    }

    /// For each slot, how well it answers these terms: 0 not at all, 1 wholly.
    pub(crate) fn answer(&self, query: &[Option<Term>]) -> Vec<f32> {
        let mut scores = vec![0.0; self.lengths.len()];
        let mean_length = (self.total_length / self.count.max(1) as f64).max(1.0) as f32;
        let mut best = 0.0;
        for (at, term) in query.iter().enumerate() {
            if query[..at].contains(term) && term.is_some() {
                continue;
            }
            let list = term.and_then(|term| self.by_term.get(term as usize));
            let list = list.map(Vec::as_slice).unwrap_or_default();
            let rarity = self.rarity(list.len());
            best += rarity * (K1 + 1.0);
            for posting in list {
                let length = self.lengths[posting.slot as usize] / mean_length;
                let f = posting.frequency;
                scores[posting.slot as usize] +=
                    rarity * f * (K1 + 1.0) / (f + K1 * (1.0 - B + B * length));
            }
        }
        if best > 0.0 {
            for score in &mut scores {
                *score = (*score / (best * WHOLE)).min(1.0);
            }
        }
        scores
    }

    fn rarity(&self, groups: usize) -> f32 {
        let (n, df) = (self.count as f32, groups as f32);
        (1.0 + (n - df + 0.5) / (df + 0.5)).ln()
    }
}

/// Whole numbers added, so the order of edits cannot change the total.
fn length(terms: &[(Term, f32)]) -> f32 {
    terms.iter().map(|(_, frequency)| frequency).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rare_word_counts_for_more_than_a_frequent_one() {
        let mut postings = Postings::default();
        for slot in 0..10 {
            postings.add(slot, &[(0, 1.0)]);
        }
        postings.add(10, &[(1, 1.0)]);
        let scores = postings.answer(&[Some(0), Some(1)]);
        assert!(scores[10] > scores[0] && scores[0] > 0.0);
    }

    #[test]
    fn what_is_taken_out_answers_no_more() {
        let mut postings = Postings::default();
        postings.add(0, &[(0, 3.0)]);
        postings.add(1, &[(0, 1.0)]);
        postings.remove(0, &[(0, 3.0)]);
        let scores = postings.answer(&[Some(0), None]);
        assert_eq!(scores[0], 0.0);
        assert!(scores[1] > 0.0 && scores[1] <= 1.0);
    }
}
