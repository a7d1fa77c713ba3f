//! The page of a turn in somebody's support: one question, perhaps a date, one button.
//!
//! What each turn asks and does stands in `turns`; this page is the same for all of them.

use app::{Act, Actor, App, AppResult};
use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use axum::routing::{MethodRouter, get, post};
use domain::access::Verb;
use domain::ids::PersonId;
use domain::referral::State;
use jiff::civil::Date;

use crate::components::Choice;
use crate::error::{PageResult, page, refused};
use crate::forms::Form;
use crate::samples::Sample;
use crate::shell::Shell;
use crate::urls;

/// A turn: what its page asks, and what its button does.
pub(crate) struct Turn {
    /// What the person's page says afterwards, by its name there.
    pub(super) name: &'static str,
    /// Its address.
    pub(super) at: fn(PersonId) -> String,
    /// Who may.
    pub(super) verb: Verb,
    /// The heading, around the name.
    pub(super) heading: (&'static str, &'static str),
    pub(super) words: &'static str,
    pub(super) question: &'static str,
    pub(super) choices: fn() -> Vec<(&'static str, &'static str)>,
    /// What is said where nothing was chosen.
    pub(super) missing: &'static str,
    /// The question about a date, where there is one.
    pub(super) date: &'static str,
    /// What the referrer may be told is asked for here, where there is something to tell.
    pub(super) agreed: &'static str,
    pub(super) button: &'static str,
    pub(super) does: fn(&mut Act<'_>, PersonId, &Filled) -> AppResult<State>,
}

/// What was filled in: one of the choices, the date where one is asked for, and what was agreed.
#[derive(Debug, Clone)]
pub(crate) struct Filled {
    pub(super) reason: String,
    pub(super) until: Option<Date>,
    pub(super) agreed: String,
}

#[derive(Template)]
#[template(path = "pages/people/turn.html")]
struct Page {
    shell: Shell,
    form: Form,
    turn: &'static Turn,
    heading: String,
    choices: Vec<Choice>,
    action: String,
    back: String,
    name: String,
}

impl Turn {
    /// The route of its page.
    pub(crate) fn page(&'static self) -> MethodRouter<crate::state::State> {
        get(async move |app: App, actor: Actor, shell: Shell, Path(id): Path<PersonId>| {
            let form = Form::empty(app.form_key());
            self.ask(&app, &actor, shell, (id, form)).await
        })
    }

    /// The route of its button.
    pub(crate) fn act(&'static self) -> MethodRouter<crate::state::State> {
        post(async move |app: App, actor: Actor, shell: Shell, Path(id): Path<PersonId>, form| {
            self.submit((app, actor, shell), id, form).await
        })
    }

    async fn submit(
        &'static self,
        (app, actor, shell): (App, Actor, Shell),
        id: PersonId,
        mut form: Form,
    ) -> PageResult {
        let Some(filled) = self.filled(&mut form) else {
            return self.ask(&app, &actor, shell, (id, form)).await;
        };
        let done = app.write(&actor, move |act| (self.does)(act, id, &filled)).await;
        match done {
            Ok(state) => {
                let news = if state.is_death() { "died" } else { self.name };
                Ok(Redirect::to(&urls::person_after(id, news)).into_response())
            }
            Err(error) => {
                form.absorb(error)?;
                self.ask(&app, &actor, shell, (id, form)).await
            }
        }
    }

    /// What was filled in; nothing, with the errors in the form, where something is missing.
    fn filled(&self, form: &mut Form) -> Option<Filled> {
        let reason = form.value("reason").to_owned();
        if !(self.choices)().iter().any(|(key, _)| *key == reason) {
            form.refuse("reason", self.missing);
        }
        let until = match self.date {
            "" => None,
            _ => form.date("until", "date"),
        };
        if !self.date.is_empty() && until.is_none() && !form.has_error("until") {
            form.refuse("until", "Enter the day on which you ask again");
        }
        let agreed = form.value("agreed").to_owned();
        form.is_ok().then_some(Filled { reason, until, agreed })
    }

    /// The page, at first or with what was typed; for whoever may not see it there is none.
    async fn ask(
        &'static self,
        app: &App,
        actor: &Actor,
        shell: Shell,
        (id, form): (PersonId, Form),
    ) -> PageResult {
        let desk = move |act: &mut Act<'_>| app::holding::desk(act, id, self.verb);
        let (person, _, _) = app.read(actor, desk).await?;
        let ok = form.is_ok();
        let sheet = self.draw(shell, form, (id, person.details.full_name()));
        if ok { page(&sheet) } else { refused(&sheet) }
    }

    fn draw(&'static self, shell: Shell, form: Form, (id, name): (PersonId, String)) -> Page {
        let (before, after) = self.heading;
        let choice = |(key, text): (&'static str, &'static str)| Choice::new(key, text);
        Page {
            shell,
            form,
            turn: self,
            heading: format!("{before}{name}{after}"),
            choices: (self.choices)().into_iter().map(choice).collect(),
            action: (self.at)(id),
            back: urls::person(id),
            name,
        }
    }

    /// The page at first and after a slip.
    pub(super) fn samples(&'static self, names: (&'static str, &'static str)) -> Vec<Sample> {
        let maggie = || (PersonId(uuid::Uuid::from_u128(1)), "Maggie Ellis".to_owned());
        let mut form = Form::empty("a-key");
        form.refuse("reason", self.missing);
        let first = self.draw(Shell::sample(), Form::empty("a-key"), maggie());
        let again = self.draw(Shell::sample(), form, maggie());
        vec![(names.0, first.render()), (names.1, again.render())]
    }
}
