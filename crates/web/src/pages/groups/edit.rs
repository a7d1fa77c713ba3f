//! Changing a group's entry, one page for each part of it. What is saved stands over every listing.
//!
//! The same pages serve those who keep the directory and, behind a signed link, the group itself.

mod future;
mod getting_in;
mod limits;
mod room;
mod what;
mod when;

use app::directory::{self, CheckedBy};
use app::{Actor, App, AppError};
use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect};
use domain::group::Group;
use domain::group::life::month_name;
use domain::ids::GroupId;
use domain::kinds::{Activity, Need};

use super::facts::{CAPACITIES, capacity_key, sample};
use crate::components::Choice;
use crate::error::{Error, PageResult, page, refused};
use crate::forms::Form;
use crate::labels::label;
use crate::samples::Sample;
use crate::shell::Shell;
use crate::urls;

/// Fields and what stands in them.
type Typed = Vec<(&'static str, String)>;

/// A part of an entry, with a page of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// What it does and for whom.
    What,
    /// When and where, and what it costs.
    When,
    /// Getting in and taking part.
    GettingIn,
    /// Room and ways to reach it.
    Room,
    /// Money and future.
    Future,
}

impl Part {
    /// Every part, in the order of the pages.
    pub(crate) const ALL: [Part; 5] =
        [Part::What, Part::When, Part::GettingIn, Part::Room, Part::Future];

    /// Its name in web addresses.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Part::What => "what",
            Part::When => "when",
            Part::GettingIn => "getting-in",
            Part::Room => "room",
            Part::Future => "future",
        }
    }

    /// The heading of its page.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Part::What => "What it does and for whom",
            Part::When => "When and where",
            Part::GettingIn => "Getting in and taking part",
            Part::Room => "Room, and how to reach it",
            Part::Future => "Money and future",
        }
    }

    /// The part of a web address.
    pub(crate) fn from_key(key: &str) -> Option<Part> {
        Part::ALL.into_iter().find(|part| part.key() == key)
    }

    /// The form of a part, as the group is known now.
    pub(crate) fn fill(self, group: &Group, key: String) -> Form {
        let typed = match self {
            Part::What => what::fill(group),
            Part::When => when::fill(group),
            Part::GettingIn => getting_in::fill(group),
            Part::Room => room::fill(group),
            Part::Future => future::fill(group),
        };
        Form::filled(typed).with(crate::forms::KEY_FIELD, key)
    }

    /// The group as it was typed; what is wrong is said on the form.
    pub(crate) fn read(self, form: &mut Form, group: &Group) -> Group {
        let (after, fields) = match self {
            Part::What => (what::read(form, group), what::FIELDS),
            Part::When => (when::read(form, group), when::FIELDS),
            Part::GettingIn => (getting_in::read(form, group), &[][..]),
            Part::Room => (room::read(form, group), room::FIELDS),
            Part::Future => (future::read(form, group), future::FIELDS),
        };
        form.order_errors(fields);
        after
    }
}

/// One page of changes, for whoever makes them.
#[derive(Template)]
#[template(path = "pages/groups/edit.html")]
pub(crate) struct Page {
    shell: Shell,
    form: Form,
    part: Part,
    title: String,
    name: String,
    version: i64,
    /// Where the form goes.
    action: String,
    /// Where one comes back to.
    back: String,
    /// Whether those who run the group write; we do not ask them how they know.
    is_owner: bool,
}

impl Page {
    /// The page of one part of a group.
    pub(crate) fn new(
        shell: Shell,
        form: Form,
        part: Part,
        (name, version): (String, i64),
        (action, back, is_owner): (String, String, bool),
    ) -> Page {
        let title = part.title().to_owned();
        Page { shell, form, part, title, name, version, action, back, is_owner }
    }

    fn is_part(&self, key: &str) -> bool {
        self.part.key() == key
    }

    fn activities(&self) -> Vec<Choice> {
        Activity::ALL.iter().map(|kind| Choice::new(kind.key(), kind.label())).collect()
    }

