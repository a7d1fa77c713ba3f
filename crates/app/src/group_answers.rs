//! What a group sees and answers by its signed link, without an account.
//!
//! It sees only what the person permits today. A link works for one answer.

use domain::access::Verb;
use domain::group::{AccessNeed, Group};
use domain::ids::PrescriptionId;
use domain::permission::{Detail, Scope};
use domain::person::Details;
use domain::prescription::{Action, DeclineReason, FirstVisit, Prescription, State};
use domain::service::Settings;
use jiff::SignedDuration;
use serde_json::json;
use store::links::{Link, Standing};
use store::throttle::{Answer as Door, Key, Limit};

use crate::act::Act;
use crate::actor::Actor;
use crate::error::{AppError, AppResult};
use crate::links::{self, Purpose};
use crate::messages::{self, Kind};
use crate::prescriptions::{self, advance, ask_again, group_of, keep_words, permission_for};
use crate::registers;

/// How often a new link can be asked for.
const RENEWALS: Limit = Limit { hits: 3, window: SignedDuration::from_hours(24) };

/// What a person lets a group know about them.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Permitted {
    /// First or full name.
    pub name: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// What helps them to take part.
    pub access_needs: Vec<AccessNeed>,
    /// Whether somebody should interpret, and the language.
    pub language: Option<String>,
    /// What they hope for.
    pub hopes: Option<String>,
}

/// What the group's page shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// Whether the link still works.
    pub standing: Standing,
    /// The group.
    pub group: Group,
    /// The service that asks: its name, telephone and crisis lines.
    pub service: Settings,
    /// Where the request stands.
    pub state: State,
    /// About whom, while the link works and the group has to answer.
    pub person: Option<Permitted>,
    /// How the first visit is to be helped.
    pub first_visit: Option<FirstVisit>,
}

/// What a group answers.
#[derive(Clone, PartialEq, Eq)]
pub enum Answer {
    /// They are welcome.
    Accept,
    /// There will be room later.
    Waitlist,
    /// It cannot take them.
    Decline {
        /// Why.
        reason: DeclineReason,
        /// In the group's own words.
        words: String,
    },
}

impl Answer {
    fn action(&self) -> Action {
        match self {
            Answer::Accept => Action::Accept,
            Answer::Waitlist => Action::Waitlist,
            Answer::Decline { reason, words } => {
                Action::Decline { reason: *reason, words: words.clone() }
            }
        }
    }
}

/// What the holder of the link sees. Showing somebody's details is audited; nothing else changes.
///
/// # Errors
/// `NotFound` for any other actor.
pub fn show(act: &mut Act<'_>) -> AppResult<Asked> {
    let (link, prescription) = of_link(act)?;
    let standing = link.standing(act.now);
    let group = group_of(act, &prescription)?;
    let service = act.service_settings()?;
    let is_asked = matches!(prescription.state, State::Sent { .. } | State::Waitlisted);
    let person = match standing == Standing::Open && is_asked {
        true => Some(permitted(act, &prescription)?),
        false => None,
    };
    if person.is_some() {
        let detail = json!({ "prescription": prescription.id });
        act.audit("person.read_by_group", "person", prescription.person.0, detail)?;
    }
    let (state, first_visit) = (prescription.state, prescription.first_visit);
    Ok(Asked { standing, group, service, state, person, first_visit })
}

/// Records the group's answer and uses the link up.
///
/// # Errors
/// `Refused` with a sentence where the link no longer works or the answer is not possible now.
pub fn answer(act: &mut Act<'_>, answer: &Answer, key: &str) -> AppResult<()> {
    let (link, prescription) = of_link(act)?;
    act.once("group.answer", key, |act| {
        links::of_actor(act, Purpose::GroupAnswer)?;
        record(act, &prescription, answer)?;
        if !store::links::use_up(act.conn, link.id, act.now)? {
            return Err(AppError::refused("This link has been used already."));
        }
        Ok(String::new())
    })?;
    Ok(())
}

/// The group worries about the person it was asked about.
///
/// # Errors
/// `Invalid` without words; `Refused` where the link no longer works.
pub fn worry(act: &mut Act<'_>, words: &str, key: &str) -> AppResult<()> {
    let (_, prescription) = of_link(act)?;
    links::of_actor(act, Purpose::GroupAnswer)?;
    registers::raise(act, &prescription, words, key)
}

/// Notes what a group told the link worker by telephone or on paper.
///
/// # Errors
/// `NotFound` where the person is not the actor's; `Refused` where it was answered already.
pub fn answer_for_group(
    act: &mut Act<'_>,
    id: PrescriptionId,
    answer: &Answer,
    key: &str,
) -> AppResult<()> {
    let (prescription, _) = prescriptions::load(act, id, Verb::Prescribe)?;
    act.once("group.answer_for", key, |act| {
        record(act, &prescription, answer)?;
        store::links::revoke_about(act.conn, id.0, Purpose::GroupAnswer.key(), act.now)?;
        Ok(String::new())
    })?;
    Ok(())
}

