//! Messages: promised with the act that needs them, written when they are sent, shown in the
//! outbox. They carry a link and never a person's name.

mod letters;
mod outbox;

use domain::ids::{LinkId, MessageId, ReferralId};
use serde_json::json;
use store::messages::Message;
use uuid::Uuid;

use crate::act::Act;
use crate::directory::claims;
use crate::error::{AppError, AppResult};
use crate::jobs::{self, Work};
use crate::measures;
use crate::ports::Mail;

pub use outbox::{Shown, State, find, list, of_subject, send_again};

/// What a message is for. To add one: one kind here, and its letter in `letters.rs`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Asks a group whether it takes somebody.
    AskGroup,
    /// Gives a group its register.
    Register,
    /// Asks a person how life is.
    Measure,
    /// Asks whoever referred a question.
    AskReferrer,
    /// Tells whoever referred that there is news.
    Feedback,
    /// Asks a group whether its entry is still true.
    CheckGroup,
    /// Asks whoever claims an entry to prove their address.
    ConfirmClaim,
    /// Tells whoever claims an entry that it is theirs.
    ClaimAccepted,
    /// Tells whoever claims an entry why it is not.
    ClaimRefused,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 9] = [
        Kind::AskGroup,
        Kind::Register,
        Kind::Measure,
        Kind::AskReferrer,
        Kind::Feedback,
        Kind::CheckGroup,
        Kind::ConfirmClaim,
        Kind::ClaimAccepted,
        Kind::ClaimRefused,
    ];

    /// The stored name.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Kind::AskGroup => "ask_group",
            Kind::Register => "register",
            Kind::Measure => "measure",
            Kind::AskReferrer => "ask_referrer",
            Kind::Feedback => "feedback",
            Kind::CheckGroup => "check_group",
            Kind::ConfirmClaim => "confirm_claim",
            Kind::ClaimAccepted => "claim_accepted",
            Kind::ClaimRefused => "claim_refused",
        }
    }

    /// The words shown to people.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Kind::AskGroup => "Asks a group for a place",
            Kind::Register => "Gives a group its register",
            Kind::Measure => "Asks a person a few questions",
            Kind::AskReferrer => "Asks a referrer to answer a question",
            Kind::Feedback => "Tells a referrer that there is news",
            Kind::CheckGroup => "Asks a group whether its entry is true",
            Kind::ConfirmClaim => "Asks somebody to confirm their address",
            Kind::ClaimAccepted => "Tells an organisation that an entry is theirs",
            Kind::ClaimRefused => "Tells an organisation why an entry is not theirs",
        }
    }

    /// The kind with this stored name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// The kind of work that sends messages.
pub(crate) const SEND: jobs::Kind = jobs::Kind { name: "message.send", run: send };

/// Promises a message in this transaction.
pub(crate) fn promise(
    act: &mut Act<'_>,
    kind: Kind,
    subject: Uuid,
    link: impl Into<Option<LinkId>>,
    recipient: &str,
) -> AppResult<MessageId> {
    let message = Message {
        id: act.new_id(),
        kind: kind.key().to_owned(),
        subject,
        link: link.into(),
        recipient: recipient.to_owned(),
        created_at: act.now,
        sent_at: None,
        failure: None,
    };
    let service = act.service();
    store::messages::add(act.conn, service, &message)?;
    enqueue(act, message.id, &message.id.to_string())?;
    Ok(message.id)
}

fn enqueue(act: &mut Act<'_>, id: MessageId, once_key: &str) -> AppResult<()> {
    jobs::enqueue(act, SEND.name, once_key, json!({ "message": id }))
}

/// The message as it would be sent now, or why it is no longer needed.
///
/// # Errors
/// `NotFound` where the kind is not known or what it is about is gone.
pub(crate) fn render(act: &mut Act<'_>, message: &Message) -> AppResult<Result<Mail, String>> {
    let kind = Kind::from_key(&message.kind).ok_or(AppError::NotFound)?;
    letters::write(act, kind, message)
}

/// The letter with the address it goes to: a person's own is opened only to be sent to.
fn addressed(
    act: &mut Act<'_>,
    message: &Message,
    letter: Result<Mail, String>,
) -> AppResult<Result<Mail, String>> {
    let Ok(mail) = letter else { return Ok(letter) };
    if message.recipient == claims::OWNER {
        let nobody = || "Nobody keeps the entry any more.".to_owned();
        let address = claims::address_for(act, message)?;
        return Ok(address.map(|to| Mail { to, ..mail }).ok_or_else(nobody));
    }
    if message.recipient != measures::PERSON {
        return Ok(Ok(mail));
    }
    let address = measures::address_of(act, ReferralId(message.subject))?;
    let none = || "We have no e-mail address for them any more.".to_owned();
    Ok(address.map(|to| Mail { to, ..mail }).ok_or_else(none))
}

/// Sends one message. A message that was sent is not sent again by the same promise.
fn send(work: &Work<'_>) -> AppResult<()> {
    let id = work.job.payload.get("message").and_then(|id| id.as_str()).unwrap_or_default();
    let id: MessageId = id.parse().map_err(|_| AppError::NotFound)?;
    let rendered = work.app.read_now(&work.actor(), move |act| {
        let service = act.service();
        let found = store::messages::find(act.conn, service, id)?;
        let message = found.ok_or(AppError::NotFound)?;
        let letter = render(act, &message)?;
        addressed(act, &message, letter)
    })?;
    let outcome = match rendered {
        Ok(mail) => work.mailer.send(&mail).map_err(|why| why.to_string()).map(|()| None),
        Err(not_needed) => Ok(Some(not_needed)),
    };
    let noted = outcome.clone();
    work.app.write_now(&work.actor(), move |act| match &noted {
        Ok(None) => {
            store::messages::mark_sent(act.conn, id, act.now)?;
            act.audit("message.send", "message", id.0, json!({}))
        }
        Ok(Some(why)) | Err(why) => Ok(store::messages::mark_failed(act.conn, id, why)?),
    })?;
    match outcome {
        Ok(_) => Ok(()),
        Err(why) => Err(AppError::refused(why)),
    }
}
