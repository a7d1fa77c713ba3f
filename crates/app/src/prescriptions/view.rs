//! A prescription as the link worker's pages show it.

use std::collections::HashMap;

use domain::access::Verb;
use domain::group::Group;
use domain::ids::{GroupId, PersonId, PrescriptionId};
use domain::permission::Permission;
use domain::person::Person;
use domain::prescription::Prescription;
use domain::referral::Referral;
use serde_json::json;
use store::prescriptions::Words;

use super::load;
use super::room::{Room, room};
use super::send::group_of;
use crate::act::Act;
use crate::error::{AppError, AppResult};
use crate::links::Purpose;
use crate::messages::{self, Shown};

/// Everything about one prescription.
#[derive(Clone, PartialEq)]
pub struct Whole {
    /// The prescription.
    pub prescription: Prescription,
    /// For whom.
    pub person: Person,
    /// In which episode, without its words.
    pub referral: Referral,
    /// To which group.
    pub group: Group,
    /// Whether the group can be asked now.
    pub room: Room,
    /// What the person hopes for, and what was said on saying no.
    pub words: Words,
    /// What the group may know, where the person said so: the newest.
    pub permission: Option<Permission>,
    /// The messages to the group about it, newest first.
    pub messages: Vec<Shown>,
    /// The group's link while one is open: for the demonstration only, where nobody is real.
    pub open_link: Option<String>,
}

/// One prescription, for those who work with the person. Reading it is audited.
///
/// # Errors
/// `NotFound` where it does not exist or is not theirs.
pub fn find(act: &mut Act<'_>, id: PrescriptionId) -> AppResult<Whole> {
    let (prescription, referral) = load(act, id, Verb::SeePerson)?;
    let service = act.service();
    let found = store::people::find(act.conn, &act.kit.keys, service, prescription.person)?;
    let (person, key) = found.ok_or(AppError::NotFound)?;
    let words = store::prescriptions::open_words(act.conn, &key, id)?;
    let group = group_of(act, &prescription)?;
    let room = room(act, &group)?;
    let permission = permission_for(act, &prescription)?;
    let messages = messages::of_subject(act, id.0)?;
    let open_link = open_link(act, id)?;
    act.audit("prescription.read", "person", person.id.0, json!({ "prescription": id }))?;
    Ok(Whole {
        prescription,
        person,
        referral,
        group,
        room,
        words,
        permission,
        messages,
        open_link,
    })
}

/// The newest permission of a person to share with the group of a prescription.
pub(crate) fn permission_for(
    act: &mut Act<'_>,
    prescription: &Prescription,
) -> AppResult<Option<Permission>> {
    let service = act.service();
    let same = store::groups::list_same(act.conn, prescription.group)?;
    let given = store::permissions::list(act.conn, service, prescription.person)?;
    Ok(given.into_iter().find(|permission| permission.party_among(&same).is_some()))
}

fn open_link(act: &mut Act<'_>, id: PrescriptionId) -> AppResult<Option<String>> {
    if !act.kit.settings.demonstration {
        return Ok(None);
    }
    let links = store::links::list_about(act.conn, id.0, Purpose::GroupAnswer.key())?;
    let open = links.iter().find(|link| link.standing(act.now) == store::links::Standing::Open);
    Ok(open.map(|link| act.kit.link_url(Purpose::GroupAnswer, link.id)))
}

/// A prescription in a list, with its group.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// The prescription.
    pub prescription: Prescription,
    /// Its group.
    pub group: Group,
}

/// Everything a person was offered, newest first, with three queries however long the list is.
///
/// Whoever calls has decided that the actor may see the person.
pub fn list_of_person(act: &mut Act<'_>, person: PersonId) -> AppResult<Vec<Seen>> {
    let service = act.service();
    let all = store::prescriptions::list_of_person(act.conn, service, person)?;
    let ids: Vec<GroupId> = all.iter().map(|one| one.group).collect();
    let groups: HashMap<GroupId, Group> = store::groups::list_by_ids(act.conn, service, &ids)?
        .into_iter()
        .map(|group| (group.id, group))
        .collect();
    let seen = |prescription: Prescription| {
        let group = groups.get(&prescription.group)?.clone();
        Some(Seen { prescription, group })
    };
    Ok(all.into_iter().filter_map(seen).collect())
}

domain::print_only_the_type!(Whole);
