//! People who come to a queue by chance, and what waiting is then like for each class.
//!
//! Each class draws its arrivals, work and patience from streams of its own, and each person draws
//! all three when they come, so two services compared under one seed meet the same people.

use super::{Arrival, End, Load, Rules, run};
use crate::engine::{Arrivals, Moments, Quantiles, Sampler, Seed, Stream, Time};
use crate::refusal::{CannotPlan, plain};

/// People of one class.
#[derive(Debug, Clone, PartialEq)]
pub struct Class {
    /// When they come.
    pub arrivals: Arrivals,
    /// How long their work takes.
    pub work: Sampler,
    /// How long they wait before they give up; nothing where they do not.
    pub patience: Option<Sampler>,
}

/// So many at work, and who comes; the first class is seen first.
#[derive(Debug, Clone, PartialEq)]
pub struct Service {
    /// How many are at work.
    pub servers: u32,
    /// How many may wait; nothing where there is no limit.
    pub waiting_most: Option<u32>,
    /// The classes of people.
    pub classes: Vec<Class>,
}

/// The stretch of time that is simulated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Who comes before this is not counted.
    pub warm_up: Time,
    /// Nobody comes from this on.
    pub end: Time,
}

/// What was seen of one class.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Seen {
    /// How many were turned away.
    pub turned_away: u64,
    /// How many of those let in gave up.
    pub gave_up: u64,
    /// How many had to wait.
    pub waited: u64,
    /// The waits of all who were let in, helped or not.
    pub wait: Moments,
    /// The same, for medians and centiles.
    pub waits: Quantiles,
}

/// What was seen in one replication.
#[derive(Debug, Clone, PartialEq)]
pub struct Replication {
    /// How many came, with those of the warm-up.
    pub arrivals: u64,
    /// Each class, without the warm-up.
    pub classes: Vec<Seen>,
    /// How busy it was.
    pub load: Load,
}

impl Service {
    /// Refuses a service without anybody at work or to be seen, and one whose line would grow
    /// without end because those who never give up are too many.
    pub fn check_settles(&self) -> Result<(), CannotPlan> {
        if self.waiting_most.is_some() && self.servers > 0 && !self.classes.is_empty() {
            return Ok(());
        }
        if self.servers == 0 || self.classes.is_empty() {
            return Err(CannotPlan::because(
                "There is nobody at work, or nobody who comes.",
                "Have at least 1 at work and 1 class of people.",
            ));
        }
        let patient = self.classes.iter().filter(|class| class.patience.is_none());
        let load: f64 =
            patient.map(|class| class.arrivals.rate_in_the_long_run() * class.work.mean()).sum();
        if load < f64::from(self.servers) {
            return Ok(());
        }
        Err(CannotPlan::because(
            format!(
                "Those who never give up keep {} busy and {} are at work, so the wait would grow \
                 without end.",
                plain(load),
                self.servers
            ),
            format!(
                "Have at least {} at work, make each piece of work shorter, or say how long \
                 people wait before they give up.",
                plain(load.floor() + 1.0)
            ),
        ))
    }

    /// One replication.
    #[must_use]
    pub fn simulate(&self, seed: Seed, replication: u32, span: Span) -> Replication {
        let mut classes = vec![Seen::default(); self.classes.len()];
        let people = People::new(self, seed, replication, span.end);
        let rules = Rules {
            servers: self.servers,
            classes: self.classes.len(),
            waiting_most: self.waiting_most,
            warm_up: span.warm_up,
        };
        let mut arrivals = 0;
        let load = run(rules, people, |visit| {
            arrivals += 1;
            if visit.arrived < span.warm_up {
                return;
            }
            let seen = &mut classes[visit.class];
            if visit.end == End::TurnedAway {
                seen.turned_away += 1;
                return;
            }
            let wait = visit.wait.units();
            seen.wait.add(wait);
            seen.waits.add(wait);
            seen.waited += u64::from(visit.wait > Time::ZERO);
            seen.gave_up += u64::from(visit.end == End::GaveUp);
        });
        Replication { arrivals, classes, load }
    }
}

impl Seen {
    /// How many came and were let in.
    #[must_use]
    pub fn let_in(&self) -> u64 {
        self.wait.count()
    }

    /// The share of those let in that gave up; nothing where nobody was.
    #[must_use]
    pub fn give_up_share(&self) -> Option<f64> {
        share(self.gave_up, self.let_in())
    }

    /// The share of those let in that had to wait; nothing where nobody was.
    #[must_use]
    pub fn wait_share(&self) -> Option<f64> {
        share(self.waited, self.let_in())
    }

    /// The share of those who came that was turned away; nothing where nobody came.
    #[must_use]
    pub fn turned_away_share(&self) -> Option<f64> {
        share(self.turned_away, self.let_in() + self.turned_away)
    }

    /// Takes in another class, or another replication.
    pub fn join(&mut self, other: &Seen) {
        self.turned_away += other.turned_away;
        self.gave_up += other.gave_up;
        self.waited += other.waited;
        self.wait.join(&other.wait);
        self.waits.join(&other.waits);
    }
}

fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

impl Replication {
    /// All classes together.
    #[must_use]
    pub fn all(&self) -> Seen {
        let mut all = Seen::default();
        self.classes.iter().for_each(|class| all.join(class));
        all
    }
}

/// Everybody who comes, in order of time.
struct People<'a> {
    classes: Vec<Chance<'a>>,
    end: Time,
}

/// One class and its streams.
struct Chance<'a> {
    class: &'a Class,
    next: Option<Time>,
    arrivals: Stream,
    work: Stream,
    patience: Stream,
}

impl<'a> People<'a> {
    fn new(service: &'a Service, seed: Seed, replication: u32, end: Time) -> People<'a> {
        let classes = (0..).zip(&service.classes).map(|(number, class)| {
            let [mut arrivals, work, patience] =
                [0, 1, 2].map(|purpose| seed.stream(3 * number + purpose, replication));
            let next = class.arrivals.next_after(Time::ZERO, &mut arrivals);
            Chance { class, next, arrivals, work, patience }
        });
        People { classes: classes.collect(), end }
    }
}

impl Iterator for People<'_> {
    type Item = Arrival;

    #[inline]
    fn next(&mut self) -> Option<Arrival> {
        let times = self.classes.iter().map(|chance| chance.next.unwrap_or(Time::NEVER));
        let (class, at) = times.enumerate().min_by_key(|(_, at)| *at)?;
        if at >= self.end {
            return None;
        }
        let chance = &mut self.classes[class];
        chance.next = chance.class.arrivals.next_after(at, &mut chance.arrivals);
        let work = chance.class.work.draw_time(&mut chance.work);
        let patience = chance.class.patience.as_ref();
        let patience =
            patience.map_or(Time::NEVER, |patience| patience.draw_time(&mut chance.patience));
        Some(Arrival { at, class, work, patience })
    }
}

#[cfg(test)]
mod tests;
