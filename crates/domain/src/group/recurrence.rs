//! Meetings that come again by the calendar: every so many weeks from a known date, or on certain
//! weekdays of the month. The part of RFC 5545's rules that groups use.

use jiff::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Weekday;

/// How often something comes again on its day of the week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "every")]
pub enum Every {
    /// Every so many weeks.
    Weeks {
        /// How many.
        weeks: u8,
        /// A date on which it falls.
        counted_from: Date,
    },
    /// On the first, second … such day of each month; -1 is the last.
    Months {
        /// Which of them, in order.
        which: Vec<i8>,
        /// The first day on which it may fall.
        counted_from: Date,
    },
}

impl Every {
    /// Whether it falls on a day, which is of the right weekday.
    #[must_use]
    pub fn falls_on(&self, day: Date) -> bool {
        match self {
            Every::Weeks { weeks, counted_from } => {
                let days = days_between(*counted_from, day);
                days >= 0 && days % (7 * i64::from((*weeks).max(1))) == 0
            }
            Every::Months { which, counted_from } => {
                let nth = (day.day() + 6) / 7;
                let is_last = day.day() + 7 > day.days_in_month();
                day >= *counted_from
                    && which.iter().any(|one| *one == nth || (*one == -1 && is_last))
            }
        }
    }

    /// The first day on or after `day` on which it falls, within the year that follows.
    #[must_use]
    pub fn next_on(&self, weekday: Weekday, day: Date) -> Option<Date> {
        let from = match self {
            Every::Weeks { counted_from, .. } | Every::Months { counted_from, .. } => *counted_from,
        };
        let day = day.max(from);
        let days = (0..366).map(|ahead| day.saturating_add(Span::new().days(ahead)));
        days.filter(|day| Weekday::of(*day) == weekday).find(|day| self.falls_on(*day))
    }

    /// The last day up to `day`, within a year, on which it fell.
    #[must_use]
    pub fn last_on(&self, weekday: Weekday, day: Date) -> Option<Date> {
        let days = (0..366).map(|back| day.saturating_sub(Span::new().days(back)));
        days.filter(|day| Weekday::of(*day) == weekday).find(|day| self.falls_on(*day))
    }

    /// About how many weeks lie between two times.
    #[must_use]
    pub fn weeks_between(&self) -> u8 {
        match self {
            Every::Weeks { weeks, .. } => *weeks,
            Every::Months { which, .. } => match which.len() {
                0 | 1 => 4,
                2 => 2,
                _ => 1,
            },
        }
    }

    /// "every 4 weeks on a Tuesday", "on the second and fourth Tuesday of the month".
    #[must_use]
    pub fn words(&self, weekday: Weekday) -> String {
        let day = weekday.label();
        match self {
            Every::Weeks { weeks: 0 | 1, .. } => format!("every {day}"),
            Every::Weeks { weeks: 2, .. } => format!("every second {day}"),
            Every::Weeks { weeks, .. } => format!("every {weeks} weeks on a {day}"),
            Every::Months { which, .. } => {
                let named: Vec<&str> = which.iter().map(|one| ordinal(*one)).collect();
                let list = match named.as_slice() {
                    [] => "some".to_owned(),
                    [one] => (*one).to_owned(),
                    [others @ .., last] => format!("{} and {last}", others.join(", ")),
                };
                format!("on the {list} {day} of the month")
            }
        }
    }
}

fn ordinal(which: i8) -> &'static str {
    match which {
        1 => "first",
        2 => "second",
        3 => "third",
        4 => "fourth",
        5 => "fifth",
        _ => "last",
    }
}

fn days_between(from: Date, to: Date) -> i64 {
    (to - from).get_days().into()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn every_four_weeks_is_counted_from_a_date() {
        let every = Every::Weeks { weeks: 4, counted_from: date(2020, 3, 3) };
        let next = |day| every.next_on(Weekday::Tuesday, day);
        assert_eq!(next(date(2019, 1, 1)), Some(date(2020, 3, 3)), "not before it began");
        assert_eq!(next(date(2020, 3, 4)), Some(date(2020, 3, 31)));
        assert_eq!(every.last_on(Weekday::Tuesday, date(2020, 4, 27)), Some(date(2020, 3, 31)));
        assert_eq!(every.words(Weekday::Tuesday), "every 4 weeks on a Tuesday");
    }

    #[test]
    fn days_of_the_month_are_counted_within_it() {
        let every = Every::Months { which: vec![2, 4], counted_from: date(2026, 1, 1) };
        let next = |day| every.next_on(Weekday::Tuesday, day);
        assert_eq!(next(date(2026, 11, 1)), Some(date(2026, 11, 10)));
        assert_eq!(next(date(2026, 11, 11)), Some(date(2026, 11, 24)));
        assert_eq!(every.words(Weekday::Tuesday), "on the second and fourth Tuesday of the month");
        let last = Every::Months { which: vec![-1], counted_from: date(2026, 1, 1) };
        assert_eq!(last.next_on(Weekday::Monday, date(2026, 11, 22)), Some(date(2026, 11, 30)));
    }
}
