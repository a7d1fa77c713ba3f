//! What happens when several things happen at one moment, worked out by hand.

use super::*;

fn arrival(at: f64, class: usize, work: f64, patience: f64) -> Arrival {
    let [at, work, patience] = [at, work, patience].map(Time::from_units);
    Arrival { at, class, work, patience }
}

/// Number, wait and end of each visit, in the order of their numbers.
fn visits(rules: Rules, arrivals: &[Arrival]) -> (Vec<(u64, f64, End)>, Load) {
    let mut visits = Vec::new();
    let load = run(rules, arrivals.iter().copied(), |visit| {
        visits.push((visit.number, visit.wait.units(), visit.end));
    });
    visits.sort_by_key(|visit| visit.0);
    (visits, load)
}

fn rules(servers: u32) -> Rules {
    Rules { servers, classes: 2, waiting_most: None, warm_up: Time::ZERO }
}

fn until(units: f64) -> End {
    End::Helped { until: Time::from_units(units) }
}

const ENDLESS: f64 = f64::INFINITY;

#[test]
fn who_can_be_helped_when_their_patience_ends_is_helped() {
    let people = [arrival(0.1, 0, 0.2, ENDLESS), arrival(0.2, 0, 1.0, 0.1)];
    assert_eq!(visits(rules(1), &people).0, [(0, 0.0, until(0.3)), (1, 0.1, until(1.3))]);
    let longer = [arrival(0.1, 0, 0.21, ENDLESS), arrival(0.2, 0, 1.0, 0.1)];
    assert_eq!(visits(rules(1), &longer).0[1], (1, 0.1, End::GaveUp));
}

#[test]
fn a_place_that_comes_free_takes_who_waits_before_who_comes_at_that_moment() {
    let people =
        [arrival(0.0, 0, 1.0, ENDLESS), arrival(0.5, 1, 1.0, ENDLESS), arrival(1.0, 0, 1.0, 9.0)];
    let (visits, _) = visits(rules(1), &people);
    assert_eq!(visits[1], (1, 0.5, until(2.0)));
    assert_eq!(visits[2], (2, 1.0, until(3.0)));
}

#[test]
fn work_that_takes_no_time_and_patience_without_time_are_in_order() {
    let people = [arrival(1.0, 0, 0.0, 0.0), arrival(1.0, 0, 2.0, 0.0), arrival(1.0, 0, 1.0, 0.0)];
    let (visits, _) = visits(rules(1), &people);
    assert_eq!(visits[0], (0, 0.0, until(1.0)));
    assert_eq!(visits[1], (1, 0.0, until(3.0)));
    assert_eq!(visits[2], (2, 0.0, End::GaveUp));
}

#[test]
fn a_full_list_turns_people_away_and_the_load_is_averaged() {
    let people = [0.0, 1.0, 2.0, 4.0].map(|at| arrival(at, 0, 3.0, ENDLESS));
    let (visits, load) = visits(Rules { waiting_most: Some(1), ..rules(1) }, &people);
    assert_eq!(visits[2], (2, 0.0, End::TurnedAway));
    assert_eq!(visits[3], (3, 2.0, until(9.0)));
    assert_eq!(load.busy_mean, Some(1.0));
    // From 1 to 3 one waits; the clock stops at the last arrival, at 4.
    assert_eq!((load.waiting_mean, load.waiting_highest), (Some(0.5), 1.0));
}

#[test]
fn with_nobody_at_work_all_give_up_and_with_nobody_coming_nothing_is_seen() {
    let (visits, _) = visits(rules(0), &[arrival(0.0, 0, 1.0, 2.0), arrival(1.0, 1, 1.0, 2.0)]);
    assert!(visits.iter().all(|visit| (visit.1, visit.2) == (2.0, End::GaveUp)));
    let load = run(rules(1), std::iter::empty(), |_| panic!("nobody came"));
    assert_eq!(load.busy_mean, None);
}
