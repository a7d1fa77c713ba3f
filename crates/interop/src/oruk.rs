//! Groups said as Open Referral UK 3.0 (HSDS-UK 3.0, a profile of HSDS 3.0), for the public feed.
//!
//! Facts about groups only. What is unknown is left out, never null. Standard:
//! <https://docs.openreferraluk.org/>, <https://docs.openreferral.org/>.

mod asked;
mod ids;
mod openapi;
pub mod package;
mod parameters;
mod say;
mod spots;
mod terms;

pub use asked::{Asked, Filter, Format, Near, Page, Problem, only_for_outcodes};
pub use ids::{organisation_id, spot_id, spot_id_of};
pub use openapi::document;
pub use parameters::{PARAMETERS, Parameter, Resource};
pub use say::{Depth, Listed, ages, organisation, service, service_at_location};
pub use spots::{Spot, spots};
pub use terms::{TAXONOMIES, TERMS, Taxonomy, Term, taxonomy, term, terms_of};

/// The version that `/` names.
pub const VERSION: &str = "HSDS-UK-3.0";
/// Where the profile is published.
pub const PROFILE: &str = "https://docs.openreferraluk.org/en/latest/";

/// The same without nulls, empty texts and empty lists: what is unknown is left out.
fn pruned(value: serde_json::Value) -> serde_json::Value {
    use serde_json::Value;
    let is_nothing = |value: &Value| match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    };
    match value {
        Value::Object(members) => {
            let members = members.into_iter().map(|(name, value)| (name, pruned(value)));
            Value::Object(members.filter(|(_, value)| !is_nothing(value)).collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(pruned).collect()),
        other => other,
    }
}

#[cfg(test)]
#[path = "oruk/tests.rs"]
mod tests;
