//! Where a group is offered: at its place, and online or by telephone.

use domain::group::{Group, Place};

/// One of the ways in which a group is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spot {
    /// At the place one can go to.
    Venue,
    /// Online or by telephone.
    Online,
}

impl Spot {
    pub(super) fn key(self) -> &'static str {
        match self {
            Spot::Venue => "venue",
            Spot::Online => "online",
        }
    }
}

/// Where a group is offered, as far as anybody told us.
#[must_use]
pub fn spots(group: &Group) -> &'static [Spot] {
    match &group.place {
        Place::Venue(venue) if venue.also_online => &[Spot::Venue, Spot::Online],
        Place::Venue(_) => &[Spot::Venue],
        Place::Online => &[Spot::Online],
        Place::Unknown => &[],
    }
}
