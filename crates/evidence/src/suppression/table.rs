//! Hiding the least in a table whose totals are published too.
//!
//! A hidden cell can be worked out from the totals exactly where it is a bridge between its row and
//! its column in the graph of hidden cells; so every small cell has to lie on a ring of hidden cells.
//! Source: Fischetti and Salazar (1999), Mathematical Programming 84, for the problem; Cox (1995) for
//! the graph. Small tables are searched completely; larger ones by shortest rings, one small cell
//! after the other, from which what is not needed is taken away again: enough, not always least.
//! It guards against working a number out, not against guessing it within a range.

mod ring;

use serde::Serialize;

use super::Shown;
use crate::finding::CannotSay;
use ring::{Graph, Place};

/// How many cells may at most be chosen from for a complete search.
const SEARCHED_TO: usize = 14;

/// A table as it may be shown, with its totals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SafeTable {
    /// The cells, row by row.
    pub cells: Vec<Vec<Shown>>,
    /// The total of each row.
    pub row_totals: Vec<Shown>,
    /// The total of each column.
    pub column_totals: Vec<Shown>,
    /// The total of all.
    pub total: Shown,
    /// How many cells, totals counted, were hidden because they are small.
    pub small: usize,
    /// How many were hidden only so that those cannot be worked out.
    pub others: usize,
    /// The counts of those others added up: what is lost to the reader.
    pub others_sum: u64,
    /// Whether no choice of others loses less; otherwise it is enough but perhaps not the least.
    pub is_least: bool,
}

/// The table as it may be shown: counts from 1 to `least` − 1 are hidden, and with them the others
/// whose counts add up to the least. A nought is shown.
///
/// # Errors
/// Refuses rows of different length, and small cells that cannot be hidden at all.
pub fn protect(rows: &[Vec<u64>], least: u64) -> Result<SafeTable, CannotSay> {
    let graph = Graph::with_totals(rows)?;
    let is_small = |count: u64| count > 0 && count < least;
    let small: Vec<Place> = graph.places().filter(|at| is_small(graph.count(*at))).collect();
    // Totals are hidden only where one is small itself; otherwise readers expect all of them.
    let may_hide_totals = small.iter().any(|at| graph.is_total(*at));
    let mut choice: Vec<Place> = graph
        .places()
        .filter(|at| graph.count(*at) >= least.max(1))
        .filter(|at| may_hide_totals || !graph.is_total(*at))
        .collect();
    choice.sort_by_key(|at| graph.count(*at));
    let nearly = by_rings(&graph, &small, &choice).ok_or_else(|| {
        CannotSay::because(
            "A small count cannot be hidden: its row or column has nothing to hide it with.",
            "Join rows or columns until small counts have neighbours.",
        )
    })?;
    let is_least = choice.len() <= SEARCHED_TO || small.is_empty() || nearly.is_empty();
    let others = if is_least && !nearly.is_empty() {
        let mut search = Search { graph: &graph, small: &small, choice: &choice, best: nearly };
        search.from(0, &mut Vec::new());
        search.best
    } else {
        nearly
    };
    Ok(graph.shown(&small, &others, least, is_least))
}

/// Rings one after the other, each the one that adds least; then what is not needed is taken away,
/// the largest first.
fn by_rings(graph: &Graph, small: &[Place], choice: &[Place]) -> Option<Vec<Place>> {
    let mut others: Vec<Place> = Vec::new();
    for at in small {
        let hidden: Vec<Place> = small.iter().chain(&others).copied().collect();
        others.extend(graph.ring(*at, &hidden, choice)?);
    }
    others.sort_by_key(|at| std::cmp::Reverse(graph.count(*at)));
    let mut at = 0;
    while at < others.len() {
        let gone = others.remove(at);
        if !graph.is_safe(small, &others) {
            others.insert(at, gone);
            at += 1;
        }
    }
    Some(others)
}

/// A complete search: every choice that loses less than the best so far.
struct Search<'a> {
    graph: &'a Graph,
    small: &'a [Place],
    choice: &'a [Place],
    best: Vec<Place>,
}

impl Search<'_> {
    fn from(&mut self, at: usize, taken: &mut Vec<Place>) {
        let lost = |places: &[Place]| places.iter().map(|one| self.graph.count(*one)).sum::<u64>();
        if lost(taken) >= lost(&self.best) {
            return;
        }
        if self.graph.is_safe(self.small, taken) {
            self.best = taken.clone();
            return;
        }
        for next in at..self.choice.len() {
            taken.push(self.choice[next]);
            self.from(next + 1, taken);
            taken.pop();
        }
    }
}

impl SafeTable {
    /// How it was worked out.
    #[must_use]
    pub fn convention(&self) -> &'static str {
        if self.is_least {
            "Small counts hidden; others hidden so that none can be worked out from totals, the \
             least possible."
        } else {
            "Small counts hidden; others hidden so that none can be worked out from totals, by \
             shortest rings: enough, perhaps not the least."
        }
    }

    /// What was hidden, in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        match (self.small, self.others) {
            (0, _) => "No count is small, so nothing is hidden.".to_owned(),
            (small, 0) => format!("{small} small counts are hidden; they protect each other."),
            (small, others) => format!(
                "{small} small counts are hidden, and {others} others so that nobody can work \
                 them out from the totals."
            ),
        }
    }
}

#[cfg(test)]
mod tests;
