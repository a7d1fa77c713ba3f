//! Why a referral is not taken on, rests, ends before support begins, or is taken up again.
//!
//! Short lists and no free words: a step's reason is counted, and must name nobody. What somebody
//! said belongs in the note of a contact, which is sealed.

use serde::{Deserialize, Serialize};

macro_rules! reasons {
    ($($(#[$doc:meta])* $list:ident { $($name:ident $key:literal $label:literal;)+ })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $list {
            $(#[doc = $label] $name,)+
        }

        impl $list {
            /// Every reason, in the order in which it is asked.
            pub const ALL: &'static [$list] = &[$($list::$name,)+];

            /// The stored name.
            #[must_use]
            pub fn key(self) -> &'static str {
                match self { $($list::$name => $key,)+ }
            }

            /// The words shown to people.
            #[must_use]
            pub fn label(self) -> &'static str {
                match self { $($list::$name => $label,)+ }
            }

            /// The reason with this stored name.
            #[must_use]
            pub fn from_key(key: &str) -> Option<$list> {
                match key { $($key => Some($list::$name),)+ _ => None }
            }
        }
    )+};
}

reasons! {
    /// Why somebody's support rests until a day.
    Hold {
        AskedForAPause "asked_for_a_pause" "They asked for a pause";
        Unwell "unwell" "They are unwell or in hospital";
        WaitingForAPlace "waiting_for_a_place" "They are waiting for a place in a group";
        OtherHelpFirst "other_help_first" "Other help comes first";
        Away "away" "They are away";
        TooMuchAtHome "too_much_at_home" "There is too much going on at home";
    }
    /// Why somebody does not want this, or no longer.
    Withdraw {
        NotNow "not_now" "It is not the right time";
        NotForThem "not_for_them" "This kind of help is not for them";
        FoundTheirOwn "found_their_own" "They found something by themself";
        DidNotAsk "did_not_ask" "They did not ask to be referred";
        OtherHelp "other_help" "They would rather have other help";
        NotSaid "not_said" "They did not say, and need not";
    }
    /// Why it ended before support began, where that is nobody's declining.
    Close {
        Died "died" "They have died";
        MovedAway "moved_away" "They have moved away";
        NoAnswer "no_answer" "We tried in several ways and could not reach them";
        HelpedElsewhere "helped_elsewhere" "They are helped elsewhere by now";
    }
    /// Why another place is right for somebody.
    Redirect {
        Crisis "crisis" "They need urgent help";
        Clinical "clinical" "They need medical assessment or treatment first";
        Statutory "statutory" "They need a social care assessment";
        OtherService "other_service" "Another service is better placed to help";
        OtherArea "other_area" "They live in another service’s area";
        OtherAge "other_age" "Another service looks after people of their age";
    }
    /// Why this service cannot take somebody on.
    Decline {
        AlreadyHere "already_here" "They are being supported by us already";
        NotAgreed "not_agreed" "They had not agreed to be referred";
        NotReached "not_reached" "We could not reach them with what we were told";
        NotOffered "not_offered" "What they ask for is not something we can offer";
    }
    /// Why something that had ended is taken up again.
    Reopen {
        AskedAgain "asked_again" "They asked to come back";
        NewNeed "new_need" "Something new has come up";
        DidNotLast "did_not_last" "What helped did not last";
        Mistake "mistake" "It was ended by mistake";
    }
}

/// A stored reason in words; free words stay as they are.
#[must_use]
pub fn in_words(reason: &str) -> &str {
    Redirect::from_key(reason)
        .map(Redirect::label)
        .or_else(|| Decline::from_key(reason).map(Decline::label))
        .or_else(|| Withdraw::from_key(reason).map(Withdraw::label))
        .or_else(|| Close::from_key(reason).map(Close::label))
        .or_else(|| Hold::from_key(reason).map(Hold::label))
        .or_else(|| Reopen::from_key(reason).map(Reopen::label))
        .unwrap_or(reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_is_found_again_by_its_key() {
        for reason in Hold::ALL {
            assert_eq!(Hold::from_key(reason.key()), Some(*reason));
        }
        for reason in Withdraw::ALL {
            assert_eq!(Withdraw::from_key(reason.key()), Some(*reason));
        }
        for reason in Close::ALL {
            assert_eq!(Close::from_key(reason.key()), Some(*reason));
            assert_eq!(serde_json::to_value(reason).unwrap(), reason.key(), "stored by its key");
        }
        for reason in Redirect::ALL {
            assert_eq!(Redirect::from_key(reason.key()), Some(*reason));
        }
        for reason in Decline::ALL {
            assert_eq!(Decline::from_key(reason.key()), Some(*reason));
        }
        for reason in Reopen::ALL {
            assert_eq!(Reopen::from_key(reason.key()), Some(*reason));
        }
    }

    #[test]
    fn no_key_stands_for_two_reasons() {
        let lists = [
            Hold::ALL.iter().map(|one| one.key()).collect::<Vec<_>>(),
            Withdraw::ALL.iter().map(|one| one.key()).collect(),
            Close::ALL.iter().map(|one| one.key()).collect(),
            Redirect::ALL.iter().map(|one| one.key()).collect(),
            Decline::ALL.iter().map(|one| one.key()).collect(),
            Reopen::ALL.iter().map(|one| one.key()).collect(),
        ];
        let mut keys = lists.concat();
        keys.sort_unstable();
        let all = keys.len();
        keys.dedup();
        assert_eq!(keys.len(), all, "`in_words` finds a reason by its key alone");
    }

    #[test]
    fn a_stored_reason_reads_as_words_and_free_words_stay() {
        assert_eq!(in_words("crisis"), "They need urgent help");
        assert_eq!(in_words("She moved."), "She moved.");
    }
}
