//! The person's own page: a few questions behind a link, with no name on it. Answers can be
//! changed until they are sent, and are sent once.

use app::links::Purpose;
use app::measures::{self, Door, Filled};
use app::{Actor, App};
use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect};
use domain::service::{CrisisLine, Settings};

use super::questions::{Questions, in_words, read};
use crate::error::{PageResult, page, refused};
use crate::forms::Form;
use crate::samples::Sample;
use crate::shell::Shell;
use crate::urls;

/// The service, as the person's page names it.
struct Service {
    name: String,
    phone: Option<String>,
    crisis_lines: Vec<CrisisLine>,
}

impl From<Settings> for Service {
    fn from(settings: Settings) -> Service {
        let Settings { name, phone, crisis_lines, .. } = settings;
        Service { name, phone, crisis_lines }
    }
}

#[derive(Template)]
#[template(path = "pages/measures/by_link.html")]
struct Ask {
    shell: Shell,
    form: Form,
    token: String,
    service: Service,
    questions: Questions,
}

#[derive(Template)]
#[template(path = "pages/measures/by_link_check.html")]
struct Check {
    shell: Shell,
    form: Form,
    token: String,
    answers: Vec<(&'static str, String)>,
    hidden: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "pages/measures/by_link_over.html")]
struct Over {
    shell: Shell,
    service: Service,
    was_answered: bool,
}

impl Ask {
    fn new(shell: Shell, form: Form, (token, service): (String, Service)) -> Ask {
        Ask { questions: Questions::new(&form), shell, form, token, service }
    }
}

impl Check {
    fn new(shell: Shell, form: Form, token: String, filled: &Filled) -> Check {
        let fields = super::questions::fields().into_iter();
        let hidden = fields
            .zip(filled)
            .filter_map(|(field, answer)| Some((field.name, answer.as_ref()?.to_string())));
        Check { answers: in_words(filled), hidden: hidden.collect(), shell, form, token }
    }
}

async fn open(app: &App, token: &str) -> Result<(Actor, Door, Service), crate::Error> {
    let (actor, _) = app.open_link(Purpose::Measure, token).await?;
    let (door, settings) = app.read(&actor, measures::door).await?;
    Ok((actor, door, settings.into()))
}

pub(crate) async fn show(app: App, shell: Shell, Path(token): Path<String>) -> PageResult {
    let (_, door, service) = open(&app, &token).await?;
    let form = Form::empty(app.form_key());
    match door {
        Door::Open(_) => page(&Ask::new(shell, form, (token, service))),
        Door::Answered => page(&Over { shell, service, was_answered: true }),
        Door::Closed => page(&Over { shell, service, was_answered: false }),
    }
}

/// Shows the answers to check, shows the questions again, or sends.
pub(crate) async fn submit(
    app: App,
    shell: Shell,
    Path(token): Path<String>,
    mut form: Form,
) -> PageResult {
    let (actor, door, service) = open(&app, &token).await?;
    if !matches!(door, Door::Open(_)) {
        return Ok(Redirect::to(&urls::measure_by_link(&token)).into_response());
    }
    let step = form.value("step").to_owned();
    let Some(filled) = read(&mut form) else {
        return refused(&Ask::new(shell, form, (token, service)));
    };
    match step.as_str() {
        "change" => page(&Ask::new(shell, form, (token, service))),
        "send" => {
            let key = form.key().to_owned();
            app.write(&actor, move |act| measures::answer(act, &filled, &key)).await?;
            Ok(Redirect::to(&urls::measure_by_link(&token)).into_response())
        }
        _ => page(&Check::new(shell, form, token, &filled)),
    }
}

/// The questions, after a slip, to check, and at the end.
pub(crate) fn samples() -> Vec<Sample> {
    let shell = || {
        let mut shell = Shell::sample();
        shell.who = None;
        shell.navigation.clear();
        shell
    };
    let service = || Service {
        name: "Harbourside social prescribing".into(),
        phone: Some("01632 960000".into()),
        crisis_lines: vec![CrisisLine {
            name: "Samaritans".into(),
            reach: "116 123".into(),
            words: "Day and night, free.".into(),
        }],
    };
    let token = || "token".to_owned();
    let answers = vec![Some(7), Some(10), None, Some(2), Some(4)];
    let form = super::questions::filled(Form::empty("key"), &answers);
    let mut slip = Form::empty("key").with("groups_belonged_to-count", "some");
    let _ = read(&mut slip);
    let over = |was_answered| Over { shell: shell(), service: service(), was_answered }.render();
    vec![
        ("measure", Ask::new(shell(), Form::empty("key"), (token(), service())).render()),
        ("measure-filled", Ask::new(shell(), form.clone(), (token(), service())).render()),
        ("measure-refused", Ask::new(shell(), slip, (token(), service())).render()),
        ("measure-check", Check::new(shell(), form, token(), &answers).render()),
        ("measure-thanks", over(true)),
        ("measure-closed", over(false)),
    ]
}
