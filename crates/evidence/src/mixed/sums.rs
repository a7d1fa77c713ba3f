//! What a mixed model needs to know of the rows: sums within each group, and nothing else.
//!
//! The rows are read once. Every step of the search then costs by the group, or, where people
//! differ only by an intercept, by the number of different group sizes (three, for three waves).
//! Formulas: Bates et al. (2015), Journal of Statistical Software 67(1), with the matrices of a
//! group written out, because groups share nothing.

use std::collections::BTreeMap;

use nalgebra::DMatrix;

use super::nested::Nest;

/// One group: the products of its random columns with themselves and with `[X y]`.
#[derive(Debug, Clone)]
pub(super) struct Block {
    /// `Z'Z`.
    pub(super) zz: DMatrix<f64>,
    /// `Z'[X y]`.
    pub(super) zx: DMatrix<f64>,
    /// Which random term each run of columns of `Z` belongs to, and where it starts.
    pub(super) parts: Vec<(usize, usize)>,
}

/// Groups of one size that differ by an intercept only.
#[derive(Debug, Clone)]
pub(super) struct OfOneSize {
    /// How many such groups there are.
    count: f64,
    /// The sum over them of `(Z'[X y])'(Z'[X y])`.
    outer: DMatrix<f64>,
}

/// The sums of all groups.
#[derive(Debug, Clone)]
pub(super) enum Groups {
    /// One random intercept: groups of the same size are told by one matrix together.
    Intercept {
        /// By the number of rows of a group.
        by_size: BTreeMap<usize, OfOneSize>,
        /// The number of rows of each group.
        sizes: Vec<usize>,
        /// `Z'[X y]` of each group, one after the other.
        totals: Vec<f64>,
    },
    /// Groups within groups, two terms.
    Nested(Vec<Nest>),
    /// Anything else.
    Blocks(Vec<Block>),
}

impl Groups {
    /// Groups that differ by an intercept only, from their sizes and totals of `[X y]`.
    pub(super) fn intercepts(sizes: Vec<usize>, totals: Vec<f64>, width: usize) -> Groups {
        let mut by_size: BTreeMap<usize, (f64, Vec<f64>)> = BTreeMap::new();
        for (size, total) in sizes.iter().zip(totals.chunks_exact(width)) {
            let (count, outer) =
                by_size.entry(*size).or_insert_with(|| (0.0, vec![0.0; width * width]));
            *count += 1.0;
            for (a, into) in total.iter().zip(outer.chunks_exact_mut(width)) {
                for (b, cell) in total.iter().zip(into) {
                    *cell += a * b;
                }
            }
        }
        let by_size = by_size
            .into_iter()
            .map(|(size, (count, outer))| {
                (size, OfOneSize { count, outer: DMatrix::from_vec(width, width, outer) })
            })
            .collect();
        Groups::Intercept { by_size, sizes, totals }
    }
}

/// The Cholesky factors of the random terms' covariances, relative to the residual variance.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Factors(pub(super) Vec<DMatrix<f64>>);

impl Factors {
    /// Every term with independent effects of the residual's own size: where the search begins.
    pub(super) fn start(widths: &[usize]) -> Factors {
        Factors(widths.iter().map(|width| DMatrix::identity(*width, *width)).collect())
    }

    /// Where each free number stands: term, row, column, with row ≥ column.
    pub(super) fn places(&self) -> Vec<(usize, usize, usize)> {
        let widths = self.0.iter().map(DMatrix::nrows).enumerate();
        widths
            .flat_map(|(term, width)| {
                (0..width).flat_map(move |col| (col..width).map(move |row| (term, row, col)))
            })
            .collect()
    }

    /// The factors a step further on.
    pub(super) fn stepped(&self, step: &[f64]) -> Factors {
        let mut next = self.clone();
        for ((term, row, col), by) in self.places().into_iter().zip(step) {
            next.0[term][(row, col)] += by;
        }
        next
    }

    /// The size of the largest number.
    pub(super) fn largest(&self) -> f64 {
        self.0.iter().map(DMatrix::amax).fold(0.0, f64::max)
    }

    /// The block of one group: each part gets its term's factor.
    fn of(&self, block: &Block) -> DMatrix<f64> {
        let mut whole = DMatrix::zeros(block.zz.nrows(), block.zz.nrows());
        for (term, start) in &block.parts {
            let factor = &self.0[*term];
            whole.view_mut((*start, *start), factor.shape()).copy_from(factor);
        }
        whole
    }
}

