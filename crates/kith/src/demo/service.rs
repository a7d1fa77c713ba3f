//! The demonstration service itself: settings, staff, practices and agencies, from
//! `demo/service.toml`.

use anyhow::{Context, Result};
use domain::access::Role;
use domain::group::freshness::Upkeep;
use domain::service::{Clocks, CrisisLine, Eligibility, Intake, Settings};
use domain::triage::Rules;
use domain::waiting::Weights;
use serde::Deserialize;

const SERVICE: &str = include_str!("../../demo/service.toml");

/// The service and everybody who works with it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Service {
    settings: SettingsWords,
    triage: Triage,
    /// People who sign in.
    pub(crate) staff: Vec<Staff>,
    /// Practices whose people may be referred.
    #[serde(rename = "practice")]
    pub(crate) practices: Vec<Practice>,
    /// Agencies that refer through their own link.
    #[serde(rename = "agency")]
    pub(crate) agencies: Vec<Agency>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SettingsWords {
    name: String,
    phone: Option<String>,
    email: String,
    time_zone: String,
    eligibility: Eligibility,
    intake: Intake,
    crisis_lines: Vec<CrisisLine>,
    waiting: Weights,
    clocks: Clocks,
    #[serde(default)]
    matching: domain::fit::Weights,
    #[serde(default)]
    upkeep: Upkeep,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Triage {
    rules: String,
}

/// Somebody who signs in.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Staff {
    /// A name for use between the files.
    pub(crate) handle: String,
    pub(crate) email: String,
    pub(crate) name: String,
    pub(crate) roles: Vec<Role>,
    /// Where a referrer works.
    pub(crate) organisation: Option<String>,
    /// Languages they work in, BCP 47.
    #[serde(default)]
    pub(crate) languages: Vec<String>,
    /// Complexity points that a link worker can carry.
    pub(crate) room: Option<u32>,
    /// Groups that a facilitator runs, by their ids in the files.
    #[serde(default)]
    pub(crate) facilitates: Vec<String>,
}

/// A general practice.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Practice {
    pub(crate) id: String,
    pub(crate) name: String,
}

/// An agency that refers without accounts.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Agency {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) kind: String,
}

impl Service {
    /// Reads the service.
    pub(crate) fn read() -> Result<Service> {
        toml::from_str(SERVICE).context("demo/service.toml")
    }

    /// The practice with this id.
    pub(crate) fn practice(&self, id: &str) -> Result<&Practice> {
        let found = self.practices.iter().find(|one| one.id == id);
        found.with_context(|| format!("no practice {id:?} in demo/service.toml"))
    }

    /// What the service has decided about itself.
    pub(crate) fn settings(&self) -> Result<Settings> {
        let words = &self.settings;
        Ok(Settings {
            name: words.name.clone(),
            phone: words.phone.clone(),
            email: words.email.clone(),
            time_zone: words.time_zone.clone(),
            eligibility: words.eligibility.clone(),
            intake: words.intake.clone(),
            crisis_lines: words.crisis_lines.clone(),
            triage: Rules::parse(&self.triage.rules)?,
            waiting: words.waiting.clone(),
            clocks: words.clocks,
            matching: words.matching.clone(),
            upkeep: words.upkeep.clone(),
        })
    }
}
