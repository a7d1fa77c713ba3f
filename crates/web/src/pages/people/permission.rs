//! Take a permission back: a button on the person's page.

use app::{Actor, App};
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use domain::ids::{PermissionId, PersonId};

use crate::error::PageResult;
use crate::urls;

pub(crate) async fn withdraw(
    app: App,
    actor: Actor,
    Path((id, permission)): Path<(PersonId, PermissionId)>,
) -> PageResult {
    app.write(&actor, move |act| app::permissions::withdraw(act, id, permission)).await?;
    Ok(Redirect::to(&urls::person_after(id, "permission")).into_response())
}
