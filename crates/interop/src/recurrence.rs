//! iCalendar recurrence rules (RFC 5545, section 3.3.10) read into meetings.
//!
//! The rule is taken apart by the `rrule` crate. What groups use becomes a meeting that is exact on
//! any date; a rule that says more than our words can is refused, never rounded.

use std::collections::BTreeMap;

use domain::group::{Every, Meeting, Weekday};
use jiff::Span;
use jiff::civil::{Date, Time};
use rrule::{Frequency, NWeekday, RRule, Unvalidated};

/// The meetings of a rule that begins on a day; `None` where the rule says more than we can keep.
#[must_use]
pub fn meetings(
    rule: &str,
    begins: Date,
    (from, to): (Time, Option<Time>),
) -> Option<Vec<Meeting>> {
    let rule = rule.trim().trim_start_matches("RRULE:");
    let rule: RRule<Unvalidated> = rule.parse().ok()?;
    let by_others = [
        rule.get_by_month().is_empty(),
        rule.get_by_month_day().is_empty(),
        rule.get_by_year_day().is_empty(),
        rule.get_by_week_no().is_empty(),
        rule.get_count().is_none(),
    ];
    if by_others.contains(&false) {
        return None;
    }
    let weeks = u8::try_from(rule.get_interval()).ok()?;
    let meeting = |(weekday, every): (Weekday, Every)| match every {
        Every::Weeks { weeks: 0 | 1, .. } => Meeting::Weekly { weekday, from, to, every_weeks: 1 },
        every => Meeting::Recurring { weekday, every, from, to },
    };
    let days = match rule.get_freq() {
        Frequency::Weekly if rule.get_by_set_pos().is_empty() => weekly(&rule, begins, weeks)?,
        Frequency::Daily if weeks == 1 && rule.get_by_set_pos().is_empty() => {
            let named = plain_days(&rule)?;
            let named = if named.is_empty() { Weekday::ALL.to_vec() } else { named };
            named.into_iter().map(|day| (day, every_week(begins))).collect()
        }
        Frequency::Monthly if weeks == 1 => monthly(&rule, begins)?,
        _ => return None,
    };
    Some(days.into_iter().map(meeting).collect())
}

fn every_week(counted_from: Date) -> Every {
    Every::Weeks { weeks: 1, counted_from }
}

fn weekly(rule: &RRule<Unvalidated>, begins: Date, weeks: u8) -> Option<Vec<(Weekday, Every)>> {
    let mut days = plain_days(rule)?;
    if days.is_empty() {
        days.push(Weekday::of(begins));
    }
    let into_week = |day: Weekday| Weekday::ALL.iter().position(|one| *one == day).unwrap_or(0);
    let monday = begins
        .saturating_sub(Span::new().days(i64::try_from(into_week(Weekday::of(begins))).ok()?));
    let first = |day: Weekday| {
        let there = monday.saturating_add(Span::new().days(i64::try_from(into_week(day)).ok()?));
        let skipped = if there < begins { i64::from(weeks) } else { 0 };
        Some(there.saturating_add(Span::new().weeks(skipped)))
    };
    days.into_iter()
        .map(|day| Some((day, Every::Weeks { weeks, counted_from: first(day)? })))
        .collect()
}

/// The days without "the second": `None` where one has it.
fn plain_days(rule: &RRule<Unvalidated>) -> Option<Vec<Weekday>> {
    let named = rule.get_by_weekday().iter().map(|day| match day {
        NWeekday::Every(day) => Some(ours(day.num_days_from_monday())),
        NWeekday::Nth(..) => None,
    });
    named.collect()
}

fn monthly(rule: &RRule<Unvalidated>, counted_from: Date) -> Option<Vec<(Weekday, Every)>> {
    let mut which: BTreeMap<usize, Vec<i8>> = BTreeMap::new();
    let positions = rule.get_by_set_pos();
    for day in rule.get_by_weekday() {
        match day {
            NWeekday::Nth(nth, day) if positions.is_empty() => {
                let of = which.entry(day.num_days_from_monday() as usize).or_default();
                of.push(i8::try_from(*nth).ok()?);
            }
            NWeekday::Every(day) if rule.get_by_weekday().len() == 1 && !positions.is_empty() => {
                let of = which.entry(day.num_days_from_monday() as usize).or_default();
                for nth in positions {
                    of.push(i8::try_from(*nth).ok()?);
                }
            }
            _ => return None,
        }
    }
    let is_known = |nth: &i8| (1..=5).contains(nth) || *nth == -1;
    if which.is_empty() || !which.values().flatten().all(is_known) {
        return None;
    }
    let days = which.into_iter().map(|(day, mut which)| {
        which.sort_by_key(|nth| if *nth < 0 { i8::MAX } else { *nth });
        which.dedup();
        (Weekday::ALL[day], Every::Months { which, counted_from })
    });
    Some(days.collect())
}

