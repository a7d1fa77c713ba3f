//! The few SNOMED CT codes that a social prescribing service writes for the GP record.
//!
//! UK clinical edition concept ids; each is written at most once per episode, never on
//! administrative contact.

/// A code to be written once per episode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// Referral to social prescribing service (procedure).
    Referred,
    /// Social prescribing declined (situation).
    Declined,
}

impl Code {
    /// The concept id.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Code::Referred => "871731000000106",
            Code::Declined => "871711000000103",
        }
    }

    /// The preferred term.
    #[must_use]
    pub fn term(self) -> &'static str {
        match self {
            Code::Referred => "Referral to social prescribing service",
            Code::Declined => "Social prescribing declined",
        }
    }

    /// The code with this concept id.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Code> {
        [Code::Referred, Code::Declined].into_iter().find(|code| code.id() == id)
    }
}
