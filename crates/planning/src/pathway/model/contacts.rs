//! An episode, contact by contact: due, in the diary, held or missed, and what comes after.
//!
//! A missed contact is a signal and never an end: it is tried again, and after several in a row
//! the person is held with a review date.

use crate::engine::Time;

use super::person::Stage;
use super::staff::{Current, Work};
use super::{Event, World};

impl World<'_> {
    /// A link worker takes somebody on; their first contact with each other is due.
    pub(super) fn take_on(&mut self, id: u32, worker: usize, points: u32) {
        self.use_room(worker, i64::from(points));
        self.resume(id, worker);
    }

    /// Somebody is active with a link worker, and a contact is due.
    pub(super) fn resume(&mut self, id: u32, worker: usize) {
        let person = self.person(id);
        (person.stage, person.worker) = (Stage::Active, worker);
        self.workers[worker].caseload.push(id);
        self.contact_due(id);
    }

    pub(super) fn contact_due(&mut self, id: u32) {
        let person = self.person(id);
        person.next = None;
        let worker = person.worker;
        self.workers[worker].diary.push_back(Work::Contact(id));
        self.begin_work(worker);
    }

    pub(super) fn add_call(&mut self, worker: usize, hours: f64) {
        self.workers[worker].diary.push_back(Work::Call(hours));
        self.begin_work(worker);
    }

    /// A link worker who is there and free begins what is next in the diary.
    pub(super) fn begin_work(&mut self, worker: usize) {
        let post = &mut self.workers[worker];
        if !post.is_there() || post.current.is_some() {
            return;
        }
        let Some(work) = post.diary.pop_front() else { return };
        let (hours, is_missed) = match work {
            Work::Call(hours) => (hours, false),
            Work::Contact(id) => self.hours_of_contact(id),
        };
        let days = hours / self.workers[worker].hours_day;
        let began = self.now();
        let ticket = self.plan(began + Time::from_units(days), Event::Done(worker));
        self.workers[worker].current = Some(Current { work, began, hours, is_missed, ticket });
    }

    fn hours_of_contact(&mut self, id: u32) -> (f64, bool) {
        let scenario = self.blueprint.scenario;
        let person = self.person(id);
        let support = &scenario.supports[person.support];
        let is_missed = person.chance.chance(scenario.people[person.people].missed);
        let hours = match (is_missed, person.contacts_held) {
            (true, _) => support.contact_hours * scenario.episode.missed_time,
            (false, 0) => support.contact_hours + support.admin_hours,
            (false, _) => support.contact_hours,
        };
        (hours, is_missed)
    }

    pub(super) fn work_done(&mut self, worker: usize) {
        let Some(current) = self.workers[worker].current.take() else { return };
        if self.tally.is_counting {
            self.tally.teams[self.workers[worker].team].hours_used += current.hours;
        }
        if let Work::Contact(id) = current.work {
            match current.is_missed {
                true => self.missed(id),
                false => self.held(id, current.began),
            }
        }
        self.begin_work(worker);
    }

    fn held(&mut self, id: u32, began: Time) {
        let scenario = self.blueprint.scenario;
        let person = self.person(id);
        person.misses = 0;
        person.contacts_held += 1;
        let support = &scenario.supports[person.support];
        let (held, wanted) = (person.contacts_held, person.contacts_wanted);
        let waited = (began - person.referred_at).units();
        let pauses = person.pause_after == Some(held);
        let links_at = (support.link_at_contact as u32).min(wanted);
        if held == 1 {
            self.count_reached(id, waited);
        }
        if held == links_at {
            self.look_for_group(id);
        }
        if held == wanted {
            return self.finish(id);
        }
        if pauses {
            return self.hold(id, false);
        }
        let blueprint = self.blueprint;
        let person = self.person(id);
        let gap = blueprint.gaps[person.support].draw_time(&mut person.chance);
        let ticket = self.plan(self.now() + gap, Event::Contact(id));
        self.person(id).next = Some(ticket);
    }

    fn count_reached(&mut self, id: u32, waited: f64) {
        if let Some(count) = self.count(id) {
            count.reached += 1;
            count.waits.add(waited);
            count.wait_days += waited;
        }
        if let Some(half) = self.half(id) {
            half.reached += 1;
            half.wait_days += waited;
        }
    }

    fn missed(&mut self, id: u32) {
        let episode = &self.blueprint.scenario.episode;
        let person = self.person(id);
        person.misses += 1;
        if person.misses >= episode.misses_before_holding as u32 {
            return self.hold(id, true);
        }
        let ticket = self.plan_after(episode.retry_days, Event::Contact(id));
        self.person(id).next = ticket;
    }

    /// Somebody is not active any more; their room is given back but for so many hundredths.
    fn leave_caseload(&mut self, id: u32, keeps: u32) {
        let person = &self.people[id as usize];
        let (worker, points) = (person.worker, self.blueprint.points[person.support].0);
        self.workers[worker].caseload.retain(|other| *other != id);
        self.use_room(worker, i64::from(keeps) - i64::from(points));
    }

    fn finish(&mut self, id: u32) {
        self.leave_caseload(id, 0);
        let person = self.person(id);
        person.stage = Stage::Over;
        let worker = person.worker;
        if let Some(count) = self.count(id) {
            count.finished += 1;
        }
        self.plan_follow_ups(id);
        self.forget_if_gone(id);
        self.make_room_known(worker);
    }

    fn hold(&mut self, id: u32, after_misses: bool) {
        let held = self.blueprint.points[self.person(id).support].1;
        self.leave_caseload(id, held);
        let review_days = self.blueprint.scenario.episode.review_days;
        let ticket = self.plan_after(review_days, Event::Review(id));
        let person = self.person(id);
        person.stage = Stage::Held { after_misses };
        person.misses = 0;
        person.next = ticket;
        let worker = person.worker;
        self.make_room_known(worker);
    }

    /// The review of somebody who is held: they come back, or are not found again.
    pub(super) fn review(&mut self, id: u32) {
        let returns = self.blueprint.scenario.episode.returns;
        let person = self.person(id);
        person.next = None;
        let worker = person.worker;
        let after_misses = person.stage == (Stage::Held { after_misses: true });
        if after_misses && !person.chance.chance(returns) {
            return self.lose(id);
        }
        self.workers[worker].returning.push_back(id);
        self.make_room_known(worker);
    }

    fn lose(&mut self, id: u32) {
        let person = self.person(id);
        person.stage = Stage::Over;
        let (worker, support) = (person.worker, person.support);
        self.use_room(worker, -i64::from(self.blueprint.points[support].1));
        if let Some(count) = self.count(id) {
            count.lost += 1;
        }
        self.forget_if_gone(id);
        self.make_room_known(worker);
    }
}