/// Sends the group a fresh link to the address we know: never to one typed on the page.
///
/// # Errors
/// `TooMany` after three in a day; `Refused` where the group need not be asked again.
pub fn renew(act: &mut Act<'_>) -> AppResult<()> {
    let (link, prescription) = of_link(act)?;
    match link.standing(act.now) {
        Standing::Expired | Standing::Used => {}
        Standing::Open => return Err(AppError::refused("This link still works.")),
        Standing::Revoked => {
            let sentence = "A newer link has been sent. Look for our latest message.";
            return Err(AppError::refused(sentence));
        }
    }
    throttle(act, "group link renewed", &prescription.id.to_string(), RENEWALS)?;
    ask_again(act, &prescription)
}

/// Counts a try within this transaction.
pub(crate) fn throttle(act: &mut Act<'_>, kind: &str, who: &str, limit: Limit) -> AppResult<()> {
    let key = Key::new(&act.kit.keys, kind, who);
    match store::throttle::hit(act.conn, key, act.now, limit)? {
        Door::Allowed => Ok(()),
        Door::Refused { until } => {
            let wait = until.duration_since(act.now).as_secs();
            Err(AppError::TooMany { wait_seconds: u64::try_from(wait).unwrap_or(0).max(1) })
        }
    }
}

/// What a person permits a group to know today.
pub(crate) fn permitted(act: &mut Act<'_>, prescription: &Prescription) -> AppResult<Permitted> {
    let service = act.service();
    let today = act.today()?;
    let Some(permission) = permission_for(act, prescription)? else {
        return Ok(Permitted::default());
    };
    let Scope::Share { with: party, .. } = &permission.scope else {
        return Ok(Permitted::default());
    };
    let may = |detail| permission.lets_share(party, detail, today);
    let found = store::people::find(act.conn, &act.kit.keys, service, prescription.person)?;
    let (person, key) = found.ok_or(AppError::NotFound)?;
    let hopes = match may(Detail::Hopes) {
        true => Some(store::prescriptions::open_words(act.conn, &key, prescription.id)?.hopes),
        false => None,
    };
    Ok(Permitted { hopes, ..permitted_details(&person.details, may) })
}

/// The details that a permission lets through.
pub(crate) fn permitted_details(details: &Details, may: impl Fn(Detail) -> bool) -> Permitted {
    let name = match () {
        () if may(Detail::FullName) => Some(details.full_name()),
        () if may(Detail::FirstName) => Some(details.given_name.clone()),
        () => None,
    };
    let interpreter = details.language.clone().filter(|_| details.interpreter);
    let needs = may(Detail::AccessNeeds);
    Permitted {
        name,
        phone: details.phone.clone().filter(|_| may(Detail::Phone)),
        email: details.email.clone().filter(|_| may(Detail::Email)),
        access_needs: if needs { details.access_needs.clone() } else { Vec::new() },
        language: interpreter.filter(|_| needs),
        hopes: None,
    }
}

fn of_link(act: &mut Act<'_>) -> AppResult<(Link, Prescription)> {
    let Actor::Link { link, service } = act.actor else { return Err(AppError::NotFound) };
    let link = store::links::find(act.conn, *link)?
        .filter(|found| found.purpose == Purpose::GroupAnswer.key() && found.service == *service)
        .ok_or(AppError::NotFound)?;
    let id = PrescriptionId(link.subject);
    let found = store::prescriptions::find(act.conn, link.service, id)?;
    Ok((link, found.ok_or(AppError::NotFound)?))
}

fn record(act: &mut Act<'_>, prescription: &Prescription, answer: &Answer) -> AppResult<()> {
    let now = act.now;
    let after = advance(act, prescription, answer.action(), now)?;
    match answer {
        Answer::Accept => send_register(act, &after),
        Answer::Waitlist => Ok(()),
        Answer::Decline { words, .. } => {
            let words = words.trim();
            keep_words(act, &after, |kept| kept.said = words.to_owned())
        }
    }
}

/// The first yes brings the group its register.
fn send_register(act: &mut Act<'_>, prescription: &Prescription) -> AppResult<()> {
    let group = group_of(act, prescription)?;
    let Some(email) = group.contact.email else { return Ok(()) };
    let link = registers::link_for(act, group.id)?;
    messages::promise(act, Kind::Register, group.id.0, link, &email)?;
    Ok(())
}

domain::print_only_the_type!(Permitted, Answer);
