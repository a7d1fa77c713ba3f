//! What a referrer is told about a referral: where it stands, and no more than the person allowed.
//!
//! That we received it, have a question, or cannot take it on is about the referral and is
//! always told. What happens with the person is theirs to share.

use jiff::Timestamp;
use jiff::civil::Date;

use super::reasons::{self, Close};
use super::{Outcome, Referral, State};
use crate::ids::ReferralId;
use crate::permission::{Detail, Party, Permission};

/// How much the person lets us tell whoever referred them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sharing {
    /// Nothing.
    Nothing,
    /// That support began or ended, without details.
    Codes,
    /// How things turned out.
    Outcome,
}

/// Where a referral stands, as its referrer may hear it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// It arrived; nobody has looked yet.
    Received,
    /// We need to know something first.
    Question {
        /// What we asked.
        question: String,
    },
    /// Another place is right for the person, or we could not take them on.
    NotRight {
        /// Where they were pointed to, if anywhere.
        to: Option<String>,
        /// Why.
        reason: String,
    },
    /// We have taken it from here, and may not say more.
    InHand,
    /// The person is waiting for somebody with room.
    Accepted,
    /// Support has begun.
    Began,
    /// Support has ended; how, only where the person lets us say.
    Ended {
        /// How, in agreed words.
        outcome: Option<Outcome>,
    },
    /// It ended before support began, by nobody's choice.
    NotBegun {
        /// Why; only where the person lets us say, or where we could not reach them.
        why: Option<Close>,
    },
    /// The person decided against it.
    SaidNo,
}

impl Told {
    /// The stored name, by which tags find their words.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Told::Received => "received",
            Told::Question { .. } => "question",
            Told::NotRight { .. } => "not_right",
            Told::InHand => "in_hand",
            Told::Accepted => "accepted",
            Told::Began => "began",
            Told::Ended { .. } => "ended",
            Told::NotBegun { .. } => "not_begun",
            Told::SaidNo => "said_no",
        }
    }
}

/// How much may be told today about a referral that was sent at `sent_at`.
///
/// A permission given together with another referral belongs to that one's referrer, so
/// `others` are the times at which the person's other referrals were sent.
#[must_use]
pub fn sharing(
    permissions: &[Permission],
    sent_at: Timestamp,
    others: &[Timestamp],
    today: Date,
) -> Sharing {
    let counts = |permission: &&Permission| {
        permission.given_at >= sent_at && !others.contains(&permission.given_at)
    };
    let lets = |detail| {
        permissions
            .iter()
            .filter(counts)
            .any(|permission| permission.lets_share(&Party::Referrer, detail, today))
    };
    if lets(Detail::Outcome) {
        Sharing::Outcome
    } else if lets(Detail::CodesOnly) {
        Sharing::Codes
    } else {
        Sharing::Nothing
    }
}

/// What the referrer hears about this state.
#[must_use]
pub fn told(state: &State, sharing: Sharing) -> Told {
    let shared = sharing > Sharing::Nothing;
    match state {
        State::Sent => Told::Received,
        State::Returned { question } => Told::Question { question: question.clone() },
        State::Redirected { to, reason } => {
            Told::NotRight { to: Some(to.clone()), reason: reasons::in_words(reason).to_owned() }
        }
        State::Declined { reason } => {
            Told::NotRight { to: None, reason: reasons::in_words(reason).to_owned() }
        }
        // That we could not reach somebody is about the referral: whoever sent it may know how.
        State::Closed { reason: Close::NoAnswer } => Told::NotBegun { why: Some(Close::NoAnswer) },
        _ if !shared => Told::InHand,
        State::Eligible | State::Waiting { .. } | State::Allocated { .. } => Told::Accepted,
        State::Active(_) | State::Holding { .. } => Told::Began,
        State::Signposted { .. } => Told::Ended { outcome: None },
        State::Finished { outcome, .. } => {
            Told::Ended { outcome: (sharing == Sharing::Outcome).then_some(*outcome) }
        }
        State::Closed { reason } => {
            Told::NotBegun { why: (sharing == Sharing::Outcome).then_some(*reason) }
        }
        State::Withdrawn { .. } => Told::SaidNo,
    }
}

/// A short name that people can read out on the telephone: eight characters of the id.
#[must_use]
pub fn reference(id: ReferralId) -> String {
    let text = id.0.simple().to_string().to_uppercase();
    // The end of a UUIDv7 is chance; its beginning is the time.
    format!("{}-{}", &text[24..28], &text[28..])
}

