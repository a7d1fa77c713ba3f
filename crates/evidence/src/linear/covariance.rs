//! How sure are the effects? Covariances of least squares under named assumptions.
//!
//! Sources: White (1980) and MacKinnon and White (1985) for HC0 to HC3; Liang and Zeger (1986) for
//! clusters, with the small-sample factors of R's sandwich (`HC1`), of none, and of fixest, which
//! differ: the same data give 0.0067, 0.0059 and 0.0061, so the name is part of the result. Newey
//! and West (1987) with Bartlett's weights for rows in the order of time.

use std::collections::BTreeMap;

use nalgebra::{DMatrix, DVector};
use serde::Serialize;

use super::LinearFit;
use crate::finding::{CannotSay, Warning};

/// What is assumed of the errors.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Covariance<'a> {
    /// Every row errs by as much as any other, and independently.
    Classical,
    /// Rows may err by different amounts; no correction.
    Hc0,
    /// As HC0, times n / (n − k).
    Hc1,
    /// As HC0, each row's squared error over 1 − leverage.
    Hc2,
    /// As HC0, each row's squared error over (1 − leverage) squared.
    Hc3,
    /// Rows of one cluster may err together.
    Clustered {
        /// Each row's cluster, for all rows of the design.
        clusters: &'a [u64],
        /// The small-sample factor.
        factor: SmallSample,
    },
    /// Rows follow each other in time, and errors linger for so many rows.
    NeweyWest {
        /// For how many rows.
        lag: usize,
        /// Whether to multiply by n / (n − k).
        is_adjusted: bool,
    },
}

/// The factor that makes up for few clusters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum SmallSample {
    /// None.
    None,
    /// G/(G − 1) × (n − 1)/(n − k), with every column in k.
    EveryColumn,
    /// G/(G − 1) × (n − 1)/(n − k), without the so many columns of k that only tell clusters
    /// apart.
    WithoutNested(usize),
}

impl Covariance<'_> {
    /// The convention in words.
    #[must_use]
    pub fn convention(&self) -> String {
        let plain = match self {
            Covariance::Classical => "Standard errors: classical, equal spread.",
            Covariance::Hc0 => "Standard errors: robust to unequal spread (HC0).",
            Covariance::Hc1 => "Standard errors: robust to unequal spread (HC1).",
            Covariance::Hc2 => "Standard errors: robust to unequal spread (HC2).",
            Covariance::Hc3 => "Standard errors: robust to unequal spread (HC3).",
            Covariance::Clustered { factor, .. } => match factor {
                SmallSample::None => "Standard errors: clustered, no small-sample factor.",
                SmallSample::EveryColumn => {
                    "Standard errors: clustered, G/(G − 1) × (n − 1)/(n − k), all columns in k."
                }
                SmallSample::WithoutNested(_) => {
                    "Standard errors: clustered, G/(G − 1) × (n − 1)/(n − k), columns that only \
                     tell clusters apart not in k."
                }
            },
            Covariance::NeweyWest { lag, is_adjusted } => {
                let adjusted = if *is_adjusted { ", × n/(n − k)" } else { "" };
                return format!(
                    "Standard errors: Newey-West, {lag} lags, Bartlett’s weights{adjusted}."
                );
            }
        };
        plain.to_owned()
    }
}

impl LinearFit {
    /// The covariance of the effects; refused where it cannot be worked out.
    pub fn covariance(&self, kind: &Covariance) -> Result<DMatrix<f64>, CannotSay> {
        let (rows, columns) = (self.rows.len() as f64, self.names.len() as f64);
        let stretched = rows / (rows - columns);
        let found = match *kind {
            Covariance::Classical => &self.bread * self.sigma.unwrap_or(0.0).powi(2),
            Covariance::Hc0 => self.sandwich(&meat(&self.scores(|_| 1.0)?)),
            Covariance::Hc1 => self.sandwich(&meat(&self.scores(|_| 1.0)?)) * stretched,
            Covariance::Hc2 => self.sandwich(&meat(&self.scores(|rest| rest.sqrt())?)),
            Covariance::Hc3 => self.sandwich(&meat(&self.scores(|rest| rest)?)),
            Covariance::Clustered { clusters, factor } => {
                let sums = self.cluster_sums(clusters)?;
                let many = sums.nrows() as f64;
                let factor = match factor {
                    SmallSample::None => 1.0,
                    SmallSample::EveryColumn => {
                        many / (many - 1.0) * (rows - 1.0) / (rows - columns)
                    }
                    SmallSample::WithoutNested(nested) => {
                        many / (many - 1.0) * (rows - 1.0) / (rows - columns + nested as f64)
                    }
                };
                self.sandwich(&meat(&sums)) * factor
            }
            Covariance::NeweyWest { lag, is_adjusted } => {
                let factor = if is_adjusted { stretched } else { 1.0 };
                self.sandwich(&self.lagged_meat(lag)?) * factor
            }
        };
        // Without rows to spare, or with nothing but rounding left, no kind can tell a spread.
        let spare = if self.has_spread() { found } else { found.map(|_| 0.0) };
        if spare.iter().all(|value| value.is_finite()) { Ok(spare) } else { Err(super::too_big()) }
    }

