//! Dates and times as people read them, in British English.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// `Monday 5 January`.
pub fn day(date: Date) -> String {
    date.strftime("%A %-d %B").to_string()
}

/// `Monday 5 January 2026`.
pub fn day_and_year(date: Date) -> String {
    date.strftime("%A %-d %B %Y").to_string()
}

/// `5 January 2026`.
pub fn date(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

/// `today`, `yesterday`, `tomorrow`, or the date.
pub fn near(on: Date, today: Date) -> String {
    match (today - on).get_days() {
        0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        -1 => "tomorrow".to_owned(),
        _ => date(on),
    }
}

/// `5 January 2026 at 10:30`, where the service is.
pub fn moment(at: Timestamp, zone: &str) -> String {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    at.to_zoned(zone).strftime("%-d %B %Y at %H:%M").to_string()
}

/// Small numbers in words, as in a sentence.
pub fn number(count: usize) -> String {
    const WORDS: [&str; 10] =
        ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    WORDS.get(count).map_or_else(|| count.to_string(), |word| (*word).to_owned())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date as ymd;

    use super::*;

    #[test]
    fn dates_read_as_people_say_them() {
        let monday = ymd(2026, 1, 5);
        assert_eq!(day(monday), "Monday 5 January");
        assert_eq!(near(monday, monday), "today");
        assert_eq!(near(ymd(2026, 1, 6), monday), "tomorrow");
        assert_eq!(near(ymd(2025, 12, 1), monday), "1 December 2025");
        let at = "2026-07-05T09:30:00Z".parse().unwrap();
        assert_eq!(moment(at, "Europe/London"), "5 July 2026 at 10:30");
    }
}
