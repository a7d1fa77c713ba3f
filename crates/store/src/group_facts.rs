//! Rows of `group_fact`: what somebody made sure of. The only file that names that table.

use domain::group::{Fact, How};
use domain::ids::{FactId, GroupId, ServiceId};
use jiff::Timestamp;

use crate::{Conn, Result, Row, args, sql};

/// Groups in one statement, at most.
const CHUNK: usize = 500;

/// A fact that stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// Its id.
    pub id: FactId,
    /// The group that it is of.
    pub group: GroupId,
    /// What is so.
    pub fact: Fact,
    /// When somebody said it.
    pub said_at: Timestamp,
    /// Who: a role or an organisation.
    pub said_by: String,
    /// How they knew.
    pub how: How,
    /// Since when a source has said something else again.
    pub differs_since: Option<Timestamp>,
}

/// Keeps a fact; one that stood in the same slot becomes history.
pub fn add(conn: &mut Conn, service: ServiceId, new: &Kept) -> Result<()> {
    let slot = new.fact.slot();
    let sql = sql!(
        "UPDATE group_fact SET superseded_at = $3
          WHERE group_id = $1 AND field = $2 AND superseded_at IS NULL"
    );
    conn.exec(sql, args![new.group, &slot, new.said_at])?;
    let sql = sql!(
        "INSERT INTO group_fact
                (fact_id, service_id, group_id, field, value, said_at, said_by, how,
                 differs_since)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
    );
    let args = args![
        new.id,
        service,
        new.group,
        &slot,
        new.fact.value(),
        new.said_at,
        &new.said_by,
        new.how.key(),
        new.differs_since,
    ];
    conn.exec(sql, args)?;
    Ok(())
}

/// A source says something else than this fact again.
pub fn doubt(conn: &mut Conn, id: FactId, now: Timestamp) -> Result<()> {
    let sql = sql!(
        "UPDATE group_fact SET differs_since = $2 WHERE fact_id = $1 AND differs_since IS NULL"
    );
    conn.exec(sql, args![id, now])?;
    Ok(())
}

/// Somebody made sure that all facts of a group are true after all.
pub fn trust(conn: &mut Conn, group: GroupId) -> Result<()> {
    let sql = sql!(
        "UPDATE group_fact SET differs_since = NULL
          WHERE group_id = $1 AND superseded_at IS NULL AND differs_since IS NOT NULL"
    );
    conn.exec(sql, args![group])?;
    Ok(())
}

/// Takes a fact back: from now on its sources are believed in that slot.
pub fn take_back(conn: &mut Conn, id: FactId, now: Timestamp) -> Result<()> {
    let sql = sql!(
        "UPDATE group_fact SET superseded_at = $2 WHERE fact_id = $1 AND superseded_at IS NULL"
    );
    conn.exec(sql, args![id, now])?;
    Ok(())
}

/// The facts of these are of another group than was thought.
pub fn move_to(conn: &mut Conn, id: FactId, group: GroupId) -> Result<()> {
    let sql = sql!("UPDATE group_fact SET group_id = $2 WHERE fact_id = $1");
    conn.exec(sql, args![id, group])?;
    Ok(())
}

/// A fact stands again, whatever took its place meanwhile.
pub fn restore(conn: &mut Conn, id: FactId) -> Result<()> {
    let sql = sql!("UPDATE group_fact SET superseded_at = NULL WHERE fact_id = $1");
    conn.exec(sql, args![id])?;
    Ok(())
}

/// The facts that stand for some groups, oldest first.
pub fn list_of_groups(
    conn: &mut Conn,
    service: ServiceId,
    groups: &[GroupId],
) -> Result<Vec<Kept>> {
    let mut facts = Vec::new();
    for groups in groups.chunks(CHUNK) {
        let text = format!(
            "SELECT fact_id, group_id, field, value, said_at, said_by, how, differs_since
               FROM group_fact
              WHERE (service_id = $1) IS TRUE AND superseded_at IS NULL AND group_id IN ({})
              ORDER BY said_at, fact_id",
            crate::list(2, groups.len())
        );
        let mut args = args![service].to_vec();
        args.extend(groups.iter().map(|id| (*id).into()));
        for row in conn.all(&text, &args)? {
            facts.push(read(&row)?);
        }
    }
    Ok(facts)
}

/// Every fact of one group, those that a newer one replaced too, newest first; whether each stands.
pub fn list_ever(conn: &mut Conn, group: GroupId) -> Result<Vec<(Kept, bool)>> {
    let sql = sql!(
        "SELECT fact_id, group_id, field, value, said_at, said_by, how, differs_since,
                superseded_at
           FROM group_fact WHERE group_id = $1 ORDER BY said_at DESC, fact_id DESC"
    );
    let ever = |row: &Row| {
        let superseded_at: Option<Timestamp> = row.get("superseded_at")?;
        Ok((read(row)?, superseded_at.is_none()))
    };
    conn.all(sql, args![group])?.iter().map(ever).collect()
}

/// The groups of which a source says something else again than somebody here made sure of.
pub fn list_doubted(conn: &mut Conn, service: ServiceId) -> Result<Vec<GroupId>> {
    let sql = sql!(
        "SELECT DISTINCT group_id FROM group_fact
          WHERE service_id = $1 AND superseded_at IS NULL AND differs_since IS NOT NULL
          ORDER BY group_id"
    );
    conn.all(sql, args![service])?.iter().map(|row| row.get("group_id")).collect()
}

fn read(row: &Row) -> Result<Kept> {
    let (slot, value): (String, serde_json::Value) = (row.get("field")?, row.get("value")?);
    let fact = Fact::from_parts(&slot, value);
    Ok(Kept {
        id: row.get("fact_id")?,
        group: row.get("group_id")?,
        fact: fact.ok_or_else(|| row.bad("value", "it does not fit its field"))?,
        said_at: row.get("said_at")?,
        said_by: row.get("said_by")?,
        how: row.parse_with("how", How::from_key)?,
        differs_since: row.get("differs_since")?,
    })
}
