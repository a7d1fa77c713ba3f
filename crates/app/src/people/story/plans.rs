//! Versions of the plan.

use super::{Entry, Kind, Of};
use crate::act::Act;
use crate::error::AppResult;

/// Every version of every plan.
pub(super) fn entries(act: &mut Act<'_>, of: &Of<'_>) -> AppResult<Vec<Entry>> {
    let service = act.service();
    let versions = store::plans::list(act.conn, service, of.known.person.id)?;
    let entry = |version: &store::plans::Version| {
        let title = match version.number {
            1 => "Made a plan together".to_owned(),
            number => format!("Changed the plan (version {number})"),
        };
        Entry {
            by: of.name(version.by),
            ..of.entry(version.written_at, Kind::Plan(version.id), title)
        }
    };
    Ok(versions.iter().map(entry).collect())
}
