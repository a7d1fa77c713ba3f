//! Agencies that refer through a link of their own, without accounts.

use domain::access::{Relation, Verb};
use domain::ids::{AgencyId, LinkId};
use serde_json::json;
use store::StoreError;
use store::links::Standing;

pub use store::agencies::Agency;

use crate::act::{Act, App};
use crate::actor::Actor;
use crate::error::{AppError, AppResult};
use crate::links::{self, Purpose};

/// An agency with its link and how much it has referred.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencyLine {
    /// The agency.
    pub agency: Agency,
    /// Its link, while it has one that works.
    pub link: Option<LinkId>,
    /// How many people it has referred.
    pub referral_count: i64,
}

impl App {
    /// The agency behind a link that works, acting.
    ///
    /// # Errors
    /// `NotFound` where the link was taken back or never was.
    pub async fn agency_of(&self, token: &str) -> AppResult<Actor> {
        let (actor, link) = self.open_link(Purpose::Agency, token).await?;
        if link.standing(self.now()) != Standing::Open {
            return Err(AppError::NotFound);
        }
        let (service, id) = (link.service, AgencyId(link.subject));
        self.read(&actor, move |act| {
            let agency = store::agencies::find(act.conn, service, id)?
                .filter(|agency| agency.is_active)
                .ok_or(AppError::NotFound)?;
            Ok(Actor::Agency { service, agency: agency.id, name: agency.name })
        })
        .await
    }
}

/// Adds an agency and its link.
///
/// # Errors
/// `Invalid` where a field is empty or the name is taken.
pub fn add(act: &mut Act<'_>, name: &str, kind: &str, key: &str) -> AppResult<AgencyId> {
    act.require(Verb::KeepAgencies, Relation::Service)?;
    let (name, kind) = (name.trim(), kind.trim());
    if name.is_empty() {
        return Err(AppError::field("name", "Enter the agency’s name"));
    }
    if name.chars().count() > 100 || kind.chars().count() > 100 {
        return Err(AppError::field("name", "Shorten this to 100 characters or fewer"));
    }
    let service = act.service();
    let taken = store::agencies::list(act.conn, service)?.iter().any(|there| there.name == name);
    let id = act.once("agency", key, |act| {
        if taken {
            return Err(name_taken());
        }
        let id: AgencyId = act.new_id();
        let agency = Agency { id, name: name.into(), kind: kind.into(), is_active: true };
        match store::agencies::add(act.conn, service, &agency, act.now) {
            Err(StoreError::Constraint { .. }) => return Err(name_taken()),
            done => done?,
        }
        links::create(act, Purpose::Agency, id.0, None)?;
        act.audit("agency.add", "agency", id.0, json!({}))?;
        Ok(id.to_string())
    })?;
    id.parse().map_err(|_| AppError::NotFound)
}

fn name_taken() -> AppError {
    AppError::field("name", "There is an agency of this name already")
}

/// Every agency by name.
///
/// # Errors
/// `NotFound` for actors who do not look after agencies.
pub fn list(act: &mut Act<'_>) -> AppResult<Vec<AgencyLine>> {
    act.require(Verb::KeepAgencies, Relation::Service)?;
    let service = act.service();
    let links = store::links::list_open(act.conn, service, Purpose::Agency.key())?;
    let counts = store::referrals::count_by_agency(act.conn, service)?;
    let line = |agency: Agency| {
        let link = links.iter().find(|link| link.subject == agency.id.0).map(|link| link.id);
        let count = counts.iter().find(|(id, _)| *id == agency.id).map_or(0, |(_, count)| *count);
        AgencyLine { agency, link, referral_count: count }
    };
    Ok(store::agencies::list(act.conn, service)?.into_iter().map(line).collect())
}

/// One agency.
///
/// # Errors
/// `NotFound` where there is none, or the actor does not look after agencies.
pub fn find(act: &mut Act<'_>, id: AgencyId) -> AppResult<AgencyLine> {
    list(act)?.into_iter().find(|line| line.agency.id == id).ok_or(AppError::NotFound)
}

/// Takes an agency's link back; whoever holds it can no longer refer.
///
/// # Errors
/// `NotFound` where there is no such agency.
pub fn revoke(act: &mut Act<'_>, id: AgencyId) -> AppResult<()> {
    find(act, id)?;
    store::links::revoke_about(act.conn, id.0, Purpose::Agency.key(), act.now)?;
    act.audit("agency.revoke_link", "agency", id.0, json!({}))
}

/// Gives an agency a new link; the old one stops working.
///
/// # Errors
/// `NotFound` where there is no such agency.
pub fn renew(act: &mut Act<'_>, id: AgencyId, key: &str) -> AppResult<()> {
    find(act, id)?;
    act.once("agency_link", key, |act| {
        store::links::revoke_about(act.conn, id.0, Purpose::Agency.key(), act.now)?;
        links::create(act, Purpose::Agency, id.0, None)?;
        act.audit("agency.renew_link", "agency", id.0, json!({}))?;
        Ok(String::new())
    })?;
    Ok(())
}
