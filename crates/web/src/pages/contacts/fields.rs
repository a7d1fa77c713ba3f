//! The fields of a contact, shared by writing one down and correcting one.

use app::contacts::NewContact;
use domain::contact::{Barrier, Contact, Result as Held, Way};
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

use crate::components::Choice;
use crate::forms::Form;

/// The ways, as choices.
pub(crate) fn ways() -> Vec<Choice> {
    Way::ALL.into_iter().map(|way| Choice::new(way.key(), way.label())).collect()
}

/// The barriers, as choices.
pub(crate) fn barriers() -> Vec<Choice> {
    Barrier::ALL.into_iter().map(|one| Choice::new(one.key(), one.label())).collect()
}

/// The same form with the date and time filled in.
pub(crate) fn at(form: Form, moment: DateTime) -> Form {
    let (date, time) = (moment.date(), moment.time());
    form.with("on-day", date.day().to_string())
        .with("on-month", date.month().to_string())
        .with("on-year", date.year().to_string())
        .with("at", time.strftime("%H:%M").to_string())
}

/// A form filled in from a contact, to correct it.
pub(crate) fn of(form: Form, contact: &Contact, zone: &str) -> Form {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let form = at(form, contact.at.to_zoned(zone).datetime())
        .with("way", contact.way.key())
        .with("note", contact.note.clone());
    match contact.result {
        Held::Held { minutes } => form.with("result", "held").with("minutes", minutes.to_string()),
        Held::Missed { barrier } => {
            let form = form.with("result", "missed");
            barrier.into_iter().fold(form, |form, barrier| form.with("barrier", barrier.key()))
        }
    }
}

/// Reads a contact; what is wrong stays with the form.
pub(crate) fn read(form: &mut Form) -> Option<NewContact> {
    let way = Way::from_key(form.value("way"));
    if way.is_none() {
        form.refuse("way", "Choose how you were in touch");
    }
    let on = day(form);
    let at = time(form.value("at"));
    if at.is_none() {
        form.refuse("at", "Enter a time, for example 14:30");
    }
    let result = match form.value("result") {
        "held" => minutes(form).map(|minutes| Held::Held { minutes }),
        "missed" => {
            let barrier = Barrier::from_key(form.value("barrier"));
            if barrier.is_none() {
                let sentence = "Choose what stood in the way, or that we do not know";
                form.refuse("barrier", sentence);
            }
            barrier.map(|barrier| Held::Missed { barrier: Some(barrier) })
        }
        _ => {
            form.refuse("result", "Choose whether it took place");
            None
        }
    };
    let note = form.value("note").to_owned();
    Some(NewContact { on: on?, at: at?, way: way?, result: result?, note })
}

fn day(form: &mut Form) -> Option<Date> {
    let on = form.date("on", "date");
    if on.is_none() && !form.has_error("on") {
        form.refuse("on", "Enter the day on which it was");
    }
    on
}

fn minutes(form: &mut Form) -> Option<u16> {
    let minutes = form.value("minutes").parse().ok();
    if minutes.is_none() {
        form.refuse("minutes", "Enter how many minutes it took, for example 25");
    }
    minutes
}

/// `14:30`, `14.30`, `1430` or `9`.
fn time(typed: &str) -> Option<Time> {
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let (hour, minute) = match digits.len() {
        1 | 2 => (digits.as_str(), "0"),
        3 => digits.split_at(1),
        4 => digits.split_at(2),
        _ => return None,
    };
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::time;

    #[test]
    fn a_time_is_read_however_it_is_typed() {
        for (typed, hour, minute) in
            [("14:30", 14, 30), ("14.30", 14, 30), ("930", 9, 30), ("9", 9, 0), ("0905", 9, 5)]
        {
            assert_eq!(time(typed), Some(jiff::civil::time(hour, minute, 0, 0)), "{typed}");
        }
        for typed in ["", "25:00", "noon", "12345"] {
            assert_eq!(time(typed), None, "{typed}");
        }
    }
}
