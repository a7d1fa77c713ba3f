//! The directory's public face: something near me, and a page and poster for each group.
//!
//! Nobody signs in here. A whole postcode never goes into a web address: the form is sent in the
//! body and answered at once. Only the first half of one, or a town, makes a link to keep.

mod choices;
pub(crate) mod group;
pub(crate) mod near;
pub(crate) mod poster;

use app::App;
use app::sign_in::Limit;
use jiff::SignedDuration;

use crate::error::Error;
use crate::samples::Sample;

/// How often one network address may look: a library's computer serves many people.
const BY_ADDRESS: Limit = Limit { hits: 240, window: SignedDuration::from_mins(10) };

async fn limit(app: &App, from: &str) -> Result<(), Error> {
    Ok(app.throttle("public directory by address", from, BY_ADDRESS).await?)
}

/// Every page of this area.
pub(crate) fn samples() -> Vec<Sample> {
    [near::samples(), group::samples(), poster::samples()].into_iter().flatten().collect()
}
