//! The simulation against the closed formulas: within 3 standard errors, with fixed seeds.
//!
//! Over 300 seeds about 1 in 100 is further away than that, as chance would have it, and the mean
//! distance is nought; so a seed that happens to be one of those may be changed.

use std::ops::ControlFlow;
use std::sync::atomic::AtomicBool;

use super::*;
use crate::engine::{Effort, replicate};
use crate::formula::allen_cunneen::allen_cunneen;
use crate::formula::erlang_a::erlang_a;
use crate::formula::erlang_c::erlang_c;
use crate::formula::mg1::{Work, mg1};
use crate::formula::mmck::mmck;
use crate::formula::priorities::{self, one_at_work, several_at_work};
use crate::formula::tandem::{Stage, tandem};

const REPLICATIONS: u32 = 40;

fn class(arrivals: f64, work: Sampler, patience: Option<f64>) -> Class {
    Class {
        arrivals: Arrivals::steady(arrivals).unwrap(),
        work,
        patience: patience.map(|mean| Sampler::exponential(mean).unwrap()),
    }
}

fn service(servers: u32, classes: Vec<Class>) -> Service {
    Service { servers, waiting_most: None, classes }
}

fn exponential() -> Sampler {
    Sampler::exponential(1.0).unwrap()
}

/// About so many people in each replication, after a tenth as many to warm up.
fn span(service: &Service, people: f64) -> Span {
    let rates = service.classes.iter().map(|class| class.arrivals.rate_at(0.0));
    let length = people / rates.sum::<f64>();
    Span { warm_up: Time::from_units(length * 0.1), end: Time::from_units(length * 1.1) }
}

/// What each replication gives for each measure.
fn simulated(
    service: &Service,
    people: f64,
    seed: u64,
    measures: &[fn(&Replication) -> f64],
) -> Vec<Moments> {
    service.check_settles().unwrap();
    let threads = std::num::NonZeroUsize::new(2).unwrap();
    let effort = Effort { at_least: REPLICATIONS, at_most: REPLICATIONS, threads };
    let mut rows = vec![Moments::default(); measures.len()];
    let span = span(service, people);
    replicate(
        effort,
        &AtomicBool::new(false),
        |replication| service.simulate(Seed(seed), replication, span),
        |_, seen| {
            rows.iter_mut().zip(measures).for_each(|(row, measure)| row.add(measure(&seen)));
            ControlFlow::Continue(())
        },
    );
    rows
}

/// Within 3 standard errors, and the standard error small enough to mean something.
#[track_caller]
fn agrees(rows: &[Moments], expected: &[f64]) {
    assert_eq!(rows.len(), expected.len());
    for (row, expected) in rows.iter().zip(expected) {
        let (mean, error) = (row.mean().unwrap(), row.standard_error().unwrap());
        let away = (mean - expected).abs();
        assert!(away <= 3.0 * error, "{mean} ± {error}, expected {expected}");
        assert!(error <= 0.08 * expected, "{mean} ± {error} says little about {expected}");
    }
}

fn wait_mean(seen: &Replication) -> f64 {
    seen.all().wait.mean().unwrap()
}

#[test]
fn several_at_work_wait_as_erlang_c_says() {
    let theory = erlang_c(4.0, 1.0, 5).unwrap();
    let rows = simulated(
        &service(5, vec![class(4.0, exponential(), None)]),
        2_000.0,
        1,
        &[
            wait_mean,
            |seen| seen.all().wait_share().unwrap(),
            |seen| seen.all().waits.share_above(1.0).unwrap(),
            |seen| seen.load.waiting_mean.unwrap(),
            |seen| seen.load.busy_mean.unwrap() / 5.0,
        ],
    );
    agrees(
        &rows,
        &[
            theory.wait_mean,
            theory.wait_share,
            theory.share_waiting_over(1.0),
            theory.waiting_mean,
            theory.occupancy,
        ],
    );
}

