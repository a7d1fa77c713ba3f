//! One person prescribed to one group, from being offered to belonging or leaving.

mod turn_down;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ids::{GroupId, PersonId, PrescriptionId, ReferralId};
use crate::profile::Went;
use crate::refusal::NotAllowed;

pub use turn_down::TurnDown;

/// A prescription to a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prescription {
    /// Its id.
    pub id: PrescriptionId,
    /// For whom.
    pub person: PersonId,
    /// In which episode.
    pub referral: ReferralId,
    /// To which group.
    pub group: GroupId,
    /// Where it stands.
    pub state: State,
    /// Since when.
    pub state_since: Timestamp,
    /// When it was offered.
    pub offered_at: Timestamp,
    /// How the first visit is helped: met at the door, travelled with…
    pub first_visit: Option<FirstVisit>,
    /// Grows by one with every change.
    pub version: i64,
}

/// Support for a first visit, which can be arranged and recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "`label` says each in words")]
pub enum FirstVisit {
    MetAtTheDoor,
    TravelledWith,
    Buddy,
    CalledTheNightBefore,
    NoneWanted,
}

impl FirstVisit {
    /// Every kind, in the order in which it is asked.
    pub const ALL: [FirstVisit; 5] = [
        FirstVisit::MetAtTheDoor,
        FirstVisit::TravelledWith,
        FirstVisit::Buddy,
        FirstVisit::CalledTheNightBefore,
        FirstVisit::NoneWanted,
    ];

    /// The stored name.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            FirstVisit::MetAtTheDoor => "met_at_the_door",
            FirstVisit::TravelledWith => "travelled_with",
            FirstVisit::Buddy => "buddy",
            FirstVisit::CalledTheNightBefore => "called_the_night_before",
            FirstVisit::NoneWanted => "none_wanted",
        }
    }

    /// The words shown to people.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            FirstVisit::MetAtTheDoor => "Somebody from the group meets them at the door",
            FirstVisit::TravelledWith => "Somebody travels with them",
            FirstVisit::Buddy => "A buddy sits with them the first time",
            FirstVisit::CalledTheNightBefore => "A call the evening before",
            FirstVisit::NoneWanted => "No help wanted",
        }
    }

    /// The kind with this stored name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<FirstVisit> {
        FirstVisit::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// Where a prescription stands, carrying only what is true in that state.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum State {
    /// Talked about with the person.
    Offered,
    /// The person wants it.
    Chosen,
    /// The person does not want it.
    NotWanted {
        /// Why: the stored name of a `TurnDown`.
        reason: String,
    },
    /// The group has been asked.
    Sent {
        /// When.
        at: Timestamp,
    },
    /// The group looks forward to them.
    Accepted,
    /// The group will have room later.
    Waitlisted,
    /// The group cannot take them.
    Declined {
        /// Why.
        reason: DeclineReason,
        /// The group's own words.
        words: String,
    },
    /// Came once.
    Started {
        /// When they first came.
        first_at: Timestamp,
    },
    /// Came more than once.
    Attending {
        /// When they first came.
        first_at: Timestamp,
    },
    /// Has stopped coming, or never came.
    Left {
        /// When they first came, if they did.
        first_at: Option<Timestamp>,
        /// Why.
        reason: LeaveReason,
    },
}

/// Why a group cannot take somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "`label` says each in words")]
pub enum DeclineReason {
    Full,
    NotForThem,
    CannotMeetNeeds,
    NotRunning,
    Other,
}

impl DeclineReason {
    /// Every reason, in the order in which it is asked.
    pub const ALL: [DeclineReason; 5] = [
        DeclineReason::Full,
        DeclineReason::NotForThem,
        DeclineReason::CannotMeetNeeds,
        DeclineReason::NotRunning,
        DeclineReason::Other,
    ];

