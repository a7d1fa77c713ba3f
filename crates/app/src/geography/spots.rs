//! Where a service's groups meet: the little of each that maps and towns need, kept in memory and
//! brought up to date from the store before each use, as the index of the directory is.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use domain::group::{Group, Place, Status};
use domain::ids::{GroupId, ServiceId};
use domain::kinds::Activity;
use domain::person::folded;
use domain::place::{Point, outcode};

use crate::act::Act;
use crate::error::AppResult;

/// Where one group meets, and what it is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Spot {
    /// Where it lies.
    pub(crate) point: Point,
    /// The town, in small letters.
    pub(crate) town: String,
    /// The first half of its postcode.
    pub(crate) outcode: Option<String>,
    /// What people do there.
    pub(crate) activities: Vec<Activity>,
}

impl Spot {
    fn of(group: &Group) -> Option<Spot> {
        let Place::Venue(venue) = &group.place else { return None };
        if matches!(group.status, Status::Ended { .. }) {
            return None;
        }
        let postcode = venue.postcode.as_deref().and_then(outcode);
        let town = venue.town.as_deref().map(folded).unwrap_or_default();
        let activities = group.activities.clone();
        Some(Spot { point: venue.point?, town, outcode: postcode, activities })
    }
}

/// By group, so that two lists of the same groups are the same.
pub(crate) type Spots = BTreeMap<GroupId, Spot>;

/// The spots of each service, up to a number of changes.
#[derive(Default)]
pub(crate) struct Cache(Mutex<HashMap<ServiceId, (i64, Arc<Spots>)>>);

/// Where this service's groups meet, as they are in this transaction.
pub(crate) fn list_spots(act: &mut Act<'_>) -> AppResult<Arc<Spots>> {
    let service = act.service();
    let last = store::groups::last_seq(act.conn, service)?;
    let known = {
        let cache = act.kit.spots.0.lock().unwrap_or_else(PoisonError::into_inner);
        cache.get(&service).cloned()
    };
    let (seq, mut spots) = known.unwrap_or_default();
    if seq == last {
        return Ok(spots);
    }
    let changed = Arc::make_mut(&mut spots);
    for (group, is_withdrawn) in store::groups::list_changed(act.conn, service, seq)? {
        match Spot::of(&group).filter(|_| !is_withdrawn) {
            Some(spot) => changed.insert(group.id, spot),
            None => changed.remove(&group.id),
        };
    }
    let mut cache = act.kit.spots.0.lock().unwrap_or_else(PoisonError::into_inner);
    let is_older = cache.get(&service).is_none_or(|(there, _)| *there < last);
    if is_older {
        cache.insert(service, (last, Arc::clone(&spots)));
    }
    Ok(spots)
}
