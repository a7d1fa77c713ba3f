//! Words as the index sees them: lower case, without the commonest words, stemmed, numbered.
//!
//! Each spelling is stemmed once and remembered, so that building the index stays quick.

use std::collections::HashMap;

use rust_stemmers::{Algorithm, Stemmer};

/// The number of one stem in the vocabulary.
pub(crate) type Term = u32;

/// Words that say nothing about what a group is. "No" and "without" stay: they turn a meaning.
const COMMON: &[&str] = &[
    "a", "about", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be", "been", "but",
    "by", "can", "do", "for", "from", "get", "go", "had", "has", "have", "he", "her", "his", "how",
    "i", "if", "in", "into", "is", "it", "its", "just", "like", "lots", "love", "me", "more", "my",
    "of", "on", "or", "our", "people", "please", "really", "she", "so", "some", "such", "that",
    "the", "their", "them", "then", "there", "these", "they", "this", "to", "us", "used", "very",
    "was", "we", "were", "what", "when", "where", "which", "who", "will", "with", "would", "you",
    "your",
];

/// Every stem seen so far.
#[derive(Debug, Default, Clone)]
pub(crate) struct Vocabulary {
    stems: HashMap<String, Term>,
    spellings: HashMap<String, Term>,
}

impl Vocabulary {
    /// The terms of a text, numbering what is new.
    pub(crate) fn learn(&mut self, text: &str) -> Vec<Term> {
        let stemmer = Stemmer::create(Algorithm::English);
        spellings(text)
            .map(|spelling| match self.spellings.get(&spelling) {
                Some(term) => *term,
                None => {
                    let next = self.stems.len() as Term;
                    let stem = stemmer.stem(&spelling).into_owned();
                    let term = *self.stems.entry(stem).or_insert(next);
                    self.spellings.insert(spelling, term);
                    term
                }
            })
            .collect()
    }

    /// The terms of a text; `None` for a word that no group and no kind uses.
    pub(crate) fn read(&self, text: &str) -> Vec<Option<Term>> {
        let stemmer = Stemmer::create(Algorithm::English);
        spellings(text)
            .map(|spelling| self.stems.get(stemmer.stem(&spelling).as_ref()).copied())
            .collect()
    }

    /// The term of one word, where any text has used it.
    pub(crate) fn find(&self, word: &str) -> Option<Term> {
        self.read(word).first().copied().flatten()
    }
}

/// Whether `phrase` stands in `text` with its words side by side; where it begins.
pub(crate) fn position(text: &[Term], phrase: &[Term]) -> Option<usize> {
    if phrase.is_empty() {
        return None;
    }
    text.windows(phrase.len()).position(|window| window == phrase)
}

/// Lower-case words. An apostrophe joins ("men's" is "mens"), everything else parts.
fn spellings(text: &str) -> impl Iterator<Item = String> {
    let joined: String = text
        .chars()
        .filter(|c| !matches!(c, '\'' | '’' | '‘'))
        .flat_map(char::to_lowercase)
        .collect();
    joined
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && COMMON.binary_search(word).is_err())
        .map(str::to_owned)
        .collect::<Vec<_>>()
        .into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_common_words_are_sorted_so_that_they_can_be_searched() {
        assert!(COMMON.is_sorted());
    }

    #[test]
    fn spellings_of_one_word_meet() {
        let mut vocabulary = Vocabulary::default();
        let sing = vocabulary.learn("Singing");
        assert_eq!(vocabulary.learn("sings"), sing);
        assert_eq!(vocabulary.learn("SING"), sing);
        assert_eq!(vocabulary.learn("men's shed"), vocabulary.learn("Mens’ Sheds"));
        assert_eq!(vocabulary.read("I love to sing"), vec![Some(sing[0])]);
        assert_eq!(vocabulary.read("zither"), vec![None]);
    }

    #[test]
    fn a_phrase_is_found_only_with_its_words_side_by_side() {
        let mut vocabulary = Vocabulary::default();
        let text = vocabulary.learn("Tai chi in the park, and chi kung after tai");
        let phrase = vocabulary.learn("tai chi");
        assert_eq!(position(&text, &phrase), Some(0));
        assert_eq!(position(&text[1..], &phrase), None);
    }
}
