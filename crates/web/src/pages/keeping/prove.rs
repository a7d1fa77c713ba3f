//! The page behind a claim's link: whoever reads the address says that it is theirs.

use app::directory::claims;
use app::links::{Purpose, Standing};
use app::{Actor, App, AppError};
use askama::Template;
use axum::extract::Path;

use crate::error::{Error, PageResult, page};
use crate::forms::Form;
use crate::pages::group_answers::answer::limit;
use crate::samples::Sample;
use crate::session::Peer;
use crate::shell::Shell;

#[derive(Template)]
#[template(path = "pages/keeping/prove.html")]
struct Page {
    shell: Shell,
    form: Form,
    token: String,
    group: String,
    organisation: String,
    standing: &'static str,
}

async fn holder(app: &App, token: &str) -> Result<Actor, Error> {
    Ok(app.open_link(Purpose::Claim, token).await?.0)
}

async fn draw(app: &App, shell: Shell, actor: &Actor, token: String) -> Result<Page, Error> {
    let (seen, standing) = app.read(actor, claims::of_link).await?;
    let standing = match standing {
        Standing::Open => "open",
        Standing::Used => "used",
        Standing::Revoked | Standing::Expired => "over",
    };
    Ok(Page {
        shell,
        form: Form::empty(app.form_key()),
        token,
        group: seen.group.name,
        organisation: seen.claim.asked.organisation,
        standing,
    })
}

pub(crate) async fn show(
    app: App,
    shell: Shell,
    Path(token): Path<String>,
    Peer(from): Peer,
) -> PageResult {
    limit(&app, &token, &from).await?;
    let actor = holder(&app, &token).await?;
    page(&draw(&app, shell, &actor, token).await?)
}

/// The address is theirs. Pressed again, the page says that it was.
pub(crate) async fn submit(
    app: App,
    shell: Shell,
    Path(token): Path<String>,
    Peer(from): Peer,
) -> PageResult {
    limit(&app, &token, &from).await?;
    let actor = holder(&app, &token).await?;
    match app.write(&actor, claims::prove).await {
        Ok(()) | Err(AppError::Refused(_)) => page(&draw(&app, shell, &actor, token).await?),
        Err(error) => Err(error.into()),
    }
}

pub(crate) fn samples() -> Vec<Sample> {
    let page = |standing| {
        let page = Page {
            shell: Shell::sample_for(true),
            form: Form::empty("key"),
            token: "AbCdEf012345678901234567".into(),
            group: "Harbour Voices".into(),
            organisation: "Harbour Trust".into(),
            standing,
        };
        page.render()
    };
    vec![
        ("claim-link", page("open")),
        ("claim-link-used", page("used")),
        ("claim-link-over", page("over")),
    ]
}
