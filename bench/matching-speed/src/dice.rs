//! Chance out of a seed, so that each run measures the same groups and the same questions.

use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A seeded source of chance.
pub(crate) struct Dice(ChaCha12Rng);

impl Dice {
    /// The dice of one thing out of many: the same seed and number, the same throws.
    pub(crate) fn of(seed: u64, number: u64) -> Dice {
        let mut rng = ChaCha12Rng::seed_from_u64(seed);
        rng.set_stream(number);
        Dice(rng)
    }

    pub(crate) fn number(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// From 0 to just below 1.
    pub(crate) fn share(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Whether something that happens so often happens now.
    pub(crate) fn chance(&mut self, often: f64) -> bool {
        self.share() < often
    }

    /// From `low` to just below `high`.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        low + (self.share() * (high - low) as f64) as i64
    }

    /// One of several.
    pub(crate) fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.between(0, of.len() as i64) as usize]
    }

    /// A number out of a standard normal distribution, about: the sum of twelve shares.
    pub(crate) fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.share()).sum::<f64>() - 6.0
    }

    /// A rank out of Zipf's law, from 0 to below `count`, by the inverse of its integral.
    pub(crate) fn rank(&mut self, count: usize) -> usize {
        let (n, shift) = (count as f64, 2.7_f64);
        let top = ((n + shift) / shift).ln();
        let rank = shift * (self.share() * top).exp() - shift;
        (rank as usize).min(count - 1)
    }
}
