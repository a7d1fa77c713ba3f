//! How life is for one person over time, and the ways to ask.

use app::measures::{self, Given, How, OverTime};
use app::{Actor, App};
use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect};
use domain::ids::PersonId;
use domain::measures::Better;
use jiff::civil::Date;

use super::questions::in_words;
use crate::error::{Error, PageResult, page};
use crate::forms::Form;
use crate::samples::Sample;
use crate::shell::Shell;
use crate::urls;

#[derive(Template)]
#[template(path = "pages/measures/over_time.html")]
struct Page {
    shell: Shell,
    form: Form,
    id: PersonId,
    name: String,
    has_email: bool,
    columns: Vec<String>,
    lines: Vec<Line>,
    waves: Vec<Wave>,
    earlier: Vec<Earlier>,
    seen: OverTime,
}

/// One question over time.
struct Line {
    words: &'static str,
    better: &'static str,
    answers: Vec<String>,
}

/// One wave and what can be done about it.
struct Wave {
    key: &'static str,
    title: String,
    label: &'static str,
    is_due: bool,
    /// When and how it was answered; empty while it was not.
    given: String,
    link: Option<(String, String)>,
}

/// Answers that were corrected.
struct Earlier {
    title: String,
    answers: Vec<(&'static str, String)>,
}

/// The words as they begin a heading.
fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

fn day(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

fn how(given: &Given) -> String {
    format!("{}, {}", day(given.on), given.mode.label())
}

impl Page {
    fn new(shell: Shell, form: Form, seen: OverTime) -> Page {
        let lines = seen.lines.iter().map(|(question, answers)| Line {
            words: &question.item.words,
            better: match question.item.better {
                Better::Higher => "higher is better",
                Better::Lower => "lower is better",
            },
            answers: answers
                .iter()
                .map(|answer| answer.map_or("–".to_owned(), |number| number.to_string()))
                .collect(),
        });
        let waves = seen.waves.iter().map(|one| Wave {
            key: one.wave.key(),
            title: capital(one.wave.label()),
            label: one.wave.label(),
            is_due: seen.due == Some(one.wave),
            given: one.given.as_ref().map(how).unwrap_or_default(),
            link: one
                .link
                .as_ref()
                .map(|(url, until)| (url.clone(), until.map(day).unwrap_or_default())),
        });
        let earlier = seen.earlier.iter().map(|given| Earlier {
            title: format!("{} ({})", capital(given.wave.label()), how(given)),
            answers: in_words(&given.answers),
        });
        let details = &seen.person.details;
        Page {
            id: seen.person.id,
            name: details.given_name.clone(),
            has_email: details.email.is_some(),
            columns: seen.waves.iter().map(|one| capital(one.wave.label())).collect(),
            lines: lines.collect(),
            waves: waves.collect(),
            earlier: earlier.collect(),
            shell,
            form,
            seen,
        }
    }
}

pub(crate) async fn show(
    app: App,
    shell: Shell,
    actor: Actor,
    Path(id): Path<PersonId>,
) -> PageResult {
    let seen = app.write(&actor, move |act| measures::over_time(act, id)).await?;
    page(&Page::new(shell, Form::empty(app.form_key()), seen))
}

/// Makes a link for one wave, and sends it by e-mail where that was pressed.
pub(crate) async fn ask(
    app: App,
    actor: Actor,
    Path((id, wave)): Path<(PersonId, String)>,
    form: Form,
) -> PageResult {
    let wave = super::wave(&wave).ok_or(Error::NotFound)?;
    let how = if form.value("how") == "email" { How::Email } else { How::Link };
    let key = form.key().to_owned();
    app.write(&actor, move |act| measures::ask(act, id, wave, how, &key)).await?;
    Ok(Redirect::to(&urls::measures(id)).into_response())
}

/// A made-up person who answered at the beginning.
pub(crate) fn sample(may_record: bool) -> OverTime {
    use app::measures::{Asked, questions};
    use domain::measures::{Mode, Wave};
    use domain::person::{Details, Person};

    let details = Details {
        given_name: "Margaret".into(),
        family_name: "Ellis".into(),
        email: Some("margaret@example.org".into()),
        ..Details::default()
    };
    let id = PersonId(uuid::Uuid::from_u128(7));
    let person = Person { id, details, created_at: jiff::Timestamp::UNIX_EPOCH, version: 1 };
    let answers = vec![Some(4), Some(5), None, Some(7), Some(1)];
    let given = |answers: &[Option<i64>], mode| Given {
        wave: Wave::Baseline,
        on: jiff::civil::date(2026, 11, 2),
        mode,
        answers: answers.to_vec(),
    };
    let at = |wave, given, link| Asked { wave, given, link };
    let until = Some(jiff::civil::date(2026, 12, 6));
    let link = Some(("https://kith.example.org/m/a-long-token".to_owned(), until));
    OverTime {
        person,
        lines: questions().into_iter().zip(&answers).map(|(q, a)| (q, vec![*a, None])).collect(),
        waves: vec![
            at(Wave::Baseline, Some(given(&answers, Mode::WithHelp)), None),
            at(Wave::End, None, link.filter(|_| may_record)),
        ],
        earlier: vec![given(&[Some(3), None, None, None, None], Mode::Paper)],
        due: Some(Wave::End),
        may_record,
        service: "Harbourside social prescribing".into(),
    }
}

/// The page for a link worker, and for somebody who may only read it.
pub(crate) fn samples() -> Vec<Sample> {
    let page =
        |may_record| Page::new(Shell::sample(), Form::empty("key"), sample(may_record)).render();
    vec![("measures", page(true)), ("measures-to-read", page(false))]
}
