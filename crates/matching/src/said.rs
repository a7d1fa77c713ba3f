//! Reasons, checks and exclusions as JSON: their data, and the sentence beside it.

use serde::{Serialize, Serializer};

/// Something that can be said in words.
pub(crate) trait Say {
    /// The sentence.
    fn say(&self) -> String;
}

#[derive(Serialize)]
struct Said<'a, T> {
    sentence: String,
    #[serde(flatten)]
    what: &'a T,
}

/// Writes each item with its sentence.
pub(crate) fn all<T: Say + Serialize, S: Serializer>(
    items: &[T],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(items.iter().map(|what| Said { sentence: what.say(), what }))
}
