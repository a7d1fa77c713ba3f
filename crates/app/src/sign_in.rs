//! Signing in and out. Passwords by argon2id, sessions in the database, tries limited.

use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Argon2, PasswordHash};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::ids::UserId;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use store::StoreError;
use store::accounts::Account;
use store::sessions::{Limits, Token};
use store::throttle::{Answer, Key};
use tokio::sync::Semaphore;

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

/// Tries that failed: for one account from one network address, from one address, and for one
/// account. The last is wide, because whoever reaches it keeps the account's owner out.
const TRIES: [(&str, Limit); 3] = [
    ("sign-in by account and address", Limit { hits: 10, window: WINDOW }),
    ("sign-in by address", Limit { hits: 50, window: WINDOW }),
    ("sign-in by account", Limit { hits: 100, window: WINDOW }),
];
const WINDOW: SignedDuration = SignedDuration::from_mins(10);

/// Passwords checked at once: each takes 19 MiB, and strangers may ask for any number.
static CHECKS: Semaphore = Semaphore::const_new(4);

impl App {
    /// Signs somebody in; the token goes into their cookie and is stored only as a hash.
    ///
    /// # Errors
    /// `Invalid` with one sentence, whether the address or the password was wrong; `TooMany`
    /// after ten wrong passwords in ten minutes, or more from elsewhere.
    pub async fn sign_in(&self, email: &str, password: &str, from: &str) -> AppResult<String> {
        let tries = self.count_try(email, from).await?;
        let typed = email.to_owned();
        let found =
            self.kit().db.read(move |conn| store::accounts::find_by_email(conn, &typed)).await?;
        let demonstration = self.settings().demonstration;
        let is_published = password == DEMONSTRATION_PASSWORD && !demonstration;
        let (account, hash) = match found {
            Some((account, Some(hash))) if account.is_active && !is_published => {
                (Some(account), hash)
            }
            // The same work for an address that does not exist, so that time tells nothing.
            _ => (None, NOBODYS_HASH.to_owned()),
        };
        let is_right = is_right(password, hash).await;
        match account {
            Some(account) if is_right => {
                self.uncount_try(tries).await?;
                self.open_session(account).await
            }
            _ => Err(AppError::field("email", wrong(demonstration))),
        }
    }

    /// Counts a try before the password is looked at, so that many at once do not slip through.
    async fn count_try(&self, email: &str, from: &str) -> AppResult<[Key; 3]> {
        let (now, email) = (self.now(), email.trim().to_lowercase());
        let who = [format!("{from} {email}"), from.to_owned(), email];
        let keys: [Key; 3] =
            std::array::from_fn(|at| Key::new(&self.kit().keys, TRIES[at].0, &who[at]));
        let refused = self.kit().db.write(move |conn| -> Result<_, StoreError> {
            for (key, (_, limit)) in keys.into_iter().zip(TRIES) {
                if let Answer::Refused { until } = store::throttle::hit(conn, key, now, limit)? {
                    return Ok(Some(until));
                }
            }
            Ok(None)
        });
        refused.await?.map_or(Ok(keys), |until| Err(too_many(until, now)))
    }

    /// A try that worked was none: whoever signs in begins anew, and a practice behind one
    /// address is not counted.
    async fn uncount_try(&self, [pair, address, account]: [Key; 3]) -> AppResult<()> {
        let done = self.kit().db.write(move |conn| {
            store::throttle::forgive(conn, pair)?;
            store::throttle::take_back(conn, address)?;
            store::throttle::take_back(conn, account)
        });
        Ok(done.await?)
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
            Answer::Refused { until } => Err(too_many(until, now)),
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

/// Whether a password has this hash, worked out beside the threads that answer requests.
async fn is_right(password: &str, hash: String) -> bool {
    let password = password.to_owned();
    let Ok(_one_of_few) = CHECKS.acquire().await else { return false };
    let check = move || {
        PasswordHash::new(&hash)
            .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
    };
    tokio::task::spawn_blocking(check).await.unwrap_or(false)
}

fn too_many(until: Timestamp, now: Timestamp) -> AppError {
    let wait = until.duration_since(now).as_secs();
    AppError::TooMany { wait_seconds: u64::try_from(wait).unwrap_or(0).max(1) }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stranger_costs_as_much_work_as_somebody_with_an_account() {
        let made = Argon2::default().hash_password_with_salt(b"x", b"0123456789abcdef");
        let made = made.unwrap().to_string();
        let (somebody, nobody) = (PasswordHash::new(&made), PasswordHash::new(NOBODYS_HASH));
        let (somebody, nobody) = (somebody.unwrap(), nobody.unwrap());
        assert_eq!(nobody.algorithm.as_str(), "argon2id");
        assert_eq!(
            (nobody.algorithm, nobody.version, nobody.params.to_string()),
            (somebody.algorithm, somebody.version, somebody.params.to_string())
        );
        let length = |hash: &PasswordHash| hash.hash.map(|output| output.len());
        assert_eq!(length(&nobody), length(&somebody));
        let wrong = Argon2::default().verify_password(b"x", &nobody).unwrap_err();
        assert_eq!(wrong, argon2::password_hash::Error::PasswordInvalid);
    }
}
