//! One press, one act: what a form's submission led to, remembered under the form's own key.
//!
//! A second press finds the first one's result, because act and memory are one transaction.

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::{
    args,
    conn::Conn,
    error::{Result, StoreError},
    sql,
};

/// The key of one submission of one form by one user or link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActKey(String);

impl ActKey {
    /// `who` is a user's or a link's id, `form` the page, `token` the hidden field that was drawn
    /// when the form was shown.
    #[must_use]
    pub fn new(who: &str, form: &str, token: &str) -> ActKey {
        // Hashed, because the token comes from outside and may be of any length.
        let mut hash = Sha256::new();
        for part in [who, form, token] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        ActKey(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

/// What an act led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Done {
    /// It was done now.
    Now(String),
    /// It had been done before, with this result.
    Before(String),
}

impl Done {
    /// The result, whenever it came about: where the page goes on.
    #[must_use]
    pub fn result(&self) -> &str {
        match self {
            Done::Now(result) | Done::Before(result) => result,
        }
    }
}

/// Does `act` unless it was done before under this key. Its result is text such as an id.
pub fn once<E: From<StoreError>>(
    c: &mut Conn,
    key: &ActKey,
    now: Timestamp,
    act: impl FnOnce(&mut Conn) -> Result<String, E>,
) -> Result<Done, E> {
    let remembered =
        c.opt(sql!("SELECT result FROM remembered_act WHERE act_key = $1"), args![&key.0])?;
    if let Some(row) = remembered {
        return Ok(Done::Before(row.get("result")?));
    }
    let result = act(c)?;
    let kept = c.exec(
        sql!("INSERT INTO remembered_act (act_key, result, created_at) VALUES ($1, $2, $3)"),
        args![&key.0, &result, now],
    );
    match kept {
        Ok(_) => Ok(Done::Now(result)),
        // The same press on another connection was first: run again and find its result.
        Err(StoreError::Constraint { .. }) => Err(StoreError::Retry.into()),
        Err(error) => Err(error.into()),
    }
}

/// Forgets acts from before a time; how many.
pub fn sweep(c: &mut Conn, before: Timestamp) -> Result<u64> {
    c.exec(sql!("DELETE FROM remembered_act WHERE created_at < $1"), args![before])
}
