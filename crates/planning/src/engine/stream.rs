//! Chance in numbered streams: one for each purpose and replication, and a place in it for each
//! person.
//!
//! Two scenarios that draw for the same purpose meet the same chance (common random numbers), so
//! their difference is the scenario's and not luck's. Generator: ChaCha with 12 rounds, which gives
//! every seed 2^64 streams that can be entered anywhere.

use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use statrs::function::erf::erfc_inv;

/// The 32-bit words of a stream that belong to one place in it.
const WORDS_PER_PLACE: u128 = 1 << 16;
/// The distance between neighbouring numbers with 53 bits between 0 and 1.
const STEP: f64 = 1.0 / (1_u64 << 53) as f64;

/// Where all chance of one run comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seed(pub u64);

impl Seed {
    /// The stream for a purpose in a replication; no two of them share a draw.
    #[must_use]
    pub fn stream(self, purpose: u32, replication: u32) -> Stream {
        let mut rng = ChaCha12Rng::seed_from_u64(self.0);
        rng.set_stream((u64::from(purpose) << 32) | u64::from(replication));
        Stream { rng }
    }
}

/// A sequence of draws.
#[derive(Debug, Clone)]
pub struct Stream {
    rng: ChaCha12Rng,
}

impl Stream {
    /// Goes to the place that belongs to one person (or anything else that is counted).
    ///
    /// What is drawn there depends on nothing drawn before, so a person keeps their own chance
    /// when a scenario makes others take more draws. A place holds 32,768 draws.
    pub fn go_to(&mut self, place: u64) {
        self.rng.set_word_pos(u128::from(place) * WORDS_PER_PLACE);
    }

    /// 64 random bits.
    #[inline]
    pub fn bits(&mut self) -> u64 {
        self.rng.next_u64()
    }

    /// A number from 0 up to but not including 1, with 53 random bits.
    #[inline]
    pub fn uniform(&mut self) -> f64 {
        (self.bits() >> 11) as f64 * STEP
    }

    /// True with this probability.
    #[inline]
    pub fn chance(&mut self, probability: f64) -> bool {
        self.uniform() < probability
    }

    /// A whole number below `count`, each as likely to within 2^-32 of its probability; 0 where
    /// `count` is 0.
    #[inline]
    pub fn below(&mut self, count: u32) -> u32 {
        ((u128::from(self.bits()) * u128::from(count)) >> 64) as u32
    }

    /// An exponential length with mean 1, by inversion.
    #[inline]
    pub fn exponential(&mut self) -> f64 {
        // 1 minus the draw is never nought, so the logarithm is finite; the sign is turned by
        // subtraction so that the shortest length is 0 and not -0.
        0.0 - (1.0 - self.uniform()).ln()
    }

    /// A normal number with mean 0 and standard deviation 1, by inversion.
    #[inline]
    pub fn normal(&mut self) -> f64 {
        // The middle of one of 2^52 steps is exact in floating point and never nought or one.
        let middle = ((self.bits() >> 12) as f64 + 0.5) * (2.0 * STEP);
        -std::f64::consts::SQRT_2 * erfc_inv(2.0 * middle)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_seed_purpose_and_replication_give_the_same_draws() {
        let draws = |seed, purpose, replication| {
            let mut stream = Seed(seed).stream(purpose, replication);
            [stream.bits(), stream.bits()]
        };
        let first = draws(1, 2, 3);
        assert_eq!(first, draws(1, 2, 3));
        for other in [draws(2, 2, 3), draws(1, 3, 2), draws(1, 2, 4), draws(1, 0, 3)] {
            assert_ne!(first, other);
        }
    }

    #[test]
    fn a_person_keeps_their_own_chance_whatever_others_draw() {
        let mut stream = Seed(7).stream(1, 0);
        stream.go_to(41);
        let undisturbed = stream.bits();
        stream.go_to(40);
        (0..100).for_each(|_| {
            stream.bits();
        });
        stream.go_to(41);
        assert_eq!(stream.bits(), undisturbed);
    }

    #[test]
    fn draws_have_the_mean_and_spread_they_should_have() {
        let mut stream = Seed(11).stream(0, 0);
        let many = 20_000;
        let near = |sum: f64, mean: f64, sd: f64| {
            let away = (sum / f64::from(many) - mean).abs();
            assert!(away < 4.0 * sd / f64::from(many).sqrt(), "{away}");
        };
        near((0..many).map(|_| stream.uniform()).sum(), 0.5, (1.0_f64 / 12.0).sqrt());
        near((0..many).map(|_| stream.exponential()).sum(), 1.0, 1.0);
        near((0..many).map(|_| stream.normal()).sum(), 0.0, 1.0);
        near((0..many).map(|_| stream.normal().powi(2)).sum(), 1.0, 2.0_f64.sqrt());
        near((0..many).map(|_| f64::from(stream.below(10))).sum(), 4.5, 8.25_f64.sqrt());
        near((0..many).map(|_| f64::from(u8::from(stream.chance(0.3)))).sum(), 0.3, 0.46);
    }
}
