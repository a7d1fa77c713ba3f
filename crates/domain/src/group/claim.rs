//! A claim: an organisation says that an entry of the directory is its own.
//!
//! Nobody owns an entry by saying so. The address is proved by a link sent to it, and somebody of
//! the service looks before the claim counts. An accepted claim vouches for the entry.

use serde::{Deserialize, Serialize};

use crate::ids::{ClaimId, GroupId};
use crate::refusal::{FieldProblem, NotAllowed};
use jiff::Timestamp;

/// The longest text of one line.
pub const LINE: usize = 120;

/// The longest text of several lines.
pub const WORDS: usize = 1000;

/// An organisation says that an entry is its own.
#[derive(Clone, PartialEq, Eq)]
pub struct Claim {
    /// Its id.
    pub id: ClaimId,
    /// Which entry.
    pub group: GroupId,
    /// What was written.
    pub asked: Asked,
    /// When.
    pub asked_at: Timestamp,
    /// Where it stands.
    pub state: State,
    /// Grows by one with every change.
    pub version: i64,
}

/// What whoever claims an entry writes.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Which organisation runs the group.
    pub organisation: String,
    /// What they do there, in their words.
    pub role: String,
    /// Where reminders go.
    pub email: String,
    /// Anything that helps us to check.
    pub words: String,
}

impl Asked {
    /// What has to be mended before it can be sent.
    #[must_use]
    pub fn problems(&self) -> Vec<FieldProblem> {
        let mut problems = Vec::new();
        let mut say = |field, sentence: &str| problems.push(FieldProblem::new(field, sentence));
        let lines = [
            ("organisation", &self.organisation, "Enter the name of your group or organisation"),
            ("role", &self.role, "Enter what you do there, such as “secretary”"),
        ];
        for (field, text, sentence) in lines {
            if text.trim().is_empty() {
                say(field, sentence);
            } else if text.chars().count() > LINE {
                say(field, "Shorten this to 120 characters or fewer");
            }
        }
        if !is_address(&self.email) {
            say("email", "Enter an e-mail address, such as name@example.org");
        }
        if self.words.chars().count() > WORDS {
            say("words", "Shorten this to 1,000 characters or fewer");
        }
        problems
    }
}

/// Whether a text has the shape of an e-mail address. Whether it is theirs, the link tells.
#[must_use]
pub fn is_address(text: &str) -> bool {
    let text = text.trim();
    let parts = text.split_once('@');
    let is_plain = !text.contains(|c: char| c.is_whitespace() || c.is_control() || c == ',');
    is_plain
        && text.len() <= 254
        && parts.is_some_and(|(name, host)| {
            let has_dot =
                host.split('.').count() > 1 && host.split('.').all(|part| !part.is_empty());
            !name.is_empty() && has_dot && !host.contains('@')
        })
}

/// Where a claim stands, carrying only what is true in that state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum State {
    /// Written; the address is not proved yet.
    Asked,
    /// Whoever reads the address has pressed its link.
    Confirmed {
        /// When.
        at: Timestamp,
    },
    /// Somebody of the service looked and agreed: the entry is theirs.
    Accepted {
        /// When.
        at: Timestamp,
    },
    /// Somebody of the service looked and did not agree.
    Refused {
        /// Why, as they are told.
        reason: String,
    },
    /// It was theirs and is no longer.
    Ended {
        /// Why.
        reason: String,
    },
}

/// What can be done to a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Whoever reads the address presses its link.
    Confirm,
    /// Agree.
    Accept,
    /// Do not agree.
    Refuse {
        /// Why, as they are told.
        reason: String,
    },
    /// It is no longer theirs: they gave it back, or somebody else runs the group now.
    End {
        /// Why.
        reason: String,
    },
}

impl State {
    /// The whole pathway. Any pair not listed here is refused.
    ///
    /// # Errors
    /// `NotAllowed` names the action and the state.
    pub fn apply(self, action: Action, at: Timestamp) -> Result<State, NotAllowed> {
        match (self, action) {
            (State::Asked, Action::Confirm) => Ok(State::Confirmed { at }),
            (State::Confirmed { .. }, Action::Accept) => Ok(State::Accepted { at }),
            (State::Asked | State::Confirmed { .. }, Action::Refuse { reason }) => {
                Ok(State::Refused { reason })
            }
            (State::Accepted { .. }, Action::End { reason }) => Ok(State::Ended { reason }),
            (state, action) => Err(NotAllowed { action: action.name(), state: state.name() }),
        }
    }

    /// The stored name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            State::Asked => "asked",
            State::Confirmed { .. } => "confirmed",
            State::Accepted { .. } => "accepted",
            State::Refused { .. } => "refused",
            State::Ended { .. } => "ended",
        }
    }
}

impl Action {
    /// The stored name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Action::Confirm => "confirm",
            Action::Accept => "accept",
            Action::Refuse { .. } => "refuse",
            Action::End { .. } => "end",
        }
    }
}

crate::print_only_the_type!(Claim, Asked);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_of_state_and_action_is_decided() {
        let at = Timestamp::UNIX_EPOCH;
        let reason = String::new;
        let states = [
            State::Asked,
            State::Confirmed { at },
            State::Accepted { at },
            State::Refused { reason: reason() },
            State::Ended { reason: reason() },
        ];
        let actions = [
            Action::Confirm,
            Action::Accept,
            Action::Refuse { reason: reason() },
            Action::End { reason: reason() },
        ];
        let table = [
            //            confirm      accept      refuse     end
            ("asked", ["confirmed", "-", "refused", "-"]),
            ("confirmed", ["-", "accepted", "refused", "-"]),
            ("accepted", ["-", "-", "-", "ended"]),
            ("refused", ["-", "-", "-", "-"]),
            ("ended", ["-", "-", "-", "-"]),
        ];
        let mut steps = Vec::new();
        for (state, (name, row)) in states.into_iter().zip(table) {
            assert_eq!(state.name(), name);
            for (action, expected) in actions.iter().zip(row) {
                let next = state.clone().apply(action.clone(), at);
                assert_eq!(next.as_ref().map_or("-", State::name), expected, "from {name}");
                if expected != "-" {
                    steps.push((name, action.name(), expected));
                }
            }
        }
        crate::states_document::assert_section("Claim of an entry", &steps);
    }

    #[test]
    fn a_claim_needs_a_name_a_role_and_an_address() {
        let fields = |asked: Asked| {
            asked.problems().into_iter().map(|problem| problem.field).collect::<Vec<_>>()
        };
        assert_eq!(fields(Asked::default()), ["organisation", "role", "email"]);
        let asked = |email: &str| Asked {
            organisation: "Harbour Voices".to_owned(),
            role: "secretary".to_owned(),
            email: email.to_owned(),
            words: String::new(),
        };
        assert!(fields(asked("choir@example.org")).is_empty());
        for odd in ["choir", "choir@", "@example.org", "a@b", "a@b.", "a b@c.org", "a@b@c.org"] {
            assert_eq!(fields(asked(odd)), ["email"], "{odd}");
        }
        let endless = Asked { words: "x".repeat(1001), ..asked("choir@example.org") };
        assert_eq!(fields(endless), ["words"]);
    }
}
