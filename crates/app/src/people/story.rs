//! A person's story: who they are, what matters to them, and everything that happened, in order.
//!
//! To add a kind of entry: one function in `story/` and one line in `KINDS`.

mod answers;
mod contacts;
mod groups;
mod permissions;
mod plans;
mod steps;

use std::collections::HashMap;

use domain::access::{Relation, Verb};
use domain::contact::{self, Contact};
use domain::ids::{ContactId, PersonId, PlanId, UserId};
use domain::permission::Permission;
use domain::person::Person;
use domain::plan::Plan;
use domain::referral::{Referral, State};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::json;
use store::concerns::Line as Concern;
use store::reminders::Reminder;

use super::{Known, names, open};
use crate::act::{Act, day_in};
use crate::error::AppResult;
use crate::{concerns, prescriptions, referrals};

/// Everything about one person that the actor may see.
#[derive(Debug, Clone, PartialEq)]
pub struct Story {
    /// Who.
    pub person: Person,
    /// Age in whole years.
    pub age: Option<u8>,
    /// The date where the service is.
    pub today: Date,
    /// The open episode, or the last, with its words.
    pub referral: Option<Referral>,
    /// How many episodes there were altogether.
    pub episode_count: usize,
    /// Who works with them, or did last.
    pub worker: Option<String>,
    /// The newest version of their plan.
    pub plan: Option<Plan>,
    /// What they agreed to, newest first, and whether each still holds.
    pub permissions: Vec<(Permission, bool)>,
    /// Groups that were offered, newest first, and where each stands.
    pub groups: Vec<prescriptions::Seen>,
    /// What is still to do.
    pub reminders: Vec<Reminder>,
    /// Safeguarding concerns that the actor may see.
    pub concerns: Vec<Concern>,
    /// Share of held contacts with the same worker.
    pub continuity: Option<f64>,
    /// Everything that happened, newest first.
    pub entries: Vec<Entry>,
    /// What the actor may do here.
    pub may: May,
}

/// What the actor may do on a person's page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "each says itself")]
#[expect(clippy::struct_excessive_bools, reason = "one for each button of the page")]
pub struct May {
    pub record_contact: bool,
    pub write_plan: bool,
    pub hold: bool,
    pub finish: bool,
    pub raise_concern: bool,
    pub change_permissions: bool,
    pub suggest: bool,
    pub prescribe: bool,
    pub measure: bool,
}

/// One thing that happened.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    /// When.
    pub at: Timestamp,
    /// On which day, where the service is.
    pub on: Date,
    /// What kind of thing.
    pub kind: Kind,
    /// What happened, in a few words.
    pub title: String,
    /// More about it; may be empty.
    pub words: String,
    /// Who did it, by name, where somebody did.
    pub by: Option<String>,
}

/// What kind of thing an entry is, with what its link needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A move along the pathway.
    Step,
    /// A contact that took place.
    Contact(ContactId),
    /// A contact that did not.
    Missed(ContactId),
    /// A version of the plan.
    Plan(PlanId),
    /// Something was agreed to, or taken back.
    Permission,
    /// A group: offered, asked, answered.
    Group,
    /// Somebody was marked at a session.
    Attendance,
    /// Questions were answered.
    Answer,
}

/// What every kind of entry may look at without asking again.
pub(crate) struct Of<'a> {
    pub(crate) known: &'a Known,
    pub(crate) names: &'a HashMap<UserId, String>,
    pub(crate) contacts: &'a [Contact],
    pub(crate) permissions: &'a [Permission],
    pub(crate) zone: &'a str,
}

type Collect = fn(&mut Act<'_>, &Of<'_>) -> AppResult<Vec<Entry>>;

/// Every kind of entry.
const KINDS: &[Collect] = &[
    steps::entries,
    contacts::entries,
    plans::entries,
    permissions::entries,
    groups::entries,
    answers::entries,
];

