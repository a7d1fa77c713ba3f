//! Dated events as CSV: one row per date, as community listings publish them.
//!
//! Known by its header. Rows of the same title, venue and organiser are one group (`series`).

use std::collections::HashMap;
use std::sync::LazyLock;

use domain::group::{Capacity, Contact, Cost, Life, Place, Source, Status, Venue};
use domain::place::Point;
use jiff::civil::{DateTime, Time};
use regex::Regex;
use serde::Deserialize;

use super::series::{Session, key_of, meetings, organisation_names, slug, title_and_venue};
use super::{Entry, Listing, Note, Reason, SUFFOLK_LGC, given};
use crate::themes::Told;
use crate::{access, cost, eligibility, languages, outcodes, plain, themes};

/// Columns without which a CSV is not a listing of dated events.
const NEEDED: [&str; 4] = ["title", "description", "start_date", "end_date"];

static ONLINE: LazyLock<Regex> =
    LazyLock::new(|| plain::pattern(r"(?i)\b(?:online|zoom|webinar|virtual(?:ly)?|live ?stream)"));

/// One row. Columns that are not there read as empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(super) struct Row {
    pub(super) id: String,
    published: String,
    pub(super) title: String,
    description: String,
    event_categories: String,
    pub(super) organisers: String,
    start_date: String,
    end_date: String,
    free: String,
    cost_details: String,
    #[serde(rename = "virtual")]
    online: String,
    latitude: String,
    longitude: String,
    pub(super) building_name: String,
    pub(super) address_line_1: String,
    address_line_2: String,
    pub(super) town: String,
    postcode: String,
    accessibility_information: String,
    additional_access_information: String,
    attendance_information: String,
    directions: String,
    booking_link: String,
}

impl Row {
    /// The cells in which an organiser's name is written as people write it.
    pub(super) fn where_names_stand(&self) -> [&str; 3] {
        [&self.title, &self.building_name, &self.description]
    }
}

/// One group's rows and every session taken from them.
struct Series<'a> {
    rows: Vec<&'a Row>,
    sessions: Vec<Session>,
}

/// Reads the CSV, or says in a sentence why it is not one.
pub(super) fn read(text: &str) -> Result<Listing, String> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let headers = reader.headers().map_err(|error| no_csv(&error))?.clone();
    let missing: Vec<&str> =
        NEEDED.into_iter().filter(|name| !headers.iter().any(|h| h == *name)).collect();
    if !missing.is_empty() {
        return Err(format!(
            "This is not a listing that Kith knows. A CSV of dated events needs the columns {}; \
             missing: {}. An Open Referral UK feed is JSON; any other CSV needs a mapping file.",
            NEEDED.join(", "),
            missing.join(", ")
        ));
    }
    let mut listing = Listing::new(SUFFOLK_LGC);
    let mut rows = Vec::new();
    for (at, record) in reader.records().enumerate() {
        listing.rows += 1;
        match record.and_then(|record| record.deserialize::<Row>(Some(&headers))) {
            Ok(row) => rows.push((at + 1, row)),
            Err(error) => {
                listing.refuse(at + 1, "", Reason::Unreadable { sentence: no_csv(&error) });
            }
        }
    }
    adopt_organisers(&mut rows);
    let (order, series) = sort_into_series(&mut listing, &rows);
    let names = organisation_names(rows.iter().map(|(_, row)| row));
    for key in order {
        let Some(series) = series.get(&key) else { continue };
        let entry = entry(&mut listing, &key, series, &names);
        listing.take(entry);
    }
    Ok(listing)
}

fn no_csv(error: &csv::Error) -> String {
    let line = error.position().map_or(String::new(), |at| format!(" near line {}", at.line()));
    format!("This row cannot be read as CSV{line}. Check its quotation marks.")
}

