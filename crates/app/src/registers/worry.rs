//! "I am worried about someone": reaches those who lead safeguarding, as a sealed concern.

use domain::access::Verb;
use domain::ids::{GroupId, PrescriptionId};
use domain::prescription::Prescription;

use super::require;
use crate::act::Act;
use crate::concerns;
use crate::error::{AppError, AppResult};

/// A group worries about somebody on its register.
///
/// # Errors
/// `Invalid` without words; `NotFound` where nobody like this is on the register.
pub fn worry(
    act: &mut Act<'_>,
    group: GroupId,
    id: PrescriptionId,
    words: &str,
    key: &str,
) -> AppResult<()> {
    require(act, group, Verb::MarkRegister)?;
    let service = act.service();
    let found = store::prescriptions::find(act.conn, service, id)?;
    let one = found
        .filter(|one| one.group == group && one.state.is_on_the_register())
        .ok_or(AppError::NotFound)?;
    raise(act, &one, words, key)
}

/// Raises the concern that a group told us of.
pub(crate) fn raise(
    act: &mut Act<'_>,
    about: &Prescription,
    words: &str,
    key: &str,
) -> AppResult<()> {
    let words = words.trim();
    if words.is_empty() {
        return Err(AppError::field("words", "Write what you saw or heard, in a few words"));
    }
    let service = act.service();
    let found = store::people::find(act.conn, &act.kit.keys, service, about.person)?;
    let (person, data_key) = found.ok_or(AppError::NotFound)?;
    act.once("group.worry", key, |act| {
        let raised_by = act.actor.user();
        concerns::add(act, (person.id, &data_key), words, raised_by).map(|id| id.to_string())
    })?;
    Ok(())
}
