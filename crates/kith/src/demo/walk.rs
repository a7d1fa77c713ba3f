//! Walks the demonstration's people along the pathway, by the same use cases that people use.
//!
//! Every act has its own time, days before today. All acts of everybody are done in the order of
//! time, so that the audit trail, the steps and the waiting times are as they would have been.

mod groups;
mod keeping;
mod not_met;
mod path;
mod upkeep;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result, anyhow};
use app::{Act, Actor, App, AppResult, Clock, SignedIn};
use domain::ids::{GroupId, PersonId, PrescriptionId, ReferralId};
use jiff::{SignedDuration, Timestamp};

use super::people::{self, Person};
use super::places::Places;
use super::seed::Stage;
use super::service::Service;
use crate::progress::Progress;

/// A clock that is set by hand while the past is being made.
#[derive(Clone)]
pub(crate) struct PastClock(Arc<Mutex<Timestamp>>);

impl PastClock {
    pub(crate) fn at(time: Timestamp) -> PastClock {
        PastClock(Arc::new(Mutex::new(time)))
    }

    pub(crate) fn set(&self, time: Timestamp) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = time;
    }
}

impl Clock for PastClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What somebody's episode has come to be called on the way.
#[derive(Debug, Clone, Copy)]
struct Known {
    referral: ReferralId,
    person: PersonId,
    prescription: Option<PrescriptionId>,
}

/// One thing that somebody did at some time.
type Deed = Box<dyn FnOnce(&mut Walk<'_>) -> Result<()>>;

/// The walk: what stands still, what is known so far, and what is still to be done.
pub(crate) struct Walk<'a> {
    app: &'a App,
    stage: &'a Stage,
    /// The present; the past is counted from it.
    now: Timestamp,
    known: HashMap<String, Known>,
    /// By time, then by the order in which they were planned.
    deeds: BTreeMap<(Timestamp, usize), (String, Deed)>,
}

/// Makes everybody's past, up to `now`.
pub(crate) fn everybody(app: &App, clock: &PastClock, stage: &Stage, now: Timestamp) -> Result<()> {
    let (places, service) = (Places::read()?, Service::read()?);
    let people: Vec<Arc<Person>> = people::list()?.into_iter().map(Arc::new).collect();
    let known = HashMap::new();
    let mut walk = Walk { app, stage, now, known, deeds: BTreeMap::new() };
    let mut visits = groups::Visits::default();
    for person in &people {
        path::plan(&mut walk, person, (&places, &service), &mut visits)?;
    }
    visits.plan(&mut walk);
    upkeep::plan(&mut walk);
    keeping::plan(&mut walk);
    not_met::plan(&mut walk, &service, |handle| not_met::worker_of(&people, handle))?;
    let total = u64::try_from(walk.deeds.len()).ok();
    let mut progress = Progress::begin("Telling sixty people’s stories", total);
    let mut done = 0;
    while let Some(((at, _), (what, deed))) = walk.deeds.pop_first() {
        clock.set(at);
        deed(&mut walk).map_err(|error| anyhow!("{what}: {error:#}"))?;
        done += 1;
        progress.reached(done);
    }
    clock.set(now);
    progress.end();
    Ok(())
}

impl Walk<'_> {
    /// The time so many days ago, at an hour of the day.
    fn ago(&self, days: f64) -> Timestamp {
        #[expect(clippy::cast_possible_truncation, reason = "days before today are few")]
        let seconds = (days * 86_400.0) as i64;
        self.now - SignedDuration::from_secs(seconds.max(0))
    }

    /// Plans a deed so many days ago.
    fn at(
        &mut self,
        days_ago: f64,
        what: impl Into<String>,
        deed: impl FnOnce(&mut Walk<'_>) -> Result<()> + 'static,
    ) {
        let key = (self.ago(days_ago), self.deeds.len());
        self.deeds.insert(key, (what.into(), Box::new(deed)));
    }

    fn known(&self, handle: &str) -> Result<Known> {
        self.known.get(handle).copied().with_context(|| format!("{handle} is not here yet"))
    }

    fn prescription(&self, handle: &str) -> Result<PrescriptionId> {
        self.known(handle)?.prescription.with_context(|| format!("{handle} has no group yet"))
    }

    fn group(&self, id: &str) -> Result<GroupId> {
        self.stage.groups.get(id).copied().with_context(|| format!("no group {id}"))
    }

    /// A member of staff, acting.
    fn staff(&self, handle: &str) -> Result<Actor> {
        let found: Option<&SignedIn> = self.stage.staff.get(handle);
        found.cloned().map(Actor::User).with_context(|| format!("nobody is called {handle}"))
    }

    /// Does something as somebody.
    fn act<T: Send + 'static>(
        &self,
        actor: &Actor,
        f: impl Fn(&mut Act<'_>) -> AppResult<T> + Send + 'static,
    ) -> Result<T> {
        Ok(self.app.write_now(actor, f)?)
    }
}
