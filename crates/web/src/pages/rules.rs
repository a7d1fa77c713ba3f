//! The service's own rules in words, and the file that its manager edits.

use app::rules::{self, Current};
use app::{Actor, App};
use askama::Template;
use axum::response::{IntoResponse as _, Redirect};

use crate::error::{PageResult, page, refused};
use crate::forms::Form;
use crate::samples::Sample;
use crate::shell::Shell;
use crate::urls;

#[derive(Template)]
#[template(path = "pages/rules/show.html")]
struct Page {
    shell: Shell,
    rules: Vec<String>,
    weights: Vec<String>,
    number: i64,
    may_change: bool,
}

#[derive(Template)]
#[template(path = "pages/rules/edit.html")]
struct Edit {
    shell: Shell,
    form: Form,
}

pub(crate) async fn show(app: App, shell: Shell, actor: Actor) -> PageResult {
    let current = app.read(&actor, rules::read).await?;
    page(&draw(shell, &current))
}

fn draw(shell: Shell, current: &Current) -> Page {
    Page {
        shell,
        rules: current.rules.in_words(),
        weights: current.weights.in_words(),
        number: current.number,
        may_change: current.may_change,
    }
}

pub(crate) async fn edit(app: App, shell: Shell, actor: Actor) -> PageResult {
    let current = app.read(&actor, rules::to_edit).await?;
    let form = Form::empty(app.form_key())
        .with("number", current.number.to_string())
        .with("rules", current.text);
    page(&Edit { shell, form })
}

pub(crate) async fn submit(app: App, shell: Shell, actor: Actor, mut form: Form) -> PageResult {
    let (text, key) = (form.value("rules").to_owned(), form.key().to_owned());
    // Without a number it is not our form; then nothing was on the screen.
    let number = form.value("number").parse().unwrap_or(-1);
    let done = app.write(&actor, move |act| rules::save(act, &text, number, &key)).await;
    if let Err(error) = done {
        form.absorb(error)?;
        return refused(&Edit { shell, form });
    }
    Ok(Redirect::to(&urls::rules()).into_response())
}

pub(crate) fn samples() -> Vec<Sample> {
    let settings = crate::samples::service_settings();
    let shown = Page {
        shell: Shell::sample(),
        rules: settings.triage.in_words(),
        weights: settings.waiting.in_words(),
        number: 3,
        may_change: true,
    };
    let mut form = Form::filled([("rules", "[[rule]]\nthen = \"a_wizard\"\n"), ("number", "3")]);
    form.refuse("rules", "Line 2 cannot be read: unknown variant `a_wizard`");
    let edit = Edit { shell: Shell::sample(), form };
    vec![("rules", shown.render()), ("rules-refused", edit.render())]
}
