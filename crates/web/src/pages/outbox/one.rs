//! One message as its reader gets it, and one press to send it again.
//!
//! Outside the demonstration the link is hidden: whoever looks after messages sees no person.

use app::messages;
use app::{Actor, App, Mail};
use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect};
use domain::ids::MessageId;

use super::list::Line;
use crate::error::{PageResult, page};
use crate::forms::Form;
use crate::samples::Sample;
use crate::shell::Shell;
use crate::urls;

/// A paragraph of a message; a link stands alone on its line.
struct Paragraph {
    text: String,
    is_link: bool,
}

#[derive(Template)]
#[template(path = "pages/outbox/one.html")]
struct Page {
    shell: Shell,
    form: Form,
    line: Line,
    subject: String,
    paragraphs: Vec<Paragraph>,
    not_needed: String,
    shows_link: bool,
}

pub(crate) async fn show(
    app: App,
    shell: Shell,
    actor: Actor,
    Path(id): Path<MessageId>,
) -> PageResult {
    let (shown, mail) = app.read(&actor, move |act| messages::find(act, id)).await?;
    let shows_link = app.settings().demonstration;
    let (subject, paragraphs, not_needed) = match mail {
        Ok(mail) => (mail.subject.clone(), paragraphs(&mail), String::new()),
        Err(why) => (String::new(), Vec::new(), why),
    };
    let form = Form::empty(app.form_key());
    let line = Line::new(shown);
    page(&Page { shell, form, line, subject, paragraphs, not_needed, shows_link })
}

fn paragraphs(mail: &Mail) -> Vec<Paragraph> {
    let one = |text: &str| {
        let text = text.trim().to_owned();
        Paragraph { is_link: text.starts_with("http") && !text.contains(' '), text }
    };
    mail.body.split("\n\n").map(one).filter(|one| !one.text.is_empty()).collect()
}

/// Sends it once more.
pub(crate) async fn again(
    app: App,
    actor: Actor,
    Path(id): Path<MessageId>,
    form: Form,
) -> PageResult {
    let key = form.key().to_owned();
    app.write(&actor, move |act| messages::send_again(act, id, &key)).await?;
    Ok(Redirect::to(&urls::message(id)).into_response())
}

pub(crate) fn samples() -> Vec<Sample> {
    let body = "Hello,\n\nSomebody would like to come to Harbour Voices.\n\n\
                http://localhost:8080/g/AbCdEf\n\nThank you,\nSaltreach Social Prescribing\n";
    let mail = Mail {
        to: "voices@example.org".into(),
        subject: "Could somebody join Harbour Voices?".into(),
        body: body.into(),
    };
    let page = |state: &str, shows_link, not_needed: &str| Page {
        shell: Shell::sample(),
        form: Form::empty("key"),
        line: Line::sample(state),
        subject: mail.subject.clone(),
        paragraphs: paragraphs(&mail),
        not_needed: not_needed.into(),
        shows_link,
    };
    vec![
        ("message", page("sent", true, "").render()),
        ("message-hidden", page("waiting", false, "").render()),
        ("message-not-needed", page("failed", false, "Its link has run out.").render()),
    ]
}
