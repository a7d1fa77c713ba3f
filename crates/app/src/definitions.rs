//! What every number on the pages of counts means: one list, which the definitions page prints.
//!
//! Pages name a definition by its key; tests hold the pages, this list and `docs/definitions.md`
//! together. To add a number: one line here, and its key beside the number.

/// What a number means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Definition {
    /// Its key, and its anchor on the definitions page.
    pub key: &'static str,
    /// Under which heading it stands.
    pub about: About,
    /// What it is called.
    pub title: &'static str,
    /// Who or what is counted.
    pub counts: &'static str,
    /// Out of whom; empty where nothing is divided.
    pub of: &'static str,
}

/// The headings of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "`title` says each in words")]
pub enum About {
    Funnel,
    Offers,
    Outcomes,
    Answering,
}

impl About {
    /// Every heading, in order.
    pub const ALL: [About; 4] = [About::Funnel, About::Offers, About::Outcomes, About::Answering];

    /// Its words.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            About::Funnel => "Where people get to",
            About::Offers => "Groups offered",
            About::Outcomes => "What changed for people",
            About::Answering => "Who answered",
        }
    }
}

const REFERRED: &str = "Everybody referred in the period.";
const ANSWERED_BOTH: &str = "People who answered this question at the beginning and at the end.";

macro_rules! definitions {
    ($($about:ident { $($key:literal $title:literal $counts:expr, $of:expr;)+ })+) => {
        /// Every definition, by heading.
        pub const ALL: &[Definition] = &[$($(
            Definition { key: $key, about: About::$about, title: $title, counts: $counts, of: $of },
        )+)+];
    };
}

definitions! {
    Funnel {
        "referred" "Referred"
            "Referrals sent in the period, by any route. One referral is one count, whoever it comes to in the end. Signposts and people shown another place before the form are not referrals.", "";
        "eligible" "Right for this service"
            "Referrals that were checked and found right for this service, or that went further.", REFERRED;
        "triaged" "Sorted to support"
            "Referrals sorted to light support or to a link worker, or that went further.", REFERRED;
        "first-contact" "First contact"
            "Referrals with a first contact that took place. A call that nobody answered is not one.", REFERRED;
        "plan" "Plan written"
            "Referrals with at least one version of a personal plan, or that went further.", REFERRED;
        "prescribed" "A group was asked"
            "Referrals in which the person chose a group and the group was asked for a place. Telling somebody about a group is not counted.", REFERRED;
        "accepted" "The group said yes"
            "Referrals in which at least one group said yes, or in which the person came.", REFERRED;
        "attended" "Came the first time"
            "Referrals in which a register shows that the person came to a group they were prescribed.", REFERRED;
        "still-coming" "Still coming"
            "Referrals in which registers show at least two visits to the same group, the last of them six weeks or more after the first.", REFERRED;
        "went-on" "Went on"
            "Those who reached this step and also the next one.", "Those who reached this step.";
        "not-yet" "Not yet"
            "Those who reached this step and may still go further: the referral is open, or a group is. They are never counted as lost. A register that says nothing is waited for until ten weeks after the first visit.", "Those who reached this step.";
        "helped-another-way" "Helped another way"
            "Those who reached this step and needed to go no further: shown a better place, pointed to what they needed, or helped by the link worker.", "Those who reached this step.";
        "lost" "Lost"
            "Those who reached this step, whose path has ended, and who were not helped in another way, as far as we know. Where a group said no or somebody stopped going, that is the reason; otherwise how the support ended.", "Those who reached this step.";
        "shown-another-place" "Shown another place before the form"
            "Times when somebody who wanted to refer was shown a better place first, because of danger, medical need or a statutory duty. Nothing about the person is kept, so one person may be counted twice. Not part of those referred.", "";
        "support-ended" "Support ended"
            "Referrals with a first contact that have ended, other than by the person’s own no, by how they ended.", "Referrals in the period with a first contact.";
        "support-goes-on" "Support goes on"
            "Referrals with a first contact that are still open.", "Referrals in the period with a first contact.";
        "said-no-later" "Said no after the first contact"
            "Referrals with a first contact that the person ended.", "Referrals in the period with a first contact.";
    }
    Offers {
        "offers" "Groups offered"
            "Groups that were offered to somebody whose referral came in the period. One person may be offered several groups, so these are offers and not people.", "";
        "offers-sent" "The group was asked"
            "Offers that the person chose and about which the group was asked.", "Groups offered.";
        "offers-accepted" "The group said yes"
            "Offers to which the group said yes, or in which the person came.", "Groups offered.";
        "offers-attended" "Came the first time"
            "Offers after which a register shows that the person came.", "Groups offered.";
    }
    Outcomes {
        "stage-ended" "Support ended in the period"
            "People with a first contact whose support ended in the period, however it ended, those who said no and those who died among them. All of them could have answered at the beginning; nobody is left out because they did badly.", "";
        "with-beginning" "Answered at the beginning"
            "People who answered this question at the beginning.", "People whose support ended in the period.";
        "answered-both" "Answered both times"
            ANSWERED_BOTH, "People whose support ended in the period.";
        "average-before" "Average at the beginning"
            "The sum of the first answers of those who answered both times.", ANSWERED_BOTH;
        "average-after" "Average at the end"
            "The sum of the second answers of those who answered both times.", ANSWERED_BOTH;
        "change" "Average change"
            "For each person their second answer less their first; the sum of these.", ANSWERED_BOTH;
        "range" "Range that fits"
            "The average changes that fit these answers: 95% interval by Student’s t for the same people. It covers chance, and nothing else that may mislead.", ANSWERED_BOTH;
        "better-same-worse" "Better, the same, worse"
            "People whose own second answer was better than, the same as, or worse than their first.", ANSWERED_BOTH;
    }
    Answering {
        "could-have-answered" "Could have answered"
            "People whose support ended in the period, in this line.", "";
        "answered-end" "Answered at the end"
            "Of those, people who answered at least one question at the end. The range is Wilson’s 95% interval.", "People in this line who could have answered.";
        "did-not-answer" "Did not answer at the end"
            "Of those, people with no answer at the end, for whatever reason.", "People in this line who could have answered.";
    }
}