/// The sums of the likelihood at some factors, in units of the residual variance.
#[derive(Debug, Clone)]
pub(super) struct Fitted {
    /// The logarithm of the determinant of the rows' covariance.
    pub(super) log_det: f64,
    /// `[X y]' V⁻¹ [X y]`.
    pub(super) cross: DMatrix<f64>,
}

/// What the likelihood's slopes and curvature are made of, one entry for each free covariance.
#[derive(Debug, Clone)]
pub(super) struct Curves {
    /// `tr(V⁻¹ Vₖ)`.
    pub(super) trace: Vec<f64>,
    /// `[X y]' V⁻¹ Vₖ V⁻¹ [X y]`.
    pub(super) first: Vec<DMatrix<f64>>,
    /// `tr(V⁻¹ Vₖ V⁻¹ Vₗ)`.
    pub(super) traces: Vec<Vec<f64>>,
    /// `[X y]' V⁻¹ Vₖ V⁻¹ Vₗ V⁻¹ [X y]`.
    pub(super) second: Vec<Vec<DMatrix<f64>>>,
}

impl Groups {
    /// The likelihood's sums; nothing where the numbers are too big to add up.
    pub(super) fn fitted(&self, all: &DMatrix<f64>, at: &Factors) -> Option<Fitted> {
        let (mut log_det, mut cross) = (0.0, all.clone());
        match self {
            Groups::Intercept { by_size, .. } => {
                let ratio = at.0[0][(0, 0)].powi(2);
                for (size, group) in by_size {
                    let spread = 1.0 + ratio * *size as f64;
                    log_det += group.count * spread.ln();
                    cross -= &group.outer * (ratio / spread);
                }
            }
            Groups::Nested(nests) => {
                for nest in nests {
                    let (taken, part) = nest.fitted(at)?;
                    log_det += part;
                    cross -= taken;
                }
            }
            Groups::Blocks(blocks) => {
                for block in blocks {
                    let (shrunk, part) = shrunk(block, at)?;
                    log_det += part;
                    cross -= shrunk.tr_mul(&shrunk);
                }
            }
        }
        (log_det.is_finite() && cross.iter().all(|cell| cell.is_finite()))
            .then_some(Fitted { log_det, cross })
    }

    /// The sums for slopes and curvature.
    pub(super) fn curves(&self, at: &Factors, width: usize) -> Option<Curves> {
        let places = at.places();
        let count = places.len();
        let mut sums = Curves {
            trace: vec![0.0; count],
            first: vec![DMatrix::zeros(width, width); count],
            traces: vec![vec![0.0; count]; count],
            second: vec![vec![DMatrix::zeros(width, width); count]; count],
        };
        match self {
            Groups::Intercept { by_size, .. } => {
                let ratio = at.0[0][(0, 0)].powi(2);
                for (size, group) in by_size {
                    let shrink = 1.0 / (1.0 + ratio * *size as f64);
                    let inner = *size as f64 * shrink;
                    sums.trace[0] += group.count * inner;
                    sums.traces[0][0] += group.count * inner * inner;
                    sums.first[0] += &group.outer * (shrink * shrink);
                    sums.second[0][0] += &group.outer * (inner * shrink * shrink);
                }
            }
            Groups::Nested(nests) => {
                for nest in nests {
                    nest.curve(&mut sums, at, &places)?;
                }
            }
            Groups::Blocks(blocks) => {
                for block in blocks {
                    sums.add(block, at, &places)?;
                }
            }
        }
        Some(sums)
    }

    /// Each group's own effects, given `weights` that turn `[X y]` into what is left over.
    pub(super) fn effects(&self, at: &Factors, weights: &[f64]) -> Vec<Vec<f64>> {
        match self {
            Groups::Intercept { sizes, totals, .. } => {
                let ratio = at.0[0][(0, 0)].powi(2);
                let left = totals
                    .chunks_exact(weights.len())
                    .map(|total| total.iter().zip(weights).map(|(a, b)| a * b).sum::<f64>());
                left.zip(sizes)
                    .map(|(left, size)| vec![ratio * left / (1.0 + ratio * *size as f64)])
                    .collect()
            }
            // Groupings that nest would need two lists.
            Groups::Nested(_) => Vec::new(),
            Groups::Blocks(blocks) => blocks
                .iter()
                .map(|block| {
                    let left = &block.zx * DMatrix::from_column_slice(weights.len(), 1, weights);
                    let middle = middle(block, at);
                    middle.map_or_else(Vec::new, |middle| (middle * left).as_slice().to_vec())
                })
                .collect(),
        }
    }
}

