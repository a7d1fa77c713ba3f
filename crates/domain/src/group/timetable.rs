//! Meetings and money as people write them on a form: one line each, read back as written.
//!
//! Stricter than reading a stranger's prose: whoever writes the line sees at once what is wrong.

use jiff::civil::{Date, Time};

use super::{Every, Funding, Meeting, Weekday};

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// A meeting as a line: `Tuesday 10:30 to 12:00`, `Every 2 weeks on Friday 14:00`,
/// `3 December 2026 14:00 to 16:00`.
#[must_use]
pub fn meeting_line(meeting: &Meeting) -> String {
    let clock = |time: Time| time.strftime("%H:%M").to_string();
    let hours = |from: Time, to: Option<Time>| match to {
        Some(to) => format!("{} to {}", clock(from), clock(to)),
        None => clock(from),
    };
    match meeting {
        Meeting::Weekly { weekday, from, to, every_weeks: 0 | 1 } => {
            format!("{} {}", weekday.label(), hours(*from, *to))
        }
        Meeting::Weekly { weekday, from, to, every_weeks } => {
            format!("Every {every_weeks} weeks on {} {}", weekday.label(), hours(*from, *to))
        }
        Meeting::Recurring { weekday, every, from, to } => {
            format!("{} {}; {}", weekday.label(), hours(*from, *to), every_line(every))
        }
        Meeting::On { date, from, to } => format!("{} {}", day_line(*date), hours(*from, *to)),
    }
}

/// The meeting that a line says, or what is wrong with it.
pub fn read_meeting(line: &str) -> Result<Meeting, String> {
    let wrong = || {
        format!(
            "We could not read “{line}”. Write it like “Tuesday 10:30 to 12:00” or “3 December \
             2026 14:00”"
        )
    };
    if let Some((day, rule)) = line.split_once(';') {
        let Meeting::Weekly { weekday, from, to, every_weeks: 1 } = read_meeting(day)? else {
            return Err(wrong());
        };
        let every = read_every(&words_of(rule)).ok_or_else(wrong)?;
        return Ok(Meeting::Recurring { weekday, every, from, to });
    }
    let words = words_of(line);
    let (day, times) = split_at_time(&words).ok_or_else(wrong)?;
    let (from, to) = read_times(times).ok_or_else(wrong)?;
    if to.is_some_and(|to| to < from) {
        return Err(format!("“{line}” ends before it begins"));
    }
    if let Some(date) = read_day(day) {
        return Ok(Meeting::On { date, from, to });
    }
    let (weekday, every_weeks) = read_weekday(day).ok_or_else(wrong)?;
    Ok(Meeting::Weekly { weekday, from, to, every_weeks })
}

/// What stands after the day and time: `every 4 weeks from 3 March 2020`,
/// `2 and 4 of the month from 3 March 2020`, where -1 is the last.
fn every_line(every: &Every) -> String {
    match every {
        Every::Weeks { weeks, counted_from } => {
            format!("every {weeks} weeks from {}", day_line(*counted_from))
        }
        Every::Months { which, counted_from } => {
            let which: Vec<String> = which
                .iter()
                .map(|nth| if *nth < 0 { "last".to_owned() } else { nth.to_string() })
                .collect();
            format!("{} of the month from {}", which.join(" and "), day_line(*counted_from))
        }
    }
}

fn read_every(words: &[String]) -> Option<Every> {
    let from = words.iter().position(|word| word == "from")?;
    let (rule, day) = (&words[..from], &words[from + 1..]);
    let counted_from = read_day(day)?;
    let rule: Vec<&str> = rule.iter().map(String::as_str).collect();
    match rule.as_slice() {
        ["every", weeks, "weeks"] => {
            let weeks = weeks.parse().ok().filter(|weeks| (1..=52).contains(weeks))?;
            Some(Every::Weeks { weeks, counted_from })
        }
        [which @ .., "of", "the", "month"] => {
            let which = which.iter().filter(|word| **word != "and").map(|word| match *word {
                "last" => Some(-1),
                nth => nth.parse().ok().filter(|nth| (1..=5).contains(nth)),
            });
            let which: Vec<i8> = which.collect::<Option<_>>()?;
            (!which.is_empty()).then_some(Every::Months { which, counted_from })
        }
        _ => None,
    }
}

/// A stream of money as a line: `Town council, until 31 March 2027`.
#[must_use]
pub fn funding_line(funding: &Funding) -> String {
    match funding.until {
        Some(until) => format!("{}, until {}", funding.from, day_line(until)),
        None => funding.from.clone(),
    }
}

/// The stream of money that a line says, or what is wrong with it.
pub fn read_funding(line: &str) -> Result<Funding, String> {
    let Some((from, until)) = line.rsplit_once("until ") else {
        return Ok(Funding { from: line.trim().to_owned(), until: None });
    };
    let from = from.trim().trim_end_matches([',', '(', ':']).trim().to_owned();
    let until = until.trim().trim_end_matches([')', '.']);
    match (from.is_empty(), read_day(&words_of(until))) {
        (false, Some(until)) => Ok(Funding { from, until: Some(until) }),
        _ => Err(format!(
            "We could not read “{line}”. Write it like “Town council, until 31 March 2027”"
        )),
    }
}

