//! The calendar of events: what happens next, in an order that never depends on luck.
//!
//! Events come by time, then by priority, then in the order they were planned. A planned event
//! can be cancelled (somebody gives up waiting, or does not after all). Memory follows the number
//! of events that are planned, never the length of the run.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::time::Time;

/// Cancelled events are swept out once there are this many and they outnumber the others.
const SWEEP_FROM: usize = 64;
/// The priority takes the highest byte of the order, the sequence number the rest.
const PRIORITY_SHIFT: u32 = 56;

/// The events that are planned, and the clock.
#[derive(Debug)]
pub struct Calendar<E> {
    now: Time,
    sequence: u64,
    heap: BinaryHeap<Entry>,
    slots: Vec<Slot<E>>,
    free: Vec<u32>,
    cancelled: usize,
}

/// The right to cancel one planned event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ticket {
    slot: u32,
    order: u64,
}

#[derive(Debug)]
struct Slot<E> {
    order: u64,
    event: Option<E>,
}

#[derive(Debug, PartialEq, Eq)]
struct Entry {
    at: Time,
    order: u64,
    slot: u32,
}

impl Entry {
    /// Time and order as one number: one comparison without a branch.
    fn key(&self) -> i128 {
        (i128::from(self.at.ticks()) << 64) | i128::from(self.order)
    }
}

impl Ord for Entry {
    // The heap gives the greatest first, so the earliest must be the greatest.
    fn cmp(&self, other: &Entry) -> Ordering {
        other.key().cmp(&self.key())
    }
}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Entry) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<E> Default for Calendar<E> {
    fn default() -> Calendar<E> {
        Calendar {
            now: Time::ZERO,
            sequence: 0,
            heap: BinaryHeap::new(),
            slots: Vec::new(),
            free: Vec::new(),
            cancelled: 0,
        }
    }
}

impl<E> Calendar<E> {
    /// An empty calendar at time nought.
    #[must_use]
    pub fn new() -> Calendar<E> {
        Calendar::default()
    }

    /// The time now: that of the event taken last.
    #[must_use]
    pub fn now(&self) -> Time {
        self.now
    }

    /// How many events are planned.
    #[must_use]
    pub fn len(&self) -> usize {
        self.heap.len() - self.cancelled
    }

    /// Whether nothing is planned.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Plans an event at a moment; of two at one moment the lower priority number comes first,
    /// then the one planned first. A moment that has gone by counts as now.
    pub fn plan(&mut self, at: Time, priority: u8, event: E) -> Ticket {
        let order = (u64::from(priority) << PRIORITY_SHIFT) | self.sequence;
        self.sequence += 1;
        let slot = match self.free.pop() {
            Some(slot) => {
                self.slots[slot as usize] = Slot { order, event: Some(event) };
                slot
            }
            None => {
                self.slots.push(Slot { order, event: Some(event) });
                (self.slots.len() - 1) as u32
            }
        };
        self.heap.push(Entry { at: at.max(self.now), order, slot });
        Ticket { slot, order }
    }

    /// Plans an event after a delay.
    pub fn plan_after(&mut self, delay: Time, priority: u8, event: E) -> Ticket {
        self.plan(self.now + delay, priority, event)
    }

    /// Cancels a planned event and gives it back; nothing where it has happened already.
    pub fn cancel(&mut self, ticket: Ticket) -> Option<E> {
        let slot = self.slots.get_mut(ticket.slot as usize)?;
        if slot.order != ticket.order {
            return None;
        }
        let event = slot.event.take()?;
        self.cancelled += 1;
        if self.cancelled > SWEEP_FROM && self.cancelled * 2 > self.heap.len() {
            self.sweep();
        }
        Some(event)
    }

    /// Takes the next event and moves the clock to it; nothing where none is planned.
    #[expect(clippy::should_implement_trait, reason = "events are planned while they are taken")]
    pub fn next(&mut self) -> Option<(Time, E)> {
        self.next_until(Time::NEVER)
    }

    /// Takes the next event at or before a moment; where there is none, the clock moves to that
    /// moment. What is planned for [`Time::NEVER`] does not happen.
    pub fn next_until(&mut self, end: Time) -> Option<(Time, E)> {
        let event = self.take_if(|entry| entry.at <= end);
        if event.is_none() && end != Time::NEVER {
            self.now = self.now.max(end);
        }
        event
    }

    /// Takes the next event that comes before another that is not in the calendar, but would be
    /// at this moment with this priority; where there is none, the clock moves to that moment.
    ///
    /// Quicker than planning the other where there is always exactly one, such as the next arrival.
    #[inline]
    pub fn next_before(&mut self, at: Time, priority: u8) -> Option<(Time, E)> {
        let bound = (at, u64::from(priority) << PRIORITY_SHIFT);
        let event = self.take_if(|entry| (entry.at, entry.order) < bound);
        if event.is_none() && at != Time::NEVER {
            self.now = self.now.max(at);
        }
        event
    }