#[test]
fn one_at_work_waits_as_the_variety_of_the_work_says() {
    for (seed, arrivals, work) in [
        (2, 0.8, Sampler::constant(1.0)),
        (3, 0.75, Sampler::gamma(1.0, 0.5_f64.sqrt())),
        (4, 0.6, Sampler::lognormal(1.0, 2.0_f64.sqrt())),
    ] {
        let work = work.unwrap();
        let squares = work.variance() + work.mean().powi(2);
        let theory = mg1(arrivals, Work { mean: work.mean(), mean_square: squares }).unwrap();
        let service = service(1, vec![class(arrivals, work, None)]);
        agrees(&simulated(&service, 2_000.0, seed, &[wait_mean]), &[theory.wait_mean]);
    }
}

#[test]
fn each_class_waits_as_the_priorities_say() {
    let rates = [1.0, 1.5, 1.5];
    let theory = several_at_work(&rates, 1.0, 5).unwrap();
    let classes = rates.map(|rate| class(rate, exponential(), None)).into();
    let rows = simulated(
        &service(5, classes),
        4_000.0,
        15,
        &[
            |seen| seen.classes[0].wait.mean().unwrap(),
            |seen| seen.classes[1].wait.mean().unwrap(),
            |seen| seen.classes[2].wait.mean().unwrap(),
        ],
    );
    agrees(&rows, &theory.wait_means);
}

#[test]
fn as_many_give_up_as_erlang_a_says() {
    let theory = erlang_a(6.0, 1.0, 5, 0.2).unwrap();
    let rows = simulated(
        &service(5, vec![class(6.0, exponential(), Some(5.0))]),
        2_000.0,
        6,
        &[
            wait_mean,
            |seen| seen.all().give_up_share().unwrap(),
            |seen| seen.all().wait_share().unwrap(),
            |seen| seen.load.busy_mean.unwrap() / 5.0,
        ],
    );
    agrees(&rows, &[theory.wait_mean, theory.give_up_share, theory.wait_share, theory.occupancy]);
}

#[test]
fn a_closed_list_turns_away_as_many_as_the_formula_says() {
    let theory = mmck(4.0, 1.0, 3, 10).unwrap();
    let classes = vec![class(4.0, exponential(), None)];
    let service = Service { servers: 3, waiting_most: Some(7), classes };
    let rows = simulated(
        &service,
        2_000.0,
        7,
        &[wait_mean, |seen| seen.all().turned_away_share().unwrap()],
    );
    agrees(&rows, &[theory.wait_mean, theory.turned_away_share]);
}

#[test]
fn work_of_different_lengths_with_priorities_waits_as_cobham_says() {
    let works = [(0.1, 0.5), (0.4, 1.5)];
    let asked = works
        .map(|(arrivals, mean)| priorities::Class { arrivals, work: Work::varying(mean, 1.0) });
    let theory = one_at_work(&asked).unwrap();
    let classes = works
        .map(|(arrivals, mean)| class(arrivals, Sampler::exponential(mean).unwrap(), None))
        .into();
    let rows = simulated(
        &service(1, classes),
        2_000.0,
        8,
        &[|seen| seen.classes[0].wait.mean().unwrap(), |seen| seen.classes[1].wait.mean().unwrap()],
    );
    agrees(&rows, &theory.wait_means);
}

