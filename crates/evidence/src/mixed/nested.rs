//! Groups within groups, for example people within practices: each outer group's matrix is mostly
//! nought, because its inner groups share only the outer one.
//!
//! The inner groups are taken out first, one by one; what is left is as small as the outer group's
//! own columns. Thousands of inner groups so cost no more than one after the other.

use nalgebra::DMatrix;

use super::sums::{Block, Curves, Factors, Picked, middle, picked_columns, picked_rows, shrunk};

/// One outer group with its inner ones.
#[derive(Debug, Clone)]
pub(super) struct Nest {
    /// The outer group's own products.
    pub(super) outer: Block,
    /// For each inner group its products, with the outer columns before `[X y]`.
    pub(super) inner: Vec<Block>,
}

/// An outer group's products with the inner groups taken out.
struct Reduced {
    /// As if the outer group stood alone.
    outer: Block,
    log_det: f64,
}

/// What the inner groups leave of each other and of the outer group.
struct Carried {
    /// `Z₂'V₂⁻¹Z₂`, `Z₂'V₂⁻¹Z₁` and `Z₂'V⁻¹[X y]`, `Z₂'V⁻¹Z₁`.
    own: DMatrix<f64>,
    across: DMatrix<f64>,
    outcome: DMatrix<f64>,
    to_outer: DMatrix<f64>,
}

impl Nest {
    fn reduced(&self, at: &Factors) -> Option<(Reduced, DMatrix<f64>)> {
        let (size, width) = self.outer.zx.shape();
        let mut outer = self.outer.clone();
        let (mut log_det, mut taken) = (0.0, DMatrix::zeros(width, width));
        for inner in &self.inner {
            let (half, part) = shrunk(inner, at)?;
            log_det += part;
            let (own, rest) = (half.columns(0, size), half.columns(size, width));
            outer.zz -= own.tr_mul(&own);
            outer.zx -= own.tr_mul(&rest);
            taken += rest.tr_mul(&rest);
        }
        Some((Reduced { outer, log_det }, taken))
    }

    /// What the group takes off `[X y]'[X y]`, and its part of the determinant.
    pub(super) fn fitted(&self, at: &Factors) -> Option<(DMatrix<f64>, f64)> {
        let (reduced, taken) = self.reduced(at)?;
        let (half, part) = shrunk(&reduced.outer, at)?;
        Some((taken + half.tr_mul(&half), reduced.log_det + part))
    }

    /// Adds the group's part to the sums for slopes and curvature.
    pub(super) fn curve(
        &self,
        sums: &mut Curves,
        at: &Factors,
        places: &[(usize, usize, usize)],
    ) -> Option<()> {
        let outer = self.reduced(at)?.0.outer;
        let middle_outer = middle(&outer, at)?;
        let lost = &outer.zz * &middle_outer;
        let own = &outer.zz - &lost * &outer.zz;
        let outcome = &outer.zx - &lost * &outer.zx;
        let carried: Option<Vec<Carried>> =
            self.inner.iter().map(|inner| carried(inner, at, &outer, &middle_outer)).collect();
        let carried = carried?;
        let term = outer.parts.first()?.0;
        let picked: Vec<Option<Picked>> = places
            .iter()
            .map(|place| (place.0 == term).then(|| Picked::new(&own, &outcome, &outer, *place)))
            .collect();
        for (k, picked_k) in picked.iter().enumerate() {
            let Some(one) = picked_k else { continue };
            sums.trace[k] += one.columns.trace();
            sums.first[k] += outcome.tr_mul(&one.rows);
            let along = own.tr_mul(&one.rows);
            for (l, picked_l) in picked.iter().enumerate() {
                let Some(other) = picked_l else { continue };
                sums.traces[k][l] += one.columns.dot(&other.columns.transpose());
                sums.second[k][l] += along.tr_mul(&other.rows);
            }
        }
        self.inner_curve(sums, places, &middle_outer, &carried);
        self.crossed_curve(sums, places, (&outcome, &outer), &carried);
        Some(())
    }

