//! What is known about a group, in words. What nobody has told us is *not known*, and says so.

use domain::group::{
    AccessNeed, Capacity, Contact, Cost, Group, Limit, Meeting, Place, Status, Venue,
};
use domain::words;
use jiff::civil::{Date, Time};

use crate::labels::{Label, label};

/// Dated meetings are listed up to this many.
const MOST_DATES: usize = 4;

/// A group's facts as pages show them.
pub(crate) struct Facts {
    /// When it meets, one line each; empty where not known.
    pub(crate) when: Vec<String>,
    /// Where; empty where not known.
    pub(crate) place: String,
    /// What it costs.
    pub(crate) cost: String,
    /// Whether it has room.
    pub(crate) capacity: Label,
    /// Who made sure of it and when.
    pub(crate) checked: String,
    /// Where it is not simply running: what to know.
    pub(crate) status: String,
}

impl Facts {
    /// The facts of a group on a day.
    pub(crate) fn of(group: &Group, today: Date) -> Facts {
        Facts {
            when: when(&group.meetings, today),
            place: place(&group.place),
            cost: cost(&group.cost),
            capacity: label("capacity", capacity_key(group.capacity)),
            checked: checked(group),
            status: status(&group.status),
        }
    }
}

/// The stored name of a capacity, as forms and labels know it.
pub(crate) fn capacity_key(capacity: Capacity) -> &'static str {
    match capacity {
        Capacity::HasRoom => "has_room",
        Capacity::WaitingList => "waiting_list",
        Capacity::Full => "full",
        Capacity::AskFirst => "ask_first",
    }
}

/// The capacity with this stored name.
pub(crate) fn capacity_from(key: &str) -> Option<Capacity> {
    CAPACITIES.into_iter().find(|capacity| capacity_key(*capacity) == key)
}

/// The four words, in the order in which they are asked.
pub(crate) const CAPACITIES: [Capacity; 4] =
    [Capacity::HasRoom, Capacity::WaitingList, Capacity::Full, Capacity::AskFirst];

fn when(meetings: &[Meeting], today: Date) -> Vec<String> {
    let weekly = meetings.iter().filter(|meeting| !matches!(meeting, Meeting::On { .. }));
    let mut lines: Vec<String> = weekly.map(in_words).collect();
    let is_coming =
        |meeting: &&Meeting| matches!(meeting, Meeting::On { date, .. } if *date >= today);
    let coming: Vec<&Meeting> = meetings.iter().filter(is_coming).collect();
    lines.extend(coming.iter().take(MOST_DATES).map(|meeting| in_words(meeting)));
    match coming.len().saturating_sub(MOST_DATES) {
        0 => {}
        1 => lines.push("and one more date".into()),
        more => lines.push(format!("and {more} more dates")),
    }
    lines
}

/// `Tuesdays, 10:30am to midday`, `Every second Tuesday, 2pm`, `Thursday 3 December, 2pm`.
pub(crate) fn in_words(meeting: &Meeting) -> String {
    match meeting {
        Meeting::Weekly { weekday, from, to, every_weeks } => {
            let day = match every_weeks {
                0 | 1 => format!("{}s", weekday.label()),
                2 => format!("Every second {}", weekday.label()),
                weeks => format!("A {} every {weeks} weeks", weekday.label()),
            };
            format!("{day}, {}", hours(*from, *to))
        }
        Meeting::Recurring { weekday, every, from, to } => {
            let mut words = every.words(*weekday);
            words[..1].make_ascii_uppercase();
            format!("{words}, {}", hours(*from, *to))
        }
        Meeting::On { date, from, to } => {
            format!("{}, {}", date.strftime("%A %-d %B %Y"), hours(*from, *to))
        }
    }
}

fn hours(from: Time, to: Option<Time>) -> String {
    match to {
        Some(to) => format!("{} to {}", clock(from), clock(to)),
        None => clock(from),
    }
}

/// `10:30am`, `2pm`, `midday`.
pub(crate) fn clock(time: Time) -> String {
    if (time.hour(), time.minute()) == (12, 0) {
        return "midday".into();
    }
    let format = if time.minute() == 0 { "%-I%P" } else { "%-I:%M%P" };
    time.strftime(format).to_string()
}

fn place(place: &Place) -> String {
    match place {
        Place::Venue(venue) => address(venue),
        Place::Online => "Online or by telephone".into(),
        Place::Unknown => String::new(),
    }
}

fn address(venue: &Venue) -> String {
    let mut parts: Vec<&str> = Vec::new();
    let all = [&venue.name, &venue.address, &venue.town, &venue.postcode];
    for part in all.into_iter().flatten() {
        if !parts.iter().any(|there| there.contains(part.as_str())) {
            parts.push(part);
        }
    }
    let mut line = parts.join(", ");
    if venue.also_online {
        line.push_str(" (also online)");
    }
    line
}

fn cost(cost: &Cost) -> String {
    match cost {
        Cost::Free => "Free".into(),
        Cost::Pence { pence, .. } => format!("{} a time", pounds(*pence)),
        Cost::Words { words } => words.clone(),
        Cost::Unknown => "Not known".into(),
    }
}

fn pounds(pence: u32) -> String {
    match (pence / 100, pence % 100) {
        (0, pence) => format!("{pence}p"),
        (pounds, 0) => format!("£{pounds}"),
        (pounds, pence) => format!("£{pounds}.{pence:02}"),
    }
}

