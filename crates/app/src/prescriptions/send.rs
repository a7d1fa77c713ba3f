//! Asking the group: what the person permits, how the first visit is helped, and the message.
//!
//! Whether the group has a place is decided in the same statement that takes it.

use domain::access::Verb;
use domain::group::Group;
use domain::ids::{PermissionId, PrescriptionId};
use domain::permission::{Detail, How, Party, Permission, Scope};
use domain::prescription::{Action, FirstVisit, Prescription, State};
use domain::refusal::FieldProblem;
use jiff::civil::Date;
use serde_json::json;

use super::offer::keep_words;
use super::room::take;
use super::{advance, load};
use crate::act::Act;
use crate::error::{AppError, AppResult};
use crate::links::{self, Purpose};
use crate::messages::{self, Kind};

/// What the person agreed to when the group is asked.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Asking {
    /// What the group may know.
    pub details: Vec<Detail>,
    /// Until when; nothing until it is taken back.
    pub until: Option<Date>,
    /// How the permission was given.
    pub how: Option<How>,
    /// What they hope for, in words that the group may read.
    pub hopes: String,
    /// How the first visit is helped.
    pub first_visit: Option<FirstVisit>,
}

impl Asking {
    fn problems(&self, today: Date) -> Vec<FieldProblem> {
        let mut problems = Vec::new();
        if self.details.is_empty() {
            let sentence = "Choose what the group may know, at the least a first name";
            problems.push(FieldProblem::new("details", sentence));
        }
        if self.details.contains(&Detail::Hopes) && self.hopes.trim().is_empty() {
            let sentence = "Write down what they hope for, or untick it";
            problems.push(FieldProblem::new("hopes", sentence));
        }
        if self.until.is_some_and(|until| until < today) {
            let sentence = "Choose a day that is still to come";
            problems.push(FieldProblem::new("until", sentence));
        }
        if self.how.is_none() {
            let sentence = "Say how they gave this permission";
            problems.push(FieldProblem::new("how", sentence));
        }
        if self.first_visit.is_none() {
            let sentence = "Choose how the first visit is helped, or that no help is wanted";
            problems.push(FieldProblem::new("first_visit", sentence));
        }
        problems
    }
}

/// Records what the person permits and asks the group, if it has a place.
///
/// # Errors
/// `Invalid` with each field that needs attention; `Refused` where the group has no place.
pub fn send(act: &mut Act<'_>, id: PrescriptionId, asking: &Asking, key: &str) -> AppResult<()> {
    let (prescription, _) = load(act, id, Verb::Prescribe)?;
    let problems = asking.problems(act.today()?);
    if !problems.is_empty() {
        return Err(AppError::Invalid(problems));
    }
    act.once("prescription.send", key, |act| {
        if prescription.state != State::Chosen {
            return Err(AppError::refused("The group has been asked already."));
        }
        let group = group_of(act, &prescription)?;
        take(act, &group, &prescription)?;
        give_permission(act, &prescription, asking)?;
        let hopes = asking.hopes.trim();
        keep_words(act, &prescription, |words| words.hopes = hopes.to_owned())?;
        let ready = Prescription { first_visit: asking.first_visit, ..prescription.clone() };
        let now = act.now;
        let sent = advance(act, &ready, Action::Send, now)?;
        ask(act, &sent, &group)?;
        Ok(String::new())
    })?;
    Ok(())
}

/// Asks the group again with a fresh link; the old ones stop working.
///
/// # Errors
/// `Refused` where the group need not be asked, or has no e-mail address.
pub fn resend(act: &mut Act<'_>, id: PrescriptionId, key: &str) -> AppResult<()> {
    let (prescription, _) = load(act, id, Verb::Prescribe)?;
    act.once("prescription.resend", key, |act| {
        ask_again(act, &prescription)?;
        Ok(String::new())
    })?;
    Ok(())
}

/// Sends a fresh link to a group that has not answered for good.
pub(crate) fn ask_again(act: &mut Act<'_>, prescription: &Prescription) -> AppResult<()> {
    let group = group_of(act, prescription)?;
    if group.contact.email.is_none() {
        return Err(AppError::refused("We have no e-mail address for this group. Ring it."));
    }
    match prescription.state {
        State::Sent { .. } => {
            let now = act.now;
            advance(act, prescription, Action::Send, now)?;
        }
        State::Waitlisted => {}
        _ => return Err(AppError::refused("The group has answered; it need not be asked again.")),
    }
    ask(act, prescription, &group)
}

/// The link and the message. A group without an e-mail address is rung instead.
fn ask(act: &mut Act<'_>, prescription: &Prescription, group: &Group) -> AppResult<()> {
    let Some(email) = &group.contact.email else { return Ok(()) };
    let id = prescription.id.0;
    let days = act.service_settings()?.clocks.link_days;
    store::links::revoke_about(act.conn, id, Purpose::GroupAnswer.key(), act.now)?;
    let link = links::create(act, Purpose::GroupAnswer, id, Some(days))?;
    messages::promise(act, Kind::AskGroup, id, link, email)?;
    Ok(())
}

pub(crate) fn group_of(act: &mut Act<'_>, prescription: &Prescription) -> AppResult<Group> {
    let service = act.service();
    let found = store::groups::find(act.conn, service, prescription.group)?;
    found.map(|(group, _)| group).ok_or(AppError::NotFound)
}

fn give_permission(
    act: &mut Act<'_>,
    prescription: &Prescription,
    asking: &Asking,
) -> AppResult<()> {
    let id: PermissionId = act.new_id();
    let with = Party::Group { group: prescription.group };
    let permission = Permission {
        id,
        person: prescription.person,
        scope: Scope::Share { with, what: asking.details.clone() },
        how: asking.how.unwrap_or(How::Spoken),
        given_at: act.now,
        until: asking.until,
        withdrawn_at: None,
    };
    let service = act.service();
    store::permissions::add(act.conn, service, &permission)?;
    let what: Vec<_> = asking.details.iter().map(|detail| detail.key()).collect();
    let detail = json!({ "group": prescription.group, "what": what });
    act.audit("permission.give", "person", prescription.person.0, detail)
}

domain::print_only_the_type!(Asking);
