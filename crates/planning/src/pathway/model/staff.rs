//! Link workers: their room, their diary, and when they are not there.
//!
//! A post is filled or vacant. Somebody who is away (on leave, ill) keeps their people, whose
//! contacts wait; when somebody leaves for good, their people are handed over, but those who are
//! held stay with the post.

use std::collections::VecDeque;

use crate::engine::{Stream, Ticket, Time};

use super::super::scenario::{DAYS_IN_YEAR, Team};
use super::blueprint::hundredths;
use super::person::Stage;
use super::{Event, Purpose, World};

/// Something in a link worker's diary.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Work {
    /// A contact with somebody.
    Contact(u32),
    /// A follow-up of so many hours.
    Call(f64),
}

/// What a link worker is at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Current {
    pub(crate) work: Work,
    pub(crate) began: Time,
    pub(crate) hours: f64,
    pub(crate) is_missed: bool,
    pub(crate) ticket: Ticket,
}

/// A post of a link worker, filled or not.
#[derive(Debug)]
pub(crate) struct Worker {
    pub(crate) team: usize,
    pub(crate) fte: f64,
    /// Room in hundredths of a point.
    pub(crate) room: u32,
    pub(crate) used: u32,
    /// Hours for people a day of the calendar.
    pub(crate) hours_day: f64,
    pub(crate) is_filled: bool,
    /// On leave, ill, or both.
    pub(crate) away: u8,
    pub(crate) diary: VecDeque<Work>,
    pub(crate) current: Option<Current>,
    /// People who come back from holding as soon as there is room.
    pub(crate) returning: VecDeque<u32>,
    /// Everybody who is active with them.
    pub(crate) caseload: Vec<u32>,
    sickness: Stream,
    turnover: Stream,
}

impl Worker {
    pub(crate) fn is_there(&self) -> bool {
        self.is_filled && self.away == 0
    }

    fn free(&self) -> u32 {
        self.room.saturating_sub(self.used)
    }
}

