//! The search for the most likely covariance: Newton's steps, damped where they lead uphill.
//!
//! The factors may wander below nought: a column with its sign turned gives the same covariance,
//! so there is no wall to run into. A term that ends at nought stays there only where the
//! likelihood agrees.

use nalgebra::{DMatrix, DVector};

use super::likelihood::{Likelihood, Point, Slopes};
use super::sums::Factors;

const STEPS: usize = 100;
/// The gain in likelihood that is not worth another step.
const SETTLED: f64 = 1e-10;
/// A residual variance below this share of the outcome's spread is none.
const PERFECT: f64 = 1e-10;
/// Factors are relative to the residual; below this they are nought to any reader.
const NOUGHT: f64 = 2e-4;

/// Where the search ended.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// The best fit.
    pub(super) point: Point,
    /// Whether it settled.
    pub(super) is_settled: bool,
    /// The terms, by number, with a direction in which nothing varies.
    pub(super) flat: Vec<usize>,
}

/// The most likely factors; nothing where not even a start can be made.
pub(super) fn best(likelihood: &Likelihood, widths: &[usize]) -> Option<Found> {
    let mut point = likelihood.point(&Factors::start(widths))?;
    let (mut damping, mut is_settled) = (0.0, false);
    'steps: for _ in 0..STEPS {
        if point.variance * likelihood.rows as f64 <= PERFECT * likelihood.squares() {
            return None;
        }
        let slopes = likelihood.slopes(&point)?;
        loop {
            let (step, gain) = step(&slopes, &point.at, damping)?;
            let is_last = gain < SETTLED && damping == 0.0;
            let next = likelihood.point(&point.at.stepped(step.as_slice()));
            // Rounding in a sum over many rows must not look like a step uphill.
            let slack = 1e-13 * point.deviance.abs();
            if let Some(next) = next.filter(|next| next.deviance <= point.deviance + slack) {
                point = next;
                is_settled = is_last;
                damping = if damping < 1e-3 { 0.0 } else { damping / 8.0 };
                break;
            }
            if is_last {
                is_settled = true;
                break;
            }
            damping = if damping == 0.0 { 1e-2 } else { damping * 8.0 };
            if damping > 1e12 {
                break 'steps;
            }
        }
        if is_settled {
            break;
        }
    }
    let (point, flat) = flattened(likelihood, upright(likelihood, point)?);
    Some(Found { point, is_settled, flat })
}

/// The next step and the gain it promises, from the curvature with the residual profiled out.
fn step(slopes: &Slopes, at: &Factors, damping: f64) -> Option<(DVector<f64>, f64)> {
    let count = slopes.slope.len();
    let mixed = slopes.curvature.view((0, count), (count, 1));
    let profiled = slopes.curvature.view((0, 0), (count, count))
        - mixed * mixed.transpose() / slopes.curvature[(count, count)];
    if profiled.iter().any(|cell| !cell.is_finite()) {
        return None;
    }
    let eigen = profiled.symmetric_eigen();
    let largest = eigen.eigenvalues.amax().max(1e-12);
    let along = eigen.eigenvectors.tr_mul(&slopes.slope);
    let sizes = eigen.eigenvalues.map(|one| one.abs().max(1e-10 * largest) + damping * largest);
    let mut moved = DVector::from_fn(count, |i, _| -along[i] / sizes[i]);
    // No step should change a factor beyond recognition.
    let (length, most) = (moved.norm(), 3.0 * at.largest().max(1.0));
    if length > most {
        moved *= most / length;
    }
    let gain = -along.dot(&moved) / 2.0;
    let is_bowl = eigen.eigenvalues.iter().all(|one| *one > -1e-8 * largest);
    // At the top of a hill the slope is nought too: that is no place to settle.
    let gain = if is_bowl { gain } else { gain.max(2.0 * SETTLED) };
    Some((&eigen.eigenvectors * moved, gain))
}

/// The same covariance written with no negative number on the diagonal of a factor.
fn upright(likelihood: &Likelihood, point: Point) -> Option<Point> {
    let mut at = point.at;
    for factor in &mut at.0 {
        for col in 0..factor.ncols() {
            if factor[(col, col)] < 0.0 {
                factor.column_mut(col).neg_mut();
            }
        }
    }
    likelihood.point(&at)
}

/// Directions that vary by next to nothing are set to nought where that costs no likelihood.
fn flattened(likelihood: &Likelihood, mut point: Point) -> (Point, Vec<usize>) {
    let mut flat = Vec::new();
    let places = point.at.places();
    for (term, row, _) in places.into_iter().filter(|place| place.1 == place.2) {
        if point.at.0[term][(row, row)] >= NOUGHT {
            continue;
        }
        let mut at = point.at.clone();
        let below: DMatrix<f64> = at.0[term].clone();
        at.0[term][(row, row)] = 0.0;
        for under in row + 1..below.nrows() {
            if below[(under, row)].abs() < NOUGHT {
                at.0[term][(under, row)] = 0.0;
            }
        }
        if let Some(next) = likelihood.point(&at)
            && next.deviance <= point.deviance + 1e-6
        {
            point = next;
            if !flat.contains(&term) {
                flat.push(term);
            }
        }
    }
    (point, flat)
}
