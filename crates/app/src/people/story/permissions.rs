//! What somebody agreed to, and what they took back.

use domain::permission::Scope;

use super::{Entry, Kind, Of};
use crate::act::Act;
use crate::error::AppResult;

/// Permissions given and taken back. That of being referred belongs to the referral itself.
#[expect(clippy::unnecessary_wraps, reason = "every kind of entry has the same shape")]
pub(super) fn entries(_: &mut Act<'_>, of: &Of<'_>) -> AppResult<Vec<Entry>> {
    let mut entries = Vec::new();
    for permission in of.permissions {
        let what = match &permission.scope {
            Scope::Referral => "being referred here",
            Scope::Share { .. } => "sharing some information",
            Scope::Evaluation => "learning from how things go, without names",
        };
        if permission.scope != Scope::Referral {
            let title = format!("Agreed to {what}");
            entries.push(of.entry(permission.given_at, Kind::Permission, title));
        }
        if let Some(at) = permission.withdrawn_at {
            entries.push(of.entry(at, Kind::Permission, format!("No longer agrees to {what}")));
        }
    }
    Ok(entries)
}
