//! Whole runs: threads, precision, cancelling, comparing, and scenarios at their edges.

use std::sync::atomic::Ordering;

use super::super::report;
use super::super::sample::{SMALL, read, with};
use super::*;

static NEVER: AtomicBool = AtomicBool::new(false);

fn on(threads: usize, scenario: &Scenario, replications: Option<u32>) -> Outcome {
    let threads = NonZeroUsize::new(threads).unwrap();
    let running = Running { threads, cancel: &NEVER, replications, progress: None };
    simulate(scenario, running).unwrap()
}

/// The bits of every value, for values that are not a number are not equal to themselves.
fn bits(outcome: &Outcome) -> Vec<Vec<u64>> {
    outcome.rows.iter().map(|row| row.iter().map(|value| value.to_bits()).collect()).collect()
}

#[test]
fn the_result_is_the_same_to_the_bit_on_any_number_of_threads() {
    let scenario = read(SMALL);
    let alone = on(1, &scenario, None);
    for threads in [2, 5] {
        let together = on(threads, &scenario, None);
        assert_eq!(bits(&alone), bits(&together));
        assert_eq!(alone.ended, together.ended);
    }
    let mut other = scenario;
    other.run.seed = 2;
    assert_ne!(bits(&alone), bits(&on(1, &other, None)));
}

#[test]
fn a_scenario_does_not_differ_from_itself() {
    let scenario = read(SMALL);
    let (one, same) = (on(2, &scenario, Some(4)), on(1, &scenario, Some(4)));
    for measure in &one.measures {
        if let Some(difference) = one.difference(&same, measure.what, measure.of) {
            assert_eq!((difference.mean, difference.half_width()), (0.0, 0.0), "{measure:?}");
        }
    }
}

#[test]
fn common_chance_makes_a_difference_known_more_narrowly_than_its_parts() {
    let base = on(2, &read(SMALL), Some(8));
    let more = with(SMALL, &[("value = 1.6, unit = \"FTE\"", "value = 1.8, unit = \"FTE\"")]);
    let more = on(2, &more, Some(8));
    let referred = base.difference(&more, What::ReferredYear, Of::All).unwrap();
    assert_eq!((referred.low, referred.high), (0.0, 0.0), "the same people came");
    let paired = base.difference(&more, What::Reached, Of::All).unwrap().half_width();
    let apart = [&base, &more].map(|seen| seen.find(What::Reached, Of::All).unwrap().half_width());
    assert!(paired < apart[0].hypot(apart[1]), "{paired} {apart:?}");
}

#[test]
fn it_stops_as_soon_as_it_is_precise_enough() {
    let mut scenario = read(SMALL);
    scenario.run.precision = 1.0;
    assert_eq!(on(2, &scenario, None).ended, Ended::Enough(4));
    scenario.run.precision = 0.0;
    let all = on(2, &scenario, None);
    assert_eq!((all.ended, all.replications()), (Ended::All, 8));
    assert!(all.least_precise(0.001).is_some());
}

#[test]
fn cancelled_it_says_what_it_knows_so_far() {
    let scenario = read(SMALL);
    let cancel = AtomicBool::new(false);
    let mut after_three = |progress: Progress| {
        if progress.done == 3 {
            cancel.store(true, Ordering::Relaxed);
        }
    };
    let running = Running {
        threads: NonZeroUsize::MIN,
        cancel: &cancel,
        replications: Some(1000),
        progress: Some(&mut after_three),
    };
    let outcome = simulate(&scenario, running).unwrap();
    assert!(matches!(outcome.ended, Ended::Cancelled(_)) && outcome.replications() >= 3);
    assert!(outcome.replications() < 1000);
    let whole = on(1, &scenario, Some(3));
    assert_eq!(bits(&outcome)[..3], bits(&whole), "what is taken was not cut short");
}

#[test]
fn without_a_link_worker_nobody_is_reached_and_it_is_said() {
    let scenario = with(SMALL, &[("value = 1.6, unit = \"FTE\"", "value = 0, unit = \"FTE\"")]);
    let outcome = on(1, &scenario, Some(2));
    assert_eq!(outcome.find(What::Reached, Of::All).unwrap().high, 0.0);
    assert_eq!(outcome.find(What::WaitMedian, Of::All), None);
    assert!(outcome.find(What::GaveUp, Of::All).unwrap().mean > 0.5);
    let said = super::super::capacity(&scenario).unwrap().sentences().join(" ");
    assert!(said.contains("has no link worker: nobody can be reached"), "{said}");
}

#[test]
fn with_no_referrals_there_is_nothing_to_say_and_nothing_breaks() {
    let scenario = with(
        SMALL,
        &[("value = 200, unit = \"people/year\"", "value = 0, unit = \"people/year\"")],
    );
    let outcome = on(1, &scenario, Some(2));
    assert_eq!(outcome.find(What::ReferredYear, Of::All).unwrap().mean, 0.0);
    assert_eq!(outcome.find(What::Reached, Of::All), None);
    assert!(outcome.find(What::CostYear, Of::All).unwrap().mean > 0.0);
    let said = super::super::capacity(&scenario).unwrap().sentences().join(" ");
    assert!(said.contains("Nobody is referred to main"), "{said}");
    let lines = report::outcome(&scenario, &outcome).join("\n");
    assert!(lines.contains("Nobody was referred in the measured weeks"), "{lines}");
    assert!(!lines.contains("nothing to say  ") && !lines.contains("–"), "{lines}");
    assert!(lines.contains("cost a year"), "{lines}");
}

