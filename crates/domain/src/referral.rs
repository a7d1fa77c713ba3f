//! The life of one referral, from being sent to the end of the link worker's stage.
//!
//! Pure: callers pass the time in and store what comes out. `docs/states.md` is written from
//! this file by a test, so the two cannot disagree. Non-attendance is an event (a missed
//! contact), never a step towards an end.

pub mod draft;
pub mod reasons;
mod table;
pub mod telling;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ids::{AgencyId, PersonId, ReferralId, UserId};
use crate::kinds::Need;
use crate::refusal::NotAllowed;
use crate::snomed::Code;
use crate::triage::Circumstances;
use reasons::Close;

/// One referral: one act, one episode. The person's record never moves with it.
#[derive(Clone, PartialEq)]
pub struct Referral {
    /// Its id.
    pub id: ReferralId,
    /// Who is referred.
    pub person: PersonId,
    /// Who referred.
    pub referrer: Referrer,
    /// What hurts, by kind.
    pub needs: Vec<Need>,
    /// What is known about the person's situation, for triage and the waiting list.
    pub circumstances: Circumstances,
    /// What the referrer means.
    pub referrer_words: String,
    /// What the person wants, in their own words.
    pub person_words: String,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// Where it is now.
    pub state: State,
    /// Since when it is there.
    pub state_since: Timestamp,
    /// How much room it takes in a caseload, 1–5.
    pub complexity: u8,
    /// Grows by one with every change.
    pub version: i64,
}

/// Who referred.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "by")]
pub enum Referrer {
    /// Somebody who signs in: a GP, a nurse, a pharmacist.
    User {
        /// Who.
        user: UserId,
        /// Practice or organisation, for reports.
        organisation: String,
    },
    /// An agency, through its own link.
    Agency {
        /// Which.
        agency: AgencyId,
        /// The first name or role of whoever filled the form in.
        worker: String,
    },
    /// The person, or somebody on their behalf.
    Oneself {
        /// `Some` where a carer or friend wrote for them.
        on_behalf: Option<String>,
    },
}

impl Referrer {
    /// The route by which the referral came, as counted in reports.
    #[must_use]
    pub fn route(&self) -> &'static str {
        match self {
            Referrer::User { .. } => "professional",
            Referrer::Agency { .. } => "agency",
            Referrer::Oneself { .. } => "self",
        }
    }
}

/// What kind of support somebody was triaged to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Route {
    /// A few telephone calls.
    LightSupport,
    /// A link worker, for as long as it takes.
    LinkWorker,
}

impl Route {
    /// The stored name.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Route::LightSupport => "light_support",
            Route::LinkWorker => "link_worker",
        }
    }

    /// The words shown to people.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Route::LightSupport => "light telephone support",
            Route::LinkWorker => "a link worker",
        }
    }
}

/// Where a referral is, carrying only what is true in that state.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum State {
    /// Arrived; nobody has looked yet.
    Sent,
    /// Sent back with a question.
    Returned {
        /// What we asked.
        question: String,
    },
    /// Screened: this service is right for them.
    Eligible,
    /// Shown the right place instead.
    Redirected {
        /// Where.
        to: String,
        /// Why, by the stored name of a [`reasons::Redirect`].
        reason: String,
    },
    /// The service said no.
    Declined {
        /// Why, by the stored name of a [`reasons::Decline`].
        reason: String,
    },
    /// Given what they needed to help themselves.
    Signposted {
        /// To what.
        to: String,
    },
    /// Waiting for somebody with room.
    Waiting {
        /// For what kind of support.
        route: Route,
    },
    /// Somebody has taken it on; no contact yet.
    Allocated {
        /// For what kind of support.
        route: Route,
        /// Who.
        link_worker: UserId,
    },
    /// Contact was made.
    Active(Work),
    /// Resting by agreement, until a day.
    Holding {
        /// What goes on afterwards.
        work: Work,
        /// When we look again.
        review_on: Date,
        /// Why we wait.
        reason: String,
    },
    /// The link worker's stage has ended.
    Finished {
        /// How.
        outcome: Outcome,
        /// What was going on before.
        work: Work,
    },
    /// The person said no, or no longer.
    Withdrawn {
        /// Why, if they said.
        reason: String,
    },
    /// It ended before support began, and that is nobody's declining.
    Closed {
        /// Why.
        reason: Close,
    },
}

/// Link work that has begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Work {
    /// What kind of support.
    pub route: Route,
    /// Who does it.
    pub link_worker: UserId,
    /// When they first spoke.
    pub first_contact_at: Timestamp,
}