    /// The degrees of freedom: clusters less one, or rows less columns.
    #[must_use]
    pub fn degrees_of_freedom(&self, kind: &Covariance) -> f64 {
        match kind {
            Covariance::Clustered { clusters, .. } => {
                self.cluster_places(clusters).len().saturating_sub(1) as f64
            }
            _ => self.df as f64,
        }
    }

    /// What should be known about a covariance of this kind.
    #[must_use]
    pub fn covariance_warning(&self, kind: &Covariance) -> Option<Warning> {
        let Covariance::Clustered { clusters, .. } = kind else { return None };
        let many = self.cluster_places(clusters).len();
        (many < 40).then_some(Warning::FewClusters(many))
    }

    fn sandwich(&self, meat: &DMatrix<f64>) -> DMatrix<f64> {
        &self.bread * meat * &self.bread
    }

    /// Each row's columns times weight and error, the error over what leverage leaves of it.
    fn scores(&self, over: impl Fn(f64) -> f64) -> Result<DMatrix<f64>, CannotSay> {
        let mut scores = self.x.clone();
        for (at, mut row) in scores.row_iter_mut().enumerate() {
            let of: DVector<f64> = row.transpose();
            let leverage = self.weights[at] * of.dot(&(&self.bread * &of));
            let rest = over((1.0 - leverage).max(0.0));
            if rest < 1e-10 && self.df > 0 {
                return Err(CannotSay::because(
                    format!("Row {} alone decides one of the effects.", self.rows[at] + 1),
                    "Use HC1, or leave out the column that only this row has.",
                ));
            }
            row *= self.weights[at] * self.residuals[at] / rest;
        }
        Ok(scores)
    }

    /// For each cluster, in order of its number, the places of its rows among those used.
    fn cluster_places(&self, clusters: &[u64]) -> Vec<Vec<usize>> {
        let mut places: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
        for (place, row) in self.rows.iter().enumerate() {
            if let Some(cluster) = clusters.get(*row) {
                places.entry(*cluster).or_default().push(place);
            }
        }
        places.into_values().collect()
    }

    fn cluster_sums(&self, clusters: &[u64]) -> Result<DMatrix<f64>, CannotSay> {
        let last = self.rows.last().map_or(0, |row| row + 1);
        if clusters.len() < last {
            return Err(CannotSay::uneven(last, clusters.len()));
        }
        let places = self.cluster_places(clusters);
        if places.len() < 2 {
            return Err(CannotSay::too_few(places.len(), 2, "clusters"));
        }
        let scores = self.scores(|_| 1.0)?;
        let mut sums = DMatrix::zeros(places.len(), scores.ncols());
        for (cluster, rows) in places.iter().enumerate() {
            for row in rows {
                let sum = sums.row(cluster) + scores.row(*row);
                sums.set_row(cluster, &sum);
            }
        }
        Ok(sums)
    }

    fn lagged_meat(&self, lag: usize) -> Result<DMatrix<f64>, CannotSay> {
        let rows = self.rows.len();
        if lag >= rows {
            return Err(CannotSay::because(
                format!("Errors cannot linger for {lag} rows when there are {rows}."),
                "Choose fewer lags: two or three for a year of months.",
            ));
        }
        let scores = self.scores(|_| 1.0)?;
        let mut sum = meat(&scores);
        for step in 1..=lag {
            let share = 1.0 - step as f64 / (lag + 1) as f64;
            let late = scores.rows(step, rows - step);
            let across = late.tr_mul(&scores.rows(0, rows - step));
            sum += (&across + across.transpose()) * share;
        }
        Ok(sum)
    }
}

fn meat(scores: &DMatrix<f64>) -> DMatrix<f64> {
    scores.tr_mul(scores)
}
