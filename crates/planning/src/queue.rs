//! A service with several at work, people who are seen before others, and people who give up.
//!
//! The rules only: who comes when is the caller's (a trace, or `service` by chance). Work once
//! begun is not broken off; within a class who came first is seen first. At one moment, work ends
//! before people come, and people come before others give up: who can be helped at the moment
//! their patience ends is helped.

mod line;
pub mod service;

use crate::engine::{Calendar, Level, Ticket, Time};
use line::Lines;

/// The rules of a queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// How many are at work.
    pub servers: u32,
    /// How many classes of people there are.
    pub classes: usize,
    /// How many may wait; others are turned away. Nothing where there is no limit.
    pub waiting_most: Option<u32>,
    /// Until when nothing is counted in [`Load`].
    pub warm_up: Time,
}

/// Somebody who comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrival {
    /// When they come.
    pub at: Time,
    /// Their class; those of class 0 are seen first.
    pub class: usize,
    /// How long their work takes.
    pub work: Time,
    /// How long they wait before they give up; [`Time::NEVER`] for those who do not.
    pub patience: Time,
}

/// What became of somebody who came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Visit {
    /// Who they are: 0 for who came first, 1 for the next.
    pub number: u64,
    /// Their class.
    pub class: usize,
    /// When they came.
    pub arrived: Time,
    /// How long they waited, for help or before they gave up.
    pub wait: Time,
    /// How it ended.
    pub end: End,
}

/// How a visit ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// They were helped, until this moment.
    Helped {
        /// When their work is done.
        until: Time,
    },
    /// They gave up waiting.
    GaveUp,
    /// They were turned away: too many were waiting.
    TurnedAway,
}

/// How busy it was, from the end of the warm-up to the last arrival.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Load {
    /// How many were at work on somebody, on average; nothing where no time went by.
    pub busy_mean: Option<f64>,
    /// How many waited, on average.
    pub waiting_mean: Option<f64>,
    /// The most that waited at one moment.
    pub waiting_highest: f64,
}

/// What is planned; at one moment the lower of the priorities comes first.
enum Event {
    WorkDone,
    GiveUp(u32),
}

const WORK_DONE: u8 = 0;
const COME: u8 = 1;
const GIVE_UP: u8 = 2;

/// Somebody in a line.
struct Waiting {
    number: u64,
    arrived: Time,
    work: Time,
    gives_up: Option<Ticket>,
}

struct State<S> {
    calendar: Calendar<Event>,
    lines: Lines<Waiting>,
    free: u32,
    in_line: u32,
    waiting_most: u32,
    came: u64,
    busy: Level,
    waiting: Level,
    seen: S,
}

/// Lets people come, in order of time, and tells `seen` of each visit when it is known how it
/// ends: when the work begins, or when they give up. Runs until nobody is left.
///
/// A class beyond those of the rules counts as the last.
pub fn run(
    rules: Rules,
    mut arrivals: impl Iterator<Item = Arrival>,
    seen: impl FnMut(Visit),
) -> Load {
    let Rules { servers, classes, waiting_most, warm_up } = rules;
    let mut state = State {
        calendar: Calendar::new(),
        lines: Lines::new(classes.max(1)),
        free: servers,
        in_line: 0,
        waiting_most: waiting_most.unwrap_or(u32::MAX),
        came: 0,
        busy: Level::default(),
        waiting: Level::default(),
        seen,
    };
    let mut is_warm = warm_up == Time::ZERO;
    let mut load = None;
    let mut coming = arrivals.next();
    loop {
        // The next arrival stays outside the calendar: there is always exactly one.
        let arrives = coming.map_or(Time::NEVER, |arrival| arrival.at);
        let event = state.calendar.next_before(arrives, COME);
        if !is_warm && state.calendar.now() >= warm_up {
            is_warm = true;
            state.busy.begin_again(warm_up);
            state.waiting.begin_again(warm_up);
        }
        match event {
            Some((now, Event::WorkDone)) => state.work_done(now),
            Some((now, Event::GiveUp(place))) => state.give_up(now, place),
            None => {
                let Some(arrival) = coming else { break };
                let now = state.calendar.now();
                state.come(now, arrival);
                coming = arrivals.next();
                if coming.is_none() {
                    load = Some(state.load(now));
                }
            }
        }
    }
    load.unwrap_or_else(|| state.load(Time::ZERO))
}

impl<S: FnMut(Visit)> State<S> {
    fn come(&mut self, now: Time, arrival: Arrival) {
        let Arrival { class, work, patience, .. } = arrival;
        let number = self.came;
        self.came += 1;
        if self.free > 0 {
            self.free -= 1;
            self.busy.change(now, 1.0);
            self.calendar.plan_after(work, WORK_DONE, Event::WorkDone);
            let end = End::Helped { until: now + work };
            (self.seen)(Visit { number, class, arrived: now, wait: Time::ZERO, end });
            return;
        }
        if self.in_line >= self.waiting_most {
            let end = End::TurnedAway;
            (self.seen)(Visit { number, class, arrived: now, wait: Time::ZERO, end });
            return;
        }
        self.line_changes(now, self.in_line + 1);
        let place = self.lines.join(class, Waiting { number, arrived: now, work, gives_up: None });
        if patience != Time::NEVER {
            let ticket = self.calendar.plan_after(patience, GIVE_UP, Event::GiveUp(place));
            if let Some(waiting) = self.lines.at_mut(place) {
                waiting.gives_up = Some(ticket);
            }
        }
    }

    fn line_changes(&mut self, now: Time, in_line: u32) {
        self.in_line = in_line;
        self.waiting.set(now, f64::from(in_line));
    }

    fn work_done(&mut self, now: Time) {
        let Some((class, next)) = self.lines.take_first() else {
            self.free += 1;
            self.busy.change(now, -1.0);
            return;
        };
        if let Some(ticket) = next.gives_up {
            self.calendar.cancel(ticket);
        }
        self.line_changes(now, self.in_line - 1);
        self.calendar.plan_after(next.work, WORK_DONE, Event::WorkDone);
        let (arrived, wait) = (next.arrived, now - next.arrived);
        let end = End::Helped { until: now + next.work };
        (self.seen)(Visit { number: next.number, class, arrived, wait, end });
    }

    fn give_up(&mut self, now: Time, place: u32) {
        let Some((class, Waiting { number, arrived, .. })) = self.lines.leave(place) else {
            return;
        };
        self.line_changes(now, self.in_line - 1);
        (self.seen)(Visit { number, class, arrived, wait: now - arrived, end: End::GaveUp });
    }

    fn load(&self, now: Time) -> Load {
        Load {
            busy_mean: self.busy.mean(now),
            waiting_mean: self.waiting.mean(now),
            waiting_highest: self.waiting.highest(),
        }
    }
}

#[cfg(test)]
mod tests;
