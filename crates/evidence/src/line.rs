//! A weighted straight line, in closed form: shared by the measures of inequality.
//!
//! Not for models with more than one column: those are `linear`'s. Centred before solving, so that
//! ten thousand ranks lose no digits.

/// A line, with what its covariances are made of.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// The value at nought.
    pub(crate) start: f64,
    /// The change from nought to one.
    pub(crate) slope: f64,
    /// Σw, the weighted mean of x, Σw(x − mean)².
    pub(crate) weight: f64,
    pub(crate) middle: f64,
    pub(crate) spread: f64,
}

/// The covariance of start and slope: of the start, of both, of the slope.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Covariance {
    pub(crate) start: f64,
    pub(crate) both: f64,
    pub(crate) slope: f64,
}

impl Covariance {
    /// The variance of `along.0 × start + along.1 × slope`.
    pub(crate) fn along(&self, along: (f64, f64)) -> f64 {
        along.0 * along.0 * self.start
            + 2.0 * along.0 * along.1 * self.both
            + along.1 * along.1 * self.slope
    }
}

/// The line of least squares; nothing where x does not vary.
pub(crate) fn line(x: &[f64], y: &[f64], weights: &[f64]) -> Option<Line> {
    let weight: f64 = weights.iter().sum();
    let mean = |of: &[f64]| of.iter().zip(weights).map(|(one, w)| one * w).sum::<f64>() / weight;
    let (middle, level) = (mean(x), mean(y));
    let (mut spread, mut joint) = (0.0, 0.0);
    for ((x, y), w) in x.iter().zip(y).zip(weights) {
        spread += w * (x - middle) * (x - middle);
        joint += w * (x - middle) * (y - level);
    }
    let slope = joint / spread;
    let start = level - slope * middle;
    (slope.is_finite() && start.is_finite()).then_some(Line {
        start,
        slope,
        weight,
        middle,
        spread,
    })
}

impl Line {
    /// How start and slope respond to one value of y with this weight at this x.
    pub(crate) fn pull(&self, x: f64, weight: f64) -> (f64, f64) {
        let slope = weight * (x - self.middle) / self.spread;
        (weight / self.weight - slope * self.middle, slope)
    }

    /// What is left of a value of y.
    pub(crate) fn rest(&self, x: f64, y: f64) -> f64 {
        y - self.start - self.slope * x
    }

    /// The covariance when each value of y has this variance of its own.
    pub(crate) fn covariance(&self, x: &[f64], weights: &[f64], variances: &[f64]) -> Covariance {
        let mut found = Covariance { start: 0.0, both: 0.0, slope: 0.0 };
        for ((x, w), variance) in x.iter().zip(weights).zip(variances) {
            let (start, slope) = self.pull(*x, *w);
            found.start += variance * start * start;
            found.both += variance * start * slope;
            found.slope += variance * slope * slope;
        }
        found
    }

    /// The classical covariance: one variance over the weight, estimated from the rests.
    pub(crate) fn classical(&self, x: &[f64], y: &[f64], weights: &[f64]) -> Covariance {
        let left = x.iter().zip(y).zip(weights).map(|((x, y), w)| w * self.rest(*x, *y).powi(2));
        let sigma = left.sum::<f64>() / (x.len() as f64 - 2.0);
        let slope = sigma / self.spread;
        Covariance {
            start: sigma / self.weight + self.middle * self.middle * slope,
            both: -self.middle * slope,
            slope,
        }
    }

    /// The covariance that allows each row its own variance, times n/(n − 2): HC1.
    pub(crate) fn robust(&self, x: &[f64], y: &[f64], weights: &[f64]) -> Covariance {
        let n = x.len() as f64;
        let variances: Vec<f64> =
            x.iter().zip(y).map(|(x, y)| self.rest(*x, *y).powi(2) * n / (n - 2.0)).collect();
        self.covariance(x, weights, &variances)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_through_three_points_by_hand() {
        let (x, y, w) = ([0.0, 1.0, 2.0], [1.0, 3.0, 5.0], [1.0; 3]);
        let found = line(&x, &y, &w).unwrap();
        assert!((found.start - 1.0).abs() < 1e-12 && (found.slope - 2.0).abs() < 1e-12);
        assert!(line(&[1.0; 3], &y, &w).is_none());
        assert!(line(&[], &[], &[]).is_none());
    }

    #[test]
    fn classical_errors_by_hand() {
        // y = 0, 1, 0, 1 at x = 0, 1, 2, 3: slope 0.2, residual variance 0.4, Sxx 5.
        let (x, y, w) = ([0.0, 1.0, 2.0, 3.0], [0.0, 1.0, 0.0, 1.0], [1.0; 4]);
        let found = line(&x, &y, &w).unwrap();
        assert!((found.slope - 0.2).abs() < 1e-12);
        assert!((found.classical(&x, &y, &w).slope - 0.08).abs() < 1e-12);
    }
}
