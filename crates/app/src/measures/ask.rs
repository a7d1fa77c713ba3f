//! Asking somebody to answer: a link by e-mail, or a link to put into a text message.

use domain::access::Verb;
use domain::ids::{PersonId, ReferralId};
use domain::measures::Wave;
use jiff::SignedDuration;
use serde_json::json;
use store::links::NewLink;
use uuid::Uuid;

use crate::act::Act;
use crate::error::{AppError, AppResult};
use crate::links::Purpose;
use crate::messages::{self, Kind};
use crate::people;

/// How somebody is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// By e-mail.
    Email,
    /// By a link that the link worker sends on.
    Link,
}

/// What the outbox keeps in place of a person's address, which stays sealed with the person.
pub(crate) const PERSON: &str = "the person’s own address";

/// Makes a link for one wave; earlier links about this episode stop working.
///
/// # Errors
/// `NotFound` for actors who may not ask; `Refused` where no e-mail address is known.
pub fn ask(act: &mut Act<'_>, person: PersonId, wave: Wave, how: How, key: &str) -> AppResult<()> {
    let (known, referral) = people::episode(act, person, Verb::RecordMeasure)?;
    if referral.state.is_death() {
        return Err(AppError::refused("They have died. Nobody is asked any more."));
    }
    super::require_its_day(act, &referral, wave)?;
    if how == How::Email && known.person.details.email.is_none() {
        return Err(AppError::refused("We have no e-mail address. Make a link to text instead."));
    }
    act.once("measure.ask", key, |act| {
        let service = act.service();
        let subject: Uuid = referral.id.0;
        let days = act.service_settings()?.clocks.link_days;
        let until = act.now + SignedDuration::from_hours(24 * i64::from(days));
        store::links::revoke_about(act.conn, subject, Purpose::Measure.key(), act.now)?;
        let link = NewLink::new(act.new_id(), service, Purpose::Measure.key(), subject)
            .detail(wave.key())
            .until(until)
            .create(act.conn, act.now)?;
        if how == How::Email {
            messages::promise(act, Kind::Measure, subject, link, PERSON)?;
        }
        act.audit("measure.ask", "person", person.0, json!({ "wave": wave.key() }))?;
        Ok(String::new())
    })?;
    Ok(())
}

/// Closes every open link with questions for somebody who has died; letters with such a link that
/// wait to be sent are not sent.
///
/// # Errors
/// Only where the database does not answer.
pub(crate) fn stop_asking(act: &mut Act<'_>, person: PersonId) -> AppResult<()> {
    let service = act.service();
    for referral in store::referrals::list_of_person(act.conn, service, person)? {
        store::links::revoke_about(act.conn, referral.id.0, Purpose::Measure.key(), act.now)?;
    }
    Ok(())
}

/// The e-mail address of the person of an episode, as it is now; nothing where there is none.
pub(crate) fn address_of(act: &mut Act<'_>, referral: ReferralId) -> AppResult<Option<String>> {
    let service = act.service();
    let found = store::referrals::find(act.conn, service, referral)?.ok_or(AppError::NotFound)?;
    let person = store::people::find(act.conn, &act.kit.keys, service, found.person)?;
    Ok(person.and_then(|(person, _)| person.details.email))
}
