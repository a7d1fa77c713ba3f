//! The search for the most likely effects: damped Newton steps from measured slopes.
//!
//! Columns are centred and scaled, so one step size suits all directions. The deviation between
//! groups may wander below nought, where it means the same as above.

use nalgebra::{DMatrix, DVector};

use super::likelihood::Likelihood;

const STEPS: usize = 60;
/// The gain in likelihood that is not worth another step.
const SETTLED: f64 = 1e-9;
/// How far apart the likelihood is measured.
const APART: f64 = 1e-3;

/// Where the search ended.
pub(super) struct Found {
    /// Effects, then the deviation between groups.
    pub(super) at: Vec<f64>,
    /// Minus the logarithm of the likelihood.
    pub(super) value: f64,
    /// Whether it settled.
    pub(super) is_settled: bool,
    bend: DMatrix<f64>,
}

impl Found {
    /// The covariance of all that was estimated; nothing where the top is flat.
    pub(super) fn covariance(&self) -> Option<DMatrix<f64>> {
        let found = self.bend.clone().cholesky()?.inverse();
        found.iter().all(|cell| cell.is_finite()).then_some(found)
    }
}

pub(super) fn best(likelihood: &Likelihood, width: usize) -> Option<Found> {
    let mut at = vec![0.0; width + 1];
    at[width] = 0.7;
    let mut value = likelihood.minus_log(&at)?;
    let (mut damping, mut is_settled) = (0.0, false);
    'steps: for _ in 0..STEPS {
        let (slope, bend) = measured(likelihood, &at, value)?;
        loop {
            let (step, gain) = step(&slope, &bend, damping);
            let next: Vec<f64> = at.iter().zip(step.iter()).map(|(a, b)| a + b).collect();
            let is_last = gain < SETTLED && damping == 0.0;
            let there = likelihood.minus_log(&next);
            if let Some(there) = there.filter(|there| *there <= value + 1e-12 * value.abs()) {
                (at, value) = (next, there);
                damping = if damping < 1e-3 { 0.0 } else { damping / 8.0 };
                is_settled = is_last;
                break;
            }
            is_settled = is_last;
            damping = if damping == 0.0 { 1e-2 } else { damping * 8.0 };
            if is_settled || damping > 1e10 {
                break 'steps;
            }
        }
        if is_settled {
            break;
        }
    }
    let (_, bend) = measured(likelihood, &at, value)?;
    Some(Found { at, value, is_settled, bend })
}

/// The step that the slopes and the curvature propose, and the gain it promises.
fn step(slope: &DVector<f64>, bend: &DMatrix<f64>, damping: f64) -> (DVector<f64>, f64) {
    let eigen = bend.clone().symmetric_eigen();
    let largest = eigen.eigenvalues.amax().max(1e-12);
    let along = eigen.eigenvectors.tr_mul(slope);
    let moved = DVector::from_fn(slope.len(), |i, _| {
        let size = eigen.eigenvalues[i].abs().max(1e-7 * largest) + damping * largest;
        -along[i] / size
    });
    let length = moved.norm();
    let moved = if length > 2.0 { moved * (2.0 / length) } else { moved };
    let gain = -along.dot(&moved) / 2.0;
    (&eigen.eigenvectors * moved, gain)
}

/// Slopes and curvature from the likelihood nearby.
fn measured(
    likelihood: &Likelihood,
    at: &[f64],
    value: f64,
) -> Option<(DVector<f64>, DMatrix<f64>)> {
    let count = at.len();
    let there = |moves: &[(usize, f64)]| {
        let mut moved = at.to_vec();
        for (place, by) in moves {
            moved[*place] += by * APART;
        }
        likelihood.minus_log(&moved)
    };
    let (mut slope, mut bend) = (DVector::zeros(count), DMatrix::zeros(count, count));
    for i in 0..count {
        let (up, down) = (there(&[(i, 1.0)])?, there(&[(i, -1.0)])?);
        let (far_up, far_down) = (there(&[(i, 2.0)])?, there(&[(i, -2.0)])?);
        slope[i] = (8.0 * (up - down) - (far_up - far_down)) / (12.0 * APART);
        bend[(i, i)] =
            (16.0 * (up + down) - (far_up + far_down) - 30.0 * value) / (12.0 * APART * APART);
        for j in 0..i {
            let both = there(&[(i, 1.0), (j, 1.0)])? + there(&[(i, -1.0), (j, -1.0)])?;
            let apart = there(&[(i, 1.0), (j, -1.0)])? + there(&[(i, -1.0), (j, 1.0)])?;
            bend[(i, j)] = (both - apart) / (4.0 * APART * APART);
            bend[(j, i)] = bend[(i, j)];
        }
    }
    Some((slope, bend))
}