    /// The part of the inner term with itself.
    fn inner_curve(
        &self,
        sums: &mut Curves,
        places: &[(usize, usize, usize)],
        middle_outer: &DMatrix<f64>,
        carried: &[Carried],
    ) {
        let (size, width) = self.outer.zx.shape();
        let Some(term) = self.inner.first().and_then(|inner| inner.parts.first()) else { return };
        let count = places.len();
        let mut across = vec![DMatrix::zeros(size, size); count];
        let mut outcomes = vec![DMatrix::zeros(size, width); count];
        let of_term: Vec<usize> = (0..count).filter(|k| places[*k].0 == term.0).collect();
        for (inner, one) in self.inner.iter().zip(carried) {
            let shared = &one.across * middle_outer * one.across.transpose();
            for k in &of_term {
                let rows = picked_rows(&one.outcome, inner, places[*k]);
                let own = picked_columns(&one.own, inner, places[*k]);
                let part = picked_columns(&shared, inner, places[*k]);
                sums.trace[*k] += own.trace() - part.trace();
                sums.first[*k] += one.outcome.tr_mul(&rows);
                across[*k] += one.across.tr_mul(&picked_rows(&one.across, inner, places[*k]));
                outcomes[*k] += one.across.tr_mul(&rows);
                let along = one.own.tr_mul(&rows);
                for l in &of_term {
                    let other = picked_columns(&one.own, inner, places[*l]);
                    let other_part = picked_columns(&shared, inner, places[*l]);
                    sums.traces[*k][*l] += own.dot(&other.transpose())
                        - own.dot(&other_part.transpose())
                        - part.dot(&other.transpose());
                    let other_rows = picked_rows(&one.outcome, inner, places[*l]);
                    sums.second[*k][*l] += along.tr_mul(&other_rows);
                }
            }
        }
        for k in &of_term {
            for l in &of_term {
                let (one, other) = (middle_outer * &across[*k], middle_outer * &across[*l]);
                sums.traces[*k][*l] += one.dot(&other.transpose());
                sums.second[*k][*l] -= outcomes[*k].tr_mul(&(middle_outer * &outcomes[*l]));
            }
        }
    }

    /// The part of the outer term with the inner one.
    fn crossed_curve(
        &self,
        sums: &mut Curves,
        places: &[(usize, usize, usize)],
        (outcome, outer): (&DMatrix<f64>, &Block),
        carried: &[Carried],
    ) {
        let Some(term) = outer.parts.first() else { return };
        let (outers, inners): (Vec<usize>, Vec<usize>) =
            (0..places.len()).partition(|k| places[*k].0 == term.0);
        for l in inners {
            let size = outer.zz.nrows();
            let mut between = DMatrix::zeros(size, size);
            let mut along = DMatrix::zeros(size, outcome.ncols());
            for (inner, one) in self.inner.iter().zip(carried) {
                between += one.to_outer.tr_mul(&picked_rows(&one.to_outer, inner, places[l]));
                along += one.to_outer.tr_mul(&picked_rows(&one.outcome, inner, places[l]));
            }
            for k in &outers {
                let trace = picked_columns(&between, outer, places[*k]).trace();
                sums.traces[*k][l] += trace;
                sums.traces[l][*k] += trace;
                let part = picked_rows(outcome, outer, places[*k]).tr_mul(&along);
                sums.second[*k][l] += &part;
                sums.second[l][*k] += part.transpose();
            }
        }
    }
}

fn carried(
    inner: &Block,
    at: &Factors,
    outer: &Block,
    middle_outer: &DMatrix<f64>,
) -> Option<Carried> {
    let size = outer.zz.nrows();
    let lost = &inner.zz * middle(inner, at)?;
    let own = &inner.zz - &lost * &inner.zz;
    let right = &inner.zx - &lost * &inner.zx;
    let across = right.columns(0, size).clone_owned();
    let rest = right.columns(size, right.ncols() - size).clone_owned();
    let shared = &across * middle_outer;
    Some(Carried {
        outcome: rest - &shared * &outer.zx,
        to_outer: &across - &shared * &outer.zz,
        own,
        across,
    })
}