    /// The stored name.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            DeclineReason::Full => "full",
            DeclineReason::NotForThem => "not_for_them",
            DeclineReason::CannotMeetNeeds => "cannot_meet_needs",
            DeclineReason::NotRunning => "not_running",
            DeclineReason::Other => "other",
        }
    }

    /// The words shown to people.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            DeclineReason::Full => "We have no room at the moment",
            DeclineReason::NotForThem => "Our group is for somebody else (age, area, situation)",
            DeclineReason::CannotMeetNeeds => "We cannot give the help they need to take part",
            DeclineReason::NotRunning => "We are not meeting at the moment",
            DeclineReason::Other => "Another reason",
        }
    }

    /// The reason with this stored name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<DeclineReason> {
        DeclineReason::ALL.into_iter().find(|reason| reason.key() == key)
    }
}

/// Why somebody stopped coming, or never came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "`label` says each in words")]
pub enum LeaveReason {
    NotForMe,
    GettingThere,
    Cost,
    Health,
    Caring,
    Time,
    DidNotFeelWelcome,
    FoundSomethingElse,
    GroupEnded,
    GotWhatINeeded,
    Died,
    NotSaid,
}

impl LeaveReason {
    /// Every reason that is asked for, in that order. A death is written where support ends, and
    /// ends every place with it.
    pub const ASKED: [LeaveReason; 11] = [
        LeaveReason::GotWhatINeeded,
        LeaveReason::NotForMe,
        LeaveReason::DidNotFeelWelcome,
        LeaveReason::GettingThere,
        LeaveReason::Cost,
        LeaveReason::Health,
        LeaveReason::Caring,
        LeaveReason::Time,
        LeaveReason::FoundSomethingElse,
        LeaveReason::GroupEnded,
        LeaveReason::NotSaid,
    ];

    /// The stored name.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            LeaveReason::NotForMe => "not_for_me",
            LeaveReason::GettingThere => "getting_there",
            LeaveReason::Cost => "cost",
            LeaveReason::Health => "health",
            LeaveReason::Caring => "caring",
            LeaveReason::Time => "time",
            LeaveReason::DidNotFeelWelcome => "did_not_feel_welcome",
            LeaveReason::FoundSomethingElse => "found_something_else",
            LeaveReason::GroupEnded => "group_ended",
            LeaveReason::GotWhatINeeded => "got_what_i_needed",
            LeaveReason::Died => "died",
            LeaveReason::NotSaid => "not_said",
        }
    }

    /// The words shown to people.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            LeaveReason::NotForMe => "It was not for me",
            LeaveReason::GettingThere => "Getting there was too hard",
            LeaveReason::Cost => "Money",
            LeaveReason::Health => "Health or energy",
            LeaveReason::Caring => "Caring for somebody",
            LeaveReason::Time => "The time no longer suits",
            LeaveReason::DidNotFeelWelcome => "I did not feel welcome",
            LeaveReason::FoundSomethingElse => "I found something I like better",
            LeaveReason::GroupEnded => "The group ended",
            LeaveReason::GotWhatINeeded => "I got what I came for",
            LeaveReason::Died => "They have died",
            LeaveReason::NotSaid => "Not said",
        }
    }

    /// The reason with this stored name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<LeaveReason> {
        let mut all = LeaveReason::ASKED.into_iter().chain([LeaveReason::Died]);
        all.find(|reason| reason.key() == key)
    }
}

/// What can be done to a prescription.
#[derive(Clone, PartialEq, Eq)]
pub enum Action {
    /// The person chooses it.
    Choose,
    /// The person does not want it.
    TurnDown {
        /// Why: the stored name of a `TurnDown`.
        reason: String,
    },
    /// Ask the group.
    Send,
    /// The group accepts.
    Accept,
    /// The group puts them on its waiting list.
    Waitlist,
    /// The group says no.
    Decline {
        /// Why.
        reason: DeclineReason,
        /// The group's own words.
        words: String,
    },
    /// Marked present at a session.
    Attend,
    /// The register was corrected: what it says now about how often they came.
    Correct {
        /// How often they came.
        times: u32,
        /// When they first came, if they did.
        first_at: Option<Timestamp>,
    },
    /// Stops coming, or will not come.
    Leave {
        /// Why.
        reason: LeaveReason,
    },
}

