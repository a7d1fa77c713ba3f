//! Rows of `group_check`: each time that somebody made sure. The only file that names that table.

use std::collections::HashMap;

use domain::group::{Check, CheckOutcome, How};
use domain::ids::{CheckId, GroupId, ServiceId};

use crate::{Conn, Result, Row, args, sql};

/// Groups in one statement, at most.
const CHUNK: usize = 500;

/// Keeps an act of checking.
pub fn add(
    conn: &mut Conn,
    service: ServiceId,
    (id, group): (CheckId, GroupId),
    check: &Check,
) -> Result<()> {
    let sql = sql!(
        "INSERT INTO group_check
                (check_id, service_id, group_id, checked_at, checked_by, how, outcome)
         VALUES ($1, $2, $3, $4, $5, $6, $7)"
    );
    let (how, outcome) = (check.how.key(), check.outcome.key());
    conn.exec(sql, args![id, service, group, check.at, &check.by, how, outcome])?;
    Ok(())
}

/// Every check of one group, newest first.
pub fn list_of_group(conn: &mut Conn, group: GroupId) -> Result<Vec<Check>> {
    let sql = sql!(
        "SELECT check_id, group_id, checked_at, checked_by, how, outcome FROM group_check
          WHERE group_id = $1 ORDER BY checked_at DESC, check_id DESC"
    );
    conn.all(sql, args![group])?.iter().map(read).collect()
}

/// Every check in a service with its group, group by group and oldest first.
pub fn list(conn: &mut Conn, service: ServiceId) -> Result<Vec<(GroupId, Check)>> {
    let sql = sql!(
        "SELECT check_id, group_id, checked_at, checked_by, how, outcome FROM group_check
          WHERE service_id = $1 ORDER BY group_id, checked_at, check_id"
    );
    let rows = conn.all(sql, args![service])?;
    rows.iter().map(|row| Ok((row.get("group_id")?, read(row)?))).collect()
}

/// The last check at which each of some groups was found to be there.
pub fn list_latest(
    conn: &mut Conn,
    service: ServiceId,
    groups: &[GroupId],
) -> Result<HashMap<GroupId, Check>> {
    let mut latest = HashMap::new();
    for groups in groups.chunks(CHUNK) {
        let text = format!(
            "SELECT check_id, group_id, checked_at, checked_by, how, outcome FROM group_check
              WHERE (service_id = $1) IS TRUE AND outcome <> 'gone' AND group_id IN ({})
              ORDER BY checked_at, check_id",
            crate::list(2, groups.len())
        );
        let mut args = args![service].to_vec();
        args.extend(groups.iter().map(|id| (*id).into()));
        for row in conn.all(&text, &args)? {
            latest.insert(row.get("group_id")?, read(&row)?);
        }
    }
    Ok(latest)
}

fn read(row: &Row) -> Result<Check> {
    Ok(Check {
        at: row.get("checked_at")?,
        by: row.get("checked_by")?,
        how: row.parse_with("how", How::from_key)?,
        outcome: row.parse_with("outcome", CheckOutcome::from_key)?,
    })
}
