//! Facts about getting in and taking part, from a fixed vocabulary and from free text.
//!
//! What is not mentioned stays unknown. A "no" beats a "yes" about the same thing: a person who
//! meets a step at the door is worse off than one who rings first.

use std::sync::LazyLock;

use domain::group::{AccessFact, AccessNeed};
use regex::Regex;

use crate::plain::pattern;

struct Reading {
    need: AccessNeed,
    there: Regex,
    /// Words that say it is *not* there; they are taken out before `there` is tried.
    not: Option<Regex>,
}

fn reading(need: AccessNeed, there: &str, not: &str) -> Reading {
    let not = (!not.is_empty()).then(|| pattern(&format!("(?x){not}")));
    Reading { need, there: pattern(&format!("(?x){there}")), not }
}

static READINGS: LazyLock<Vec<Reading>> = LazyLock::new(|| {
    use AccessNeed as N;
    vec![
        reading(
            N::StepFree,
            r"\b(?:wheelchair[\ -](?:access|accessible|friendly|users?\ welcome)
              | access(?:ible)?\ (?:to|for)\ wheelchairs? | accessible\ (?:to|for)\ wheelchair
              | inclusive\ and\ accessible\ to\ wheelchair
              | step[\ -]?free | level\ access | fully\ accessible | ramped?\ (?:access|entrance))",
            r"\b(?:no|not|without|lacks|isn[’']?t|limited)\s(?:\w+\s){0,2}
              (?:step[\ -]?free|wheelchair|level\ access|fully\ accessible|ramp)
              | \bnot\ (?:currently\ |yet\ )?(?:fully\ )?accessible\b | \bsteps\ (?:up\ )?to\ (?:the\ )?
              (?:reach|entrance|front\ door|door) | \bnot\ suitable\ for\ wheelchair",
        ),
        reading(
            N::AccessibleToilet,
            r"\b(?:accessible|disabled|adapted)\ (?:toilets?|loos?|wc)\b
              | \btoilets?\ (?:is|are)\ accessible",
            r"\b(?:no|not|without)\s(?:\w+\s){0,2}(?:accessible|disabled)\ (?:toilets?|loos?|wc)\b",
        ),
        reading(
            N::HearingLoop,
            r"\b(?:hearing|induction)\ loop",
            r"\bno\ (?:hearing|induction)\ loop",
        ),
        reading(
            N::Quiet,
            r"\b(?:quiet\ (?:space|room|area|corner)|autism[\ -]friendly|autistic[\ -]friendly
              | relaxed\ (?:performance|session|screening)|sensory[\ -]friendly|low[\ -]sensory)",
            r"\bno\ quiet\ (?:space|room)",
        ),
        reading(
            N::Parking,
            r"\b(?:accessible|disabled|blue\ badge|free|on[\ -]?site|dedicated|ample)\s(?:\w+\s){0,3}
              (?:parking|car\ ?parks?)\b | \b(?:parking|car\ ?park)\s(?:is\ )?(?:available\ )?
              on[\ -]?site | \bdisabled\ parking\ (?:bays?|spaces?)",
            r"\bno\s(?:\w+[\s-]){0,2}parking | \bparking\ (?:is\ )?not\ available",
        ),
        reading(
            N::BusStop,
            r"\bbus\ stop\s(?:[\w’']+\s){0,4}?(?:a|one|two|three|four|five|[1-5])[\ -]minutes?
              | \bbus\ stop\ (?:is\ )?(?:right\ )?(?:outside|opposite|nearby)",
            "",
        ),
        reading(
            N::SignLanguage,
            r"\b(?:bsl|sign\ language)\s(?:\w+\s)?(?:interpret\w*|signed|provided|available|users?)
              | \b(?:interpreted|signed)\ (?:in|by)\ (?:bsl|british\ sign)
              | \buse\ (?:bsl|british\ sign)",
            r"\bno\ (?:bsl|sign\ language)",
        ),
        reading(
            N::Seated,
            r"\b(?:chair[\ -](?:based|yoga|exercises?|dance)|seated\s(?:\w+\s)?(?:exercises?|yoga|dance
              |poses|class|option|session)|(?:done|take\ part)\ (?:while\ )?(?:seated|sitting))",
            "",
        ),
        reading(
            N::CompanionWelcome,
            r"\b(?:carers?|companions?|support\ workers?|personal\ assistants?)\s(?:\w+\s){0,3}welcome
              | \bbring\ (?:a\ |your\ )?(?:\w+,?\ ){0,5}(?:carer|companion|support\ worker|friend)
              | \bwith\ (?:a\ |their\ |your\ )(?:carers?|companions?)\b
              | \band\ their\ (?:carers?|companions?)\b",
            "",
        ),
        reading(
            N::DementiaFriendly,
            r"\bdementia[\ -]friendly | \b(?:for|with)\ (?:those\ |people\ )?(?:living\ )?with\ dementia",
            r"\bnot\ dementia[\ -]friendly",
        ),
        reading(
            N::AssistanceDog,
            r"\b(?:assistance|guide)\ dogs?\s(?:are\ )?welcome",
            r"\bno\ dogs\b",
        ),
    ]
});

