//! Screen 3: it is sent; what happens next, and when.

use app::App;
use app::referrals;
use askama::Template;
use axum::extract::Path;
use domain::access::Verb;
use domain::ids::ReferralId;
use domain::referral::telling;
use domain::service::Settings;
use serde::Deserialize;

use super::door::{Door, SampleDoor};
use crate::error::{Error, PageResult, page};
use crate::samples::{Sample, service_settings};
use crate::shell::Shell;

#[derive(Template)]
#[template(path = "pages/refer/sent.html")]
struct Page {
    shell: Shell,
    door: Door,
    service: Settings,
    reference: String,
    /// Where its story is told; empty for those without a sign-in.
    story: String,
}

/// For somebody signed in, who can come back to it.
pub(crate) async fn show(
    app: App,
    shell: Shell,
    door: Door,
    Path(id): Path<ReferralId>,
) -> PageResult {
    let service = app
        .read(&door.actor(), move |act| {
            referrals::load(act, id, Verb::SeeReferral)?;
            referrals::is_right(act)
        })
        .await?;
    let story = crate::urls::my_referral(id);
    page(&Page { shell, door, service, reference: telling::reference(id), story })
}

/// What the URL says beside its door.
#[derive(Deserialize)]
pub(crate) struct Asked {
    reference: String,
}

/// For an agency or the public, who are shown the reference and nothing else.
pub(crate) async fn show_reference(
    app: App,
    shell: Shell,
    door: Door,
    Path(Asked { reference }): Path<Asked>,
) -> PageResult {
    if !telling::is_reference(&reference) {
        return Err(Error::NotFound);
    }
    let service = app.read(&door.actor(), referrals::is_right).await?;
    page(&Page { shell, door, service, reference, story: String::new() })
}

pub(crate) fn samples() -> Vec<Sample> {
    let sample = |which, story: String| {
        let door = Door::sample(which);
        let shell = Shell::sample_for(!door.is_signed_in());
        let reference = "7F3A-19C2".to_owned();
        Page { shell, door, service: service_settings(), reference, story }.render()
    };
    let story = crate::urls::my_referral(uuid::Uuid::nil().into());
    vec![
        ("refer-sent", sample(SampleDoor::SignedIn, story)),
        ("refer-sent-agency", sample(SampleDoor::Agency, String::new())),
        ("refer-sent-oneself", sample(SampleDoor::Oneself, String::new())),
    ]
}
