//! The public feed: which groups may be published, and which of them a reader asks for.
//!
//! A small catalogue in memory follows the directory as `matching`'s index does, so that filters
//! read no rows; the groups of one page are then read in one statement. Nothing about people is
//! in reach of it.

mod catalogue;
mod package;
mod words;

use std::collections::HashMap;
use std::sync::Arc;

use domain::group::{Contact, Group};
use domain::ids::{GroupId, ServiceId};
use domain::place::Point;
use jiff::Timestamp;
use store::Conn;
use store::groups::Followed;
use uuid::Uuid;

use crate::act::{Act, App};
use crate::actor::Actor;
use crate::directory::BY_HAND;
use crate::error::AppResult;
use crate::geography;

pub use catalogue::{Catalogue, Organisation};
pub use interop::oruk;

/// How many changes are read in one go, so that a large directory never stands in memory twice.
const CHANGES: u32 = 1_000;

/// The catalogue, and how far it has followed each service.
#[derive(Default)]
pub(crate) struct Shelf(tokio::sync::Mutex<(HashMap<ServiceId, Followed>, Arc<Catalogue>)>);

/// A group that may be published.
#[derive(Debug, Clone, PartialEq)]
pub struct Published {
    /// The group.
    pub group: Group,
    /// When its entry last changed.
    pub changed_at: Timestamp,
}

impl Published {
    /// The same as the feed's words for it take it.
    #[must_use]
    pub fn listed(&self) -> oruk::Listed<'_> {
        oruk::Listed { group: &self.group, changed_at: self.changed_at }
    }
}

impl App {
    /// What may be published now, of every service of this copy.
    ///
    /// # Errors
    /// Only where the database does not answer.
    pub async fn feed(&self) -> AppResult<Arc<Catalogue>> {
        let services = self.list_services().await?;
        let mut shelf = self.kit().feed.0.lock().await;
        let (followed, catalogue) = &mut *shelf;
        for service in services.iter().map(|found| found.id) {
            loop {
                let from = followed.get(&service).copied().unwrap_or((0, GroupId(Uuid::nil())));
                let next = move |conn: &mut Conn| {
                    store::groups::list_next_changes(conn, service, from, CHANGES)
                };
                let changes = self.kit().db.read(next).await?;
                let Some(last) = changes.last() else { break };
                followed.insert(service, last.followed);
                let is_all = changes.len() < CHANGES as usize;
                let catalogue = Arc::make_mut(catalogue);
                for change in changes {
                    match change.is_withdrawn {
                        true => catalogue.remove(change.group.id),
                        false => catalogue.put(&change.group, change.at),
                    }
                }
                if is_all {
                    break;
                }
            }
        }
        Ok(Arc::clone(catalogue))
    }

    /// Groups of the catalogue in the order asked for, those left out that were just withdrawn.
    ///
    /// # Errors
    /// Only where the database does not answer.
    pub async fn list_published(&self, ids: Vec<GroupId>) -> AppResult<Vec<Published>> {
        let asked = ids.clone();
        let look = move |conn: &mut Conn| {
            let shown = store::groups::list_shown(conn, &asked)?;
            publish(conn, shown)
        };
        let found = self.kit().db.read(look).await?;
        let mut found: HashMap<GroupId, Published> =
            found.into_iter().map(|of| (of.group.id, of)).collect();
        Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
    }

    /// Where a postcode lies, as exactly as is known here; it never leaves this machine.
    ///
    /// # Errors
    /// Only where the database does not answer.
    pub async fn find_point_of(&self, postcode: String) -> AppResult<Option<Point>> {
        let services = self.list_services().await?;
        let Some(service) = services.first().map(|found| found.id) else { return Ok(None) };
        let look = move |act: &mut Act<'_>| geography::find_postcode(act, &postcode);
        let found = self.read(&Actor::Public { service }, look).await?;
        Ok(found.map(|found| found.point))
    }
}

/// Groups as everybody may have them: reached as a listing of others says it.
///
/// What a group told the service, so that referrals reach it, is not for everybody. Its web
/// address is.
fn publish(conn: &mut Conn, shown: Vec<(Group, Timestamp)>) -> store::Result<Vec<Published>> {
    let ids: Vec<GroupId> = shown.iter().map(|(group, _)| group.id).collect();
    let mut listed: HashMap<GroupId, Vec<Contact>> = HashMap::new();
    for (id, contact) in store::group_records::list_contacts(conn, &ids, BY_HAND)? {
        listed.entry(id).or_default().push(contact);
    }
    let published = shown.into_iter().map(|(mut group, changed_at)| {
        let said = listed.remove(&group.id).unwrap_or_default();
        let Contact { email, phone, url } = group.contact;
        let email = email.filter(|ours| said.iter().any(|of| of.email.as_ref() == Some(ours)));
        let phone = phone.filter(|ours| said.iter().any(|of| of.phone.as_ref() == Some(ours)));
        group.contact = Contact { email, phone, url };
        Published { group, changed_at }
    });
    Ok(published.collect())
}
