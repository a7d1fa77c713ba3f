//! Signing in and out. Passwords by argon2id, sessions in the database, tries limited.

use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Argon2, PasswordHash};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::ids::UserId;
use jiff::SignedDuration;
use serde_json::json;
use store::accounts::Account;
use store::sessions::{Limits, Token};
use store::throttle::{Answer, Key};

pub use store::throttle::Limit;

use crate::act::{Act, App};
use crate::actor::{Actor, SignedIn};
use crate::error::{AppError, AppResult};

/// The password that every made-up user of the demonstration has; nothing else accepts it.
pub const DEMONSTRATION_PASSWORD: &str = "demonstration";

/// A session ends when nobody used it for half an hour, and after twelve hours in any case.
pub const LIMITS: Limits =
    Limits { idle: SignedDuration::from_mins(30), absolute: SignedDuration::from_hours(12) };
/// The shortest password a person may choose.
pub const SHORTEST_PASSWORD: usize = 12;

/// Tries to sign in, for one account and for one network address.
const SIGN_INS: Limit = Limit { hits: 10, window: SignedDuration::from_mins(10) };

impl App {
    /// Signs somebody in; the token goes into their cookie and is stored only as a hash.
    ///
    /// # Errors
    /// `Invalid` with one sentence, whether the address or the password was wrong; `TooMany`
    /// after ten tries in ten minutes.
    pub async fn sign_in(&self, email: &str, password: &str, from: &str) -> AppResult<String> {
        self.throttle("sign-in by account", &email.trim().to_lowercase(), SIGN_INS).await?;
        self.throttle("sign-in by address", from, SIGN_INS).await?;
        let typed = email.to_owned();
        let found =
            self.kit().db.read(move |conn| store::accounts::find_by_email(conn, &typed)).await?;
        let (account, hash) = match found {
            Some((account, Some(hash))) if account.is_active => (Some(account), hash),
            // The same work for an address that does not exist, so that time tells nothing.
            _ => (None, NOBODYS_HASH.to_owned()),
        };
        let password = password.to_owned();
        let is_right = tokio::task::spawn_blocking(move || matches(&password, &hash)).await;
        let demonstration_only = self.settings().demonstration;
        match account {
            Some(account) if is_right.unwrap_or(false) => self.open_session(account).await,
            _ => Err(AppError::field("email", wrong(demonstration_only))),
        }
    }

    async fn open_session(&self, account: Account) -> AppResult<String> {
        let token = Token(self.kit().bytes());
        let actor = Actor::User(signed_in(&account));
        let user = account.id;
        self.write(&actor, move |act| {
            store::sessions::start(act.conn, token, user, act.now, LIMITS)?;
            act.audit("session.begin", "user", user.0, json!({}))
        })
        .await?;
        Ok(URL_SAFE_NO_PAD.encode(token.0))
    }

    /// Who a token belongs to, while the session lasts.
    ///
    /// # Errors
    /// Only where the database does not answer.
    pub async fn find_session(&self, token: &str) -> AppResult<Option<SignedIn>> {
        let Some(token) = read_token(token) else { return Ok(None) };
        let now = self.now();
        let found = self
            .kit()
            .db
            .read(move |conn| -> AppResult<_> {
                let Some(session) = store::sessions::find(conn, token, now, LIMITS)? else {
                    return Ok(None);
                };
                let account = store::accounts::find(conn, session.user)?;
                Ok(account.filter(|account| account.is_active).map(|a| (session, a)))
            })
            .await?;
        let Some((session, account)) = found else { return Ok(None) };
        if session.is_stale(now) {
            self.kit().db.write(move |conn| store::sessions::saw(conn, token, now)).await?;
        }
        Ok(Some(signed_in(&account)))
    }

    /// Ends a session.
    ///
    /// # Errors
    /// Only where the database does not answer.
    pub async fn sign_out(&self, token: &str) -> AppResult<()> {
        let Some(token) = read_token(token) else { return Ok(()) };
        self.kit().db.write(move |conn| store::sessions::end(conn, token)).await?;
        Ok(())
    }

    /// Counts a try of `kind` by `who`, such as a network address.
    ///
    /// # Errors
    /// `TooMany` with how long to wait, when there were too many.
    pub async fn throttle(&self, kind: &str, who: &str, limit: Limit) -> AppResult<()> {
        let now = self.now();
        let key = Key::new(&self.kit().keys, kind, who);
        match self.kit().db.write(move |conn| store::throttle::hit(conn, key, now, limit)).await? {
            Answer::Allowed => Ok(()),
            Answer::Refused { until } => {
                let wait = until.duration_since(now).as_secs();
                Err(AppError::TooMany { wait_seconds: u64::try_from(wait).unwrap_or(0).max(1) })
            }
        }
    }

    /// Hashes a password with a fresh salt (argon2id, 19 MiB, two passes).
    ///
    /// # Errors
    /// `Invalid` where the password is too short.
    pub fn hash_password(&self, password: &str) -> AppResult<String> {
        let is_demonstration = self.settings().demonstration && password == DEMONSTRATION_PASSWORD;
        if password == DEMONSTRATION_PASSWORD && !is_demonstration {
            let sentence = "Choose another password: this one is published with the demonstration";
            return Err(AppError::field("password", sentence));
        }
        if password.chars().count() < SHORTEST_PASSWORD && !is_demonstration {
            let sentence = format!("Choose a password of {SHORTEST_PASSWORD} characters or more");
            return Err(AppError::field("password", sentence));
        }
        let salt = self.kit().bytes::<16>();
        Argon2::default()
            .hash_password_with_salt(password.as_bytes(), &salt)
            .map(|hash| hash.to_string())
            .map_err(|_| AppError::refused("The password could not be stored. Try again."))
    }
}

/// A hash that no password has.
const NOBODYS_HASH: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZS1zYWx0LTEyMzQ$\
                            3yUfTQm4ovaVGuUBRHXhJvLPNVRnhGeVSnRAFOMKTYg";

fn matches(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash)
        .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

fn read_token(text: &str) -> Option<Token> {
    URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok().map(Token)
}

fn wrong(demonstration: bool) -> &'static str {
    if demonstration {
        "Check the e-mail address and the password. The start page lists the sign-ins."
    } else {
        "Check the e-mail address and the password. If you have forgotten it, ask your administrator."
    }
}

fn signed_in(account: &Account) -> SignedIn {
    SignedIn {
        user: account.id,
        service: account.service,
        name: account.name.clone(),
        organisation: account.organisation.clone(),
        roles: account.roles.clone(),
    }
}

/// Ends every session of somebody: after a new password, or when they leave.
///
/// # Errors
/// Only where the database does not answer.
pub(crate) fn end_all(act: &mut Act<'_>, user: UserId) -> AppResult<()> {
    store::sessions::end_all(act.conn, user)?;
    act.audit("session.end_all", "user", user.0, json!({}))
}