impl World<'_> {
    pub(super) fn begin_staff(&mut self) {
        for (number, team) in self.blueprint.scenario.teams.iter().enumerate() {
            let first = self.workers.len();
            let mut left = team.fte;
            while left > 1e-9 {
                self.begin_worker(number, team, left.min(1.0), self.workers.len() - first);
                left -= 1.0;
            }
            self.teams.push(first..self.workers.len());
        }
    }

    fn begin_worker(&mut self, number: usize, team: &Team, fte: f64, of_team: usize) {
        let id = self.workers.len();
        let mut leave = self.stream(Purpose::Leave, number, of_team);
        self.workers.push(Worker {
            team: number,
            fte,
            room: hundredths(fte * team.points_per_fte),
            used: 0,
            hours_day: fte * team.hours_week * team.direct / 7.0,
            is_filled: true,
            away: 0,
            diary: VecDeque::new(),
            current: None,
            returning: VecDeque::new(),
            caseload: Vec::new(),
            sickness: self.stream(Purpose::Sickness, number, of_team),
            turnover: self.stream(Purpose::Turnover, number, of_team),
        });
        self.count_filled(id, 1.0);
        self.count_presence(id, 1.0);
        if team.leave_days_year > 0.0 {
            // Leaves are spread over the year; where the first falls is chance.
            let every = DAYS_IN_YEAR * team.leave_block_days / team.leave_days_year;
            self.plan_after(every * leave.uniform(), Event::LeaveBegins(id));
        }
        self.plan_sickness(id);
        self.plan_quitting(id);
    }

    /// The post is there, or is not there, from now on.
    fn count_presence(&mut self, id: usize, sign: f64) {
        let now = self.now();
        let worker = &self.workers[id];
        let team = &mut self.tally.teams[worker.team];
        team.hours_there.change(now, sign * worker.hours_day);
    }

    /// The post is filled, or vacant, from now on.
    fn count_filled(&mut self, id: usize, sign: f64) {
        let now = self.now();
        let worker = &self.workers[id];
        let team = &mut self.tally.teams[worker.team];
        team.fte_filled.change(now, sign * worker.fte);
        team.room_there.change(now, sign * f64::from(worker.room) / 100.0);
    }

    fn team(&self, worker: usize) -> &Team {
        &self.blueprint.scenario.teams[self.workers[worker].team]
    }

    fn plan_sickness(&mut self, id: usize) {
        let team = self.team(id);
        let (sick, spell) = (team.sick, team.sick_spell_days);
        if sick > 0.0 {
            let well = spell * (1.0 - sick) / sick * self.workers[id].sickness.exponential();
            self.plan_after(well, Event::FallsIll(id));
        }
    }

    fn plan_quitting(&mut self, id: usize) {
        let a_year = self.team(id).turnover_year;
        if a_year > 0.0 {
            let stays = DAYS_IN_YEAR / a_year * self.workers[id].turnover.exponential();
            self.plan_after(stays, Event::Quits(id));
        }
    }

    pub(super) fn leave_begins(&mut self, id: usize) {
        let team = self.team(id);
        let block = team.leave_block_days;
        let every = DAYS_IN_YEAR * block / team.leave_days_year;
        self.plan_after(every, Event::LeaveBegins(id));
        self.plan_after(block, Event::LeaveEnds(id));
        self.go_away(id);
    }

    pub(super) fn fall_ill(&mut self, id: usize) {
        let spell = self.team(id).sick_spell_days * self.workers[id].sickness.exponential();
        self.plan_after(spell, Event::Recovers(id));
        self.go_away(id);
    }

    fn go_away(&mut self, id: usize) {
        if self.workers[id].is_there() {
            self.count_presence(id, -1.0);
        }
        self.workers[id].away += 1;
    }

    pub(super) fn comes_back(&mut self, id: usize, event: Event) {
        self.workers[id].away -= 1;
        if matches!(event, Event::Recovers(_)) {
            self.plan_sickness(id);
        }
        self.is_there_again(id);
    }

    fn is_there_again(&mut self, id: usize) {
        if !self.workers[id].is_there() {
            return;
        }
        self.count_presence(id, 1.0);
        self.begin_work(id);
        self.make_room_known(id);
    }

    /// Somebody leaves for good: the people who are active with them are handed over.
    pub(super) fn quit(&mut self, id: usize) {
        if self.workers[id].is_there() {
            self.count_presence(id, -1.0);
        }
        self.workers[id].is_filled = false;
        let team = self.workers[id].team;
        self.count_filled(id, -1.0);
        if let Some(current) = self.workers[id].current.take() {
            self.calendar.cancel(current.ticket);
            self.workers[id].diary.push_front(current.work);
        }
        self.workers[id].diary.retain(|work| matches!(work, Work::Call(_)));
        for person in std::mem::take(&mut self.workers[id].caseload) {
            self.hand_over(person, id);
        }
        let vacancy = self.team(id).vacancy_days * self.workers[id].turnover.exponential();
        self.plan_after(vacancy, Event::Filled(id));
        self.allocate(team);
    }

    fn hand_over(&mut self, person: u32, from: usize) {
        if let Some(ticket) = self.person(person).next.take() {
            self.calendar.cancel(ticket);
        }
        let points = self.blueprint.points[self.person(person).support].0;
        self.use_room(from, -i64::from(points));
        let person_now = self.person(person);
        person_now.stage = Stage::HandedOver;
        let team = person_now.team;
        self.lists[team].handed_over.push_back(person);
    }

    pub(super) fn fill(&mut self, id: usize) {
        self.workers[id].is_filled = true;
        self.count_filled(id, 1.0);
        let team = self.workers[id].team;
        self.tally.teams[team].hires += u64::from(self.tally.is_counting);
        self.plan_quitting(id);
        self.is_there_again(id);
    }

    /// Uses, or gives back, so many hundredths of a point of somebody's room.
    pub(super) fn use_room(&mut self, id: usize, hundredths: i64) {
        let now = self.now();
        let worker = &mut self.workers[id];
        worker.used = u32::try_from(i64::from(worker.used) + hundredths).unwrap_or(0);
        self.tally.teams[worker.team].room_used.change(now, hundredths as f64 / 100.0);
    }

    /// Whoever of a team is there and has most room free, where it is enough.
    pub(super) fn find_room(&self, team: usize, points: u32) -> Option<usize> {
        let mut best: Option<usize> = None;
        for id in self.teams[team].clone() {
            let worker = &self.workers[id];
            // Those who come back from holding were there first.
            let may = worker.is_there() && worker.returning.is_empty() && worker.free() >= points;
            if may && best.is_none_or(|best| worker.free() > self.workers[best].free()) {
                best = Some(id);
            }
        }
        best
    }

    /// Room has become free: first for those who come back to this link worker, then for the list.
    pub(super) fn make_room_known(&mut self, id: usize) {
        while self.workers[id].is_there()
            && let Some(&person) = self.workers[id].returning.front()
        {
            let (full, held) = self.blueprint.points[self.people[person as usize].support];
            if self.workers[id].free() < full.saturating_sub(held) {
                break;
            }
            self.workers[id].returning.pop_front();
            self.use_room(id, i64::from(full) - i64::from(held));
            self.resume(person, id);
        }
        self.allocate(self.workers[id].team);
    }
}
