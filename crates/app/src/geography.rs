//! Reference geography of this installation: loading it, and finding places in it.
//!
//! Nothing here leaves the machine: a postcode is looked up in the database, then among the
//! outcodes that Kith brings along. Loads are kept in `place_source`; no person is touched, so
//! nothing goes into a service's audit trail.

mod find;
mod spots;

use domain::access::{Relation, Verb};
use interop::geography::{Kind, Row};
use store::places::{areas, became, boundaries, deprivation, outcodes, postcodes, rural, sources};
use uuid::Uuid;

use crate::act::Act;
use crate::error::AppResult;

pub(crate) use find::list_middles;
pub use find::{Exactness, Placed, find_postcode, find_town};
pub(crate) use spots::{Cache as SpotCache, Spot, Spots, list_spots};
pub use store::places::sources::{Source, Tally};

/// A file about to be loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Load {
    /// What it holds.
    pub kind: Kind,
    /// What it is called, with its date.
    pub name: String,
    /// The name of the file.
    pub file: String,
}

/// Begins a load: its number, and how many facts of its kind there are.
///
/// # Errors
/// `NotFound` for actors who do not administer the installation.
pub fn begin(act: &mut Act<'_>, load: &Load) -> AppResult<(Uuid, i64)> {
    act.require(Verb::Administer, Relation::Service)?;
    let source = Source {
        id: act.new_id(),
        kind: load.kind.key().to_owned(),
        name: load.name.clone(),
        file: load.file.clone(),
        began_at: act.now,
        ended_at: None,
        tally: Tally::default(),
    };
    sources::begin(act.conn, &source)?;
    Ok((source.id, count(act, load.kind)?))
}

/// Puts facts of a load in; how many are new or have changed.
///
/// # Errors
/// As [`begin`].
pub fn take(act: &mut Act<'_>, load: Uuid, rows: &[Row]) -> AppResult<u64> {
    act.require(Verb::Administer, Relation::Service)?;
    let facts = Facts::of(rows);
    let conn = &mut *act.conn;
    Ok(outcodes::put(conn, load, &facts.outcodes)?
        + postcodes::put(conn, load, &facts.postcodes)?
        + areas::put(conn, load, &facts.areas)?
        + became::put(conn, load, &facts.became)?
        + deprivation::put(conn, load, &facts.deprivation)?
        + rural::put(conn, load, &facts.rural)?
        + boundaries::put(conn, load, &facts.boundaries)?)
}

/// Ends a load: what it did, of what the file held and how many facts there were `before`.
///
/// # Errors
/// As [`begin`].
pub fn end(
    act: &mut Act<'_>,
    (load, kind): (Uuid, Kind),
    tally: Tally,
    (before, put): (i64, u64),
) -> AppResult<Tally> {
    act.require(Verb::Administer, Relation::Service)?;
    let added = count(act, kind)? - before;
    let changed = i64::try_from(put).unwrap_or(i64::MAX) - added;
    let tally = Tally { added, changed, ..tally };
    sources::end(act.conn, load, tally, act.now)?;
    Ok(tally)
}

/// The loads that were done, the newest first.
///
/// # Errors
/// Only where the database does not answer.
pub fn list_sources(act: &mut Act<'_>) -> AppResult<Vec<Source>> {
    Ok(sources::list(act.conn)?)
}

fn count(act: &mut Act<'_>, kind: Kind) -> AppResult<i64> {
    let conn = &mut *act.conn;
    Ok(match kind {
        Kind::Outcodes => outcodes::count(conn)?,
        Kind::Postcodes => postcodes::count(conn)?,
        Kind::Areas => areas::count(conn)?,
        Kind::Deprivation => deprivation::count(conn)?,
        Kind::RuralUrban => rural::count(conn)?,
        Kind::Lookup => areas::count(conn)? + became::count(conn)?,
        Kind::Boundaries => boundaries::count(conn)?,
    })
}

/// Facts sorted by the table that keeps them.
#[derive(Default)]
struct Facts {
    outcodes: Vec<outcodes::Outcode>,
    postcodes: Vec<postcodes::Postcode>,
    areas: Vec<areas::Area>,
    became: Vec<became::Became>,
    deprivation: Vec<deprivation::Deprivation>,
    rural: Vec<rural::Rural>,
    boundaries: Vec<boundaries::Boundary>,
}

impl Facts {
    fn of(rows: &[Row]) -> Facts {
        let mut facts = Facts::default();
        for row in rows {
            facts.add(row.clone());
        }
        facts
    }

    fn add(&mut self, row: Row) {
        match row {
            Row::Outcode(one) => {
                let (outcode, point, town) = (one.outcode, one.point, one.town);
                self.outcodes.push(outcodes::Outcode { outcode, point, town });
            }
            Row::Postcode(one) => self.postcodes.push(postcodes::Postcode {
                postcode: one.postcode,
                point: one.point,
                lsoa11: one.lsoa11,
                lsoa21: one.lsoa21,
                is_ended: one.is_ended,
            }),
            Row::Area(one) => self.areas.push(areas::Area {
                code: one.code,
                name: one.name,
                authority: one.authority,
                authority_name: one.authority_name,
                ward_name: one.ward_name,
                point: one.point,
            }),
            Row::Became(one) => self.became.push((one.lsoa11, one.lsoa21, one.change)),
            Row::Deprivation(one) => self.deprivation.push(deprivation::Deprivation {
                code: one.code,
                year: one.year,
                decile: one.decile,
                rank: one.rank,
            }),
            Row::Rural(one) => self.rural.push(rural::Rural {
                code: one.code,
                year: one.year,
                class: one.class,
                words: one.words,
                is_rural: one.is_rural,
            }),
            Row::Boundary(one) => self.boundaries.push(boundaries::Boundary {
                code: one.code,
                name: one.name,
                authority: one.authority,
                outline: one.outline,
            }),
        }
    }
}