/// A day as it is written on these lines: `3 December 2026`.
#[must_use]
pub fn day_line(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

/// Lower-case words, without the commas and dashes between them.
fn words_of(line: &str) -> Vec<String> {
    let line = line.to_lowercase().replace(['–', '—'], " to ");
    let line = line.replace(',', " ");
    // `10:30-12:00` has no space around its dash.
    let line: String = line.replace('-', " to ");
    line.split_whitespace().map(str::to_owned).collect()
}

/// Where the time of day begins: the first word that can only be one, or the last resort.
fn split_at_time(words: &[String]) -> Option<(&[String], &[String])> {
    let is_clock = |word: &String| {
        let has_mark = word.contains([':', '.']) || word.ends_with("am") || word.ends_with("pm");
        (has_mark || matches!(word.as_str(), "midday" | "noon" | "midnight"))
            && read_time(word, None).is_some()
    };
    let first = words.iter().position(is_clock)?;
    // `Tuesday 10 to 11:30am`: the hour before the first clear time belongs to it.
    let first = match first {
        at if at >= 2
            && words[at - 1] == "to"
            && read_time(&words[at - 2], None).is_some()
            && !is_clock(&words[at - 2]) =>
        {
            at - 2
        }
        at => at,
    };
    let day = words[..first].iter().rposition(|word| !matches!(word.as_str(), "from" | "at"));
    Some((&words[..day.map_or(0, |last| last + 1)], &words[first..]))
}

fn read_times(words: &[String]) -> Option<(Time, Option<Time>)> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        [from] => Some((read_time(from, None)?, None)),
        [from, "to" | "until" | "till", to] => {
            let half = ["am", "pm"].into_iter().find(|half| to.ends_with(half));
            let until = read_time(to, None)?;
            // `10 to 11:30am` says its half of the day once, unless that would end before it
            // begins: `11 to 1pm`.
            let with_half = read_time(from, half).filter(|from| *from <= until);
            Some((with_half.or_else(|| read_time(from, None))?, Some(until)))
        }
        _ => None,
    }
}

/// `10`, `10am`, `10:30`, `2.15pm`, `midday`; `half` is what counts where the word does not say.
fn read_time(word: &str, half: Option<&str>) -> Option<Time> {
    match word {
        "midday" | "noon" => return Time::new(12, 0, 0, 0).ok(),
        "midnight" => return Time::new(0, 0, 0, 0).ok(),
        _ => {}
    }
    let said = ["am", "pm"].into_iter().find(|half| word.ends_with(half));
    let digits = said.and_then(|half| word.strip_suffix(half)).unwrap_or(word);
    let (hour, minute) = digits.split_once([':', '.']).unwrap_or((digits, "00"));
    let (hour, minute): (i8, i8) = (hour.parse().ok()?, minute.parse().ok()?);
    let hour = match said.or(half) {
        Some(_) if !(1..=12).contains(&hour) => {
            return said.is_none().then(|| Time::new(hour, minute, 0, 0).ok()).flatten();
        }
        Some("am") => hour % 12,
        Some(_) => hour % 12 + 12,
        None => hour,
    };
    Time::new(hour, minute, 0, 0).ok()
}

/// `tuesdays`, `every tuesday`, `every second friday`, `every 2 weeks on friday`, `fortnightly`.
/// A word that means anything else makes the line unreadable: "the second Friday of the month".
fn read_weekday(words: &[String]) -> Option<(Weekday, u8)> {
    let (mut weekday, mut every_weeks) = (None, None);
    for word in words {
        match word.as_str() {
            "every" | "each" | "on" | "weekly" | "week" | "weeks" => {}
            "second" | "other" | "2nd" | "fortnightly" | "alternate" => every_weeks = Some(2),
            word if weekday.is_none() && weekday_of(word).is_some() => weekday = weekday_of(word),
            number => {
                let weeks = number.parse().ok().filter(|weeks| (1..=52).contains(weeks));
                every_weeks = Some(weeks?);
            }
        }
    }
    Some((weekday?, every_weeks.unwrap_or(1)))
}

fn weekday_of(word: &str) -> Option<Weekday> {
    let singular = word.strip_suffix('s').filter(|rest| rest.len() > 3).unwrap_or(word);
    Weekday::ALL.into_iter().find(|day| {
        let name = day.label().to_lowercase();
        singular.len() >= 3 && name.starts_with(singular) || name == word
    })
}