    #[inline]
    fn take_if(&mut self, is_due: impl Fn(&Entry) -> bool) -> Option<(Time, E)> {
        while let Some(entry) = self.heap.peek() {
            if !is_due(entry) || entry.at == Time::NEVER {
                return None;
            }
            let (at, slot) = (entry.at, entry.slot);
            self.heap.pop();
            self.free.push(slot);
            match self.slots[slot as usize].event.take() {
                Some(event) => {
                    self.now = at;
                    return Some((at, event));
                }
                None => self.cancelled -= 1,
            }
        }
        None
    }

    /// Frees what cancelled events hold. The order of the others does not change.
    fn sweep(&mut self) {
        let Calendar { heap, slots, free, cancelled, .. } = self;
        heap.retain(|entry| {
            let planned = slots[entry.slot as usize].event.is_some();
            if !planned {
                free.push(entry.slot);
            }
            planned
        });
        *cancelled = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(calendar: &mut Calendar<u32>) -> Vec<u32> {
        std::iter::from_fn(|| calendar.next().map(|(_, event)| event)).collect()
    }

    #[test]
    fn events_come_by_time_then_priority_then_sequence() {
        let mut calendar = Calendar::new();
        calendar.plan(Time::whole(2), 0, 5);
        calendar.plan(Time::whole(1), 9, 3);
        calendar.plan(Time::whole(1), 9, 4);
        calendar.plan(Time::whole(1), 0, 2);
        calendar.plan(Time::from_units(0.5), 200, 1);
        assert_eq!(taken(&mut calendar), [1, 2, 3, 4, 5]);
        assert_eq!(calendar.now(), Time::whole(2));
    }

    #[test]
    fn a_cancelled_event_does_not_happen_and_a_ticket_works_once() {
        let mut calendar = Calendar::new();
        let first = calendar.plan(Time::whole(1), 0, 1);
        calendar.plan(Time::whole(2), 0, 2);
        assert_eq!(calendar.cancel(first), Some(1));
        assert_eq!(calendar.cancel(first), None);
        assert_eq!(calendar.len(), 1);
        assert_eq!(taken(&mut calendar), [2]);
        // The slot of the first is used again; its old ticket must not cancel the newcomer.
        calendar.plan(Time::whole(3), 0, 3);
        calendar.plan(Time::whole(4), 0, 4);
        assert_eq!(calendar.cancel(first), None);
        assert_eq!(taken(&mut calendar), [3, 4]);
    }

    #[test]
    fn memory_follows_what_is_planned_and_not_how_long_it_runs() {
        let mut calendar = Calendar::new();
        for step in 0..20_000_u32 {
            let patience = calendar.plan_after(Time::NEVER, 1, step);
            calendar.plan_after(Time::whole(1), 0, step);
            assert_eq!(calendar.next().map(|(_, event)| event), Some(step));
            assert_eq!(calendar.cancel(patience), Some(step));
        }
        assert!(calendar.is_empty());
        assert!(calendar.slots.len() <= 2 * SWEEP_FROM + 4, "{}", calendar.slots.len());
        assert_eq!(calendar.now(), Time::whole(20_000));
    }

    #[test]
    fn what_would_come_before_another_is_taken_and_no_more() {
        let mut calendar = Calendar::new();
        calendar.plan(Time::whole(1), 0, 1);
        calendar.plan(Time::whole(2), 0, 2);
        calendar.plan(Time::whole(2), 2, 3);
        let due: Vec<_> = std::iter::from_fn(|| calendar.next_before(Time::whole(2), 1)).collect();
        assert_eq!(due, [(Time::whole(1), 1), (Time::whole(2), 2)]);
        assert_eq!(calendar.now(), Time::whole(2));
        assert_eq!(calendar.next_before(Time::NEVER, 0), Some((Time::whole(2), 3)));
        assert_eq!(calendar.next_before(Time::NEVER, 0), None);
        assert_eq!(calendar.now(), Time::whole(2));
    }

    #[test]
    fn the_clock_stops_at_the_end_and_never_goes_back() {
        let mut calendar = Calendar::new();
        calendar.plan(Time::whole(5), 0, 1);
        assert_eq!(calendar.next_until(Time::whole(4)), None);
        assert_eq!(calendar.now(), Time::whole(4));
        calendar.plan(Time::whole(1), 0, 2);
        assert_eq!(calendar.next(), Some((Time::whole(4), 2)));
        assert_eq!(calendar.next_until(Time::whole(5)), Some((Time::whole(5), 1)));
    }
}
