//! The simulation of one replication: the events of the pathway, one after another.
//!
//! This file holds the world and sends each event to its part: referring, waiting, contacts,
//! staff, places. Nothing here knows threads, intervals or words.

mod blueprint;
mod contacts;
mod person;
mod places;
mod referring;
mod staff;
mod tally;
mod waiting;

use std::sync::atomic::{AtomicBool, Ordering};

use crate::engine::{Calendar, Seed, Stream, Time};

pub(crate) use blueprint::{Blueprint, TWELVE_WEEKS};
use person::{Person, Place, Stage};
use places::Kind;
use staff::Worker;
pub(crate) use tally::{Count, Half, Tally};
use waiting::List;

/// Between so many events a replication looks whether it was cancelled.
const EVENTS_BETWEEN_LOOKS: u32 = 4096;
/// Ordinary events; the counting begins and ends before what happens at the same moment.
const ORDINARY: u8 = 10;
const COUNTING: u8 = 0;

/// The purposes of chance, so that two scenarios meet the same of each.
#[derive(Clone, Copy)]
enum Purpose {
    Arrivals = 1,
    People = 2,
    Leave = 3,
    Sickness = 4,
    Turnover = 5,
    Funding = 6,
}

/// What can happen.
#[derive(Debug, Clone, Copy)]
enum Event {
    /// Somebody is referred by a referrer.
    Refer(usize),
    Screened(u32),
    GivesUp(u32),
    /// The next contact with somebody is due.
    Contact(u32),
    /// A link worker has done what they were at.
    Done(usize),
    Review(u32),
    PlaceGivenUp(u32),
    PlaceOver(u32),
    FollowUp(u32, usize),
    LeaveBegins(usize),
    LeaveEnds(usize),
    FallsIll(usize),
    Recovers(usize),
    Quits(usize),
    Filled(usize),
    Opens(usize, u32),
    Closes(usize, u32),
    CountingBegins,
    CountingEnds,
}

/// Everything as it is at one moment of one replication.
pub(crate) struct World<'a> {
    blueprint: &'a Blueprint<'a>,
    calendar: Calendar<Event>,
    seed: Seed,
    replication: u32,
    /// For each referrer: when people come, who they are, and how many came.
    comings: Vec<(Stream, Stream, u64)>,
    people: Vec<Person>,
    /// Places in `people` whose person is gone.
    free: Vec<u32>,
    lists: Vec<List>,
    workers: Vec<Worker>,
    /// For each team: which of the workers are its.
    teams: Vec<std::ops::Range<usize>>,
    kinds: Vec<Kind>,
    tally: Tally,
}

