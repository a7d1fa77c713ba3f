//! What a group sees by the link of its reminder: its entry, “all true” in one press, or a part to
//! correct. Looking changes nothing.

use app::directory::{self, CheckedBy, OwnEntry};
use app::links::{Purpose, Standing};
use app::sign_in::Limit;
use app::{Actor, App, AppError};
use askama::Template;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse as _, Redirect};
use domain::service::Settings;
use jiff::SignedDuration;
use jiff::civil::Date;
use serde::Deserialize;

use super::edit::{self, CHANGED_MEANWHILE, Part, version_of};
use super::facts::sample;
use super::summary::{Section, sections};
use crate::error::{Error, PageResult, page, refused};
use crate::forms::Form;
use crate::samples::{Sample, service_settings};
use crate::session::Peer;
use crate::shell::Shell;
use crate::urls;

/// How often one network address may press something behind links.
const BY_ADDRESS: Limit = Limit { hits: 60, window: SignedDuration::from_mins(10) };

#[derive(Template)]
#[template(path = "pages/groups/own.html")]
struct Page {
    shell: Shell,
    form: Form,
    token: String,
    said: &'static str,
    name: String,
    is_hidden: bool,
    version: i64,
    service: Settings,
    sections: Vec<Section>,
}

#[derive(Template)]
#[template(path = "pages/groups/own_closed.html")]
struct Closed {
    shell: Shell,
    name: String,
    title: &'static str,
    sentence: String,
    service: Settings,
}

async fn holder(app: &App, token: &str) -> Result<Actor, Error> {
    Ok(app.open_link(Purpose::GroupCheck, token).await?.0)
}

async fn limit(app: &App, token: &str, from: &str) -> Result<(), Error> {
    app.throttle("link", token, BY_ADDRESS).await?;
    app.throttle("link by address", from, BY_ADDRESS).await?;
    Ok(())
}

async fn load(app: &App, actor: &Actor) -> Result<(OwnEntry, Date), Error> {
    Ok(app.read(actor, |act| Ok((directory::own_entry(act)?, act.today()?))).await?)
}

/// What was done on the page before.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    done: String,
}

pub(crate) async fn show(
    app: App,
    shell: Shell,
    Path(token): Path<String>,
    Query(asked): Query<Asked>,
) -> PageResult {
    let actor = holder(&app, &token).await?;
    let (entry, today) = load(&app, &actor).await?;
    if entry.standing != Standing::Open {
        return page(&Closed::new(shell, entry));
    }
    let said = match asked.done.as_str() {
        "corrected" => "Saved. Is everything else true?",
        _ => "",
    };
    let form = Form::empty(app.form_key());
    page(&Page::new(shell, form, (token, said), entry, today))
}