/// The definition with this key.
#[must_use]
pub fn find(key: &str) -> Option<&'static Definition> {
    ALL.iter().find(|one| one.key == key)
}

/// What holds for every number, in sentences.
pub const FOR_ALL: [&str; 5] = [
    "Every number is counted from what was recorded at the time. Nothing is estimated, and nobody’s missing answer is guessed.",
    "Those who reached a step have reached every step before it, even where one was not recorded.",
    "People who may only count see “fewer than 5” in place of 1 to 4, and “hidden” where a number would let them work out another. Their periods are whole quarters. Comparing different periods may still tell something about a few people: please do not.",
    "A referral belongs to the day on which it was sent. The funnel follows those referrals until today, so a recent period has more “not yet”.",
    "Outcomes belong to the day on which support ended, so they may be about other people than the funnel of the same period.",
];

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn every_key_is_there_once() {
        for (at, one) in ALL.iter().enumerate() {
            assert!(ALL[..at].iter().all(|other| other.key != one.key), "{}", one.key);
            assert!(one.counts.ends_with('.') && (one.of.is_empty() || one.of.ends_with('.')));
        }
    }

    #[test]
    fn every_step_of_a_funnel_has_a_definition_with_the_same_words() {
        let steps = crate::funnel::STEPS.iter().chain(&crate::funnel::OFFER_STEPS);
        for step in steps {
            assert_eq!(find(step.key).map(|found| found.title), Some(step.title), "{}", step.key);
        }
    }

    /// `docs/definitions.md` as it should be.
    fn document() -> String {
        let mut text = "# What the numbers mean\n\nWritten from `crates/app/src/definitions.rs` \
                        by a test; run the tests with `KITH_BLESS=1` to write it anew.\n\n"
            .to_owned();
        for sentence in FOR_ALL {
            text.push_str(&format!("- {sentence}\n"));
        }
        for about in About::ALL {
            text.push_str(&format!(
                "\n## {}\n\n| number | counts | of |\n|---|---|---|\n",
                about.title()
            ));
            for one in ALL.iter().filter(|one| one.about == about) {
                text.push_str(&format!("| {} | {} | {} |\n", one.title, one.counts, one.of));
            }
        }
        text
    }

    #[test]
    fn the_document_says_what_the_list_says() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/definitions.md");
        #[expect(clippy::disallowed_methods, reason = "a test may be asked to write its document")]
        let bless = std::env::var("KITH_BLESS").is_ok();
        if bless {
            std::fs::write(&path, document()).unwrap();
        }
        let written = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(written, document(), "run the tests with KITH_BLESS=1");
    }
}
