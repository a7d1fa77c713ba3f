//! What to check next: where an entry is probably no longer true and many people are sent there.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

use domain::access::{Relation, Verb};
use domain::group::{Freshness, Group};
use domain::ids::GroupId;
use jiff::{SignedDuration, Timestamp};
use store::group_upkeep::Upkept;
use store::{group_checks, group_facts, group_upkeep, prescriptions};

use crate::act::Act;
use crate::error::AppResult;

use super::staleness::{KindStaleness, Staleness, months_between};

/// Suggestions of the last year tell how much a group is used.
const USED: SignedDuration = SignedDuration::from_hours(24 * 365);

/// From how probable a change on a fresh entry is listed too.
const LIKELY: f64 = 1.0 / 3.0;

/// How probable it is that an entry is wrong of which a source says something else again.
const DOUBTED: f64 = 0.9;

/// One entry to check.
#[derive(Debug, Clone)]
pub struct CheckLine {
    /// The group.
    pub group: Group,
    /// The version of its entry.
    pub version: i64,
    /// How fresh the entry is.
    pub freshness: Freshness,
    /// How probable it is that something has changed, 0 to 1.
    pub stale: f64,
    /// To how many people the group was suggested in the last year.
    pub suggested: i64,
    /// When somebody last made sure of it.
    pub checked_at: Option<Timestamp>,
    /// When it came into the directory.
    pub arrived_at: Timestamp,
    /// Whether a source says something else again than somebody here had made sure of.
    pub is_doubted: bool,
}

/// One page of the list, and what was learned about each kind of group.
#[derive(Debug, Clone)]
pub struct CheckList {
    /// The entries of this page, the most worthwhile first.
    pub lines: Vec<CheckLine>,
    /// How many entries there are to check in all.
    pub total: usize,
    /// How soon entries of each kind stop being true.
    pub kinds: Vec<KindStaleness>,
}

/// What to check next, by how probable a change is and how many people would be let down.
///
/// # Errors
/// `NotFound` for actors who do not keep the directory.
pub fn check_list(act: &mut Act<'_>, (limit, offset): (usize, usize)) -> AppResult<CheckList> {
    act.require(Verb::ConfirmGroup, Relation::Service)?;
    let (service, upkeep) = (act.service(), act.service_settings()?.upkeep);
    let groups = group_upkeep::list(act.conn, service)?;
    let checks = group_checks::list(act.conn, service)?;
    let staleness = Staleness::learned(&upkeep, &groups, &checks);
    let suggested = prescriptions::list_offered_counts(act.conn, service, act.now - USED)?;
    let suggested: HashMap<GroupId, i64> = suggested.into_iter().collect();
    let doubted: HashSet<GroupId> =
        group_facts::list_doubted(act.conn, service)?.into_iter().collect();
    let ranked = rank(&groups, act.now, |upkept, months| {
        let stale = staleness.after(upkept.activity, months);
        let is_doubted = doubted.contains(&upkept.group);
        let stale = if is_doubted { stale.max(DOUBTED) } else { stale };
        let suggested = suggested.get(&upkept.group).copied().unwrap_or(0);
        Worth { stale, suggested, is_doubted }
    });
    let total = ranked.len();
    let shown: Vec<(&Upkept, Worth)> = ranked.into_iter().skip(offset).take(limit).collect();
    let ids: Vec<GroupId> = shown.iter().map(|(upkept, _)| upkept.group).collect();
    let mut bodies: HashMap<GroupId, (Group, i64)> =
        store::groups::list_versions(act.conn, service, &ids)?
            .into_iter()
            .map(|(group, version)| (group.id, (group, version)))
            .collect();
    let line = |(upkept, worth): (&Upkept, Worth)| {
        let (group, version) = bodies.remove(&upkept.group)?;
        Some(CheckLine {
            group,
            version,
            freshness: upkept.freshness,
            stale: worth.stale,
            suggested: worth.suggested,
            checked_at: upkept.checked_at,
            arrived_at: upkept.arrived_at,
            is_doubted: worth.is_doubted,
        })
    };
    let lines = shown.into_iter().filter_map(line).collect();
    Ok(CheckList { lines, total, kinds: staleness.kinds() })
}

/// What checking an entry is worth.
#[derive(Debug, Clone, Copy)]
struct Worth {
    stale: f64,
    suggested: i64,
    is_doubted: bool,
}

impl Worth {
    /// How many people may be let down; everybody may look at any entry, so one is always there.
    fn people(self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "people of one group in a year are few")]
        let suggested = self.suggested as f64;
        self.stale * (1.0 + suggested)
    }
}

fn rank(
    groups: &[Upkept],
    now: Timestamp,
    worth: impl Fn(&Upkept, f64) -> Worth,
) -> Vec<(&Upkept, Worth)> {
    let mut ranked: Vec<(&Upkept, Worth)> = groups
        .iter()
        .filter(|upkept| !upkept.is_ended)
        .map(|upkept| {
            let since = upkept.checked_at.unwrap_or(upkept.arrived_at);
            (upkept, worth(upkept, months_between(since, now)))
        })
        .filter(|(upkept, worth)| {
            upkept.freshness != Freshness::Fresh || worth.is_doubted || worth.stale >= LIKELY
        })
        .collect();
    ranked.sort_by(|(one, a), (other, b)| {
        let by_worth = b.people().partial_cmp(&a.people()).unwrap_or(Ordering::Equal);
        by_worth.then_with(|| one.group.cmp(&other.group))
    });
    ranked
}
