//! A group: any community service or activity that people are linked to.
//!
//! Facts that nobody has told us are *unknown*, which is never *yes* and never *no*.

mod check;
pub mod claim;
pub mod correction;
mod fact;
pub mod freshness;
pub mod life;
pub mod likeness;
mod recurrence;
mod resolve;
pub mod timetable;

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

use crate::ids::GroupId;
use crate::kinds::{Activity, Need};
use crate::place::Point;

pub use check::{Check, CheckOutcome, How};
pub use claim::Claim;
pub use correction::Correction;
pub use fact::Fact;
pub use freshness::Freshness;
pub use life::{Continuity, Funding, Life, Season};
pub use recurrence::Every;
pub use resolve::{KeptFact, Layers, Record, Resolved, resolve};

/// A group as the directory knows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// Its id in Kith.
    pub id: GroupId,
    /// What it calls itself.
    pub name: String,
    /// Who runs it.
    pub organisation: Option<String>,
    /// What happens there, plain text.
    pub description: String,
    /// What people do there; empty where unknown.
    pub activities: Vec<Activity>,
    /// What it is known to help with; empty where unknown.
    pub needs: Vec<Need>,
    /// Where it meets.
    pub place: Place,
    /// When it meets; empty where unknown.
    pub meetings: Vec<Meeting>,
    /// What it costs a person to come once.
    pub cost: Cost,
    /// Who may come, each limit with the sentence it was read from.
    pub eligibility: Vec<Limit>,
    /// What is known about getting in and taking part.
    pub access: Vec<AccessFact>,
    /// Languages spoken there, BCP 47; empty where unknown (English is then likely).
    pub languages: Vec<String>,
    /// Whether it can take people now.
    pub capacity: Capacity,
    /// New people it offers to take from referrals a month, where it has said so.
    pub places_per_month: Option<u32>,
    /// Whether it is running.
    pub status: Status,
    /// The last date its listing names, where all its dates were given one by one. A listing
    /// stops there, not always the group: when it is past, ask before sending anybody.
    #[serde(default)]
    pub last_known_on: Option<Date>,
    /// How to reach it.
    pub contact: Contact,
    /// Who last made sure that this is true.
    pub checked: Option<Checked>,
    /// What it says about its own life: room in words, money, seasons, whom it is for.
    #[serde(default)]
    pub life: Life,
    /// How fresh the entry is. Kept beside the entry, because it changes by time alone.
    #[serde(skip)]
    pub freshness: Freshness,
    /// Where the entry came from.
    pub source: Source,
}

/// Where a group meets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Place {
    /// In a place one can go to. Coordinates may be missing.
    Venue(Venue),
    /// Only online or by telephone.
    Online,
    /// Nobody has told us.
    Unknown,
}

/// A place one can go to.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Venue {
    /// The building.
    pub name: Option<String>,
    /// Street and town on one line.
    pub address: Option<String>,
    /// Town, for short lists.
    pub town: Option<String>,
    /// Postcode as written.
    pub postcode: Option<String>,
    /// Where it lies.
    pub point: Option<Point>,
    /// Whether one can also take part online.
    #[serde(default)]
    pub also_online: bool,
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the days say themselves")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    /// Monday first.
    pub const ALL: [Weekday; 7] = [
        Weekday::Monday,
        Weekday::Tuesday,
        Weekday::Wednesday,
        Weekday::Thursday,
        Weekday::Friday,
        Weekday::Saturday,
        Weekday::Sunday,
    ];

    /// The day's English name.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Weekday::Monday => "Monday",
            Weekday::Tuesday => "Tuesday",
            Weekday::Wednesday => "Wednesday",
            Weekday::Thursday => "Thursday",
            Weekday::Friday => "Friday",
            Weekday::Saturday => "Saturday",
            Weekday::Sunday => "Sunday",
        }
    }

    /// The day of the week of a date.
    #[must_use]
    pub fn of(date: Date) -> Weekday {
        Weekday::ALL[date.weekday().to_monday_zero_offset() as usize]
    }
}

