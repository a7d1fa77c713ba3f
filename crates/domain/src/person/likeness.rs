//! How alike two entries are, and the tokens under which an entry is found again.
//!
//! A duplicate is shown and never merged, so being asked once too often costs little; taking two
//! people for one would cost one of them their place.

use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization;

use super::Details;

/// What two entries have in common, as shown side by side. Nothing is ever merged by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// Nothing to mention.
    Different,
    /// Worth a look: same birth and part of the name, or same name and nearly the same birth,
    /// address, telephone or e-mail.
    Possible,
    /// Same name and date of birth.
    Likely,
    /// Same NHS number.
    SameNumber,
}

impl Details {
    /// How alike this entry is to another.
    #[must_use]
    pub fn likeness(&self, other: &Details) -> Likeness {
        if let (Some(a), Some(b)) = (&self.nhs_number, &other.nhs_number) {
            return if a == b { Likeness::SameNumber } else { Likeness::Different };
        }
        let same_name = self.whole_names().iter().any(|name| other.whole_names().contains(name));
        // Twins share a family name and a birth, and often an initial.
        let same_part = same_text(&self.family_name, &other.family_name)
            || same_text(&self.given_name, &other.given_name);
        let (near, same_birth) = match (self.born_on, other.born_on) {
            (Some(a), Some(b)) => (is_slip(a, b), a == b),
            _ => (false, false),
        };
        let same_text =
            |a: Option<&str>, b: Option<&str>| a.zip(b).is_some_and(|(a, b)| same_text(a, b));
        let same_reach = same_text(self.home.postcode(), other.home.postcode())
            || same_text(self.email.as_deref(), other.email.as_deref())
            || same_text(self.dialled().as_deref(), other.dialled().as_deref());
        match () {
            () if same_name && same_birth => Likeness::Likely,
            () if same_part && same_birth => Likeness::Possible,
            () if same_name && (near || same_reach) => Likeness::Possible,
            () => Likeness::Different,
        }
    }

    /// The normalised tokens under which an entry can be found again, each with its kind.
    ///
    /// Only keyed hashes of these are stored.
    #[must_use]
    pub fn tokens(&self) -> Vec<(&'static str, String)> {
        let (given, family) = (folded(&self.given_name), folded(&self.family_name));
        let mut tokens = Vec::new();
        if let Some(number) = &self.nhs_number {
            tokens.push(("nhs_number", number.digits().to_owned()));
        }
        if let Some(born) = self.born_on {
            for (kind, name) in [("family_and_birth", &family), ("given_and_birth", &given)] {
                if !name.is_empty() {
                    tokens.push((kind, format!("{name}|{born}")));
                }
            }
        }
        if let Some(postcode) = self.home.postcode() {
            tokens.push(("name_and_postcode", format!("{given}|{family}|{}", folded(postcode))));
        }
        tokens.extend(self.whole_names().into_iter().map(|name| ("full_name", name)));
        if !family.is_empty() {
            tokens.push(("family_name", family));
        }
        tokens
    }

    /// The name in both orders: some people say the family's first, or type both in one field.
    fn whole_names(&self) -> Vec<String> {
        let (given, family) = (folded(&self.given_name), folded(&self.family_name));
        let mut names = vec![format!("{given}{family}"), format!("{family}{given}")];
        names.dedup();
        names.retain(|name| !name.is_empty());
        names
    }

    /// The telephone number as dialled within the country.
    fn dialled(&self) -> Option<String> {
        let typed = self.phone.as_deref()?;
        let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
        let national = digits.strip_prefix("0044").or_else(|| digits.strip_prefix("44"));
        Some(national.map_or(digits.clone(), |rest| format!("0{}", rest.trim_start_matches('0'))))
    }
}

/// Whether two dates differ as by a slip of the finger: in one part, or day and month exchanged.
fn is_slip(a: Date, b: Date) -> bool {
    let same = [a.day() == b.day(), a.month() == b.month(), a.year() == b.year()];
    let exchanged = a.year() == b.year() && (a.day(), a.month()) == (b.month(), b.day());
    exchanged || same.into_iter().filter(|part| *part).count() == 2
}

/// Nothing is the same as nothing.
fn same_text(a: &str, b: &str) -> bool {
    let a = folded(a);
    !a.is_empty() && a == folded(b)
}

