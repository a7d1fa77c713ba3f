//! When and where a group meets, and what it costs.

use domain::group::timetable::{meeting_line, read_meeting};
use domain::group::{Cost, Group, Meeting, Place, Season, Venue};

use super::Typed;
use crate::forms::Form;

/// The fields as they stand on the page.
pub(super) const FIELDS: &[&str] = &[
    "meetings",
    "season_from",
    "season_to",
    "place",
    "venue",
    "address",
    "town",
    "postcode",
    "cost",
    "price",
    "cost_words",
];

/// What is known now.
pub(super) fn fill(group: &Group) -> Typed {
    let lines: Vec<String> = group.meetings.iter().map(meeting_line).collect();
    let mut typed = vec![("meetings", lines.join("\n"))];
    if let Some(season) = group.life.season {
        typed.push(("season_from", season.from.to_string()));
        typed.push(("season_to", season.to.to_string()));
    }
    if group.life.is_term_time_only {
        typed.push(("term_time", "yes".to_owned()));
    }
    match &group.place {
        Place::Venue(venue) => {
            typed.push(("place", "venue".to_owned()));
            let parts = [
                ("venue", &venue.name),
                ("address", &venue.address),
                ("town", &venue.town),
                ("postcode", &venue.postcode),
            ];
            typed.extend(parts.map(|(name, part)| (name, part.clone().unwrap_or_default())));
            if venue.also_online {
                typed.push(("also_online", "yes".to_owned()));
            }
        }
        Place::Online => typed.push(("place", "online".to_owned())),
        Place::Unknown => typed.push(("place", "unknown".to_owned())),
    }
    let (kind, price, words) = match &group.cost {
        Cost::Free => ("free", String::new(), String::new()),
        Cost::Pence { pence, words } => ("pence", pounds(*pence), words.clone()),
        Cost::Words { words } => ("words", String::new(), words.clone()),
        Cost::Unknown => ("unknown", String::new(), String::new()),
    };
    typed.extend([("cost", kind.to_owned()), ("price", price), ("cost_words", words)]);
    typed
}

/// The group as it was typed; what is wrong is said on the form.
pub(super) fn read(form: &mut Form, group: &Group) -> Group {
    let mut after = group.clone();
    after.meetings = read_meetings(form);
    if after.meetings != group.meetings {
        // The end of the old listing says nothing about dates that somebody has written since.
        after.last_known_on = None;
    }
    after.life.season = read_season(form);
    after.life.is_term_time_only = form.has("term_time", "yes");
    after.place = read_place(form, &group.place);
    after.cost = read_cost(form);
    after
}

fn read_meetings(form: &mut Form) -> Vec<Meeting> {
    let typed = form.value("meetings").to_owned();
    let lines = typed.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut meetings = Vec::new();
    for line in lines {
        match read_meeting(line) {
            Ok(meeting) => meetings.push(meeting),
            Err(sentence) => {
                form.refuse("meetings", sentence);
                break;
            }
        }
    }
    meetings
}

fn read_season(form: &mut Form) -> Option<Season> {
    let month = |field: &str| form.value(field).parse::<i8>().ok();
    match (month("season_from"), month("season_to")) {
        (Some(from), Some(to)) => Season::new(from, to),
        (None, None) => None,
        _ => {
            form.refuse("season_from", "Choose both months, or neither");
            None
        }
    }
}

fn read_place(form: &mut Form, before: &Place) -> Place {
    match form.value("place") {
        "online" => return Place::Online,
        "unknown" => return Place::Unknown,
        "venue" => {}
        _ => {
            form.refuse("place", "Choose where it meets");
            return before.clone();
        }
    }
    let typed = Venue {
        name: form.optional("venue"),
        address: form.optional("address"),
        town: form.optional("town"),
        postcode: form.optional("postcode").map(|code| code.to_uppercase()),
        point: None,
        also_online: form.has("also_online", "yes"),
    };
    if typed.name.is_none() && typed.address.is_none() && typed.postcode.is_none() {
        form.refuse("venue", "Enter the building, the address or the postcode");
    }
    // The point on the map was measured for the old address and stands while that does.
    let point = match before {
        Place::Venue(there)
            if there.postcode == typed.postcode && there.address == typed.address =>
        {
            there.point
        }
        _ => None,
    };
    Place::Venue(Venue { point, ..typed })
}

fn read_cost(form: &mut Form) -> Cost {
    let words = form.value("cost_words").to_owned();
    match form.value("cost") {
        "free" => Cost::Free,
        "unknown" => Cost::Unknown,
        "words" if words.is_empty() => {
            form.refuse("cost_words", "Write what it costs, in the group’s own words");
            Cost::Unknown
        }
        "words" => Cost::Words { words },
        "pence" => {
            let typed = form.value("price").to_owned();
            let Some(pence) = read_price(&typed) else {
                form.refuse("price", "Enter the price of one session, such as £2.50");
                return Cost::Unknown;
            };
            let words =
                if words.is_empty() { format!("£{} a session", pounds(pence)) } else { words };
            Cost::Pence { pence, words }
        }
        _ => {
            form.refuse("cost", "Choose what it costs");
            Cost::Unknown
        }
    }
}

/// `2`, `£2`, `2.50`, `£2.50`, `50p`.
fn read_price(typed: &str) -> Option<u32> {
    if let Some(pence) = typed.strip_suffix('p') {
        return pence.trim().parse().ok().filter(|pence| *pence < 100_000);
    }
    let typed = typed.trim_start_matches('£').trim();
    let (pounds, pence) = typed.split_once('.').unwrap_or((typed, "0"));
    let pence = match pence.len() {
        1 => format!("{pence}0"),
        2 => pence.to_owned(),
        _ => return None,
    };
    let (pounds, pence): (u32, u32) = (pounds.parse().ok()?, pence.parse().ok()?);
    (pounds < 1000).then_some(pounds * 100 + pence)
}

fn pounds(pence: u32) -> String {
    match (pence / 100, pence % 100) {
        (pounds, 0) => pounds.to_string(),
        (pounds, pence) => format!("{pounds}.{pence:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_are_read_as_people_write_them() {
        let table = [
            ("2", Some(200)),
            ("£2", Some(200)),
            ("£2.50", Some(250)),
            ("2.5", Some(250)),
            ("50p", Some(50)),
            ("a pound", None),
            ("", None),
            ("2.505", None),
        ];
        for (typed, pence) in table {
            assert_eq!(read_price(typed), pence, "{typed}");
        }
    }
}
