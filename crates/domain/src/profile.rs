//! What matching needs to know about a person, and nothing that names them.
//!
//! This is also the format of the file that `kith suggest --person` reads; its JSON Schema is
//! `docs/person.schema.json` and a test holds the two together.

mod travel;

pub use travel::{Online, Travel, Way};

use serde::{Deserialize, Serialize};

use crate::group::{AccessNeed, Gender, Weekday};
use crate::ids::GroupId;
use crate::kinds::{Activity, Need};
use crate::place::Point;

/// A person as matching sees them. Everything may be left out; what is left out limits nothing.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Profile {
    /// Age in whole years.
    pub age: Option<u8>,
    /// Gender, as far as gender-specific groups need it.
    pub gender: Option<Gender>,
    /// What they love or would like to try, in their own words: "singing", "old radios".
    pub interests: Vec<String>,
    /// The same, by kind.
    pub activities: Vec<Activity>,
    /// What hurts.
    pub needs: Vec<Need>,
    /// What they hope for, in their own words: "to feel useful again".
    pub hopes: Vec<String>,
    /// What is thin in the circle of people around them.
    pub gaps: Vec<Gap>,
    /// Where travel starts.
    pub home: Option<Point>,
    /// The outcode they live in, for groups that serve an area.
    pub outcode: Option<String>,
    /// How they travel and how far.
    pub travel: Travel,
    /// Languages they are at ease in, BCP 47, best first.
    pub languages: Vec<String>,
    /// When they can come; empty means any time.
    pub times: Vec<FreeTime>,
    /// The most they can pay each time, in pence.
    pub cost_at_most_pence: Option<u32>,
    /// What they need in order to take part.
    pub access_needs: Vec<AccessNeed>,
    /// Whom they would like to be with.
    pub company: Vec<Company>,
    /// Their faith or culture, in their own words, where they would like to share it.
    pub faith_or_culture: Vec<String>,
    /// What they live with, in their own words: "widowed", "caring for my husband".
    pub situation: Vec<String>,
    /// Words for what they do not want: "church", "alcohol".
    pub avoid: Vec<String>,
    /// Groups they go to or have tried: not suggested again.
    pub tried: Vec<GroupId>,
    /// What they went to before, and how that was.
    pub experience: Vec<Experience>,
    /// Whether a professional is referring them (some groups ask for that).
    pub referred: bool,
}

/// A part of the week when somebody is free.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FreeTime {
    /// The day.
    pub weekday: Weekday,
    /// The part of it.
    pub part: DayPart,
}

/// A part of the day, by when a meeting begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayPart {
    /// Before noon.
    Morning,
    /// From noon to before five.
    Afternoon,
    /// From five.
    Evening,
}

/// Whom somebody would like to be with. Wishes, not limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Company {
    /// Women only.
    WomenOnly,
    /// Men only.
    MenOnly,
    /// People of about their age.
    OwnAge,
    /// People who speak their language.
    OwnLanguage,
    /// People in the same situation.
    SameSituation,
    /// A small group.
    Small,
    /// People of their faith or culture.
    OwnCulture,
}

impl Company {
    /// Every wish, in the order in which people are shown them.
    pub const ALL: [Company; 7] = [
        Company::WomenOnly,
        Company::MenOnly,
        Company::OwnAge,
        Company::OwnLanguage,
        Company::SameSituation,
        Company::Small,
        Company::OwnCulture,
    ];
}

/// What somebody went to before, and how that was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Experience {
    /// The group, where it is in the directory.
    #[serde(default)]
    pub group: Option<GroupId>,
    /// What it was, in their words: "a big choir".
    #[serde(default)]
    pub words: Option<String>,
    /// How it went.
    pub went: Went,
}

/// How something went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Went {
    /// It did them good.
    Well,
    /// Neither one nor the other.
    Mixed,
    /// It was not for them.
    Badly,
}

impl Went {
    /// Every answer, the best first.
    pub const ALL: [Went; 3] = [Went::Well, Went::Mixed, Went::Badly];
}

/// What is thin in the circle of people around somebody, as a social map shows it.
///
/// The four kinds of support of House, "Work Stress and Social Support" (1981), for which a group
/// can do something, and the two that people ask link workers for: to belong and to be needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gap {
    /// Nobody to talk to about what matters.
    Confidant,
    /// Nobody to spend an ordinary day with.
    Companion,
    /// Nobody who lends a hand.
    Hand,
    /// Nobody who knows what to do.
    Guidance,
    /// Nothing that they are part of.
    Belonging,
    /// Nobody who needs them.
    BeingNeeded,
}

impl Gap {
    /// Every gap, in the order in which people are shown them.
    pub const ALL: [Gap; 6] = [
        Gap::Confidant,
        Gap::Companion,
        Gap::Hand,
        Gap::Guidance,
        Gap::Belonging,
        Gap::BeingNeeded,
    ];

    /// The words shown to people.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Gap::Confidant => "Somebody to talk to about what matters",
            Gap::Companion => "Somebody to spend an ordinary day with",
            Gap::Hand => "Somebody who lends a hand",
            Gap::Guidance => "Somebody who knows what to do",
            Gap::Belonging => "Something to be part of",
            Gap::BeingNeeded => "Somebody who needs me",
        }
    }
}

impl DayPart {
    /// The part of the day in which a meeting begins.
    #[must_use]
    pub fn of(begins: jiff::civil::Time) -> DayPart {
        match begins.hour() {
            ..12 => DayPart::Morning,
            12..17 => DayPart::Afternoon,
            _ => DayPart::Evening,
        }
    }

    /// The words shown to people.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            DayPart::Morning => "morning",
            DayPart::Afternoon => "afternoon",
            DayPart::Evening => "evening",
        }
    }
}