/// One regular or dated meeting, in local (civil) time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "pattern")]
pub enum Meeting {
    /// Every week (or every `every_weeks` weeks) on one day.
    Weekly {
        /// The day.
        weekday: Weekday,
        /// When it begins.
        from: Time,
        /// When it ends, where known.
        to: Option<Time>,
        /// 1 weekly, 2 fortnightly.
        every_weeks: u8,
    },
    /// Again and again on one day of the week, by the calendar.
    Recurring {
        /// The day.
        weekday: Weekday,
        /// How often.
        #[serde(flatten)]
        every: Every,
        /// When it begins.
        from: Time,
        /// When it ends, where known.
        to: Option<Time>,
    },
    /// Once, on a date.
    On {
        /// The date.
        date: Date,
        /// When it begins.
        from: Time,
        /// When it ends, where known; never before `from`.
        to: Option<Time>,
    },
}

impl Meeting {
    /// The day of the week on which it falls.
    #[must_use]
    pub fn weekday(&self) -> Weekday {
        match self {
            Meeting::Weekly { weekday, .. } | Meeting::Recurring { weekday, .. } => *weekday,
            Meeting::On { date, .. } => Weekday::of(*date),
        }
    }

    /// When it begins.
    #[must_use]
    pub fn from(&self) -> Time {
        match self {
            Meeting::Weekly { from, .. }
            | Meeting::Recurring { from, .. }
            | Meeting::On { from, .. } => *from,
        }
    }
}

impl Meeting {
    /// The first time that it falls on or after a day, where that is certain.
    ///
    /// A meeting every second week has no known first week, so nothing is certain there.
    #[must_use]
    pub fn next_on(&self, day: Date) -> Option<Date> {
        match self {
            Meeting::On { date, .. } => (*date >= day).then_some(*date),
            Meeting::Weekly { weekday, every_weeks: 1, .. } => (0..7)
                .map(|ahead| day.saturating_add(jiff::Span::new().days(ahead)))
                .find(|date| Weekday::of(*date) == *weekday),
            Meeting::Weekly { .. } => None,
            Meeting::Recurring { weekday, every, .. } => every.next_on(*weekday, day),
        }
    }
}

/// What it costs to come once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Cost {
    /// Nothing.
    Free,
    /// Pence a session, with the words it was read from.
    Pence {
        /// The usual price of one session, in pence.
        pence: u32,
        /// The group's own words.
        words: String,
    },
    /// Some price that we could not read as a number.
    Words {
        /// The group's own words.
        words: String,
    },
    /// Nobody has told us.
    Unknown,
}

/// Who may come. Only a *certain* limit ever excludes a person; the others are checked first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limit {
    /// What is required.
    pub rule: Rule,
    /// The sentence it was read from, in the group's own words.
    pub sentence: String,
    /// How sure the reading is.
    pub confidence: Confidence,
}

/// What a group requires of those who come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "rule")]
pub enum Rule {
    /// An age range in whole years, inclusive; either end may be open.
    Age {
        /// Youngest.
        from: Option<u8>,
        /// Oldest.
        to: Option<u8>,
    },
    /// Only for this gender.
    Gender {
        /// Which.
        gender: Gender,
    },
    /// Only for people already members.
    MembersOnly,
    /// Only by referral from a professional.
    ReferralOnly,
    /// Only for people who live in these outcodes.
    Area {
        /// Outcodes in upper case.
        outcodes: Vec<String>,
    },
    /// Only for people in some situation that Kith does not decide by itself (carers, veterans…).
    Circumstance {
        /// The situation, in words.
        words: String,
    },
}

/// How sure a reading of a listing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Stated in a field made for it, or in words that have one reading.
    Certain,
    /// Probably so; ask first.
    Likely,
    /// A guess; ask first.
    Unsure,
}

/// Gender as far as gender-specific groups need it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gender {
    /// Women, including trans women.
    Woman,
    /// Men, including trans men.
    Man,
    /// Non-binary or another gender.
    Other,
}

/// Something that a person may need in order to take part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccessNeed {
    /// Wheelchair or no steps.
    StepFree,
    /// An accessible toilet.
    AccessibleToilet,
    /// A hearing loop.
    HearingLoop,
    /// A quiet or calm space, autism friendly.
    Quiet,
    /// Parking at the door.
    Parking,
    /// A bus stop within a short walk.
    BusStop,
    /// British Sign Language.
    SignLanguage,
    /// Seats, or seated activity.
    Seated,
    /// A carer or companion may come.
    CompanionWelcome,
    /// Dementia friendly.
    DementiaFriendly,
    /// Assistance dogs welcome.
    AssistanceDog,
}

