//! The waiting list of a team: ordered by need and wait, with a bound on the longest wait.
//!
//! One need point is worth so many days of waiting, so somebody's place among others never
//! changes while they wait. Nobody with less overtakes because their support takes less room.

use std::collections::{BTreeSet, VecDeque};

use crate::engine::Time;

use super::person::Stage;
use super::{Event, World};

/// The people of one team who have no link worker now.
#[derive(Debug, Default)]
pub(crate) struct List {
    /// By the moment they joined, brought forward by their need; then by their number.
    by_need: BTreeSet<(i64, u64, u32)>,
    /// By the moment they joined.
    by_wait: BTreeSet<(Time, u64, u32)>,
    /// People whose link worker left: they come before everybody else.
    pub(crate) handed_over: VecDeque<u32>,
    joined: u64,
    /// The number that each person on the list has, by their place in the world.
    numbers: Vec<u64>,
}

impl List {
    fn add(&mut self, id: u32, now: Time, need_days: f64) {
        self.joined += 1;
        if self.numbers.len() <= id as usize {
            self.numbers.resize(id as usize + 1, 0);
        }
        self.numbers[id as usize] = self.joined;
        self.by_need.insert((key(now, need_days), self.joined, id));
        self.by_wait.insert((now, self.joined, id));
    }

    fn remove(&mut self, id: u32, listed_at: Time, need_days: f64) {
        let number = self.numbers[id as usize];
        self.by_need.remove(&(key(listed_at, need_days), number, id));
        self.by_wait.remove(&(listed_at, number, id));
    }

    /// Who comes next: whoever is near the bound, else whoever has most need and wait together.
    fn next(&self, near_bound_before: Option<Time>) -> Option<u32> {
        let longest = self.by_wait.first().filter(|(listed_at, _, _)| {
            near_bound_before.is_some_and(|before| *listed_at <= before)
        });
        longest.map(|entry| entry.2).or_else(|| self.by_need.first().map(|entry| entry.2))
    }
}

fn key(listed_at: Time, need_days: f64) -> i64 {
    listed_at.ticks().saturating_sub(Time::from_units(need_days).ticks())
}

impl World<'_> {
    pub(super) fn join_list(&mut self, id: u32) {
        let now = self.now();
        let need_days = self.need_days(id);
        let person = self.person(id);
        (person.stage, person.listed_at) = (Stage::Waiting, now);
        let (team, people, drawn) = (person.team, person.people, person.fate.patience);
        self.lists[team].add(id, now, need_days);
        self.tally.teams[team].waiting.change(now, 1.0);
        if let Some(median) = self.blueprint.scenario.people[people].patience_days {
            let ticket = self.plan_after(median * drawn, Event::GivesUp(id));
            self.person(id).next = ticket;
        }
        self.allocate(team);
    }

    fn need_days(&self, id: u32) -> f64 {
        let scenario = self.blueprint.scenario;
        let people = self.people[id as usize].people;
        scenario.people[people].need_points * scenario.waiting.point_days
    }

    fn leave_list(&mut self, id: u32) {
        let now = self.now();
        let need_days = self.need_days(id);
        let person = self.person(id);
        let (team, listed_at) = (person.team, person.listed_at);
        if let Some(ticket) = person.next.take() {
            self.calendar.cancel(ticket);
        }
        self.lists[team].remove(id, listed_at, need_days);
        self.tally.teams[team].waiting.change(now, -1.0);
    }

    pub(super) fn give_up(&mut self, id: u32) {
        self.person(id).next = None;
        self.leave_list(id);
        self.person(id).stage = Stage::Over;
        if let Some(count) = self.count(id) {
            count.gave_up += 1;
        }
        if let Some(half) = self.half(id) {
            half.gave_up += 1;
        }
        self.forget_if_gone(id);
        // They may have been the one who needed more room than there was.
        let team = self.person(id).team;
        self.allocate(team);
    }

    /// Gives room to whoever comes next, as long as there is some.
    pub(super) fn allocate(&mut self, team: usize) {
        let waiting = &self.blueprint.scenario.waiting;
        let now = self.now();
        let before = waiting
            .longest_days
            .map(|longest| now - Time::from_units((longest - waiting.ahead_days).max(0.0)));
        loop {
            let handed_over = self.lists[team].handed_over.front().copied();
            let Some(id) = handed_over.or_else(|| self.lists[team].next(before)) else { return };
            let points = self.blueprint.points[self.people[id as usize].support].0;
            let Some(worker) = self.find_room(team, points) else { return };
            if handed_over.is_some() {
                self.lists[team].handed_over.pop_front();
            } else {
                self.leave_list(id);
                self.count_allocation(id, now);
            }
            self.take_on(id, worker, points);
        }
    }

    fn count_allocation(&mut self, id: u32, now: Time) {
        let waited = now - self.people[id as usize].listed_at;
        let longest = self.blueprint.scenario.waiting.longest_days;
        if let Some(count) = self.count(id) {
            count.allocated += 1;
            count.list_days += waited.units();
            count.had_to_wait += u64::from(waited > Time::ZERO);
            let is_over = longest.is_some_and(|longest| waited > Time::from_units(longest));
            count.over_longest += u64::from(is_over);
        }
    }
}
