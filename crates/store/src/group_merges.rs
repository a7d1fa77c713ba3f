//! Rows of `group_merge`: entries of one group made one. The only file that names that table.

use domain::ids::{
    AttendanceId, ClaimId, CorrectionId, FactId, GroupId, MergeId, PrescriptionId, RecordId,
    ServiceId, SessionId, UserId,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Conn, Json, Result, Row, args, sql};

/// What moved from one entry to the other.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Moved {
    /// What sources said.
    pub records: Vec<RecordId>,
    /// What people made sure of.
    pub facts: Vec<FactId>,
    /// Who says that the entry is theirs.
    pub claims: Vec<ClaimId>,
    /// What somebody says is wrong, and nobody has looked at.
    pub corrections: Vec<CorrectionId>,
    /// People's places in the group.
    pub prescriptions: Vec<PrescriptionId>,
    /// Its meetings.
    pub sessions: Vec<SessionId>,
    /// Lines of registers that went to a meeting at the same time, with where they stood.
    pub attendances: Vec<(AttendanceId, SessionId)>,
    /// Who runs it, where they did not run the other.
    pub facilitators: Vec<UserId>,
}

/// Two entries made one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merge {
    /// Its id.
    pub id: MergeId,
    /// The entry that was kept.
    pub kept: GroupId,
    /// The entry that was taken into it.
    pub merged: GroupId,
    /// What moved.
    pub moved: Moved,
    /// When.
    pub merged_at: Timestamp,
    /// By whom: a role or an organisation.
    pub merged_by: String,
}

/// Keeps a merge, so that it can be undone.
pub fn add(conn: &mut Conn, service: ServiceId, new: &Merge) -> Result<()> {
    let sql = sql!(
        "INSERT INTO group_merge
                (merge_id, service_id, kept_id, merged_id, records, merged_at, merged_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7)"
    );
    let moved = Json(&new.moved);
    let args = args![new.id, service, new.kept, new.merged, moved, new.merged_at, &new.merged_by];
    conn.exec(sql, args)?;
    Ok(())
}

/// A merge that was not undone.
pub fn find(conn: &mut Conn, service: ServiceId, id: MergeId) -> Result<Option<Merge>> {
    let sql = sql!(
        "SELECT merge_id, kept_id, merged_id, records, merged_at, merged_by FROM group_merge
          WHERE merge_id = $1 AND service_id = $2 AND undone_at IS NULL"
    );
    conn.opt(sql, args![id, service])?.as_ref().map(read).transpose()
}

/// What was taken into an entry and not undone, newest first.
pub fn list_of_group(conn: &mut Conn, kept: GroupId) -> Result<Vec<Merge>> {
    let sql = sql!(
        "SELECT merge_id, kept_id, merged_id, records, merged_at, merged_by FROM group_merge
          WHERE kept_id = $1 AND undone_at IS NULL ORDER BY merged_at DESC, merge_id DESC"
    );
    conn.all(sql, args![kept])?.iter().map(read).collect()
}

/// Says that a merge was undone.
pub fn undo(conn: &mut Conn, id: MergeId, now: Timestamp) -> Result<()> {
    let sql =
        sql!("UPDATE group_merge SET undone_at = $2 WHERE merge_id = $1 AND undone_at IS NULL");
    conn.exec(sql, args![id, now])?;
    Ok(())
}

fn read(row: &Row) -> Result<Merge> {
    Ok(Merge {
        id: row.get("merge_id")?,
        kept: row.get("kept_id")?,
        merged: row.get("merged_id")?,
        moved: row.get("records").map(|Json(moved)| moved)?,
        merged_at: row.get("merged_at")?,
        merged_by: row.get("merged_by")?,
    })
}
