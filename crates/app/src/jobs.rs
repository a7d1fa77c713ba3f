//! The outbox at work: claims what is due, does it, and says how it went.
//!
//! A kind of work is one function and one line in `KINDS`. It may be done twice (the machine can
//! stop between the deed and the note of it), so each kind must bear that.

use domain::ids::JobId;
use jiff::SignedDuration;
use serde_json::Value;
use store::jobs::{Job, NewJob};

use crate::act::{Act, App};
use crate::actor::Actor;
use crate::error::{AppError, AppResult};
use crate::messages;
use crate::ports::Mailer;
use crate::{concerns, directory, sign_in};

/// One kind of work.
pub struct Kind {
    /// Its name in the database.
    pub name: &'static str,
    /// What it does, outside of any transaction; it opens its own.
    pub run: fn(&Work<'_>) -> AppResult<()>,
}

/// What a kind of work is given.
pub struct Work<'a> {
    /// The use cases.
    pub app: &'a App,
    /// The way out for messages.
    pub mailer: &'a dyn Mailer,
    /// What was promised.
    pub job: &'a Job,
}

impl Work<'_> {
    /// Kith itself, acting in the job's service.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor::System { service: self.job.service }
    }
}

/// Every kind of work.
pub static KINDS: &[Kind] = &[
    Kind { name: concerns::TELL_LEADS, run: concerns::tell_leads },
    messages::SEND,
    directory::UPKEEP,
];

/// What is kept no longer than this: done jobs, remembered presses, counted tries.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 7);

/// Promises work in the transaction of the act that needs it; once per `once_key`.
///
/// # Errors
/// Only where the database does not answer.
pub fn enqueue(
    act: &mut Act<'_>,
    kind: &'static str,
    once_key: &str,
    payload: Value,
) -> AppResult<()> {
    let job = NewJob {
        id: act.new_id::<JobId>(),
        service: act.service(),
        kind: kind.to_owned(),
        once_key: format!("{kind}|{once_key}"),
        payload,
        run_at: act.now,
    };
    store::jobs::enqueue(act.conn, &job)?;
    Ok(())
}

impl App {
    /// Does the job that has been due longest; `false` when nothing is due.
    ///
    /// # Errors
    /// Only where the database does not answer; a job that fails is tried again later.
    pub fn run_next_job(&self, mailer: &dyn Mailer) -> AppResult<bool> {
        self.run_next(KINDS, mailer)
    }

    /// Does everything that is due: for tests and for the demonstration.
    ///
    /// # Errors
    /// Only where the database does not answer.
    pub fn run_due_jobs(&self, mailer: &dyn Mailer) -> AppResult<u64> {
        let mut done = 0;
        while self.run_next_job(mailer)? {
            done += 1;
        }
        Ok(done)
    }

    fn run_next(&self, kinds: &[Kind], mailer: &dyn Mailer) -> AppResult<bool> {
        let (db, now) = (&self.kit().db, self.now());
        let Some(job) = db.write_now(move |conn| store::jobs::claim(conn, now))? else {
            return Ok(false);
        };
        let work = Work { app: self, mailer, job: &job };
        let done = match kinds.iter().find(|kind| kind.name == job.kind) {
            Some(kind) => (kind.run)(&work),
            None => Err(AppError::refused("This version of Kith does not know this kind of work.")),
        };
        let after = self.now();
        let noted = db.write_now(move |conn| match &done {
            Ok(()) => store::jobs::finish(conn, &job, after),
            Err(why) => {
                tracing::warn!(kind = job.kind, job = %job.id, %why, "a job failed");
                store::jobs::fail(conn, &job, after, &why.to_string()).map(drop)
            }
        });
        match noted {
            // Somebody else took it over after its lease ran out: it is theirs to note.
            Err(store::StoreError::Conflict) | Ok(()) => Ok(true),
            Err(why) => Err(why.into()),
        }
    }

    /// Promises what is done once a day in every service: looking after its directory.
    ///
    /// # Errors
    /// Only where the database does not answer.
    pub fn promise_daily(&self) -> AppResult<()> {
        for found in self.list_services_now()? {
            let system = Actor::System { service: found.id };
            self.write_now(&system, |act| {
                let key = format!("{}|{}", act.service(), act.today()?);
                enqueue(act, directory::UPKEEP.name, &key, Value::Null)
            })?;
        }
        Ok(())
    }

    /// Forgets what nobody needs any more: done jobs, ended sessions, counted tries, old presses.
    ///
    /// # Errors
    /// Only where the database does not answer.
    pub fn tidy(&self) -> AppResult<()> {
        let now = self.now();
        let before = now.checked_sub(KEPT).unwrap_or(now);
        self.kit().db.write_now(move |conn| {
            store::sessions::sweep(conn, now, sign_in::LIMITS)?;
            store::throttle::sweep(conn, before)?;
            store::acts::sweep(conn, before)?;
            store::jobs::forget_done(conn, before)
        })?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use jiff::SignedDuration;
    use serde_json::json;

    use super::*;
    use crate::ports::{Mail, MailError};
    use crate::testing::World;

    struct NoMail;

    impl Mailer for NoMail {
        fn send(&self, _: &Mail) -> Result<(), MailError> {
            Ok(())
        }
    }

    static RUNS: AtomicU32 = AtomicU32::new(0);

    fn second_time_lucky(_: &Work<'_>) -> AppResult<()> {
        match RUNS.fetch_add(1, Ordering::Relaxed) {
            0 => Err(AppError::refused("not yet")),
            _ => Ok(()),
        }
    }

    #[test]
    fn a_job_that_fails_is_tried_again_later_and_done_once() {
        store::testing::on_sqlite("a_job_that_fails", |db| {
            let world = World::on(db);
            let kinds = [Kind { name: "try", run: second_time_lucky }];
            for _ in 0..2 {
                let promise = |act: &mut Act<'_>| enqueue(act, "try", "one", json!({}));
                world.app.write_now(&world.system(), promise).unwrap();
            }
            assert!(world.app.run_next(&kinds, &NoMail).unwrap());
            assert!(!world.app.run_next(&kinds, &NoMail).unwrap(), "it waits after a failure");
            world.clock.forward(SignedDuration::from_mins(1));
            assert!(world.app.run_next(&kinds, &NoMail).unwrap());
            world.clock.forward(SignedDuration::from_hours(24));
            assert!(!world.app.run_next(&kinds, &NoMail).unwrap(), "it is done");
            assert_eq!(RUNS.load(Ordering::Relaxed), 2);
        });
    }

    #[test]
    fn work_of_an_unknown_kind_waits_for_a_version_that_knows_it() {
        store::testing::on_sqlite("work_of_an_unknown_kind", |db| {
            let world = World::on(db);
            let promise = |act: &mut Act<'_>| enqueue(act, "later", "one", json!({}));
            world.app.write_now(&world.system(), promise).unwrap();
            assert!(world.app.run_next(&[], &NoMail).unwrap());
            let waiting =
                db.read_now(move |c| store::jobs::list_waiting(c, world.service, 10)).unwrap();
            assert!(waiting[0].last_error.as_deref().unwrap().contains("does not know"));
        });
    }
}
