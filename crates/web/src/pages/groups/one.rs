//! Everything known about one group, who made sure of it, and one press to confirm it.

use app::directory::{self, CheckedBy};
use app::{Actor, App};
use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect};
use domain::access::{Relation, Verb};
use domain::group::Group;
use domain::ids::GroupId;

use super::facts::{
    Access, CAPACITIES, Facts, Ways, access, capacity_from, capacity_key, capital, languages,
    limits, sample,
};
use crate::components::Choice;
use crate::error::{Error, PageResult, page, refused};
use crate::forms::Form;
use crate::labels::label;
use crate::samples::Sample;
use crate::shell::Shell;
use crate::urls;

#[derive(Template)]
#[template(path = "pages/groups/one.html")]
struct Page {
    shell: Shell,
    form: Form,
    id: GroupId,
    name: String,
    organisation: String,
    description: String,
    facts: Facts,
    activities: String,
    limits: Vec<String>,
    languages: String,
    access: Vec<Access>,
    ways: Ways,
    places: Option<u32>,
    source: String,
    version: i64,
    may_confirm: bool,
    may_see_register: bool,
    capacities: Vec<Choice>,
}

struct Known {
    group: Group,
    version: i64,
    today: jiff::civil::Date,
    may_confirm: bool,
    may_see_register: bool,
}

impl Page {
    fn new(shell: Shell, form: Form, known: Known) -> Page {
        let group = known.group;
        let activities: Vec<&str> = group.activities.iter().map(|kind| kind.label()).collect();
        let choice = |capacity| {
            let key = capacity_key(capacity);
            Choice::new(key, label("capacity", key).text)
        };
        Page {
            shell,
            form,
            id: group.id,
            facts: Facts::of(&group, known.today),
            activities: activities.join(", "),
            limits: limits(&group),
            languages: languages(&group),
            access: access(&group),
            ways: Ways::of(&group.contact),
            places: group.places_per_month,
            source: capital(&group.source.name),
            version: known.version,
            may_confirm: known.may_confirm,
            may_see_register: known.may_see_register,
            capacities: CAPACITIES.into_iter().map(choice).collect(),
            organisation: group.organisation.unwrap_or_default(),
            description: group.description,
            name: group.name,
        }
    }
}

async fn load(app: &App, actor: &Actor, id: GroupId) -> Result<Known, Error> {
    let known = app.read(actor, move |act| {
        let (group, version) = directory::find(act, id)?;
        let may_confirm = directory::may_confirm(act, id)?;
        let today = act.today()?;
        let may_see_register = act.actor.may(Verb::SeeRegister, Relation::Service);
        Ok(Known { group, version, today, may_confirm, may_see_register })
    });
    Ok(known.await?)
}

pub(crate) async fn show(
    app: App,
    shell: Shell,
    actor: Actor,
    Path(id): Path<GroupId>,
) -> PageResult {
    let known = load(&app, &actor, id).await?;
    let form = filled(&known.group);
    page(&Page::new(shell, form, known))
}

fn filled(group: &Group) -> Form {
    let places = group.places_per_month.map(|places| places.to_string()).unwrap_or_default();
    Form::filled([("capacity", capacity_key(group.capacity).to_owned()), ("places", places)])
}

/// "Rang, all true", in one press.
pub(crate) async fn confirm(
    app: App,
    actor: Actor,
    Path(id): Path<GroupId>,
    form: Form,
) -> PageResult {
    let version = form.value("version").parse().unwrap_or(0);
    app.write(&actor, move |act| directory::confirm(act, id, version, CheckedBy::Rang)).await?;
    Ok(Redirect::to(&urls::group(id)).into_response())
}

/// Whether it has room, and how many places a month.
pub(crate) async fn submit(
    app: App,
    shell: Shell,
    actor: Actor,
    Path(id): Path<GroupId>,
    mut form: Form,
) -> PageResult {
    let known = load(&app, &actor, id).await?;
    if !known.may_confirm {
        return Err(Error::NotFound);
    }
    let capacity = capacity_from(form.value("capacity"));
    if capacity.is_none() {
        form.refuse("capacity", "Choose whether it has room");
    }
    let typed = form.optional("places");
    let places = typed.as_deref().and_then(|typed| typed.parse::<u32>().ok());
    if typed.is_some() && places.is_none_or(|places| places > 1000) {
        form.refuse("places", "Enter a whole number, or leave it empty");
    }
    let (Some(capacity), true) = (capacity, form.is_ok()) else {
        return refused(&Page::new(shell, form, known));
    };
    let version = form.value("version").parse().unwrap_or(0);
    let change = (capacity, places);
    app.write(&actor, move |act| directory::set_capacity(act, id, version, change)).await?;
    Ok(Redirect::to(&urls::group(id)).into_response())
}

pub(crate) fn samples() -> Vec<Sample> {
    let sample = |may: bool| {
        let today = jiff::civil::date(2026, 11, 22);
        let group = sample();
        let form = filled(&group);
        let known = Known { group, version: 1, today, may_confirm: may, may_see_register: may };
        Page::new(Shell::sample(), form, known).render()
    };
    vec![("group", sample(true)), ("group-to-read", sample(false))]
}
