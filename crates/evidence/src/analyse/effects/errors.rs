//! How sure an estimate is: which standard errors fit its rows, and how free their range is.
//!
//! Clustered where the plan names clusters, robust (HC2) where rows count differently, classical
//! otherwise. Where each cluster is all on one side, the clusters are what is compared: two a side
//! are the least, and the range follows Student's t with clusters less two (Donald and Lang 2007,
//! "Inference with difference-in-differences and other panel data", Rev Econ Stat 89).

use std::collections::BTreeMap;

use crate::finding::{CannotSay, Estimate};
use crate::interval::Level;
use crate::linear::{Coefficient, Covariance, LinearFit, SmallSample};
use crate::words::counted;

/// The fewest clusters a side that can tell how clusters of one side differ.
const CLUSTERS_A_SIDE: usize = 2;

/// The cluster of each row of the design, and the column that names it.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Clusters<'a> {
    pub(in super::super) column: &'a str,
    pub(in super::super) of: &'a [u64],
}

/// The standard errors of one model.
pub(in super::super) struct Errors<'a> {
    pub(in super::super) covariance: Covariance<'a>,
    column: &'a str,
    is_weighted: bool,
    /// Clusters less two, where each is all on one side.
    df: Option<f64>,
}

impl<'a> Errors<'a> {
    /// The standard errors that fit the rows.
    pub(in super::super) fn of(
        fit: &LinearFit,
        clusters: Option<Clusters<'a>>,
        is_weighted: bool,
    ) -> Errors<'a> {
        let covariance = match clusters {
            Some(Clusters { of: clusters, .. }) => {
                Covariance::Clustered { clusters, factor: SmallSample::EveryColumn }
            }
            // Where one row alone decides an effect, HC2 has no value and HC1 is the next best.
            None if is_weighted && fit.covariance(&Covariance::Hc2).is_err() => Covariance::Hc1,
            None if is_weighted => Covariance::Hc2,
            None => Covariance::Classical,
        };
        let column = clusters.map_or("", |clusters| clusters.column);
        Errors { covariance, column, is_weighted, df: None }
    }

    /// The same for a comparison of sides: refused where one has too few clusters to compare.
    pub(in super::super) fn between(
        self,
        fit: &LinearFit,
        arm: &[f64],
    ) -> Result<Errors<'a>, CannotSay> {
        let Covariance::Clustered { clusters, .. } = self.covariance else { return Ok(self) };
        let mut sides: BTreeMap<u64, [bool; 2]> = BTreeMap::new();
        for row in &fit.rows {
            sides.entry(clusters[*row]).or_default()[usize::from(arm[*row] == 1.0)] = true;
        }
        let of = |side: usize| sides.values().filter(|seen| seen[side]).count();
        let (without, with) = (of(0), of(1));
        let is_apart = sides.values().all(|seen| seen[0] != seen[1]) && with > 0 && without > 0;
        if !is_apart {
            return Ok(self);
        }
        if with.min(without) < CLUSTERS_A_SIDE {
            return Err(CannotSay::because(
                format!(
                    "Each cluster of “{}” is all on one side: {} with the service, {without} \
                     without. The sides cannot be told from the clusters.",
                    self.column,
                    counted(with, "cluster", "clusters")
                ),
                "This needs at least 2 clusters on each side, and better 20. With fewer, show the \
                 changes before to after and say that there is no comparison.",
            ));
        }
        Ok(Errors { df: Some((sides.len() - 2) as f64), ..self })
    }

    /// Every effect of the model with its range.
    pub(in super::super) fn coefficients(
        &self,
        fit: &LinearFit,
    ) -> Result<Vec<Coefficient>, CannotSay> {
        let mut all = fit.coefficients(&self.covariance, Level::P95)?;
        if let Some(df) = self.df {
            for one in &mut all {
                let Estimate { value, se, .. } = one.estimate;
                one.estimate = Estimate::student(value, se, df, Level::P95);
            }
        }
        Ok(all)
    }

    /// The freedom of the range.
    pub(in super::super) fn degrees_of_freedom(&self, fit: &LinearFit) -> f64 {
        self.df.unwrap_or_else(|| fit.degrees_of_freedom(&self.covariance))
    }

    /// All of it in words.
    pub(in super::super) fn convention(&self) -> String {
        let mut said = clustered_by(&self.covariance, &format!("“{}”", self.column));
        if let Some(df) = self.df {
            said.push_str(&format!(
                " Each cluster is all on one side: range by Student’s t with {df} degrees of \
                 freedom, the clusters less two."
            ));
        }
        if self.is_weighted {
            said.push_str(" Weights are taken as known.");
        }
        said
    }
}

/// The convention of a covariance, with what it is clustered by.
pub(in super::super) fn clustered_by(covariance: &Covariance, what: &str) -> String {
    covariance.convention().replacen("clustered", &format!("clustered by {what}"), 1)
}
