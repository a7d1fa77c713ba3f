//! A directory listing read into groups: dated events as CSV, or Open Referral UK 1.x as JSON.
//!
//! Every row of the input is accounted for: it became a group, it became one more session of a
//! group, or it was refused with a reason. `docs/imports.md` tells the quirks of each listing.

mod events;
mod following;
mod hsds;
mod mapped;
mod openactive;
mod oruk;
mod series;

use std::collections::BTreeMap;
use std::fmt;

use domain::group::{
    AccessFact, Capacity, Checked, Contact, Cost, Freshness, Group, Life, Limit, Meeting, Place,
    Source, Status,
};
use domain::ids::GroupId;
use domain::kinds::{Activity, Need};
use jiff::civil::Date;

use crate::decode;

pub use following::{Next, next};

/// The name of dated events in the format of the Suffolk "Let's Get Creative" listing.
pub const SUFFOLK_LGC: &str = "suffolk-lgc";
/// The name of an Open Referral UK 1.x feed whose publisher is not known.
pub const ORUK: &str = "oruk";

/// What was read from one file.
#[derive(Debug, Clone, PartialEq)]
pub struct Listing {
    /// The listing's stable name, stored in every group's source.
    pub source: String,
    /// How many rows (or services) the file has.
    pub rows: usize,
    /// The groups, in the order of the file.
    pub groups: Vec<Entry>,
    /// How many rows became one more session of a group already counted.
    pub folded_sessions: usize,
    /// The ids of groups that the listing says are no longer in it, a row each.
    pub gone: Vec<String>,
    /// The rows that were not taken.
    pub refused: Vec<RefusedRow>,
    /// How often something was mended or left out on the way.
    pub notes: BTreeMap<Note, usize>,
    /// In which format it was read.
    pub format: Format,
    /// Its title, where it gives one.
    pub title: Option<String>,
    /// Its licence, where it gives one.
    pub licence: Option<String>,
}

/// A format that Kith reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Dated events as CSV.
    Events,
    /// Open Referral UK as JSON, 1.x or 3.
    Oruk,
    /// An HSDS tabular package, 1.x or 3.x.
    Hsds,
    /// Pages of an OpenActive feed.
    OpenActive,
    /// A CSV file read by a mapping.
    Csv,
}

impl Format {
    /// Every format.
    pub const ALL: [Format; 5] =
        [Format::Events, Format::Oruk, Format::Hsds, Format::OpenActive, Format::Csv];

    /// Its name on the command line.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Format::Events => "events",
            Format::Oruk => "oruk",
            Format::Hsds => "hsds",
            Format::OpenActive => "openactive",
            Format::Csv => "csv",
        }
    }

    /// The format of a name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.key() == key)
    }
}

/// A group as a listing tells it: everything but Kith's own id.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "each field is documented on domain::group::Group")]
pub struct Entry {
    pub name: String,
    pub organisation: Option<String>,
    pub description: String,
    pub activities: Vec<Activity>,
    pub needs: Vec<Need>,
    pub place: Place,
    pub meetings: Vec<Meeting>,
    pub cost: Cost,
    pub eligibility: Vec<Limit>,
    pub access: Vec<AccessFact>,
    pub languages: Vec<String>,
    pub capacity: Capacity,
    pub status: Status,
    pub last_known_on: Option<Date>,
    pub contact: Contact,
    pub checked: Option<Checked>,
    pub life: Life,
    pub source: Source,
}

impl Entry {
    /// The group, once it has an id in Kith.
    #[must_use]
    pub fn into_group(self, id: GroupId) -> Group {
        Group {
            id,
            name: self.name,
            organisation: self.organisation,
            description: self.description,
            activities: self.activities,
            needs: self.needs,
            place: self.place,
            meetings: self.meetings,
            cost: self.cost,
            eligibility: self.eligibility,
            access: self.access,
            languages: self.languages,
            capacity: self.capacity,
            // Places offered to referrals are the group's own word; no listing has them.
            places_per_month: None,
            status: self.status,
            last_known_on: self.last_known_on,
            life: self.life,
            freshness: Freshness::default(),
            contact: self.contact,
            checked: self.checked,
            source: self.source,
        }
    }
}

/// A row that was not taken, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedRow {
    /// The file in which it stands, where the listing is of several.
    pub file: Option<String>,
    /// Which row or service of the file, the first being 1 (a CSV's header is not counted).
    pub row: usize,
    /// Its id in the listing, where it has one.
    pub id: Option<String>,
    /// Why.
    pub reason: Reason,
}

