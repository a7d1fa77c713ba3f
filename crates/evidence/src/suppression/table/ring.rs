//! The graph of a table: rows and columns are its points, cells join them; totals are one more row
//! and one more column.

use super::SafeTable;
use crate::finding::CannotSay;
use crate::suppression::Shown;

/// A cell by its row and column; the last of each is the total.
pub(super) type Place = (usize, usize);

/// A table with its totals.
pub(super) struct Graph {
    counts: Vec<Vec<u64>>,
}

impl Graph {
    /// The table with a row and a column of totals.
    pub(super) fn with_totals(rows: &[Vec<u64>]) -> Result<Graph, CannotSay> {
        let width = rows.first().map_or(0, Vec::len);
        if let Some(other) = rows.iter().find(|row| row.len() != width) {
            return Err(CannotSay::uneven(width, other.len()));
        }
        if width == 0 {
            return Err(CannotSay::too_few(0, 1, "cells"));
        }
        let mut counts = Vec::with_capacity(rows.len() + 1);
        let mut totals = vec![0u64; width + 1];
        for row in rows {
            let mut line = row.clone();
            line.push(row.iter().fold(0, |sum: u64, one| sum.saturating_add(*one)));
            for (total, one) in totals.iter_mut().zip(&line) {
                *total = total.saturating_add(*one);
            }
            counts.push(line);
        }
        if totals[width] > u64::MAX / 4 {
            return Err(CannotSay::because("The counts are too big to add up.", "Check them."));
        }
        counts.push(totals);
        Ok(Graph { counts })
    }

    fn size(&self) -> (usize, usize) {
        (self.counts.len(), self.counts[0].len())
    }

    pub(super) fn places(&self) -> impl Iterator<Item = Place> + '_ {
        let (rows, columns) = self.size();
        (0..rows).flat_map(move |row| (0..columns).map(move |column| (row, column)))
    }

    pub(super) fn count(&self, (row, column): Place) -> u64 {
        self.counts[row][column]
    }

    pub(super) fn is_total(&self, (row, column): Place) -> bool {
        let (rows, columns) = self.size();
        row + 1 == rows || column + 1 == columns
    }

    /// Whether no small cell can be worked out: each is on a ring of hidden cells.
    pub(super) fn is_safe(&self, small: &[Place], others: &[Place]) -> bool {
        let hidden = || small.iter().chain(others).copied();
        small.iter().all(|at| {
            let (rows, columns) = self.size();
            let mut reached = vec![false; rows + columns];
            let mut next = vec![at.0];
            reached[at.0] = true;
            // From its row to its column by hidden cells other than itself.
            while let Some(point) = next.pop() {
                for place in hidden().filter(|place| place != at) {
                    let (row, column) = (place.0, rows + place.1);
                    let other = match point {
                        _ if point == row => column,
                        _ if point == column => row,
                        _ => continue,
                    };
                    if !reached[other] {
                        reached[other] = true;
                        next.push(other);
                    }
                }
            }
            reached[rows + at.1]
        })
    }

    /// What to hide besides, so that this cell lies on a ring: the shortest way from its row to its
    /// column, by hidden cells for nothing and by others for their count. Nothing where there is none.
    pub(super) fn ring(&self, at: Place, hidden: &[Place], choice: &[Place]) -> Option<Vec<Place>> {
        let (rows, columns) = self.size();
        let mut ways: Vec<(Place, u64)> =
            hidden.iter().filter(|place| **place != at).map(|place| (*place, 0)).collect();
        ways.extend(
            choice
                .iter()
                .filter(|place| !hidden.contains(place))
                .map(|place| (*place, self.count(*place))),
        );
        let mut lost = vec![u64::MAX; rows + columns];
        let mut by: Vec<Option<(usize, Place, u64)>> = vec![None; rows + columns];
        lost[at.0] = 0;
        // Bellman and Ford: as many rounds as there are points.
        for _ in 0..rows + columns {
            let mut is_settled = true;
            for (place, price) in &ways {
                for (from, to) in [(place.0, rows + place.1), (rows + place.1, place.0)] {
                    let Some(sum) = lost[from].checked_add(*price) else { continue };
                    if sum < lost[to] {
                        lost[to] = sum;
                        by[to] = Some((from, *place, *price));
                        is_settled = false;
                    }
                }
            }
            if is_settled {
                break;
            }
        }
        let mut point = rows + at.1;
        let mut found = Vec::new();
        while point != at.0 {
            let (from, place, price) = by[point]?;
            if price > 0 {
                found.push(place);
            }
            point = from;
        }
        Some(found)
    }

    /// The table with what is hidden.
    pub(super) fn shown(
        &self,
        small: &[Place],
        others: &[Place],
        least: u64,
        is_least: bool,
    ) -> SafeTable {
        let of = |at: Place| match () {
            () if small.contains(&at) => Shown::FewerThan(least),
            () if others.contains(&at) => Shown::Hidden,
            () => Shown::Exactly(self.count(at)),
        };
        let (rows, columns) = (self.size().0 - 1, self.size().1 - 1);
        SafeTable {
            cells: (0..rows).map(|row| (0..columns).map(|at| of((row, at))).collect()).collect(),
            row_totals: (0..rows).map(|row| of((row, columns))).collect(),
            column_totals: (0..columns).map(|column| of((rows, column))).collect(),
            total: of((rows, columns)),
            small: small.len(),
            others: others.len(),
            others_sum: others.iter().map(|at| self.count(*at)).sum(),
            is_least,
        }
    }
}
