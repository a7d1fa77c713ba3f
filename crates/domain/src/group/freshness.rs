//! How fresh an entry of the directory is: due, reminded, sinking, hidden until checked.
//!
//! Pure: the day of the last check, the service's months and the reminders sent come in. Nothing
//! is hidden by time alone where somebody can be asked: the owner gets every reminder first.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Group, Status};
use crate::kinds::Activity;

/// How many reminders the owner of an entry gets before it sinks.
pub const REMINDERS: u8 = 3;

/// How long before its day an entry counts as due soon.
const SOON: SignedDuration = SignedDuration::from_hours(24 * 30);

/// How often an ended or hidden entry is looked at again.
const LOOK_AGAIN: SignedDuration = SignedDuration::from_hours(24 * 7);

/// How often a resting one is: it may mean to meet again.
const LOOK_TOMORROW: SignedDuration = SignedDuration::from_hours(24);

/// How fresh an entry is. What sinks is ranked lower; what is hidden is not suggested.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "freshness", content = "reminders")]
pub enum Freshness {
    /// Somebody made sure of it lately.
    #[default]
    Fresh,
    /// It is to be checked within a month.
    DueSoon,
    /// It is to be checked now; its owner was reminded so many times.
    Reminded(u8),
    /// Nobody answered the reminders: it is ranked lower.
    Sinking,
    /// It is not suggested to anybody until somebody checks it.
    Hidden,
}

impl Freshness {
    /// The stored name.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Freshness::Fresh => "fresh",
            Freshness::DueSoon => "due_soon",
            Freshness::Reminded(_) => "reminded",
            Freshness::Sinking => "sinking",
            Freshness::Hidden => "hidden",
        }
    }

    /// The freshness with this stored name and number of reminders.
    #[must_use]
    pub fn from_key(key: &str, reminders: u8) -> Option<Freshness> {
        Some(match key {
            "fresh" => Freshness::Fresh,
            "due_soon" => Freshness::DueSoon,
            "reminded" => Freshness::Reminded(reminders),
            "sinking" => Freshness::Sinking,
            "hidden" => Freshness::Hidden,
            _ => return None,
        })
    }

    /// Whether people who match groups should know: it is ranked lower or not suggested.
    #[must_use]
    pub fn is_stale(self) -> bool {
        matches!(self, Freshness::Sinking | Freshness::Hidden)
    }
}

/// How often a service wants its entries checked. A service may change every number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Upkeep {
    /// After how many months an entry is to be checked, where its kind says nothing else.
    pub months: u16,
    /// The same for kinds of activity that change sooner or later than others.
    pub by_activity: BTreeMap<Activity, u16>,
    /// How many days lie between two reminders, and between the last one and sinking.
    pub reminder_days: u16,
    /// For how many days an entry sinks before it is hidden.
    pub sinking_days: u16,
}

impl Default for Upkeep {
    fn default() -> Self {
        Upkeep {
            months: 6,
            // Courses follow terms; houses of faith stand for long.
            by_activity: BTreeMap::from([
                (Activity::Parents, 4),
                (Activity::Learning, 4),
                (Activity::Faith, 12),
            ]),
            reminder_days: 14,
            sinking_days: 60,
        }
    }
}

impl Upkeep {
    /// After how many months a group of these kinds is to be checked: the soonest counts.
    #[must_use]
    pub fn months_of(&self, activities: &[Activity]) -> u16 {
        let named = activities.iter().filter_map(|kind| self.by_activity.get(kind).copied());
        named.min().unwrap_or(self.months).max(1)
    }

    fn reminder_gap(&self) -> SignedDuration {
        days(self.reminder_days.max(1))
    }
}

/// What is known about the checking of one entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Upkept {
    /// Since when it counts as true: its last check, or else its arrival in this directory.
    pub since: Timestamp,
    /// When it came into this directory: a listing may bring entries that are old already.
    pub arrived_at: Timestamp,
    /// How many reminders went to its owner since then.
    pub reminders: u8,
    /// When the last of them went.
    pub reminded_at: Option<Timestamp>,
}

/// What is to be done about an entry now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// How fresh it is, once the reminder has gone where one goes.
    pub freshness: Freshness,
    /// Whether its owner is reminded now.
    pub remind: bool,
    /// When to look at it again.
    pub look_again_at: Timestamp,
}

/// Decides about one entry: how fresh it is, whether a reminder goes, when to look again.
///
/// `may_remind` is whether its owner can be written to. Where nobody can, time alone decides.
#[must_use]
pub fn decide(
    group: &Group,
    upkept: Upkept,
    may_remind: bool,
    upkeep: &Upkeep,
    now: Timestamp,
) -> Due {
    let at = |freshness, look_again_at| Due { freshness, remind: false, look_again_at };
    match group.status {
        Status::Running => {}
        Status::Paused => return at(Freshness::Fresh, now + LOOK_TOMORROW),
        Status::Ended { .. } => return at(Freshness::Fresh, now + LOOK_AGAIN),
    }
    let due_at = after_months(upkept.since, upkeep.months_of(&group.activities));
    if now < due_at {
        let soon_at = due_at - SOON;
        // What is checked every month would otherwise be due soon for ever.
        let soon_at = soon_at.max(upkept.since + (due_at.duration_since(upkept.since)) / 2);
        return match now < soon_at {
            true => at(Freshness::Fresh, soon_at),
            false => at(Freshness::DueSoon, due_at),
        };
    }
    let gap = upkeep.reminder_gap();
    if !may_remind {
        let sinks_at = due_at.max(upkept.arrived_at) + gap * i32::from(REMINDERS);
        return stale(now, sinks_at, upkeep, Freshness::Reminded(upkept.reminders));
    }
    match upkept.reminded_at {
        Some(last) if now < last + gap => at(Freshness::Reminded(upkept.reminders), last + gap),
        Some(last) if upkept.reminders >= REMINDERS => {
            stale(now, last + gap, upkeep, Freshness::Reminded(upkept.reminders))
        }
        _ => Due {
            freshness: Freshness::Reminded(upkept.reminders + 1),
            remind: true,
            look_again_at: now + gap,
        },
    }
}

fn stale(now: Timestamp, sinks_at: Timestamp, upkeep: &Upkeep, before: Freshness) -> Due {
    let hides_at = sinks_at + days(upkeep.sinking_days);
    let (freshness, look_again_at) = if now < sinks_at {
        (before, sinks_at)
    } else if now < hides_at {
        (Freshness::Sinking, hides_at)
    } else {
        (Freshness::Hidden, now + LOOK_AGAIN)
    };
    Due { freshness, remind: false, look_again_at }
}

fn days(days: u16) -> SignedDuration {
    SignedDuration::from_hours(24 * i64::from(days))
}

/// The same day so many months later; times out of the calendar's range stay where they are.
fn after_months(at: Timestamp, months: u16) -> Timestamp {
    let later = at.to_zoned(TimeZone::UTC).checked_add(Span::new().months(i32::from(months)));
    later.map_or(at, |later| later.timestamp())
}

#[cfg(test)]
#[path = "freshness/tests.rs"]
mod tests;
