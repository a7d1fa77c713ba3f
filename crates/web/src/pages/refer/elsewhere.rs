//! Where to go instead: the person's trouble is one that another place answers better.
//!
//! That somebody was pointed elsewhere is counted; nobody's name is known here.

use app::App;
use app::referrals;
use askama::Template;
use axum::extract::Path;
use domain::service::{Elsewhere, Settings};
use serde::Deserialize;

use super::door::{Door, SampleDoor};
use crate::error::{Error, PageResult, page};
use crate::samples::{Sample, service_settings};
use crate::shell::Shell;

#[derive(Template)]
#[template(path = "pages/refer/elsewhere.html")]
struct Page {
    shell: Shell,
    door: Door,
    kind: Elsewhere,
    service: Settings,
}

impl Page {
    fn is_crisis(&self) -> bool {
        self.kind == Elsewhere::Crisis
    }

    fn is_clinical(&self) -> bool {
        self.kind == Elsewhere::Clinical
    }
}

/// Which trouble, as the URL says it beside its door.
#[derive(Deserialize)]
pub(crate) struct Asked {
    kind: String,
}

pub(crate) async fn show(
    app: App,
    shell: Shell,
    door: Door,
    Path(asked): Path<Asked>,
) -> PageResult {
    let kind = Elsewhere::from_key(&asked.kind).ok_or(Error::NotFound)?;
    let service = app.read(&door.actor(), referrals::is_right).await?;
    page(&Page { shell, door, kind, service })
}

pub(crate) fn samples() -> Vec<Sample> {
    let sample = |which, kind| {
        let door = Door::sample(which);
        let shell = Shell::sample_for(!door.is_signed_in());
        Page { shell, door, kind, service: service_settings() }.render()
    };
    vec![
        ("refer-elsewhere-crisis", sample(SampleDoor::SignedIn, Elsewhere::Crisis)),
        ("refer-elsewhere-clinical", sample(SampleDoor::Agency, Elsewhere::Clinical)),
        ("refer-elsewhere-statutory", sample(SampleDoor::OnBehalf, Elsewhere::Statutory)),
        ("refer-elsewhere-oneself", sample(SampleDoor::Oneself, Elsewhere::Crisis)),
    ]
}
