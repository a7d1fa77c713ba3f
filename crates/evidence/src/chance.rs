//! Chance by agreement: one documented stream, so that the same seed gives the same numbers.
//!
//! ChaCha with 12 rounds (Bernstein 2008), seeded by `seed_from_u64`; each replicate or service
//! has a stream of its own, so results do not depend on the number of threads. Binomial numbers
//! by transformed rejection (Hörmann 1993, J Stat Comput Simul 46, "BTRS"), normal ones by the
//! polar method (Marsaglia and Bray 1964).

mod binomial;

use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// How many random bytes are fetched at once.
const FETCHED: usize = 1024;

/// A stream of random numbers.
pub(crate) struct Stream {
    source: ChaCha12Rng,
    bytes: Box<[u8; FETCHED]>,
    at: usize,
    spare_normal: Option<f64>,
}

impl Stream {
    /// The stream with this number among those of this seed.
    pub(crate) fn new(seed: u64, number: u64) -> Stream {
        let mut source = ChaCha12Rng::seed_from_u64(seed);
        source.set_stream(number);
        Stream { source, bytes: Box::new([0; FETCHED]), at: FETCHED, spare_normal: None }
    }

    /// Goes over to another stream of the same seed, from its beginning.
    pub(crate) fn restart(&mut self, number: u64) {
        self.source.set_stream(number);
        self.source.set_word_pos(0);
        self.at = FETCHED;
        self.spare_normal = None;
    }

    /// The next bytes, at most so many and at least one.
    pub(crate) fn bytes(&mut self, most: usize) -> &[u8] {
        if self.at == FETCHED {
            self.source.fill_bytes(&mut self.bytes[..]);
            self.at = 0;
        }
        let from = self.at;
        self.at = (from + most.max(1)).min(FETCHED);
        &self.bytes[from..self.at]
    }

    fn word(&mut self) -> u64 {
        // A number never straddles two fetches: what is left of one is passed over.
        if self.at + 8 > FETCHED {
            self.at = FETCHED;
        }
        let mut word = [0; 8];
        word.copy_from_slice(self.bytes(8));
        u64::from_le_bytes(word)
    }

    /// A number from 0 up to, but not including, 1, in steps of 2⁻⁵³.
    pub(crate) fn share(&mut self) -> f64 {
        (self.word() >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
    }

    /// A whole number below `many`, each as likely as the others (Lemire 2019).
    pub(crate) fn below(&mut self, many: u64) -> u64 {
        loop {
            let wide = u128::from(self.word()) * u128::from(many);
            // The low half tells whether this one falls into the part that would be too likely.
            if (wide as u64) >= many.wrapping_neg() % many.max(1) {
                return (wide >> 64) as u64;
            }
        }
    }

    /// A standard normal number.
    pub(crate) fn normal(&mut self) -> f64 {
        if let Some(spare) = self.spare_normal.take() {
            return spare;
        }
        loop {
            let (x, y) = (2.0 * self.share() - 1.0, 2.0 * self.share() - 1.0);
            let square = x * x + y * y;
            if square > 0.0 && square < 1.0 {
                let scale = (-2.0 * square.ln() / square).sqrt();
                self.spare_normal = Some(y * scale);
                return x * scale;
            }
        }
    }

    /// Whether something with this probability happens.
    pub(crate) fn happens(&mut self, probability: f64) -> bool {
        self.share() < probability
    }

    /// How many of `trials` succeed, each with this probability.
    pub(crate) fn binomial(&mut self, trials: u64, probability: f64) -> u64 {
        binomial::draw(self, trials, probability)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_repeats_and_differs_from_its_neighbours() {
        let words = |number| -> Vec<u64> {
            let mut stream = Stream::new(7, number);
            (0..3).map(|_| stream.word()).collect()
        };
        assert_eq!(words(0), words(0));
        assert_ne!(words(0), words(1));
        let mut moved = Stream::new(7, 0);
        moved.normal();
        moved.restart(1);
        assert_eq!((0..3).map(|_| moved.word()).collect::<Vec<_>>(), words(1));
    }

    #[test]
    fn normal_numbers_have_the_moments_of_the_normal_distribution() {
        let mut stream = Stream::new(1, 0);
        let drawn: Vec<f64> = (0..40_000).map(|_| stream.normal()).collect();
        let moment = |power| drawn.iter().map(|x: &f64| x.powi(power)).sum::<f64>() / 40_000.0;
        assert!(moment(1).abs() < 0.02 && (moment(2) - 1.0).abs() < 0.03);
        assert!(moment(3).abs() < 0.06 && (moment(4) - 3.0).abs() < 0.15);
    }

    #[test]
    fn whole_numbers_are_equally_likely() {
        let mut stream = Stream::new(3, 9);
        let mut seen = [0u32; 7];
        (0..70_000).for_each(|_| seen[stream.below(7) as usize] += 1);
        let chi2: f64 = seen.iter().map(|n| (f64::from(*n) - 1e4).powi(2) / 1e4).sum();
        assert!(chi2 < 18.5, "{chi2}");
        assert_eq!(stream.below(1), 0);
    }
}
