//! What holds for every formula whatever is asked: no panic, no answer that is not a number, and
//! the order that common sense expects.

use planning::formula::erlang_a::erlang_a;
use planning::formula::erlang_b::erlang_b;
use planning::formula::erlang_c::erlang_c;
use planning::formula::mg1::{Work, mg1};
use planning::formula::mmck::mmck;
use planning::formula::priorities::several_at_work;
use planning::formula::search::{Promise, least_at_work};
use proptest::prelude::*;

/// Anything that a program could pass, and often what a person would.
fn anything() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => 0.01..50.0,
        1 => any::<f64>(),
        1 => Just(f64::NAN),
        1 => Just(0.0),
    ]
}

fn is_share(value: f64) -> bool {
    (-1e-12..=1.0 + 1e-12).contains(&value)
}

/// As good as at most: rounding may put one a little above the other.
fn is_at_most(one: f64, other: f64) -> bool {
    one <= other * (1.0 + 1e-9) + 1e-300
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_formula_panics_or_gives_what_is_not_a_number(
        rates in [anything(), anything(), anything()],
        servers in prop_oneof![4 => 0_u32..60, 1 => 60..2_000_u32],
    ) {
        let [arrivals, served, other] = rates;
        if let Ok(found) = erlang_b(servers, arrivals) {
            prop_assert!(is_share(found));
        }
        if let Ok(found) = erlang_c(arrivals, served, servers) {
            prop_assert!(is_share(found.wait_share) && is_share(found.occupancy));
            prop_assert!(found.wait_mean >= 0.0 && !found.present_mean.is_nan());
            prop_assert!(is_share(found.share_waiting_over(other)));
        }
        if let Ok(found) = erlang_a(arrivals, served, servers, other) {
            prop_assert!(is_share(found.wait_share) && is_share(found.give_up_share));
            prop_assert!(is_share(found.occupancy) && is_share(found.give_up_share_of_waiting));
        }
        if let Ok(found) = mmck(arrivals, served, servers, servers + 7) {
            prop_assert!(is_share(found.turned_away_share) && is_share(found.occupancy));
            prop_assert!(found.wait_mean >= 0.0);
        }
        if let Ok(found) = mg1(arrivals, Work { mean: served, mean_square: other }) {
            prop_assert!(found.wait_mean >= 0.0);
        }
        if let Ok(found) = several_at_work(&[arrivals, other], served, servers) {
            prop_assert!(is_at_most(found.wait_means[0], found.wait_means[1]));
        }
    }

    #[test]
    fn one_more_at_work_never_makes_it_worse(
        arrivals in 0.1..40.0_f64, served in 0.2..5.0_f64, patience in 0.1..20.0_f64, more in 0_u32..20,
    ) {
        let servers = (arrivals / served).floor() as u32 + 1 + more;
        let (few, one_more) = (
            erlang_c(arrivals, served, servers).unwrap(),
            erlang_c(arrivals, served, servers + 1).unwrap(),
        );
        prop_assert!(is_at_most(one_more.wait_mean, few.wait_mean));
        prop_assert!(is_at_most(erlang_b(servers, few.load).unwrap(), few.wait_share));
        let giving_up = erlang_a(arrivals, served, servers, 1.0 / patience).unwrap();
        // Those who give up make room: nobody waits longer than where all stay.
        prop_assert!(is_at_most(giving_up.wait_mean, few.wait_mean));
        prop_assert!(is_at_most(giving_up.wait_share, few.wait_share));
        let flow = giving_up.helped + arrivals * giving_up.give_up_share;
        prop_assert!((flow / arrivals - 1.0).abs() < 1e-9);
    }

    #[test]
    fn endless_patience_is_erlang_c(arrivals in 0.1..20.0_f64, spare in 0.3..3.0_f64) {
        let servers = (arrivals + spare).ceil() as u32;
        let all_stay = erlang_c(arrivals, 1.0, servers).unwrap();
        let nearly = erlang_a(arrivals, 1.0, servers, 1e-8).unwrap();
        prop_assert!((nearly.wait_mean / all_stay.wait_mean - 1.0).abs() < 1e-5);
    }

    #[test]
    fn the_least_number_at_work_keeps_the_promise_and_one_fewer_does_not(
        arrivals in 0.1..200.0_f64, promised in 0.001..2.0_f64,
    ) {
        let found = least_at_work(arrivals, 1.0, Promise::MeanWait(promised)).unwrap();
        prop_assert!(found.queue.wait_mean <= promised);
        let fewer = erlang_c(arrivals, 1.0, found.servers - 1);
        prop_assert!(fewer.is_err() || fewer.unwrap().wait_mean > promised);
    }
}
