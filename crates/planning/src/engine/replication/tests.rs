//! Threads, precision and cancelling change how long it takes, never what comes out.

use super::*;
use crate::engine::stream::Seed;

fn effort(at_least: u32, at_most: u32, threads: usize) -> Effort {
    Effort { at_least, at_most, threads: NonZeroUsize::new(threads).unwrap() }
}

fn two_numbers(replication: u32) -> Vec<f64> {
    let mut stream = Seed(3).stream(0, replication);
    vec![10.0 + stream.normal(), 5.0 * stream.exponential()]
}

#[test]
fn the_result_is_the_same_to_the_bit_on_any_number_of_threads() {
    let go = AtomicBool::new(false);
    let precision = Precision { level: 0.95, relative: 0.2, absolute: 0.0 };
    let on = |threads| {
        estimate(effort(5, 500, threads), Some(precision), &go, two_numbers, |_| {}).unwrap()
    };
    let alone = on(1);
    assert!(matches!(alone.1, Ended::Enough(count) if count > 5 && count < 500), "{:?}", alone.1);
    for threads in [2, 3, 8] {
        assert_eq!(on(threads), alone);
    }
}

#[test]
fn it_goes_on_until_each_number_is_known_well_enough() {
    let go = AtomicBool::new(false);
    let precision = Precision { level: 0.9, relative: 0.1, absolute: 0.0 };
    let (intervals, _) =
        estimate(effort(10, 5_000, 2), Some(precision), &go, two_numbers, |_| {}).unwrap();
    for interval in &intervals {
        assert!(interval.half_width() <= 0.1 * interval.mean);
    }
    let (all, ended) = estimate(effort(2, 40, 2), None, &go, two_numbers, |_| {}).unwrap();
    assert_eq!((all[0].replications, ended), (40, Ended::All));
}

#[test]
fn results_come_in_order_and_progress_is_told() {
    let go = AtomicBool::new(false);
    let mut told = Vec::new();
    estimate(effort(2, 20, 4), None, &go, two_numbers, |progress| told.push(progress.done))
        .unwrap();
    assert_eq!(told, (1..=20).collect::<Vec<_>>());
}

#[test]
fn cancelling_keeps_what_was_whole_and_says_how_many() {
    let cancel = AtomicBool::new(false);
    let mut taken = Vec::new();
    let ended = replicate(
        effort(1, 1_000_000, 2),
        &cancel,
        |number| number,
        |number, result| {
            assert_eq!(number, result);
            taken.push(number);
            if number == 6 {
                cancel.store(true, Ordering::Relaxed);
            }
            ControlFlow::Continue(())
        },
    );
    assert!(matches!(ended, Ended::Cancelled(count) if count as usize == taken.len()));
    assert!(taken.len() >= 7 && taken.len() < 1_000_000);
    assert!(taken.windows(2).all(|pair| pair[1] == pair[0] + 1));
}

#[test]
fn fewer_than_two_replications_are_refused_in_words() {
    let go = AtomicBool::new(false);
    let refused = estimate(effort(1, 1, 1), None, &go, two_numbers, |_| {}).unwrap_err();
    assert!(refused.instead.contains("at least two"));
}

#[test]
fn nineteen_intervals_in_twenty_hold_the_truth() {
    let go = AtomicBool::new(false);
    let studies = 400;
    let held = (0..studies).filter(|study| {
        let run = |replication| vec![3.0 + Seed(*study).stream(7, replication).normal()];
        let (intervals, _) = estimate(effort(6, 6, 1), None, &go, run, |_| {}).unwrap();
        intervals[0].low <= 3.0 && 3.0 <= intervals[0].high
    });
    let share = held.count() as f64 / studies as f64;
    // Three standard errors of a share of 95 in 100 among 400.
    assert!((share - 0.95).abs() <= 0.033, "{share}");
}
