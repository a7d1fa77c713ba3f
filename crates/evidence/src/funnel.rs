//! How far do people get, and where do they leave? A funnel in which nobody is counted twice.
//!
//! Question: of those who reached a step, how many went on, how many have not yet, how many were
//! helped in another way, and how many were lost, with each reason? Source: our own accounting:
//! the four always add up to those who reached the step. Reaching a step counts as having
//! reached every step before it.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::suppression::{self, Shown};

/// One path: the furthest step that it reached, counted from 0, and what holds there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// The furthest step.
    pub furthest: usize,
    /// What holds there; at the last step nothing more is asked.
    pub standing: Standing,
}

/// Why a path has not gone further.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// It may still.
    NotYet(String),
    /// It needs to go no further: they were helped in another way.
    Helped(String),
    /// It will not.
    Lost(String),
}

/// The kinds of [`Standing`], in the order in which they are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Kind {
    /// It may still go further.
    NotYet,
    /// They were helped in another way.
    Helped,
    /// It will not go further.
    Lost,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 3] = [Kind::NotYet, Kind::Helped, Kind::Lost];
}

impl Standing {
    /// Of which kind.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Standing::NotYet(_) => Kind::NotYet,
            Standing::Helped(_) => Kind::Helped,
            Standing::Lost(_) => Kind::Lost,
        }
    }

    fn reason(&self) -> &str {
        let (Standing::NotYet(reason) | Standing::Helped(reason) | Standing::Lost(reason)) = self;
        reason
    }
}

/// A funnel, as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Funnel {
    steps: Vec<Counts>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Counts {
    reached: u64,
    /// By kind, in the order of `Kind::ALL`: how many for each reason.
    reasons: [BTreeMap<String, u64>; 3],
}

/// Counts paths. A path beyond the last step counts as having reached the last.
#[must_use]
pub fn tabulate(steps: usize, paths: &[Path]) -> Funnel {
    let mut counts = vec![Counts::default(); steps];
    for path in paths {
        let furthest = path.furthest.min(steps.saturating_sub(1));
        for step in counts.iter_mut().take(furthest + 1) {
            step.reached += 1;
        }
        if furthest + 1 < steps {
            let reasons = &mut counts[furthest].reasons[path.standing.kind() as usize];
            *reasons.entry(path.standing.reason().to_owned()).or_default() += 1;
        }
    }
    Funnel { steps: counts }
}

/// A funnel as it may be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct View {
    /// Every step, first to last.
    pub steps: Vec<Step>,
    /// Whether small numbers are hidden.
    pub is_suppressed: bool,
}

/// One step as it may be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// How many reached it.
    pub reached: Shown,
    /// How many went on from it; nothing at the last step.
    pub went_on: Option<Shown>,
    /// Those who did not, by kind, in the order of [`Kind::ALL`]; kinds with nobody too.
    pub parts: Vec<Part>,
}

/// Those who did not go on, of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// Of which kind.
    pub kind: Kind,
    /// How many.
    pub total: Shown,
    /// How many for each reason, most first.
    pub reasons: Vec<(String, Shown)>,
}

impl Funnel {
    /// The funnel with every number.
    #[must_use]
    pub fn whole(&self) -> View {
        let (cells, _) = self.cells();
        self.view(&suppression::reveal(&cells), false)
    }

    /// The funnel with small numbers hidden, and those from which they could be worked out.
    #[must_use]
    pub fn suppressed(&self, least: u64) -> View {
        let (cells, sums) = self.cells();
        self.view(&suppression::suppress(&cells, &sums, least), true)
    }

    /// Every number once, and which of them are tied by a sum. Those who reached a step are those
    /// who went on from the one before: one cell.
    fn cells(&self) -> (Vec<u64>, Vec<Vec<usize>>) {
        let mut cells: Vec<u64> = self.steps.iter().map(|step| step.reached).collect();
        let mut sums = Vec::new();
        for (at, step) in self.steps.iter().enumerate() {
            let mut whole = vec![at];
            whole.extend((at + 1 < self.steps.len()).then_some(at + 1));
            for reasons in &step.reasons {
                let total = cells.len();
                whole.push(total);
                cells.push(reasons.values().sum());
                cells.extend(reasons.values());
                sums.push((total..cells.len()).collect());
            }
            sums.push(whole);
        }
        (cells, sums)
    }

    /// Puts shown cells back in their places, in the order in which `cells` laid them out.
    fn view(&self, shown: &[Shown], is_suppressed: bool) -> View {
        let (heads, rest) = shown.split_at(self.steps.len());
        let mut rest = rest.iter().copied();
        let mut next = || rest.next().unwrap_or(Shown::Hidden);
        let mut steps = Vec::new();
        for (at, step) in self.steps.iter().enumerate() {
            let mut parts = Vec::new();
            for (kind, reasons) in Kind::ALL.into_iter().zip(&step.reasons) {
                let total = next();
                let mut reasons: Vec<(String, u64, Shown)> =
                    reasons.iter().map(|(name, count)| (name.clone(), *count, next())).collect();
                reasons.sort_by_key(|(_, count, _)| std::cmp::Reverse(*count));
                let reasons = reasons.into_iter().map(|(name, _, shown)| (name, shown)).collect();
                parts.push(Part { kind, total, reasons });
            }
            steps.push(Step { reached: heads[at], went_on: heads.get(at + 1).copied(), parts });
        }
        View { steps, is_suppressed }
    }
}

