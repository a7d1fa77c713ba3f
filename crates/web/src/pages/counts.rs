//! Pages of counts: the funnel, outcomes, and what every number means.

pub(crate) mod bars;
pub(crate) mod definitions;
pub(crate) mod filter;
pub(crate) mod funnel;
pub(crate) mod outcomes;

use crate::samples::Sample;

/// Every page of this area.
pub(crate) fn samples() -> Vec<Sample> {
    [funnel::samples(), outcomes::samples(), definitions::samples()].into_iter().flatten().collect()
}