/// Gives a row without an organiser the only one that the same title at the same venue has.
fn adopt_organisers(rows: &mut [(usize, Row)]) {
    let mut known: HashMap<String, Option<String>> = HashMap::new();
    for (_, row) in rows.iter().filter(|(_, row)| !row.organisers.trim().is_empty()) {
        known
            .entry(title_and_venue(row))
            .and_modify(|one| *one = one.take().filter(|same| *same == row.organisers))
            .or_insert_with(|| Some(row.organisers.clone()));
    }
    for (_, row) in rows.iter_mut().filter(|(_, row)| row.organisers.trim().is_empty()) {
        if let Some(Some(organisers)) = known.get(&title_and_venue(row)) {
            row.organisers.clone_from(organisers);
        }
    }
}

/// Checks each row and puts it into its series; the keys come back in the order of the file.
fn sort_into_series<'a>(
    listing: &mut Listing,
    rows: &'a [(usize, Row)],
) -> (Vec<String>, HashMap<String, Series<'a>>) {
    let mut order = Vec::new();
    let mut series: HashMap<String, Series<'a>> = HashMap::new();
    let mut ids: HashMap<&str, usize> = HashMap::new();
    let mut seen: HashMap<(String, DateTime), usize> = HashMap::new();
    for (number, row) in rows {
        let session = match check(listing, row) {
            Ok(session) => session,
            Err(reason) => {
                listing.refuse(*number, &row.id, reason);
                continue;
            }
        };
        let key = key_of(row);
        if let Some(of) = seen.get(&(key.clone(), session.start)) {
            listing.refuse(*number, &row.id, Reason::ExactDuplicate { of: *of });
            continue;
        }
        if let Some(of) = ids.get(row.id.as_str()).filter(|_| !row.id.is_empty()) {
            listing.refuse(*number, &row.id, Reason::DuplicatedId { of: *of });
            continue;
        }
        ids.insert(&row.id, *number);
        seen.insert((key.clone(), session.start), *number);
        match series.get_mut(&key) {
            Some(known) => {
                listing.folded_sessions += 1;
                known.rows.push(row);
                known.sessions.push(session);
            }
            None => {
                order.push(key.clone());
                series.insert(key, Series { rows: vec![row], sessions: vec![session] });
            }
        }
    }
    (order, series)
}

/// One row's session, or why the row is refused.
fn check(listing: &mut Listing, row: &Row) -> Result<Session, Reason> {
    if is_no(&row.published) {
        return Err(Reason::Unpublished);
    }
    if slug(&row.title).is_empty() {
        return Err(Reason::NoName);
    }
    let start = moment(&row.start_date).ok_or(Reason::NoStart)?;
    let Some(end) = moment(&row.end_date) else {
        return Ok(Session { start, ends_at: None, last_day: start.date() });
    };
    if end.date() == start.date() && end.time() == Time::midnight() && end < start {
        listing.note(Note::MidnightEnd);
        return Ok(Session { start, ends_at: None, last_day: start.date() });
    }
    if end < start {
        return Err(Reason::EndBeforeStart);
    }
    if end.date() > start.date() {
        listing.note(Note::SeveralDays);
        return Ok(Session { start, ends_at: None, last_day: end.date() });
    }
    let ends_at = (end > start).then(|| end.time());
    Ok(Session { start, ends_at, last_day: start.date() })
}

/// `2025-06-14 10:00`, also with seconds or a `T`.
fn moment(text: &str) -> Option<DateTime> {
    text.trim().replace(' ', "T").parse().ok()
}

fn is_yes(cell: &str) -> bool {
    matches!(cell.trim().to_lowercase().as_str(), "true" | "yes" | "1")
}

fn is_no(cell: &str) -> bool {
    matches!(cell.trim().to_lowercase().as_str(), "false" | "no" | "0")
}

