//! Why a referral rests, ends by the person's wish, or is taken up again.
//!
//! Short lists and no free words: a step's reason is counted, and must name nobody. What somebody
//! said belongs in the note of a contact, which is sealed.

macro_rules! reasons {
    ($($(#[$doc:meta])* $list:ident { $($name:ident $key:literal $label:literal;)+ })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    /// Why something that had ended is taken up again.
    Reopen {
        AskedAgain "asked_again" "They asked to come back";
        NewNeed "new_need" "Something new has come up";
        DidNotLast "did_not_last" "What helped did not last";
        Mistake "mistake" "It was ended by mistake";
    }
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
        for reason in Reopen::ALL {
            assert_eq!(Reopen::from_key(reason.key()), Some(*reason));
        }
    }
}
