//! What came from where in a month, and how much of it was not for this service: told kindly, so
//! that people reach the right place sooner next time.

use std::collections::HashMap;

use domain::access::{Relation, Verb};
use domain::ids::AgencyId;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{ToSpan, Zoned};
use store::referrals::Month;

use crate::act::Act;
use crate::error::{AppError, AppResult};

/// What came from one source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its name.
    pub name: String,
    /// Shown another place before the form was filled in.
    pub before_the_form: i64,
    /// Referrals that were sent.
    pub sent: i64,
    /// Of those, shown another place.
    pub redirected: i64,
    /// Of those, not taken on.
    pub declined: i64,
}

/// The first day of the month in which this day lies.
#[must_use]
pub fn month_of(day: Date) -> Date {
    day.first_of_month()
}

/// What came from each source in the month that begins on `first`.
///
/// # Errors
/// `NotFound` for actors who do not screen.
pub fn list(act: &mut Act<'_>, first: Date) -> AppResult<Vec<Source>> {
    act.require(Verb::Screen, Relation::Service)?;
    let service = act.service();
    let zone = act.service_settings()?.time_zone;
    let zone = TimeZone::get(&zone).unwrap_or(TimeZone::UTC);
    let begins = |day: Date| day.to_zoned(zone.clone()).as_ref().map(Zoned::timestamp).ok();
    let next = first.checked_add(1.month()).ok();
    let month = begins(first).zip(next.and_then(begins)).map(|(from, to)| Month { from, to });
    let month = month.ok_or(AppError::NotFound)?;
    let agencies: HashMap<AgencyId, String> = store::agencies::list(act.conn, service)?
        .into_iter()
        .map(|agency| (agency.id, agency.name))
        .collect();
    let counted = store::referrals::count_by_source(act.conn, service, month)?;
    let named = counted.into_iter().map(|of| Source {
        name: match (of.agency.and_then(|id| agencies.get(&id)), of.organisation) {
            (Some(agency), _) => agency.clone(),
            (None, Some(organisation)) if !organisation.is_empty() => organisation,
            (None, Some(_)) => "Professionals without an organisation".to_owned(),
            (None, None) if of.route == "self" => "People themselves and their families".to_owned(),
            (None, None) => "Agencies".to_owned(),
        },
        before_the_form: of.before_the_form,
        sent: of.sent,
        redirected: of.redirected,
        declined: of.declined,
    });
    Ok(named.collect())
}
