//! A group's poster: what, when and where in big letters, and a QR code of its public page.

use app::App;
use askama::Template;
use axum::extract::Path;
use domain::ids::GroupId;

use super::group::{Words, load, told_in_full};
use crate::error::{Error, PageResult, page};
use crate::pages::agencies::poster::Qr;
use crate::samples::Sample;
use crate::session::Peer;
use crate::shell::Shell;
use crate::urls;

#[derive(Template)]
#[template(path = "pages/find/poster.html")]
struct Page {
    shell: Shell,
    id: GroupId,
    words: Words,
    url: String,
    qr: Qr,
}

pub(crate) async fn show(
    app: App,
    shell: Shell,
    Peer(from): Peer,
    Path(id): Path<GroupId>,
) -> PageResult {
    let found = load(&app, &from, id).await?;
    let url = format!("{}{}", app.settings().public_url, urls::public_group(id));
    let qr = Qr::of(&url).ok_or_else(|| Error::Broken("a link too long for a QR code".into()))?;
    page(&Page { shell, id, words: Words::of(found.group, found.today), url, qr })
}

pub(crate) fn samples() -> Vec<Sample> {
    let group = told_in_full();
    let url = format!("https://kith.example{}", urls::public_group(group.id));
    let Some(qr) = Qr::of(&url) else { return vec![] };
    let (shell, id) = (Shell::sample_for(true), group.id);
    let words = Words::of(group, jiff::civil::date(2026, 11, 22));
    vec![("public-group-poster", Page { shell, id, words, url, qr }.render())]
}
