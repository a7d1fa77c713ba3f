//! Safeguarding: raised in two presses, seen only by those allowed, led by one person.
//!
//! Whoever raised or leads a concern stands to it as its own; nobody else's table reaches it but
//! a manager's. Everybody else finds nothing.

use domain::access::{Relation, Role, Verb};
use domain::ids::{ConcernId, PersonId, UserId};
use domain::person::Person;
use domain::safeguarding::{Action, Concern, State};
use domain::service::CrisisLine;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
pub use store::concerns::Line;
use store::sealing::DataKey;

use crate::act::{Act, day_in};
use crate::error::{AppError, AppResult};
use crate::{jobs, people};

mod tell;

pub use tell::tell_leads;

/// The job that tells those who lead safeguarding that somebody is worried; it carries no name.
pub const TELL_LEADS: &str = "concern_raised";

/// A line of the list: whom it is about, and by when somebody should lead it.
#[derive(Clone, PartialEq)]
pub struct Listed {
    /// The concern.
    pub line: Line,
    /// The person's name.
    pub name: String,
    /// Who leads it, by name.
    pub lead: Option<String>,
    /// On which day it was raised, where the service is.
    pub raised_on: Date,
    /// Whether somebody should have taken the lead by now and nobody did.
    pub is_late: bool,
}

/// One concern, opened by somebody who may.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    /// The concern with its words.
    pub concern: Concern,
    /// For whom.
    pub person: Person,
    /// Who raised it, by name.
    pub raised_by: Option<String>,
    /// Who leads it, by name.
    pub lead: Option<String>,
    /// By when somebody should lead it.
    pub due_at: Timestamp,
    /// Whether that time has passed and nobody does.
    pub is_late: bool,
    /// Whether the actor may lead, close and reopen it.
    pub may_lead: bool,
    /// Who could lead it.
    pub leads: Vec<(UserId, String)>,
    /// Where to go at once.
    pub crisis_lines: Vec<CrisisLine>,
    /// The service's time zone.
    pub zone: String,
}

/// What somebody sees who is about to raise a concern.
///
/// # Errors
/// `NotFound` where there is nobody, or not for this actor.
pub fn desk(act: &mut Act<'_>, person: PersonId) -> AppResult<(Person, Vec<CrisisLine>)> {
    let known = people::open(act, person, Verb::RaiseConcern)?;
    let settings = act.service_settings()?;
    Ok((known.person, settings.crisis_lines))
}

/// Raises a concern. Those who lead safeguarding are told at once, without a name.
///
/// # Errors
/// `Invalid` without words.
pub fn raise(act: &mut Act<'_>, person: PersonId, words: &str, key: &str) -> AppResult<ConcernId> {
    let known = people::open(act, person, Verb::RaiseConcern)?;
    let words = words.trim();
    if words.is_empty() {
        return Err(AppError::field("words", "Write what you saw or heard, in a few words"));
    }
    let done = act.once("concern", key, |act| {
        let raised_by = act.actor.user();
        let id = add(act, (person, &known.key), words, raised_by)?;
        Ok(id.to_string())
    })?;
    done.parse().map_err(|_| AppError::NotFound)
}

/// Adds a concern and promises the message: also for a group that worries, through its link.
pub(crate) fn add(
    act: &mut Act<'_>,
    (person, key): (PersonId, &DataKey),
    words: &str,
    raised_by: Option<UserId>,
) -> AppResult<ConcernId> {
    let concern = Concern {
        id: act.new_id(),
        person,
        raised_by,
        raised_at: act.now,
        words: words.to_owned(),
        state: State::Raised,
        version: 1,
    };
    let service = act.service();
    store::concerns::add(act.conn, service, key, &concern)?;
    let payload = json!({ "concern": concern.id });
    jobs::enqueue(act, TELL_LEADS, &concern.id.to_string(), payload)?;
    act.audit("concern.raise", "concern", concern.id.0, json!({}))?;
    Ok(concern.id)
}

/// The concerns that the actor may see, those open longest first.
///
/// # Errors
/// `NotFound` for actors who may see none at all.
pub fn list(act: &mut Act<'_>) -> AppResult<Vec<Listed>> {
    act.require(Verb::SeeConcerns, Relation::Own)?;
    let (service, settings) = (act.service(), act.service_settings()?);
    let lines = if act.actor.may(Verb::SeeConcerns, Relation::Service) {
        store::concerns::list(act.conn, service)?
    } else {
        let me = act.actor.user().ok_or(AppError::NotFound)?;
        store::concerns::list_of_user(act.conn, service, me)?
    };
    let mut ids: Vec<PersonId> = lines.iter().map(|line| line.person).collect();
    ids.sort_unstable();
    ids.dedup();
    let people = store::people::list(act.conn, &act.kit.keys, service, &ids)?;
    let names = people::names(act)?;
    let listed = |line: Line| {
        let person = people.iter().find(|person| person.id == line.person)?;
        let clock = Clock::of(&line, settings.clocks.safeguarding_hours, act.now);
        Some(Listed {
            name: person.details.full_name(),
            lead: line.lead.and_then(|lead| names.get(&lead).cloned()),
            raised_on: day_in(&settings.time_zone, line.raised_at),
            is_late: clock.is_late,
            line,
        })
    };
    Ok(lines.into_iter().filter_map(listed).collect())
}

