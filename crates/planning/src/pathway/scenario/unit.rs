//! The units a number may be given in, and what one of each is in the model's own unit.
//!
//! The model counts days, hours of work, people, points and pounds. A number whose unit is not in
//! its list is refused, never guessed.

use super::{DAYS_IN_WEEK, DAYS_IN_YEAR};

/// What a number measures: the names of its units and what each is worth in the model's.
#[derive(Debug, Clone)]
pub(super) struct Unit(pub(super) Vec<(&'static str, f64)>);

impl Unit {
    /// What one of the named unit is worth; nothing where the name is none of these.
    pub(super) fn find_worth(&self, name: &str) -> Option<f64> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, worth)| *worth)
    }

    /// The names that can be used, for a message.
    pub(super) fn names(&self) -> String {
        let names: Vec<String> = self.0.iter().map(|(name, _)| format!("\"{name}\"")).collect();
        names.join(" or ")
    }

    /// The first name: the one that examples use.
    pub(super) fn name(&self) -> &'static str {
        self.0.first().map_or("", |(name, _)| *name)
    }
}

/// A share of a whole, from 0 to 1.
pub(super) fn share() -> Unit {
    Unit(vec![("share", 1.0), ("%", 0.01)])
}

/// A length of time.
pub(super) fn time() -> Unit {
    Unit(vec![
        ("weeks", DAYS_IN_WEEK),
        ("days", 1.0),
        ("months", DAYS_IN_YEAR / 12.0),
        ("years", DAYS_IN_YEAR),
    ])
}

/// An amount of work.
pub(super) fn work() -> Unit {
    Unit(vec![("hours", 1.0), ("minutes", 1.0 / 60.0)])
}

/// How many people come, with the number of residents for the rate among them.
pub(super) fn arrivals(residents: f64) -> Unit {
    Unit(vec![
        ("people/year", 1.0),
        ("people/week", DAYS_IN_YEAR / DAYS_IN_WEEK),
        ("per 1,000 residents a year", residents / 1000.0),
    ])
}

/// Something that has one unit only.
pub(super) fn only(name: &'static str) -> Unit {
    Unit(vec![(name, 1.0)])
}
