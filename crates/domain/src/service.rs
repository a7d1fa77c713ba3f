//! One social prescribing service: whom it is for, its rules, its clocks and its words.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::fit;
use crate::group::freshness::Upkeep;
use crate::person::Details;
use crate::place::outcode;
use crate::refusal::FieldProblem;
use crate::triage::Rules;
use crate::waiting::Weights;

/// A service's own settings. Its managers may change them; nothing here is hard-coded elsewhere.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// Its name.
    pub name: String,
    /// How people reach it.
    pub phone: Option<String>,
    /// Where the service's own mail comes from and goes to.
    pub email: String,
    /// The time zone of its sessions.
    pub time_zone: String,
    /// Whom it is for.
    pub eligibility: Eligibility,
    /// Whether it takes referrals now.
    pub intake: Intake,
    /// Where to go instead, in a crisis.
    pub crisis_lines: Vec<CrisisLine>,
    /// Triage rules.
    pub triage: Rules,
    /// What orders the waiting list.
    pub waiting: Weights,
    /// Reminders.
    pub clocks: Clocks,
    /// How much each part of a suggestion's score counts.
    #[serde(default)]
    pub matching: fit::Weights,
    /// How often the entries of its directory are to be checked.
    #[serde(default)]
    pub upkeep: Upkeep,
}

/// Whom a service is for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Eligibility {
    /// Youngest age.
    pub age_from: Option<u8>,
    /// Outcodes served; empty means anywhere.
    pub outcodes: Vec<String>,
    /// The same in words, shown before the form.
    pub words: String,
}

/// Whether a service takes referrals.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "intake")]
pub enum Intake {
    /// Yes.
    #[default]
    Open,
    /// Not for now.
    Paused {
        /// Why, and what to do meanwhile.
        words: String,
    },
}

/// Somewhere that answers in a crisis.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CrisisLine {
    /// Who answers.
    pub name: String,
    /// How to reach them: a number as dialled, or words.
    pub reach: String,
    /// When, and for whom.
    pub words: String,
}

/// After how many days somebody is reminded. Nothing is ever dropped by a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Clocks {
    /// A new referral that nobody has screened.
    pub screen_days: u16,
    /// A person allocated and not yet spoken to.
    pub first_contact_days: u16,
    /// Nobody has been in touch.
    pub quiet_days: u16,
    /// A group that has not answered.
    pub group_answer_days: u16,
    /// How long a signed link works.
    pub link_days: u16,
    /// A safeguarding concern that nobody leads yet, in hours.
    pub safeguarding_hours: u16,
}

impl Default for Clocks {
    fn default() -> Self {
        Clocks {
            screen_days: 3,
            first_contact_days: 7,
            quiet_days: 21,
            group_answer_days: 5,
            link_days: 14,
            safeguarding_hours: 4,
        }
    }
}

/// The kind of trouble that another place answers better, asked before anything else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Elsewhere {
    /// In danger now, or thinking of ending their life.
    Crisis,
    /// Needs medical assessment or treatment.
    Clinical,
    /// Needs a social care assessment, or is being harmed.
    Statutory,
}

impl Elsewhere {
    /// Every kind, most urgent first.
    pub const ALL: [Elsewhere; 3] = [Elsewhere::Crisis, Elsewhere::Clinical, Elsewhere::Statutory];

    /// The stored name.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Elsewhere::Crisis => "crisis",
            Elsewhere::Clinical => "clinical",
            Elsewhere::Statutory => "statutory",
        }
    }

    /// The words shown to people.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Elsewhere::Crisis => "They are in danger now, or thinking of ending their life",
            Elsewhere::Clinical => "They need medical assessment or treatment first",
            Elsewhere::Statutory => "They are being harmed or neglected, or need a care assessment",
        }
    }

    /// The kind with this stored name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Elsewhere> {
        Elsewhere::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

impl Eligibility {
    /// What speaks against this person, each with the field that says so.
    ///
    /// What we do not know speaks against nobody.
    #[must_use]
    pub fn problems(&self, details: &Details, today: Date) -> Vec<FieldProblem> {
        let mut problems = Vec::new();
        if let (Some(from), Some(age)) = (self.age_from, details.age_on(today))
            && age < from
        {
            let sentence = format!("This service is for people aged {from} or over");
            problems.push(FieldProblem::new("date_of_birth", sentence));
        }
        let lives_in = details.home.postcode().and_then(outcode);
        if let Some(lives_in) = lives_in
            && !self.outcodes.is_empty()
            && !self.outcodes.contains(&lives_in)
        {
            let sentence = format!("This service does not cover {lives_in}. {}", self.words);
            problems.push(FieldProblem::new("postcode", sentence.trim()));
        }
        problems
    }
}
