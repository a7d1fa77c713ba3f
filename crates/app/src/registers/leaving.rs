//! Somebody has stopped coming: the group says so, with a reason.

use domain::access::Verb;
use domain::ids::{GroupId, PrescriptionId};
use domain::prescription::{Action, LeaveReason, State};

use super::require;
use crate::act::Act;
use crate::error::{AppError, AppResult};
use crate::prescriptions::advance;

/// Notes that somebody has left the group.
///
/// # Errors
/// `NotFound` where the actor may not mark this register or nobody like this is on it.
pub fn left(
    act: &mut Act<'_>,
    group: GroupId,
    id: PrescriptionId,
    reason: LeaveReason,
) -> AppResult<()> {
    require(act, group, Verb::MarkRegister)?;
    let service = act.service();
    let found = store::prescriptions::find(act.conn, service, id)?;
    let one = found.filter(|one| one.group == group).ok_or(AppError::NotFound)?;
    if matches!(one.state, State::Left { .. }) {
        return Ok(());
    }
    if !one.state.is_on_the_register() {
        return Err(AppError::NotFound);
    }
    let now = act.now;
    advance(act, &one, Action::Leave { reason }, now).map(drop)
}
