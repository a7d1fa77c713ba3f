//! Two entries side by side, field by field: what they have in common and what they do not.
//!
//! The comparison itself holds no values, so it can be shown to somebody who may not see them.

use super::{Details, folded};

/// How one field of two entries compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sameness {
    /// Both say the same.
    Same,
    /// They say different things.
    Different,
    /// One of them does not say.
    Unknown,
}

/// One field of what was typed, beside what is known.
#[derive(Clone, PartialEq, Eq)]
pub struct Compared {
    /// The field in words.
    pub label: &'static str,
    /// What was typed; empty when nothing was.
    pub typed: String,
    /// What is known; empty when nothing is.
    pub known: String,
    /// How they compare.
    pub sameness: Sameness,
}

impl Details {
    /// The fields that tell people apart, typed beside known.
    #[must_use]
    pub fn compared_to(&self, known: &Details) -> Vec<Compared> {
        let born = |details: &Details| details.born_on.map(|born| born.strftime("%-d %B %Y"));
        let text = |value: Option<String>| value.unwrap_or_default();
        let number = |details: &Details| details.nhs_number.as_ref().map(|n| n.digits().to_owned());
        let postcode = |details: &Details| details.home.postcode().map(str::to_owned);
        let pairs = [
            ("First name", self.given_name.clone(), known.given_name.clone()),
            ("Family name", self.family_name.clone(), known.family_name.clone()),
            (
                "Date of birth",
                text(born(self).map(|d| d.to_string())),
                text(born(known).map(|d| d.to_string())),
            ),
            ("NHS number", text(number(self)), text(number(known))),
            ("Postcode or area", text(postcode(self)), text(postcode(known))),
            ("Telephone", text(self.phone.clone()), text(known.phone.clone())),
            ("E-mail", text(self.email.clone()), text(known.email.clone())),
        ];
        pairs
            .map(|(label, typed, known)| {
                let sameness = match (folded(&typed), folded(&known)) {
                    (a, b) if a.is_empty() || b.is_empty() => Sameness::Unknown,
                    (a, b) if a == b => Sameness::Same,
                    _ => Sameness::Different,
                };
                Compared { label, typed, known, sameness }
            })
            .into()
    }

    /// Fills in what is not known yet from another entry about the same person.
    ///
    /// Nothing that is known is overwritten. Names the fields that were filled in.
    pub fn fill_gaps(&mut self, other: &Details) -> Vec<&'static str> {
        let mut filled = Vec::new();
        macro_rules! fill {
            ($($field:ident),+) => {$(
                if self.$field.is_none() && other.$field.is_some() {
                    self.$field.clone_from(&other.$field);
                    filled.push(stringify!($field));
                }
            )+};
        }
        fill!(born_on, phone, email, nhs_number, language, gender, gp_practice);
        if self.home == super::Home::NotGiven && other.home != super::Home::NotGiven {
            self.home = other.home.clone();
            filled.push("home");
        }
        if other.interpreter && !self.interpreter {
            self.interpreter = true;
            filled.push("interpreter");
        }
        for need in &other.access_needs {
            if !self.access_needs.contains(need) {
                self.access_needs.push(*need);
                filled.push("access_needs");
            }
        }
        if self.contact_by.is_empty() && !other.contact_by.is_empty() {
            self.contact_by.clone_from(&other.contact_by);
            filled.push("contact_by");
        }
        filled.dedup();
        filled
    }
}

crate::print_only_the_type!(Compared);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person::Home;

    fn mary() -> Details {
        Details {
            given_name: "Mary".into(),
            family_name: "O’Neill".into(),
            phone: Some("01632 960 001".into()),
            home: Home::Address { lines: "1 Quay".into(), postcode: Some("IP1 1AA".into()) },
            ..Details::default()
        }
    }

    #[test]
    fn fields_are_compared_however_they_are_typed() {
        let typed = Details {
            given_name: "mary".into(),
            family_name: "ONeill".into(),
            phone: Some("01632 960002".into()),
            ..Details::default()
        };
        let found: Vec<_> = typed
            .compared_to(&mary())
            .into_iter()
            .map(|field| (field.label, field.sameness))
            .collect();
        assert_eq!(found[0], ("First name", Sameness::Same));
        assert_eq!(found[1], ("Family name", Sameness::Same));
        assert_eq!(found[4], ("Postcode or area", Sameness::Unknown));
        assert_eq!(found[5], ("Telephone", Sameness::Different));
    }

    #[test]
    fn gaps_are_filled_and_nothing_known_is_overwritten() {
        let mut known = mary();
        let typed = Details {
            phone: Some("01632 960 999".into()),
            email: Some("mary@example.org".into()),
            ..Details::default()
        };
        assert_eq!(known.fill_gaps(&typed), ["email"]);
        assert_eq!(known.phone.as_deref(), Some("01632 960 001"));
        assert_eq!(known.email.as_deref(), Some("mary@example.org"));
    }
}
