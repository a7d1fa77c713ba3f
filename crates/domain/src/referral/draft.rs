//! A referral before it is sent, from whichever door: form, agency link, own page or CSV.
//!
//! All doors use the same checks, so a row of a CSV is refused for the same reason as a form.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::kinds::Need;
use crate::permission::{Detail, How};
use crate::person::{Details, Home};
use crate::refusal::FieldProblem;
use crate::service::Eligibility;
use crate::triage::Circumstances;

/// Everything a referral needs before it can be sent.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// Who the person is.
    pub details: Details,
    /// What hurts, by kind.
    pub needs: Vec<Need>,
    /// What is known about their situation.
    pub circumstances: Circumstances,
    /// What the referrer means.
    pub referrer_words: String,
    /// What the person wants, in their own words.
    pub person_words: String,
    /// Whether the person agreed to be referred, and how they said so.
    pub agreed: Option<How>,
    /// What may be told to the referrer; empty means nothing.
    pub share_with_referrer: Vec<Detail>,
    /// The last day on which that may be told.
    pub share_until: Option<Date>,
}

/// The longest text a field takes, in characters.
pub const LONGEST_WORDS: usize = 4000;

impl Draft {
    /// What has to be mended before this can be sent; empty when nothing has.
    #[must_use]
    pub fn problems(&self, eligibility: &Eligibility, today: Date) -> Vec<FieldProblem> {
        let mut problems = Vec::new();
        let mut say = |field, sentence: &str| problems.push(FieldProblem::new(field, sentence));
        let details = &self.details;
        if details.given_name.trim().is_empty() {
            say("given_name", "Enter the person’s first name");
        }
        match details.born_on {
            Some(born) if born > today => {
                say("date_of_birth", "Date of birth must be in the past");
            }
            Some(born) if today.year() - born.year() > 120 => {
                say("date_of_birth", "Check the year of the date of birth");
            }
            _ => {}
        }
        let reachable = details.phone.is_some()
            || details.email.is_some()
            || matches!(details.home, Home::Address { .. })
            || matches!(&details.home, Home::NoFixedAbode { usually_near: Some(_) });
        if !reachable {
            say("phone", "Enter at least one way to reach the person");
        }
        if details.email.as_deref().is_some_and(|email| !looks_like_email(email)) {
            say("email", "Enter an e-mail address such as name@example.org");
        }
        if details.phone.as_deref().is_some_and(|phone| !looks_like_phone(phone)) {
            say("phone", "Enter a telephone number such as 01632 960 001");
        }
        if self.needs.is_empty() && self.person_words.trim().is_empty() {
            say("needs", "Say what is hard at the moment: choose from the list or use their words");
        }
        if self.agreed.is_none() {
            say("agreed", "Ask the person whether they agree to be referred, and say how they did");
        }
        if self.share_until.is_some_and(|until| until < today) {
            say("share_until", "The day until which you may be told must be today or later");
        }
        for (field, words) in
            [("referrer_words", &self.referrer_words), ("person_words", &self.person_words)]
        {
            if words.chars().count() > LONGEST_WORDS {
                say(field, "Shorten this to 4,000 characters or fewer");
            }
        }
        problems.extend(eligibility.problems(details, today));
        problems
    }
}

/// Whether a text has the shape of an e-mail address: enough to catch a slip of the finger.
#[must_use]
pub fn looks_like_email(text: &str) -> bool {
    let Some((name, host)) = text.trim().rsplit_once('@') else { return false };
    !name.is_empty()
        && host.contains('.')
        && !host.starts_with('.')
        && !host.ends_with('.')
        && !text.trim().contains(char::is_whitespace)
}

/// Whether a text has the shape of a telephone number.
#[must_use]
pub fn looks_like_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let other = text.chars().all(|c| c.is_ascii_digit() || " +()-.ext".contains(c));
    other && (7..=16).contains(&digits)
}

crate::print_only_the_type!(Draft);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person::Home;

    fn today() -> Date {
        "2026-11-22".parse().unwrap()
    }

    fn complete() -> Draft {
        Draft {
            details: Details {
                given_name: "Ada".into(),
                family_name: "Byron".into(),
                born_on: "1950-01-01".parse().ok(),
                phone: Some("01632 960001".into()),
                ..Details::default()
            },
            needs: vec![Need::Loneliness],
            agreed: Some(How::Spoken),
            ..Draft::default()
        }
    }

    #[test]
    fn a_complete_draft_can_be_sent() {
        assert_eq!(complete().problems(&Eligibility::default(), today()), vec![]);
    }

    #[test]
    fn no_fixed_abode_is_an_ordinary_answer_when_a_place_is_named() {
        let mut draft = complete();
        draft.details.phone = None;
        draft.details.home = Home::NoFixedAbode { usually_near: Some("IP1".into()) };
        assert_eq!(draft.problems(&Eligibility::default(), today()), vec![]);
    }

    #[test]
    fn each_gap_is_named_by_its_field() {
        let fields: Vec<_> = Draft::default()
            .problems(&Eligibility::default(), today())
            .into_iter()
            .map(|problem| problem.field)
            .collect();
        assert_eq!(fields, ["given_name", "phone", "needs", "agreed"]);
    }
}
