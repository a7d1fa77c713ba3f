//! Small pieces of plain English: distances, money, days, times, languages, lists.

use domain::group::{AccessNeed, Gender, Meeting};
use domain::profile::{DayPart, Way};
use jiff::civil::{Date, Time};

/// "About 2 km away."
pub(crate) fn away(km: f64) -> String {
    if km < 1.0 { "Less than 1 km away.".to_owned() } else { format!("About {} away.", length(km)) }
}

/// "2 km", "2.5 km"; whole kilometres from ten on.
pub(crate) fn length(km: f64) -> String {
    let halves = if km < 10.0 { (km * 2.0).round() / 2.0 } else { km.round() };
    format!("{halves} km")
}

/// "£3.50", "£3", "50p".
pub(crate) fn pounds(pence: u32) -> String {
    match (pence / 100, pence % 100) {
        (0, 0) => "nothing".to_owned(),
        (0, p) => format!("{p}p"),
        (l, 0) => format!("£{l}"),
        (l, p) => format!("£{l}.{p:02}"),
    }
}

/// "Thursday 3 December 2026".
pub(crate) fn day(date: Date) -> String {
    date.strftime("%A %-d %B %Y").to_string()
}

/// "10:30am", "2pm", "midday".
pub(crate) fn clock(time: Time) -> String {
    let (hour, minute) = (time.hour(), time.minute());
    if (hour, minute) == (12, 0) {
        return "midday".to_owned();
    }
    let half = if hour < 12 { "am" } else { "pm" };
    let shown = if hour % 12 == 0 { 12 } else { hour % 12 };
    if minute == 0 { format!("{shown}{half}") } else { format!("{shown}:{minute:02}{half}") }
}

/// "on Tuesday mornings", "every second Tuesday morning", "on the morning of Thursday 3 …".
pub(crate) fn meets(meeting: &Meeting) -> String {
    let part = DayPart::of(meeting.from()).label();
    match meeting {
        Meeting::Weekly { weekday, every_weeks, .. } => match every_weeks {
            0 | 1 => format!("on {} {part}s", weekday.label()),
            2 => format!("every second {} {part}", weekday.label()),
            weeks => format!("every {weeks} weeks on a {} {part}", weekday.label()),
        },
        Meeting::Recurring { weekday, every, .. } => {
            format!("{}, in the {part}", every.words(*weekday))
        }
        Meeting::On { date, .. } => format!("on the {part} of {}", day(*date)),
    }
}

/// "on foot", "by bus".
pub(crate) fn by_way(way: Way) -> &'static str {
    match way {
        Way::Walk => "on foot",
        Way::Bus => "by bus",
        Way::Car => "by car",
        Way::Accompanied => "with somebody beside you",
    }
}

/// "a", "a and b", "a, b and c".
pub(crate) fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// "55 and over", "18 to 25", "under 26".
pub(crate) fn ages(from: Option<u8>, to: Option<u8>) -> String {
    match (from, to) {
        (Some(from), Some(to)) if from == to => format!("{from}"),
        (Some(from), Some(to)) => format!("{from} to {to}"),
        (Some(from), None) => format!("{from} and over"),
        (None, Some(to)) => format!("{to} and under"),
        (None, None) => "any age".to_owned(),
    }
}

/// "women", "men".
pub(crate) fn genders(gender: Gender) -> &'static str {
    match gender {
        Gender::Woman => "women",
        Gender::Man => "men",
        Gender::Other => "non-binary people or people of another gender",
    }
}

