//! Whether a person meets what a group requires, as far as both are known.
//!
//! The one place that decides a rule. What excludes is decided in `limits.rs`, what is asked first
//! in `checks.rs`: both start from the verdict given here.

use domain::group::Confidence;
use serde::Serialize;

use crate::case::Case;
use crate::facts::{Asked, Outcode, Required};

/// What can be said about one limit and one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The person meets it.
    Met,
    /// The person does not meet it.
    Broken,
    /// We know too little about the person, or the limit is one that Kith does not decide.
    Unknown,
}

/// Whether the person meets what is required.
pub(crate) fn verdict(case: &Case<'_>, required: &Required) -> Verdict {
    let profile = case.profile();
    match required.rule {
        Asked::Age { from, to } => age(from, to, profile.age),
        Asked::Gender(gender) => match profile.gender {
            None => Verdict::Unknown,
            Some(theirs) => met(theirs == gender),
        },
        Asked::MembersOnly => Verdict::Broken,
        Asked::ReferralOnly => met(profile.referred),
        Asked::Area { first, count } => {
            area(case.view.outcodes(first, count), case.reading.outcode)
        }
        Asked::Circumstance(_) => Verdict::Unknown,
    }
}

/// Only a certain limit that is surely not met excludes.
pub(crate) fn excludes(case: &Case<'_>, required: &Required) -> bool {
    required.confidence == Confidence::Certain && verdict(case, required) == Verdict::Broken
}

/// Whether somebody should ask before the person sets out.
pub(crate) fn needs_asking(confidence: Confidence, verdict: Verdict) -> bool {
    match (confidence, verdict) {
        (Confidence::Unsure, _) | (_, Verdict::Unknown) => true,
        (Confidence::Likely, Verdict::Broken) => true,
        (Confidence::Likely | Confidence::Certain, Verdict::Met) => false,
        (Confidence::Certain, Verdict::Broken) => false,
    }
}

/// An area that names nothing shaped like an outcode is asked.
fn area(served: &[Outcode], home: Option<Outcode>) -> Verdict {
    match home {
        Some(home) if !served.is_empty() => met(served.contains(&home)),
        _ => Verdict::Unknown,
    }
}

/// A range that ends before it begins is a slip in the listing, so it is asked, never applied.
fn age(from: Option<u8>, to: Option<u8>, age: Option<u8>) -> Verdict {
    match (from, to, age) {
        (None, None, _) => Verdict::Met,
        (Some(from), Some(to), _) if from > to => Verdict::Unknown,
        (_, _, None) => Verdict::Unknown,
        (from, to, Some(age)) => {
            met(from.is_none_or(|from| age >= from) && to.is_none_or(|to| age <= to))
        }
    }
}

fn met(yes: bool) -> Verdict {
    if yes { Verdict::Met } else { Verdict::Broken }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_age_range_includes_both_ends_and_unknown_ages_are_asked() {
        for (years, expected) in [
            (Some(54), Verdict::Broken),
            (Some(55), Verdict::Met),
            (Some(70), Verdict::Met),
            (Some(71), Verdict::Broken),
            (None, Verdict::Unknown),
        ] {
            assert_eq!(age(Some(55), Some(70), years), expected, "{years:?}");
        }
        assert_eq!(age(Some(70), Some(55), Some(60)), Verdict::Unknown, "a slip is asked");
    }

    #[test]
    fn an_area_is_compared_by_outcode_however_it_is_typed() {
        let served = ["IP1", "ip2"].map(|text| Outcode::of(text).unwrap());
        for (typed, expected) in [
            ("ip1", Verdict::Met),
            ("IP2 8AB", Verdict::Met),
            ("NR33", Verdict::Broken),
            ("somewhere", Verdict::Unknown),
        ] {
            assert_eq!(area(&served, Outcode::of(typed)), expected, "{typed}");
        }
        assert_eq!(area(&served, None), Verdict::Unknown);
        assert_eq!(area(&[], Outcode::of("IP1")), Verdict::Unknown);
    }
}
