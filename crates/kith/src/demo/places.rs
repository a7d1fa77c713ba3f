//! Saltreach: its neighbourhoods and the venues in them, from `demo/places.toml`.

use anyhow::{Context, Result};
use domain::group::AccessNeed;
use domain::place::Point;
use serde::Deserialize;

const PLACES: &str = include_str!("../../demo/places.toml");

/// The town and its villages.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Places {
    /// Where people live.
    #[serde(rename = "neighbourhood")]
    pub(crate) neighbourhoods: Vec<Neighbourhood>,
    /// Where groups meet.
    #[serde(rename = "venue")]
    pub(crate) venues: Vec<Venue>,
}

/// A part of the town, or a village.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Neighbourhood {
    pub(crate) id: String,
    pub(crate) town: String,
    pub(crate) outcode: String,
    pub(crate) point: Point,
}

/// A building or a meeting point, with what is known about getting in.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Venue {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) street: String,
    pub(crate) neighbourhood: String,
    pub(crate) postcode: String,
    pub(crate) point: Point,
    #[serde(default)]
    pub(crate) there: Vec<AccessNeed>,
    #[serde(default)]
    pub(crate) missing: Vec<AccessNeed>,
}

impl Places {
    /// Reads the town.
    pub(crate) fn read() -> Result<Places> {
        toml::from_str(PLACES).context("demo/places.toml")
    }

    /// The neighbourhood with this id.
    pub(crate) fn neighbourhood(&self, id: &str) -> Result<&Neighbourhood> {
        let found = self.neighbourhoods.iter().find(|one| one.id == id);
        found.with_context(|| format!("no neighbourhood {id:?} in demo/places.toml"))
    }

    /// The venue with this id.
    pub(crate) fn venue(&self, id: &str) -> Result<&Venue> {
        let found = self.venues.iter().find(|one| one.id == id);
        found.with_context(|| format!("no venue {id:?} in demo/places.toml"))
    }
}