/// The group that a series of rows tells of; the latest row knows best.
fn entry(
    listing: &mut Listing,
    key: &str,
    series: &Series<'_>,
    names: &HashMap<String, String>,
) -> Entry {
    let latest = |cell: fn(&Row) -> &str| {
        let filled = series.rows.iter().rev().map(|row| cell(row).trim());
        filled.into_iter().find(|cell| !cell.is_empty()).unwrap_or_default()
    };
    let title = plain::line(latest(|row| &row.title));
    let about = longest(series.rows.iter().map(|row| row.description.as_str()));
    let text = plain::text(about);
    if text.len() + 8 < about.trim().len() && about.contains('<') {
        listing.note(Note::MarkupRemoved);
    }
    let audience = plain::text(latest(|row| &row.attendance_information));
    let tags: Vec<&str> = latest(|row| &row.event_categories).split('|').collect();
    let told = Told { title: &title, tags: &tags, audience: &audience, text: &text };
    let (place, by_outcode) = place(series);
    if by_outcode {
        listing.note(Note::PlacedByOutcode);
    }
    let organisers: Vec<&str> = latest(|row| &row.organisers)
        .split('|')
        .filter_map(|one| names.get(one.trim()).map(String::as_str))
        .collect();
    Entry {
        organisation: given(&organisers.join(" and ")),
        description: with_audience(&text, &audience),
        activities: themes::activities(told),
        needs: themes::needs(told),
        place,
        meetings: meetings(&series.sessions),
        cost: price(series),
        eligibility: eligibility::read(&audience, &title, &text),
        access: access::read(&[
            latest(|row| &row.accessibility_information),
            latest(|row| &row.additional_access_information),
            latest(|row| &row.directions),
            &text,
        ]),
        languages: languages::read(&text),
        capacity: Capacity::AskFirst,
        status: Status::Running,
        last_known_on: series.sessions.iter().map(|session| session.last_day).max(),
        contact: Contact { email: None, phone: None, url: given(latest(|row| &row.booking_link)) },
        checked: None,
        life: Life::default(),
        source: Source { name: SUFFOLK_LGC.to_owned(), id: key.to_owned() },
        name: title,
    }
}

fn longest<'a>(texts: impl Iterator<Item = &'a str>) -> &'a str {
    texts.max_by_key(|text| text.len()).unwrap_or_default()
}

/// The description, with who it is for said in full: not all of that fits a rule.
fn with_audience(text: &str, audience: &str) -> String {
    if audience.is_empty() {
        return text.to_owned();
    }
    let lines: Vec<&str> = audience.lines().map(|l| l.trim_start_matches(['-', ' '])).collect();
    format!("{text}\nFor: {}.", lines.join("; ").trim_end_matches('.')).trim().to_owned()
}

fn price(series: &Series<'_>) -> Cost {
    let latest = series.rows.iter().rev().find(|row| !row.free.is_empty());
    latest.map_or(Cost::Unknown, |row| cost::read_field(is_yes(&row.free), &row.cost_details))
}

/// Where it meets, and whether only the outcode's middle is known.
///
/// The listing's "virtual" tick also stands on dance classes in a hall: a venue beats it, and
/// joining online is believed only where the text speaks of it.
fn place(series: &Series<'_>) -> (Place, bool) {
    let rows = || series.rows.iter().rev();
    let ticked = rows().any(|row| is_yes(&row.online));
    let cell = |pick: fn(&Row) -> &str| rows().find_map(|row| given(pick(row)));
    let postcode = cell(|row| &row.postcode);
    let exact = rows().find_map(|row| {
        Point::new(row.latitude.trim().parse().ok()?, row.longitude.trim().parse().ok()?)
    });
    let rough = postcode.as_deref().and_then(outcodes::point_of);
    let lines = [cell(|row| &row.address_line_1), cell(|row| &row.address_line_2)];
    let address: Vec<String> = lines.into_iter().flatten().collect();
    let venue = Venue {
        name: cell(|row| &row.building_name),
        address: given(&address.join(", ")),
        town: cell(|row| &row.town).or_else(|| rough.map(|(_, town)| town.to_owned())),
        postcode,
        point: exact.or(rough.map(|(point, _)| point)),
        also_online: ticked && rows().any(|row| ONLINE.is_match(&row.description)),
    };
    if venue.name.is_some() || venue.address.is_some() || venue.point.is_some() {
        let by_outcode = exact.is_none() && venue.point.is_some();
        return (Place::Venue(venue), by_outcode);
    }
    (if ticked { Place::Online } else { Place::Unknown }, false)
}
