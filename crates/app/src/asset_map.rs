//! The map of groups: what meets where, over how deprived the neighbourhoods are and what nobody
//! offers there yet. Numbers for a picture; the picture itself is drawn by the page.
//!
//! Small numbers of unmet needs are hidden: an outcode and a kind of wish could tell who it was.

mod unmet;

use std::collections::{BTreeMap, BTreeSet};

use domain::access::{Relation, Verb};
use domain::kinds::Activity;
use domain::outline::{Outline, Reach};
use domain::place::Point;
use evidence::suppression::Shown;
use store::places::{boundaries, deprivation};

use crate::act::Act;
use crate::error::AppResult;
use crate::geography::{self, Spot, Spots, list_spots};

/// More areas than this are not drawn in one picture.
const MOST_AREAS: u32 = 1_500;
/// Of the groups, this share at each end may lie outside the picture that nobody asked for.
const TAIL: f64 = 0.04;
/// The margin around them, in degrees: about two kilometres.
const MARGIN: f64 = 0.02;

/// What somebody wants to see.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// Of this authority; else where the groups are.
    pub authority: Option<String>,
    /// Only groups and unmet needs of this kind.
    pub kind: Option<Activity>,
}

/// What the map shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Map {
    /// The neighbourhoods.
    pub areas: Vec<Area>,
    /// Of which year the deprivation is; `None` where none was loaded.
    pub year: Option<i64>,
    /// Where groups of the kind meet, and how many at each place.
    pub spots: Vec<(Point, u64)>,
    /// Groups of the kind that meet outside the picture.
    pub outside: u64,
    /// By fifth of deprivation, the most deprived first.
    pub fifths: Vec<Fifth>,
    /// By outcode.
    pub outcodes: Vec<Outcode>,
    /// The kinds that there are, with how many groups of each are placed.
    pub kinds: Vec<(Activity, u64)>,
    /// How many groups are placed, of all kinds.
    pub placed: u64,
    /// The authorities of which boundaries were loaded: code and name.
    pub authorities: Vec<(String, String)>,
    /// Where the boundaries and the deprivation come from.
    pub sources: Vec<String>,
    /// Whether this reader may see unmet needs.
    pub tells_unmet: bool,
    /// Whether there were more neighbourhoods than one picture holds.
    pub is_cut: bool,
}

/// A neighbourhood (an LSOA of 2021).
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    /// Its name.
    pub name: String,
    /// Its outline.
    pub outline: Outline,
    /// 1 is the most deprived tenth of England.
    pub decile: Option<i64>,
    /// How many groups of the kind meet there.
    pub groups: u64,
}

/// A fifth of the neighbourhoods of England by deprivation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fifth {
    /// 1 is the most deprived; 0 where nobody knows.
    pub fifth: i64,
    /// How many neighbourhoods of the picture are in it.
    pub areas: u64,
    /// How many groups of the kind meet in them.
    pub groups: u64,
}

/// The first half of a postcode.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcode {
    /// The outcode; `None` for needs where it was not asked.
    pub outcode: Option<String>,
    /// Its middle, where known.
    pub point: Option<Point>,
    /// How many groups of the kind meet there.
    pub groups: u64,
    /// How many unmet needs of the kind were recorded there, as far as may be shown.
    pub unmet: Shown,
}

/// The map, for those who see the directory. Unmet needs only for those who may see them.
///
/// # Errors
/// `NotFound` for actors who may not see the directory.
pub fn draw(act: &mut Act<'_>, asked: &Asked) -> AppResult<Map> {
    act.require(Verb::SeeDirectory, Relation::Service)?;
    let tells_unmet = act.actor.may(Verb::SeeUnmetNeeds, Relation::Service);
    let all = list_spots(act)?;
    let is_right = |spot: &&Spot| asked.kind.is_none_or(|kind| spot.activities.contains(&kind));
    let right: Vec<&Spot> = all.values().filter(is_right).collect();
    let found = list_boundaries(act, asked, &all)?;
    let is_cut = found.len() as u32 >= MOST_AREAS;
    let (areas, year) = areas(act, found, &right)?;
    let inside = |spot: &&&Spot| areas.iter().any(|area| holds(area, spot.point));
    let drawn: Vec<&Spot> = match areas.is_empty() {
        true => right.clone(),
        false => right.iter().filter(inside).copied().collect(),
    };
    let outcodes = outcodes(act, &right, asked.kind, tells_unmet)?;
    Ok(Map {
        outside: (right.len() - drawn.len()) as u64,
        spots: places(&drawn),
        fifths: fifths(&areas),
        outcodes,
        kinds: kinds(&all),
        placed: all.len() as u64,
        authorities: authorities(act)?,
        sources: sources(act)?,
        areas,
        year,
        tells_unmet,
        is_cut,
    })
}

fn list_boundaries(
    act: &mut Act<'_>,
    asked: &Asked,
    spots: &Spots,
) -> AppResult<Vec<boundaries::Boundary>> {
    if let Some(code) = &asked.authority {
        return Ok(boundaries::list_of_authority(act.conn, code, MOST_AREAS)?);
    }
    let Some(reach) = usual_reach(spots) else { return Ok(Vec::new()) };
    Ok(boundaries::list_within(act.conn, reach, MOST_AREAS)?)
}

/// Where nearly all groups meet: one far away does not make the picture small.
fn usual_reach(spots: &Spots) -> Option<Reach> {
    let mut north: Vec<f64> = spots.values().map(|spot| spot.point.latitude).collect();
    let mut east: Vec<f64> = spots.values().map(|spot| spot.point.longitude).collect();
    north.sort_by(f64::total_cmp);
    east.sort_by(f64::total_cmp);
    let tail = (north.len() as f64 * TAIL) as usize;
    let ends = |sorted: &[f64]| Some((*sorted.get(tail)?, *sorted.get(sorted.len() - 1 - tail)?));
    if north.is_empty() {
        return None;
    }
    let ((south, north), (west, east)) = (ends(&north)?, ends(&east)?);
    let (south, west) = (south - MARGIN, west - MARGIN);
    Some(Reach { south, west, north: north + MARGIN, east: east + MARGIN })
}