#[test]
fn ranges_stay_within_what_is_possible_and_a_measure_says_in_how_many_it_could_be_said() {
    // Few people, so that shares are near their ends and some replications have nobody.
    let scenario = with(
        SMALL,
        &[("value = 200, unit = \"people/year\"", "value = 1, unit = \"people/year\"")],
    );
    let outcome = on(2, &scenario, Some(5));
    let raw_high = |at: usize| outcome.moments(at).interval(LEVEL).map(|seen| seen.high);
    let mut cut = 0;
    for (at, measure) in outcome.measures.iter().enumerate() {
        let Some(seen) = outcome.interval(at) else { continue };
        let (least, most) = measure.what.words().1.possible();
        assert!(least <= seen.low && seen.high <= most, "{measure:?} {seen:?}");
        cut += u32::from(raw_high(at).unwrap() > seen.high);
    }
    assert!(cut > 0, "this scenario tries the upper end");
    let lines = report::outcome(&scenario, &outcome).join("\n");
    let few = (0..outcome.measures.len()).find(|at| (2..5).contains(&outcome.said_in(*at)));
    let said = format!("(said in {} of 5)", outcome.said_in(few.unwrap()));
    assert!(lines.contains(&said), "{said} in {lines}");
}

#[test]
fn a_difference_of_shares_is_at_most_all_of_them() {
    let scenario = read(SMALL);
    let mut one = on(1, &scenario, Some(3));
    let mut other = one.clone();
    let at = one.place(What::Reached, Of::All).unwrap();
    for (number, (mine, theirs)) in one.rows.iter_mut().zip(&mut other.rows).enumerate() {
        (mine[at], theirs[at]) = (1.0 - 0.3 * number as f64, 0.0);
    }
    let difference = one.difference(&other, What::Reached, Of::All).unwrap();
    assert_eq!(difference.low, -1.0, "{difference:?}");
}

#[test]
fn waits_and_slopes_say_whom_they_leave_out() {
    let scenario = with(SMALL, &[("value = 1.6, unit = \"FTE\"", "value = 0.8, unit = \"FTE\"")]);
    let said = report::outcome(&scenario, &on(2, &scenario, Some(3))).join("\n");
    assert!(said.contains("slope index, most less least deprived"), "{said}");
    assert!(said.contains("only 2 ranks of deprivation"), "{said}");
    assert!(said.contains("whoever never gives up waits longer"), "{said}");
    let scenario = with(SMALL, &[("value = 1.6, unit = \"FTE\"", "value = 8, unit = \"FTE\"")]);
    let said = report::outcome(&scenario, &on(2, &scenario, Some(3))).join("\n");
    assert!(!said.contains("whoever never gives up"), "hardly anybody gives up: {said}");
}

#[test]
fn one_person_alone_is_seen_at_once() {
    // About one person in each ten runs.
    let scenario = with(
        SMALL,
        &[
            ("value = 200, unit = \"people/year\"", "value = 0.5, unit = \"people/year\""),
            ("missed = { value = 10, unit = \"%\"", "missed = { value = 0, unit = \"%\""),
            ("missed = { value = 0.2", "missed = { value = 0"),
            ("leave = { value = 6", "leave = { value = 0"),
            ("sick = { value = 0.05", "sick = { value = 0"),
            ("turnover = { value = 0.5", "turnover = { value = 0"),
        ],
    );
    let outcome = on(2, &scenario, Some(40));
    assert!(outcome.find(What::ReferredYear, Of::All).unwrap().mean < 1.0);
    assert_eq!(outcome.find(What::WaitMedian, Of::All).unwrap().high, 0.0);
    assert_eq!(outcome.find(What::GaveUp, Of::All).unwrap().high, 0.0);
}

#[test]
fn a_group_whose_funding_ends_takes_nobody_afterwards() {
    let lasts = "lasts = { value = 1, unit = \"years\", assumed = \"a test\" }\n\
                 replaced = { value = 8, unit = \"weeks\", assumed = \"a test\" }";
    let ends = "closes = { value = 0, unit = \"weeks\", assumed = \"a test\" }";
    let opens = "opens = { value = 200, unit = \"weeks\", assumed = \"a test\" }";
    for (change, closes) in [(ends, true), (opens, false)] {
        let outcome = on(1, &with(SMALL, &[(lasts, change)]), Some(2));
        assert_eq!(outcome.find(What::Joined, Of::All).unwrap().high, 0.0, "{change}");
        assert_eq!(outcome.find(What::MetFull, Of::All).unwrap().low, 1.0, "{change}");
        let cost = outcome.find(What::CostGroups, Of::All).unwrap().high;
        assert_eq!(cost, 0.0, "{closes}");
    }
}

#[test]
fn seasons_and_growth_change_who_comes_and_not_the_year() {
    let quiet = "months = { value = [0,0,0,0,0,0,2,2,2,2,2,2], unit = \"ratio\", \
                 assumed = \"x\" }\nunsuitable";
    let flat = on(2, &read(SMALL), Some(8)).find(What::ReferredYear, Of::All).unwrap();
    let seasonal = on(2, &with(SMALL, &[("unsuitable", quiet)]), Some(8));
    let seasonal_year = seasonal.find(What::ReferredYear, Of::All).unwrap();
    assert!((seasonal_year.mean - flat.mean).abs() < 15.0, "{seasonal_year:?} {flat:?}");
    let growth = "growth = { value = 1, unit = \"share/year\", assumed = \"x\" }\nunsuitable";
    let grown = on(2, &with(SMALL, &[("unsuitable", growth)]), Some(8));
    // Doubling in each of two years: twice as many on average.
    let grown = grown.find(What::ReferredYear, Of::All).unwrap().mean / flat.mean;
    assert!((grown - 2.0).abs() < 0.2, "{grown}");
}