/// A reference as somebody types it, in the shape in which it is kept; nothing where it is none.
#[must_use]
pub fn as_reference(typed: &str) -> Option<String> {
    let plain: String = typed.chars().filter(char::is_ascii_alphanumeric).collect();
    let plain = plain.to_uppercase();
    let shaped = format!("{}-{}", plain.get(..4)?, plain.get(4..)?);
    is_reference(&shaped).then_some(shaped)
}

/// Whether a text has the shape of a reference.
#[must_use]
pub fn is_reference(text: &str) -> bool {
    text.len() == 9
        && text.chars().enumerate().all(|(at, c)| {
            if at == 4 { c == '-' } else { c.is_ascii_digit() || ('A'..='F').contains(&c) }
        })
}

impl Referral {
    /// The short name of this referral.
    #[must_use]
    pub fn reference(&self) -> String {
        reference(self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::UserId;
    use crate::permission::{How, Scope};
    use crate::referral::{Route, Work};

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn share(given: i64, what: Detail) -> Permission {
        Permission {
            id: uuid::Uuid::nil().into(),
            person: uuid::Uuid::nil().into(),
            scope: Scope::Share { with: Party::Referrer, what: vec![what] },
            how: How::Spoken,
            given_at: at(given),
            until: "2026-12-31".parse().ok(),
            withdrawn_at: None,
        }
    }

    fn finished() -> State {
        let work = Work {
            route: Route::LinkWorker,
            link_worker: UserId(uuid::Uuid::nil()),
            first_contact_at: at(5),
        };
        State::Finished { outcome: Outcome::JoinedGroup, work }
    }

    #[test]
    fn a_reference_is_understood_however_it_is_typed() {
        for typed in ["4F2A-09BC", "4f2a09bc", " 4f2a 09bc "] {
            assert_eq!(as_reference(typed).as_deref(), Some("4F2A-09BC"), "{typed}");
        }
        for typed in ["", "4F2A", "4F2A-09BCD", "XYZA-09BC", "é2345678"] {
            assert_eq!(as_reference(typed), None, "{typed}");
        }
    }

    #[test]
    fn the_outcome_is_told_only_where_the_person_lets_us() {
        let ended = |outcome| Told::Ended { outcome };
        assert_eq!(told(&finished(), Sharing::Nothing), Told::InHand);
        assert_eq!(told(&finished(), Sharing::Codes), ended(None));
        assert_eq!(told(&finished(), Sharing::Outcome), ended(Some(Outcome::JoinedGroup)));
    }

    #[test]
    fn an_end_before_support_is_told_as_far_as_allowed_and_never_as_a_no() {
        let closed = |reason, sharing| told(&State::Closed { reason }, sharing);
        assert_eq!(closed(Close::Died, Sharing::Nothing), Told::InHand);
        assert_eq!(closed(Close::Died, Sharing::Codes), Told::NotBegun { why: None });
        let died = Told::NotBegun { why: Some(Close::Died) };
        assert_eq!(closed(Close::Died, Sharing::Outcome), died);
        let unreached = Told::NotBegun { why: Some(Close::NoAnswer) };
        assert_eq!(closed(Close::NoAnswer, Sharing::Nothing), unreached, "they may know how");
    }

    #[test]
    fn a_question_is_always_told() {
        let state = State::Returned { question: "Which surgery?".into() };
        assert_eq!(
            told(&state, Sharing::Nothing),
            Told::Question { question: "Which surgery?".into() }
        );
    }

    #[test]
    fn a_permission_ends_on_its_day_and_belongs_to_one_referral() {
        let given = [share(10, Detail::Outcome)];
        let (day, after) = ("2026-12-31".parse().unwrap(), "2027-01-01".parse().unwrap());
        assert_eq!(sharing(&given, at(10), &[], day), Sharing::Outcome);
        assert_eq!(sharing(&given, at(10), &[], after), Sharing::Nothing);
        assert_eq!(sharing(&given, at(20), &[at(10)], day), Sharing::Nothing, "a later referral");
        assert_eq!(sharing(&given, at(5), &[at(10)], day), Sharing::Nothing, "an earlier one");
    }

    #[test]
    fn a_reference_is_read_out_in_two_halves() {
        let id = ReferralId("0190b7a0-0000-7000-8000-0123456789ab".parse().unwrap());
        assert_eq!(reference(id), "4567-89AB");
        assert!(is_reference("4567-89AB"));
        for other in ["456789AB", "4567-89ab", "4567-89A", "", "Ada-Byron"] {
            assert!(!is_reference(other), "{other}");
        }
    }
}