    fn needs(&self) -> Vec<Choice> {
        Need::ALL.iter().map(|need| Choice::new(need.key(), need.label())).collect()
    }

    fn genders(&self) -> Vec<Choice> {
        [("woman", "Women"), ("man", "Men"), ("other", "Non-binary people")]
            .map(|(key, text)| Choice::new(key, text))
            .into()
    }

    fn months(&self) -> Vec<Choice> {
        (1..=12).map(|month| Choice::new(month.to_string(), month_name(month))).collect()
    }

    fn places(&self) -> Vec<Choice> {
        vec![
            Choice::new("venue", "In a place one can go to"),
            Choice::new("online", "Only online or by telephone"),
            Choice::new("unknown", "We do not know"),
        ]
    }

    fn costs(&self) -> Vec<Choice> {
        vec![
            Choice::new("free", "Free"),
            Choice::new("pence", "A price for each time"),
            Choice::new("words", "Something else, in words"),
            Choice::new("unknown", "We do not know"),
        ]
    }

    fn questions(&self) -> Vec<getting_in::Question> {
        getting_in::questions()
    }

    fn answers(&self) -> Vec<Choice> {
        vec![
            Choice::new("yes", "Yes"),
            Choice::new("no", "No"),
            Choice::new("unknown", "Do not know"),
        ]
    }

    fn capacities(&self) -> Vec<Choice> {
        let choice = |capacity| {
            let key = capacity_key(capacity);
            Choice::new(key, label("capacity", key).text)
        };
        CAPACITIES.into_iter().map(choice).collect()
    }

    fn statuses(&self) -> Vec<Choice> {
        vec![
            Choice::new("running", "It meets as listed"),
            Choice::new("paused", "It rests for now"),
            Choice::new("ended", "It has ended"),
        ]
    }

    fn ways_of_knowing(&self) -> Vec<Choice> {
        CheckedBy::ALL.map(|how| Choice::new(how.key(), capital_label(how))).into()
    }
}

fn capital_label(how: CheckedBy) -> &'static str {
    match how {
        CheckedBy::Rang => "I rang them",
        CheckedBy::Visited => "I went there",
        CheckedBy::Own => "The group told us",
    }
}

/// What somebody says to an entry that others changed while they were writing.
pub(crate) const CHANGED_MEANWHILE: &str = "Somebody else changed this entry while you were \
    writing. Look at what they saved on the group’s own page. If you save again, yours counts";

fn part_of(key: &str) -> Result<Part, Error> {
    Part::from_key(key).ok_or(Error::NotFound)
}

fn addresses(id: GroupId, part: Part) -> (String, String, bool) {
    (urls::group_edit(id, part.key()), urls::group(id), false)
}

async fn load(app: &App, actor: &Actor, id: GroupId) -> Result<(Group, i64), Error> {
    Ok(app.read(actor, move |act| directory::to_edit(act, id)).await?)
}

pub(crate) async fn show(
    app: App,
    shell: Shell,
    actor: Actor,
    Path((id, part)): Path<(GroupId, String)>,
) -> PageResult {
    let part = part_of(&part)?;
    let (group, version) = load(&app, &actor, id).await?;
    let form = part.fill(&group, app.form_key()).with("how", CheckedBy::Rang.key());
    page(&Page::new(shell, form, part, (group.name, version), addresses(id, part)))
}

pub(crate) async fn submit(
    app: App,
    shell: Shell,
    actor: Actor,
    Path((id, part)): Path<(GroupId, String)>,
    mut form: Form,
) -> PageResult {
    let part = part_of(&part)?;
    let (group, now) = load(&app, &actor, id).await?;
    let after = part.read(&mut form, &group);
    let how = CheckedBy::from_key(form.value("how")).unwrap_or(CheckedBy::Rang);
    if form.is_ok() {
        let (key, version) = (form.key().to_owned(), version_of(&form));
        let saved = app.write(&actor, move |act| {
            directory::correct_once(act, id, (version, &key), (&after, how))
        });
        match saved.await {
            Ok(()) => return Ok(Redirect::to(&urls::group(id)).into_response()),
            Err(AppError::Conflict) => form.refuse("", CHANGED_MEANWHILE),
            Err(error) => form.absorb(error)?,
        }
    }
    refused(&Page::new(shell, form, part, (group.name, now), addresses(id, part)))
}

