//! Rows of `rule_file`: every version of the triage rules, as their manager wrote them.

use domain::ids::{ServiceId, UserId};
use jiff::Timestamp;

use crate::{Conn, Result, Row, args, sql};

/// One version of the triage rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleFile {
    /// Which version, from 1.
    pub number: i64,
    /// The file as it was written, comments and all.
    pub text: String,
    /// Who saved it.
    pub by: Option<UserId>,
    /// When.
    pub saved_at: Timestamp,
}

/// Adds a version; a second with the same number breaks `rule_file`.
pub fn add(conn: &mut Conn, service: ServiceId, file: &RuleFile) -> Result<()> {
    let sql = sql!(
        "INSERT INTO rule_file (service_id, number, text, by_user_id, saved_at)
         VALUES ($1, $2, $3, $4, $5)"
    );
    let by = file.by.map(|by| by.0);
    conn.exec(sql, args![service, file.number, &file.text, by, file.saved_at])?;
    Ok(())
}

/// The version that counts: the last one.
pub fn find_last(conn: &mut Conn, service: ServiceId) -> Result<Option<RuleFile>> {
    let sql = sql!(
        "SELECT number, text, by_user_id, saved_at FROM rule_file
          WHERE service_id = $1 ORDER BY number DESC LIMIT 1"
    );
    conn.opt(sql, args![service])?.as_ref().map(read).transpose()
}

fn read(row: &Row) -> Result<RuleFile> {
    Ok(RuleFile {
        number: row.get("number")?,
        text: row.get("text")?,
        by: row.get("by_user_id")?,
        saved_at: row.get("saved_at")?,
    })
}
