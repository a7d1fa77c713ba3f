//! Whom one would meet, and how sure it is that one may come.

use domain::group::{Confidence, Gender};
use domain::profile::Company;

use crate::case::{Case, Reading};
use crate::eligibility::{Verdict, verdict};
use crate::facts::{Asked, Required};

/// How far a wish is met of which nothing is known.
pub(crate) const UNKNOWN: f64 = 0.3;
/// A group that names no age is mostly for grown-ups.
const GROWN_UP: u8 = 18;
const MAY_BE_FOR_ADULTS: f64 = 0.35;
/// A group for little ones and their families, for somebody who comes alone.
const MAY_BE_FOR_FAMILIES: f64 = 0.3;
/// A group that writes of young people, for somebody who is no longer one of them.
const YOUNG: u8 = 25;
const MAY_BE_FOR_THE_YOUNG: f64 = 0.4;

pub(super) fn company(case: &Case<'_>) -> Option<f64> {
    let wishes = &case.profile().company;
    let sum: f64 = wishes.iter().map(|wish| company_wish(case, *wish)).sum();
    (!wishes.is_empty()).then(|| sum / wishes.len() as f64)
}

/// How far one wish about the company is met; 0.3 where nothing is known.
pub(crate) fn company_wish(case: &Case<'_>, wish: Company) -> f64 {
    let rules = case.view.rules();
    let is_for = |wanted| rules.iter().any(|required| required.rule == Asked::Gender(wanted));
    let is_met = match wish {
        Company::WomenOnly => is_for(Gender::Woman),
        Company::MenOnly => is_for(Gender::Man),
        Company::OwnAge => rules.iter().any(|required| {
            matches!(required.rule, Asked::Age { from, to } if is_narrow(from, to))
                && verdict(case, required) == Verdict::Met
        }),
        Company::OwnLanguage => {
            let own = case.reading.languages.first();
            own.is_some_and(|own| case.view.languages().contains(own))
        }
        Company::SameSituation => return same_situation(case),
        Company::Small => case.view.facts.says_small,
        Company::OwnCulture => case.reading.names_culture(case.view),
    };
    if is_met { 1.0 } else { UNKNOWN }
}

/// By whom it is for, else by what it is about.
fn same_situation(case: &Case<'_>) -> f64 {
    let named = case.view.rules().iter().filter_map(|required| match required.rule {
        Asked::Circumstance(audience) => {
            Some(case.reading.situation.shares(audience, case.view.sides))
        }
        _ => None,
    });
    let about = case.profile().needs.iter().any(|need| case.view.is_about(*need) >= 0.5);
    named.fold(if about { 0.8 } else { UNKNOWN }, f64::max)
}

/// "18 and over" says nothing about whom one meets; "55 and over" does.
fn is_narrow(from: Option<u8>, to: Option<u8>) -> bool {
    from.is_some_and(|from| from >= 40) || to.is_some_and(|to| to <= 40)
}

/// The most doubtful limit decides.
pub(super) fn welcome(case: &Case<'_>) -> f64 {
    let rules = case.view.rules();
    let doubts = rules.iter().map(|required| doubt(case, required)).fold(1.0, f64::min);
    let names_age = rules.iter().any(|required| matches!(required.rule, Asked::Age { .. }));
    if names_age {
        return doubts;
    }
    let facts = case.view.facts;
    doubts.min(welcome_unsaid(case.reading, facts.for_families, facts.for_the_young))
}

/// How welcome somebody is to a group that names no age, by what it is like.
pub(crate) fn welcome_unsaid(reading: &Reading<'_>, families: u8, for_the_young: bool) -> f64 {
    match reading.profile.age {
        Some(age) if age < GROWN_UP => {
            if for_the_young {
                0.9
            } else {
                MAY_BE_FOR_ADULTS
            }
        }
        Some(age) if age > YOUNG && for_the_young => MAY_BE_FOR_THE_YOUNG,
        _ if reading.situation.has_child() => 1.0,
        _ => 1.0 - (1.0 - MAY_BE_FOR_FAMILIES) * (f64::from(families) / 100.0),
    }
}

fn doubt(case: &Case<'_>, required: &Required) -> f64 {
    if let Asked::Circumstance(audience) = required.rule {
        return case.reading.situation.likelihood(audience, case.view.sides);
    }
    match (verdict(case, required), required.confidence) {
        (Verdict::Met, Confidence::Certain | Confidence::Likely) => 1.0,
        (Verdict::Met, Confidence::Unsure) => 0.6,
        (Verdict::Unknown, _) => 0.5,
        (Verdict::Broken, Confidence::Unsure) => 0.3,
        (Verdict::Broken, Confidence::Likely | Confidence::Certain) => 0.0,
    }
}
