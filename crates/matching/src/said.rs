//! Reasons, checks and exclusions as JSON: their data, and the sentence beside it.

use serde::{Serialize, Serializer};

use crate::checks::Ask;

/// Something that can be said in words.
pub(crate) trait Say {
    /// The sentence.
    fn say(&self) -> String;

    /// Whom to ask, where there is something to ask.
    fn whom(&self) -> Option<Ask> {
        None
    }
}

#[derive(Serialize)]
struct Said<'a, T> {
    sentence: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    ask: Option<Ask>,
    #[serde(flatten)]
    what: &'a T,
}

/// Writes each item with its sentence.
pub(crate) fn all<T: Say + Serialize, S: Serializer>(
    items: &[T],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(items.iter().map(|what| Said {
        sentence: what.say(),
        ask: what.whom(),
        what,
    }))
}
