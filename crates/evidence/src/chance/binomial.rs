//! Binomial numbers: by inversion where few are expected, else by transformed rejection.
//!
//! Source: Hörmann (1993), "The generation of binomial random variates", J Stat Comput Simul
//! 46, algorithm BTRS. Exact up to the rounding of floating-point numbers.

use super::Stream;

/// Below this expected count inversion is quicker than rejection.
const FEW: f64 = 10.0;

/// How many of `trials` succeed.
pub(super) fn draw(stream: &mut Stream, trials: u64, probability: f64) -> u64 {
    if trials == 0 || probability <= 0.0 || probability.is_nan() {
        return 0;
    }
    if probability >= 1.0 {
        return trials;
    }
    let p = probability.min(1.0 - probability);
    let found = match trials as f64 * p < FEW {
        true => by_inversion(stream, trials, p),
        false => by_rejection(stream, trials, p),
    };
    if probability > 0.5 { trials - found } else { found }
}

fn by_inversion(stream: &mut Stream, trials: u64, p: f64) -> u64 {
    let odds = p / (1.0 - p);
    let first = (trials as f64 * (-p).ln_1p()).exp();
    loop {
        let (mut left, mut chance) = (stream.share(), first);
        for count in 0..=trials {
            if left < chance {
                return count;
            }
            left -= chance;
            chance *= odds * (trials - count) as f64 / (count + 1) as f64;
        }
        // Rounding left a hair over the whole distribution: draw again.
    }
}

fn by_rejection(stream: &mut Stream, trials: u64, p: f64) -> u64 {
    let n = trials as f64;
    let spread = (n * p * (1.0 - p)).sqrt();
    let b = 1.15 + 2.53 * spread;
    let a = -0.0873 + 0.0248 * b + 0.01 * p;
    let centre = n * p + 0.5;
    let certain = 0.92 - 4.2 / b;
    loop {
        let u = stream.share() - 0.5;
        let v = stream.share();
        let room = 0.5 - u.abs();
        let k = ((2.0 * a / room + b) * u + centre).floor();
        if room >= 0.07 && v <= certain {
            return k as u64;
        }
        if !(0.0..=n).contains(&k) {
            continue;
        }
        let steep = (2.83 + 5.1 / b) * spread;
        if (v * steep / (a / (room * room) + b)).ln() <= log_ratio(n, p, k) {
            return k as u64;
        }
    }
}

/// The logarithm of the probability of `k`, relative to that of the likeliest number.
fn log_ratio(n: f64, p: f64, k: f64) -> f64 {
    let odds = p / (1.0 - p);
    let m = ((n + 1.0) * p).floor();
    (m + 0.5) * ((m + 1.0) / (odds * (n - m + 1.0))).ln()
        + (n + 1.0) * ((n - m + 1.0) / (n - k + 1.0)).ln()
        + (k + 0.5) * (odds * (n - k + 1.0) / (k + 1.0)).ln()
        + stirling(m)
        + stirling(n - m)
        - stirling(k)
        - stirling(n - k)
}

/// What Stirling's formula leaves of ln(k!), as the algorithm writes it.
fn stirling(k: f64) -> f64 {
    const SMALL: [f64; 10] = [
        0.081_061_466_795_327_8,
        0.041_340_695_955_409_3,
        0.027_677_925_684_998_3,
        0.020_790_672_103_765_1,
        0.016_644_691_189_821_2,
        0.013_876_128_823_070_7,
        0.011_896_709_945_891_8,
        0.010_411_265_261_972_1,
        0.009_255_462_182_712_73,
        0.008_330_563_433_362_87,
    ];
    if k < 10.0 {
        return SMALL[k as usize];
    }
    let next = k + 1.0;
    let square = next * next;
    (1.0 / 12.0 - (1.0 / 360.0 - 1.0 / 1260.0 / square) / square) / next
}

#[cfg(test)]
mod tests {
    use statrs::distribution::{Binomial, Discrete, DiscreteCDF};

    use super::*;

    /// Pearson's chi-square of 20,000 numbers against the distribution, and its cells.
    fn chi_square(trials: u64, p: f64) -> (f64, usize) {
        let (mut stream, draws) = (Stream::new(11, trials), 20_000);
        let mut seen = vec![0u32; trials as usize + 1];
        (0..draws).for_each(|_| seen[draw(&mut stream, trials, p) as usize] += 1);
        let exact = Binomial::new(p, trials).unwrap();
        let mut cells = Vec::new();
        let (mut expected, mut count) = (0.0, 0.0);
        for (k, found) in seen.iter().enumerate() {
            expected += exact.pmf(k as u64) * f64::from(draws);
            count += f64::from(*found);
            if expected >= 20.0 && exact.sf(k as u64) * f64::from(draws) >= 20.0 {
                cells.push((count - expected) * (count - expected) / expected);
                (expected, count) = (0.0, 0.0);
            }
        }
        cells.push((count - expected) * (count - expected) / expected.max(1.0));
        (cells.iter().sum(), cells.len())
    }

    #[test]
    fn numbers_follow_the_binomial_distribution() {
        for (trials, p) in [(5, 0.3), (40, 0.1), (100, 0.5), (1000, 0.256), (1000, 0.9)] {
            let (chi2, cells) = chi_square(trials, p);
            let df = cells as f64 - 1.0;
            assert!(chi2 < df + 4.0 * (2.0 * df).sqrt(), "{trials} × {p}: {chi2} on {df}");
        }
    }

    #[test]
    fn the_ends_are_exact() {
        let mut stream = Stream::new(0, 0);
        assert_eq!(draw(&mut stream, 0, 0.5), 0);
        assert_eq!(draw(&mut stream, 9, 0.0), 0);
        assert_eq!(draw(&mut stream, 9, 1.0), 9);
        assert_eq!(draw(&mut stream, 9, f64::NAN), 0);
    }
}
