//! The example scenarios and the README: each runs, and says what it was made to say.

use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use planning::pathway::scenario::Basis;
use planning::pathway::{Of, Outcome, Running, Scenario, What, capacity, report, simulate};

mod readme;

fn text(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()))
}

fn example(name: &str) -> Scenario {
    Scenario::read(&text(&format!("examples/{name}.toml"))).unwrap_or_else(|why| panic!("{why}"))
}

/// A scenario short enough for a test: a year, after half a year of warm-up.
fn small(mut scenario: Scenario) -> Scenario {
    scenario.run.warm_up_days = 182.0;
    scenario.run.measured_days = 365.0;
    scenario.run.run_out_days = 182.0;
    scenario
}

fn run(scenario: &Scenario) -> Outcome {
    run_times(scenario, 3)
}

fn run_times(scenario: &Scenario, times: u32) -> Outcome {
    let cancel = AtomicBool::new(false);
    let threads = NonZeroUsize::new(2).unwrap();
    let running = Running { threads, cancel: &cancel, replications: Some(times), progress: None };
    simulate(scenario, running).unwrap()
}

fn mean(outcome: &Outcome, what: What) -> f64 {
    outcome.find(what, Of::All).unwrap().mean
}

#[test]
fn the_london_borough_is_asked_twice_what_its_link_workers_have_hours_for() {
    let scenario = example("london-borough");
    let said = capacity(&scenario).unwrap().sentences().join("\n");
    assert!(said.contains("hours run out first"), "{said}");
    let outcome = run(&small(scenario));
    assert!(mean(&outcome, What::GaveUp) > 0.25);
    assert!(mean(&outcome, What::GapReached) < 0.0, "the most deprived are reached less");
    assert!(mean(&outcome, What::ReferredYear) > 5_000.0);
}

#[test]
fn in_the_rural_area_the_groups_are_few_and_close() {
    let outcome = run(&small(example("rural-area")));
    assert!(mean(&outcome, What::MetFull) > 0.05, "{}", mean(&outcome, What::MetFull));
    assert!(mean(&outcome, What::GroupClosed) > 0.0);
    assert!(mean(&outcome, What::Reached) > 0.4);
}

#[test]
fn one_team_reaches_more_than_four_apart_with_the_same_hours() {
    let apart = small(example("practice-network"));
    let pooled = text("examples/practice-network-pooled.toml");
    let pooled = small(apart.read_beside(&pooled).unwrap_or_else(|why| panic!("{why}")));
    assert_eq!(apart.teams.iter().map(|team| team.fte).sum::<f64>(), pooled.teams[0].fte);
    let (apart, pooled) = (run(&apart), run(&pooled));
    let referred = apart.difference(&pooled, What::ReferredYear, Of::All).unwrap();
    assert_eq!(referred.half_width(), 0.0, "the same people come to both");
    let reached = apart.difference(&pooled, What::Reached, Of::All).unwrap();
    assert!(reached.mean > 0.02, "{reached:?}");
}

#[test]
fn more_link_workers_in_the_borough_reach_more_people() {
    let borough = small(example("london-borough"));
    let more = borough.read_beside(&text("examples/more-link-workers.toml")).unwrap();
    let (now, then) = (run(&borough), run(&small(more)));
    let reached = now.difference(&then, What::Reached, Of::All).unwrap();
    assert!(reached.low > 0.05, "{reached:?}");
    let lines = report::compared(&now, &then).join("\n");
    assert!(lines.contains("“Eight more link workers, as many more groups” compared with"));
}

#[test]
fn every_number_of_the_examples_has_a_dated_source_or_a_reason() {
    for name in ["london-borough", "rural-area", "practice-network", "practice-network-pooled"] {
        let scenario = example(name);
        let [sourced, assumed, _] = scenario.bases();
        assert!(sourced >= 5 && assumed > 0, "{name}: {sourced} {assumed}");
        for parameter in &scenario.parameters {
            match &parameter.basis {
                Basis::Source(document) => assert!(document.len() > 20, "{name}: {parameter:?}"),
                Basis::Assumed(why) => assert!(why.len() > 5, "{name}: {parameter:?}"),
                Basis::Default => {}
            }
        }
    }
}
