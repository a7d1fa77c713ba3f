//! A link worker writes down what a person answered on paper, by telephone or with help.

use app::measures::{self, OverTime};
use app::{Actor, App};
use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect};
use domain::ids::PersonId;
use domain::measures::{Mode, Wave};

use super::questions::{Questions, filled, read};
use crate::components::Choice;
use crate::error::{Error, PageResult, page, refused};
use crate::forms::Form;
use crate::samples::Sample;
use crate::shell::Shell;
use crate::urls;

/// The ways in which a worker writes answers down.
const MODES: [Mode; 3] = [Mode::Paper, Mode::Phone, Mode::WithHelp];

#[derive(Template)]
#[template(path = "pages/measures/record.html")]
struct Page {
    shell: Shell,
    form: Form,
    id: PersonId,
    name: String,
    wave: Wave,
    is_correction: bool,
    modes: Vec<Choice>,
    questions: Questions,
}

impl Page {
    fn new(shell: Shell, form: Form, wave: Wave, seen: &OverTime) -> Page {
        let given = seen.waves.iter().find(|one| one.wave == wave);
        let choice = |mode: Mode| {
            let words = match mode {
                Mode::Paper => "On paper",
                Mode::Phone => "By telephone",
                Mode::WithHelp | Mode::Link => "In person, with help",
            };
            Choice::new(mode.key(), words)
        };
        Page {
            id: seen.person.id,
            name: seen.person.details.given_name.clone(),
            wave,
            is_correction: given.is_some_and(|one| one.given.is_some()),
            modes: MODES.into_iter().map(choice).collect(),
            questions: Questions::new(&form),
            shell,
            form,
        }
    }
}

async fn seen(app: &App, actor: &Actor, id: PersonId) -> Result<OverTime, Error> {
    let seen = app.write(actor, move |act| measures::over_time(act, id)).await?;
    if seen.may_record { Ok(seen) } else { Err(Error::NotFound) }
}

/// The form; a correction begins with what stands there.
pub(crate) async fn show(
    app: App,
    shell: Shell,
    actor: Actor,
    Path((id, wave)): Path<(PersonId, String)>,
) -> PageResult {
    let seen = seen(&app, &actor, id).await?;
    let wave = super::wave(&wave).ok_or(Error::NotFound)?;
    let mut form = Form::empty(app.form_key());
    let there = seen.waves.iter().find(|one| one.wave == wave).and_then(|one| one.given.as_ref());
    if let Some(given) = there {
        form = filled(form, &given.answers).with("mode", given.mode.key());
    }
    page(&Page::new(shell, form, wave, &seen))
}

pub(crate) async fn submit(
    app: App,
    shell: Shell,
    actor: Actor,
    Path((id, wave)): Path<(PersonId, String)>,
    mut form: Form,
) -> PageResult {
    let seen = seen(&app, &actor, id).await?;
    let wave = super::wave(&wave).ok_or(Error::NotFound)?;
    let answers = read(&mut form);
    let mode = MODES.into_iter().find(|mode| mode.key() == form.value("mode"));
    if mode.is_none() {
        form.refuse("mode", "Say how they answered");
    }
    let (Some(answers), Some(mode)) = (answers, mode) else {
        return refused(&Page::new(shell, form, wave, &seen));
    };
    let key = form.key().to_owned();
    let save =
        move |act: &mut app::Act<'_>| measures::record(act, id, (wave, mode), &answers, &key);
    if let Err(error) = app.write(&actor, save).await {
        form.absorb(error)?;
        return refused(&Page::new(shell, form, wave, &seen));
    }
    Ok(Redirect::to(&urls::measures(id)).into_response())
}

/// The form at first, and after it was refused.
pub(crate) fn samples() -> Vec<Sample> {
    let seen = super::over_time::sample(true);
    let mut slip = Form::empty("key").with("ons4-happy", "8");
    slip.refuse("mode", "Say how they answered");
    let page = |form, wave| Page::new(Shell::sample(), form, wave, &seen).render();
    vec![
        ("measure-record", page(Form::empty("key"), Wave::End)),
        ("measure-record-refused", page(slip, Wave::Baseline)),
    ]
}
