//! Registers: who came, by the group's link or by its facilitator signed in.

pub(crate) mod by_link;
pub(crate) mod door;
pub(crate) mod mine;
pub(crate) mod register;
pub(crate) mod worry;

use crate::samples::Sample;

/// Every page of this area.
pub(crate) fn samples() -> Vec<Sample> {
    [register::samples(), mine::samples()].into_iter().flatten().collect()
}
