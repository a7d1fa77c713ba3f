//! Words for the feed's search: folded, stemmed, and kept as small numbers.

use domain::person::folded;
use rust_stemmers::{Algorithm, Stemmer};

/// The words of a text, each once, in order.
///
/// Two words in four thousand million share a number: a search may then find a group too many,
/// never one too few.
pub(super) fn words_of(text: &str) -> Vec<u32> {
    let stemmer = Stemmer::create(Algorithm::English);
    // Marks that follow their letter belong to the word.
    let is_mark = |c: char| ('\u{300}'..='\u{36f}').contains(&c);
    let words = text.split(|c: char| !c.is_alphanumeric() && !is_mark(c)).map(folded);
    let words = words.filter(|word| !word.is_empty());
    let mut words: Vec<u32> = words.map(|word| number(&stemmer.stem(&word))).collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// FNV-1a in 64 bits, folded to 32: the same on every machine.
fn number(word: &str) -> u32 {
    let hash = word.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (hash ^ (hash >> 32)) as u32
}
