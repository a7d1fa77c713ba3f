//! The door of people with a sign-in: a GP, a nurse, a coordinator.

use app::{Actor, App};
use axum::extract::{Path, Query};
use domain::ids::ReferralId;
use serde::Deserialize;

use super::door::Door;
use super::{elsewhere, person, right, sent};
use crate::error::{Error, PageResult};
use crate::forms::Form;
use crate::shell::Shell;

/// Whether screen 1 was answered.
#[derive(Debug, Deserialize)]
pub(crate) struct Checked {
    checked: Option<String>,
}

fn door(actor: Actor) -> Result<Door, Error> {
    match actor {
        Actor::User(who) => Ok(Door::SignedIn(who)),
        _ => Err(Error::NotFound),
    }
}

pub(crate) async fn show_right(app: App, shell: Shell, actor: Actor) -> PageResult {
    right::show(app, shell, door(actor)?).await
}

pub(crate) async fn submit_right(app: App, shell: Shell, actor: Actor, form: Form) -> PageResult {
    right::submit(app, shell, door(actor)?, form).await
}

pub(crate) async fn show_elsewhere(
    app: App,
    shell: Shell,
    actor: Actor,
    Path(kind): Path<String>,
) -> PageResult {
    elsewhere::show(app, shell, door(actor)?, &kind).await
}

pub(crate) async fn show_person(
    app: App,
    shell: Shell,
    actor: Actor,
    Query(checked): Query<Checked>,
) -> PageResult {
    // Whoever may not refer finds nothing here, whether or not they answered.
    app.read(&actor, app::referrals::is_right).await?;
    person::show(app, shell, door(actor)?, checked.checked.is_some()).await
}

pub(crate) async fn submit_person(app: App, shell: Shell, actor: Actor, form: Form) -> PageResult {
    person::submit(app, shell, door(actor)?, form).await
}

pub(crate) async fn show_sent(
    app: App,
    shell: Shell,
    actor: Actor,
    Path(id): Path<ReferralId>,
) -> PageResult {
    sent::show(app, shell, door(actor)?, id).await
}
