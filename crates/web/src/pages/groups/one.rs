//! Everything known about one group, who made sure of it, its history, and one press to confirm it.

use app::directory::{self, CheckedBy};
use app::{Actor, App};
use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect};
use domain::access::{Relation, Verb};
use domain::group::{Freshness, Group, Status};
use domain::ids::GroupId;

use super::edit::{Part, version_of};
use super::facts::{
    Access, CAPACITIES, Facts, Ways, access, capacity_from, capacity_key, capital, sample,
};
use super::history::{Event, events};
use super::summary::{Section, sections};
use crate::components::Choice;
use crate::error::{Error, PageResult, page, refused};
use crate::forms::Form;
use crate::labels::{Label, label};
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
    capacity_note: String,
    facts: Facts,
    /// The tag of an entry that is ranked lower or not suggested, and what that means.
    stale: Option<Label>,
    stale_words: &'static str,
    sections: Vec<Section>,
    access: Vec<Access>,
    history: Vec<Event>,
    ways: Ways,
    is_ended: bool,
    source: String,
    version: i64,
    may_confirm: bool,
    may_see_register: bool,
    capacities: Vec<Choice>,
}

struct Known {
    group: Group,
    history: Vec<Event>,
    version: i64,
    today: jiff::civil::Date,
    may_confirm: bool,
    may_see_register: bool,
}

impl Page {
    fn new(shell: Shell, form: Form, known: Known) -> Page {
        let group = known.group;
        let choice = |capacity| {
            let key = capacity_key(capacity);
            Choice::new(key, label("capacity", key).text)
        };
        let id = group.id;
        let change = |part: Part| match known.may_confirm {
            true => urls::group_edit(id, part.key()),
            false => String::new(),
        };
        let mut sections = sections(&group, known.today, known.may_confirm, change);
        for section in &mut sections {
            // These stand above with links that ring and write, in the heading, and as pairs.
            let elsewhere =
                ["E-mail", "Telephone", "Web", "Name", "Run by", "About", "There", "Not there"];
            section.rows.retain(|row| !elsewhere.contains(&row.key.as_str()));
            if section.title == Part::GettingIn.title() {
                section.rows.clear();
            }
        }
        Page {
            shell,
            form,
            id,
            facts: Facts::of(&group, known.today),
            capacity_note: group.life.capacity_note.clone().unwrap_or_default(),
            stale: group.freshness.is_stale().then(|| label("freshness", group.freshness.key())),
            stale_words: stale_words(group.freshness),
            sections,
            access: access(&group),
            history: known.history,
            ways: Ways::of(&group.contact),
            is_ended: matches!(group.status, Status::Ended { .. }),
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

/// What the freshness of an entry means for those who look for a group.
fn stale_words(freshness: Freshness) -> &'static str {
    match freshness {
        Freshness::Fresh | Freshness::DueSoon => "",
        Freshness::Reminded(_) => "It is time to check this entry.",
        Freshness::Sinking => "Nobody answered our reminders, so it is suggested less often.",
        Freshness::Hidden => "It is suggested to nobody until somebody has checked it.",
    }
}

async fn load(app: &App, actor: &Actor, id: GroupId) -> Result<Known, Error> {
    let known = app.read(actor, move |act| {
        let (group, version) = directory::find(act, id)?;
        let history = events(&directory::told(act, id)?);
        let may_confirm = directory::may_confirm(act, id)?;
        let today = act.today()?;
        let may_see_register = act.actor.may(Verb::SeeRegister, Relation::Service);
        Ok(Known { group, history, version, today, may_confirm, may_see_register })
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
    let version = version_of(&form);
    app.write(&actor, move |act| directory::confirm(act, id, version, CheckedBy::Rang)).await?;
    let next = match form.has("from", "check") {
        true => urls::groups_check_done("checked"),
        false => urls::group(id),
    };
    Ok(Redirect::to(&next).into_response())
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
    let version = version_of(&form);
    let change = (capacity, places);
    app.write(&actor, move |act| directory::set_capacity(act, id, version, change)).await?;
    Ok(Redirect::to(&urls::group(id)).into_response())
}

pub(crate) fn samples() -> Vec<Sample> {
    let sample = |may: bool| {
        let today = jiff::civil::date(2026, 11, 22);
        let group = sample();
        let form = filled(&group);
        let event =
            Event { day: "12 October 2026".into(), what: "Link worker, rang: all true.".into() };
        let known = Known {
            group,
            history: vec![event],
            version: 1,
            today,
            may_confirm: may,
            may_see_register: may,
        };
        Page::new(Shell::sample(), form, known).render()
    };
    vec![("group", sample(true)), ("group-to-read", sample(false))]
}
