//! One contact with its earlier versions: a correction takes its place and hides nothing.

use app::contacts::History;
use app::{Act, Actor, App};
use askama::Template;
use axum::extract::Path;
use domain::contact::{Contact, Result as Held};
use domain::ids::{ContactId, PersonId};

use crate::dates;
use crate::error::{PageResult, page};
use crate::samples::Sample;
use crate::shell::Shell;

#[derive(Template)]
#[template(path = "pages/contacts/history.html")]
struct Page {
    shell: Shell,
    id: PersonId,
    contact: ContactId,
    name: String,
    is_superseded: bool,
    may_correct: bool,
    versions: Vec<Version>,
}

/// One version in words.
struct Version {
    title: String,
    when: String,
    note: String,
    written: String,
    reason: String,
}

pub(crate) async fn show(
    app: App,
    actor: Actor,
    shell: Shell,
    Path((id, contact)): Path<(PersonId, ContactId)>,
) -> PageResult {
    let history = move |act: &mut Act<'_>| app::contacts::history(act, id, contact);
    let history = app.write(&actor, history).await?;
    page(&Page::of(shell, contact, history))
}

impl Page {
    fn of(shell: Shell, contact: ContactId, history: History) -> Page {
        let zone = history.zone;
        Page {
            shell,
            id: history.person.id,
            contact,
            name: history.person.details.full_name(),
            is_superseded: history.is_superseded,
            may_correct: history.may_correct,
            versions: history
                .versions
                .iter()
                .map(|(one, by)| Version::of(one, by, &zone))
                .collect(),
        }
    }
}

impl Version {
    fn of(contact: &Contact, by: &str, zone: &str) -> Version {
        let way = contact.way.label();
        let title = match contact.result {
            Held::Held { minutes } => format!("{way}, {minutes} minutes"),
            Held::Missed { barrier } => {
                let why = barrier.map_or("we do not know why", |barrier| barrier.label());
                format!("{way}. It did not take place: {}", why.to_lowercase())
            }
        };
        Version {
            title,
            when: dates::moment(contact.at, zone),
            note: contact.note.clone(),
            written: format!("Written by {by} on {}", dates::moment(contact.recorded_at, zone)),
            reason: contact.correction_reason.clone().unwrap_or_default(),
        }
    }
}

/// A corrected contact.
pub(crate) fn samples() -> Vec<Sample> {
    let version = |title: &str, reason: &str| Version {
        title: title.into(),
        when: "5 January 2026 at 09:30".into(),
        note: "Would love to sing again.".into(),
        written: "Written by Amara Osei on 5 January 2026 at 10:02".into(),
        reason: reason.into(),
    };
    let sheet = Page {
        shell: Shell::sample(),
        id: PersonId(uuid::Uuid::from_u128(1)),
        contact: ContactId(uuid::Uuid::from_u128(2)),
        name: "Maggie Ellis".into(),
        is_superseded: false,
        may_correct: true,
        versions: vec![
            version("By telephone, 50 minutes", "Wrong length"),
            version("By telephone, 25 minutes", ""),
        ],
    };
    vec![("contact-history", sheet.render())]
}