impl State {
    /// The whole pathway. Any pair not listed here is refused.
    ///
    /// # Errors
    /// `NotAllowed` names the action and the state.
    pub fn apply(self, action: Action, at: Timestamp) -> Result<State, NotAllowed> {
        use Action as A;
        use State as S;
        Ok(match (self, action) {
            (S::Offered, A::Choose) => S::Chosen,
            (S::Offered | S::Chosen, A::TurnDown { reason }) => S::NotWanted { reason },
            (S::Chosen | S::Sent { .. }, A::Send) => S::Sent { at },
            (S::Sent { .. } | S::Waitlisted, A::Accept) => S::Accepted,
            (S::Sent { .. }, A::Waitlist) => S::Waitlisted,
            (S::Sent { .. } | S::Waitlisted, A::Decline { reason, words }) => {
                S::Declined { reason, words }
            }
            (S::Accepted | S::Left { first_at: None, .. }, A::Attend) => {
                S::Started { first_at: at }
            }
            (S::Started { first_at } | S::Attending { first_at }, A::Attend) => {
                S::Attending { first_at }
            }
            (S::Left { first_at: Some(first_at), .. }, A::Attend) => S::Attending { first_at },
            (S::Started { .. } | S::Attending { .. }, A::Correct { times, first_at }) => {
                match (times, first_at) {
                    (0, _) | (_, None) => S::Accepted,
                    (1, Some(first_at)) => S::Started { first_at },
                    (_, Some(first_at)) => S::Attending { first_at },
                }
            }
            (S::Sent { .. } | S::Waitlisted | S::Accepted, A::Leave { reason }) => {
                S::Left { first_at: None, reason }
            }
            (S::Started { first_at } | S::Attending { first_at }, A::Leave { reason }) => {
                S::Left { first_at: Some(first_at), reason }
            }
            (state, action) => {
                return Err(NotAllowed { action: action.name(), state: state.name() });
            }
        })
    }

    /// Whether it holds one of the group's places.
    #[must_use]
    pub fn holds_a_place(&self) -> bool {
        matches!(self, State::Sent { .. } | State::Accepted | State::Started { .. })
            || matches!(self, State::Attending { .. })
    }

    /// When they first came, if they did.
    #[must_use]
    pub fn first_at(&self) -> Option<Timestamp> {
        match self {
            State::Started { first_at } | State::Attending { first_at } => Some(*first_at),
            State::Left { first_at, .. } => *first_at,
            _ => None,
        }
    }

    /// How it went for the person, as far as the register and the reason for leaving tell.
    ///
    /// Who never came, or left for a reason that is not the group's doing, says nothing about it.
    #[must_use]
    pub fn went(&self) -> Option<Went> {
        use LeaveReason as R;
        match self {
            State::Attending { .. } => Some(Went::Well),
            State::Left { first_at: Some(_), reason } => match reason {
                R::GotWhatINeeded => Some(Went::Well),
                R::NotForMe | R::DidNotFeelWelcome => Some(Went::Badly),
                R::FoundSomethingElse => Some(Went::Mixed),
                R::GettingThere | R::Cost | R::Health | R::Caring | R::Time => None,
                R::GroupEnded | R::Died | R::NotSaid => None,
            },
            _ => None,
        }
    }

    /// Whether the group marks this person on its register.
    #[must_use]
    pub fn is_on_the_register(&self) -> bool {
        matches!(self, State::Accepted | State::Started { .. } | State::Attending { .. })
    }

    /// The stored name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            State::Offered => "offered",
            State::Chosen => "chosen",
            State::NotWanted { .. } => "not_wanted",
            State::Sent { .. } => "sent",
            State::Accepted => "accepted",
            State::Waitlisted => "waitlisted",
            State::Declined { .. } => "declined",
            State::Started { .. } => "started",
            State::Attending { .. } => "attending",
            State::Left { .. } => "left",
        }
    }
}

