//! What a group sees and says by the link of its reminder, without an account.
//!
//! Looking changes nothing: scanners of mail follow links. The press on the page records.

use domain::group::Group;
use domain::ids::GroupId;
use domain::service::Settings;
use store::links::{Link, Standing};

use crate::act::Act;
use crate::actor::Actor;
use crate::error::{AppError, AppResult};
use crate::links::Purpose;

use super::checking::{CheckedBy, confirm};

/// What the group's page shows.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnEntry {
    /// Whether the link still works.
    pub standing: Standing,
    /// The group as the directory shows it.
    pub group: Group,
    /// The version of its entry.
    pub version: i64,
    /// The service that asks: its name and telephone.
    pub service: Settings,
}

/// The entry that a reminder is about, whether or not its link still works.
///
/// # Errors
/// `NotFound` for any other actor, and where the group has left the directory.
pub fn own_entry(act: &mut Act<'_>) -> AppResult<OwnEntry> {
    let link = of_link(act)?;
    let found = store::groups::find(act.conn, link.service, GroupId(link.subject))?;
    let (mut group, version) = found.ok_or(AppError::NotFound)?;
    group.freshness = super::upkeep::freshness_of(act, group.id)?;
    let service = act.service_settings()?;
    Ok(OwnEntry { standing: link.standing(act.now), group, version, service })
}

/// The group says that all of its entry is true. That uses the link up; corrections before do not.
///
/// # Errors
/// `Refused` where the link works no more; `Conflict` where the entry changed since it was shown.
pub fn own_all_true(act: &mut Act<'_>, version: i64, key: &str) -> AppResult<()> {
    let link = of_link(act)?;
    act.once("own entry is true", key, |act| {
        confirm(act, GroupId(link.subject), version, CheckedBy::Own)?;
        store::links::use_up(act.conn, link.id, act.now)?;
        Ok(String::new())
    })?;
    Ok(())
}

fn of_link(act: &mut Act<'_>) -> AppResult<Link> {
    let Actor::Link { link, service } = act.actor else { return Err(AppError::NotFound) };
    store::links::find(act.conn, *link)?
        .filter(|found| found.purpose == Purpose::GroupCheck.key() && found.service == *service)
        .ok_or(AppError::NotFound)
}
