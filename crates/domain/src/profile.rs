//! What matching needs to know about a person, and nothing that names them.
//!
//! This is also the format of the file that `kith suggest --person` reads; its JSON Schema is
//! `docs/person.schema.json` and a test holds the two together.

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
    /// Words for what they do not want: "church", "alcohol".
    pub avoid: Vec<String>,
    /// Groups they go to or have tried: not suggested again.
    pub tried: Vec<GroupId>,
    /// Whether a professional is referring them (some groups ask for that).
    pub referred: bool,
}

/// How somebody travels.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Travel {
    /// The ways open to them; empty where not asked.
    pub ways: Vec<Way>,
    /// As far as they will go, kilometres in a straight line. A hard limit when stated.
    pub km_at_most: Option<f64>,
    /// Whether taking part online is all right.
    pub online: Online,
}

/// A way of travelling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// On foot or by wheelchair.
    Walk,
    /// By bus or train.
    Bus,
    /// By car, own or given.
    Car,
    /// With somebody beside them.
    Accompanied,
}

/// Whether taking part online is all right.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Online {
    /// As well as going out.
    #[default]
    Welcome,
    /// Not wanted or not possible.
    No,
    /// The only way they can take part.
    Only,
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
