//! A register as its page shows it: the sessions, and the people as far as each permits.

use std::collections::HashMap;

use domain::access::{Relation, Verb};
use domain::group::Group;
use domain::ids::{GroupId, PersonId, PrescriptionId, SessionId};
use domain::permission::Permission;
use domain::person::Person;
use domain::prescription::{Prescription, State};
use domain::service::Settings;
use jiff::civil::{Date, Time};
use serde_json::json;
use store::links::Standing;
use store::registers::{Mark, Session};

use super::{due, last_meeting, require};
use crate::act::Act;
use crate::actor::Actor;
use crate::error::{AppError, AppResult};
use crate::group_answers::{Permitted, permitted_details};
use crate::links::Purpose;

/// So many sessions are listed, the latest first.
const SESSIONS: u32 = 60;

/// A group's register.
#[derive(Debug, Clone, PartialEq)]
pub struct Register {
    /// The group.
    pub group: Group,
    /// The service: its name, telephone and crisis lines.
    pub service: Settings,
    /// Its sessions, the latest first.
    pub sessions: Vec<Session>,
    /// The session being marked.
    pub session: Option<Session>,
    /// Whether it was marked before, so that a change is a correction.
    pub is_marked: bool,
    /// The people on it.
    pub lines: Vec<Line>,
    /// People who were on it and have left; whoever comes again is ticked there.
    pub gone: Vec<Line>,
    /// Marks of this session that were corrected, with the reason of the correction.
    pub corrections: Vec<Mark>,
    /// When the group last met by its listing.
    pub last_meeting: Option<(Date, Time)>,
    /// Today's date where the service is.
    pub today: Date,
    /// Whether the actor may mark it, or only look.
    pub may_mark: bool,
}

/// One person on a register.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Their prescription.
    pub prescription: Prescription,
    /// What they permit the group to know.
    pub permitted: Permitted,
    /// How often they came.
    pub times: usize,
    /// Whether they came to the session being marked; nothing where it was not marked.
    pub was_there: Option<bool>,
    /// The wave of the question about belonging that is due.
    pub belonging_due: Option<&'static str>,
}

/// A group's register, for whoever holds its link, runs it or may look at it. Audited.
///
/// # Errors
/// `NotFound` where the actor may not see it.
pub fn open(act: &mut Act<'_>, id: GroupId, session: Option<SessionId>) -> AppResult<Register> {
    let group = require(act, id, Verb::SeeRegister)?;
    let may_mark = require(act, id, Verb::MarkRegister).is_ok();
    let id = group.id;
    let service = act.service();
    let sessions = store::registers::list_sessions(act.conn, service, id, SESSIONS)?;
    let session = match session {
        Some(asked) => Some(*sessions.iter().find(|s| s.id == asked).ok_or(AppError::NotFound)?),
        None => sessions.first().copied(),
    };
    let marks = match &session {
        Some(session) => store::registers::list_marks(act.conn, session.id)?,
        None => Vec::new(),
    };
    let (lines, gone) = lines(act, &group, &marks)?;
    let today = act.today()?;
    let settings = act.service_settings()?;
    act.audit("register.read", "group", id.0, json!({ "people": lines.len() }))?;
    Ok(Register {
        last_meeting: last_meeting(&group, today),
        group,
        service: settings,
        sessions,
        session,
        is_marked: !marks.is_empty(),
        lines,
        gone,
        corrections: marks.into_iter().filter(|mark| mark.is_superseded).collect(),
        today,
        may_mark,
    })
}

