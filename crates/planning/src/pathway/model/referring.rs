//! People are referred, and get their answer: redirected, signposted, declined or on the list.

use crate::engine::Time;

use super::person::{Person, Stage};
use super::{Event, Purpose, World};

impl World<'_> {
    pub(super) fn begin_referring(&mut self) {
        for referrer in 0..self.blueprint.referrers.len() {
            let comings = self.stream(Purpose::Arrivals, referrer, 0);
            let people = self.stream(Purpose::People, referrer, 0);
            self.comings.push((comings, people, 0));
            self.plan_next_referral(referrer);
        }
    }

    fn plan_next_referral(&mut self, referrer: usize) {
        let now = self.now();
        let (arrivals, _) = &self.blueprint.referrers[referrer];
        let next = arrivals.next_after(now, &mut self.comings[referrer].0);
        // Nobody is planned beyond the end: a rate that falls to nearly nothing may be far away.
        if let Some(at) = next.filter(|at| *at <= self.blueprint.end) {
            self.plan(at, Event::Refer(referrer));
        }
    }

    pub(super) fn refer(&mut self, referrer: usize) {
        self.plan_next_referral(referrer);
        let now = self.now();
        let (_, people, number) = &mut self.comings[referrer];
        let mut chance = people.clone();
        chance.go_to(*number);
        *number += 1;
        let person = Person::draw(self.blueprint, referrer, now, chance);
        let is_unsuitable =
            person.fate.unsuitable < self.blueprint.scenario.referrers[referrer].unsuitable;
        let id = self.remember(person);
        if let Some(count) = self.count(id) {
            count.referred += 1;
            count.redirected += u64::from(is_unsuitable);
        }
        if let Some(half) = self.half(id) {
            half.referred += 1;
        }
        if is_unsuitable {
            self.person(id).stage = Stage::Over;
            return self.forget_if_gone(id);
        }
        let delay = self.blueprint.scenario.screening.delay_days;
        if delay > 0.0 {
            self.plan_after(delay, Event::Screened(id));
        } else {
            self.screen(id);
        }
    }

    fn remember(&mut self, person: Person) -> u32 {
        match self.free.pop() {
            Some(id) => {
                self.people[id as usize] = person;
                id
            }
            None => {
                self.people.push(person);
                (self.people.len() - 1) as u32
            }
        }
    }

    pub(super) fn screen(&mut self, id: u32) {
        let scenario = self.blueprint.scenario;
        let person = self.person(id);
        let is_signposted = person.fate.signposted < scenario.screening.signposted;
        let declines = person.fate.declines < scenario.people[person.people].declines;
        if !is_signposted && !declines {
            return self.join_list(id);
        }
        self.person(id).stage = Stage::Over;
        if let Some(count) = self.count(id) {
            match is_signposted {
                true => count.signposted += 1,
                false => count.declined += 1,
            }
        }
        self.forget_if_gone(id);
    }

    /// After the last contact: the follow-ups are planned.
    pub(super) fn plan_follow_ups(&mut self, id: u32) {
        let follow_ups = &self.blueprint.scenario.follow_ups;
        for (wave, follow_up) in follow_ups.iter().enumerate() {
            let at = self.now() + Time::from_units(follow_up.after_days);
            if at <= self.blueprint.end {
                self.person(id).follow_ups_left += 1;
                self.plan(at, Event::FollowUp(id, wave));
            }
        }
    }

    pub(super) fn follow_up(&mut self, id: u32, wave: usize) {
        let follow_up = &self.blueprint.scenario.follow_ups[wave];
        let person = self.person(id);
        person.follow_ups_left -= 1;
        let answered = person.chance.chance(follow_up.answered);
        let (is_counted, worker) = (person.is_counted, person.worker);
        if is_counted {
            let (asked, answers) = &mut self.tally.follow_ups[wave];
            *asked += 1;
            *answers += u64::from(answered);
        }
        if follow_up.hours > 0.0 {
            self.add_call(worker, follow_up.hours);
        }
        self.forget_if_gone(id);
    }
}
