//! Who takes a person on: proposals by room, continuity and language; a coordinator decides.

use domain::access::{Relation, Role, Verb};
use domain::allocation::{Proposal, Worker, propose};
use domain::ids::{ReferralId, UserId};
use domain::person::Person;
use domain::referral::{Action, Referral};
use serde_json::json;

use crate::act::Act;
use crate::error::{AppError, AppResult};
use crate::referrals::{Seen, load};
use crate::triage::step;

/// A referral with everybody who could take it on, best first.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// The referral, without its words.
    pub referral: Referral,
    /// Who is referred.
    pub person: Person,
    /// Everybody who could take it on but does not have it now.
    pub proposals: Vec<Proposal>,
    /// Who has it now.
    pub current: Option<Worker>,
}

/// Who could take a person on, with the reasons. The reading is audited.
///
/// # Errors
/// `NotFound` for actors who do not allocate.
pub fn options(act: &mut Act<'_>, id: ReferralId) -> AppResult<Options> {
    let referral = load(act, id, Verb::Allocate)?;
    let service = act.service();
    let found = store::people::find(act.conn, &act.kit.keys, service, referral.person)?;
    let (person, _) = found.ok_or(AppError::NotFound)?;
    act.audit("person.read", "person", person.id.0, json!({ "referral": id }))?;
    let mut workers = workers(act, &referral)?;
    let now = referral.state.link_worker();
    let at = workers.iter().position(|worker| Some(worker.id) == now);
    let current = at.map(|at| workers.remove(at));
    let proposals = propose(workers, referral.complexity, person.details.language.as_deref());
    Ok(Options { referral, person, proposals, current })
}

/// Gives a referral to a link worker, or to another one.
///
/// # Errors
/// `Conflict` where somebody was faster; `Invalid` without a worker of this service.
pub fn allocate(act: &mut Act<'_>, seen: Seen, worker: Option<UserId>, key: &str) -> AppResult<()> {
    act.require(Verb::Allocate, Relation::Service)?;
    let service = act.service();
    let chosen = worker.map(|id| store::accounts::find(act.conn, id)).transpose()?.flatten();
    let takes_people = |account: &store::accounts::Account| {
        account.service == service && account.is_active && account.roles.contains(&Role::LinkWorker)
    };
    let chosen = chosen.filter(takes_people);
    let chosen = chosen.ok_or_else(|| AppError::field("worker", "Choose a link worker"))?;
    let action = Action::Allocate { link_worker: chosen.id };
    step(act, (seen, Verb::Allocate), "allocate", key, &action)
}

/// Puts a person back on the waiting list; the time they have waited is not forgotten.
///
/// # Errors
/// `Conflict` where somebody was faster; `Refused` where nobody has them.
pub fn put_back(act: &mut Act<'_>, seen: Seen, key: &str) -> AppResult<()> {
    act.require(Verb::Allocate, Relation::Service)?;
    step(act, (seen, Verb::Allocate), "put_back", key, &Action::PutBack)
}

/// The link workers of the service, with what they carry and whether they know the person.
fn workers(act: &mut Act<'_>, referral: &Referral) -> AppResult<Vec<Worker>> {
    let service = act.service();
    let carried = store::referrals::list_carried(act.conn, service)?;
    let known = store::referrals::list_workers_of_person(act.conn, referral.person)?;
    let accounts = store::accounts::list(act.conn, service)?;
    let workers = accounts
        .into_iter()
        .filter(|account| account.is_active && account.roles.contains(&Role::LinkWorker))
        .map(|account| Worker {
            carried: carried.get(&account.id).copied().unwrap_or(0),
            knows_person: known.contains(&account.id),
            id: account.id,
            name: account.name,
            languages: account.languages,
            room: account.room,
        });
    Ok(workers.collect())
}
