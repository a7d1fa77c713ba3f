//! The form of a plan: filled in together, saved as a new version, never over somebody else's.

use app::plans::Desk;
use app::{Act, Actor, App, AppError};
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use domain::group::Weekday;
use domain::ids::PersonId;
use domain::plan::MOST_GOALS;
use domain::profile::DayPart;

use super::content::{self, MORE, Rows};
use super::wishes;
use crate::components::Choice;
use crate::dates;
use crate::error::{PageResult, page, refused};
use crate::forms::Form;
use crate::samples::Sample;
use crate::shell::Shell;
use crate::urls;

#[derive(Template)]
#[template(path = "pages/plans/edit.html")]
struct Page {
    shell: Shell,
    form: Form,
    rows: Rows,
    id: PersonId,
    name: String,
    given_name: String,
    is_first: bool,
    draft_of: Option<String>,
    /// Where to read what somebody else saved meanwhile.
    theirs: Option<String>,
    scores: Vec<Choice>,
    folds: [wishes::Fold; 6],
    lists: Lists,
}

/// The answers that can be picked.
struct Lists {
    activities: Vec<Choice>,
    needs: Vec<Choice>,
    gaps: Vec<Choice>,
    ways: Vec<Choice>,
    online: Vec<Choice>,
    company: Vec<Choice>,
    access: Vec<Choice>,
}

/// The field that says on which version the writer began.
const BASE: &str = "base";

pub(crate) async fn show(
    app: App,
    actor: Actor,
    shell: Shell,
    Path(id): Path<PersonId>,
) -> PageResult {
    let desk = app.write(&actor, move |act| app::plans::desk(act, id)).await?;
    let empty = Form::empty(app.form_key());
    let form = match (&desk.draft, &desk.latest) {
        (Some(draft), _) => {
            draft.fields.iter().fold(empty, |form, (name, typed)| form.with(name, typed))
        }
        (None, Some(plan)) => {
            content::fill(empty, &plan.content).with(BASE, desk.number.to_string())
        }
        (None, None) => empty.with(BASE, "0"),
    };
    page(&Page::of(shell, form, desk))
}

pub(crate) async fn submit(
    app: App,
    actor: Actor,
    shell: Shell,
    Path(id): Path<PersonId>,
    mut form: Form,
) -> PageResult {
    let mut desk = app.write(&actor, move |act| app::plans::desk(act, id)).await?;
    desk.draft = None;
    if !form.value(MORE).is_empty() {
        return page(&Page::of(shell, form, desk));
    }
    let before = desk.latest.as_ref().map(|plan| plan.content.clone()).unwrap_or_default();
    let content = content::read(&mut form, before);
    if !form.is_ok() {
        return refused(&Page::of(shell, form, desk));
    }
    let (base, key) = (form.value(BASE).parse().unwrap_or(0), form.key().to_owned());
    let save = move |act: &mut Act<'_>| app::plans::save(act, id, (base, &content), &key);
    match app.write(&actor, save).await {
        Ok(_) => Ok(Redirect::to(&urls::person_after(id, "plan")).into_response()),
        Err(AppError::Conflict) => conflict(&app, shell, form, desk),
        Err(error) => {
            form.absorb(error)?;
            refused(&Page::of(shell, form, desk))
        }
    }
}

/// Somebody saved a version meanwhile: what was typed stays, on top of theirs.
fn conflict(app: &App, shell: Shell, form: Form, desk: Desk) -> PageResult {
    let newest = desk.number.to_string();
    let mine = form.typed().filter(|(name, _)| ![BASE, crate::forms::KEY_FIELD].contains(name));
    let mut form = mine
        .fold(Form::empty(app.form_key()), |form, (name, typed)| form.with(name, typed))
        .with(BASE, newest);
    form.refuse("what_matters", "Somebody saved the plan while you were writing. Yours is below.");
    let theirs = desk.latest.as_ref().map(|plan| urls::plan_version(desk.person.id, plan.id));
    let sheet = Page { theirs, ..Page::of(shell, form, desk) };
    Ok((StatusCode::CONFLICT, page(&sheet)?).into_response())
}

impl Page {
    fn of(shell: Shell, form: Form, desk: Desk) -> Page {
        let details = &desk.person.details;
        Page {
            shell,
            rows: Rows::of(&form),
            folds: wishes::folds(&form),
            form,
            id: desk.person.id,
            name: details.full_name(),
            given_name: details.given_name.clone(),
            is_first: desk.latest.is_none(),
            draft_of: desk.draft.map(|draft| dates::moment(draft.saved_at, &desk.zone)),
            theirs: None,
            scores: (1..=10).map(|n| Choice::new(n.to_string(), n.to_string())).collect(),
            lists: Lists::all(),
        }
    }

    fn week(&self) -> [Weekday; 7] {
        Weekday::ALL
    }

    fn parts(&self) -> [DayPart; 3] {
        wishes::PARTS
    }

    fn is_free(&self, day: &Weekday, part: &DayPart) -> bool {
        self.form.has("times", &wishes::time_key(*day, *part))
    }

    fn may_add_goal(&self) -> bool {
        self.rows.actions.len() < MOST_GOALS
    }
}

impl Lists {
    fn all() -> Lists {
        Lists {
            activities: wishes::activities(),
            needs: wishes::needs(),
            gaps: wishes::gaps(),
            ways: wishes::ways(),
            online: wishes::online(),
            company: wishes::company(),
            access: wishes::access(),
        }
    }
}

/// A first plan, one with goals, and one that somebody else changed meanwhile.
pub(crate) fn samples() -> Vec<Sample> {
    let sheet = |form: Form, theirs: Option<String>, is_first| Page {
        shell: Shell::sample(),
        rows: Rows::of(&form),
        folds: wishes::folds(&form),
        form,
        id: PersonId(uuid::Uuid::from_u128(1)),
        name: "Maggie Ellis".into(),
        given_name: "Maggie".into(),
        is_first,
        draft_of: None,
        theirs,
        scores: (1..=10).map(|n| Choice::new(n.to_string(), n.to_string())).collect(),
        lists: Lists::all(),
    };
    let full = || content::fill(Form::empty("a-key"), &super::sample_content());
    let mut late = full();
    late.refuse("what_matters", "Somebody saved the plan while you were writing. Yours is below.");
    vec![
        ("plan-first", sheet(Form::empty("a-key"), None, true).render()),
        ("plan", sheet(full(), None, false).render()),
        ("plan-conflict", sheet(late, Some(urls::start()), false).render()),
    ]
}
