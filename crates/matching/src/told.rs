//! A group that is going to be shown: its facts, and the group itself for the words.

use std::ops::Deref;

use domain::group::{Group, Limit, Meeting};
use domain::profile::DayPart;
use jiff::civil::Date;

use crate::case::Case;
use crate::eligibility::{Verdict, verdict};
use crate::facts::{Required, part_of_week};

/// A case with its group.
pub(crate) struct Told<'a> {
    case: Case<'a>,
    pub(crate) group: &'a Group,
}

impl<'a> Deref for Told<'a> {
    type Target = Case<'a>;

    fn deref(&self) -> &Case<'a> {
        &self.case
    }
}

impl<'a> Told<'a> {
    pub(crate) fn new(case: Case<'a>, group: &'a Group) -> Told<'a> {
        Told { case, group }
    }

    /// What it requires: the facts, the words, and what is known of this person.
    pub(crate) fn limits(&self) -> impl Iterator<Item = (Required, &'a Limit, Verdict)> {
        let both = self.view.rules().iter().zip(&self.group.eligibility);
        both.map(|(required, limit)| (*required, limit, verdict(&self.case, required)))
    }

    /// Meetings that are still to come.
    pub(crate) fn upcoming(&self) -> impl Iterator<Item = &'a Meeting> {
        let today: Date = self.reading.date;
        self.group.meetings.iter().filter(move |meeting| match meeting {
            Meeting::Weekly { .. } | Meeting::Recurring { .. } => true,
            Meeting::On { date, .. } => *date >= today,
        })
    }

    /// Whether the person said that they are free when this meeting begins.
    pub(crate) fn is_free_for(&self, meeting: &Meeting) -> bool {
        let part = part_of_week(meeting.weekday(), DayPart::of(meeting.from()));
        self.reading.free & part != 0
    }
}
