//! A group's public page: what, for whom, when, where, and what a first visit is like.

use app::near::{self, Public};
use app::{Actor, App};
use askama::Template;
use axum::extract::{Path, Query};
use domain::group::Group;
use domain::ids::{GroupId, ServiceId};
use domain::words;
use serde::Deserialize;

use super::limit;
use crate::error::{Error, PageResult, page};
use crate::pages::groups::facts::{
    Access, Facts, Ways, access, capital, languages, limits, sample,
};
use crate::samples::Sample;
use crate::session::Peer;
use crate::shell::Shell;

#[derive(Template)]
#[template(path = "pages/find/group.html")]
struct Page {
    shell: Shell,
    id: GroupId,
    is_large: bool,
    service_name: String,
    service_email: String,
    words: Words,
}

/// Everything about a group that everybody may know, in words.
pub(super) struct Words {
    pub(super) name: String,
    pub(super) organisation: String,
    pub(super) description: String,
    pub(super) translations: Vec<Translation>,
    pub(super) facts: Facts,
    pub(super) activities: String,
    pub(super) for_whom: Vec<String>,
    pub(super) first_visit: String,
    pub(super) languages: String,
    pub(super) part_of_year: String,
    pub(super) access: Vec<Access>,
    pub(super) ways: Ways,
}

/// The description in another language.
pub(super) struct Translation {
    /// Its tag.
    pub(super) lang: String,
    /// Whether it is written from right to left.
    pub(super) dir: &'static str,
    /// Its English name.
    pub(super) name: String,
    /// The text.
    pub(super) text: String,
}

/// Scripts written from right to left, by language.
const FROM_THE_RIGHT: [&str; 6] = ["ar", "fa", "he", "prs", "ps", "ur"];

impl Words {
    pub(super) fn of(group: Group, today: jiff::civil::Date) -> Words {
        let activities: Vec<&str> = group.activities.iter().map(|kind| kind.label()).collect();
        let mut for_whom: Vec<String> = group.life.for_whom.iter().cloned().collect();
        for line in limits(&group) {
            if !for_whom.contains(&line) {
                for_whom.push(line);
            }
        }
        let translation = |(lang, text): (&String, &String)| Translation {
            lang: lang.clone(),
            dir: match FROM_THE_RIGHT.contains(&lang.split('-').next().unwrap_or("")) {
                true => "rtl",
                false => "ltr",
            },
            name: words::language(lang).to_owned(),
            text: text.clone(),
        };
        Words {
            facts: Facts::of(&group, today),
            activities: activities.join(", "),
            translations: group.life.translations.iter().map(translation).collect(),
            for_whom,
            first_visit: group.life.first_visit.clone().unwrap_or_default(),
            languages: languages(&group),
            part_of_year: group.life.part_of_year().map(|part| capital(&part)).unwrap_or_default(),
            access: access(&group),
            ways: Ways::of(&group.contact),
            organisation: group.organisation.unwrap_or_default(),
            description: group.description,
            name: group.name,
        }
    }
}

/// How to show it.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    print: Option<String>,
}

/// The group in whichever service's directory it is; nobody is signed in.
pub(super) async fn load(app: &App, from: &str, id: GroupId) -> Result<Public, Error> {
    limit(app, from).await?;
    let nobody = Actor::Public { service: ServiceId(uuid::Uuid::nil()) };
    Ok(app.read(&nobody, move |act| near::find(act, id)).await?)
}

pub(crate) async fn show(
    app: App,
    shell: Shell,
    Peer(from): Peer,
    Path(id): Path<GroupId>,
    Query(asked): Query<Asked>,
) -> PageResult {
    let found = load(&app, &from, id).await?;
    page(&Page {
        shell,
        id,
        is_large: asked.print.as_deref() == Some("large"),
        service_name: found.service_name,
        service_email: found.service_email,
        words: Words::of(found.group, found.today),
    })
}

/// A made-up group with all that a public page can show.
pub(super) fn told_in_full() -> Group {
    let mut group = sample();
    group.life.first_visit = Some("Somebody at the door looks out for you.".into());
    group.life.for_whom = Some("Anybody who likes singing. You need not read music.".into());
    group.life.translations = [
        ("pl".to_owned(), "Przyjazny chór dla wszystkich.".to_owned()),
        ("ur".to_owned(), "سب کے لیے ایک دوستانہ گروپ۔".to_owned()),
    ]
    .into();
    group
}

pub(crate) fn samples() -> Vec<Sample> {
    let sample = |group: Group, is_large| {
        let page = Page {
            shell: Shell::sample_for(true),
            id: group.id,
            is_large,
            service_name: "Saltreach Social Prescribing".into(),
            service_email: "hello@saltreach.example".into(),
            words: Words::of(group, jiff::civil::date(2026, 11, 22)),
        };
        page.render()
    };
    let mut unknown = sample_unknown();
    unknown.organisation = None;
    vec![
        ("public-group", sample(told_in_full(), false)),
        ("public-group-large", sample(told_in_full(), true)),
        ("public-group-little-known", sample(unknown, false)),
    ]
}

fn sample_unknown() -> Group {
    let mut group = sample();
    group.meetings.clear();
    group.activities.clear();
    group.languages.clear();
    group.place = domain::group::Place::Unknown;
    group.cost = domain::group::Cost::Unknown;
    group.contact = domain::group::Contact::default();
    group.checked = None;
    group
}