/// The version of the entry that the form was made from.
pub(crate) fn version_of(form: &Form) -> i64 {
    form.value("version").parse().unwrap_or(0)
}

/// The form of a group that is not there yet.
pub(crate) async fn show_new(app: App, shell: Shell, actor: Actor) -> PageResult {
    app.read(&actor, directory::may_enter).await?;
    page(&new_page(shell, Form::empty(app.form_key()).with("how", "rang")))
}

fn new_page(shell: Shell, form: Form) -> Page {
    let addresses = (urls::group_new(), urls::groups(), false);
    let title = "Add a group".to_owned();
    Page { title, ..Page::new(shell, form, Part::What, (String::new(), 0), addresses) }
}

/// Adds a group by hand, then asks for the rest of its entry.
pub(crate) async fn submit_new(app: App, shell: Shell, actor: Actor, mut form: Form) -> PageResult {
    let group = Part::What.read(&mut form, &Group::unknown());
    if form.is_ok() {
        let how = CheckedBy::from_key(form.value("how")).unwrap_or(CheckedBy::Rang);
        let key = form.key().to_owned();
        let entered = app.write(&actor, move |act| directory::enter_once(act, &key, (&group, how)));
        match entered.await {
            Ok(id) => {
                let next = urls::group_edit(id, Part::When.key());
                return Ok(Redirect::to(&next).into_response());
            }
            Err(error) => form.absorb(error)?,
        }
    } else {
        app.read(&actor, directory::may_enter).await?;
    }
    refused(&new_page(shell, form))
}

pub(crate) fn samples() -> Vec<Sample> {
    const NAMES: [&str; Part::ALL.len()] = [
        "group-edit-what",
        "group-edit-when",
        "group-edit-getting-in",
        "group-edit-room",
        "group-edit-future",
    ];
    let group = sample();
    let mut samples: Vec<Sample> = Part::ALL
        .into_iter()
        .zip(NAMES)
        .map(|(part, name)| {
            let form = part.fill(&group, "key".into());
            let about = (group.name.clone(), 1);
            (
                name,
                Page::new(Shell::sample(), form, part, about, addresses(group.id, part)).render(),
            )
        })
        .collect();
    let mut slip = Part::When.fill(&group, "key".into());
    slip.refuse("meetings", "We could not read “Someday”");
    let about = (group.name.clone(), 1);
    let page = Page::new(Shell::sample(), slip, Part::When, about, addresses(group.id, Part::When));
    samples.push(("group-edit-refused", page.render()));
    samples.push(("group-new", new_page(Shell::sample(), Form::empty("key")).render()));
    samples
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_that_is_saved_as_it_is_changes_nothing() {
        let group = sample();
        for part in Part::ALL {
            let mut form = part.fill(&group, String::new());
            let after = part.read(&mut form, &group);
            assert!(form.is_ok(), "{part:?}: {:?}", form.errors());
            assert_eq!(after, group, "{part:?}");
        }
    }

    #[test]
    fn what_a_group_says_about_its_life_is_kept_as_typed() {
        let typed = [
            ("status", "paused"),
            ("paused_until-day", "5"),
            ("paused_until-month", "1"),
            ("paused_until-year", "2027"),
            ("funding", "Town council, until 31 March 2027\nMembers’ fees"),
        ];
        let mut form = Form::filled(typed);
        let group = Part::Future.read(&mut form, &sample());
        assert!(form.is_ok(), "{:?}", form.errors());
        assert_eq!(group.life.paused_until, Some(jiff::civil::date(2027, 1, 5)));
        assert_eq!(group.life.funding.len(), 2);
        for part in Part::ALL {
            let mut form = part.fill(&group, String::new());
            assert_eq!(part.read(&mut form, &group), group, "{part:?}");
        }
    }
}
