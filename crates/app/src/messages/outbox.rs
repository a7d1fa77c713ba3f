//! The outbox as people see it: each message, where it stands, and one press to send it again.

use std::collections::HashMap;

use domain::access::{Relation, Verb};
use domain::ids::MessageId;
use serde_json::json;
use store::jobs::Job;
use store::messages::Message;
use uuid::Uuid;

use super::{SEND, enqueue, render};
use crate::act::Act;
use crate::error::{AppError, AppResult};
use crate::ports::Mail;

/// Where a message stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Not sent yet.
    Waiting,
    /// Handed to the mail server.
    Sent,
    /// Given up after several tries.
    Failed,
    /// Not sent, because it was no longer needed.
    NotNeeded,
}

impl State {
    /// The stored name, as labels know it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            State::Waiting => "waiting",
            State::Sent => "sent",
            State::Failed => "failed",
            State::NotNeeded => "not_needed",
        }
    }
}

/// A message as the outbox shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// The message.
    pub message: Message,
    /// Where it stands.
    pub state: State,
    /// How often it was tried.
    pub tries: i64,
}

/// One page of the outbox, newest first, and how many messages there are.
///
/// # Errors
/// `NotFound` for actors who may not see it.
pub fn list(act: &mut Act<'_>, page: (u32, u32)) -> AppResult<(Vec<Shown>, i64)> {
    act.require(Verb::SeeOutbox, Relation::Service)?;
    let service = act.service();
    let messages = store::messages::list(act.conn, service, page)?;
    let total = store::messages::count(act.conn, service)?;
    Ok((with_jobs(act, messages)?, total))
}

/// One message, with the text as it would be sent now, or why it is no longer needed.
///
/// # Errors
/// `NotFound` where there is none, or for actors who may not see the outbox.
pub fn find(act: &mut Act<'_>, id: MessageId) -> AppResult<(Shown, Result<Mail, String>)> {
    act.require(Verb::SeeOutbox, Relation::Service)?;
    let message = load(act, id)?;
    let mail = render(act, &message)?;
    let shown = with_jobs(act, vec![message])?.pop().ok_or(AppError::NotFound)?;
    Ok((shown, mail))
}

/// The messages about one thing, newest first. Whoever calls has decided that the actor may see
/// the thing itself.
pub fn of_subject(act: &mut Act<'_>, subject: Uuid) -> AppResult<Vec<Shown>> {
    let service = act.service();
    let messages = store::messages::list_about(act.conn, service, subject)?;
    with_jobs(act, messages)
}

/// Sends a message once more.
///
/// # Errors
/// `NotFound` for actors who may not see the outbox.
pub fn send_again(act: &mut Act<'_>, id: MessageId, key: &str) -> AppResult<()> {
    act.require(Verb::SeeOutbox, Relation::Service)?;
    let message = load(act, id)?;
    act.once("message.send_again", key, |act| {
        let once_key = format!("{} {}", message.id, act.now);
        enqueue(act, message.id, &once_key)?;
        act.audit("message.send_again", "message", message.id.0, json!({}))?;
        Ok(String::new())
    })?;
    Ok(())
}

fn load(act: &mut Act<'_>, id: MessageId) -> AppResult<Message> {
    let service = act.service();
    store::messages::find(act.conn, service, id)?.ok_or(AppError::NotFound)
}

fn with_jobs(act: &mut Act<'_>, messages: Vec<Message>) -> AppResult<Vec<Shown>> {
    let key = |message: &Message| format!("{}|{}", SEND.name, message.id);
    let keys: Vec<String> = messages.iter().map(key).collect();
    let jobs: HashMap<String, Job> =
        store::jobs::list_by_keys(act.conn, &keys)?.into_iter().collect();
    let show = |message: Message| {
        let job = jobs.get(&key(&message));
        let is_dead = job.is_none_or(|job| job.dead_at.is_some());
        let is_done = job.is_some_and(|job| job.done_at.is_some());
        let state = match () {
            () if message.sent_at.is_some() => State::Sent,
            () if message.failure.is_some() && is_dead => State::Failed,
            () if message.failure.is_some() && is_done => State::NotNeeded,
            () => State::Waiting,
        };
        Shown { state, tries: job.map_or(0, |job| job.attempts), message }
    };
    Ok(messages.into_iter().map(show).collect())
}
