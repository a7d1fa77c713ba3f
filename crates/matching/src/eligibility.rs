//! Whether a person meets what a group requires, as far as both are known.
//!
//! The one place that reads a `Rule`. What excludes is decided in `limits.rs`, what is asked first
//! in `checks.rs`: both start from the verdict given here.

use domain::group::{Confidence, Limit, Rule};
use domain::place::outcode;
use domain::profile::Profile;
use serde::Serialize;

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

/// Whether the person meets the rule.
pub(crate) fn verdict(rule: &Rule, profile: &Profile) -> Verdict {
    match rule {
        Rule::Age { from, to } => age(*from, *to, profile.age),
        Rule::Gender { gender } => match profile.gender {
            None => Verdict::Unknown,
            Some(theirs) => met(theirs == *gender),
        },
        Rule::MembersOnly => Verdict::Broken,
        Rule::ReferralOnly => met(profile.referred),
        Rule::Area { outcodes } => {
            let home = profile.outcode.as_deref().and_then(outcode);
            let served: Vec<String> = outcodes.iter().filter_map(|text| outcode(text)).collect();
            match home {
                Some(home) if !served.is_empty() => met(served.contains(&home)),
                _ => Verdict::Unknown,
            }
        }
        Rule::Circumstance { .. } => Verdict::Unknown,
    }
}

/// Only a certain limit that is surely not met excludes.
pub(crate) fn excludes(limit: &Limit, profile: &Profile) -> bool {
    limit.confidence == Confidence::Certain && verdict(&limit.rule, profile) == Verdict::Broken
}

/// Whether somebody should ask before the person sets out.
pub(crate) fn needs_asking(limit: &Limit, profile: &Profile) -> bool {
    match (limit.confidence, verdict(&limit.rule, profile)) {
        (Confidence::Unsure, _) | (_, Verdict::Unknown) => true,
        (Confidence::Likely, Verdict::Broken) => true,
        (Confidence::Likely | Confidence::Certain, Verdict::Met) => false,
        (Confidence::Certain, Verdict::Broken) => false,
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
        let aged = |age| Profile { age, ..Profile::default() };
        let rule = Rule::Age { from: Some(55), to: Some(70) };
        for (years, expected) in [
            (Some(54), Verdict::Broken),
            (Some(55), Verdict::Met),
            (Some(70), Verdict::Met),
            (Some(71), Verdict::Broken),
            (None, Verdict::Unknown),
        ] {
            assert_eq!(verdict(&rule, &aged(years)), expected, "{years:?}");
        }
        let slip = Rule::Age { from: Some(70), to: Some(55) };
        assert_eq!(verdict(&slip, &aged(Some(60))), Verdict::Unknown);
    }

    #[test]
    fn an_area_is_compared_by_outcode_however_it_is_typed() {
        let rule = Rule::Area { outcodes: vec!["IP1".into(), "IP2".into()] };
        for (typed, expected) in [
            (Some("ip1"), Verdict::Met),
            (Some("IP2 8AB"), Verdict::Met),
            (Some("NR33"), Verdict::Broken),
            (Some("somewhere"), Verdict::Unknown),
            (None, Verdict::Unknown),
        ] {
            let profile = Profile { outcode: typed.map(Into::into), ..Profile::default() };
            assert_eq!(verdict(&rule, &profile), expected, "{typed:?}");
        }
    }
}
