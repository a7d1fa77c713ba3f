//! Find a person: for whoever answers the telephone. What is typed is sent in the body of the
//! request, so that no name stands in an address, a history or a log.

use app::people::finding::{self, Found, MOST, Wanted};
use app::{Actor, App};
use askama::Template;
use domain::person::NhsNumber;

use super::sample_person;
use crate::dates;
use crate::error::{PageResult, page, refused};
use crate::forms::Form;
use crate::samples::Sample;
use crate::shell::Shell;
use crate::urls;

#[derive(Template)]
#[template(path = "pages/people/find.html")]
struct Page {
    shell: Shell,
    form: Form,
    /// Nothing before anything was looked for.
    lines: Option<Vec<Line>>,
    is_cut: bool,
}

struct Line {
    href: String,
    name: String,
    born: String,
    near: String,
    standing: &'static str,
}

impl Page {
    fn empty(shell: Shell, form: Form) -> Page {
        Page { shell, form, lines: None, is_cut: false }
    }

    fn of(shell: Shell, form: Form, found: Vec<Found>) -> Page {
        let is_cut = found.len() > MOST;
        let lines = found.into_iter().take(MOST).map(line).collect();
        Page { shell, form, lines: Some(lines), is_cut }
    }
}

fn line(found: Found) -> Line {
    let details = &found.person.details;
    Line {
        href: urls::person(found.person.id),
        name: details.full_name(),
        born: details.born_on.map_or_else(|| "Not known".to_owned(), dates::day),
        near: details.home.postcode().unwrap_or("Not known").to_owned(),
        standing: match (found.is_open, found.referrals) {
            (true, _) => "Somebody is to do something for them",
            (false, 0) => "No referral",
            (false, _) => "Ended",
        },
    }
}

pub(crate) async fn show(app: App, shell: Shell, actor: Actor) -> PageResult {
    app.read(&actor, finding::desk).await?;
    page(&Page::empty(shell, Form::default()))
}

pub(crate) async fn submit(app: App, shell: Shell, actor: Actor, mut form: Form) -> PageResult {
    let wanted = read(&mut form);
    if !form.is_ok() {
        app.read(&actor, finding::desk).await?;
        return refused(&Page::empty(shell, form));
    }
    match app.write(&actor, move |act| finding::find(act, &wanted)).await {
        Ok(found) => page(&Page::of(shell, form, found)),
        Err(error) => {
            form.absorb(error)?;
            refused(&Page::empty(shell, form))
        }
    }
}

fn read(form: &mut Form) -> Wanted {
    let born_on = form.date("date_of_birth", "date of birth");
    let nhs_number = form.optional("nhs_number").and_then(|typed| {
        let number = NhsNumber::parse(&typed);
        if number.is_none() {
            let sentence = "Check the NHS number: it has 10 digits, and the last is a check digit";
            form.refuse("nhs_number", sentence);
        }
        number
    });
    Wanted {
        given_name: form.value("given_name").to_owned(),
        family_name: form.value("family_name").to_owned(),
        born_on,
        nhs_number,
        reference: form.value("reference").to_owned(),
    }
}

/// Before, with somebody found, with nobody, and after a slip.
pub(crate) fn samples() -> Vec<Sample> {
    let shell = Shell::sample;
    let typed = || Form::filled([("family_name", "Ellis"), ("given_name", "Margaret")]);
    let line = |n, name: &str, standing| {
        let details = sample_person(n, name).details;
        Line {
            href: urls::start(),
            name: details.full_name(),
            born: details.born_on.map(dates::day).unwrap_or_default(),
            near: "NR30 1AA".into(),
            standing,
        }
    };
    let lines = vec![
        line(1, "Margaret Ellis", "Somebody is to do something for them"),
        line(2, "Margaret Ellis", "Ended"),
    ];
    let mut slip = Form::default();
    slip.refuse("family_name", "Enter a name, an NHS number or a reference");
    let nobody = Page { lines: Some(vec![]), ..Page::empty(shell(), typed()) };
    let some = Page { lines: Some(lines), is_cut: true, ..Page::empty(shell(), typed()) };
    vec![
        ("people-find", Page::empty(shell(), Form::default()).render()),
        ("people-find-some", some.render()),
        ("people-find-nobody", nobody.render()),
        ("people-find-refused", Page::empty(shell(), slip).render()),
    ]
}
