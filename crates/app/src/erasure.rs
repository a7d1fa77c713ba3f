//! Erasing a person: the key of everything sealed about them is destroyed.
//!
//! The right to erasure of the UK GDPR, article 17. Dates, states and counts stay, and name nobody.
//! Backups made before still hold the key: docs/operations.md says what the operator does.

use domain::ids::PersonId;
use domain::prescription::LeaveReason;
use domain::referral::Referrer;
use jiff::civil::Date;
use serde_json::json;

use crate::act::{Act, day_in};
use crate::error::{AppError, AppResult};
use crate::export::require;
use crate::prescriptions::leave_all;

/// Whom a command is about to erase, for somebody to check before it cannot be undone.
#[derive(Clone, PartialEq, Eq)]
pub struct Before {
    /// Their name.
    pub name: String,
    /// When they were born, where known.
    pub born_on: Option<Date>,
    /// How many referrals they have.
    pub referrals: usize,
}

/// What is left after somebody was erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// How many referrals, without a name or a word.
    pub referrals: usize,
    /// How many places in groups.
    pub places: usize,
    /// Other entries that somebody decided are the same person; they are not erased.
    pub same: Vec<PersonId>,
}

/// Shows whom it would be. That it was looked at is audited.
///
/// # Errors
/// `NotFound` for everybody but this copy's own commands, and where there is nobody; `Refused`
/// where they were erased before, or where their support or a safeguarding concern is open.
pub fn look(act: &mut Act<'_>, id: PersonId) -> AppResult<Before> {
    require(act)?;
    let service = act.service();
    refuse_erased(act, id)?;
    let found = store::people::find(act.conn, &act.kit.keys, service, id)?;
    let (person, _) = found.ok_or(AppError::NotFound)?;
    refuse_open(act, id)?;
    act.audit("person.read", "person", id.0, json!({ "before": "erasing" }))?;
    let referrals = store::referrals::list_of_person(act.conn, service, id)?.len();
    let (name, born_on) = (person.details.full_name(), person.details.born_on);
    Ok(Before { name, born_on, referrals })
}

/// Erases a person. It cannot be undone.
///
/// # Errors
/// As [`look`]; nothing was erased then.
pub fn erase(act: &mut Act<'_>, id: PersonId) -> AppResult<Left> {
    require(act)?;
    let service = act.service();
    refuse_erased(act, id)?;
    store::people::find(act.conn, &act.kit.keys, service, id)?.ok_or(AppError::NotFound)?;
    refuse_open(act, id)?;
    // A line without a name would help nobody on a register.
    let places = leave_all(act, id, LeaveReason::NotSaid)?;
    let referrals = store::referrals::list_of_person(act.conn, service, id)?;
    for referral in &referrals {
        if let Some(nameless) = without_names(&referral.referrer) {
            store::referrals::save_referrer(act.conn, referral.id, &nameless)?;
        }
    }
    let same = store::sameness::list_same(act.conn, id)?;
    store::people::erase(act.conn, service, id, act.now)?;
    act.audit("person.erase", "person", id.0, json!({}))?;
    Ok(Left { referrals: referrals.len(), places, same })
}

/// Says that somebody was erased, where they were.
///
/// # Errors
/// `Refused`, with the day.
pub(crate) fn refuse_erased(act: &mut Act<'_>, id: PersonId) -> AppResult<()> {
    let service = act.service();
    let Some(at) = store::people::find_erased_at(act.conn, service, id)? else { return Ok(()) };
    let day = day_in(&act.service_settings()?.time_zone, at);
    Err(AppError::refused(format!(
        "This person was erased on {day}. Nothing that is left names them, and nothing that was \
         written about them can be read."
    )))
}

fn refuse_open(act: &mut Act<'_>, id: PersonId) -> AppResult<()> {
    let service = act.service();
    let referrals = store::referrals::list_of_person(act.conn, service, id)?;
    if referrals.iter().any(|referral| referral.state.is_open()) {
        return Err(AppError::refused(
            "Their support has not ended: somebody is still working with them. End it on their \
             page first, then erase.",
        ));
    }
    let concerns = store::concerns::list_of_person(act.conn, service, id)?;
    if concerns.iter().any(|concern| concern.state != "closed") {
        return Err(AppError::refused(
            "A safeguarding concern about them is open. Ask the safeguarding lead, and erase when \
             it is closed.",
        ));
    }
    Ok(())
}

/// The referrer without what somebody typed about who filled in the form.
fn without_names(referrer: &Referrer) -> Option<Referrer> {
    match referrer {
        Referrer::Oneself { on_behalf: Some(_) } => {
            Some(Referrer::Oneself { on_behalf: Some("Somebody close to them".to_owned()) })
        }
        Referrer::Agency { agency, .. } => {
            Some(Referrer::Agency { agency: *agency, worker: String::new() })
        }
        _ => None,
    }
}