fn holds(area: &Area, point: Point) -> bool {
    area.outline.reach().is_some_and(|reach| reach.holds(point)) && area.outline.holds(point)
}

fn areas(
    act: &mut Act<'_>,
    found: Vec<boundaries::Boundary>,
    spots: &[&Spot],
) -> AppResult<(Vec<Area>, Option<i64>)> {
    let codes: Vec<&str> = found.iter().map(|one| one.code.as_str()).collect();
    let known = deprivation::list_by_codes(act.conn, &codes)?;
    let year = known.iter().map(|one| one.year).max();
    let deciles: BTreeMap<&str, i64> =
        known.iter().map(|one| (one.code.as_str(), one.decile)).collect();
    let area = |one: &boundaries::Boundary| {
        let reach = one.outline.reach();
        let near = spots.iter().filter(|spot| reach.is_some_and(|reach| reach.holds(spot.point)));
        let groups = near.filter(|spot| one.outline.holds(spot.point)).count() as u64;
        let decile = deciles.get(one.code.as_str()).copied();
        Area { name: one.name.clone(), outline: one.outline.clone(), decile, groups }
    };
    let mut areas: Vec<Area> = found.iter().map(area).collect();
    areas.sort_by(|one, other| one.name.cmp(&other.name));
    Ok((areas, year))
}

/// The fifth of a tenth.
#[must_use]
pub fn fifth_of(decile: Option<i64>) -> i64 {
    decile.map_or(0, |decile| (decile + 1) / 2)
}

fn fifths(areas: &[Area]) -> Vec<Fifth> {
    let of = |fifth| {
        let here = || areas.iter().filter(move |area| fifth_of(area.decile) == fifth);
        let groups = here().map(|area| area.groups).sum();
        Fifth { fifth, areas: here().count() as u64, groups }
    };
    let mut fifths: Vec<Fifth> = (1..=5).map(of).collect();
    fifths.extend(Some(of(0)).filter(|unknown| unknown.areas > 0));
    fifths
}

/// Groups that share a door are one place.
fn places(spots: &[&Spot]) -> Vec<(Point, u64)> {
    let rounded = |degrees: f64| (degrees * 10_000.0).round() as i64;
    let mut found: BTreeMap<(i64, i64), (Point, u64)> = BTreeMap::new();
    for spot in spots {
        let at = (rounded(spot.point.latitude), rounded(spot.point.longitude));
        found.entry(at).or_insert((spot.point, 0)).1 += 1;
    }
    found.into_values().collect()
}

fn kinds(spots: &Spots) -> Vec<(Activity, u64)> {
    let count = |kind: &Activity| {
        let there = spots.values().filter(|spot| spot.activities.contains(kind)).count();
        (*kind, there as u64)
    };
    Activity::ALL.iter().map(count).filter(|(_, count)| *count > 0).collect()
}

fn outcodes(
    act: &mut Act<'_>,
    spots: &[&Spot],
    kind: Option<Activity>,
    tells_unmet: bool,
) -> AppResult<Vec<Outcode>> {
    let unmet = match tells_unmet {
        true => unmet::by_outcode(act, kind)?,
        false => BTreeMap::new(),
    };
    let with_groups = spots.iter().filter_map(|spot| spot.outcode.clone()).map(Some);
    let all: BTreeSet<Option<String>> = with_groups.chain(unmet.keys().cloned()).collect();
    let codes: Vec<&str> = all.iter().flatten().map(String::as_str).collect();
    let middles = geography::list_middles(act, &codes)?;
    let mut rows = Vec::with_capacity(all.len());
    for outcode in &all {
        let point = outcode.as_ref().and_then(|outcode| middles.get(outcode).copied());
        let here = |spot: &&&Spot| spot.outcode.is_some() && spot.outcode == *outcode;
        let groups = spots.iter().filter(here).count() as u64;
        let unmet = unmet.get(outcode).copied().unwrap_or(Shown::Exactly(0));
        rows.push(Outcode { point, groups, unmet, outcode: outcode.clone() });
    }
    // Needs without a place come last.
    rows.sort_by(|one, other| {
        let key = |row: &Outcode| (row.outcode.is_none(), row.outcode.clone());
        key(one).cmp(&key(other))
    });
    Ok(rows)
}

fn authorities(act: &mut Act<'_>) -> AppResult<Vec<(String, String)>> {
    let found = boundaries::list_authorities(act.conn)?;
    let named = |one: boundaries::Authority| {
        // The names of small areas begin with that of their authority: "Babergh 010A".
        let of_area = one.area_name.rsplit_once(' ').map(|(name, _)| name.to_owned());
        (one.code, one.name.or(of_area).unwrap_or(one.area_name))
    };
    let mut all: Vec<(String, String)> = found.into_iter().map(named).collect();
    all.retain(|(code, _)| !code.is_empty());
    all.sort_by(|one, other| one.1.cmp(&other.1));
    Ok(all)
}

fn sources(act: &mut Act<'_>) -> AppResult<Vec<String>> {
    let mut names: Vec<String> = geography::list_sources(act)?
        .into_iter()
        .filter(|source| ["boundaries", "imd"].contains(&source.kind.as_str()))
        .map(|source| source.name)
        .collect();
    names.sort();
    names.dedup();
    names.truncate(12);
    Ok(names)
}
