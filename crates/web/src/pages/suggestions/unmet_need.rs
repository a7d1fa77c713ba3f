//! Nothing fits: what is missing, for those who plan and pay. It names nobody.

use app::unmet_needs::{self, Missing};
use app::{Actor, App, suggestions};
use askama::Template;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse as _, Redirect};
use domain::access::{Relation, Verb};
use domain::ids::PersonId;
use domain::kinds::{Activity, Need};
use domain::profile::Profile;
use domain::words;
use matching::Barrier;
use serde::Deserialize;

use crate::components::Choice;
use crate::error::{Error, PageResult, page, refused};
use crate::forms::Form;
use crate::samples::Sample;
use crate::shell::Shell;
use crate::urls;

#[derive(Template)]
#[template(path = "pages/suggestions/unmet_need.html")]
struct Page {
    shell: Shell,
    form: Form,
    person: PersonId,
    name: String,
    needs: Vec<Choice>,
    activities: Vec<Choice>,
    barriers: Vec<Choice>,
    languages: Vec<Choice>,
}

impl Page {
    fn new(shell: Shell, form: Form, person: PersonId, name: String) -> Page {
        let barriers = Barrier::ALL.into_iter().filter(|barrier| barrier.is_unmet_need());
        let others = words::LANGUAGES.iter().filter(|(tag, _)| *tag != "en");
        Page {
            shell,
            form,
            person,
            name,
            needs: Need::ALL.iter().map(|need| Choice::new(need.key(), need.label())).collect(),
            activities: Activity::ALL
                .iter()
                .map(|kind| Choice::new(kind.key(), kind.label()))
                .collect(),
            barriers: barriers
                .map(|barrier| Choice::new(barrier.key(), barrier_words(barrier)))
                .collect(),
            languages: others.map(|(tag, name)| Choice::new(*tag, *name)).collect(),
        }
    }
}

/// A barrier in a few words, for a list to choose from.
pub(crate) fn barrier_words(barrier: Barrier) -> &'static str {
    match barrier {
        Barrier::NothingLikeIt => "There is nothing like it",
        Barrier::Travel => "Too far, or no way of getting there",
        Barrier::Time => "Only at other times",
        Barrier::Age => "For another age",
        Barrier::Gender => "For another gender",
        Barrier::Membership => "For members only",
        Barrier::Referral => "Takes nobody from us",
        Barrier::Area => "For another area",
        Barrier::Full => "Full",
        Barrier::Access => "Access that is needed is missing",
        Barrier::Online => "Online only, or not online",
        Barrier::Cost => "Costs too much",
        Barrier::Language => "Another language",
        Barrier::Avoided => "Something that is not wanted",
        Barrier::NotRunning => "Paused or ended",
        Barrier::Tried => "Tried already",
    }
}

/// The barrier with this stored name.
pub(crate) fn barrier_from(key: &str) -> Option<Barrier> {
    Barrier::ALL.into_iter().find(|barrier| barrier.key() == key)
}

/// What gets in the way, where a link says so.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    barrier: String,
}

pub(crate) async fn show(
    app: App,
    shell: Shell,
    actor: Actor,
    Path(id): Path<PersonId>,
    Query(asked): Query<Asked>,
) -> PageResult {
    let found = app.write(&actor, move |act| suggestions::suggest(act, id, 1)).await?;
    let biggest = found.nothing_fits.as_ref().and_then(|nothing| nothing.biggest);
    let barrier = barrier_from(&asked.barrier).or(biggest);
    let known = known_of(&found.profile).into_iter();
    let form = known
        .fold(Form::empty(app.form_key()), |form, (name, value)| form.with(name, value))
        .with("barrier", barrier.map_or("", Barrier::key));
    page(&Page::new(shell, form, id, found.person.details.given_name))
}

/// What the plan says already of what is missing: fields of the form, and what stands in them.
pub(crate) fn known_of(profile: &Profile) -> [(&'static str, String); 4] {
    let need = profile.needs.first().map_or("", |need| need.key());
    let activity = profile.activities.first().map_or("", |kind| kind.key());
    let language = profile.languages.iter().find(|tag| !tag.starts_with("en"));
    [
        ("need", need.to_owned()),
        ("activity", activity.to_owned()),
        ("outcode", profile.outcode.clone().unwrap_or_default()),
        ("language", language.cloned().unwrap_or_default()),
    ]
}

pub(crate) async fn submit(
    app: App,
    shell: Shell,
    actor: Actor,
    Path(id): Path<PersonId>,
    mut form: Form,
) -> PageResult {
    if !actor.may(Verb::RecordUnmetNeed, Relation::Own) {
        return Err(Error::NotFound);
    }
    let missing = Missing {
        need: Need::from_key(form.value("need")),
        activity: Activity::from_key(form.value("activity")),
        barrier: barrier_from(form.value("barrier")),
        outcode: form.value("outcode").to_owned(),
        language: form.value("language").to_owned(),
        words: form.value("words").to_owned(),
    };
    let barrier = form.value("barrier").to_owned();
    // One page of suggestions draws a form for each barrier: the key counts for one of them.
    let key = format!("{} {barrier}", form.key());
    match app.write(&actor, move |act| unmet_needs::record(act, id, &missing, &key)).await {
        Ok(()) => Ok(Redirect::to(&urls::suggestions_after(id, &barrier)).into_response()),
        Err(error) => {
            form.absorb(error)?;
            refused(&Page::new(shell, form, id, "them".into()))
        }
    }
}

pub(crate) fn samples() -> Vec<Sample> {
    let filled = Form::empty("key").with("need", "loneliness").with("outcode", "NR30");
    let mut slip = Form::empty("key");
    slip.refuse("need", "Choose what they need help with");
    let sample = |form| {
        Page::new(Shell::sample(), form, uuid::Uuid::nil().into(), "Margaret".into()).render()
    };
    vec![("unmet-need", sample(filled)), ("unmet-need-refused", sample(slip))]
}
