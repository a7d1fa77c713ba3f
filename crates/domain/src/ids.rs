//! The names of things: one newtype per kind, all UUIDv7, so that two cannot be confused.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map($name)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                $name(id)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Uuid {
                id.0
            }
        }
    )+};
}

ids! {
    /// One social prescribing scheme: the unit that owns data.
    ServiceId,
    /// A person with a sign-in: link worker, coordinator, referrer, manager and so on.
    UserId,
    /// An agency that refers through its own link, without accounts.
    AgencyId,
    /// The person whom all this is for.
    PersonId,
    /// One referral: one act, one episode.
    ReferralId,
    /// A group, class, desk or activity that people are linked to.
    GroupId,
    /// What one source says of a group.
    RecordId,
    /// A fact of a group that somebody made sure of.
    FactId,
    /// An act of checking a group.
    CheckId,
    /// Two entries of one group, made one.
    MergeId,
    /// An organisation says that an entry is its own.
    ClaimId,
    /// Somebody says what is wrong with an entry.
    CorrectionId,
    /// One dated meeting of a group.
    SessionId,
    /// A contact between a link worker and a person.
    ContactId,
    /// One version of a personalised plan.
    PlanId,
    /// One person prescribed to one group.
    PrescriptionId,
    /// One line of a register.
    AttendanceId,
    /// A permission that a person gave.
    PermissionId,
    /// A safeguarding concern.
    ConcernId,
    /// One filled-in questionnaire.
    AnswerId,
    /// A need for which no group was found.
    UnmetNeedId,
    /// A person in crisis or with another need who was shown where to go instead.
    RedirectionId,
    /// A signed link handed to somebody without an account.
    LinkId,
    /// A piece of work waiting in the outbox.
    JobId,
    /// A message that Kith sent or will send.
    MessageId,
    /// An unfinished form kept for its author.
    DraftId,
}
