//! Screen 1: is this the right place for them? Whom the service is for, whether it is open, and
//! three questions that come before any form.

use app::App;
use app::referrals;
use askama::Template;
use axum::response::{IntoResponse as _, Redirect};
use domain::service::{CrisisLine, Elsewhere, Intake, Settings};

use super::door::{Door, SampleDoor};
use crate::components::Choice;
use crate::error::{PageResult, page, refused};
use crate::forms::Form;
use crate::pages::refer::choices;
use crate::samples::{Sample, service_settings};
use crate::shell::Shell;

#[derive(Template)]
#[template(path = "pages/refer/right.html")]
struct Page {
    shell: Shell,
    form: Form,
    door: Door,
    service: Settings,
    paused: Option<String>,
    questions: Vec<Choice>,
    for_whom: Vec<Choice>,
}

impl Page {
    fn new(shell: Shell, form: Form, door: Door, service: Settings) -> Page {
        let paused = match &service.intake {
            Intake::Open => None,
            Intake::Paused { words } => Some(words.clone()),
        };
        let for_whom = vec![
            Choice::new("me", "For me"),
            Choice::new("other", "For somebody I know").hint("They need to know and agree"),
        ];
        let questions = choices::elsewhere(door.is_public());
        Page { shell, form, door, service, paused, questions, for_whom }
    }

    /// In a crisis the lines come first, so the public sees them on every screen.
    fn lines_first(&self) -> Vec<CrisisLine> {
        if self.door.is_public() { self.service.crisis_lines.clone() } else { Vec::new() }
    }
}

pub(crate) async fn show(app: App, shell: Shell, door: Door) -> PageResult {
    let service = app.read(&door.actor(), referrals::is_right).await?;
    let form = Form::empty(app.form_key());
    page(&Page::new(shell, form, door, service))
}

pub(crate) async fn submit(app: App, shell: Shell, door: Door, mut form: Form) -> PageResult {
    let door = door.answered(&form);
    let service = app.read(&door.actor(), referrals::is_right).await?;
    if door.is_public() {
        form.require("for", "Say whether this is for you or for somebody you know");
    }
    let sentence = "Choose one answer, or “None of these”";
    let answer = form.require("elsewhere", sentence).unwrap_or_default();
    let kind = Elsewhere::from_key(&answer);
    if form.is_ok() && kind.is_none() && answer != choices::NONE {
        form.refuse("elsewhere", sentence);
    }
    if !form.is_ok() || !matches!(service.intake, Intake::Open) {
        return refused(&Page::new(shell, form, door, service));
    }
    let Some(kind) = kind else {
        return Ok(Redirect::to(&door.person_url_checked()).into_response());
    };
    let (referrer, key) = (door.referrer("", ""), form.key().to_owned());
    app.write(&door.actor(), move |act| referrals::redirect(act, kind, &referrer, &key)).await?;
    Ok(Redirect::to(&door.elsewhere_url(kind.key())).into_response())
}

pub(crate) fn samples() -> Vec<Sample> {
    let sample = |which, form| {
        let door = Door::sample(which);
        Page::new(Shell::sample_for(!door.is_signed_in()), form, door, service_settings()).render()
    };
    let mut missed = Form::default();
    missed.refuse("elsewhere", "Choose one answer, or “None of these”");
    let closed = {
        let words = "We are full until 1 March. Ring us meanwhile: we know who can help.".into();
        let service = Settings { intake: Intake::Paused { words }, ..service_settings() };
        Page::new(Shell::sample(), Form::default(), Door::sample(SampleDoor::SignedIn), service)
    };
    vec![
        ("refer-right", sample(SampleDoor::SignedIn, Form::default())),
        ("refer-right-missed", sample(SampleDoor::SignedIn, missed)),
        ("refer-right-closed", closed.render()),
        ("refer-right-agency", sample(SampleDoor::Agency, Form::default())),
        ("refer-right-oneself", sample(SampleDoor::Oneself, Form::default())),
    ]
}
