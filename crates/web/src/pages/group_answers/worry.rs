//! "I am worried about this person", behind a group's links: whom to call, and telling us.

use app::App;
use app::group_answers;
use askama::Template;
use axum::extract::Path;
use domain::service::Settings;

use super::answer::{holder, limit};
use crate::error::{PageResult, page, refused};
use crate::forms::Form;
use crate::samples::{Sample, service_settings};
use crate::session::Peer;
use crate::shell::Shell;
use crate::urls;

/// The page, shared with the register.
#[derive(Template)]
#[template(path = "pages/group_answers/worry.html")]
pub(crate) struct Page {
    pub(crate) shell: Shell,
    pub(crate) form: Form,
    pub(crate) service: Settings,
    /// Whom the worry is about, as far as the group may know.
    pub(crate) name: String,
    /// Where the form goes.
    pub(crate) url: String,
    /// Where one came from.
    pub(crate) back: String,
    /// Whether it was told.
    pub(crate) is_told: bool,
}

async fn draw(app: &App, shell: Shell, token: &str, form: Form) -> Result<Page, crate::Error> {
    let actor = holder(app, token).await?;
    let asked = app.write(&actor, group_answers::show).await?;
    let name = asked.person.and_then(|person| person.name);
    let back = urls::group_answer(token);
    Ok(Page {
        shell,
        form,
        service: asked.service,
        name: name.unwrap_or_else(|| "this person".into()),
        url: format!("{back}/worried"),
        back,
        is_told: false,
    })
}

pub(crate) async fn show(app: App, shell: Shell, Path(token): Path<String>) -> PageResult {
    let form = Form::empty(app.form_key());
    page(&draw(&app, shell, &token, form).await?)
}

pub(crate) async fn submit(
    app: App,
    shell: Shell,
    Path(token): Path<String>,
    Peer(from): Peer,
    mut form: Form,
) -> PageResult {
    limit(&app, &token, &from).await?;
    let actor = holder(&app, &token).await?;
    let (words, key) = (form.value("words").to_owned(), form.key().to_owned());
    match app.write(&actor, move |act| group_answers::worry(act, &words, &key)).await {
        Ok(()) => page(&Page { is_told: true, ..draw(&app, shell, &token, form).await? }),
        Err(error) => {
            form.absorb(error)?;
            refused(&draw(&app, shell, &token, form).await?)
        }
    }
}

pub(crate) fn samples() -> Vec<Sample> {
    let sample = |form, is_told| {
        let page = Page {
            shell: Shell::sample_for(true),
            form,
            service: service_settings(),
            name: "Margaret".into(),
            url: "/g/token/worried".into(),
            back: "/g/token".into(),
            is_told,
        };
        page.render()
    };
    let mut slip = Form::empty("key");
    slip.refuse("words", "Write what you saw or heard, in a few words");
    vec![
        ("group-worried", sample(Form::empty("key"), false)),
        ("group-worried-refused", sample(slip, false)),
        ("group-worried-told", sample(Form::empty("key"), true)),
    ]
}
