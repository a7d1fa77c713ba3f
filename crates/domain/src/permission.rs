//! What a person agreed to. Being referred and having information shared are two permissions.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ids::{GroupId, PermissionId, PersonId};

/// One permission, given by a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Permission {
    /// Its id.
    pub id: PermissionId,
    /// Who gave it.
    pub person: PersonId,
    /// What for.
    pub scope: Scope,
    /// How it was given.
    pub how: How,
    /// When it was given.
    pub given_at: Timestamp,
    /// The last day on which it holds; `None` until it is withdrawn.
    pub until: Option<Date>,
    /// When it was taken back.
    pub withdrawn_at: Option<Timestamp>,
}

/// What a permission is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "scope")]
pub enum Scope {
    /// To be referred to this service.
    Referral,
    /// To tell somebody something.
    Share {
        /// Whom.
        with: Party,
        /// What.
        what: Vec<Detail>,
    },
    /// To look at how things go with people like them, without their name.
    Evaluation,
}

/// With whom information may be shared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "party")]
pub enum Party {
    /// Whoever referred them.
    Referrer,
    /// Their GP practice.
    Practice,
    /// One group that they chose.
    Group {
        /// Which.
        group: GroupId,
    },
}

/// A piece of information that can be shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Detail {
    /// First name.
    FirstName,
    /// Full name.
    FullName,
    /// Telephone number.
    Phone,
    /// E-mail address.
    Email,
    /// What they need in order to take part.
    AccessNeeds,
    /// What they hope for from coming.
    Hopes,
    /// How things turned out, in agreed words.
    Outcome,
    /// That something was started or ended, as a code without words.
    CodesOnly,
}

impl Detail {
    /// What can be shared with a group, in the order in which people are asked.
    pub const FOR_A_GROUP: [Detail; 6] = [
        Detail::FirstName,
        Detail::FullName,
        Detail::Phone,
        Detail::Email,
        Detail::AccessNeeds,
        Detail::Hopes,
    ];

    /// The stored name.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Detail::FirstName => "first_name",
            Detail::FullName => "full_name",
            Detail::Phone => "phone",
            Detail::Email => "email",
            Detail::AccessNeeds => "access_needs",
            Detail::Hopes => "hopes",
            Detail::Outcome => "outcome",
            Detail::CodesOnly => "codes_only",
        }
    }

    /// The words shown to people.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Detail::FirstName => "first name",
            Detail::FullName => "full name",
            Detail::Phone => "telephone number",
            Detail::Email => "e-mail address",
            Detail::AccessNeeds => "what helps them to take part",
            Detail::Hopes => "what they hope for",
            Detail::Outcome => "how things turned out",
            Detail::CodesOnly => "that support began or ended, without details",
        }
    }
}

/// How a permission was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// Said aloud to a worker.
    Spoken,
    /// On paper.
    Written,
    /// By the person on a page of ours.
    Online,
}

impl How {
    /// Every way, in the order in which it is asked.
    pub const ALL: [How; 3] = [How::Spoken, How::Written, How::Online];

    /// The stored name.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            How::Spoken => "spoken",
            How::Written => "written",
            How::Online => "online",
        }
    }

    /// The words shown to people.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            How::Spoken => "said so",
            How::Written => "signed on paper",
            How::Online => "ticked it themself",
        }
    }

    /// The way with this stored name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<How> {
        How::ALL.into_iter().find(|how| how.key() == key)
    }
}

impl Permission {
    /// Whether it holds on a day.
    #[must_use]
    pub fn holds_on(&self, today: Date) -> bool {
        self.withdrawn_at.is_none() && self.until.is_none_or(|until| today <= until)
    }

    /// With which of some entries it allows sharing: they are all of one group.
    #[must_use]
    pub fn party_among(&self, groups: &[GroupId]) -> Option<&Party> {
        match &self.scope {
            Scope::Share { with: party @ Party::Group { group }, .. } if groups.contains(group) => {
                Some(party)
            }
            Scope::Share { .. } | Scope::Referral | Scope::Evaluation => None,
        }
    }

    /// Whether it allows telling `party` this detail on a day.
    #[must_use]
    pub fn lets_share(&self, party: &Party, detail: Detail, today: Date) -> bool {
        match &self.scope {
            Scope::Share { with, what } => {
                with == party && what.contains(&detail) && self.holds_on(today)
            }
            Scope::Referral | Scope::Evaluation => false,
        }
    }
}
