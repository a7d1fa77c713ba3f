//! Where a postcode or a town is, as exactly as is known here.

use std::collections::HashMap;

use domain::place::{Point, outcode};
use store::places::{became, outcodes, postcodes};

use super::spots::list_spots;
use crate::act::Act;
use crate::error::AppResult;

/// How exactly a place is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exactness {
    /// To a street: the whole postcode is known.
    Postcode,
    /// To a few kilometres: only its first half is, or was given.
    Outcode,
    /// To a town.
    Town,
}

/// A place that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// Where it lies.
    pub point: Point,
    /// How exactly.
    pub exactness: Exactness,
    /// The first half of its postcode, where one was given.
    pub outcode: Option<String>,
    /// Its town, where known.
    pub town: Option<String>,
    /// The LSOA of 2021 in which it lies, where known.
    pub lsoa21: Option<String>,
}

/// Where a postcode lies: the whole one where postcodes were loaded, else the middle of its first
/// half, else nowhere. The postcode never leaves this machine.
///
/// # Errors
/// Only where the database does not answer.
pub fn find_postcode(act: &mut Act<'_>, written: &str) -> AppResult<Option<Placed>> {
    let Some(outcode) = outcode(written) else { return Ok(None) };
    let whole: String = written.chars().filter(char::is_ascii_alphanumeric).collect();
    let whole = whole.to_uppercase();
    let (rough, town) = match find_outcode(act, &outcode)? {
        Some((point, town)) => (Some(point), town),
        None => (None, None),
    };
    if whole.len() > outcode.len()
        && let Some(found) = postcodes::find(act.conn, &whole)?
    {
        let lsoa21 = match (found.lsoa21, found.lsoa11) {
            (Some(code), _) => Some(code),
            (None, Some(older)) => only(became::list_of_lsoa11(act.conn, &older)?),
            (None, None) => None,
        };
        let (point, exactness) = (found.point, Exactness::Postcode);
        return Ok(Some(Placed { point, exactness, outcode: Some(outcode), town, lsoa21 }));
    }
    let exactness = Exactness::Outcode;
    let outcode = Some(outcode);
    Ok(rough.map(|point| Placed { point, exactness, outcode, town, lsoa21: None }))
}

fn only(mut found: Vec<String>) -> Option<String> {
    found.pop().filter(|_| found.is_empty())
}

/// The middle of an outcode and its town: as loaded, else as Kith brings it along.
fn find_outcode(act: &mut Act<'_>, outcode: &str) -> AppResult<Option<(Point, Option<String>)>> {
    if let Some(found) = outcodes::find(act.conn, outcode)? {
        return Ok(Some((found.point, found.town)));
    }
    let brought = interop::outcodes::point_of(outcode);
    Ok(brought.map(|(point, town)| (point, Some(town.to_owned()))))
}

/// The middles of outcodes, in one question to the database.
pub(crate) fn list_middles(act: &mut Act<'_>, codes: &[&str]) -> AppResult<HashMap<String, Point>> {
    let brought = |code: &&str| Some(((*code).to_owned(), interop::outcodes::point_of(code)?.0));
    let mut middles: HashMap<String, Point> = codes.iter().filter_map(brought).collect();
    let loaded = outcodes::list_by_codes(act.conn, codes)?;
    middles.extend(loaded.into_iter().map(|one| (one.outcode, one.point)));
    Ok(middles)
}

/// The middle of a town by its name: of the service's own groups there, else of its outcodes.
///
/// # Errors
/// Only where the database does not answer.
pub fn find_town(act: &mut Act<'_>, written: &str) -> AppResult<Option<Placed>> {
    let asked = domain::person::folded(written.trim());
    if asked.is_empty() {
        return Ok(None);
    }
    let spots = list_spots(act)?;
    let there = spots.values().filter(|spot| spot.town == asked);
    let own: Vec<Point> = there.map(|spot| spot.point).collect();
    let found = match own.is_empty() {
        false => own,
        true => interop::outcodes::list_of_town(|town| domain::person::folded(town) == asked),
    };
    let exactness = Exactness::Town;
    let town = Some(written.trim().to_owned());
    Ok(middle(&found).map(|point| Placed { point, exactness, outcode: None, town, lsoa21: None }))
}

fn middle(points: &[Point]) -> Option<Point> {
    let count = points.len() as f64;
    let mean = |of: fn(&Point) -> f64| points.iter().map(of).sum::<f64>() / count;
    Point::new(mean(|point| point.latitude), mean(|point| point.longitude)).filter(|_| count > 0.0)
}
