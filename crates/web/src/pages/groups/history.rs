//! The history of an entry: who made sure of it and how, what was corrected, where it comes from.

use app::directory::Told;
use domain::group::{AccessNeed, Check, CheckOutcome};
use jiff::Timestamp;

use super::facts::capital;

/// One thing that happened to an entry.
pub(crate) struct Event {
    /// On which day.
    pub(crate) day: String,
    /// What happened, in a sentence.
    pub(crate) what: String,
}

/// How many events a page shows.
const MOST: usize = 12;

/// The history of an entry, the latest first.
pub(crate) fn events(told: &Told) -> Vec<Event> {
    let mut events: Vec<(Timestamp, String)> = Vec::new();
    for check in &told.checks {
        let corrected: Vec<String> = told
            .facts
            .iter()
            .filter(|kept| kept.said_at == check.at)
            .map(|kept| slot_words(&kept.fact.slot()))
            .collect();
        events.push((check.at, check_words(check, &corrected)));
    }
    let unchecked = |at: Timestamp| !told.checks.iter().any(|check| check.at == at);
    for kept in told.facts.iter().filter(|kept| unchecked(kept.said_at)) {
        let what = slot_words(&kept.fact.slot());
        events.push((kept.said_at, format!("{}: set by {}.", capital(&what), kept.said_by)));
    }
    for record in &told.records {
        let source = capital(&record.body.source.name);
        let words = match record.body.source.name.as_str() {
            app::directory::BY_HAND => "Entered by hand.".to_owned(),
            _ => format!("First listed by {source}."),
        };
        events.push((record.first_seen_at, words));
        if let Some(at) = record.withdrawn_at {
            events.push((at, format!("{source} no longer lists it.")));
        }
    }
    for kept in told.facts.iter() {
        if let Some(at) = kept.differs_since {
            let what = slot_words(&kept.fact.slot());
            let words = format!("A listing says something else again about its {what}.");
            events.push((at, words));
        }
    }
    events.sort_by_key(|event| std::cmp::Reverse(event.0));
    let event =
        |(at, what): (Timestamp, String)| Event { day: at.strftime("%-d %B %Y").to_string(), what };
    events.into_iter().take(MOST).map(event).collect()
}

fn check_words(check: &Check, corrected: &[String]) -> String {
    let who = capital(&check.by);
    let what = match check.outcome {
        CheckOutcome::AllTrue => "all true".to_owned(),
        CheckOutcome::Gone => "it has ended".to_owned(),
        CheckOutcome::Corrected if corrected.is_empty() => "something was corrected".to_owned(),
        CheckOutcome::Corrected => format!("corrected {}", corrected.join(", ")),
    };
    format!("{who}, {}: {what}.", check.how.label())
}

/// What a slot of an entry is called.
fn slot_words(slot: &str) -> String {
    if let Some(need) = slot.strip_prefix("access.") {
        let named = AccessNeed::ALL
            .into_iter()
            .find(|one| serde_json::to_value(one).is_ok_and(|value| value.as_str() == Some(need)));
        return named.map_or_else(|| need.replace('_', " "), |need| need.label().to_owned());
    }
    let words = match slot {
        "activities" => "what people do there",
        "needs" => "what it helps with",
        "meetings" => "when it meets",
        "place" => "where it meets",
        "eligibility" => "who may come",
        "capacity" => "whether it has room",
        "capacity_note" => "the note about room",
        "places_per_month" => "places for referrals",
        "status" => "whether it is running",
        "last_known_on" => "the last listed date",
        "url" => "web address",
        "phone" => "telephone",
        "email" => "e-mail",
        "funding" => "what it lives from",
        "paused_until" => "until when it rests",
        "season" => "the part of the year",
        "is_term_time_only" => "term time",
        "for_whom" => "whom it is for",
        "first_visit" => "the first visit",
        "organisation" => "who runs it",
        other => other,
    };
    words.replace('_', " ")
}

#[cfg(test)]
mod tests {
    use domain::group::How;

    use super::*;

    fn check(outcome: CheckOutcome) -> Check {
        Check { at: Timestamp::UNIX_EPOCH, by: "link worker".into(), how: How::Rang, outcome }
    }

    #[test]
    fn a_check_is_told_with_who_how_and_what_came_of_it() {
        assert_eq!(check_words(&check(CheckOutcome::AllTrue), &[]), "Link worker, rang: all true.");
        let slots = [slot_words("meetings"), slot_words("access.step_free")];
        let told = check_words(&check(CheckOutcome::Corrected), &slots);
        assert_eq!(told, "Link worker, rang: corrected when it meets, step-free way in.");
    }
}