/// The concerns about one person that the actor may see; none where they may see none.
pub(crate) fn about(act: &mut Act<'_>, person: PersonId) -> AppResult<Vec<Line>> {
    let service = act.service();
    let lines = store::concerns::list_of_person(act.conn, service, person)?;
    let actor = act.actor;
    let may = |line: &Line| actor.may(Verb::SeeConcerns, relation(actor.user(), line));
    Ok(lines.into_iter().filter(may).collect())
}

/// One concern with its words. That it was read is audited.
///
/// # Errors
/// `NotFound` where there is none, or not for this actor.
pub fn find(act: &mut Act<'_>, id: ConcernId) -> AppResult<Opened> {
    let (line, key, person) = load(act, id, Verb::SeeConcerns)?;
    let settings = act.service_settings()?;
    let concern = store::concerns::open(act.conn, &key, id)?;
    act.audit("concern.read", "concern", id.0, json!({}))?;
    let service = act.service();
    let accounts = store::accounts::list(act.conn, service)?;
    let name = |user: Option<UserId>| {
        accounts.iter().find(|account| Some(account.id) == user).map(|one| one.name.clone())
    };
    let (raised_by, lead) = (name(line.raised_by), name(line.lead));
    let can_lead = |role: &Role| matches!(role, Role::Manager | Role::LinkWorker);
    let leads = accounts
        .into_iter()
        .filter(|account| account.is_active && account.roles.iter().any(can_lead))
        .map(|account| (account.id, account.name))
        .collect();
    let clock = Clock::of(&line, settings.clocks.safeguarding_hours, act.now);
    Ok(Opened {
        may_lead: may_lead(act, &line),
        raised_by,
        lead,
        leads,
        due_at: clock.due_at,
        is_late: clock.is_late,
        crisis_lines: settings.crisis_lines,
        zone: settings.time_zone,
        concern,
        person,
    })
}

/// Names who leads a concern.
///
/// # Errors
/// `NotFound` for actors who may not; `Refused` where it is closed.
pub fn lead(act: &mut Act<'_>, id: ConcernId, lead: UserId) -> AppResult<()> {
    let service = act.service();
    let account = store::accounts::find(act.conn, lead)?;
    let fits = account.is_some_and(|account| account.service == service && account.is_active);
    if !fits {
        return Err(AppError::field("lead", "Choose somebody who works here"));
    }
    step(act, id, Action::Lead { lead })
}

/// Closes a concern with what was done.
///
/// # Errors
/// `Invalid` without words; `Refused` where nobody leads it.
pub fn close(act: &mut Act<'_>, id: ConcernId, outcome: &str) -> AppResult<()> {
    if outcome.trim().is_empty() {
        return Err(AppError::field("outcome", "Write what was done and who was told"));
    }
    step(act, id, Action::Close { outcome: outcome.trim().to_owned() })
}

/// Opens a closed concern again.
///
/// # Errors
/// `Refused` where it is not closed.
pub fn reopen(act: &mut Act<'_>, id: ConcernId) -> AppResult<()> {
    step(act, id, Action::Reopen)
}

fn step(act: &mut Act<'_>, id: ConcernId, action: Action) -> AppResult<()> {
    let (line, key, _) = load(act, id, Verb::SeeConcerns)?;
    if !may_lead(act, &line) {
        return Err(AppError::NotFound);
    }
    let mut concern = store::concerns::open(act.conn, &key, id)?;
    let name = action.name();
    concern.state = concern.state.apply(action, act.now)?;
    store::concerns::save_state(act.conn, &key, &concern)?;
    act.audit(&format!("concern.{name}"), "concern", id.0, json!({}))
}

fn load(act: &mut Act<'_>, id: ConcernId, verb: Verb) -> AppResult<(Line, DataKey, Person)> {
    let service = act.service();
    let line = store::concerns::find(act.conn, service, id)?.ok_or(AppError::NotFound)?;
    act.require(verb, relation(act.actor.user(), &line))?;
    let found = store::people::find(act.conn, &act.kit.keys, service, line.person)?;
    let (person, key) = found.ok_or(AppError::NotFound)?;
    Ok((line, key, person))
}

fn relation(me: Option<UserId>, line: &Line) -> Relation {
    let is_mine = me.is_some() && (line.raised_by == me || line.lead == me);
    if is_mine { Relation::Own } else { Relation::Service }
}

/// Leading is one's own where one leads; having raised it is not enough.
fn may_lead(act: &Act<'_>, line: &Line) -> bool {
    let me = act.actor.user();
    let leads = me.is_some() && line.lead == me;
    let relation = if leads { Relation::Own } else { Relation::Service };
    act.actor.may(Verb::LeadConcern, relation)
}

struct Clock {
    due_at: Timestamp,
    is_late: bool,
}

impl Clock {
    fn of(line: &Line, hours: u16, now: Timestamp) -> Clock {
        let due_at = line.raised_at + SignedDuration::from_hours(hours.into());
        Clock { due_at, is_late: line.state == "raised" && now > due_at }
    }
}

domain::print_only_the_type!(Listed);
