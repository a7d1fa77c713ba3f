//! Which counts may be shown to people who only count: small ones are hidden.
//!
//! Question: could somebody be recognised by a number? Source: the usual rule of health
//! statistics in England, counts of 1 to 4 hidden, with secondary suppression: where one hidden
//! number could be worked out from a sum, the smallest of its neighbours is hidden as well.
//! Greedy, so it may hide a little more than the least possible; it never hides too little
//! within the sums it is told of. It does not know of other tables published elsewhere. For a table
//! with rows and columns, `table` hides the least that is enough.

pub mod rounding;
pub mod table;

use serde::Serialize;

/// A count as it may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Shown {
    /// As it is.
    Exactly(u64),
    /// More than none and fewer than this.
    FewerThan(u64),
    /// Hidden, so that another number cannot be worked out from it.
    Hidden,
}

impl Shown {
    /// The number, where it may be seen.
    #[must_use]
    pub fn number(self) -> Option<u64> {
        match self {
            Shown::Exactly(count) => Some(count),
            Shown::FewerThan(_) | Shown::Hidden => None,
        }
    }

    /// The number as people read it.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Shown::Exactly(count) => count.to_string(),
            Shown::FewerThan(least) => format!("fewer than {least}"),
            Shown::Hidden => "hidden".to_owned(),
        }
    }
}

/// The smallest count that is shown.
pub const LEAST: u64 = 5;

/// Every count as it is, for those who may see each person anyway.
#[must_use]
pub fn reveal(cells: &[u64]) -> Vec<Shown> {
    cells.iter().copied().map(Shown::Exactly).collect()
}

/// The counts as they may be shown.
///
/// Each of `sums` names cells by their place that are tied by a sum: a total and all its parts.
#[must_use]
pub fn suppress(cells: &[u64], sums: &[Vec<usize>], least: u64) -> Vec<Shown> {
    let small = |count: u64| count > 0 && count < least;
    let mut shown: Vec<Shown> = cells
        .iter()
        .map(|count| if small(*count) { Shown::FewerThan(least) } else { Shown::Exactly(*count) })
        .collect();
    // Each round hides at least one more cell, so there are no more rounds than cells.
    for _ in 0..cells.len() {
        let Some(next) = sums.iter().find_map(|sum| give_away(sum, &shown)) else { break };
        shown[next] = Shown::Hidden;
    }
    shown
}

/// The cell to hide next where a sum gives its only hidden cell away: the smallest above nought.
fn give_away(sum: &[usize], shown: &[Shown]) -> Option<usize> {
    let there = || sum.iter().copied().filter(|cell| *cell < shown.len());
    if there().filter(|cell| shown[*cell].number().is_none()).count() != 1 {
        return None;
    }
    let numbered = there().filter_map(|cell| Some((shown[cell].number()?, cell)));
    numbered.filter(|(count, _)| *count > 0).min().map(|(_, cell)| cell)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Shown::{Exactly, FewerThan, Hidden};
    use super::*;

    #[test]
    fn a_small_count_takes_its_smallest_neighbour_with_it() {
        // 30 = 3 + 7 + 20: without hiding 7, the 3 could be worked out.
        let shown = suppress(&[30, 3, 7, 20], &[vec![0, 1, 2, 3]], LEAST);
        assert_eq!(shown, [Exactly(30), FewerThan(5), Hidden, Exactly(20)]);
    }

    #[test]
    fn two_small_counts_protect_each_other_and_none_is_no_secret() {
        let shown = suppress(&[26, 3, 3, 20, 0], &[vec![0, 1, 2, 3, 4]], LEAST);
        assert_eq!(shown, [Exactly(26), FewerThan(5), FewerThan(5), Exactly(20), Exactly(0)]);
    }

    #[test]
    fn a_total_that_is_small_hides_with_its_part() {
        let shown = suppress(&[3, 3, 0], &[vec![0, 1, 2]], LEAST);
        assert_eq!(shown, [FewerThan(5), FewerThan(5), Exactly(0)]);
    }

    proptest! {
        #[test]
        fn no_sum_gives_its_only_hidden_number_away(parts in prop::collection::vec(0..40u64, 1..8), more in prop::collection::vec(0..40u64, 1..8)) {
            // Two sums that share a cell, as two steps of a funnel do.
            let total: u64 = parts.iter().sum();
            let second: u64 = more.iter().sum::<u64>() + parts[0];
            let mut cells = vec![total, second];
            cells.extend(&parts);
            cells.extend(&more);
            let first: Vec<usize> = std::iter::once(0).chain(2..2 + parts.len()).collect();
            let mut other = vec![1, 2];
            other.extend(2 + parts.len()..cells.len());
            let sums = [first, other];
            let shown = suppress(&cells, &sums, LEAST);
            for sum in &sums {
                let hidden = sum.iter().filter(|cell| shown[**cell].number().is_none()).count();
                prop_assert!(hidden != 1);
            }
            for (cell, count) in cells.iter().enumerate() {
                let is_small = *count > 0 && *count < LEAST;
                prop_assert!(!is_small || shown[cell].number().is_none());
            }
        }
    }
}