/// `3 December 2026`, `Thursday 3rd Dec 2026`, `3/12/2026`.
fn read_day(words: &[String]) -> Option<Date> {
    if let [one] = words {
        let parts: Vec<&str> = one.split(['/', '.']).collect();
        let [day, month, year] = parts.as_slice() else { return None };
        return Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok();
    }
    let at = words.iter().position(|word| {
        MONTHS.iter().any(|month| word.starts_with(month)) && word.chars().all(char::is_alphabetic)
    })?;
    let month = MONTHS.iter().position(|month| words[at].starts_with(month))?;
    let day = words.get(at.checked_sub(1)?)?.trim_end_matches(char::is_alphabetic);
    let year = words.get(at + 1)?;
    Date::new(year.parse().ok()?, i8::try_from(month + 1).ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;

    fn weekly(weekday: Weekday, from: Time, to: Option<Time>, every_weeks: u8) -> Meeting {
        Meeting::Weekly { weekday, from, to, every_weeks }
    }

    #[test]
    fn meetings_are_read_as_people_write_them() {
        let (half_ten, noon, two) = (time(10, 30, 0, 0), time(12, 0, 0, 0), time(14, 0, 0, 0));
        let table = [
            ("Tuesday 10:30 to 12:00", weekly(Weekday::Tuesday, half_ten, Some(noon), 1)),
            ("Tuesdays, 10:30am to midday", weekly(Weekday::Tuesday, half_ten, Some(noon), 1)),
            ("every tue 10.30-12.00", weekly(Weekday::Tuesday, half_ten, Some(noon), 1)),
            ("Fridays at 2pm", weekly(Weekday::Friday, two, None, 1)),
            ("Every second Friday, 2pm", weekly(Weekday::Friday, two, None, 2)),
            ("Every 2 weeks on Friday 14:00", weekly(Weekday::Friday, two, None, 2)),
            ("Mon 2 to 3pm", weekly(Weekday::Monday, two, Some(time(15, 0, 0, 0)), 1)),
            (
                "Wed 11 to 1pm",
                weekly(Weekday::Wednesday, time(11, 0, 0, 0), Some(time(13, 0, 0, 0)), 1),
            ),
            (
                "Thursday 3rd Dec 2026, 2pm to 4pm",
                Meeting::On { date: date(2026, 12, 3), from: two, to: Some(time(16, 0, 0, 0)) },
            ),
            ("3/12/2026 14:00", Meeting::On { date: date(2026, 12, 3), from: two, to: None }),
        ];
        for (line, meeting) in table {
            assert_eq!(read_meeting(line).as_ref(), Ok(&meeting), "{line}");
        }
    }

    #[test]
    fn a_line_that_cannot_be_read_says_how_to_write_it() {
        for line in [
            "Tuesday",
            "10:30",
            "Someday 10:30",
            "Tuesday 25:00",
            "30 February 2026 10:00",
            "Second Friday of the month 10:00",
        ] {
            let wrong = read_meeting(line).unwrap_err();
            assert!(wrong.contains(line) && wrong.contains("Tuesday 10:30"), "{line}: {wrong}");
        }
        let wrong = read_meeting("Tuesday 12:00 to 10:00").unwrap_err();
        assert!(wrong.contains("ends before it begins"));
    }

    #[test]
    fn every_meeting_is_read_back_as_it_was_written() {
        for weekday in Weekday::ALL {
            for every_weeks in [1, 2, 4] {
                for to in [None, Some(time(23, 45, 0, 0))] {
                    let meeting = weekly(weekday, time(7, 5, 0, 0), to, every_weeks);
                    assert_eq!(read_meeting(&meeting_line(&meeting)), Ok(meeting));
                }
            }
        }
        for month in 1..=12 {
            let from = time(0, 0, 0, 0);
            let meeting = Meeting::On { date: date(2027, month, 28), from, to: None };
            assert_eq!(read_meeting(&meeting_line(&meeting)), Ok(meeting));
        }
    }

    #[test]
    fn what_comes_again_by_the_calendar_is_read_back_as_it_was_written() {
        let counted_from = date(2020, 3, 3);
        for every in [
            Every::Weeks { weeks: 4, counted_from },
            Every::Months { which: vec![2, 4], counted_from },
            Every::Months { which: vec![1, -1], counted_from },
        ] {
            let (from, to) = (time(11, 0, 0, 0), Some(time(11, 30, 0, 0)));
            let meeting = Meeting::Recurring { weekday: Weekday::Tuesday, every, from, to };
            assert_eq!(read_meeting(&meeting_line(&meeting)), Ok(meeting));
        }
        assert!(read_meeting("Tuesday 11:00; now and then").is_err());
    }

    #[test]
    fn money_is_read_back_as_it_was_written() {
        for funding in [
            Funding { from: "Members’ fees".into(), until: None },
            Funding { from: "Town council, small grants".into(), until: Some(date(2027, 3, 31)) },
        ] {
            assert_eq!(read_funding(&funding_line(&funding)), Ok(funding));
        }
        let read = read_funding("Lottery (until 31/3/2027)").unwrap();
        assert_eq!((read.from.as_str(), read.until), ("Lottery", Some(date(2027, 3, 31))));
        assert!(read_funding("Lottery, until spring").unwrap_err().contains("31 March 2027"));
    }
}
