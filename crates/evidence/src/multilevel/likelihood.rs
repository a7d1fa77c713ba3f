//! The likelihood of groups whose own level is integrated out.
//!
//! For each group the integrand's top is found first, then measured at a few points around it:
//! with one point that is Laplace's approximation.

use nalgebra::DMatrix;
use statrs::function::gamma::ln_gamma;

/// The rows of one group: columns one after the other, how many said yes, out of how many.
#[derive(Debug, Clone, Default)]
pub(super) struct Group {
    columns: Vec<f64>,
    yes: Vec<f64>,
    totals: Vec<f64>,
    offsets: Vec<f64>,
}

impl Group {
    pub(super) fn push(&mut self, columns: &[f64], yes: f64, total: f64, offset: f64) {
        self.columns.extend_from_slice(columns);
        self.yes.push(yes);
        self.totals.push(total);
        self.offsets.push(offset);
    }

    /// Each row's log-odds without the group's own level.
    fn scores(&self, effects: &[f64]) -> Vec<f64> {
        self.columns
            .chunks_exact(effects.len())
            .zip(&self.offsets)
            .map(|(row, offset)| offset + row.iter().zip(effects).map(|(x, b)| x * b).sum::<f64>())
            .collect()
    }

    /// The logarithm of the integrand at a level of `u` deviations, its slope and its bend.
    fn integrand(&self, scores: &[f64], deviation: f64, u: f64) -> (f64, f64, f64) {
        let (mut value, mut slope, mut bend) = (-u * u / 2.0, -u, 1.0);
        for ((score, yes), total) in scores.iter().zip(&self.yes).zip(&self.totals) {
            let eta = score + deviation * u;
            // log(1 + eη) without overflow.
            let tail = (-eta.abs()).exp();
            let share = if eta > 0.0 { 1.0 / (1.0 + tail) } else { tail / (1.0 + tail) };
            value += yes * eta - total * (eta.max(0.0) + tail.ln_1p());
            slope += deviation * (yes - total * share);
            bend += deviation * deviation * total * share * (1.0 - share);
        }
        (value, slope, bend)
    }

    /// Where the integrand is largest, its logarithm there and its bend.
    fn top(&self, scores: &[f64], deviation: f64) -> (f64, f64, f64) {
        let mut u = 0.0;
        let (mut value, mut slope, mut bend) = self.integrand(scores, deviation, u);
        for _ in 0..100 {
            let mut step = slope / bend;
            if step.abs() < 1e-13 * (1.0 + f64::abs(u)) {
                break;
            }
            let mut next = self.integrand(scores, deviation, u + step);
            for _ in 0..50 {
                if next.0 >= value - 1e-12 * value.abs() {
                    break;
                }
                step /= 2.0;
                next = self.integrand(scores, deviation, u + step);
            }
            u += step;
            (value, slope, bend) = next;
        }
        (u, value, bend)
    }
}

/// All groups with the points to measure at.
#[derive(Debug, Clone)]
pub(super) struct Likelihood {
    groups: Vec<Group>,
    /// Points and the logarithms of their weights, for the weight exp(−x²).
    points: Vec<(f64, f64)>,
    /// The binomial coefficients, which no effect changes.
    constant: f64,
}

impl Likelihood {
    pub(super) fn new(groups: Vec<Group>, points: usize) -> Likelihood {
        let choose = |(yes, total): (&f64, &f64)| {
            ln_gamma(total + 1.0) - ln_gamma(yes + 1.0) - ln_gamma(total - yes + 1.0)
        };
        let constant =
            groups.iter().flat_map(|group| group.yes.iter().zip(&group.totals)).map(choose).sum();
        Likelihood { groups, points: hermite(points), constant }
    }

    /// Minus the logarithm of the likelihood; effects first, then the deviation between groups.
    pub(super) fn minus_log(&self, at: &[f64]) -> Option<f64> {
        let (deviation, effects) = at.split_last()?;
        let half_log_pi = std::f64::consts::PI.ln() / 2.0;
        let mut sum = self.constant;
        for group in &self.groups {
            let scores = group.scores(effects);
            let (top, value, bend) = group.top(&scores, *deviation);
            let width = bend.sqrt().recip();
            let parts: f64 = self
                .points
                .iter()
                .map(|(point, log_weight)| {
                    let u = top + std::f64::consts::SQRT_2 * width * point;
                    let there = if *point == 0.0 {
                        value
                    } else {
                        group.integrand(&scores, *deviation, u).0
                    };
                    (log_weight + point * point + there - value).exp()
                })
                .sum();
            sum += value + width.ln() - half_log_pi + parts.ln();
        }
        sum.is_finite().then_some(-sum)
    }

    /// Each group's most likely level, in deviations.
    pub(super) fn modes(&self, at: &[f64]) -> Vec<f64> {
        let Some((deviation, effects)) = at.split_last() else { return Vec::new() };
        let sign = if *deviation < 0.0 { -1.0 } else { 1.0 };
        let mode = |group: &Group| sign * group.top(&group.scores(effects), *deviation).0;
        self.groups.iter().map(mode).collect()
    }
}

/// Gauss-Hermite points and the logarithms of their weights (Golub and Welsch 1969).
fn hermite(count: usize) -> Vec<(f64, f64)> {
    let matrix = DMatrix::from_fn(count, count, |row, col| {
        if row.abs_diff(col) == 1 { (row.max(col) as f64 / 2.0).sqrt() } else { 0.0 }
    });
    let eigen = matrix.symmetric_eigen();
    let total = std::f64::consts::PI.ln() / 2.0;
    (0..count)
        .map(|at| {
            let point = eigen.eigenvalues[at];
            let point = if point.abs() < 1e-12 { 0.0 } else { point };
            (point, 2.0 * eigen.eigenvectors[(0, at)].abs().ln() + total)
        })
        .collect()
}
