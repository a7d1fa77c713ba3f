//! One referral at the coordinator's desk: reading it, screening, sorting, giving it to somebody.

pub(crate) mod acts;
pub(crate) mod allocate;
pub(crate) mod end;
pub(crate) mod read;
pub(crate) mod route;
pub(crate) mod screen;

use app::referrals::Seen;
use app::triage::Case;
use app::{Actor, App};
use domain::ids::ReferralId;

use crate::components::Choice;
use crate::error::Error;
use crate::forms::Form;
use crate::samples::Sample;

/// Every page of this area.
pub(crate) fn samples() -> Vec<Sample> {
    [read::samples(), screen::samples(), route::samples(), allocate::samples(), end::samples()]
        .into_iter()
        .flatten()
        .collect()
}

/// The referral as it was on the screen when somebody decided. A form without a version is one
/// that was never shown.
fn seen(referral: ReferralId, form: &Form) -> Seen {
    Seen { referral, version: form.value("version").parse().unwrap_or(0) }
}

/// A referral read whole. Reading is kept in the audit trail, so it is a write.
async fn case(app: &App, actor: &Actor, id: ReferralId) -> Result<Case, Error> {
    Ok(app.write(actor, move |act| app::triage::read(act, id)).await?)
}

/// A fresh form about a referral as it stands now.
fn fresh(app: &App, case: &Case) -> Form {
    Form::empty(app.form_key()).with("version", case.referral.version.to_string())
}

/// Reasons to choose from.
fn choices<'a>(reasons: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<Choice> {
    reasons.into_iter().map(|(key, words)| Choice::new(key, words)).collect()
}
