//! Unfinished forms: kept sealed for their author alone, and forgotten when their time is over.

use domain::access::Verb;
use domain::ids::PersonId;
use jiff::SignedDuration;
use store::drafts::{Fields, Found, Place};

use crate::act::Act;
use crate::error::{AppError, AppResult};
use crate::people::{self, Known};

/// Which form a draft is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A contact being written down.
    Contact,
    /// A plan being written.
    Plan,
}

impl Form {
    /// The stored name.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Form::Contact => "contact",
            Form::Plan => "plan",
        }
    }

    fn verb(self) -> Verb {
        match self {
            Form::Contact => Verb::RecordContact,
            Form::Plan => Verb::WritePlan,
        }
    }

    fn kept_for(self) -> SignedDuration {
        let days = match self {
            Form::Contact => 7,
            Form::Plan => 14,
        };
        SignedDuration::from_hours(24 * days)
    }
}

/// The most that a draft may hold, in bytes.
const MOST: usize = 100_000;

/// Keeps what was typed.
///
/// # Errors
/// `NotFound` for actors who could not send the form.
pub fn save(act: &mut Act<'_>, person: PersonId, form: Form, fields: &Fields) -> AppResult<()> {
    let known = people::open(act, person, form.verb())?;
    let size: usize = fields.iter().map(|(name, value)| name.len() + value.len()).sum();
    if size > MOST {
        return Err(AppError::refused("This is too long to be kept as a draft. Save it in parts."));
    }
    let (id, now) = (act.new_id(), act.now);
    let place = place(act, person, form)?;
    let until = now + form.kept_for();
    store::drafts::discard_expired(act.conn, now)?;
    store::drafts::save(act.conn, &known.key, place, (id, fields), (now, until))?;
    Ok(())
}

/// Throws a draft away; that there was none is fine.
///
/// # Errors
/// `NotFound` for actors without a sign-in.
pub fn discard(act: &mut Act<'_>, person: PersonId, form: Form) -> AppResult<()> {
    let place = place(act, person, form)?;
    store::drafts::discard(act.conn, place)?;
    Ok(())
}

/// What was kept, for a person who is already open.
pub(crate) fn find_with(act: &mut Act<'_>, known: &Known, form: Form) -> AppResult<Option<Found>> {
    let (place, now) = (place(act, known.person.id, form)?, act.now);
    Ok(store::drafts::find(act.conn, &known.key, place, now)?)
}

fn place(act: &Act<'_>, person: PersonId, form: Form) -> AppResult<Place<'static>> {
    let user = act.actor.user().ok_or(AppError::NotFound)?;
    Ok(Place { user, form: form.key(), subject: person.0 })
}
