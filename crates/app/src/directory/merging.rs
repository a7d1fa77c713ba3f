//! Two entries of one group made one, and two again: nothing is lost either way.
//!
//! What sources say, what people made sure of, claims, corrections, places in the group, meetings
//! and those who run it move to the kept entry, and each move is kept, so that it can be undone.
//! The number of the merged entry leads to the kept one from then on. See ADR 0013.

use domain::access::{Relation, Verb};
use domain::ids::{FactId, GroupId, MergeId, RecordId};
use serde_json::json;
use store::group_merges::{Merge, Moved};
use store::{
    group_claims, group_corrections, group_facts, group_merges, group_not_same, group_records,
    groups, prescriptions, registers,
};

use super::{duplicates, settle};
use crate::act::Act;
use crate::error::{AppError, AppResult};

/// Makes one entry part of another.
///
/// # Errors
/// `NotFound` for actors who do not keep the directory, or where either entry is not there.
pub fn merge(
    act: &mut Act<'_>,
    (kept, merged): (GroupId, GroupId),
    key: &str,
) -> AppResult<MergeId> {
    act.require(Verb::KeepDirectory, Relation::Service)?;
    let id = act.once("merge groups", key, |act| {
        duplicates::pair(act, kept, merged)?;
        let moved = move_all(act, merged, kept)?;
        groups::merge_into(act.conn, merged, Some(kept))?;
        group_not_same::remove(act.conn, (kept, merged))?;
        let id: MergeId = act.new_id();
        let merged_by = act.actor.role_word().to_owned();
        let merge = Merge { id, kept, merged, moved, merged_at: act.now, merged_by };
        group_merges::add(act.conn, act.actor.service(), &merge)?;
        settle(act, &[kept, merged])?;
        act.audit("group.merge", "group", kept.0, json!({ "merged": merged }))?;
        Ok(id.to_string())
    })?;
    id.parse().map_err(|_| AppError::NotFound)
}

fn move_all(act: &mut Act<'_>, from: GroupId, to: GroupId) -> AppResult<Moved> {
    let service = act.service();
    let records: Vec<RecordId> = group_records::list_of_groups(act.conn, service, &[from])?
        .iter()
        .map(|record| record.id)
        .collect();
    group_records::move_to(act.conn, &records, to)?;
    let facts: Vec<FactId> = group_facts::list_of_groups(act.conn, service, &[from])?
        .iter()
        .map(|fact| fact.id)
        .collect();
    for id in &facts {
        group_facts::move_to(act.conn, *id, to)?;
    }
    let (sessions, attendances) = registers::move_to_group(act.conn, (from, to))?;
    Ok(Moved {
        records,
        facts,
        claims: group_claims::move_to_group(act.conn, (from, to))?,
        corrections: group_corrections::move_to_group(act.conn, (from, to))?,
        prescriptions: prescriptions::move_to_group(act.conn, service, (from, to))?,
        sessions,
        attendances,
        facilitators: groups::add_facilitators_of(act.conn, (from, to))?,
    })
}

/// Undoes a merge: both entries stand as they did, and are not proposed as a pair again. What
/// happened since stays with the entry that was kept.
///
/// # Errors
/// `NotFound` for actors who do not keep the directory; `Refused` where the kept entry was itself
/// made part of another since.
pub fn undo(act: &mut Act<'_>, id: MergeId) -> AppResult<GroupId> {
    act.require(Verb::KeepDirectory, Relation::Service)?;
    let service = act.service();
    let merge = group_merges::find(act.conn, service, id)?.ok_or(AppError::NotFound)?;
    let standing = groups::list_standing(act.conn, service, &[merge.kept])?;
    if standing.first().is_none_or(|kept| kept.merged_into.is_some()) {
        let sentence = "The entry was made part of another one since. Undo that first.";
        return Err(AppError::refused(sentence));
    }
    move_back(act, &merge)?;
    groups::merge_into(act.conn, merge.merged, None)?;
    group_merges::undo(act.conn, id, act.now)?;
    let by = act.actor.role_word();
    group_not_same::add(act.conn, service, (merge.kept, merge.merged), (act.now, by))?;
    settle(act, &[merge.kept, merge.merged])?;
    act.audit("group.unmerge", "group", merge.kept.0, json!({ "merged": merge.merged }))?;
    Ok(merge.kept)
}

fn move_back(act: &mut Act<'_>, merge: &Merge) -> AppResult<()> {
    let (to, moved) = (merge.merged, &merge.moved);
    group_records::move_to(act.conn, &moved.records, to)?;
    for id in &moved.facts {
        group_facts::move_to(act.conn, *id, to)?;
        // A newer word about the kept entry is no word about this one.
        group_facts::restore(act.conn, *id)?;
    }
    group_claims::move_back(act.conn, &moved.claims, to)?;
    group_corrections::move_back(act.conn, &moved.corrections, to)?;
    prescriptions::move_back(act.conn, &moved.prescriptions, to)?;
    registers::move_sessions(act.conn, &moved.sessions, to)?;
    for (mark, session) in &moved.attendances {
        registers::move_mark(act.conn, *mark, *session)?;
    }
    for user in &moved.facilitators {
        groups::remove_facilitator(act.conn, merge.kept, *user)?;
    }
    Ok(())
}
