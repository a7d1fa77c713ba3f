//! Every closed formula against values computed independently in Python, to 1e-9.

use planning::formula::allen_cunneen::allen_cunneen;
use planning::formula::erlang_a::erlang_a;
use planning::formula::erlang_b::erlang_b;
use planning::formula::erlang_c::{ErlangC, erlang_c};
use planning::formula::mg1::{Work, mg1};
use planning::formula::mmck::mmck;
use planning::formula::priorities::{Class, Priorities, one_at_work, several_at_work};
use planning::formula::search::{Promise, least_at_work};
use planning::formula::tandem::{Stage, tandem};
use serde_json::Value;

use crate::reference::{expected, number, numbers, same, whole};

const FILE: &str = "30_queueing_closed_forms";

/// Looks at each row of one list of the file; says how many there were.
fn each_row(test: &str, name: &str, mut check: impl FnMut(&Value)) {
    let Some(file) = expected(test, FILE) else { return };
    let rows = file["expected"][name].as_array().expect("a list");
    assert!(!rows.is_empty());
    rows.iter().for_each(&mut check);
}

fn same_queue(queue: &ErlangC, row: &Value) {
    for (found, name) in [
        (queue.load, "offered_load"),
        (queue.occupancy, "rho"),
        (queue.wait_share, "p_wait"),
        (queue.wait_mean, "Wq"),
        (queue.waiting_mean, "Lq"),
        (queue.time_mean, "W"),
        (queue.present_mean, "L"),
        (queue.wait_centile(0.9), "wait_p90"),
    ] {
        same(found, number(row, name), name);
    }
    for (wait, share) in row["p_wait_gt_t"].as_object().expect("shares by wait") {
        let found = queue.share_waiting_over(wait.parse().unwrap());
        same(found, share.as_f64().unwrap(), wait);
    }
}

#[test]
fn erlang_b_is_that_of_the_reference() {
    each_row("erlang_b", "erlang_b", |row| {
        same(erlang_b(whole(row, "c"), number(row, "a")).unwrap(), number(row, "B"), "B");
    });
}

#[test]
fn erlang_c_with_its_tail_and_centile_is_that_of_the_reference() {
    each_row("erlang_c", "mmc", |row| {
        let queue = erlang_c(number(row, "lam"), number(row, "mu"), whole(row, "c")).unwrap();
        same_queue(&queue, row);
    });
}

#[test]
fn one_at_work_with_any_work_is_that_of_the_reference() {
    each_row("mg1", "mg1", |row| {
        let work = Work { mean: number(row, "ES"), mean_square: number(row, "ES2") };
        let queue = mg1(number(row, "lam"), work).unwrap();
        same(queue.occupancy, number(row, "rho"), "rho");
        same(queue.wait_mean, number(row, "Wq"), "Wq");
        same(queue.time_mean, number(row, "W"), "W");
        same(queue.waiting_mean, number(row, "Lq"), "Lq");
    });
}

fn same_priorities(found: &Priorities, row: &Value) {
    let expected = numbers(row, "Wq");
    assert_eq!(found.wait_means.len(), expected.len());
    for (found, expected) in found.wait_means.iter().zip(expected) {
        same(*found, expected, "Wq");
    }
    same(found.wait_mean, number(row, "Wq_overall"), "Wq_overall");
    same(found.wait_mean_in_turn, number(row, "fifo_Wq"), "fifo_Wq");
}

#[test]
fn priorities_are_those_of_the_reference() {
    each_row("priorities", "mg1_nonpreemptive_priority", |row| {
        let works = numbers(row, "ES").into_iter().zip(numbers(row, "ES2"));
        let classes: Vec<Class> = numbers(row, "lams")
            .into_iter()
            .zip(works)
            .map(|(arrivals, (mean, mean_square))| Class {
                arrivals,
                work: Work { mean, mean_square },
            })
            .collect();
        let found = one_at_work(&classes).unwrap();
        same(found.occupancy, number(row, "rho"), "rho");
        same_priorities(&found, row);
    });
    each_row("priorities", "mmc_nonpreemptive_priority", |row| {
        let found =
            several_at_work(&numbers(row, "lams"), number(row, "mu"), whole(row, "c")).unwrap();
        same_priorities(&found, row);
    });
}

#[test]
fn giving_up_is_that_of_the_reference() {
    each_row("erlang_a", "erlang_a", |row| {
        let [arrivals, served, giving_up] = ["lam", "mu", "theta"].map(|name| number(row, name));
        let found = erlang_a(arrivals, served, whole(row, "c"), giving_up).unwrap();
        for (found, name) in [
            (found.wait_share, "p_wait"),
            (found.give_up_share, "p_abandon"),
            (found.waiting_mean, "Lq"),
            (found.wait_mean, "EW_all"),
            (found.occupancy, "utilisation"),
            (found.helped, "throughput"),
            (found.give_up_share_of_waiting, "p_abandon_given_wait"),
        ] {
            same(found, number(row, name), name);
        }
    });
}

#[test]
fn a_closed_list_is_that_of_the_reference() {
    each_row("mmck", "mmcK", |row| {
        let [servers, places] = ["c", "K"].map(|name| whole(row, name));
        let found = mmck(number(row, "lam"), number(row, "mu"), servers, places).unwrap();
        same(found.turned_away_share, number(row, "p_block"), "p_block");
        same(found.waiting_mean, number(row, "Lq"), "Lq");
        same(found.wait_mean, number(row, "Wq"), "Wq");
        same(found.occupancy, number(row, "utilisation"), "utilisation");
    });
}

#[test]
fn two_services_in_a_row_are_those_of_the_reference() {
    let Some(file) = expected("tandem", FILE) else { return };
    let rows = &file["expected"]["tandem_jackson"];
    let shares = [1.0, number(rows, "routing")];
    let stages = ["stage1", "stage2"].map(|name| &rows[name]);
    let asked: Vec<Stage> = stages
        .iter()
        .zip(shares)
        .map(|(row, share_coming)| Stage {
            share_coming,
            served: number(row, "mu"),
            servers: whole(row, "c"),
        })
        .collect();
    let found = tandem(number(stages[0], "lam"), &asked).unwrap();
    for (queue, row) in found.stages.iter().zip(stages) {
        same_queue(queue, row);
    }
}

#[test]
fn the_approximation_and_the_staffing_are_those_of_the_reference() {
    let queues = [erlang_c(4.0, 1.0, 5).unwrap(), erlang_c(18.0, 1.0, 20).unwrap()];
    let mut queues = queues.iter();
    each_row("allen_cunneen", "allen_cunneen", |row| {
        let queue = queues.next().unwrap();
        same(queue.wait_mean, number(row, "base"), "base");
        let found = allen_cunneen(queue, number(row, "ca2"), number(row, "cs2")).unwrap();
        same(found, number(row, "Wq_approx"), "Wq_approx");
    });
    each_row("staffing", "staffing", |row| {
        let (promise, value): (_, fn(&ErlangC) -> f64) = match row["criterion"].as_str() {
            Some("Wq<=0.1") => (Promise::MeanWait(0.1), |queue| queue.wait_mean),
            Some("P(wait)<=0.2") => (Promise::WaitShare(0.2), |queue| queue.wait_share),
            other => panic!("an unknown criterion: {other:?}"),
        };
        let found = least_at_work(number(row, "lam"), number(row, "mu"), promise).unwrap();
        assert_eq!(found.servers, whole(row, "c"));
        same(value(&found.queue), number(row, "value"), "value");
    });
}
