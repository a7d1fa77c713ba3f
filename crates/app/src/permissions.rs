//! Permissions: a person may take back what they agreed to, at any time and at once.

use domain::access::Verb;
use domain::ids::{PermissionId, PersonId};
use serde_json::json;

use crate::act::Act;
use crate::error::{AppError, AppResult};
use crate::people;

/// Takes a permission back. It holds no longer from this moment on.
///
/// # Errors
/// `NotFound` where this person never gave it; `Conflict` where it was taken back already.
pub fn withdraw(act: &mut Act<'_>, person: PersonId, id: PermissionId) -> AppResult<()> {
    people::open(act, person, Verb::GivePermission)?;
    let (service, now) = (act.service(), act.now);
    let all = store::permissions::list(act.conn, service, person)?;
    let found = all.iter().find(|permission| permission.id == id).ok_or(AppError::NotFound)?;
    if found.withdrawn_at.is_some() {
        return Ok(());
    }
    store::permissions::withdraw(act.conn, service, id, now)?;
    act.audit("permission.withdraw", "person", person.0, json!({ "permission": id }))
}