fn ours(from_monday: u32) -> Weekday {
    Weekday::ALL[from_monday as usize % 7]
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};
    use proptest::prelude::*;

    use super::*;

    const AT: (Time, Option<Time>) = (time(11, 0, 0, 0), None);

    #[test]
    fn the_rules_of_mobile_libraries_are_read() {
        let read = |rule| meetings(rule, date(2020, 3, 3), AT);
        assert!(matches!(
            read("FREQ=WEEKLY;INTERVAL=1").unwrap()[..],
            [Meeting::Weekly { weekday: Weekday::Tuesday, every_weeks: 1, .. }]
        ));
        let every = Every::Weeks { weeks: 4, counted_from: date(2020, 3, 3) };
        let (from, to) = AT;
        let weekday = Weekday::Tuesday;
        let once = |every| vec![Meeting::Recurring { weekday, every, from, to }];
        assert_eq!(read("FREQ=WEEKLY;INTERVAL=4"), Some(once(every)));
        let every = Every::Months { which: vec![2, 4], counted_from: date(2020, 3, 3) };
        assert_eq!(read("FREQ=MONTHLY;BYDAY=2TU,4TU"), Some(once(every.clone())));
        assert_eq!(read("FREQ=MONTHLY;BYDAY=TU;BYSETPOS=4,2"), Some(once(every)));
    }

    #[test]
    fn a_rule_that_says_more_is_not_rounded() {
        for rule in [
            "FREQ=YEARLY",
            "FREQ=MONTHLY;BYMONTHDAY=13",
            "FREQ=MONTHLY;INTERVAL=2;BYDAY=1MO",
            "FREQ=WEEKLY;COUNT=3",
            "FREQ=WEEKLY;BYMONTH=6",
            "FREQ=DAILY;INTERVAL=3",
            "every Tuesday",
            "",
        ] {
            assert_eq!(meetings(rule, date(2020, 3, 3), AT), None, "{rule}");
        }
    }

    proptest! {
        /// The library, which walks the rule date by date, is the oracle.
        #[test]
        fn the_dates_are_those_of_the_library(
            weeks in 1..5_u8,
            month in prop::option::of(1..5_i8),
            days in prop::sample::subsequence(vec!["MO", "TU", "WE", "TH", "FR", "SA", "SU"], 1..4),
            begins in 0..400_i64,
        ) {
            let begins = date(2024, 1, 1).saturating_add(Span::new().days(begins));
            let rule = match month {
                Some(nth) => {
                    let days: Vec<String> = days.iter().map(|day| format!("{nth}{day}")).collect();
                    format!("FREQ=MONTHLY;BYDAY={}", days.join(","))
                }
                None => format!("FREQ=WEEKLY;INTERVAL={weeks};BYDAY={}", days.join(",")),
            };
            let text = format!("DTSTART:{}T110000Z\nRRULE:{rule}", begins.strftime("%Y%m%d"));
            let set: rrule::RRuleSet = text.parse().unwrap();
            let dates: Vec<String> =
                set.all(30).dates.iter().map(|at| at.format("%Y-%m-%d").to_string()).collect();
            // The library counts the first day even where the rule does not name it.
            let mut ours: Vec<Date> = Vec::new();
            let mut day = begins;
            let read = meetings(&rule, begins, AT).unwrap();
            while ours.len() < 31 {
                let next = read.iter().filter_map(|meeting| match meeting {
                    Meeting::Weekly { .. } if day < begins => None,
                    other => other.next_on(day),
                });
                let Some(next) = next.min() else { break };
                ours.push(next);
                day = next.saturating_add(Span::new().days(1));
            }
            let ours: Vec<String> = ours.iter().map(ToString::to_string).take(dates.len()).collect();
            prop_assert_eq!(ours, dates, "{} from {}", rule, begins);
        }
    }
}