#[test]
fn those_who_leave_a_link_worker_for_a_group_wait_there_as_the_tandem_says() {
    let stages = [(1.0, 1.0, 5), (0.7, 0.5, 7)].map(|(share_coming, served, servers)| Stage {
        share_coming,
        served,
        servers,
    });
    let theory = tandem(4.0, &stages).unwrap();
    let first = service(5, vec![class(4.0, exponential(), None)]);
    let group = Sampler::exponential(2.0).unwrap();
    let span = span(&first, 2_500.0);
    let mut waits = Moments::default();
    for replication in 0..REPLICATIONS {
        let people = People::new(&first, Seed(10), replication, span.end);
        let mut goes_on = Seed(10).stream(90, replication);
        let mut stays = Seed(10).stream(91, replication);
        let rules = Rules { servers: 5, classes: 1, waiting_most: None, warm_up: Time::ZERO };
        let mut asked = Vec::new();
        run(rules, people, |visit| {
            if let End::Helped { until } = visit.end
                && goes_on.chance(0.7)
            {
                let (work, patience) = (group.draw_time(&mut stays), Time::NEVER);
                asked.push(Arrival { at: until, class: 0, work, patience });
            }
        });
        asked.sort_by_key(|arrival| arrival.at);
        let mut seen = Moments::default();
        run(Rules { servers: 7, ..rules }, asked.into_iter(), |visit| {
            if visit.arrived >= span.warm_up && visit.arrived < span.end {
                seen.add(visit.wait.units());
            }
        });
        waits.add(seen.mean().unwrap());
    }
    agrees(&[waits], &[theory.stages[1].wait_mean]);
}

#[test]
fn the_approximation_is_near_where_work_is_more_even_than_chance() {
    let base = erlang_c(4.0, 1.0, 5).unwrap();
    let near = allen_cunneen(&base, 1.0, 0.5).unwrap();
    let even = Sampler::gamma(1.0, 0.5_f64.sqrt()).unwrap();
    let rows = simulated(&service(5, vec![class(4.0, even, None)]), 2_000.0, 11, &[wait_mean]);
    let (mean, error) = (rows[0].mean().unwrap(), rows[0].standard_error().unwrap());
    assert!((mean - near).abs() <= 0.1 * near + 3.0 * error, "{mean} ± {error} for {near}");
    assert!(mean < base.wait_mean);
}

#[test]
fn two_services_meet_the_same_people_under_one_seed() {
    let five = service(5, vec![class(4.0, exponential(), None)]);
    let six = Service { servers: 6, ..five.clone() };
    let span = span(&five, 1_000.0);
    for replication in 0..5 {
        let few = five.simulate(Seed(9), replication, span).all();
        let more = six.simulate(Seed(9), replication, span).all();
        assert_eq!(few.let_in(), more.let_in());
        // With the same people, one more at work never makes the mean wait longer.
        assert!(more.wait.mean() <= few.wait.mean());
        assert_eq!(five.simulate(Seed(9), replication, span).all(), few);
    }
}

#[test]
fn a_line_that_would_not_settle_is_refused_with_what_is_needed() {
    let patient = class(4.0, exponential(), None);
    let refused = service(4, vec![patient.clone()]).check_settles().unwrap_err();
    assert!(refused.instead.contains("at least 5"), "{refused}");
    assert!(service(0, vec![patient.clone()]).check_settles().is_err());
    assert!(service(4, vec![]).check_settles().is_err());
    let impatient = class(4.0, exponential(), Some(2.0));
    assert!(service(4, vec![impatient]).check_settles().is_ok());
    let closed = Service { waiting_most: Some(3), ..service(4, vec![patient]) };
    assert!(closed.check_settles().is_ok());
}

#[test]
fn a_queue_is_the_same_to_the_bit_on_any_number_of_threads() {
    let service = service(5, vec![class(6.0, exponential(), Some(5.0))]);
    let span = span(&service, 300.0);
    let on = |threads| {
        let threads = std::num::NonZeroUsize::new(threads).unwrap();
        let effort = Effort { at_least: 12, at_most: 12, threads };
        let mut all = Seen::default();
        replicate(
            effort,
            &AtomicBool::new(false),
            |replication| service.simulate(Seed(12), replication, span),
            |_, seen| {
                all.join(&seen.all());
                ControlFlow::Continue(())
            },
        );
        all
    };
    let alone = on(1);
    assert!(alone.let_in() > 3_000 && alone.gave_up > 0);
    for threads in [2, 5] {
        assert_eq!(on(threads), alone);
    }
}