impl AccessNeed {
    /// Every need, in the order in which people are shown them.
    pub const ALL: [AccessNeed; 11] = [
        AccessNeed::StepFree,
        AccessNeed::AccessibleToilet,
        AccessNeed::HearingLoop,
        AccessNeed::Quiet,
        AccessNeed::Parking,
        AccessNeed::BusStop,
        AccessNeed::SignLanguage,
        AccessNeed::Seated,
        AccessNeed::CompanionWelcome,
        AccessNeed::DementiaFriendly,
        AccessNeed::AssistanceDog,
    ];

    /// The words shown to people.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            AccessNeed::StepFree => "step-free way in",
            AccessNeed::AccessibleToilet => "accessible toilet",
            AccessNeed::HearingLoop => "hearing loop",
            AccessNeed::Quiet => "quiet space",
            AccessNeed::Parking => "parking",
            AccessNeed::BusStop => "bus stop nearby",
            AccessNeed::SignLanguage => "British Sign Language",
            AccessNeed::Seated => "seats, or can be done seated",
            AccessNeed::CompanionWelcome => "companion or carer welcome",
            AccessNeed::DementiaFriendly => "dementia friendly",
            AccessNeed::AssistanceDog => "assistance dogs welcome",
        }
    }
}

/// One thing known about access. What is not in the list is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessFact {
    /// What.
    pub need: AccessNeed,
    /// Whether it is there.
    pub there: bool,
}

/// Capacity in four words (HL7 SDOH Clinical Care value set), set by the group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Capacity {
    /// Room for new people.
    HasRoom,
    /// One can wait for a place.
    WaitingList,
    /// No room.
    Full,
    /// Ask the group first, or nobody has told us.
    AskFirst,
}

/// Whether a group is running.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "status")]
pub enum Status {
    /// Meeting as listed.
    Running,
    /// Not meeting for now.
    Paused,
    /// Its last meeting was on this day.
    Ended {
        /// The last day, where known.
        on: Option<Date>,
    },
}

/// How a group is reached.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Where referrals go.
    pub email: Option<String>,
    /// By telephone.
    pub phone: Option<String>,
    /// On the web.
    pub url: Option<String>,
}

/// Who made sure that an entry is true, when and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    /// When.
    pub at: Timestamp,
    /// By whom: a role or an organisation, not a name.
    pub by: String,
    /// How: rang, visited, owner confirmed, feed.
    pub how: String,
}

/// Where an entry came from, so that a second import finds the same group again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The listing: `demo`, `suffolk-lgc`, `oruk`…
    pub name: String,
    /// Its id there.
    pub id: String,
}

impl Group {
    /// A group of which nothing is known yet, for somebody to fill in.
    #[must_use]
    pub fn unknown() -> Group {
        Group {
            id: GroupId(uuid::Uuid::nil()),
            name: String::new(),
            organisation: None,
            description: String::new(),
            activities: Vec::new(),
            needs: Vec::new(),
            place: Place::Unknown,
            meetings: Vec::new(),
            cost: Cost::Unknown,
            eligibility: Vec::new(),
            access: Vec::new(),
            languages: Vec::new(),
            capacity: Capacity::AskFirst,
            places_per_month: None,
            status: Status::Running,
            last_known_on: None,
            contact: Contact::default(),
            checked: None,
            life: Life::default(),
            freshness: Freshness::Fresh,
            source: Source { name: String::new(), id: String::new() },
        }
    }

    /// The point to measure distance from, where there is one.
    #[must_use]
    pub fn point(&self) -> Option<Point> {
        match &self.place {
            Place::Venue(venue) => venue.point,
            Place::Online | Place::Unknown => None,
        }
    }

    /// What is known about one access need: yes, no, or nothing.
    #[must_use]
    pub fn access_to(&self, need: AccessNeed) -> Option<bool> {
        self.access.iter().find(|fact| fact.need == need).map(|fact| fact.there)
    }

    /// Whether one can take part without travelling.
    #[must_use]
    pub fn is_online(&self) -> bool {
        match &self.place {
            Place::Online => true,
            Place::Venue(venue) => venue.also_online,
            Place::Unknown => false,
        }
    }
}

/// A group for the tests of this crate.
#[cfg(test)]
pub(crate) fn sample() -> Group {
    Group {
        id: GroupId(uuid::Uuid::from_u128(0x7000_8000_0000_0000_0001)),
        name: "Harbour Voices".into(),
        source: Source { name: "demo".into(), id: "1".into() },
        ..Group::unknown()
    }
}