/// How a link worker's stage ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "`label` says each in words")]
pub enum Outcome {
    JoinedGroup,
    GoalsMet,
    HelpedOtherwise,
    NeedsOtherCare,
    MovedAway,
    LostTouch,
    Died,
}

impl Outcome {
    /// Every outcome, in the order in which it is asked.
    pub const ALL: [Outcome; 7] = [
        Outcome::JoinedGroup,
        Outcome::GoalsMet,
        Outcome::HelpedOtherwise,
        Outcome::NeedsOtherCare,
        Outcome::MovedAway,
        Outcome::LostTouch,
        Outcome::Died,
    ];

    /// The stored name.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Outcome::JoinedGroup => "joined_group",
            Outcome::GoalsMet => "goals_met",
            Outcome::HelpedOtherwise => "helped_otherwise",
            Outcome::NeedsOtherCare => "needs_other_care",
            Outcome::MovedAway => "moved_away",
            Outcome::LostTouch => "lost_touch",
            Outcome::Died => "died",
        }
    }

    /// The words shown to people.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Outcome::JoinedGroup => "Joined a group and feels at home there",
            Outcome::GoalsMet => "Reached the goals that mattered to them",
            Outcome::HelpedOtherwise => "Was helped in another way",
            Outcome::NeedsOtherCare => "Needs care that this service cannot give",
            Outcome::MovedAway => "Moved away",
            Outcome::LostTouch => "We lost touch after trying in several ways",
            Outcome::Died => "Has died",
        }
    }
}

