//! Safeguarding concerns: raised in two presses, seen only by those allowed, led by one person.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ids::{ConcernId, PersonId, UserId};
use crate::refusal::NotAllowed;

/// A concern for somebody's safety.
#[derive(Clone, PartialEq, Eq)]
pub struct Concern {
    /// Its id.
    pub id: ConcernId,
    /// For whom.
    pub person: PersonId,
    /// Who raised it; `None` where a group did through a link.
    pub raised_by: Option<UserId>,
    /// When.
    pub raised_at: Timestamp,
    /// What was seen or said.
    pub words: String,
    /// Where it stands.
    pub state: State,
    /// Grows by one with every change.
    pub version: i64,
}

/// Where a concern stands.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum State {
    /// Nobody leads it yet; the clock runs.
    Raised,
    /// Somebody leads it.
    Led {
        /// Who.
        lead: UserId,
        /// Since when.
        since: Timestamp,
    },
    /// Ended, with what was done.
    Closed {
        /// Who led it.
        lead: UserId,
        /// What was done.
        outcome: String,
    },
}

/// What can be done to a concern.
#[derive(Clone, PartialEq, Eq)]
pub enum Action {
    /// Take the lead.
    Lead {
        /// Who.
        lead: UserId,
    },
    /// End it.
    Close {
        /// What was done.
        outcome: String,
    },
    /// Open it again.
    Reopen,
}

impl State {
    /// The whole pathway. Any pair not listed here is refused.
    ///
    /// # Errors
    /// `NotAllowed` names the action and the state.
    pub fn apply(self, action: Action, at: Timestamp) -> Result<State, NotAllowed> {
        match (self, action) {
            (State::Raised | State::Led { .. }, Action::Lead { lead }) => {
                Ok(State::Led { lead, since: at })
            }
            (State::Led { lead, .. }, Action::Close { outcome }) => {
                Ok(State::Closed { lead, outcome })
            }
            (State::Closed { lead, .. }, Action::Reopen) => Ok(State::Led { lead, since: at }),
            (state, action) => Err(NotAllowed { action: action.name(), state: state.name() }),
        }
    }

    /// The stored name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            State::Raised => "raised",
            State::Led { .. } => "led",
            State::Closed { .. } => "closed",
        }
    }
}

impl Action {
    /// The stored name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Action::Lead { .. } => "lead",
            Action::Close { .. } => "close",
            Action::Reopen => "reopen",
        }
    }
}

crate::print_only_the_type!(Concern);
crate::print_only_the_variant!(State, Action);

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn every_pair_of_state_and_action_is_decided() {
        let lead = UserId(Uuid::nil());
        let at = Timestamp::UNIX_EPOCH;
        let states = [
            State::Raised,
            State::Led { lead, since: at },
            State::Closed { lead, outcome: String::new() },
        ];
        let actions =
            [Action::Lead { lead }, Action::Close { outcome: String::new() }, Action::Reopen];
        let table = [
            //            lead   close     reopen
            ("raised", ["led", "-", "-"]),
            ("led", ["led", "closed", "-"]),
            ("closed", ["-", "-", "led"]),
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
        crate::states_document::assert_section("Safeguarding concern", &steps);
    }
}
