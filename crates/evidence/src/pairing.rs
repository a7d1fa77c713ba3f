//! Whom to compare with whom? Greedy one-to-one matching on a score, within a caliper.
//!
//! Question: who of those who were not helped is most like each person who was? Sources: Rubin
//! (1973), Biometrics 29; Austin (2011), Pharmaceutical Statistics 10, for the caliper of 0.2
//! standard deviations; order and ties as R's MatchIt. Each person is used once. The order decides
//! the pairs, so it is part of the result. Like scores do not make people alike: show the balance.
//!
//! The nearest free person on each side is found by a chain that shortens itself, so that 100,000
//! people take milliseconds.

use serde::Serialize;

use crate::finding::{Basis, CannotSay, Estimate, Warning};
use crate::interval::Level;
use crate::linear::{self, Covariance, Design, Rows, SmallSample};

mod chain;

use chain::Chain;

/// In which order those who were helped choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Order {
    /// The highest score first, as MatchIt: the hardest to match.
    HighestFirst,
    /// The lowest score first.
    LowestFirst,
    /// As they stand in the file.
    AsGiven,
}

/// Who is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Choice {
    /// The nearest score on either side; of two as near the lower, of equal scores the one that
    /// stands next to the chooser when sorted by score and then by place in the file.
    Nearest,
    /// The nearest score below, and one above only where none is left below: the pairs of MatchIt
    /// 4.5.1 where its distances lose what is behind the point, as in Debian 12.
    BelowFirst,
}

/// How to match.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Rule {
    /// In which order.
    pub order: Order,
    /// Who is chosen.
    pub choice: Choice,
    /// How far apart the scores of a pair may lie; any distance without one.
    pub caliper: Option<f64>,
}

/// Who was paired with whom.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pairs {
    /// The rows of each pair, the one who was helped first, in the order in which they chose.
    pub pairs: Vec<(usize, usize)>,
    /// The rows of those who were helped and found nobody.
    pub without: Vec<usize>,
    /// How many choices were between people equally near.
    pub ties: usize,
    /// How it was done.
    pub rule: Rule,
    /// How many have a score and are in one of the groups, and how many have not.
    pub basis: Basis,
    /// What should be known when reading it.
    pub warnings: Vec<Warning>,
}

/// Someone with a score.
#[derive(Debug, Clone, Copy)]
struct Scored {
    score: f64,
    row: usize,
    is_helped: bool,
}

/// Pairs each person who was helped with one who was not.
pub fn pair(
    score: &[Option<f64>],
    helped: &[Option<bool>],
    rule: Rule,
) -> Result<Pairs, CannotSay> {
    if score.len() != helped.len() {
        return Err(CannotSay::uneven(score.len(), helped.len()));
    }
    if rule.caliper.is_some_and(|caliper| !caliper.is_finite() || caliper < 0.0) {
        return Err(CannotSay::because(
            "A caliper must be nought or more.",
            "Use 0.2 standard deviations of the score.",
        ));
    }
    let mut sorted: Vec<Scored> = Vec::with_capacity(score.len());
    for (row, (score, helped)) in score.iter().zip(helped).enumerate() {
        if let (Some(score), Some(is_helped)) = (score.filter(|s| s.is_finite()), *helped) {
            sorted.push(Scored { score, row, is_helped });
        }
    }
    let many = sorted.iter().filter(|one| one.is_helped).count();
    if many == 0 || many == sorted.len() {
        let who = if many == 0 { "was helped" } else { "was not helped" };
        return Err(CannotSay::because(
            format!("Nobody with a score {who}, so nobody can be compared."),
            "Show how those there are have changed, and say that they have no comparison.",
        ));
    }
    sorted.sort_unstable_by(|one, other| {
        one.score.total_cmp(&other.score).then(one.row.cmp(&other.row))
    });
    let mut found = choose(&sorted, rule);
    found.basis = Basis { used: sorted.len(), missing: score.len() - sorted.len() };
    if !found.without.is_empty() {
        let said = format!(
            "{} of {many} who were helped found nobody like them; the result says nothing of them.",
            found.without.len()
        );
        found.warnings.push(Warning::Said(said));
    }
    if found.pairs.len() < 10 {
        found.warnings.push(Warning::Few(2 * found.pairs.len()));
    }
    Ok(found)
}

