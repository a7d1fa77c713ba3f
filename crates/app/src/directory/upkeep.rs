//! Looking after the directory day by day: reminders to owners, sinking, hiding, and coming back.
//!
//! `domain::group::freshness` decides; here it is looked up, kept, and told to the index.

use domain::access::{Relation, Verb};
use domain::group::freshness::{Upkept, decide};
use domain::group::{Fact, Freshness, Group, Status};
use domain::ids::GroupId;
use domain::service::Settings;
use serde_json::json;
use store::{group_records, group_upkeep};

use crate::act::Act;
use crate::error::{AppError, AppResult};
use crate::jobs::{Kind, Work};
use crate::links::{self, Purpose};
use crate::messages::{self, Kind as Letter};

use super::{checking, claims};

/// The kind of work that looks after a service's directory, once a day.
pub(crate) const UPKEEP: Kind = Kind { name: "directory.upkeep", run: look_after_all };

/// Entries looked at in one transaction.
const BATCH: i64 = 200;

/// How long a reminder's link works.
const LINK_DAYS: u16 = 90;

/// Looks at every entry whose time has come. Done twice, the second time finds nothing to do.
fn look_after_all(work: &Work<'_>) -> AppResult<()> {
    while work.app.write_now(&work.actor(), look_after_due)? {}
    Ok(())
}

/// Looks at some of the entries whose time has come; whether there may be more.
///
/// # Errors
/// `NotFound` for actors who do not administer the service.
pub fn look_after_due(act: &mut Act<'_>) -> AppResult<bool> {
    act.require(Verb::Administer, Relation::Service)?;
    let (service, settings) = (act.service(), act.service_settings()?);
    let due = group_upkeep::list_due(act.conn, service, act.now, BATCH)?;
    for group in &due {
        match resume(act, group)? {
            true => look_after(act, group.id)?,
            false => look(act, group, &settings)?,
        }
    }
    Ok(i64::try_from(due.len()).is_ok_and(|looked| looked == BATCH))
}

/// Looks at one entry now, because somebody has just said something about it.
pub(super) fn look_after(act: &mut Act<'_>, id: GroupId) -> AppResult<()> {
    let (service, settings) = (act.service(), act.service_settings()?);
    match store::groups::find(act.conn, service, id)? {
        Some((group, _)) => look(act, &group, &settings),
        None => Ok(()),
    }
}

/// How fresh an entry is, as it was last worked out.
pub(super) fn freshness_of(act: &mut Act<'_>, id: GroupId) -> AppResult<Freshness> {
    Ok(group_upkeep::find(act.conn, id)?.map(|upkept| upkept.freshness).unwrap_or_default())
}

fn look(act: &mut Act<'_>, group: &Group, settings: &Settings) -> AppResult<()> {
    let service = act.service();
    let known = group_upkeep::find(act.conn, group.id)?;
    let arrived_at = match &known {
        Some(known) => known.arrived_at,
        None => {
            let records = group_records::list_of_groups(act.conn, service, &[group.id])?;
            records.first().map_or(act.now, |record| record.first_seen_at)
        }
    };
    let checked_at = group.checked.as_ref().map(|checked| checked.at);
    let since = checked_at.unwrap_or(arrived_at);
    // Reminders from before the last check were answered by it.
    let reminded = known.as_ref().and_then(|known| Some((known.reminders, known.reminded_at?)));
    let reminded = reminded.filter(|(_, at)| *at > since);
    let (reminders, reminded_at) = reminded.map_or((0, None), |(count, at)| (count, Some(at)));
    let upkept = Upkept { since, arrived_at, reminders, reminded_at };
    let may_remind = reminded_at_address(act, group)?.is_some();
    let due = decide(group, upkept, may_remind, &settings.upkeep, act.now);
    if due.remind {
        remind(act, group)?;
    }
    let row = group_upkeep::Upkept {
        group: group.id,
        activity: group.activities.first().copied(),
        is_ended: matches!(group.status, Status::Ended { .. }),
        arrived_at,
        checked_at,
        freshness: due.freshness,
        reminders: if due.remind { reminders + 1 } else { reminders },
        reminded_at: if due.remind { Some(act.now) } else { reminded_at },
        looked_at: act.now,
        look_again_at: due.look_again_at,
    };
    group_upkeep::save(act.conn, service, &row)?;
    let before = known.map(|known| known.freshness).unwrap_or_default();
    if before != due.freshness && (before.is_stale() || due.freshness.is_stale()) {
        store::groups::touch(act.conn, service, group.id)?;
        let detail = json!({ "from": before.key(), "to": due.freshness.key() });
        act.audit("group.freshness", "group", group.id.0, detail)?;
    }
    Ok(())
}

fn remind(act: &mut Act<'_>, group: &Group) -> AppResult<()> {
    let email = reminded_at_address(act, group)?.ok_or(AppError::NotFound)?;
    store::links::revoke_about(act.conn, group.id.0, Purpose::GroupCheck.key(), act.now)?;
    let link = links::create(act, Purpose::GroupCheck, group.id.0, Some(LINK_DAYS))?;
    messages::promise(act, Letter::CheckGroup, group.id.0, link, &email)?;
    act.audit("group.remind", "group", group.id.0, json!({}))
}

/// Where a reminder goes: to whoever keeps the entry, or else to the group's own address.
fn reminded_at_address(act: &mut Act<'_>, group: &Group) -> AppResult<Option<String>> {
    let owner = claims::find_owner(act, group.id)?;
    Ok(owner.map(|_| claims::OWNER.to_owned()).or_else(|| group.contact.email.clone()))
}

/// A group that said when it means to meet again is taken at its word on that day.
fn resume(act: &mut Act<'_>, group: &Group) -> AppResult<bool> {
    let today = act.today()?;
    let is_over = group.life.paused_until.is_some_and(|until| until <= today);
    if group.status != Status::Paused || !is_over {
        return Ok(false);
    }
    let facts = [Fact::Status(Status::Running), Fact::PausedUntil(None)];
    checking::keep_by_kith(act, group.id, facts)?;
    Ok(true)
}