/// Why a row was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The listing itself does not show it.
    Unpublished,
    /// It says the same as an earlier row.
    ExactDuplicate {
        /// The row that was taken.
        of: usize,
    },
    /// Another row has the same id and was taken.
    DuplicatedId {
        /// The row that was taken.
        of: usize,
    },
    /// The feed says something newer about it further on.
    Superseded {
        /// The row that counts.
        by: usize,
    },
    /// It has no name.
    NoName,
    /// Its start is missing or is no date and time.
    NoStart,
    /// It ends before it starts.
    EndBeforeStart,
    /// The listing says that it has stopped.
    NotRunning,
    /// It is not shaped as a row of this format.
    Unreadable {
        /// What is wrong, in a sentence.
        sentence: String,
    },
}

impl Reason {
    /// A stable name for counting.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Reason::Unpublished => "unpublished",
            Reason::ExactDuplicate { .. } => "exact_duplicate",
            Reason::DuplicatedId { .. } => "duplicated_id",
            Reason::Superseded { .. } => "superseded",
            Reason::NoName => "no_name",
            Reason::NoStart => "no_start",
            Reason::EndBeforeStart => "end_before_start",
            Reason::NotRunning => "not_running",
            Reason::Unreadable { .. } => "unreadable",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::Unpublished => f.write_str("The listing does not show it."),
            Reason::ExactDuplicate { of } => write!(f, "It says the same as row {of}."),
            Reason::DuplicatedId { of } => {
                write!(f, "It has the same id as row {of}, which was taken.")
            }
            Reason::Superseded { by } => {
                write!(f, "The feed says something newer about it in row {by}.")
            }
            Reason::NoName => f.write_str("It has no name."),
            Reason::NoStart => f.write_str("It has no start date and time that we can read."),
            Reason::EndBeforeStart => f.write_str("It ends before it starts."),
            Reason::NotRunning => f.write_str("The listing says that it has stopped."),
            Reason::Unreadable { sentence } => f.write_str(sentence),
        }
    }
}

/// Something that was mended or left out on the way, for counting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Note {
    /// The whole file was Windows-1252 and not UTF-8.
    ReadAsWindows1252,
    /// An end at 00:00 of the same day: read as "end not known".
    MidnightEnd,
    /// An event over several days: its first day is kept, its end is not.
    SeveralDays,
    /// Markup or entities in a description were turned into plain words.
    MarkupRemoved,
    /// The group was placed by the first half of its postcode only.
    PlacedByOutcode,
    /// Nobody can be placed there: no coordinates and no postcode.
    NoPlace,
    /// The organisation that runs it is not named.
    NoOrganisation,
    /// Nothing says what people do there.
    NoActivity,
    /// A row of another table that belongs to no service.
    NotJoined,
    /// A rule of recurrence that says more than a meeting can.
    RuleNotKept,
}

impl Note {
    /// The note in words, to stand after a number.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Note::ReadAsWindows1252 => "file read as Windows-1252",
            Note::MidnightEnd => "ends at midnight of the same day, read as not known",
            Note::SeveralDays => "events over several days, first day kept",
            Note::MarkupRemoved => "descriptions with markup, made plain",
            Note::PlacedByOutcode => "placed by the first half of the postcode",
            Note::NoPlace => "without any place",
            Note::NoOrganisation => "without an organisation",
            Note::NoActivity => "without a known activity",
            Note::NotJoined => "rows of other tables that belong to no service",
            Note::RuleNotKept => "with times that we cannot keep",
        }
    }
}

/// A file that is no listing that Kith can read; the sentence says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file_name}: {sentence}")]
pub struct Unreadable {
    /// The file, as named by the caller.
    pub file_name: String,
    /// What is wrong and what to do next.
    pub sentence: String,
}

/// One file, or one page of a feed.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    /// What it is called: a file's path, or an address.
    pub name: &'a str,
    /// What it holds.
    pub bytes: &'a [u8],
}

/// How somebody wants a listing to be read.
#[derive(Debug, Clone, Default)]
pub struct Wanted<'a> {
    /// In this format; otherwise it is found out.
    pub format: Option<Format>,
    /// By this mapping (TOML) of columns, for CSV.
    pub mapping: Option<&'a str>,
}

/// Reads a listing out of one file, finding out its format by itself.
pub fn read(bytes: &[u8], file_name: &str) -> Result<Listing, Unreadable> {
    read_all(&[Page { name: file_name, bytes }], &Wanted::default())
}

