//! The referrals that somebody sent: the list, what became of each, and files of many.

pub(crate) mod import;
pub(crate) mod mine;
pub(crate) mod told;

use domain::referral::Outcome;
use domain::referral::reasons::Close;
use domain::referral::telling::{Sharing, Told};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::samples::Sample;

/// Every page of this area.
pub(crate) fn samples() -> Vec<Sample> {
    [mine::samples(), told::samples(), import::samples()].into_iter().flatten().collect()
}

/// A day as people write it, where the service is.
pub(crate) fn day(at: Timestamp, time_zone: &str) -> String {
    let zone = TimeZone::get(time_zone).unwrap_or(TimeZone::UTC);
    at.to_zoned(zone).strftime("%-d %B %Y").to_string()
}

/// What a referrer is told, in a sentence.
pub(crate) fn sentence(told: &Told, sharing: Sharing) -> String {
    match told {
        Told::Received => "We have it. Nobody has looked at it yet.".into(),
        Told::Question { .. } => "We need to know something before we can go on.".into(),
        Told::NotRight { to: Some(to), reason } => {
            format!("We pointed the person to a better place: {to}. {reason}")
        }
        Told::NotRight { to: None, reason } => format!("We could not take this on. {reason}"),
        Told::InHand => "We have taken it from here. The person has not agreed to our telling you \
                         more."
            .into(),
        Told::Accepted => "We have accepted it. The person is waiting for somebody with room, or \
                           is about to hear from them."
            .into(),
        Told::Began => "Somebody is in touch with the person. Support has begun.".into(),
        Told::Ended { outcome: Some(Outcome::Died) }
        | Told::NotBegun { why: Some(Close::Died) } => {
            "We are sorry to tell you that this person has died. Nothing more is asked of you."
                .into()
        }
        Told::NotBegun { why: Some(Close::NoAnswer) } => {
            "We tried in several ways and could not reach the person. If you know a better way, \
             please refer them again and say how."
                .into()
        }
        Told::NotBegun { why: Some(why) } => {
            format!("It ended before support began. {}. They did not say no.", why.label())
        }
        Told::NotBegun { why: None } => {
            "It ended before support began. The person did not agree to our telling you more."
                .into()
        }
        Told::Ended { outcome: Some(outcome) } => format!("{}.", outcome.label()),
        Told::Ended { outcome: None } if sharing == Sharing::Outcome => {
            "We gave the person what they needed to help themself.".into()
        }
        Told::Ended { outcome: None } => {
            "Support has ended. The person did not agree to our telling you how.".into()
        }
        Told::SaidNo => "The person decided that they do not want this now. They can come back at \
                         any time."
            .into(),
    }
}
