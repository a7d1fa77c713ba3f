//! Stable ids for what the feed names and the directory keeps no id for.
//!
//! A hash of what the thing is, in a UUID of version 8 (RFC 9562: for one's own scheme), so that
//! the same place or organisation has the same id tomorrow and on every node.

use domain::group::{Group, Venue};
use domain::ids::GroupId;
use domain::person::folded;
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

use super::spots::Spot;

/// The id of what is wholly described by these words.
pub(super) fn derived(kind: &str, parts: &[&str]) -> Uuid {
    let mut hash = Sha256::new_with_prefix("kith oruk 3\u{1f}");
    hash.update(kind);
    for part in parts {
        // The length keeps "ab" + "c" apart from "a" + "bc".
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.finalize()[..16]);
    Builder::from_custom_bytes(bytes).into_uuid()
}

/// The id of a part of one group.
pub(super) fn part_of(group: &Group, kind: &str, part: &str) -> Uuid {
    part_of_id(group.id, kind, part)
}

fn part_of_id(group: GroupId, kind: &str, part: &str) -> Uuid {
    derived(kind, &[&group.to_string(), part])
}

/// The id of the organisation that runs a group; a group that names none is its own.
#[must_use]
pub fn organisation_id(group: &Group) -> Uuid {
    match &group.organisation {
        Some(name) => derived("organization", &[&folded(name)]),
        None => part_of(group, "organization of itself", ""),
    }
}

/// The id of a group at one of its places; it stays when the place changes.
#[must_use]
pub fn spot_id(group: &Group, spot: Spot) -> Uuid {
    spot_id_of(group.id, spot)
}

/// The same for a group of which only the id is known.
#[must_use]
pub fn spot_id_of(group: GroupId, spot: Spot) -> Uuid {
    part_of_id(group, "service_at_location", spot.key())
}

/// The id of a place; groups that meet at the same one share it.
pub(super) fn location_id(venue: &Venue) -> Uuid {
    let text = |field: &Option<String>| folded(field.as_deref().unwrap_or_default());
    let at = venue.point.map(|at| format!("{:.5} {:.5}", at.latitude, at.longitude));
    let postcode = text(&venue.postcode).replace(' ', "");
    let words = [text(&venue.name), text(&venue.address), text(&venue.town), postcode, text(&at)];
    derived("location", &words.each_ref().map(String::as_str))
}