impl<'a> World<'a> {
    /// The world before anything has happened.
    fn new(blueprint: &'a Blueprint<'a>, replication: u32) -> World<'a> {
        let scenario = blueprint.scenario;
        let seed = Seed(scenario.run.seed);
        let mut world = World {
            blueprint,
            calendar: Calendar::new(),
            seed,
            replication,
            comings: Vec::new(),
            people: Vec::new(),
            free: Vec::new(),
            lists: scenario.teams.iter().map(|_| List::default()).collect(),
            workers: Vec::new(),
            teams: Vec::new(),
            kinds: Vec::new(),
            tally: Tally::new(scenario),
        };
        world.begin_counting();
        world.begin_referring();
        world.begin_staff();
        world.begin_places();
        world
    }

    /// A stream of chance for one thing of a purpose.
    fn stream(&self, purpose: Purpose, of: usize, number: usize) -> Stream {
        let purpose =
            (purpose as u32) << 28 | (of as u32 & 0x3fff) << 14 | (number as u32 & 0x3fff);
        self.seed.stream(purpose, self.replication)
    }

    fn now(&self) -> Time {
        self.calendar.now()
    }

    fn plan(&mut self, at: Time, event: Event) -> crate::engine::Ticket {
        self.calendar.plan(at, ORDINARY, event)
    }

    /// Plans what is to come after so many days; nothing for never.
    fn plan_after(&mut self, days: f64, event: Event) -> Option<crate::engine::Ticket> {
        let delay = Time::from_units(days);
        (delay != Time::NEVER).then(|| self.calendar.plan_after(delay, ORDINARY, event))
    }

    fn person(&mut self, id: u32) -> &mut Person {
        &mut self.people[id as usize]
    }

    /// The counts of somebody's group of people, where they are counted.
    fn count(&mut self, id: u32) -> Option<&mut Count> {
        let person = &self.people[id as usize];
        person.is_counted.then(|| &mut self.tally.people[person.people])
    }

    /// The counts of the half of the measured time in which somebody was referred.
    fn half(&mut self, id: u32) -> Option<&mut Half> {
        let person = &self.people[id as usize];
        let half = usize::from(person.referred_at >= self.blueprint.measured_middle());
        person.is_counted.then(|| &mut self.tally.halves[half])
    }

    /// Gives back the memory of somebody about whom nothing more can happen.
    fn forget_if_gone(&mut self, id: u32) {
        let person = &mut self.people[id as usize];
        if person.is_gone() && !person.is_forgotten {
            person.is_forgotten = true;
            self.free.push(id);
        }
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Refer(referrer) => self.refer(referrer),
            Event::Screened(id) => self.screen(id),
            Event::GivesUp(id) => self.give_up(id),
            Event::Contact(id) => self.contact_due(id),
            Event::Done(worker) => self.work_done(worker),
            Event::Review(id) => self.review(id),
            Event::PlaceGivenUp(id) => self.give_up_place(id),
            Event::PlaceOver(id) => self.leave_place(id),
            Event::FollowUp(id, wave) => self.follow_up(id, wave),
            Event::LeaveBegins(worker) => self.leave_begins(worker),
            Event::LeaveEnds(worker) | Event::Recovers(worker) => self.comes_back(worker, event),
            Event::FallsIll(worker) => self.fall_ill(worker),
            Event::Quits(worker) => self.quit(worker),
            Event::Filled(worker) => self.fill(worker),
            Event::Opens(kind, one) => self.open(kind, one),
            Event::Closes(kind, one) => self.close(kind, one),
            Event::CountingBegins => self.tally.begin(self.calendar.now()),
            Event::CountingEnds => self.tally.end(self.calendar.now()),
        }
    }

    fn begin_counting(&mut self) {
        let (from, until) = (self.blueprint.measured_from, self.blueprint.measured_until);
        self.calendar.plan(from, COUNTING, Event::CountingBegins);
        self.calendar.plan(until, COUNTING, Event::CountingEnds);
    }

    /// Counts those who are still on their way at the end.
    fn count_the_rest(&mut self) {
        for id in 0..self.people.len() as u32 {
            let person = &self.people[id as usize];
            if !person.is_counted {
                continue;
            }
            let (stage, place) = (person.stage, person.place);
            let since = match place {
                Place::In { since, .. } => Some(since),
                _ => None,
            };
            let has_stayed =
                since.is_some_and(|since| (self.calendar.now() - since).units() >= TWELVE_WEEKS);
            let count = &mut self.tally.people[self.people[id as usize].people];
            match stage {
                Stage::Screening | Stage::Waiting => count.waiting_at_end += 1,
                Stage::Active | Stage::Held { .. } | Stage::HandedOver => count.active_at_end += 1,
                Stage::Over => {}
            }
            count.stayed += u64::from(has_stayed);
            count.place_waiting_at_end += u64::from(place == Place::Waiting);
        }
    }
}

/// Runs one replication; what a cancelled one returns must not be used.
pub(crate) fn run(blueprint: &Blueprint<'_>, replication: u32, cancel: &AtomicBool) -> Tally {
    let mut world = World::new(blueprint, replication);
    let mut until_look = EVENTS_BETWEEN_LOOKS;
    while let Some((_, event)) = world.calendar.next_until(blueprint.end) {
        world.tally.events += 1;
        world.happen(event);
        until_look -= 1;
        if until_look == 0 {
            until_look = EVENTS_BETWEEN_LOOKS;
            if cancel.load(Ordering::Relaxed) {
                break;
            }
        }
    }
    world.count_the_rest();
    world.tally.most_remembered = world.people.len() as u64;
    world.tally
}

#[cfg(test)]
mod tests;
