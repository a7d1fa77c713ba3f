//! The outbox: promised once, done at least once, never lost.

use std::collections::BTreeSet;

use domain::ids::JobId;
use jiff::Timestamp;
use serde_json::json;
use store::{
    Db, StoreError,
    jobs::{self, ATTEMPTS, Job, NewJob, Next},
    on_both,
};

use crate::support::{id, minute, service};

fn promise(db: &Db, n: u128, at: Timestamp) -> bool {
    let job = NewJob {
        id: id(n),
        service: id(1),
        kind: "mail".to_owned(),
        once_key: format!("mail {}", n % 100),
        payload: json!({"message": n.to_string()}),
        run_at: at,
    };
    db.write_now(move |c| jobs::enqueue(c, &job)).unwrap()
}

fn claim(db: &Db, now: Timestamp) -> Option<Job> {
    db.write_now(move |c| jobs::claim(c, now)).unwrap()
}

on_both! {
    fn the_job_that_is_due_longest_comes_first(db: &Db) {
        service(db, 1);
        promise(db, 1, minute(2));
        promise(db, 2, minute(1));
        promise(db, 3, minute(9));
        let ids: Vec<JobId> =
            std::iter::from_fn(|| claim(db, minute(3)).map(|job| job.id)).collect();
        assert_eq!(ids, [id(2), id(1)]);
        let waiting = db.read_now(|c| jobs::list_waiting(c, id(1), 10)).unwrap();
        assert_eq!(waiting.last().map(|job| &job.payload), Some(&json!({"message": "3"})));
    }

    fn the_same_work_is_promised_once(db: &Db) {
        service(db, 1);
        assert!(promise(db, 1, minute(0)));
        assert!(!promise(db, 101, minute(0)));
        let job = claim(db, minute(0)).unwrap();
        db.write_now(move |c| jobs::finish(c, &job, minute(1))).unwrap();
        assert!(!promise(db, 201, minute(5)), "not even after it was done");
        assert_eq!(claim(db, minute(9)), None);
    }

    fn a_job_whose_worker_died_is_taken_over(db: &Db) {
        service(db, 1);
        promise(db, 1, minute(0));
        let first = claim(db, minute(0)).unwrap();
        assert_eq!(claim(db, minute(4)), None);
        let second = claim(db, minute(5)).unwrap();
        assert_eq!((first.attempts, second.attempts), (1, 2));
        let late = db.write_now(move |c| jobs::finish(c, &first, minute(6)));
        assert_eq!(late, Err(StoreError::Conflict), "the slow worker must not end it");
        db.write_now(move |c| jobs::finish(c, &second, minute(6))).unwrap();
        assert_eq!(claim(db, minute(60)), None);
    }

    fn failures_wait_longer_each_time_and_then_rest(db: &Db) {
        service(db, 1);
        promise(db, 1, minute(0));
        let mut now = minute(0);
        let mut pauses = Vec::new();
        let end = loop {
            let job = claim(db, now).unwrap();
            let at = now;
            let next = db.write_now(move |c| jobs::fail(c, &job, at, "no answer")).unwrap();
            match next {
                Next::Again(again) => {
                    pauses.push(again.duration_since(now).as_secs());
                    assert_eq!(claim(db, again - jiff::SignedDuration::from_secs(1)), None);
                    now = again;
                }
                Next::Dead => break now,
            }
        };
        assert_eq!(pauses, [30, 120, 480, 1920, 7680, 21600, 21600]);
        assert_eq!(pauses.len() + 1, usize::try_from(ATTEMPTS).unwrap());
        assert_eq!(claim(db, minute(100_000)), None);
        let dead = db.read_now(|c| jobs::list_dead(c, id(1), 10)).unwrap();
        assert_eq!(dead[0].last_error.as_deref(), Some("no answer"));
        assert_eq!(dead[0].dead_at, Some(end));
        assert_eq!(db.read_now(jobs::counts).unwrap(), (0, 1));
        assert!(db.write_now(|c| jobs::revive(c, id(1), minute(0))).unwrap());
        assert!(!db.write_now(|c| jobs::revive(c, id(1), minute(0))).unwrap());
        assert_eq!(claim(db, minute(0)).map(|job| job.attempts), Some(1));
    }

    fn workers_at_the_same_time_never_share_a_job(db: &Db) {
        service(db, 1);
        for n in 1..=24 { promise(db, n, minute(0)); }
        let taken: Vec<JobId> = std::thread::scope(|threads| {
            let workers: Vec<_> = (0..4)
                .map(|_| threads.spawn(|| {
                    std::iter::from_fn(|| claim(db, minute(1)).map(|job| job.id)).collect::<Vec<_>>()
                }))
                .collect();
            workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
        });
        assert_eq!(taken.len(), 24);
        assert_eq!(taken.iter().collect::<BTreeSet<_>>().len(), 24);
    }

    fn a_job_of_an_act_that_fails_is_not_promised(db: &Db) {
        service(db, 1);
        let job = NewJob {
            id: id(1), service: id(1), kind: "mail".to_owned(), once_key: "k".to_owned(),
            payload: json!(null), run_at: minute(0),
        };
        let failed = db.write_now(move |c| {
            jobs::enqueue(c, &job).and(Err::<(), _>(StoreError::Conflict))
        });
        assert_eq!(failed, Err(StoreError::Conflict));
        assert!(db.read_now(|c| jobs::list_waiting(c, id(1), 10)).unwrap().is_empty());
    }

    fn what_was_done_long_ago_is_forgotten(db: &Db) {
        service(db, 1);
        promise(db, 1, minute(0));
        promise(db, 2, minute(0));
        let job = claim(db, minute(0)).unwrap();
        db.write_now(move |c| jobs::finish(c, &job, minute(1))).unwrap();
        assert_eq!(db.write_now(|c| jobs::forget_done(c, minute(1))), Ok(0));
        assert_eq!(db.write_now(|c| jobs::forget_done(c, minute(2))), Ok(1));
        assert_eq!(db.read_now(|c| jobs::list_waiting(c, id(1), 10)).unwrap().len(), 1);
    }
}