impl Page {
    fn new(
        shell: Shell,
        form: Form,
        (token, said): (String, &'static str),
        entry: OwnEntry,
        today: Date,
    ) -> Page {
        let sections =
            sections(&entry.group, today, true, |part| urls::own_entry_edit(&token, part.key()));
        Page {
            shell,
            form,
            said,
            is_hidden: entry.group.freshness == domain::group::Freshness::Hidden,
            name: entry.group.name,
            version: entry.version,
            service: entry.service,
            sections,
            token,
        }
    }
}

impl Closed {
    fn new(shell: Shell, entry: OwnEntry) -> Closed {
        let (title, sentence) = match entry.standing {
            Standing::Used => (
                "Thank you",
                "You told us that everything is true. If that changes, ring us or write to us."
                    .to_owned(),
            ),
            Standing::Revoked => (
                "There is a newer link",
                "We sent you a newer message about this. Please use the link in that one."
                    .to_owned(),
            ),
            Standing::Expired | Standing::Open => (
                "This link has run out",
                "Links work for a limited time. Ring us or write to us, and we put it right."
                    .to_owned(),
            ),
        };
        Closed { shell, name: entry.group.name, title, sentence, service: entry.service }
    }
}

/// “All of it is true”, in one press.
pub(crate) async fn all_true(
    app: App,
    shell: Shell,
    Path(token): Path<String>,
    Peer(from): Peer,
    mut form: Form,
) -> PageResult {
    limit(&app, &token, &from).await?;
    let actor = holder(&app, &token).await?;
    let (version, key) = (version_of(&form), form.key().to_owned());
    match app.write(&actor, move |act| directory::own_all_true(act, version, &key)).await {
        // A link that was used or ran out meanwhile: its page says so.
        Ok(()) | Err(AppError::Refused(_)) => {
            return Ok(Redirect::to(&urls::own_entry(&token)).into_response());
        }
        Err(AppError::Conflict) => form.refuse("", "The entry has changed since. Look once more"),
        Err(error) => return Err(error.into()),
    }
    let (entry, today) = load(&app, &actor).await?;
    refused(&Page::new(shell, form, (token, ""), entry, today))
}

fn addresses(token: &str, part: Part) -> (String, String, bool) {
    (urls::own_entry_edit(token, part.key()), urls::own_entry(token), true)
}

pub(crate) async fn show_part(
    app: App,
    shell: Shell,
    Path((token, part)): Path<(String, String)>,
) -> PageResult {
    let part = Part::from_key(&part).ok_or(Error::NotFound)?;
    let actor = holder(&app, &token).await?;
    let (entry, _) = load(&app, &actor).await?;
    if entry.standing != Standing::Open {
        return page(&Closed::new(shell, entry));
    }
    let form = part.fill(&entry.group, app.form_key());
    let about = (entry.group.name, entry.version);
    page(&edit::Page::new(shell, form, part, about, addresses(&token, part)))
}

pub(crate) async fn submit_part(
    app: App,
    shell: Shell,
    Path((token, part)): Path<(String, String)>,
    Peer(from): Peer,
    mut form: Form,
) -> PageResult {
    limit(&app, &token, &from).await?;
    let part = Part::from_key(&part).ok_or(Error::NotFound)?;
    let actor = holder(&app, &token).await?;
    let (entry, _) = load(&app, &actor).await?;
    if entry.standing != Standing::Open {
        return page(&Closed::new(shell, entry));
    }
    let (id, name, now) = (entry.group.id, entry.group.name.clone(), entry.version);
    let after = part.read(&mut form, &entry.group);
    if form.is_ok() {
        let (key, version) = (form.key().to_owned(), version_of(&form));
        let saved = app.write(&actor, move |act| {
            directory::correct_once(act, id, (version, &key), (&after, CheckedBy::Own))
        });
        match saved.await {
            Ok(()) => {
                let next = format!("{}?done=corrected", urls::own_entry(&token));
                return Ok(Redirect::to(&next).into_response());
            }
            Err(AppError::Conflict) => form.refuse("", CHANGED_MEANWHILE),
            Err(error) => form.absorb(error)?,
        }
    }
    refused(&edit::Page::new(shell, form, part, (name, now), addresses(&token, part)))
}

pub(crate) fn samples() -> Vec<Sample> {
    let entry =
        |standing| OwnEntry { standing, group: sample(), version: 2, service: service_settings() };
    let shell = || Shell::sample_for(true);
    let today = jiff::civil::date(2026, 11, 22);
    let open = Page::new(
        shell(),
        Form::empty("key"),
        ("token".into(), "Saved. Is everything else true?"),
        entry(Standing::Open),
        today,
    );
    let part = Part::When;
    let form = part.fill(&sample(), "key".into());
    let about = (sample().name, 2);
    let correct = edit::Page::new(shell(), form, part, about, addresses("token", part));
    vec![
        ("own-entry", open.render()),
        ("own-entry-correct", correct.render()),
        ("own-entry-true", Closed::new(shell(), entry(Standing::Used)).render()),
        ("own-entry-expired", Closed::new(shell(), entry(Standing::Expired)).render()),
    ]
}
