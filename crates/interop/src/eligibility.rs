//! Who may come, read out of prose, each limit with its sentence and how sure the reading is.
//!
//! Only a certain limit ever excludes a person, so *certain* is rare: a field made for the
//! question, or "only" and "must be", in words with one reading. All else is "ask first".

mod age;
mod audience;
mod prose;

use domain::group::{Confidence, Limit, Rule};

pub use audience::read as from_audience;
pub use prose::{from_description, from_title};

/// Everything read about who may come, from the field made for it, the title and the description.
///
/// Where the field speaks of age or gender, guesses from the title and the prose are dropped.
#[must_use]
pub fn read(audience: &str, title: &str, description: &str) -> Vec<Limit> {
    let mut limits = from_audience(audience);
    for more in [from_title(title), from_description(description)] {
        add(&mut limits, more);
    }
    limits
}

/// Adds limits about matters that are not decided yet.
pub(crate) fn add(limits: &mut Vec<Limit>, more: Vec<Limit>) {
    let known: Vec<Matter> = limits.iter().map(|limit| matter(&limit.rule)).collect();
    for limit in more {
        let same = limits.iter_mut().find(|known| known.rule == limit.rule);
        if let Some(same) = same {
            if limit.confidence == Confidence::Certain {
                *same = limit;
            }
        } else if !known.contains(&matter(&limit.rule)) {
            limits.push(limit);
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Matter {
    Age,
    Gender,
    Members,
    Referral,
    Area,
    Circumstance,
}

fn matter(rule: &Rule) -> Matter {
    match rule {
        Rule::Age { .. } => Matter::Age,
        Rule::Gender { .. } => Matter::Gender,
        Rule::MembersOnly => Matter::Members,
        Rule::ReferralOnly => Matter::Referral,
        Rule::Area { .. } => Matter::Area,
        Rule::Circumstance { .. } => Matter::Circumstance,
    }
}

/// The less sure of two readings.
fn weaker(a: Confidence, b: Confidence) -> Confidence {
    let rank = |c: Confidence| match c {
        Confidence::Certain => 0,
        Confidence::Likely => 1,
        Confidence::Unsure => 2,
    };
    if rank(a) >= rank(b) { a } else { b }
}

/// A sentence as kept beside a limit: whole, but not absurdly long.
fn kept(sentence: &str) -> String {
    let short: String = sentence.trim().chars().take(300).collect();
    if short.len() < sentence.trim().len() { format!("{short}…") } else { short }
}

#[cfg(test)]
#[path = "eligibility/tests.rs"]
mod tests;
