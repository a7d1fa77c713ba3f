//! What goes with what, on average over clusters? Generalised estimating equations.
//!
//! Question: how does an outcome differ with each column when rows of one cluster resemble each
//! other, without a model of the clusters themselves? Method: Liang and Zeger (1986), Biometrika
//! 73(1), for a plain outcome with one working correlation between any two rows of a cluster; scale
//! and correlation are means over all rows and pairs, as in geepack. Standard errors are the
//! sandwich's, without small-sample factor: with fewer than about 40 clusters they are too small,
//! and a mixed model with Kenward and Roger's is the better choice.

use std::collections::BTreeMap;

use nalgebra::{DMatrix, DVector};
use serde::Serialize;

use crate::finding::{Basis, CannotSay, Estimate, Warning};
use crate::interval::Level;
use crate::linear::{Coefficient, Rows, Usable, needed_columns, too_big};

const ROUNDS: usize = 100;

/// What estimating equations found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GeeFinding {
    /// The effect of each column kept.
    pub coefficients: Vec<Coefficient>,
    /// The working correlation between two rows of one cluster.
    pub correlation: f64,
    /// The mean squared error.
    pub scale: f64,
    /// How many clusters there are.
    pub clusters: usize,
    /// On how many rows it rests.
    pub basis: Basis,
    /// What should be known when reading it.
    pub warnings: Vec<Warning>,
}

/// Rows of one cluster.
struct Cluster {
    x: DMatrix<f64>,
    y: DVector<f64>,
}

/// The effects that hold on average, with rows of a cluster equally alike.
pub fn exchangeable(
    rows: &Rows,
    clusters: &[Option<u64>],
    level: Level,
) -> Result<GeeFinding, CannotSay> {
    if rows.weights.is_some() || rows.offset.is_some() {
        return Err(CannotSay::because(
            "Estimating equations here take neither weights nor an offset.",
            "Leave them out, or use least squares with clustered standard errors.",
        ));
    }
    if clusters.len() != rows.outcome.len() {
        return Err(CannotSay::uneven(rows.outcome.len(), clusters.len()));
    }
    let Read { names, clusters, basis, mut warnings } = read(rows, clusters)?;
    if clusters.len() < 40 {
        warnings.push(Warning::FewClusters(clusters.len()));
    }
    let solved = settle(&clusters)?;
    if !solved.is_settled {
        warnings.push(Warning::NotSettled);
    }
    let covariance = sandwich(&clusters, &solved);
    if covariance.iter().chain(solved.effects.iter()).any(|cell| !cell.is_finite()) {
        return Err(too_big());
    }
    let one = |(at, name): (usize, String)| {
        let se = Some(covariance[(at, at)].max(0.0).sqrt());
        Coefficient { name, estimate: Estimate::normal(solved.effects[at], se, level) }
    };
    Ok(GeeFinding {
        coefficients: names.into_iter().enumerate().map(one).collect(),
        correlation: solved.correlation,
        scale: solved.scale,
        clusters: clusters.len(),
        basis,
        warnings,
    })
}

struct Read {
    names: Vec<String>,
    clusters: Vec<Cluster>,
    basis: Basis,
    warnings: Vec<Warning>,
}

fn read(rows: &Rows, labels: &[Option<u64>]) -> Result<Read, CannotSay> {
    let all = rows.design.names();
    let Usable { x, y, weights, rows, basis, mut warnings, .. } = rows.usable()?;
    let mut places: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (place, row) in rows.iter().enumerate() {
        if let Some(label) = labels[*row] {
            places.entry(label).or_default().push(place);
        }
    }
    if places.len() < 2 {
        return Err(CannotSay::too_few(places.len(), 2, "clusters"));
    }
    let used: usize = places.values().map(Vec::len).sum();
    let whole: Vec<usize> = places.values().flatten().copied().collect();
    let (kept, left_out) = needed_columns(&x.select_rows(&whole), &weights.select_rows(&whole));
    if used <= kept.len() || kept.is_empty() {
        return Err(CannotSay::too_few(used, kept.len() + 1, "complete rows"));
    }
    warnings.extend(left_out.iter().map(|column| Warning::LeftOut(all[*column].clone())));
    let x = x.select_columns(&kept);
    let clusters = places
        .values()
        .map(|rows| Cluster { x: x.select_rows(rows), y: y.select_rows(rows) })
        .collect();
    let basis = Basis { used, missing: basis.eligible() - used };
    let names = kept.iter().map(|column| all[*column].clone()).collect();
    Ok(Read { names, clusters, basis, warnings })
}

struct Solved {
    effects: DVector<f64>,
    bread: DMatrix<f64>,
    correlation: f64,
    scale: f64,
    is_settled: bool,
}

impl Cluster {
    /// The working correlation's inverse times a matrix of the cluster's rows.
    fn weighed(&self, of: &DMatrix<f64>, correlation: f64) -> DMatrix<f64> {
        let size = self.y.len() as f64;
        let share = correlation / (1.0 + (size - 1.0) * correlation);
        let mut found = of.clone();
        for mut column in found.column_iter_mut() {
            let common = share * column.sum();
            column.add_scalar_mut(-common);
        }
        found / (1.0 - correlation)
    }

    fn errors(&self, effects: &DVector<f64>) -> DVector<f64> {
        &self.y - &self.x * effects
    }
}

