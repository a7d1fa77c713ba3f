//! A register for those signed in: its facilitator marks it, a link worker looks at it.

use app::{Actor, App};
use axum::extract::{Path, Query};
use domain::ids::{GroupId, PrescriptionId};

use super::by_link::Asked;
use super::door::signed_in;
use super::{register, worry};
use crate::error::PageResult;
use crate::forms::Form;
use crate::shell::Shell;

pub(crate) async fn show(
    app: App,
    shell: Shell,
    actor: Actor,
    Path(id): Path<GroupId>,
    Query(asked): Query<Asked>,
) -> PageResult {
    register::show(&app, shell, signed_in(actor, id), asked.session).await
}

pub(crate) async fn submit(
    app: App,
    shell: Shell,
    actor: Actor,
    Path(id): Path<GroupId>,
    form: Form,
) -> PageResult {
    register::mark(&app, shell, signed_in(actor, id), form).await
}

pub(crate) async fn add_session(
    app: App,
    shell: Shell,
    actor: Actor,
    Path(id): Path<GroupId>,
    form: Form,
) -> PageResult {
    register::add_session(&app, shell, signed_in(actor, id), form).await
}

pub(crate) async fn left(
    app: App,
    shell: Shell,
    actor: Actor,
    Path(id): Path<GroupId>,
    form: Form,
) -> PageResult {
    register::left(&app, shell, signed_in(actor, id), form).await
}

pub(crate) async fn belonging(
    app: App,
    shell: Shell,
    actor: Actor,
    Path(id): Path<GroupId>,
    form: Form,
) -> PageResult {
    register::belonging(&app, shell, signed_in(actor, id), form).await
}

pub(crate) async fn print(
    app: App,
    shell: Shell,
    actor: Actor,
    Path(id): Path<GroupId>,
) -> PageResult {
    register::print(&app, shell, signed_in(actor, id)).await
}

pub(crate) async fn show_worry(
    app: App,
    shell: Shell,
    actor: Actor,
    Path((id, who)): Path<(GroupId, PrescriptionId)>,
) -> PageResult {
    worry::show(&app, shell, signed_in(actor, id), who).await
}

pub(crate) async fn submit_worry(
    app: App,
    shell: Shell,
    actor: Actor,
    Path((id, who)): Path<(GroupId, PrescriptionId)>,
    form: Form,
) -> PageResult {
    worry::submit(&app, shell, signed_in(actor, id), (who, form)).await
}