/// Reads a listing that may lie in several files or pages, in their order.
pub fn read_all(pages: &[Page<'_>], wanted: &Wanted<'_>) -> Result<Listing, Unreadable> {
    let file_name = match pages {
        [one] => one.name.to_owned(),
        [first, ..] => format!("{} and {} more", first.name, pages.len() - 1),
        [] => "this folder".to_owned(),
    };
    let refuse = |sentence: String| Unreadable { file_name: file_name.clone(), sentence };
    if pages.is_empty() {
        return Err(refuse("There is no CSV or JSON file in it. Name the listing itself.".into()));
    }
    let is_package = match wanted.format {
        Some(format) => format == Format::Hsds,
        None => wanted.mapping.is_none() && hsds::is_package(pages),
    };
    if is_package {
        let listing = hsds::read(pages).map_err(refuse)?;
        return Ok(Listing { format: Format::Hsds, ..listing });
    }
    let mut decoded = Vec::new();
    for page in pages {
        let of = |sentence| Unreadable { file_name: page.name.to_owned(), sentence };
        decoded.push((page.name, decode::text(page.bytes).map_err(of)?));
    }
    let from_windows_1252 = decoded.iter().any(|(_, decoded)| decoded.from_windows_1252);
    let texts: Vec<(&str, &str)> =
        decoded.iter().map(|(name, decoded)| (*name, decoded.text.trim_start())).collect();
    let mut listing = read_texts(&texts, wanted).map_err(refuse)?;
    if from_windows_1252 {
        listing.note(Note::ReadAsWindows1252);
    }
    Ok(listing)
}

fn read_texts(texts: &[(&str, &str)], wanted: &Wanted<'_>) -> Result<Listing, String> {
    let is_json = texts.iter().all(|(_, text)| text.starts_with(['[', '{']));
    let is_wanted = |format| wanted.format.is_none_or(|wanted| wanted == format);
    if let Some(mapping) = wanted.mapping {
        let listing = mapped::read(texts, &mapped::Mapping::read(mapping)?)?;
        return Ok(Listing { format: Format::Csv, ..listing });
    }
    if is_json && (is_wanted(Format::Oruk) || is_wanted(Format::OpenActive)) {
        let pages = oruk::pages(texts)?;
        if is_wanted(Format::OpenActive) && pages.iter().all(openactive::is_page) {
            return Ok(Listing { format: Format::OpenActive, ..openactive::read(&pages) });
        }
        if !is_wanted(Format::Oruk) {
            return Err("This is no page of an OpenActive feed: it has no items with a state. \
                        Leave --format out and Kith finds out what it is."
                .to_owned());
        }
        return oruk::read(&pages);
    }
    if is_wanted(Format::Csv)
        && let Some(mapping) = mapped::known(texts)
    {
        return Ok(Listing { format: Format::Csv, ..mapped::read(texts, &mapping)? });
    }
    match texts {
        [(_, text)] if is_wanted(Format::Events) && !is_json => {
            events::read(text).map(|listing| Listing { format: Format::Events, ..listing })
        }
        _ if wanted.format == Some(Format::Csv) => Err(
            "Kith does not know the columns of this CSV. Say what they mean in a mapping file and \
             name it with --mapping; docs/imports.md shows one."
                .to_owned(),
        ),
        _ => Err("These files are not one listing that Kith knows. Name one file, or a folder \
                  whose files are all of one format."
            .to_owned()),
    }
}

impl Listing {
    fn new(source: &str) -> Listing {
        Listing {
            source: source.to_owned(),
            rows: 0,
            groups: Vec::new(),
            folded_sessions: 0,
            gone: Vec::new(),
            refused: Vec::new(),
            notes: BTreeMap::new(),
            format: Format::Oruk,
            title: None,
            licence: None,
        }
    }

    /// The same listing under a name that the caller chooses ("oruk-bristol").
    #[must_use]
    pub fn named(mut self, source: &str) -> Listing {
        self.source = source.to_owned();
        for entry in &mut self.groups {
            source.clone_into(&mut entry.source.name);
        }
        self
    }

    /// Refused rows counted by reason, under the reasons' stable names.
    #[must_use]
    pub fn refused_by_reason(&self) -> BTreeMap<&'static str, usize> {
        let mut counts = BTreeMap::new();
        for row in &self.refused {
            *counts.entry(row.reason.key()).or_default() += 1;
        }
        counts
    }

    fn note(&mut self, note: Note) {
        *self.notes.entry(note).or_default() += 1;
    }

    fn refuse(&mut self, row: usize, id: &str, reason: Reason) {
        let id = Some(id.trim()).filter(|id| !id.is_empty()).map(str::to_owned);
        self.refused.push(RefusedRow { file: None, row, id, reason });
    }

    /// Takes a group, noting what is missing in it.
    fn take(&mut self, entry: Entry) {
        let nowhere = match &entry.place {
            Place::Venue(venue) => venue.point.is_none(),
            Place::Online => false,
            Place::Unknown => true,
        };
        if nowhere {
            self.note(Note::NoPlace);
        }
        if entry.organisation.is_none() {
            self.note(Note::NoOrganisation);
        }
        if entry.activities.is_empty() {
            self.note(Note::NoActivity);
        }
        self.groups.push(entry);
    }
}

/// Text that is there, trimmed.
fn given(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
#[path = "listing/tests.rs"]
mod tests;