/// A label inside a sentence: "Singing and music" is "singing and music".
pub(crate) fn inside(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// The group's own words, in quotation marks and cut at a word when long; nothing when empty.
pub(crate) fn quoted(words: &str) -> Option<String> {
    const LONGEST: usize = 160;
    let words = words.trim();
    if words.is_empty() {
        return None;
    }
    if words.chars().count() <= LONGEST {
        return Some(format!("“{words}”"));
    }
    let cut: String = words.chars().take(LONGEST).collect();
    let whole = cut.rsplit_once(char::is_whitespace).map_or(cut.as_str(), |(head, _)| head);
    Some(format!("“{whole}…”"))
}

/// The part of a language tag that names the language: `en` of `en-GB`.
pub(crate) fn language_of(tag: &str) -> String {
    tag.split(['-', '_']).next().unwrap_or("").trim().to_lowercase()
}

/// The English name of a language spoken by many in the United Kingdom, else its code.
///
/// Codes: ISO 639-1; the list follows the main languages of the Census 2021 of England and Wales.
pub(crate) fn language(tag: &str) -> String {
    let code = language_of(tag);
    let name = match code.as_str() {
        "ar" => "Arabic",
        "bg" => "Bulgarian",
        "bn" => "Bengali",
        "bfi" | "bsl" => "British Sign Language",
        "cs" => "Czech",
        "cy" => "Welsh",
        "de" => "German",
        "en" => "English",
        "es" => "Spanish",
        "fa" => "Persian (Farsi)",
        "fr" => "French",
        "ga" => "Irish",
        "gd" => "Scottish Gaelic",
        "gu" => "Gujarati",
        "hi" => "Hindi",
        "hu" => "Hungarian",
        "it" => "Italian",
        "ku" => "Kurdish",
        "lt" => "Lithuanian",
        "lv" => "Latvian",
        "ml" => "Malayalam",
        "ne" => "Nepali",
        "pa" => "Panjabi",
        "pl" => "Polish",
        "ps" => "Pashto",
        "pt" => "Portuguese",
        "ro" => "Romanian",
        "ru" => "Russian",
        "sk" => "Slovak",
        "so" => "Somali",
        "sq" => "Albanian",
        "ta" => "Tamil",
        "ti" => "Tigrinya",
        "tr" => "Turkish",
        "uk" => "Ukrainian",
        "ur" => "Urdu",
        "vi" => "Vietnamese",
        "yue" => "Cantonese",
        "zh" => "Chinese",
        _ => return format!("the language “{code}”"),
    };
    name.to_owned()
}

/// One access need as a clause: said when it is there, and when it is not.
pub(crate) fn access(need: AccessNeed) -> (&'static str, &'static str) {
    match need {
        AccessNeed::StepFree => ("there is a step-free way in", "there is no step-free way in"),
        AccessNeed::AccessibleToilet => {
            ("there is an accessible toilet", "there is no accessible toilet")
        }
        AccessNeed::HearingLoop => ("there is a hearing loop", "there is no hearing loop"),
        AccessNeed::Quiet => ("there is a quiet space", "there is no quiet space"),
        AccessNeed::Parking => ("there is parking", "there is no parking"),
        AccessNeed::BusStop => ("there is a bus stop nearby", "there is no bus stop nearby"),
        AccessNeed::SignLanguage => {
            ("British Sign Language is used", "British Sign Language is not used")
        }
        AccessNeed::Seated => {
            ("there are seats, or it can be done seated", "it cannot be done seated")
        }
        AccessNeed::CompanionWelcome => {
            ("a companion or carer is welcome", "a companion or carer cannot come")
        }
        AccessNeed::DementiaFriendly => ("it is dementia friendly", "it is not dementia friendly"),
        AccessNeed::AssistanceDog => ("assistance dogs are welcome", "assistance dogs cannot come"),
    }
}

/// A clause made into a sentence: a capital and a full stop.
pub(crate) fn sentence(clause: &str) -> String {
    let mut letters = clause.chars();
    let first: String = letters.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_people_say_them() {
        assert_eq!(away(0.3), "Less than 1 km away.");
        assert_eq!(away(2.1), "About 2 km away.");
        assert_eq!(away(17.6), "About 18 km away.");
        assert_eq!(pounds(350), "£3.50");
        assert_eq!(pounds(50), "50p");
        assert_eq!(clock(Time::constant(14, 30, 0, 0)), "2:30pm");
        assert_eq!(clock(Time::constant(0, 0, 0, 0)), "12am");
        assert_eq!(ages(Some(55), None), "55 and over");
    }

    #[test]
    fn long_quotations_are_cut_at_a_word() {
        let long = "word ".repeat(60);
        let cut = quoted(&long).unwrap();
        assert!(cut.ends_with("word…”") && cut.chars().count() < 170);
        assert_eq!(quoted("  "), None);
    }
}