/// Every access fact that the texts state, one per need, in the order people are shown them.
#[must_use]
pub fn read(texts: &[&str]) -> Vec<AccessFact> {
    let text = texts.join("\n").replace('|', "\n").to_lowercase();
    let mut facts = Vec::new();
    for reading in READINGS.iter() {
        let denied = reading.not.as_ref().is_some_and(|not| not.is_match(&text));
        if denied || reading.there.is_match(&text) {
            facts.push(AccessFact { need: reading.need, there: !denied });
        }
    }
    facts
}

#[cfg(test)]
mod tests {
    use super::*;
    use AccessNeed as N;

    #[test]
    fn access_is_read_from_a_vocabulary_and_from_prose() {
        for (text, need, there) in [
            ("Wheelchair accessible|Accessible toilets", N::StepFree, Some(true)),
            ("Wheelchair accessible|Accessible toilets", N::AccessibleToilet, Some(true)),
            ("- Autism friendly\n- Wheelchair access", N::Quiet, Some(true)),
            ("- Autism friendly\n- Wheelchair access", N::StepFree, Some(true)),
            ("- wheelchair access", N::StepFree, Some(true)),
            ("Sorry, there is no step-free access.", N::StepFree, Some(false)),
            ("The hall is not wheelchair accessible", N::StepFree, Some(false)),
            ("There are steps to reach the front door", N::StepFree, Some(false)),
            ("Fully accessible", N::StepFree, Some(true)),
            ("There is a hearing loop", N::HearingLoop, Some(true)),
            ("The nearest bus stop is one minute walk away", N::BusStop, Some(true)),
            ("The nearest bus stop is a fifteen minute walk away", N::BusStop, None),
            ("There is free onsite parking.", N::Parking, Some(true)),
            ("Accessible parking spaces", N::Parking, Some(true)),
            ("There is no parking here", N::Parking, Some(false)),
            ("A gentle chair yoga class", N::Seated, Some(true)),
            ("Feel free to bring a friend or support worker", N::CompanionWelcome, Some(true)),
            ("Guide dogs welcome", N::AssistanceDog, Some(true)),
            ("Dementia friendly", N::DementiaFriendly, Some(true)),
            ("Learn British Sign Language with us", N::SignLanguage, None),
            ("A BSL interpreter comes each week", N::SignLanguage, Some(true)),
            ("We meet in the hall", N::StepFree, None),
        ] {
            let found = read(&[text]).iter().find(|f| f.need == need).map(|f| f.there);
            assert_eq!(found, there, "{text} {need:?}");
        }
    }
}
