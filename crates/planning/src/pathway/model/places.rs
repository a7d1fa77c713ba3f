//! Groups: places that people take, wait for and leave; groups that open and close with their
//! funding.
//!
//! A place is taken from the moment it is given, and each group counts its own: no group ever has
//! more people than places. When a group closes, its members move to another of the kind that has
//! room, or have lost their group.

use std::collections::VecDeque;

use crate::engine::{Stream, Time};

use super::super::scenario::Group;
use super::person::Place;
use super::{Event, Purpose, TWELVE_WEEKS, World};

/// One kind of group.
#[derive(Debug, Default)]
pub(crate) struct Kind {
    pub(super) ones: Vec<One>,
    pub(super) waiting: VecDeque<u32>,
}

/// One group of its kind.
#[derive(Debug)]
pub(super) struct One {
    pub(super) is_open: bool,
    pub(super) members: Vec<u32>,
    funding: Stream,
}

impl World<'_> {
    pub(super) fn begin_places(&mut self) {
        for (number, group) in self.blueprint.scenario.groups.iter().enumerate() {
            self.kinds.push(Kind::default());
            for one in 0..group.number as usize {
                let funding = self.stream(Purpose::Funding, number, one);
                self.kinds[number].ones.push(One { is_open: false, members: Vec::new(), funding });
                self.begin_group(number, one as u32, group);
            }
        }
    }

    fn begin_group(&mut self, kind: usize, one: u32, group: &Group) {
        let funding = &mut self.kinds[kind].ones[one as usize].funding;
        let starts_closed = match (group.lasts_days, group.replaced_days) {
            // As many are closed at the start as in the long run.
            (Some(lasts), Some(replaced)) => funding.chance(replaced / (lasts + replaced)),
            _ => false,
        };
        let opens = group.opens_day.map_or(Time::ZERO, |day| self.blueprint.moment(day));
        if starts_closed {
            let after = group.replaced_days.unwrap_or(0.0)
                * self.kinds[kind].ones[one as usize].funding.exponential();
            self.plan(opens + Time::from_units(after), Event::Opens(kind, one));
        } else {
            self.plan(opens, Event::Opens(kind, one));
        }
        if let Some(day) = group.closes_day {
            let closes = self.blueprint.moment(day);
            self.plan(closes, Event::Closes(kind, one));
        }
    }

    fn is_after_end(&self, group: &Group, at: Time) -> bool {
        group.closes_day.is_some_and(|day| at >= self.blueprint.moment(day))
    }

    pub(super) fn open(&mut self, kind: usize, one: u32) {
        let now = self.now();
        let group = &self.blueprint.scenario.groups[kind];
        if self.is_after_end(group, now) || self.kinds[kind].ones[one as usize].is_open {
            return;
        }
        self.kinds[kind].ones[one as usize].is_open = true;
        self.tally.kinds[kind].open.change(now, 1.0);
        self.tally.kinds[kind].places.change(now, group.places);
        if let Some(lasts) = group.lasts_days {
            let funding = &mut self.kinds[kind].ones[one as usize].funding;
            let length = Time::from_units(lasts * funding.exponential());
            // Without replacement the funding counts from the start of what is measured: the
            // warm-up must not close what is there at the start.
            let from = match group.replaced_days {
                None => now.max(self.blueprint.measured_from),
                Some(_) => now,
            };
            self.plan(from + length, Event::Closes(kind, one));
        }
        self.fill_places(kind, one);
    }

    pub(super) fn close(&mut self, kind: usize, one: u32) {
        if !self.kinds[kind].ones[one as usize].is_open {
            return;
        }
        let now = self.now();
        let group = &self.blueprint.scenario.groups[kind];
        let closing = &mut self.kinds[kind].ones[one as usize];
        closing.is_open = false;
        let members = std::mem::take(&mut closing.members);
        let replaced = group.replaced_days.map(|days| days * closing.funding.exponential());
        self.tally.kinds[kind].open.change(now, -1.0);
        self.tally.kinds[kind].places.change(now, -group.places);
        self.tally.kinds[kind].taken.change(now, -(members.len() as f64));
        for id in members {
            self.lose_group(id, kind);
        }
        if let Some(days) = replaced.filter(|_| !self.is_after_end(group, now)) {
            self.plan_after(days, Event::Opens(kind, one));
        }
    }

    /// Their group has closed: another of the kind takes them, or they have lost it.
    fn lose_group(&mut self, id: u32, kind: usize) {
        let now = self.now();
        if let Some(one) = self.find_place(kind) {
            self.kinds[kind].ones[one as usize].members.push(id);
            self.tally.kinds[kind].taken.change(now, 1.0);
            if let Place::In { since, .. } = self.person(id).place {
                self.person(id).place = Place::In { one, since };
            }
            return;
        }
        let person = self.person(id);
        let has_stayed = matches!(person.place, Place::In { since, .. }
            if (now - since).units() >= TWELVE_WEEKS);
        person.place = Place::None;
        if let Some(ticket) = person.place_next.take() {
            self.calendar.cancel(ticket);
        }
        if let Some(count) = self.count(id) {
            count.group_closed += 1;
            count.stayed += u64::from(has_stayed);
        }
        self.forget_if_gone(id);
    }

    /// The link worker and the person look for a group of the kind the person wants.
    pub(super) fn look_for_group(&mut self, id: u32) {
        let Some(kind) = self.person(id).wants else { return };
        let now = self.now();
        let one = self.find_place(kind);
        let is_counted = self.person(id).is_counted;
        if let Some(count) = self.count(id) {
            count.asked_for_group += 1;
            count.met_full += u64::from(one.is_none());
        }
        let tally = &mut self.tally.kinds[kind];
        tally.asked += u64::from(is_counted);
        tally.met_full += u64::from(is_counted && one.is_none());
        if let Some(one) = one {
            self.take_place(id, kind, one);
            return;
        }
        tally.waiting.change(now, 1.0);
        self.kinds[kind].waiting.push_back(id);
        let drawn = self.person(id).fate.place_patience;
        let median = self.blueprint.scenario.groups[kind].patience_days;
        let ticket =
            median.and_then(|median| self.plan_after(median * drawn, Event::PlaceGivenUp(id)));
        let person = self.person(id);
        (person.place, person.place_next) = (Place::Waiting, ticket);
    }

    /// The open group of a kind with most places free, where there is any.
    fn find_place(&self, kind: usize) -> Option<u32> {
        let places = self.blueprint.scenario.groups[kind].places as usize;
        let ones = self.kinds[kind].ones.iter().enumerate();
        let with_room = ones.filter(|(_, one)| one.is_open && one.members.len() < places);
        with_room.min_by_key(|(at, one)| (one.members.len(), *at)).map(|(at, _)| at as u32)
    }

    /// Takes a place; whether they came at least once.
    fn take_place(&mut self, id: u32, kind: usize, one: u32) -> bool {
        let group = &self.blueprint.scenario.groups[kind];
        let now = self.now();
        let person = self.person(id);
        let starts = person.fate.starts < group.starts;
        let stays = stays_days(group, person.fate.stays);
        person.place = Place::None;
        if let Some(count) = self.count(id) {
            match starts {
                true => count.joined += 1,
                false => count.did_not_start += 1,
            }
        }
        if !starts {
            return false;
        }
        self.tally.kinds[kind].joined += u64::from(self.tally.is_counting);
        self.kinds[kind].ones[one as usize].members.push(id);
        self.tally.kinds[kind].taken.change(now, 1.0);
        let ticket = self.plan_after(stays.min(group.place_days), Event::PlaceOver(id));
        let person = self.person(id);
        person.place = Place::In { one, since: now };
        person.place_next = ticket;
        true
    }

    /// Somebody's place becomes free: they have left, or are an ordinary member now.
    pub(super) fn leave_place(&mut self, id: u32) {
        let now = self.now();
        let person = self.person(id);
        person.place_next = None;
        let (Place::In { one, .. }, Some(kind)) = (person.place, person.wants) else { return };
        person.place = Place::None;
        let stays = person.fate.stays;
        let has_stayed = stays_days(&self.blueprint.scenario.groups[kind], stays) >= TWELVE_WEEKS;
        if let Some(count) = self.count(id) {
            count.stayed += u64::from(has_stayed);
        }
        self.kinds[kind].ones[one as usize].members.retain(|other| *other != id);
        self.tally.kinds[kind].taken.change(now, -1.0);
        self.forget_if_gone(id);
        self.fill_places(kind, one);
    }

    /// Gives the free places of a group to those who wait, in the order they asked.
    fn fill_places(&mut self, kind: usize, one: u32) {
        let places = self.blueprint.scenario.groups[kind].places as usize;
        let now = self.now();
        loop {
            let group = &self.kinds[kind].ones[one as usize];
            if !group.is_open || group.members.len() >= places {
                return;
            }
            let Some(id) = self.kinds[kind].waiting.pop_front() else { return };
            self.tally.kinds[kind].waiting.change(now, -1.0);
            if let Some(ticket) = self.person(id).place_next.take() {
                self.calendar.cancel(ticket);
            }
            if !self.take_place(id, kind, one) {
                self.forget_if_gone(id);
            }
        }
    }

    pub(super) fn give_up_place(&mut self, id: u32) {
        let now = self.now();
        let person = self.person(id);
        (person.place, person.place_next) = (Place::None, None);
        let Some(kind) = person.wants else { return };
        self.kinds[kind].waiting.retain(|other| *other != id);
        self.tally.kinds[kind].waiting.change(now, -1.0);
        if let Some(count) = self.count(id) {
            count.place_gave_up += 1;
        }
        self.forget_if_gone(id);
    }
}

/// How long somebody who started comes, from an exponential draw with mean 1.
fn stays_days(group: &Group, drawn: f64) -> f64 {
    match group.stays_12_weeks {
        share if share >= 1.0 => f64::INFINITY,
        share if share <= 0.0 => 0.0,
        share => drawn * TWELVE_WEEKS / -share.ln(),
    }
}
