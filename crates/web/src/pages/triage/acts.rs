//! The single presses of a referral's page: right for us, put back, take up again, same person.

use app::triage::{self, Decision, Judgement, Screening};
use app::{Actor, App, allocation};
use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::ids::ReferralId;

use super::seen;
use crate::error::{Error, PageResult};
use crate::forms::Form;
use crate::urls;

/// This service is right for the person; triage comes next.
pub(crate) async fn eligible(
    app: App,
    actor: Actor,
    Path(id): Path<ReferralId>,
    form: Form,
) -> PageResult {
    let (seen, key) = (seen(id, &form), form.key().to_owned());
    let screening = Screening::Eligible;
    app.write(&actor, move |act| triage::screen(act, seen, &screening, &key)).await?;
    Ok(Redirect::to(&urls::triage(id)).into_response())
}

/// Back on the waiting list.
pub(crate) async fn put_back(
    app: App,
    actor: Actor,
    Path(id): Path<ReferralId>,
    form: Form,
) -> PageResult {
    let (seen, key) = (seen(id, &form), form.key().to_owned());
    app.write(&actor, move |act| allocation::put_back(act, seen, &key)).await?;
    Ok(to_referral(id))
}

/// What had ended is taken up again.
pub(crate) async fn reopen(
    app: App,
    actor: Actor,
    Path(id): Path<ReferralId>,
    form: Form,
) -> PageResult {
    let (seen, key) = (seen(id, &form), form.key().to_owned());
    app.write(&actor, move |act| triage::reopen(act, seen, &key)).await?;
    Ok(to_referral(id))
}

/// Two entries are one person, or two.
pub(crate) async fn judge(
    app: App,
    actor: Actor,
    Path(id): Path<ReferralId>,
    form: Form,
) -> PageResult {
    let (seen, key) = (seen(id, &form), form.key().to_owned());
    let other = form.value("other").parse().map_err(|_| Error::NotFound)?;
    let decision = Decision::from_key(form.value("decision")).ok_or(Error::NotFound)?;
    let judgement = Judgement { other, decision };
    app.write(&actor, move |act| triage::judge(act, seen, judgement, &key)).await?;
    Ok(to_referral(id))
}

fn to_referral(id: ReferralId) -> Response {
    Redirect::to(&urls::referral(id)).into_response()
}
