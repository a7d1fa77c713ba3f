//! URLs of keeping the directory: duplicates, corrections, claims, history.

use domain::ids::{ClaimId, CorrectionId, GroupId};

/// Entries that look like one group.
pub fn duplicates() -> String {
    "/groups/duplicates".into()
}

/// One page of them.
pub fn duplicates_page(number: u32) -> String {
    format!("/groups/duplicates?page={number}")
}

/// Two entries side by side.
pub fn duplicate_pair(first: GroupId, second: GroupId) -> String {
    format!("/groups/duplicates/{first}/{second}")
}

/// Where the second entry is made part of the first.
pub fn duplicate_merge(first: GroupId, second: GroupId) -> String {
    format!("/groups/duplicates/{first}/{second}/merge")
}

/// Where two entries are said to be two groups.
pub fn duplicate_not_same(first: GroupId, second: GroupId) -> String {
    format!("/groups/duplicates/{first}/{second}/not-same")
}

/// What waits for somebody to look: corrections and claims.
pub fn corrections() -> String {
    "/groups/corrections".into()
}

/// One correction, held against the entry.
pub fn correction(id: CorrectionId) -> String {
    format!("/groups/corrections/{id}")
}

/// Where a correction is left aside.
pub fn correction_refuse(id: CorrectionId) -> String {
    format!("/groups/corrections/{id}/refuse")
}

/// One claim.
pub fn claim(id: ClaimId) -> String {
    format!("/groups/claims/{id}")
}

/// Where a claim is refused or ended.
pub fn claim_refuse(id: ClaimId) -> String {
    format!("/groups/claims/{id}/refuse")
}

/// Everything that happened to an entry.
pub fn group_history(id: GroupId) -> String {
    format!("/groups/{id}/history")
}

/// Where a merge is undone.
pub fn group_unmerge(id: GroupId) -> String {
    format!("/groups/{id}/unmerge")
}

/// Where anybody says what is wrong with an entry.
pub fn group_wrong(id: GroupId) -> String {
    format!("/find/{id}/wrong")
}

/// Where an organisation says that an entry is its own.
pub fn group_claim(id: GroupId) -> String {
    format!("/find/{id}/claim")
}

/// Where an address is proved.
pub fn claim_by_link(token: &str) -> String {
    format!("/claim/{token}")
}
