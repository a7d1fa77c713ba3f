//! Words as the index sees them: lower case, without the commonest words, stemmed, numbered.
//!
//! Each spelling is stemmed once and remembered, so that building the index stays quick.

use std::collections::HashMap;
use std::sync::Arc;

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

/// Every stem seen so far: in layers, so that a copy for an edit is quick.
#[derive(Debug, Default, Clone)]
pub(crate) struct Vocabulary {
    sealed: Vec<Arc<Words>>,
    new: Words,
    stem_count: Term,
}

/// The numbers of stems, and of spellings that were met.
#[derive(Debug, Default, Clone)]
struct Words {
    stems: HashMap<Box<str>, Term>,
    spellings: HashMap<Box<str>, Term>,
}

/// So many new spellings are sealed together.
const LAYER: usize = 2048;

impl Vocabulary {
    /// The terms of a text, numbering what is new.
    pub(crate) fn learn(&mut self, text: &str) -> Vec<Term> {
        let stemmer = Stemmer::create(Algorithm::English);
        let mut terms = Vec::new();
        each_spelling(text, |spelling| {
            let term = self.look(|words| &words.spellings, spelling);
            terms.push(term.unwrap_or_else(|| self.add(spelling, &stemmer.stem(spelling))));
        });
        terms
    }

    fn add(&mut self, spelling: &str, stem: &str) -> Term {
        let term = self.look(|words| &words.stems, stem).unwrap_or_else(|| {
            let next = self.stem_count;
            self.new.stems.insert(stem.into(), next);
            self.stem_count += 1;
            next
        });
        self.new.spellings.insert(spelling.into(), term);
        term
    }

    fn look(&self, list: fn(&Words) -> &HashMap<Box<str>, Term>, word: &str) -> Option<Term> {
        let layers = self.sealed.iter().map(Arc::as_ref).chain([&self.new]);
        layers.filter_map(|layer| list(layer).get(word)).copied().next()
    }

    /// Seals what is new, once it is much.
    pub(crate) fn settle(&mut self) {
        if self.new.spellings.len() < LAYER {
            return;
        }
        let mut layer = std::mem::take(&mut self.new);
        // Layers of about the same size are joined, so that there are few.
        while let Some(last) = self.sealed.pop_if(|last| last.len() < 4 * layer.len()) {
            layer.stems.extend(last.stems.iter().map(|(word, term)| (word.clone(), *term)));
            layer.spellings.extend(last.spellings.iter().map(|(word, term)| (word.clone(), *term)));
        }
        layer.stems.shrink_to_fit();
        layer.spellings.shrink_to_fit();
        self.sealed.push(Arc::new(layer));
    }

    /// One term for several that stand side by side; it can be no spelling's stem.
    pub(crate) fn learn_phrase(&mut self, terms: &[Term]) -> Term {
        let numbers: Vec<String> = terms.iter().map(Term::to_string).collect();
        let name = format!(" {}", numbers.join(" "));
        self.look(|words| &words.stems, &name).unwrap_or_else(|| {
            let next = self.stem_count;
            self.new.stems.insert(name.into(), next);
            self.stem_count += 1;
            next
        })
    }

    /// The terms of a text; `None` for a word that no group and no kind uses.
    pub(crate) fn read(&self, text: &str) -> Vec<Option<Term>> {
        let stemmer = Stemmer::create(Algorithm::English);
        let mut terms = Vec::new();
        each_spelling(text, |spelling| {
            terms.push(self.look(|words| &words.stems, &stemmer.stem(spelling)));
        });
        terms
    }

    /// The term of one word, where any text has used it.
    pub(crate) fn find(&self, word: &str) -> Option<Term> {
        self.read(word).first().copied().flatten()
    }

    /// About how many bytes it takes.
    pub(crate) fn size_bytes(&self) -> usize {
        let layers = self.sealed.iter().map(Arc::as_ref).chain([&self.new]);
        layers.map(Words::size_bytes).sum()
    }
}

impl Words {
    fn len(&self) -> usize {
        self.spellings.len()
    }

    fn size_bytes(&self) -> usize {
        // A place in the table with its control byte, and the letters with what malloc adds.
        let entry = size_of::<(Box<str>, Term)>() + 1;
        let letters = |map: &HashMap<Box<str>, Term>| {
            map.keys().map(|word| word.len().next_multiple_of(16) + 16).sum::<usize>()
        };
        let tables = [&self.stems, &self.spellings];
        tables.into_iter().map(|map| map.capacity() * entry * 8 / 7 + letters(map)).sum()
    }
}

/// Whether `phrase` stands in `text` with its words side by side; where it begins.
pub(crate) fn position(text: &[Term], phrase: &[Term]) -> Option<usize> {
    if phrase.is_empty() {
        return None;
    }
    // One term is quickly compared; nearly no place has even the first.
    text.windows(phrase.len()).position(|window| window[0] == phrase[0] && window == phrase)
}

/// Lower-case words. An apostrophe joins ("men's" is "mens"), everything else parts.
fn each_spelling(text: &str, mut look: impl FnMut(&str)) {
    let mut joined = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\'' | '’' | '‘' => {}
            c if c.is_ascii() => joined.push(c.to_ascii_lowercase()),
            c => joined.extend(c.to_lowercase()),
        }
    }
    joined
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !is_common(word))
        .for_each(&mut look);
}

/// Whether it is one of the common words, of which few share a first letter.
fn is_common(word: &str) -> bool {
    let first = |word: &str| word.as_bytes().first().copied();
    let from = COMMON.partition_point(|one| first(one) < first(word));
    let mut alike = COMMON[from..].iter().take_while(|one| first(one) == first(word));
    alike.any(|one| *one == word)
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
