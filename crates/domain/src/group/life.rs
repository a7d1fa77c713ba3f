//! The life of a group beside its timetable: its room in words, what it lives from, when it
//! rests, whom it is for and what a first visit is like.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How many days ahead the end of the money is near.
const NEAR_DAYS: i32 = 92;
/// How many days ahead it can be seen coming.
const AHEAD_DAYS: i32 = 183;

/// What a group says about its own life. Empty means that nobody has told us.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Life {
    /// A note beside the capacity: "two places from January".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capacity_note: Option<String>,
    /// What it lives from. For those who keep the directory, not for its public face.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub funding: Vec<Funding>,
    /// Where it rests: the day on which it means to meet again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paused_until: Option<Date>,
    /// The part of the year in which it meets, where it is not the whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub season: Option<Season>,
    /// Whether it rests in the school holidays.
    #[serde(skip_serializing_if = "is_false")]
    pub is_term_time_only: bool,
    /// Who it is for, in its own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub for_whom: Option<String>,
    /// What to expect on the first visit, in its own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_visit: Option<String>,
    /// Its description in other languages, by BCP 47 tag, in the group's own words.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub translations: BTreeMap<String, String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_false(flag: &bool) -> bool {
    !flag
}

/// One stream of money that a group lives from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Funding {
    /// Where it comes from: "Town council", "members’ fees".
    pub from: String,
    /// Its last day; nothing where it has no end that we know of.
    pub until: Option<Date>,
}

/// A part of the year, by whole months; it may run over New Year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Season {
    /// The first month, 1 to 12.
    pub from: i8,
    /// The last month, 1 to 12.
    pub to: i8,
}

impl Season {
    /// A season between two months, where both exist.
    #[must_use]
    pub fn new(from: i8, to: i8) -> Option<Season> {
        let is_month = |month: i8| (1..=12).contains(&month);
        (is_month(from) && is_month(to)).then_some(Season { from, to })
    }

    /// Whether a day lies in it.
    #[must_use]
    pub fn contains(self, day: Date) -> bool {
        let month = day.month();
        match self.from <= self.to {
            true => (self.from..=self.to).contains(&month),
            false => month >= self.from || month <= self.to,
        }
    }
}

/// How sure it is that a group goes on, as far as its money says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Continuity {
    /// Nobody has told us what it lives from.
    Unknown,
    /// Money that lasts longer than half a year, or has no end.
    Steady,
    /// Some of its money ends soon, the rest goes on.
    Thinner {
        /// When the next of it ends.
        on: Date,
    },
    /// All the money we know of ends within half a year.
    Ending {
        /// When the last of it ends.
        on: Date,
        /// Whether that is within three months.
        is_near: bool,
    },
    /// All the money we know of has ended.
    RanOut {
        /// When the last of it ended.
        on: Date,
    },
}

impl Continuity {
    /// Whether somebody should speak with the group about its future.
    #[must_use]
    pub fn is_at_risk(self) -> bool {
        matches!(self, Continuity::Ending { .. } | Continuity::RanOut { .. })
    }

    /// The same in words.
    #[must_use]
    pub fn sentence(self) -> String {
        let day = |on: Date| on.strftime("%-d %B %Y").to_string();
        match self {
            Continuity::Unknown => "Nobody has told us what it lives from.".into(),
            Continuity::Steady => "Its money is steady, as far as we know.".into(),
            Continuity::Thinner { on } => {
                format!("Some of its money ends on {}; the rest goes on.", day(on))
            }
            Continuity::Ending { on, is_near: true } => format!(
                "All the money we know of ends on {}. Ask the group what happens then.",
                day(on)
            ),
            Continuity::Ending { on, is_near: false } => {
                format!("All the money we know of ends on {}, within half a year.", day(on))
            }
            Continuity::RanOut { on } => format!(
                "All the money we know of ended on {}. Ask whether the group goes on.",
                day(on)
            ),
        }
    }
}

impl Life {
    /// How sure it is that the group goes on, on a day.
    #[must_use]
    pub fn continuity(&self, today: Date) -> Continuity {
        let Some(last) = self.funding.iter().map(|stream| stream.until.unwrap_or(Date::MAX)).max()
        else {
            return Continuity::Unknown;
        };
        let days_to = |day: Date| (day - today).get_days();
        if last < today {
            return Continuity::RanOut { on: last };
        }
        if last != Date::MAX && days_to(last) <= AHEAD_DAYS {
            return Continuity::Ending { on: last, is_near: days_to(last) <= NEAR_DAYS };
        }
        let ends = self.funding.iter().filter_map(|stream| stream.until);
        let next = ends.filter(|end| *end >= today && days_to(*end) <= NEAR_DAYS).min();
        next.map_or(Continuity::Steady, |on| Continuity::Thinner { on })
    }

    /// When in the year it meets, in words; nothing where it meets all year, or nobody has said.
    #[must_use]
    pub fn part_of_year(&self) -> Option<String> {
        let season = self
            .season
            .map(|season| format!("{} to {}", month_name(season.from), month_name(season.to)));
        match (season, self.is_term_time_only) {
            (Some(season), true) => Some(format!("{season}, in term time only")),
            (Some(season), false) => Some(season),
            (None, true) => Some("In term time only".into()),
            (None, false) => None,
        }
    }
}

/// The English name of a month.
#[must_use]
pub fn month_name(month: i8) -> &'static str {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    usize::try_from(month - 1).ok().and_then(|at| NAMES.get(at)).copied().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn living_from(ends: &[Option<Date>]) -> Life {
        let stream = |until: &Option<Date>| Funding { from: "A fund".into(), until: *until };
        Life { funding: ends.iter().map(stream).collect(), ..Life::default() }
    }

    #[test]
    fn the_last_money_decides_whether_a_group_goes_on() {
        let today = date(2026, 11, 22);
        let (past, near, ahead, far) =
            (date(2026, 10, 31), date(2026, 12, 31), date(2027, 3, 31), date(2028, 3, 31));
        let table: [(&[Option<Date>], Continuity); 8] = [
            (&[], Continuity::Unknown),
            (&[None], Continuity::Steady),
            (&[Some(far)], Continuity::Steady),
            (&[Some(past)], Continuity::RanOut { on: past }),
            (&[Some(past), Some(near)], Continuity::Ending { on: near, is_near: true }),
            (&[Some(near), Some(ahead)], Continuity::Ending { on: ahead, is_near: false }),
            (&[Some(near), None], Continuity::Thinner { on: near }),
            (&[Some(near), Some(far)], Continuity::Thinner { on: near }),
        ];
        for (ends, expected) in table {
            assert_eq!(living_from(ends).continuity(today), expected, "{ends:?}");
        }
    }

    #[test]
    fn a_season_may_run_over_new_year() {
        let winter = Season::new(10, 3).unwrap();
        assert!(winter.contains(date(2026, 12, 24)) && winter.contains(date(2026, 3, 31)));
        assert!(!winter.contains(date(2026, 6, 1)));
        assert!(Season::new(4, 9).unwrap().contains(date(2026, 4, 1)));
        assert_eq!(Season::new(0, 9), None);
    }

    #[test]
    fn the_part_of_the_year_is_said_in_words() {
        let life = Life { season: Season::new(4, 9), is_term_time_only: true, ..Life::default() };
        assert_eq!(life.part_of_year().unwrap(), "April to September, in term time only");
        assert_eq!(Life::default().part_of_year(), None);
    }

    #[test]
    fn a_life_of_which_nothing_is_known_takes_no_room() {
        assert_eq!(serde_json::to_string(&Life::default()).unwrap(), "{}");
    }
}