/// Lets each choose in turn.
fn choose(sorted: &[Scored], rule: Rule) -> Pairs {
    let mut chain = Chain::of(sorted.iter().map(|one| !one.is_helped));
    let caliper = rule.caliper.unwrap_or(f64::INFINITY);
    let mut found = Pairs {
        pairs: Vec::new(),
        without: Vec::new(),
        ties: 0,
        rule,
        basis: Basis { used: 0, missing: 0 },
        warnings: Vec::new(),
    };
    for at in turns(sorted, rule.order) {
        let own = sorted[at].score;
        let apart = |other: &usize| (sorted[*other].score - own).abs();
        let is_near = |other: &usize| apart(other) <= caliper;
        let below = chain.below(at).filter(is_near);
        let above = chain.above(at).filter(is_near);
        let chosen = match (below, above) {
            (Some(below), Some(above)) => {
                let is_lower = rule.choice == Choice::BelowFirst || apart(&below) <= apart(&above);
                Some(if is_lower { below } else { above })
            }
            (one, other) => one.or(other),
        };
        let Some(chosen) = chosen else {
            found.without.push(sorted[at].row);
            continue;
        };
        chain.take(chosen);
        // Whoever is nearest now was as good a choice if they are as near.
        let was_tied = [chain.below(at), chain.above(at)]
            .into_iter()
            .flatten()
            .any(|other| apart(&other) == apart(&chosen));
        found.ties += usize::from(was_tied);
        found.pairs.push((sorted[at].row, sorted[chosen].row));
    }
    found
}

/// The places of those who were helped, in the order in which they choose.
fn turns(sorted: &[Scored], order: Order) -> Vec<usize> {
    let mut turns: Vec<usize> = (0..sorted.len()).filter(|at| sorted[*at].is_helped).collect();
    match order {
        Order::LowestFirst => {}
        Order::AsGiven => turns.sort_unstable_by_key(|at| sorted[*at].row),
        // Of equal scores the first in the file still comes first.
        Order::HighestFirst => turns.sort_unstable_by(|one, other| {
            let (one, other) = (sorted[*one], sorted[*other]);
            other.score.total_cmp(&one.score).then(one.row.cmp(&other.row))
        }),
    }
    turns
}

/// So many standard deviations of all scores, MatchIt's unit of a caliper; nothing for fewer than
/// two scores.
#[must_use]
pub fn caliper(score: &[Option<f64>], standard_deviations: f64) -> Option<f64> {
    let scores: Vec<f64> = score.iter().flatten().copied().filter(|s| s.is_finite()).collect();
    if scores.len() < 2 {
        return None;
    }
    let mean = scores.iter().sum::<f64>() / scores.len() as f64;
    let squares: f64 = scores.iter().map(|score| (score - mean).powi(2)).sum();
    let found = standard_deviations * (squares / (scores.len() - 1) as f64).sqrt();
    found.is_finite().then_some(found)
}

impl Pairs {
    /// How it was worked out.
    #[must_use]
    pub fn convention(&self) -> String {
        let order = match self.rule.order {
            Order::HighestFirst => "highest score first",
            Order::LowestFirst => "lowest score first",
            Order::AsGiven => "in the order of the file",
        };
        let choice = match self.rule.choice {
            Choice::Nearest => "the nearest score, of two as near the lower",
            Choice::BelowFirst => "the nearest score below, above only where none is left",
        };
        let caliper = match self.rule.caliper {
            Some(caliper) => format!("within {caliper:.4}"),
            None => "at any distance".to_owned(),
        };
        format!("One to one, greedy, each used once: {order}, {choice}, {caliper}.")
    }

    /// Each row's weight: one in a pair, nought elsewhere.
    #[must_use]
    pub fn weights(&self, rows: usize) -> Vec<f64> {
        let mut weights = vec![0.0; rows];
        for row in self.pairs.iter().flat_map(|(one, other)| [*one, *other]) {
            weights[row] = 1.0;
        }
        weights
    }

    /// How much more those who were helped have of an outcome than those like them.
    ///
    /// Errors are clustered by pair (G/(G − 1) × (n − 1)/(n − k)); columns of `given` are held
    /// equal.
    pub fn difference(
        &self,
        helped: &[Option<bool>],
        outcome: &[Option<f64>],
        given: Option<&Design>,
        level: Level,
    ) -> Result<Estimate, CannotSay> {
        let rows = outcome.len();
        let last = self.pairs.iter().map(|(one, other)| *one.max(other) + 1).max().unwrap_or(0);
        if helped.len() != rows || last > rows {
            return Err(CannotSay::uneven(rows, helped.len().max(last)));
        }
        let helped = helped.iter().map(|one| one.map(f64::from));
        let mut design = Design::with_constant(rows).column(HELPED, helped);
        if let Some(given) = given {
            design = design.and(given);
        }
        let mut clusters = vec![0; rows];
        for (pair, (one, other)) in self.pairs.iter().enumerate() {
            (clusters[*one], clusters[*other]) = (pair as u64, pair as u64);
        }
        let weights = self.weights(rows);
        let fit = linear::fit(&Rows { weights: Some(&weights), ..Rows::new(&design, outcome) })?;
        let factor = SmallSample::EveryColumn;
        fit.coefficient(HELPED, &Covariance::Clustered { clusters: &clusters, factor }, level)
    }

    /// The pairs in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        format!(
            "{} of {} who were helped were each paired with one who was not.",
            self.pairs.len(),
            self.pairs.len() + self.without.len()
        )
    }
}

const HELPED: &str = "helped";

#[cfg(test)]
#[path = "pairing/tests.rs"]
mod tests;
