//! The search: it finds what helps within its bounds, and the same on any number of threads.

use super::super::sample::{SMALL, with};
use super::*;

/// More link workers help as long as people are waiting; more groups are too dear to help.
const LEVERS: &str = r#"
[objective]
aim = "AIM"
reached = { value = 1, unit = "points", assumed = "a test" }
budget_most = { value = 110000, unit = "£/year", assumed = "a test" }

[[lever]]
parameter = "team.main.fte"
from = 0.8
to = 4
step = 0.8

[[lever]]
parameter = "group.walk.number"
from = 1
to = 5
step = 2

[screening]
"#;

fn searched(aim: &str, threads: usize) -> Found {
    let levers = LEVERS.replace("AIM", aim);
    let scenario = with(
        SMALL,
        &[
            ("[screening]", &levers),
            ("measured_weeks = 104", "measured_weeks = 52"),
            ("run_out_weeks = 52", "run_out_weeks = 12"),
            ("value = 1000, unit = \"£/group/year\"", "value = 5000, unit = \"£/group/year\""),
        ],
    );
    let threads = NonZeroUsize::new(threads).unwrap();
    let cancel = AtomicBool::new(false);
    let mut trials = 0;
    let mut progress = |done| trials = done;
    let searching = Searching { threads, cancel: &cancel, progress: &mut progress };
    let found = optimise(&scenario, searching).unwrap();
    assert_eq!(trials, found.trials.len());
    found
}

#[test]
fn the_search_buys_what_helps_within_the_budget_and_nothing_that_does_not() {
    let found = searched("help", 2);
    let (trial, outcome) = found.best.clone().unwrap();
    assert_eq!(trial.values[1], 1.0, "groups are no help by this objective");
    assert!(trial.values[0] > 1.6, "{trial:?}");
    assert!(trial.is_within && trial.cost_year <= 110_000.0);
    let gain = found.start.difference(&outcome, What::HelpYear, Of::All).unwrap();
    assert!(gain.low > 0.0, "{gain:?}");
    let frontier = found.frontier();
    assert!(frontier.windows(2).all(
        |pair| pair[0].cost_year <= pair[1].cost_year && pair[0].help_year < pair[1].help_year
    ));
}

#[test]
fn the_search_is_the_same_on_any_number_of_threads() {
    assert_eq!(searched("help per pound", 1).trials, searched("help per pound", 3).trials);
}

#[test]
fn a_budget_that_nothing_keeps_gives_no_best() {
    let levers = LEVERS.replace("AIM", "help").replace("110000", "100");
    let scenario =
        with(SMALL, &[("[screening]", &levers), ("measured_weeks = 104", "measured_weeks = 8")]);
    let mut progress = |_| {};
    let cancel = AtomicBool::new(false);
    let searching =
        Searching { threads: NonZeroUsize::MIN, cancel: &cancel, progress: &mut progress };
    let found = optimise(&scenario, searching).unwrap();
    assert!(found.best.is_none() && !found.trials.is_empty());
}

#[test]
fn without_objective_or_levers_the_search_says_what_is_missing() {
    let mut progress = |_| {};
    let cancel = AtomicBool::new(false);
    let searching =
        Searching { threads: NonZeroUsize::MIN, cancel: &cancel, progress: &mut progress };
    let said = optimise(&with(SMALL, &[]), searching).unwrap_err().to_string();
    assert!(said.contains("[objective]"), "{said}");
}
