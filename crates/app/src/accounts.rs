//! People with a sign-in: adding them, giving them a new password, letting them go.

use domain::access::{Relation, Role, Verb};
use domain::ids::UserId;
use serde_json::json;
use store::StoreError;
use store::accounts::Account;

use crate::act::Act;
use crate::error::{AppError, AppResult};
use crate::sign_in;

/// Somebody who is to have a sign-in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewAccount {
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
}

/// Adds somebody. The hash comes from [`crate::App::hash_password`], outside the transaction.
///
/// # Errors
/// `Invalid` where the address is taken or a field is empty.
pub fn add(act: &mut Act<'_>, new: &NewAccount, password_hash: &str) -> AppResult<UserId> {
    act.require(Verb::Administer, Relation::Service)?;
    if !domain::referral::draft::looks_like_email(&new.email) {
        return Err(AppError::field("email", "Enter an e-mail address such as name@example.org"));
    }
    if new.name.trim().is_empty() {
        return Err(AppError::field("name", "Enter a name"));
    }
    if new.roles.is_empty() {
        return Err(AppError::field("role", "Choose at least one role"));
    }
    let account = Account {
        id: act.new_id(),
        service: act.service(),
        email: new.email.trim().to_owned(),
        name: new.name.trim().to_owned(),
        organisation: new.organisation.clone(),
        roles: new.roles.clone(),
        languages: new.languages.clone(),
        room: new.room,
        is_active: true,
        version: 1,
    };
    match store::accounts::add(act.conn, &account, Some(password_hash), act.now) {
        Err(StoreError::Constraint { name }) if name.contains("email_folded") => {
            return Err(AppError::field("email", "Somebody signs in with this address already"));
        }
        done => done?,
    }
    let roles: Vec<_> = new.roles.iter().map(|role| role.key()).collect();
    act.audit("account.add", "user", account.id.0, json!({ "roles": roles }))?;
    Ok(account.id)
}

/// Everybody with a sign-in in this service.
///
/// # Errors
/// `NotFound` for actors who do not administer it.
pub fn list(act: &mut Act<'_>) -> AppResult<Vec<Account>> {
    act.require(Verb::Administer, Relation::Service)?;
    let service = act.service();
    Ok(store::accounts::list(act.conn, service)?)
}

/// Gives somebody a new password and ends their sessions.
///
/// # Errors
/// `NotFound` where there is nobody with this address in the service.
pub fn save_password(act: &mut Act<'_>, email: &str, password_hash: &str) -> AppResult<()> {
    let account = by_email(act, email)?;
    store::accounts::save_password(act.conn, account.id, password_hash)?;
    sign_in::end_all(act, account.id)?;
    act.audit("account.password", "user", account.id.0, json!({}))
}

/// Lets somebody sign in, or no longer; no longer also ends their sessions.
///
/// # Errors
/// `NotFound` where there is nobody with this address in the service.
pub fn set_active(act: &mut Act<'_>, email: &str, is_active: bool) -> AppResult<()> {
    let account = by_email(act, email)?;
    let changed = Account { is_active, ..account };
    store::accounts::save(act.conn, &changed)?;
    if !is_active {
        sign_in::end_all(act, changed.id)?;
    }
    act.audit("account.active", "user", changed.id.0, json!({ "active": is_active }))
}

fn by_email(act: &mut Act<'_>, email: &str) -> AppResult<Account> {
    act.require(Verb::Administer, Relation::Service)?;
    let service = act.service();
    store::accounts::find_by_email(act.conn, email)?
        .map(|(account, _)| account)
        .filter(|account| account.service == service)
        .ok_or(AppError::NotFound)
}
