//! A directory listing read into groups: dated events as CSV, or Open Referral UK 1.x as JSON.
//!
//! Every row of the input is accounted for: it became a group, it became one more session of a
//! group, or it was refused with a reason. `docs/imports.md` tells the quirks of each listing.

mod events;
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
    /// The rows that were not taken.
    pub refused: Vec<RefusedRow>,
    /// How often something was mended or left out on the way.
    pub notes: BTreeMap<Note, usize>,
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
            life: Life::default(),
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

/// Reads a listing, finding out its format by itself.
pub fn read(bytes: &[u8], file_name: &str) -> Result<Listing, Unreadable> {
    let refuse = |sentence: String| Unreadable { file_name: file_name.to_owned(), sentence };
    let decoded = decode::text(bytes).map_err(refuse)?;
    let text = decoded.text.trim_start();
    let mut listing =
        if text.starts_with(['[', '{']) { oruk::read(text) } else { events::read(text) }
            .map_err(refuse)?;
    if decoded.from_windows_1252 {
        listing.note(Note::ReadAsWindows1252);
    }
    Ok(listing)
}

impl Listing {
    fn new(source: &str) -> Listing {
        Listing {
            source: source.to_owned(),
            rows: 0,
            groups: Vec::new(),
            folded_sessions: 0,
            refused: Vec::new(),
            notes: BTreeMap::new(),
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
        self.refused.push(RefusedRow { row, id, reason });
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
