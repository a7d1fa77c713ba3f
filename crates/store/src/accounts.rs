//! Rows of `user_account`: people with a sign-in. The only file that names that table.

use domain::access::Role;
use domain::ids::{ServiceId, UserId};
use jiff::Timestamp;

use crate::{Conn, Json, Result, Row, StoreError, args, sql};

/// Somebody with a sign-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Who.
    pub id: UserId,
    /// In which service.
    pub service: ServiceId,
    /// The address they sign in with.
    pub email: String,
    /// Their name.
    pub name: String,
    /// Their practice or organisation, where they have one.
    pub organisation: Option<String>,
    /// What they are there.
    pub roles: Vec<Role>,
    /// Languages they work in, BCP 47.
    pub languages: Vec<String>,
    /// How many complexity points they can carry.
    pub room: u32,
    /// Whether they may sign in.
    pub is_active: bool,
    /// Grows by one with every change.
    pub version: i64,
}

/// Adds an account; a second with the same address breaks `user_account.email_folded`.
pub fn add(
    conn: &mut Conn,
    account: &Account,
    password_hash: Option<&str>,
    now: Timestamp,
) -> Result<()> {
    let sql = sql!(
        "INSERT INTO user_account
                (user_id, service_id, email, email_folded, name, organisation, password_hash,
                 roles, languages, room, is_active, created_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1)"
    );
    let args = args![
        account.id,
        account.service,
        &account.email,
        folded_email(&account.email),
        &account.name,
        account.organisation.as_deref(),
        password_hash,
        Json(&account.roles),
        Json(&account.languages),
        account.room,
        account.is_active,
        now,
    ];
    conn.exec(sql, args)?;
    Ok(())
}

/// One account.
pub fn find(conn: &mut Conn, id: UserId) -> Result<Option<Account>> {
    let sql = sql!(
        "SELECT user_id, service_id, email, name, organisation, roles, languages, room, is_active,
                version
           FROM user_account WHERE user_id = $1"
    );
    conn.opt(sql, args![id])?.as_ref().map(read).transpose()
}

/// The account with this address, and the hash of its password.
pub fn find_by_email(conn: &mut Conn, email: &str) -> Result<Option<(Account, Option<String>)>> {
    let sql = sql!(
        "SELECT user_id, service_id, email, name, organisation, roles, languages, room, is_active,
                version, password_hash
           FROM user_account WHERE email_folded = $1"
    );
    conn.opt(sql, args![folded_email(email)])?
        .map(|row| Ok((read(&row)?, row.get("password_hash")?)))
        .transpose()
}

/// Everybody with a sign-in in a service, by name.
pub fn list(conn: &mut Conn, service: ServiceId) -> Result<Vec<Account>> {
    let sql = sql!(
        "SELECT user_id, service_id, email, name, organisation, roles, languages, room, is_active,
                version
           FROM user_account WHERE service_id = $1 ORDER BY name, user_id"
    );
    conn.all(sql, args![service])?.iter().map(read).collect()
}

/// Sets a new password.
pub fn save_password(conn: &mut Conn, id: UserId, password_hash: &str) -> Result<()> {
    let sql = sql!(
        "UPDATE user_account SET password_hash = $2, version = version + 1 WHERE user_id = $1"
    );
    changed_one(conn.exec(sql, args![id, password_hash])?)
}

/// Saves name, roles, languages, room and whether they may sign in.
pub fn save(conn: &mut Conn, account: &Account) -> Result<()> {
    let sql = sql!(
        "UPDATE user_account
            SET name = $2, organisation = $3, roles = $4, languages = $5, room = $6,
                is_active = $7, version = version + 1
          WHERE user_id = $1 AND version = $8"
    );
    let args = args![
        account.id,
        &account.name,
        account.organisation.as_deref(),
        Json(&account.roles),
        Json(&account.languages),
        account.room,
        account.is_active,
        account.version,
    ];
    changed_one(conn.exec(sql, args)?)
}

fn changed_one(rows: u64) -> Result<()> {
    if rows == 1 { Ok(()) } else { Err(StoreError::Conflict) }
}

fn folded_email(email: &str) -> String {
    email.trim().to_lowercase()
}

fn read(row: &Row) -> Result<Account> {
    let Json(roles) = row.get("roles")?;
    let Json(languages) = row.get("languages")?;
    let room: i64 = row.get("room")?;
    Ok(Account {
        id: row.get("user_id")?,
        service: row.get("service_id")?,
        email: row.get("email")?,
        name: row.get("name")?,
        organisation: row.get("organisation")?,
        roles,
        languages,
        room: u32::try_from(room).map_err(|_| row.bad("room", "must not be negative"))?,
        is_active: row.get("is_active")?,
        version: row.get("version")?,
    })
}
