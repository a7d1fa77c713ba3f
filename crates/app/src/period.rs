//! From when until when something is counted, in whole days where the service is.

use domain::access::{Relation, Verb};
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::act::{Act, day_in};
use crate::error::{AppError, AppResult};

/// What somebody asked to see.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Asked {
    /// The last twelve months.
    #[default]
    Year,
    /// The last three months.
    Quarter,
    /// Since the service began.
    Always,
    /// Between two days of their choice.
    Between(Date, Date),
}

/// Both days belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// Whether it was widened to whole quarters, for somebody who may only count.
    pub is_widened: bool,
}

/// Whether the actor only counts: then small numbers are hidden and periods are whole quarters.
#[must_use]
pub(crate) fn only_counts(act: &Act<'_>) -> bool {
    !act.actor.may(Verb::SeePerson, Relation::Service)
}

/// The days that were asked for, and the moments at which they begin and end.
///
/// # Errors
/// `Invalid` where the last day is before the first.
pub(crate) fn resolve(
    act: &mut Act<'_>,
    asked: Asked,
) -> AppResult<(Period, (Timestamp, Timestamp))> {
    let zone = act.service_settings()?.time_zone;
    let today = day_in(&zone, act.now);
    let (from, to) = days(asked, today)?;
    let period = match only_counts(act) {
        true => Period { from: quarter_start(from), to: quarter_end(to), is_widened: true },
        false => Period { from, to, is_widened: false },
    };
    let zone = TimeZone::get(&zone).unwrap_or(TimeZone::UTC);
    let midnight = |day: Date| day.to_zoned(zone.clone()).map(|at| at.timestamp());
    let after = period.to.saturating_add(1.day());
    match (midnight(period.from), midnight(after)) {
        (Ok(from), Ok(to)) => Ok((period, (from, to))),
        _ => Err(AppError::field("from", "Choose days between 1900 and 2200")),
    }
}

fn days(asked: Asked, today: Date) -> AppResult<(Date, Date)> {
    let back = |months: i64| today.saturating_sub(months.months()).saturating_add(1.day());
    match asked {
        Asked::Year => Ok((back(12), today)),
        Asked::Quarter => Ok((back(3), today)),
        Asked::Always => Ok((date(2000, 1, 1), today)),
        Asked::Between(from, to) if from > to => {
            Err(AppError::field("to", "The last day must be on or after the first day"))
        }
        Asked::Between(from, to) if from.year() < 1900 || to.year() > 2200 => {
            Err(AppError::field("from", "Choose days between 1900 and 2200"))
        }
        Asked::Between(from, to) => Ok((from, to)),
    }
}

fn quarter_start(day: Date) -> Date {
    let month = (day.month() - 1) / 3 * 3 + 1;
    Date::new(day.year(), month, 1).unwrap_or(day)
}

fn quarter_end(day: Date) -> Date {
    let next = quarter_start(day).saturating_add(3.months());
    next.saturating_sub(1.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_year_ends_today_and_quarters_are_whole() {
        let today = date(2026, 11, 22);
        assert_eq!(days(Asked::Year, today).unwrap(), (date(2025, 11, 23), today));
        assert_eq!(quarter_start(today), date(2026, 10, 1));
        assert_eq!(quarter_end(today), date(2026, 12, 31));
        assert_eq!(quarter_end(date(2024, 2, 29)), date(2024, 3, 31));
    }

    #[test]
    fn a_period_that_ends_before_it_begins_is_refused() {
        let backwards = Asked::Between(date(2026, 2, 1), date(2026, 1, 1));
        assert!(days(backwards, date(2026, 3, 1)).is_err());
        assert!(days(Asked::Between(date(-1, 1, 1), date(2026, 1, 1)), date(2026, 3, 1)).is_err());
    }
}