/// What can be done to a referral.
#[derive(Clone, PartialEq, Eq)]
pub enum Action {
    /// Ask the referrer something.
    Return {
        /// What.
        question: String,
    },
    /// The referrer answered.
    Supply,
    /// Screened as right for this service.
    FindEligible,
    /// Show the right place instead.
    Redirect {
        /// Where.
        to: String,
        /// Why.
        reason: String,
    },
    /// The service says no.
    Decline {
        /// Why.
        reason: String,
    },
    /// Triage: give what they need to help themselves.
    Signpost {
        /// To what.
        to: String,
    },
    /// Triage: to light support or a link worker.
    Queue {
        /// Which.
        route: Route,
    },
    /// Give to a link worker.
    Allocate {
        /// Whom.
        link_worker: UserId,
    },
    /// Give back to the waiting list.
    PutBack,
    /// The first contact that was held.
    RecordFirstContact,
    /// Rest until a day.
    Hold {
        /// When we look again.
        review_on: Date,
        /// Why.
        reason: String,
    },
    /// Go on.
    Resume,
    /// End the link worker's stage.
    Finish {
        /// How.
        outcome: Outcome,
    },
    /// The person says no, or no longer.
    Withdraw {
        /// Why, if they said.
        reason: String,
    },
    /// End what has not begun, for a reason that is not the person's own no.
    Close {
        /// Why.
        reason: Close,
    },
    /// Take up again what was finished, put off, withdrawn or closed.
    Reopen,
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
            (S::Sent, A::Return { question }) => S::Returned { question },
            (S::Returned { .. }, A::Supply) => S::Sent,
            (S::Sent | S::Returned { .. }, A::FindEligible) => S::Eligible,
            (
                S::Sent | S::Returned { .. } | S::Eligible | S::Waiting { .. },
                A::Redirect { to, reason },
            ) => S::Redirected { to, reason },
            (S::Sent | S::Returned { .. } | S::Eligible, A::Decline { reason }) => {
                S::Declined { reason }
            }
            // What somebody needs may change while they wait: they are sorted again, in their place.
            (S::Eligible | S::Waiting { .. }, A::Signpost { to }) => S::Signposted { to },
            (S::Eligible | S::Waiting { .. }, A::Queue { route }) => S::Waiting { route },
            (S::Waiting { route }, A::Allocate { link_worker }) => {
                S::Allocated { route, link_worker }
            }
            (S::Allocated { route, .. }, A::Allocate { link_worker }) => {
                S::Allocated { route, link_worker }
            }
            (S::Active(work), A::Allocate { link_worker }) => {
                S::Active(Work { link_worker, ..work })
            }
            (S::Allocated { route, .. }, A::PutBack) => S::Waiting { route },
            (S::Active(work), A::PutBack) => S::Waiting { route: work.route },
            (S::Allocated { route, link_worker }, A::RecordFirstContact) => {
                S::Active(Work { route, link_worker, first_contact_at: at })
            }
            (S::Active(work), A::Hold { review_on, reason }) => {
                S::Holding { work, review_on, reason }
            }
            (S::Holding { work, .. }, A::Hold { review_on, reason }) => {
                S::Holding { work, review_on, reason }
            }
            (S::Holding { work, .. }, A::Resume) => S::Active(work),
            (S::Active(work) | S::Holding { work, .. }, A::Finish { outcome }) => {
                S::Finished { outcome, work }
            }
            (state, A::Withdraw { reason }) if state.is_open() => S::Withdrawn { reason },
            (state, A::Close { reason }) if state.is_before_support() => S::Closed { reason },
            (S::Finished { work, .. }, A::Reopen) => S::Active(work),
            (
                S::Withdrawn { .. }
                | S::Closed { .. }
                | S::Signposted { .. }
                | S::Declined { .. }
                | S::Redirected { .. },
                A::Reopen,
            ) => S::Eligible,
            (state, action) => {
                return Err(NotAllowed { action: action.name(), state: state.name() });
            }
        })
    }

    /// Whether anybody still has something to do.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !matches!(
            self,
            State::Redirected { .. }
                | State::Declined { .. }
                | State::Signposted { .. }
                | State::Finished { .. }
                | State::Withdrawn { .. }
                | State::Closed { .. }
        )
    }

    /// Whether nobody supports the person yet, or not now, and somebody still could.
    #[must_use]
    pub fn is_before_support(&self) -> bool {
        self.is_undecided() || matches!(self, State::Waiting { .. } | State::Allocated { .. })
    }

    /// Whether it ended because the person has died: then nobody is asked or written to.
    #[must_use]
    pub fn is_death(&self) -> bool {
        matches!(
            self,
            State::Finished { outcome: Outcome::Died, .. } | State::Closed { reason: Close::Died }
        )
    }

    /// Who works with the person now, or did last.
    #[must_use]
    pub fn link_worker(&self) -> Option<UserId> {
        match self {
            State::Allocated { link_worker, .. } => Some(*link_worker),
            State::Active(work) | State::Holding { work, .. } | State::Finished { work, .. } => {
                Some(work.link_worker)
            }
            _ => None,
        }
    }

    /// The free words that the state carries, which are sealed apart from it.
    #[must_use]
    pub fn words_mut(&mut self) -> Option<&mut String> {
        match self {
            State::Returned { question } => Some(question),
            State::Redirected { to, .. } | State::Signposted { to } => Some(to),
            _ => None,
        }
    }

    /// Whether nobody has decided yet what kind of support there will be.
    #[must_use]
    pub fn is_undecided(&self) -> bool {
        matches!(self, State::Sent | State::Returned { .. } | State::Eligible)
    }

    /// The code that entering this state writes for the GP record, if any.
    ///
    /// Callers write each code once per episode, however often a state is entered. Only a person's
    /// own no is a declining.
    #[must_use]
    pub fn code(&self) -> Option<Code> {
        match self {
            State::Waiting { .. } => Some(Code::Referred),
            State::Withdrawn { .. } => Some(Code::Declined),
            _ => None,
        }
    }

    /// The stored name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            State::Sent => "sent",
            State::Returned { .. } => "returned",
            State::Eligible => "eligible",
            State::Redirected { .. } => "redirected",
            State::Declined { .. } => "declined",
            State::Signposted { .. } => "signposted",
            State::Waiting { .. } => "waiting",
            State::Allocated { .. } => "allocated",
            State::Active(_) => "active",
            State::Holding { .. } => "holding",
            State::Finished { .. } => "finished",
            State::Withdrawn { .. } => "withdrawn",
            State::Closed { .. } => "closed",
        }
    }
}

impl Action {
    /// The stored name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Action::Return { .. } => "return",
            Action::Supply => "supply",
            Action::FindEligible => "find_eligible",
            Action::Redirect { .. } => "redirect",
            Action::Decline { .. } => "decline",
            Action::Signpost { .. } => "signpost",
            Action::Queue { .. } => "queue",
            Action::Allocate { .. } => "allocate",
            Action::PutBack => "put_back",
            Action::RecordFirstContact => "first_contact",
            Action::Hold { .. } => "hold",
            Action::Resume => "resume",
            Action::Finish { .. } => "finish",
            Action::Withdraw { .. } => "withdraw",
            Action::Close { .. } => "close",
            Action::Reopen => "reopen",
        }
    }
}

crate::print_only_the_type!(Referral, Referrer);
crate::print_only_the_variant!(State, Action);