impl Action {
    /// The stored name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Action::Choose => "choose",
            Action::TurnDown { .. } => "turn_down",
            Action::Send => "send",
            Action::Accept => "accept",
            Action::Waitlist => "waitlist",
            Action::Decline { .. } => "decline",
            Action::Attend => "attend",
            Action::Correct { .. } => "correct",
            Action::Leave { .. } => "leave",
        }
    }
}

crate::print_only_the_variant!(State, Action);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_somebody_knows_from_having_been_there_says_how_it_went() {
        let at = Timestamp::UNIX_EPOCH;
        let left = |first_at, reason| State::Left { first_at, reason }.went();
        assert_eq!(State::Attending { first_at: at }.went(), Some(Went::Well));
        assert_eq!(State::Started { first_at: at }.went(), None);
        assert_eq!(left(Some(at), LeaveReason::NotForMe), Some(Went::Badly));
        assert_eq!(left(None, LeaveReason::NotForMe), None, "they never came");
        assert_eq!(left(Some(at), LeaveReason::GettingThere), None, "the bus is not the group");
    }

    #[test]
    fn every_pair_of_state_and_action_is_decided() {
        let at = Timestamp::UNIX_EPOCH;
        let reason = LeaveReason::NotSaid;
        let states = [
            State::Offered,
            State::Chosen,
            State::NotWanted { reason: String::new() },
            State::Sent { at },
            State::Accepted,
            State::Waitlisted,
            State::Declined { reason: DeclineReason::Full, words: String::new() },
            State::Started { first_at: at },
            State::Attending { first_at: at },
            State::Left { first_at: None, reason },
            State::Left { first_at: Some(at), reason },
        ];
        let actions = [
            Action::Choose,
            Action::TurnDown { reason: String::new() },
            Action::Send,
            Action::Accept,
            Action::Waitlist,
            Action::Decline { reason: DeclineReason::Full, words: String::new() },
            Action::Attend,
            Action::Leave { reason },
            Action::Correct { times: 0, first_at: None },
            Action::Correct { times: 1, first_at: Some(at) },
        ];
        #[rustfmt::skip]
        let table = [
            //              choose    turn_down     send    accept      waitlist      decline     attend       leave   correct…
            ("offered",    ["chosen", "not_wanted", "-",    "-",        "-",          "-",        "-",         "-", "-", "-"]),
            ("chosen",     ["-",      "not_wanted", "sent", "-",        "-",          "-",        "-",         "-", "-", "-"]),
            ("not_wanted", ["-",      "-",          "-",    "-",        "-",          "-",        "-",         "-", "-", "-"]),
            ("sent",       ["-",      "-",          "sent", "accepted", "waitlisted", "declined", "-",         "left", "-", "-"]),
            ("accepted",   ["-",      "-",          "-",    "-",        "-",          "-",        "started",   "left", "-", "-"]),
            ("waitlisted", ["-",      "-",          "-",    "accepted", "-",          "declined", "-",         "left", "-", "-"]),
            ("declined",   ["-",      "-",          "-",    "-",        "-",          "-",        "-",         "-", "-", "-"]),
            ("started",    ["-",      "-",          "-",    "-",        "-",          "-",        "attending", "left", "accepted", "started"]),
            ("attending",  ["-",      "-",          "-",    "-",        "-",          "-",        "attending", "left", "accepted", "started"]),
            ("left",       ["-",      "-",          "-",    "-",        "-",          "-",        "started",   "-", "-", "-"]),
            ("left",       ["-",      "-",          "-",    "-",        "-",          "-",        "attending", "-", "-", "-"]),
        ];
        assert_eq!(states.len(), table.len());
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
        crate::states_document::assert_section("Prescription", &steps);
    }
}
