//! The concentration index of groups, when only their sizes and rates are known.
//!
//! Source: O'Donnell and others (2008), chapter 8, from Fuller and Lury (1977). Differences inside a
//! group are not seen, so it is nearer to nought than the index of people. No range.

use serde::Serialize;

use crate::finding::{CannotSay, Warning};
use crate::words::rounded;

/// The index of groups.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Grouped {
    /// The index.
    pub index: f64,
    /// The rate of all.
    pub mean: f64,
    /// What should be known when reading it.
    pub warnings: Vec<Warning>,
}

/// The index of groups in order, the worst off first, with their people and rates.
///
/// # Errors
/// Says what would be needed where a group is impossible or nobody has the outcome.
pub fn grouped(populations: &[f64], rates: &[f64]) -> Result<Grouped, CannotSay> {
    if populations.len() != rates.len() {
        return Err(CannotSay::uneven(populations.len(), rates.len()));
    }
    if populations.len() < 2 {
        return Err(CannotSay::too_few(populations.len(), 2, "groups"));
    }
    let is_possible = populations.iter().chain(rates).all(|one| *one >= 0.0 && one.is_finite());
    let people: f64 = populations.iter().sum();
    let events: f64 = populations.iter().zip(rates).map(|(people, rate)| people * rate).sum();
    if !(is_possible && people > 0.0 && events > 0.0 && events.is_finite()) {
        return Err(CannotSay::because(
            "A group has people or a rate below nought, or nobody has the outcome.",
            "Correct the groups, or say that nobody has it.",
        ));
    }
    let (mut p, mut l, mut index) = (0.0, 0.0, 0.0);
    for (size, rate) in populations.iter().zip(rates) {
        let (next_p, next_l) = (p + size / people, l + size * rate / events);
        index += p * next_l - next_p * l;
        (p, l) = (next_p, next_l);
    }
    let warnings = if populations.len() < 5 {
        vec![Warning::Said("There are few groups; differences inside them are not seen.".into())]
    } else {
        Vec::new()
    };
    Ok(Grouped { index, mean: events / people, warnings })
}

impl Grouped {
    /// How it was worked out.
    pub const CONVENTION: &str = "Fuller and Lury’s sum over cumulative shares of people and \
        events; no range.";

    /// Where it is concentrated, in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        let among = if self.index < 0.0 { "worse" } else { "better" };
        let index = rounded(self.index, 3);
        format!("The outcome is concentrated among the {among} off: index {index}, from groups.")
    }
}
