//! Rows of `group_correction`: what somebody says is wrong. The only file that names that table.
//!
//! Words are sealed with the installation's own key until somebody has looked, and then forgotten:
//! they may say more than they should.

use domain::group::Fact;
use domain::group::correction::{Correction, State};
use domain::ids::{CorrectionId, GroupId, ServiceId};

use crate::sealing::{self, Cell, Keys};
use crate::{Conn, Json, Result, Row, StoreError, args, sql};

/// Keeps what somebody says.
pub fn add(conn: &mut Conn, service: ServiceId, keys: &Keys, new: &Correction) -> Result<()> {
    let sql = sql!(
        "INSERT INTO group_correction
                (correction_id, service_id, group_id, words_sealed, facts, said_at, state,
                 state_data, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1)"
    );
    let words = sealing::seal_text(keys.own(), cell(new.id), &new.words)?;
    let (facts, data) = (Json(&new.facts), Json(&new.state));
    let state = new.state.name();
    conn.exec(sql, args![new.id, service, new.group, words, facts, new.said_at, state, data])?;
    Ok(())
}

/// One correction of a service.
pub fn find(
    conn: &mut Conn,
    service: ServiceId,
    keys: &Keys,
    id: CorrectionId,
) -> Result<Option<Correction>> {
    let sql = sql!(
        "SELECT correction_id, group_id, words_sealed, facts, said_at, state_data, version
           FROM group_correction WHERE correction_id = $1 AND service_id = $2"
    );
    conn.opt(sql, args![id, service])?.map(|row| read(&row, keys)).transpose()
}

/// What nobody has looked at yet, oldest first.
pub fn list_waiting(conn: &mut Conn, service: ServiceId, keys: &Keys) -> Result<Vec<Correction>> {
    let sql = sql!(
        "SELECT correction_id, group_id, words_sealed, facts, said_at, state_data, version
           FROM group_correction WHERE service_id = $1 AND state = 'waiting'
          ORDER BY said_at, correction_id"
    );
    conn.all(sql, args![service])?.iter().map(|row| read(row, keys)).collect()
}

/// Everything that was said of one group, newest first.
pub fn list_of_group(conn: &mut Conn, keys: &Keys, group: GroupId) -> Result<Vec<Correction>> {
    let sql = sql!(
        "SELECT correction_id, group_id, words_sealed, facts, said_at, state_data, version
           FROM group_correction WHERE group_id = $1 ORDER BY said_at DESC, correction_id DESC"
    );
    conn.all(sql, args![group])?.iter().map(|row| read(row, keys)).collect()
}

/// Moves a correction on and forgets its words; `Conflict` when somebody else did since.
pub fn save(conn: &mut Conn, correction: &Correction) -> Result<()> {
    let sql = sql!(
        "UPDATE group_correction
            SET state = $3, state_data = $4, words_sealed = NULL, version = version + 1
          WHERE correction_id = $1 AND version = $2"
    );
    let (state, data) = (correction.state.name(), Json(&correction.state));
    match conn.exec(sql, args![correction.id, correction.version, state, data])? {
        1 => Ok(()),
        _ => Err(StoreError::Conflict),
    }
}

/// What waits about one group waits about another that is the same; which.
pub fn move_to_group(conn: &mut Conn, (from, to): (GroupId, GroupId)) -> Result<Vec<CorrectionId>> {
    let sql = sql!(
        "SELECT correction_id FROM group_correction
          WHERE group_id = $1 AND state = 'waiting' ORDER BY correction_id"
    );
    let rows = conn.all(sql, args![from])?;
    let ids: Vec<CorrectionId> =
        rows.iter().map(|row| row.get("correction_id")).collect::<Result<_>>()?;
    move_back(conn, &ids, to)?;
    Ok(ids)
}

/// Some corrections are about another group than was thought.
pub fn move_back(conn: &mut Conn, ids: &[CorrectionId], group: GroupId) -> Result<()> {
    let sql = sql!("UPDATE group_correction SET group_id = $2 WHERE correction_id = $1");
    for id in ids {
        conn.exec(sql, args![*id, group])?;
    }
    Ok(())
}

fn cell(id: CorrectionId) -> Cell {
    Cell::new("group_correction", "words_sealed", id.0)
}

fn read(row: &Row, keys: &Keys) -> Result<Correction> {
    let id: CorrectionId = row.get("correction_id")?;
    let sealed: Option<Vec<u8>> = row.get("words_sealed")?;
    let words =
        sealed.map(|sealed| sealing::open_text(keys.own(), cell(id), &sealed)).transpose()?;
    Ok(Correction {
        id,
        group: row.get("group_id")?,
        words: words.unwrap_or_default(),
        facts: row.get("facts").map(|Json(facts): Json<Vec<Fact>>| facts)?,
        said_at: row.get("said_at")?,
        state: row.get("state_data").map(|Json(state): Json<State>| state)?,
        version: row.get("version")?,
    })
}
