//! One referral with all that belongs to it, for whoever screens and sorts. Reading it is audited.

use std::collections::HashMap;

use domain::access::Verb;
use domain::ids::{ReferralId, UserId};
use domain::permission::Permission;
use domain::person::Person;
use domain::referral::{Referral, Referrer};
use domain::service::Settings;
use domain::triage::Proposal;
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::json;
use store::accounts::Account;
use store::notes::Note;
use store::sealing::DataKey;

use super::duplicates::{self, Duplicate};
use crate::act::{Act, day_in};
use crate::error::{AppError, AppResult};
use crate::inbox;
use crate::referrals::load;

/// A referral and what belongs to it.
#[derive(Clone, PartialEq)]
pub struct Case {
    /// The referral, with its words.
    pub referral: Referral,
    /// Who is referred.
    pub person: Person,
    /// Who referred, in words.
    pub referrer: String,
    /// Whether the referrer can sign in, and so gets our messages.
    pub referrer_signs_in: bool,
    /// What the person agreed to.
    pub permissions: Vec<Permission>,
    /// Who may be the same person.
    pub duplicates: Vec<Duplicate>,
    /// Each step so far.
    pub steps: Vec<Moved>,
    /// Codes for the GP record, with when.
    pub codes: Vec<(String, Timestamp)>,
    /// What was written beside the steps.
    pub notes: Vec<Note>,
    /// What the rules propose, and why.
    pub proposal: (Proposal, String),
    /// Who works with the person.
    pub link_worker: Option<String>,
    /// The day it is, where the service is.
    pub today: Date,
    /// Days until somebody should have decided; negative when that is over.
    pub due_in_days: i64,
    /// The settings of the service.
    pub settings: Settings,
}

/// One step, with who made it.
#[derive(Clone, PartialEq, Eq)]
pub struct Moved {
    /// When.
    pub at: Timestamp,
    /// Who, by name.
    pub who: String,
    /// Where it went.
    pub to: String,
    /// The reason, by its stored name.
    pub reason: Option<String>,
}

/// Reads one referral whole, for somebody who screens. The reading is audited.
///
/// # Errors
/// `NotFound` for everybody else.
pub fn read(act: &mut Act<'_>, id: ReferralId) -> AppResult<Case> {
    let mut referral = load(act, id, Verb::Screen)?;
    let service = act.service();
    let settings = act.service_settings()?;
    let found = store::people::find(act.conn, &act.kit.keys, service, referral.person)?;
    let (person, key) = found.ok_or(AppError::NotFound)?;
    store::referrals::open_words(act.conn, &key, &mut referral)?;
    act.audit("person.read", "person", person.id.0, json!({ "referral": id }))?;
    let accounts: HashMap<UserId, Account> = store::accounts::list(act.conn, service)?
        .into_iter()
        .map(|account| (account.id, account))
        .collect();
    let proposal = settings.triage.propose(&referral.needs, &referral.circumstances);
    let worker = referral.state.link_worker();
    let day = |at| day_in(&settings.time_zone, at);
    let today = day(act.now);
    Ok(Case {
        referrer: referrer_words(act, &referral, &accounts)?,
        referrer_signs_in: matches!(referral.referrer, Referrer::User { .. }),
        permissions: store::permissions::list(act.conn, service, person.id)?,
        duplicates: duplicates::list(act, &referral, &person)?,
        steps: steps(act, id, &accounts)?,
        codes: store::referrals::list_codes(act.conn, id)?,
        notes: notes(act, &key, id)?,
        link_worker: worker.and_then(|worker| accounts.get(&worker)).map(|a| a.name.clone()),
        due_in_days: inbox::due_in_days(&referral, settings.clocks, day, today),
        proposal,
        today,
        settings,
        referral,
        person,
    })
}

fn notes(act: &mut Act<'_>, key: &DataKey, id: ReferralId) -> AppResult<Vec<Note>> {
    Ok(store::notes::list(act.conn, key, id)?)
}

fn steps(
    act: &mut Act<'_>,
    id: ReferralId,
    accounts: &HashMap<UserId, Account>,
) -> AppResult<Vec<Moved>> {
    let steps = store::steps::list(act.conn, id)?;
    let own = steps.into_iter().filter(|step| step.prescription.is_none());
    Ok(own
        .map(|step| Moved {
            at: step.at,
            who: who(&step.actor, accounts),
            to: step.to,
            reason: step.reason,
        })
        .collect())
}

/// The name behind a label of the audit trail.
fn who(label: &str, accounts: &HashMap<UserId, Account>) -> String {
    let (kind, id) = label.split_once(':').unwrap_or((label, ""));
    match kind {
        "user" => id
            .parse()
            .ok()
            .and_then(|id: UserId| accounts.get(&id))
            .map_or_else(|| "somebody who has left".to_owned(), |account| account.name.clone()),
        "agency" => "the agency".to_owned(),
        "public" => "through the public page".to_owned(),
        _ => "Kith".to_owned(),
    }
}

/// Who referred, in words.
fn referrer_words(
    act: &mut Act<'_>,
    referral: &Referral,
    accounts: &HashMap<UserId, Account>,
) -> AppResult<String> {
    let service = act.service();
    Ok(match &referral.referrer {
        Referrer::User { user, organisation } => {
            let name = accounts.get(user).map_or("somebody who has left", |a| a.name.as_str());
            match organisation.as_str() {
                "" => name.to_owned(),
                organisation => format!("{name}, {organisation}"),
            }
        }
        Referrer::Agency { agency, worker } => {
            let name = store::agencies::find(act.conn, service, *agency)?
                .map_or_else(|| "an agency".to_owned(), |agency| agency.name);
            if worker.is_empty() { name } else { format!("{worker}, {name}") }
        }
        Referrer::Oneself { on_behalf: None } => "The person themself".to_owned(),
        Referrer::Oneself { on_behalf: Some(name) } => format!("{name}, on the person’s behalf"),
    })
}

domain::print_only_the_type!(Case, Moved);