impl View {
    /// How it was worked out.
    pub const CONVENTION: &str = "Each path counts once, at the furthest step it reached. Those \
        who reached a step are those who went on, have not yet, were helped in another way or \
        were lost: the four add up.";

    /// The share of the first step who reached this one, where both numbers may be seen.
    #[must_use]
    pub fn share_of_all(&self, at: usize) -> Option<f64> {
        self.share(at, 0)
    }

    /// The share of the step before who reached this one, where both numbers may be seen.
    #[must_use]
    pub fn share_of_last(&self, at: usize) -> Option<f64> {
        self.share(at, at.checked_sub(1)?)
    }

    fn share(&self, at: usize, of: usize) -> Option<f64> {
        let count = self.steps.get(at)?.reached.number()?;
        let total = self.steps.get(of)?.reached.number()?;
        (total > 0).then(|| count as f64 / total as f64)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn path(furthest: usize, kind: Kind, reason: &str) -> Path {
        let reason = reason.to_owned();
        let standing = match kind {
            Kind::NotYet => Standing::NotYet(reason),
            Kind::Helped => Standing::Helped(reason),
            Kind::Lost => Standing::Lost(reason),
        };
        Path { furthest, standing }
    }

    fn repeated(path: &Path, count: usize) -> Vec<Path> {
        vec![path.clone(); count]
    }

    #[test]
    fn each_path_counts_once_where_it_stands() {
        let mut paths = repeated(&path(0, Kind::NotYet, "waiting"), 2);
        paths.extend(repeated(&path(1, Kind::Lost, "withdrawn"), 3));
        paths.extend(repeated(&path(2, Kind::NotYet, "ignored at the end"), 4));
        let view = tabulate(3, &paths).whole();
        let reached: Vec<_> = view.steps.iter().map(|step| step.reached.number()).collect();
        assert_eq!(reached, [Some(9), Some(7), Some(4)]);
        assert_eq!(view.steps[0].parts[0].reasons, [("waiting".into(), Shown::Exactly(2))]);
        assert_eq!(view.steps[1].parts[2].total, Shown::Exactly(3));
        assert_eq!(view.steps[2].went_on, None);
        assert!(view.steps[2].parts.iter().all(|part| part.total == Shown::Exactly(0)));
        assert_eq!(view.share_of_all(2), Some(4.0 / 9.0));
    }

    #[test]
    fn a_small_loss_cannot_be_worked_out_from_its_neighbours() {
        let mut paths = repeated(&path(0, Kind::Lost, "withdrawn"), 3);
        paths.extend(repeated(&path(1, Kind::NotYet, ""), 50));
        let view = tabulate(2, &paths).suppressed(5);
        assert_eq!(view.steps[0].parts[2].total, Shown::FewerThan(5));
        assert!(
            view.steps[0].reached.number().is_none() || view.steps[1].reached.number().is_none()
        );
        assert_eq!(view.share_of_all(1), None);
    }

    #[test]
    fn nobody_and_no_steps_are_no_trouble() {
        let empty = tabulate(3, &[]).suppressed(5);
        assert_eq!(empty.share_of_all(1), None);
        assert!(tabulate(0, &[path(3, Kind::Lost, "x")]).whole().steps.is_empty());
    }

    fn any_path() -> impl Strategy<Value = Path> {
        let kind = prop_oneof![Just(Kind::NotYet), Just(Kind::Helped), Just(Kind::Lost)];
        (0..8usize, kind, "[a-c]").prop_map(|(at, kind, reason)| path(at, kind, &reason))
    }

    proptest! {
        #[test]
        fn at_every_step_the_four_add_up(paths in prop::collection::vec(any_path(), 0..60)) {
            let view = tabulate(6, &paths).whole();
            for (at, step) in view.steps.iter().enumerate() {
                let parts: u64 = step.parts.iter().filter_map(|part| part.total.number()).sum();
                let went_on = step.went_on.map_or(0, |shown| shown.number().unwrap());
                let stayed = if at == 5 { step.reached.number().unwrap() } else { 0 };
                prop_assert_eq!(step.reached.number().unwrap(), parts + went_on + stayed);
                for part in &step.parts {
                    let sum: u64 = part.reasons.iter().filter_map(|one| one.1.number()).sum();
                    prop_assert_eq!(Some(sum), part.total.number());
                }
            }
        }

        #[test]
        fn no_small_number_is_left_in_a_suppressed_funnel(paths in prop::collection::vec(any_path(), 0..60)) {
            let view = tabulate(6, &paths).suppressed(5);
            let mut all: Vec<Shown> = view.steps.iter().map(|step| step.reached).collect();
            for part in view.steps.iter().flat_map(|step| &step.parts) {
                all.push(part.total);
                all.extend(part.reasons.iter().map(|one| one.1));
            }
            prop_assert!(all.iter().filter_map(|one| one.number()).all(|n| n == 0 || n >= 5));
        }
    }
}