/// Letters and digits only, lower case and without marks: how names and postcodes are compared.
///
/// `Łukasz` is found as `Lukasz`, and an é is the same whether it came whole or in two parts.
#[must_use]
pub fn folded(text: &str) -> String {
    // Marks are not alphanumeric, so taking letters apart and keeping these drops the marks.
    let letters = text.nfkd().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
    // Lower case may itself carry a mark: İ becomes i and a dot.
    let plain = letters.filter(|c| c.is_alphanumeric());
    plain.fold(String::with_capacity(text.len()), |mut folded, letter| {
        match in_english(letter) {
            Some(letters) => folded.push_str(letters),
            None => folded.push(letter),
        }
        folded
    })
}

/// Letters that no mark was added to, as people type them on an English keyboard.
fn in_english(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ł' => "l",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ı' => "i",
        'ŧ' => "t",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        _ => return None,
    })
}

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
    fn the_same_name_and_birth_is_a_likely_duplicate_however_it_is_typed() {
        let one = somebody("Mary-Ann", "O'Neill", "1950-02-01");
        let two = somebody("mary ann", "ONEILL", "1950-02-01");
        assert_eq!(one.likeness(&two), Likeness::Likely);
        assert!(one.tokens().iter().any(|token| two.tokens().contains(token)));
    }

    #[test]
    fn different_nhs_numbers_are_different_people() {
        let mut one = somebody("Ann", "Lee", "1950-02-01");
        let mut two = one.clone();
        one.nhs_number = super::super::NhsNumber::parse("9434765919");
        two.nhs_number = super::super::NhsNumber::parse("9990000018");
        if two.nhs_number.is_some() {
            assert_eq!(one.likeness(&two), Likeness::Different);
        }
    }

    #[test]
    fn letters_of_other_languages_are_found_as_they_are_typed_here() {
        for (written, typed) in [
            ("Łukasz", "Lukasz"),
            ("Siân", "Sian"),
            ("Zoë", "zoe"),
            ("Søren", "Soren"),
            ("Groß", "Gross"),
            ("İnci", "Inci"),
            ("Ağrı", "agri"),
            ("Đinh", "dinh"),
            ("Þóra", "thora"),
            // The same letters, whole and in parts.
            ("Jos\u{e9}", "Jose\u{301}"),
        ] {
            assert_eq!(folded(written), folded(typed), "{written}");
        }
        assert_ne!(folded("Оля"), folded("Оле"), "letters that have no other form stay");
    }

    #[test]
    fn twins_are_shown_and_never_taken_for_one_person() {
        let james = somebody("James", "Reed", "1990-03-04");
        let jack = somebody("Jack", "Reed", "1990-03-04");
        assert_eq!(james.likeness(&jack), Likeness::Possible);
    }

    #[test]
    fn two_people_without_a_family_name_do_not_share_one() {
        let one = somebody("Sukarno", "", "1990-03-04");
        let two = somebody("Amina", "", "1990-03-04");
        assert_eq!(one.likeness(&two), Likeness::Different);
        assert!(!one.tokens().iter().any(|token| two.tokens().contains(token)));
    }

    #[test]
    fn a_name_in_one_field_or_the_other_way_round_is_the_same_name() {
        let usual = somebody("Lan", "Nguyễn", "1990-03-04");
        for (given, family) in [("Lan Nguyen", ""), ("Nguyen", "Lan"), ("Nguyen Lan", "")] {
            let other = somebody(given, family, "1990-03-04");
            assert_eq!(usual.likeness(&other), Likeness::Likely, "{given}, {family}");
            let shared = usual.tokens().into_iter().any(|token| other.tokens().contains(&token));
            assert!(shared, "{given}, {family}");
        }
    }

    #[test]
    fn a_slip_in_the_date_of_birth_is_worth_a_look() {
        let person = somebody("Ann", "Lee", "1950-02-01");
        for slip in ["1950-01-02", "1950-02-10", "1951-02-01"] {
            assert_eq!(
                person.likeness(&somebody("Ann", "Lee", slip)),
                Likeness::Possible,
                "{slip}"
            );
        }
        assert_eq!(person.likeness(&somebody("Ann", "Lee", "1971-06-20")), Likeness::Different);
        assert_eq!(person.likeness(&somebody("Sue", "Lee", "1950-01-02")), Likeness::Different);
    }

    #[test]
    fn the_same_name_and_telephone_is_worth_a_look_however_the_number_is_written() {
        let with =
            |phone: &str| Details { phone: Some(phone.into()), ..somebody("Ann", "Lee", "") };
        assert_eq!(with("01632 960 001").likeness(&with("+44 1632 960001")), Likeness::Possible);
        assert_eq!(with("01632 960 001").likeness(&with("01632 960 002")), Likeness::Different);
    }
}
