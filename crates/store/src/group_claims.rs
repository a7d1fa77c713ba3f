//! Rows of `group_claim`: who says that an entry is theirs. The only file that names that table.
//!
//! What was written is sealed with the installation's own key: it holds somebody's address.

use std::collections::HashSet;

use domain::group::claim::{Claim, State};
use domain::ids::{ClaimId, GroupId, ServiceId};

use crate::sealing::{self, Cell, Keys};
use crate::{Conn, Json, Result, Row, StoreError, args, sql};

/// Groups in one statement, at most.
const CHUNK: usize = 500;

/// Keeps a new claim.
pub fn add(conn: &mut Conn, service: ServiceId, keys: &Keys, claim: &Claim) -> Result<()> {
    let sql = sql!(
        "INSERT INTO group_claim
                (claim_id, service_id, group_id, asked_sealed, asked_at, state, state_data,
                 version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 1)"
    );
    let asked = sealing::seal_json(keys.own(), cell(claim.id), &claim.asked)?;
    let (state, data) = (claim.state.name(), Json(&claim.state));
    conn.exec(sql, args![claim.id, service, claim.group, asked, claim.asked_at, state, data])?;
    Ok(())
}

/// One claim of a service.
pub fn find(
    conn: &mut Conn,
    service: ServiceId,
    keys: &Keys,
    id: ClaimId,
) -> Result<Option<Claim>> {
    let sql = sql!(
        "SELECT claim_id, group_id, asked_sealed, asked_at, state_data, version FROM group_claim
          WHERE claim_id = $1 AND service_id = $2"
    );
    conn.opt(sql, args![id, service])?.map(|row| read(&row, keys)).transpose()
}

/// The claims of a service that stand so, oldest first.
pub fn list_in(
    conn: &mut Conn,
    service: ServiceId,
    keys: &Keys,
    state: &str,
) -> Result<Vec<Claim>> {
    let sql = sql!(
        "SELECT claim_id, group_id, asked_sealed, asked_at, state_data, version FROM group_claim
          WHERE service_id = $1 AND state = $2 ORDER BY asked_at, claim_id"
    );
    conn.all(sql, args![service, state])?.iter().map(|row| read(row, keys)).collect()
}

/// Every claim of one group, newest first.
pub fn list_of_group(conn: &mut Conn, keys: &Keys, group: GroupId) -> Result<Vec<Claim>> {
    let sql = sql!(
        "SELECT claim_id, group_id, asked_sealed, asked_at, state_data, version FROM group_claim
          WHERE group_id = $1 ORDER BY asked_at DESC, claim_id DESC"
    );
    conn.all(sql, args![group])?.iter().map(|row| read(row, keys)).collect()
}

/// Which of some groups are kept by their owners.
pub fn list_claimed(
    conn: &mut Conn,
    service: ServiceId,
    groups: &[GroupId],
) -> Result<HashSet<GroupId>> {
    let mut claimed = HashSet::new();
    for groups in groups.chunks(CHUNK) {
        let text = format!(
            "SELECT DISTINCT group_id FROM group_claim
              WHERE (service_id = $1) IS TRUE AND state = 'accepted' AND group_id IN ({})",
            crate::list(2, groups.len())
        );
        let mut args = args![service].to_vec();
        args.extend(groups.iter().map(|id| (*id).into()));
        for row in conn.all(&text, &args)? {
            claimed.insert(row.get("group_id")?);
        }
    }
    Ok(claimed)
}

/// Moves a claim on; `Conflict` when somebody else did since it was read.
pub fn save(conn: &mut Conn, claim: &Claim) -> Result<()> {
    let sql = sql!(
        "UPDATE group_claim SET state = $3, state_data = $4, version = version + 1
          WHERE claim_id = $1 AND version = $2"
    );
    let args = args![claim.id, claim.version, claim.state.name(), Json(&claim.state)];
    match conn.exec(sql, args)? {
        1 => Ok(()),
        _ => Err(StoreError::Conflict),
    }
}

/// Claims of one group become claims of another that is the same; which.
pub fn move_to_group(conn: &mut Conn, (from, to): (GroupId, GroupId)) -> Result<Vec<ClaimId>> {
    let sql = sql!("SELECT claim_id FROM group_claim WHERE group_id = $1 ORDER BY claim_id");
    let rows = conn.all(sql, args![from])?;
    let ids: Vec<ClaimId> = rows.iter().map(|row| row.get("claim_id")).collect::<Result<_>>()?;
    move_back(conn, &ids, to)?;
    Ok(ids)
}

/// Some claims are of another group than was thought.
pub fn move_back(conn: &mut Conn, ids: &[ClaimId], group: GroupId) -> Result<()> {
    let sql = sql!("UPDATE group_claim SET group_id = $2 WHERE claim_id = $1");
    for id in ids {
        conn.exec(sql, args![*id, group])?;
    }
    Ok(())
}

fn cell(id: ClaimId) -> Cell {
    Cell::new("group_claim", "asked_sealed", id.0)
}

fn read(row: &Row, keys: &Keys) -> Result<Claim> {
    let id: ClaimId = row.get("claim_id")?;
    let sealed: Vec<u8> = row.get("asked_sealed")?;
    Ok(Claim {
        id,
        group: row.get("group_id")?,
        asked: sealing::open_json(keys.own(), cell(id), &sealed)?,
        asked_at: row.get("asked_at")?,
        state: row.get("state_data").map(|Json(state): Json<State>| state)?,
        version: row.get("version")?,
    })
}
