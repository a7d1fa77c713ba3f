//! The history of an entry: who said what and when, newest first.

use domain::group::claim::State as ClaimState;
use domain::group::correction::State as CorrectionState;
use domain::group::{CheckOutcome, Fact, How};
use domain::ids::{GroupId, MergeId};
use jiff::Timestamp;
use store::{group_claims, group_corrections, group_facts, group_merges, groups};

use super::told;
use crate::act::Act;
use crate::error::AppResult;

/// One thing that happened to an entry.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// When.
    pub at: Timestamp,
    /// Who: a source, a role or an organisation; empty where nobody is known.
    pub by: String,
    /// What.
    pub what: What,
}

/// What happened to an entry.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// A source named it for the first time.
    Listed,
    /// A source said something new of it.
    Changed,
    /// A source no longer has it.
    Delisted,
    /// Somebody made sure of a fact.
    Said {
        /// The fact.
        fact: Fact,
        /// How they knew.
        how: How,
        /// Whether it still stands over the sources.
        stands: bool,
    },
    /// Somebody checked it.
    Checked {
        /// How.
        how: How,
        /// What came of it.
        outcome: CheckOutcome,
    },
    /// Another entry was made part of it.
    Merged {
        /// Which merge, so that it can be undone.
        id: MergeId,
        /// What the other entry is called.
        name: String,
    },
    /// An organisation says that it is theirs.
    Claimed(ClaimState),
    /// Somebody said that something is wrong.
    Corrected(CorrectionState),
}

/// Everything that is known to have happened to an entry, newest first.
///
/// # Errors
/// `NotFound` where there is none or the actor may not see the directory.
pub fn list(act: &mut Act<'_>, id: GroupId) -> AppResult<Vec<Event>> {
    let told = told(act, id)?;
    let service = act.service();
    let mut events = Vec::new();
    for record in &told.records {
        let mut add =
            |at, what| events.push(Event { at, by: record.body.source.name.clone(), what });
        add(record.first_seen_at, What::Listed);
        if record.changed_at > record.first_seen_at {
            add(record.changed_at, What::Changed);
        }
        if let Some(at) = record.withdrawn_at {
            add(at, What::Delisted);
        }
    }
    for (fact, stands) in group_facts::list_ever(act.conn, id)? {
        let what = What::Said { fact: fact.fact, how: fact.how, stands };
        events.push(Event { at: fact.said_at, by: fact.said_by, what });
    }
    for check in told.checks {
        let what = What::Checked { how: check.how, outcome: check.outcome };
        events.push(Event { at: check.at, by: check.by, what });
    }
    let merged: Vec<GroupId> = told.merges.iter().map(|merge| merge.merged).collect();
    let names = groups::list_by_ids(act.conn, service, &merged)?;
    for group_merges::Merge { id, merged, merged_at, merged_by, .. } in told.merges {
        let name = names.iter().find(|group| group.id == merged);
        let name = name.map(|group| group.name.clone()).unwrap_or_default();
        events.push(Event { at: merged_at, by: merged_by, what: What::Merged { id, name } });
    }
    for claim in group_claims::list_of_group(act.conn, &act.kit.keys, id)? {
        let (at, by) = (claim.asked_at, claim.asked.organisation);
        events.push(Event { at, by, what: What::Claimed(claim.state) });
    }
    for said in group_corrections::list_of_group(act.conn, &act.kit.keys, id)? {
        let (at, what) = (said.said_at, What::Corrected(said.state));
        events.push(Event { at, by: String::new(), what });
    }
    events.sort_by_key(|event| std::cmp::Reverse(event.at));
    Ok(events)
}