fn checked(group: &Group) -> String {
    match &group.checked {
        Some(checked) => {
            let day = checked.at.strftime("%-d %B %Y");
            format!("Last checked on {day} ({})", checked.how)
        }
        None => "Nobody has checked this entry yet".into(),
    }
}

fn status(status: &Status) -> String {
    match status {
        Status::Running => String::new(),
        Status::Paused => "Not meeting for now".into(),
        Status::Ended { on: Some(on) } => format!("Ended on {}", on.strftime("%-d %B %Y")),
        Status::Ended { on: None } => "Ended".into(),
    }
}

/// `Less than 1 km`, `About 2 km`.
pub(crate) fn distance(km: Option<f64>) -> String {
    match km {
        None => "Not known".into(),
        Some(km) if km < 1.0 => "Less than 1 km".into(),
        Some(km) if km < 10.0 => format!("About {} km", (km * 2.0).round() / 2.0),
        Some(km) => format!("About {} km", km.round()),
    }
}

/// One line about access: what, and `yes`, `no` or `not known`.
pub(crate) struct Access {
    /// What.
    pub(crate) what: String,
    /// Whether it is there.
    pub(crate) answer: &'static str,
}

/// What is known about access, what is not known too.
pub(crate) fn access(group: &Group) -> Vec<Access> {
    let line = |need: AccessNeed| Access {
        what: capital(need.label()),
        answer: match group.access_to(need) {
            Some(true) => "yes",
            Some(false) => "no",
            None => "not known",
        },
    };
    AccessNeed::ALL.into_iter().map(line).collect()
}

/// The sentences that say who may come; those we are not sure of say so.
pub(crate) fn limits(group: &Group) -> Vec<String> {
    let line = |limit: &Limit| match limit.confidence {
        domain::group::Confidence::Certain => limit.sentence.clone(),
        _ => format!("{} (we are not sure: ask first)", limit.sentence),
    };
    group.eligibility.iter().map(line).filter(|line| !line.trim().is_empty()).collect()
}

/// The languages spoken there; empty where nobody has told us.
pub(crate) fn languages(group: &Group) -> String {
    let names: Vec<&str> = group.languages.iter().map(|tag| words::language(tag)).collect();
    words::and_list(&names)
}

/// Whom to ask, with links that ring or write.
pub(crate) struct Ways {
    /// Telephone as shown.
    pub(crate) phone: String,
    /// Telephone as dialled.
    pub(crate) dial: String,
    /// E-mail.
    pub(crate) email: String,
    /// Web address, only where it is one.
    pub(crate) url: String,
}

impl Ways {
    /// The ways of a group.
    pub(crate) fn of(contact: &Contact) -> Ways {
        let phone = contact.phone.clone().unwrap_or_default();
        let url = contact.url.clone().unwrap_or_default();
        let is_web = url.starts_with("https://") || url.starts_with("http://");
        Ways {
            dial: phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect(),
            phone,
            email: contact.email.clone().unwrap_or_default(),
            url: if is_web { url } else { String::new() },
        }
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.phone.is_empty() && self.email.is_empty() && self.url.is_empty()
    }
}

/// The same text with a capital at the beginning.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A made-up group for samples of pages.
pub(crate) fn sample() -> Group {
    let text = r#"{
        "id": "00000000-0000-7000-8000-000000000001", "name": "Harbour Voices",
        "organisation": "Harbour Trust",
        "description": "A friendly choir for everybody. We sing for an hour, then we have tea.",
        "activities": ["singing"], "needs": ["loneliness"],
        "place": {"kind": "venue", "name": "The Old Sail Loft", "address": "1 Quay Street",
            "town": "Saltreach", "postcode": "NR30 1AA", "point": null},
        "meetings": [{"pattern": "weekly", "weekday": "tuesday", "from": "10:30:00",
            "to": "12:00:00", "every_weeks": 1}],
        "cost": {"kind": "pence", "pence": 300, "words": "£3 a session"},
        "eligibility": [], "access": [{"need": "step_free", "there": true}],
        "languages": ["en"], "capacity": "has_room", "places_per_month": 4,
        "status": {"status": "running"},
        "contact": {"email": "voices@example.org", "phone": "01632 960 555", "url": null},
        "checked": {"at": "2026-10-12T10:00:00Z", "by": "link worker", "how": "rang"},
        "source": {"name": "demo", "id": "1"}
    }"#;
    serde_json::from_str(text).expect("a test reads the sample of a group")
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn facts_read_as_people_say_them() {
        let facts = Facts::of(&sample(), date(2026, 11, 1));
        assert_eq!(facts.when, ["Tuesdays, 10:30am to midday"]);
        assert_eq!(facts.cost, "£3 a time");
        assert_eq!(facts.place, "The Old Sail Loft, 1 Quay Street, Saltreach, NR30 1AA");
        assert_eq!(facts.checked, "Last checked on 12 October 2026 (rang)");
        assert_eq!(distance(Some(2.1)), "About 2 km");
        assert_eq!(distance(None), "Not known");
    }

    #[test]
    fn what_nobody_has_told_us_is_not_known() {
        let unknown = access(&sample()).into_iter().filter(|line| line.answer == "not known");
        assert_eq!(unknown.count(), AccessNeed::ALL.len() - 1);
    }
}
