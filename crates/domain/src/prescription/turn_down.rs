//! Why somebody would rather not go to a group that was offered: counted, so a short list.

/// Why a person turns an offer down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "`label` says each in words")]
pub enum TurnDown {
    NotForMe,
    NotReady,
    GettingThere,
    Time,
    Cost,
    Rather,
    NotSaid,
}

impl TurnDown {
    /// Every reason, in the order in which it is asked.
    pub const ALL: [TurnDown; 7] = [
        TurnDown::NotForMe,
        TurnDown::NotReady,
        TurnDown::GettingThere,
        TurnDown::Time,
        TurnDown::Cost,
        TurnDown::Rather,
        TurnDown::NotSaid,
    ];

    /// The stored name.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            TurnDown::NotForMe => "not_for_me",
            TurnDown::NotReady => "not_ready",
            TurnDown::GettingThere => "getting_there",
            TurnDown::Time => "time",
            TurnDown::Cost => "cost",
            TurnDown::Rather => "rather_something_else",
            TurnDown::NotSaid => "not_said",
        }
    }

    /// The words shown to people.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            TurnDown::NotForMe => "It is not for me",
            TurnDown::NotReady => "I do not feel ready yet",
            TurnDown::GettingThere => "Getting there is too hard",
            TurnDown::Time => "The time does not suit",
            TurnDown::Cost => "It costs too much",
            TurnDown::Rather => "I would rather do something else",
            TurnDown::NotSaid => "Not said",
        }
    }

    /// The reason with this stored name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<TurnDown> {
        TurnDown::ALL.into_iter().find(|reason| reason.key() == key)
    }
}
