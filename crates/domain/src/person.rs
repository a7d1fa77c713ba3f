//! The person whom all this is for: what identifies them, and how alike two entries are.

mod compare;
mod likeness;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::group::{AccessNeed, Gender};
use crate::ids::PersonId;
pub use compare::{Compared, Sameness};
pub use likeness::{Likeness, folded};

/// A person and what identifies them. Sealed at rest; see `store::people`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Person {
    /// Their id in Kith.
    pub id: PersonId,
    /// What names them and where they can be reached.
    pub details: Details,
    /// When Kith first heard of them.
    pub created_at: Timestamp,
    /// Grows by one with every change, so that two people cannot overwrite each other.
    pub version: i64,
}

/// What names a person and how to reach them.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Details {
    /// Given name or names.
    pub given_name: String,
    /// Family name; may be empty for people who have one name.
    pub family_name: String,
    /// Date of birth.
    pub born_on: Option<Date>,
    /// Where they live.
    pub home: Home,
    /// Telephone, as typed.
    pub phone: Option<String>,
    /// E-mail, as typed.
    pub email: Option<String>,
    /// NHS number, ten digits.
    pub nhs_number: Option<NhsNumber>,
    /// The language they are most at ease in, BCP 47.
    pub language: Option<String>,
    /// Whether somebody should interpret.
    pub interpreter: bool,
    /// Gender, where they have told us.
    pub gender: Option<Gender>,
    /// How they would like to be reached.
    pub contact_by: Vec<Channel>,
    /// What they need in order to take part.
    pub access_needs: Vec<AccessNeed>,
    /// The practice they are registered with.
    pub gp_practice: Option<String>,
}

/// Where a person lives. No fixed abode is an ordinary answer.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Home {
    /// An address.
    Address {
        /// Street and town.
        lines: String,
        /// Postcode as typed.
        postcode: Option<String>,
    },
    /// No fixed abode.
    NoFixedAbode {
        /// A place or outcode they are usually near.
        usually_near: Option<String>,
    },
    /// Not asked or not said.
    #[default]
    NotGiven,
}

impl Home {
    /// The postcode or outcode from which travel starts.
    #[must_use]
    pub fn postcode(&self) -> Option<&str> {
        match self {
            Home::Address { postcode, .. } => postcode.as_deref(),
            Home::NoFixedAbode { usually_near } => usually_near.as_deref(),
            Home::NotGiven => None,
        }
    }
}

/// A way of reaching a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// By telephone call.
    Call,
    /// By text message.
    Text,
    /// By e-mail.
    Email,
    /// By letter.
    Letter,
}

impl Channel {
    /// Every way, in the order in which it is asked.
    pub const ALL: [Channel; 4] = [Channel::Call, Channel::Text, Channel::Email, Channel::Letter];

    /// The stored name.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Channel::Call => "call",
            Channel::Text => "text",
            Channel::Email => "email",
            Channel::Letter => "letter",
        }
    }

    /// The words shown to people.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Channel::Call => "a telephone call",
            Channel::Text => "a text message",
            Channel::Email => "e-mail",
            Channel::Letter => "a letter",
        }
    }

    /// The way with this stored name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Channel> {
        Channel::ALL.into_iter().find(|channel| channel.key() == key)
    }
}

/// An NHS number whose check digit is right.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct NhsNumber(String);

impl NhsNumber {
    /// Reads ten digits, with or without spaces, and checks the last (modulus 11).
    ///
    /// <https://www.datadictionary.nhs.uk/attributes/nhs_number.html>
    #[must_use]
    pub fn parse(typed: &str) -> Option<NhsNumber> {
        let digits: Vec<u32> = typed
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .map(|c| c.to_digit(10))
            .collect::<Option<_>>()?;
        if digits.len() != 10 {
            return None;
        }
        let sum: u32 = digits[..9].iter().zip((2..=10).rev()).map(|(d, weight)| d * weight).sum();
        let check = (11 - sum % 11) % 11;
        (check == digits[9]).then(|| NhsNumber(digits.iter().map(u32::to_string).collect()))
    }

    /// The ten digits.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for NhsNumber {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        NhsNumber::parse(&text).ok_or("not an NHS number")
    }
}

impl From<NhsNumber> for String {
    fn from(number: NhsNumber) -> String {
        number.0
    }
}

impl Details {
    /// The name in the order in which people say it.
    #[must_use]
    pub fn full_name(&self) -> String {
        format!("{} {}", self.given_name.trim(), self.family_name.trim()).trim().to_owned()
    }

    /// The first letters of their names: for lists of people whom the reader may not know.
    #[must_use]
    pub fn initials(&self) -> String {
        let first = |name: &str| name.trim().chars().next().map(|c| format!("{c}."));
        let letters: Vec<String> =
            [&self.given_name, &self.family_name].into_iter().filter_map(|n| first(n)).collect();
        letters.join(" ")
    }

    /// Age in whole years on a day.
    #[must_use]
    pub fn age_on(&self, today: Date) -> Option<u8> {
        let born = self.born_on?;
        let had_birthday = (today.month(), today.day()) >= (born.month(), born.day());
        let years = today.year() - born.year() - i16::from(!had_birthday);
        u8::try_from(years).ok()
    }
}

crate::print_only_the_type!(Details, Home, NhsNumber);

#[cfg(test)]
mod tests {
    use super::*;

    fn somebody(given: &str, family: &str, born: &str) -> Details {
        Details {
            given_name: given.into(),
            family_name: family.into(),
            born_on: born.parse().ok(),
            ..Details::default()
        }
    }

    #[test]
    fn an_nhs_number_needs_its_check_digit() {
        assert!(NhsNumber::parse("943 476 5919").is_some());
        assert!(NhsNumber::parse("9434765918").is_none());
        assert!(NhsNumber::parse("12345").is_none());
    }

    #[test]
    fn age_turns_on_the_birthday() {
        let person = somebody("Ann", "Lee", "1950-11-22");
        assert_eq!(person.age_on("2026-11-21".parse().unwrap()), Some(75));
        assert_eq!(person.age_on("2026-11-22".parse().unwrap()), Some(76));
    }

    #[test]
    fn somebody_born_on_29_february_is_older_on_1_march_of_other_years() {
        let person = somebody("Ann", "Lee", "2008-02-29");
        assert_eq!(person.age_on("2026-02-28".parse().unwrap()), Some(17));
        assert_eq!(person.age_on("2026-03-01".parse().unwrap()), Some(18));
        assert_eq!(person.age_on("2028-02-29".parse().unwrap()), Some(20));
    }
}