/// `L⁻¹Λ'Z'[X y]` and the group's part of the determinant, with `LL' = Λ'Z'ZΛ + I`.
pub(super) fn shrunk(block: &Block, at: &Factors) -> Option<(DMatrix<f64>, f64)> {
    let factor = at.of(block);
    let inner =
        factor.tr_mul(&block.zz) * &factor + DMatrix::identity(factor.nrows(), factor.nrows());
    let lower = inner.cholesky()?.unpack();
    let log_det = 2.0 * lower.diagonal().iter().map(|cell| cell.ln()).sum::<f64>();
    let shrunk = lower.solve_lower_triangular(&factor.tr_mul(&block.zx))?;
    Some((shrunk, log_det))
}

/// `Λ(Λ'Z'ZΛ + I)⁻¹Λ'`.
pub(super) fn middle(block: &Block, at: &Factors) -> Option<DMatrix<f64>> {
    let factor = at.of(block);
    let inner =
        factor.tr_mul(&block.zz) * &factor + DMatrix::identity(factor.nrows(), factor.nrows());
    let lower = inner.cholesky()?.unpack();
    let half = lower.solve_lower_triangular(&factor.transpose())?;
    Some(half.tr_mul(&half))
}

impl Curves {
    fn add(&mut self, block: &Block, at: &Factors, places: &[(usize, usize, usize)]) -> Option<()> {
        let middle = middle(block, at)?;
        let carried = &block.zz * &middle;
        let inner = &block.zz - &carried * &block.zz;
        let outer = &block.zx - &carried * &block.zx;
        let picked: Vec<Picked> =
            places.iter().map(|place| Picked::new(&inner, &outer, block, *place)).collect();
        for (k, one) in picked.iter().enumerate() {
            self.trace[k] += one.columns.trace();
            self.first[k] += outer.tr_mul(&one.rows);
            let carried = inner.tr_mul(&one.rows);
            for (l, other) in picked.iter().enumerate() {
                self.traces[k][l] += one.columns.dot(&other.columns.transpose());
                self.second[k][l] += carried.tr_mul(&other.rows);
            }
        }
        Some(())
    }
}

/// A group's matrices with the covariance at one place marked.
pub(super) struct Picked {
    /// `Z'V⁻¹Z · D`.
    pub(super) columns: DMatrix<f64>,
    /// `D · Z'V⁻¹[X y]`.
    pub(super) rows: DMatrix<f64>,
}

impl Picked {
    pub(super) fn new(
        own: &DMatrix<f64>,
        outcome: &DMatrix<f64>,
        block: &Block,
        place: (usize, usize, usize),
    ) -> Picked {
        Picked {
            columns: picked_columns(own, block, place),
            rows: picked_rows(outcome, block, place),
        }
    }
}

/// `matrix · D`, where `D` has a one wherever the covariance at `place` stands in the group.
pub(super) fn picked_columns(
    matrix: &DMatrix<f64>,
    block: &Block,
    (term, row, col): (usize, usize, usize),
) -> DMatrix<f64> {
    let mut found = DMatrix::zeros(matrix.nrows(), matrix.ncols());
    for (_, start) in block.parts.iter().filter(|part| part.0 == term) {
        let (a, b) = (start + row, start + col);
        found.column_mut(b).copy_from(&matrix.column(a));
        found.column_mut(a).copy_from(&matrix.column(b));
    }
    found
}

/// `D · matrix`, with the same `D`.
pub(super) fn picked_rows(
    matrix: &DMatrix<f64>,
    block: &Block,
    (term, row, col): (usize, usize, usize),
) -> DMatrix<f64> {
    let mut found = DMatrix::zeros(matrix.nrows(), matrix.ncols());
    for (_, start) in block.parts.iter().filter(|part| part.0 == term) {
        let (a, b) = (start + row, start + col);
        found.row_mut(b).copy_from(&matrix.row(a));
        found.row_mut(a).copy_from(&matrix.row(b));
    }
    found
}
