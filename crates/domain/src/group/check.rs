//! An act of checking a group: who made sure, when, how, and what came of it.

use jiff::Timestamp;

use super::Checked;

/// How somebody made sure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum How {
    /// Rang them.
    Rang,
    /// Went there.
    Visited,
    /// Those who run it said so.
    Owner,
    /// Its listing says when it was checked.
    Feed,
}

impl How {
    /// Every way, in the order in which people are shown them.
    pub const ALL: [How; 4] = [How::Rang, How::Visited, How::Owner, How::Feed];

    /// The stable name for storing.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            How::Rang => "rang",
            How::Visited => "visited",
            How::Owner => "owner",
            How::Feed => "feed",
        }
    }

    /// The way of a stored name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<How> {
        How::ALL.into_iter().find(|how| how.key() == key)
    }

    /// The words shown to people.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            How::Rang => "rang",
            How::Visited => "visited",
            How::Owner => "the group confirmed it",
            How::Feed => "its listing says so",
        }
    }
}

/// What came of checking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CheckOutcome {
    /// Everything was true.
    AllTrue,
    /// Something had changed, and the entry was corrected.
    Corrected,
    /// The group is no more.
    Gone,
}

impl CheckOutcome {
    /// Every outcome.
    pub const ALL: [CheckOutcome; 3] =
        [CheckOutcome::AllTrue, CheckOutcome::Corrected, CheckOutcome::Gone];

    /// The stable name for storing.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            CheckOutcome::AllTrue => "all_true",
            CheckOutcome::Corrected => "corrected",
            CheckOutcome::Gone => "gone",
        }
    }

    /// The outcome of a stored name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<CheckOutcome> {
        CheckOutcome::ALL.into_iter().find(|outcome| outcome.key() == key)
    }
}

/// One act of checking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// When.
    pub at: Timestamp,
    /// By whom: a role or an organisation, not a name.
    pub by: String,
    /// How.
    pub how: How,
    /// What came of it.
    pub outcome: CheckOutcome,
}

impl Check {
    /// What the entry itself shows of it.
    #[must_use]
    pub fn as_checked(&self) -> Checked {
        Checked { at: self.at, by: self.by.clone(), how: self.how.label().to_owned() }
    }
}