/// The people on the register or marked at this session, and those who have left.
fn lines(act: &mut Act<'_>, group: &Group, marks: &[Mark]) -> AppResult<(Vec<Line>, Vec<Line>)> {
    let service = act.service();
    let today = act.today()?;
    let current: HashMap<PrescriptionId, bool> = marks
        .iter()
        .filter(|mark| !mark.is_superseded)
        .map(|mark| (mark.prescription, mark.was_there))
        .collect();
    let mut listed = store::prescriptions::list_of_group(act.conn, service, group.id)?;
    let left = store::prescriptions::list_left_of_group(act.conn, service, group.id)?;
    listed.retain(|one| {
        let was_marked = current.contains_key(&one.id);
        one.state.is_on_the_register() || was_marked || left.contains(&one.id)
    });
    let ids: Vec<PersonId> = listed.iter().map(|one| one.person).collect();
    let people: HashMap<PersonId, Person> =
        store::people::list(act.conn, &act.kit.keys, service, &ids)?
            .into_iter()
            .map(|person| (person.id, person))
            .collect();
    let given = store::permissions::list_of(act.conn, service, &ids)?;
    let same = store::groups::list_same(act.conn, group.id)?;
    let visits = store::registers::list_visits_of_group(act.conn, service, group.id)?;
    let answers = store::answers::list_of_group(act.conn, service, group.id)?;
    let line = |prescription: Prescription| {
        let person = people.get(&prescription.person)?;
        let id = prescription.id;
        let is_visit = |visit: &&store::registers::Visit| visit.prescription == id;
        let times = visits.iter().filter(is_visit).filter(|visit| visit.was_there).count();
        let answered: Vec<&str> = answers
            .iter()
            .filter(|answer| answer.prescription == Some(id))
            .map(|answer| answer.wave.as_str())
            .collect();
        let is_on_it = prescription.state.is_on_the_register();
        Some(Line {
            permitted: permitted_to(&same, person, &given, today),
            times,
            was_there: current.get(&id).copied(),
            belonging_due: due(times, &answered).filter(|_| is_on_it),
            prescription,
        })
    };
    let is_shown =
        |line: &Line| line.prescription.state.is_on_the_register() || line.was_there.is_some();
    Ok(listed.into_iter().filter_map(line).partition(is_shown))
}

/// What the newest permission for this group lets through today, under whichever of its entries
/// it was given.
fn permitted_to(same: &[GroupId], person: &Person, given: &[Permission], today: Date) -> Permitted {
    let of_person = given.iter().filter(|one| one.person == person.id);
    let newest = of_person.filter_map(|one| Some((one, one.party_among(same)?)));
    let newest = newest.max_by_key(|(one, _)| one.given_at);
    let may = |detail| newest.is_some_and(|(one, party)| one.lets_share(party, detail, today));
    permitted_details(&person.details, may)
}

/// A group as its facilitator's first page shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Mine {
    /// The group.
    pub group: Group,
    /// Requests that wait for an answer.
    pub requests: Vec<Request>,
    /// How many people are on its register.
    pub people: usize,
}

/// A request that waits for the group's answer.
#[derive(Clone, PartialEq)]
pub struct Request {
    /// Whether they are on the group's waiting list already.
    pub is_waiting: bool,
    /// Since when.
    pub since: Date,
    /// Where to answer; nothing where the link has run out.
    pub link: Option<String>,
}

/// The groups that the signed-in facilitator runs, with what each has to do.
///
/// # Errors
/// `NotFound` for actors who run no groups.
pub fn mine(act: &mut Act<'_>) -> AppResult<Vec<Mine>> {
    let Actor::User(user) = act.actor else { return Err(AppError::NotFound) };
    act.require(Verb::MarkRegister, Relation::Own)?;
    let service = act.service();
    let groups = store::groups::list_of_facilitator(act.conn, service, user.user)?;
    let zone = act.service_settings()?.time_zone;
    let mut mine = Vec::new();
    for group in groups {
        let asked = store::prescriptions::list_of_group(act.conn, service, group.id)?;
        let people = asked.iter().filter(|one| one.state.is_on_the_register()).count();
        let mut requests = Vec::new();
        for one in asked {
            if let Some(request) = request(act, &one, &zone)? {
                requests.push(request);
            }
        }
        mine.push(Mine { group, requests, people });
    }
    Ok(mine)
}

fn request(act: &mut Act<'_>, one: &Prescription, zone: &str) -> AppResult<Option<Request>> {
    let is_waiting = one.state == State::Waitlisted;
    if !is_waiting && !matches!(one.state, State::Sent { .. }) {
        return Ok(None);
    }
    let links = store::links::list_about(act.conn, one.id.0, Purpose::GroupAnswer.key())?;
    let open = links.iter().find(|link| link.standing(act.now) == Standing::Open);
    let link = open.map(|link| act.kit.link_url(Purpose::GroupAnswer, link.id));
    let since = crate::act::day_in(zone, one.state_since);
    Ok(Some(Request { is_waiting, since, link }))
}

domain::print_only_the_type!(Request);