fn settle(clusters: &[Cluster]) -> Result<Solved, CannotSay> {
    let width = clusters.first().map_or(0, |cluster| cluster.x.ncols());
    let longest = clusters.iter().map(|cluster| cluster.y.len()).max().unwrap_or(1) as f64;
    let mut solved = Solved {
        effects: DVector::zeros(width),
        bread: DMatrix::zeros(width, width),
        correlation: 0.0,
        scale: 0.0,
        is_settled: false,
    };
    for _ in 0..ROUNDS {
        let (mut left, mut right) = (DMatrix::zeros(width, width), DVector::zeros(width));
        for cluster in clusters {
            let weighed = cluster.weighed(&cluster.x, solved.correlation);
            left += weighed.tr_mul(&cluster.x);
            right += weighed.tr_mul(&cluster.y);
        }
        let left = left.cholesky().ok_or_else(too_big)?;
        solved.bread = left.inverse();
        let next = left.solve(&right);
        let moved = (&next - &solved.effects).amax();
        solved.effects = next;
        let (scale, correlation) = alike(clusters, &solved.effects);
        let lowest = -1.0 / (longest - 1.0).max(1.0);
        if scale <= 0.0 || !scale.is_finite() {
            return Err(CannotSay::because(
                "The columns explain every value exactly.",
                "There is nothing left over to judge by: check the outcome column.",
            ));
        }
        let changed = (correlation - solved.correlation).abs();
        (solved.scale, solved.correlation) = (scale, correlation.clamp(0.999 * lowest, 0.9999));
        if moved <= 1e-10 * solved.effects.amax() && changed < 1e-10 {
            solved.is_settled = true;
            break;
        }
    }
    Ok(solved)
}

/// The mean squared error, and the mean product of two rows of a cluster as a share of it.
fn alike(clusters: &[Cluster], effects: &DVector<f64>) -> (f64, f64) {
    let (mut squares, mut rows, mut products, mut pairs) = (0.0, 0.0, 0.0, 0.0);
    for cluster in clusters {
        let errors = cluster.errors(effects);
        let (own, count) = (errors.norm_squared(), errors.len() as f64);
        squares += own;
        rows += count;
        products += (errors.sum().powi(2) - own) / 2.0;
        pairs += count * (count - 1.0) / 2.0;
    }
    let scale = squares / rows;
    (scale, if pairs > 0.0 && scale > 0.0 { products / pairs / scale } else { 0.0 })
}

fn sandwich(clusters: &[Cluster], solved: &Solved) -> DMatrix<f64> {
    let width = solved.effects.len();
    let mut meat = DMatrix::zeros(width, width);
    for cluster in clusters {
        let weighed = cluster.weighed(&cluster.x, solved.correlation);
        let score = weighed.tr_mul(&cluster.errors(&solved.effects));
        meat += &score * score.transpose();
    }
    &solved.bread * meat * &solved.bread
}

impl GeeFinding {
    /// How it was worked out.
    pub const CONVENTION: &str = "Generalised estimating equations, identity link, exchangeable \
        working correlation from all pairs. Standard errors: sandwich, no small-sample factor. \
        Range: normal.";

    /// The result in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        let mut said: Vec<String> =
            self.coefficients.iter().filter_map(Coefficient::sentence).collect();
        said.push(format!(
            "Rests on {} rows in {} clusters; {} more rows could not be used. Two rows of one \
             cluster are alike with a correlation of {:.2}.",
            self.basis.used, self.clusters, self.basis.missing, self.correlation
        ));
        said.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linear::Design;

    fn fit(
        outcome: &[Option<f64>],
        x: &[f64],
        clusters: &[Option<u64>],
    ) -> Result<GeeFinding, CannotSay> {
        let design = Design::with_constant(x.len()).numbers("x", x);
        exchangeable(&Rows::new(&design, outcome), clusters, Level::P95)
    }

    #[test]
    fn clusters_that_are_all_of_one_row_give_robust_least_squares() {
        let outcome: Vec<Option<f64>> = [1.0, 3.0, 2.0, 5.0].map(Some).to_vec();
        let own: Vec<Option<u64>> = (0..4).map(Some).collect();
        let found = fit(&outcome, &[0.0, 1.0, 2.0, 3.0], &own).unwrap();
        assert_eq!(found.correlation, 0.0);
        assert!((found.coefficients[1].estimate.value - 1.1).abs() < 1e-12);
        assert!(found.warnings.contains(&Warning::FewClusters(4)));
        assert!(found.sentence().contains("Rests on 4 rows in 4 clusters"));
    }

    #[test]
    fn what_cannot_be_said_is_refused_in_words() {
        let outcome: Vec<Option<f64>> = [1.0, 3.0, 2.0, 5.0].map(Some).to_vec();
        let x = [0.0, 1.0, 2.0, 3.0];
        let one = fit(&outcome, &x, &[Some(1); 4]).unwrap_err();
        assert!(one.why.contains("1 cluster;"), "{one}");
        assert!(fit(&[None; 4], &x, &[Some(1); 4]).is_err());
        assert!(fit(&outcome, &x, &[None; 4]).is_err());
        assert!(fit(&outcome, &x, &[Some(1); 3]).is_err());
        let same = fit(&[Some(2.0); 4], &x, &[Some(1), Some(1), Some(2), Some(2)]).unwrap_err();
        assert!(same.why.contains("exactly"), "{same}");
    }

    #[test]
    fn a_column_that_says_the_same_as_another_is_left_out_and_rows_without_cluster_are_counted() {
        let outcome: Vec<Option<f64>> = [1.0, 3.0, 2.0, 5.0, 9.0].map(Some).to_vec();
        let clusters = [Some(1), Some(1), Some(2), Some(2), None];
        let found = fit(&outcome, &[1.0; 5], &clusters).unwrap();
        assert!(found.warnings.contains(&Warning::LeftOut("x".to_owned())));
        assert_eq!(found.basis, Basis { used: 4, missing: 1 });
    }
}