/// The story of one person. That it was read is audited, so this is a write.
///
/// # Errors
/// `NotFound` where there is nobody, or not for this actor.
pub fn story(act: &mut Act<'_>, id: PersonId) -> AppResult<Story> {
    let known = open(act, id, Verb::SeePerson)?;
    act.audit("person.read", "person", id.0, json!({}))?;
    let (service, settings) = (act.service(), act.service_settings()?);
    let names = names(act)?;
    let contacts = store::contacts::list_of_person(act.conn, service, &known.key, id)?;
    let permissions = store::permissions::list(act.conn, service, id)?;
    let zone = settings.time_zone.as_str();
    let of =
        Of { known: &known, names: &names, contacts: &contacts, permissions: &permissions, zone };
    let mut entries = Vec::new();
    for collect in KINDS {
        entries.extend(collect(act, &of)?);
    }
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.at));
    let held: Vec<Contact> = contact::current(&contacts).into_iter().cloned().collect();
    let mut referral = known.current().cloned();
    let mut reminders = Vec::new();
    if let Some(referral) = &mut referral {
        store::referrals::open_words(act.conn, &known.key, referral)?;
        reminders = store::reminders::list(act.conn, service, &known.key, referral.id)?;
        reminders.retain(|next| next.done_at.is_none());
    }
    let worker = referral.as_ref().and_then(|referral| referral.state.link_worker());
    let today = day_in(zone, act.now);
    let may = May::of(act, &known, referral.as_ref());
    Ok(Story {
        age: known.person.details.age_on(today),
        today,
        episode_count: known.referrals.len(),
        worker: worker.and_then(|worker| names.get(&worker).cloned()),
        plan: store::plans::find_latest(act.conn, service, &known.key, id)?,
        permissions: permissions
            .into_iter()
            .map(|permission| (permission.holds_on(today), permission))
            .map(|(holds, permission)| (permission, holds))
            .collect(),
        groups: prescriptions::list_of_person(act, id)?,
        reminders,
        concerns: concerns::about(act, id)?,
        continuity: contact::continuity(&held),
        entries,
        may,
        referral,
        person: known.person,
    })
}

impl May {
    fn of(act: &Act<'_>, known: &Known, referral: Option<&Referral>) -> May {
        let is_open = referral.is_some_and(|referral| referral.state.is_open());
        let has_begun = referral.is_some_and(|referral| {
            matches!(referral.state, State::Active(_) | State::Holding { .. })
        });
        let relation =
            referral.map_or(Relation::Service, |referral| referrals::relation(act.actor, referral));
        let may = |verb| act.actor.may(verb, relation);
        May {
            record_contact: is_open && may(Verb::RecordContact),
            write_plan: is_open && may(Verb::WritePlan),
            hold: has_begun && may(Verb::Hold),
            finish: act.actor.may(Verb::Finish, known.relation),
            raise_concern: act.actor.may(Verb::RaiseConcern, known.relation),
            change_permissions: act.actor.may(Verb::GivePermission, known.relation),
            suggest: is_open && may(Verb::Suggest),
            prescribe: is_open && may(Verb::Prescribe),
            measure: may(Verb::RecordMeasure),
        }
    }
}

impl Of<'_> {
    /// An entry without more words and without a doer.
    pub(crate) fn entry(&self, at: Timestamp, kind: Kind, title: impl Into<String>) -> Entry {
        let (on, title) = (day_in(self.zone, at), title.into());
        Entry { at, on, kind, title, words: String::new(), by: None }
    }

    /// The name of a user.
    pub(crate) fn name(&self, user: UserId) -> Option<String> {
        self.names.get(&user).cloned()
    }

    /// The name behind an actor's label, where it is somebody with a sign-in.
    pub(crate) fn name_of_label(&self, label: &str) -> Option<String> {
        self.name(label.strip_prefix("user:")?.parse().ok()?)
    }
}

domain::print_only_the_type!(Entry);
