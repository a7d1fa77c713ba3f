//! Which entries of a directory look like the same group, how much, and why.
//!
//! Pure and symmetrical. A pair is *shown* to somebody, never merged by itself. Only entries that
//! share a word of their name and a place, or a way to reach them, are compared at all (blocking),
//! so that the work grows with the directory and not with its square. The score is the logistic
//! of added weights, as in Fellegi and Sunter (1969), “A theory for record linkage”; the weights
//! were set by looking at listings of libraries that carry one property number for the same place.

mod features;
mod weigh;

use std::collections::{HashMap, HashSet};

use features::{Features, Rarity};

use super::Group;

pub use weigh::{Likeness, Why};

/// From here on a pair is shown.
pub const POSSIBLE: f64 = 0.5;

/// From here on it is very likely the same group.
pub const LIKELY: f64 = 0.9;

/// Entries that share one key, at most, for the key to be worth following: a telephone number of a
/// council says nothing about which of its groups are the same.
const CROWD: usize = 60;

/// Two entries that look like the same group, by their places in the list that was given.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// The one that comes first in the list.
    pub first: usize,
    /// The other.
    pub second: usize,
    /// How alike they are, and why.
    pub likeness: Likeness,
}

/// What looking for pairs came to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    /// The pairs, the most alike first.
    pub pairs: Vec<Pair>,
    /// How many pairs were compared.
    pub compared: u64,
}

/// Every pair of a directory that looks like one group.
#[must_use]
pub fn find_pairs(groups: &[&Group]) -> Found {
    let (features, rarity) = features::of(groups);
    let mut found = Found::default();
    let mut seen = HashSet::new();
    for block in blocks(&features, &rarity) {
        for (at, first) in block.iter().enumerate() {
            for second in &block[at + 1..] {
                let (first, second) = (*first.min(second), *first.max(second));
                if !seen.insert((first, second)) {
                    continue;
                }
                found.compared += 1;
                let (a, b) = (&features[first as usize], &features[second as usize]);
                let likeness = weigh::likeness(a, b, &rarity);
                if likeness.score >= POSSIBLE {
                    let (first, second) = (first as usize, second as usize);
                    found.pairs.push(Pair { first, second, likeness });
                }
            }
        }
    }
    found.pairs.sort_by(|a, b| {
        let by_score = b.likeness.score.total_cmp(&a.likeness.score);
        by_score.then((a.first, a.second).cmp(&(b.first, b.second)))
    });
    found
}

/// Entries that are worth comparing with each other.
fn blocks(features: &[Features], rarity: &Rarity) -> impl Iterator<Item = Vec<u32>> {
    let mut by_key: HashMap<String, Vec<u32>> = HashMap::new();
    for (place, one) in features.iter().enumerate() {
        for key in one.keys(rarity) {
            by_key.entry(key).or_default().push(u32::try_from(place).unwrap_or(u32::MAX));
        }
    }
    by_key.into_values().filter(|block| (2..=CROWD).contains(&block.len()))
}

#[cfg(test)]
mod tests;
