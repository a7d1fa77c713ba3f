//! OpenActive: pages of an RPDE feed of sessions, with tombstones for what was deleted.
//!
//! The later of two items with one id counts, as the standard says. Both dialects that publishers
//! use are read: texts and concepts, one offer and many. <https://openactive.io/realtime-paged-data-exchange/>

mod session;

use std::collections::HashMap;

use serde_json::Value;

use super::{Listing, Reason};
use crate::plain;

/// The name of a feed whose publisher is not known.
pub(super) const OPENACTIVE: &str = "openactive";

/// Whether some JSON is a page of such a feed.
pub(super) fn is_page(json: &Value) -> bool {
    let items = json.get("items").and_then(Value::as_array);
    items.is_some_and(|items| items.iter().all(|item| item.get("state").is_some()))
}

/// Reads pages in their order.
pub(super) fn read(pages: &[Value]) -> Listing {
    let mut listing = Listing::new(OPENACTIVE);
    let mut items: Vec<&Value> = Vec::new();
    for page in pages {
        listing.licence = listing.licence.or_else(|| text_of(page, "license"));
        items.extend(page.get("items").and_then(Value::as_array).into_iter().flatten());
    }
    let mut last: HashMap<String, usize> = HashMap::new();
    for (at, item) in items.iter().enumerate() {
        last.insert(key_of(item), at);
    }
    for (at, item) in items.iter().enumerate() {
        listing.rows += 1;
        let (number, id) = (at + 1, key_of(item));
        let later = last.get(&id).copied().unwrap_or(at);
        if later != at {
            listing.refuse(number, &id, Reason::Superseded { by: later + 1 });
        } else if id.is_empty() {
            let sentence = "It has no id, so a second import could not find it again.".to_owned();
            listing.refuse(number, &id, Reason::Unreadable { sentence });
        } else if text_of(item, "state").as_deref() == Some("deleted") {
            listing.gone.push(id);
        } else {
            take(&mut listing, number, id, item);
        }
    }
    listing
}

fn take(listing: &mut Listing, number: usize, id: String, item: &Value) {
    let nothing = Value::Null;
    let data = item.get("data").unwrap_or(&nothing);
    let name = plain::line(&text_of(data, "name").unwrap_or_default());
    let kind = text_of(data, "type").or_else(|| text_of(data, "@type")).unwrap_or_default();
    if matches!(kind.as_str(), "Slot" | "FacilityUse" | "IndividualFacilityUse") {
        let sentence = "It is a place to hire, not a group that somebody could come to.".to_owned();
        return listing.refuse(number, &id, Reason::Unreadable { sentence });
    }
    if name.is_empty() {
        return listing.refuse(number, &id, Reason::NoName);
    }
    if data
        .get("eventStatus")
        .and_then(Value::as_str)
        .is_some_and(|is| is.ends_with("EventCancelled"))
    {
        return listing.refuse(number, &id, Reason::NotRunning);
    }
    let entry = session::entry(listing, data, (name, id));
    listing.take(entry);
}

/// An id is only unique within its kind, so the kind is part of it: `session:N4CL`.
fn key_of(item: &Value) -> String {
    let id = match item.get("id") {
        Some(Value::Number(id)) => id.to_string(),
        _ => text_of(item, "id").unwrap_or_default(),
    };
    match text_of(item, "kind") {
        Some(kind) if !id.is_empty() => format!("{kind}:{id}"),
        _ => id,
    }
}

fn text_of(value: &Value, field: &str) -> Option<String> {
    let text = value.get(field)?.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
