//! Words that mean nearly the same: "knitting", "crochet" and "Knit and Natter" meet, and pottery,
//! though of the same kind, stays further off.
//!
//! The list is `synonyms.txt`, our own. It is used twice: phrases of the list that stand in a
//! group's text become terms of their own, and a person's words are widened by what answers them.

use std::collections::HashMap;

use crate::text::{Term, Vocabulary};

/// How far a word answers another that means nearly the same.
const NEAR: f32 = 0.75;
/// How far a way of doing something answers the wish to do it.
const NARROWER: f32 = 0.85;
/// How far the whole answers the wish for one way of it.
const BROADER: f32 = 0.4;

/// The list, as terms.
#[derive(Debug, Clone, Default)]
pub(crate) struct Synonyms {
    /// Phrases of several words, by their first, the longest first.
    phrases: HashMap<Term, Vec<(Vec<Term>, Term)>>,
    /// What else answers a term, and how far.
    answers: HashMap<Term, Vec<(Term, f32)>>,
}

/// Something a person says, as one thing: a word, or a phrase of the list.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Wanted {
    /// The terms that answer it and how far each does, the thing itself first.
    pub(crate) terms: Vec<(Term, f32)>,
}

impl Synonyms {
    /// Reads the list into a vocabulary.
    pub(crate) fn learn(vocabulary: &mut Vocabulary) -> Synonyms {
        let mut all = Synonyms::default();
        for line in include_str!("synonyms.txt").lines() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let mut list = |words: &str| -> Vec<Term> {
                words.split(',').filter_map(|words| all.name(words, vocabulary)).collect()
            };
            match line.split_once('>') {
                Some((broad, narrow)) => {
                    let (broad, narrow) = (list(broad), list(narrow));
                    for one in narrow {
                        for whole in &broad {
                            all.add(*whole, one, NARROWER);
                            all.add(one, *whole, BROADER);
                        }
                    }
                }
                None => {
                    let circle = list(line);
                    for one in &circle {
                        for other in &circle {
                            all.add(*one, *other, NEAR);
                        }
                    }
                }
            }
        }
        for phrases in all.phrases.values_mut() {
            phrases.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        }
        all
    }

    /// The term of a word or phrase of the list.
    fn name(&mut self, words: &str, vocabulary: &mut Vocabulary) -> Option<Term> {
        let terms = vocabulary.learn(words);
        if let [one] = terms.as_slice() {
            return Some(*one);
        }
        let first = *terms.first()?;
        let known = self.phrases.entry(first).or_default();
        if let Some((_, term)) = known.iter().find(|(phrase, _)| *phrase == terms) {
            return Some(*term);
        }
        let term = vocabulary.learn_phrase(&terms);
        known.push((terms, term));
        Some(term)
    }

    fn add(&mut self, said: Term, found: Term, how_far: f32) {
        if said == found {
            return;
        }
        let answers = self.answers.entry(said).or_default();
        match answers.iter_mut().find(|(term, _)| *term == found) {
            Some((_, before)) => *before = before.max(how_far),
            None => answers.push((found, how_far)),
        }
    }

    /// The phrases of the list that stand in a text, in its order.
    pub(crate) fn list_phrases(&self, text: &[Term]) -> Vec<Term> {
        let mut found = Vec::new();
        for (at, term) in text.iter().enumerate() {
            let known = self.phrases.get(term).into_iter().flatten();
            found.extend(
                known.filter(|(words, _)| text[at..].starts_with(words)).map(|(_, term)| *term),
            );
        }
        found
    }

    /// A person's words as things to be answered. `None` stays for a word that nobody knows.
    pub(crate) fn widen(&self, words: &[Option<Term>]) -> Vec<Option<Wanted>> {
        let known: Vec<Term> = words.iter().map(|term| term.unwrap_or(Term::MAX)).collect();
        let mut wanted = Vec::new();
        let mut at = 0;
        while at < known.len() {
            let phrases = self.phrases.get(&known[at]).into_iter().flatten();
            let phrase = phrases.into_iter().find(|(phrase, _)| known[at..].starts_with(phrase));
            let (term, len) = phrase.map_or((words[at], 1), |(all, term)| (Some(*term), all.len()));
            at += len;
            wanted.push(term.map(|term| self.wanted(term)));
        }
        wanted
    }

    fn wanted(&self, term: Term) -> Wanted {
        let others = self.answers.get(&term).into_iter().flatten().copied();
        Wanted { terms: std::iter::once((term, 1.0)).chain(others).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn learned() -> (Vocabulary, Synonyms) {
        let mut vocabulary = Vocabulary::default();
        let synonyms = Synonyms::learn(&mut vocabulary);
        (vocabulary, synonyms)
    }

    /// How far a text answers a wish of one thing.
    fn answers(said: &str, text: &str) -> f32 {
        let (mut vocabulary, synonyms) = learned();
        let mut terms = vocabulary.learn(text);
        terms.extend(synonyms.list_phrases(&terms));
        let wanted = synonyms.widen(&vocabulary.read(said));
        let one = wanted.into_iter().flatten().next().unwrap();
        let found = one.terms.iter().filter(|(term, _)| terms.contains(term));
        found.map(|(_, far)| *far).fold(0.0, f32::max)
    }

    #[test]
    fn ways_to_work_with_wool_meet_and_pottery_stays_further_off() {
        for (said, text) in [
            ("knitting", "Crochet for beginners"),
            ("crochet", "Knit and Natter"),
            ("knit and natter", "Wool and company"),
        ] {
            assert_eq!(answers(said, text), NEAR, "{said}: {text}");
        }
        assert_eq!(answers("knitting", "Pottery"), 0.0);
        assert_eq!(answers("crafts", "Pottery"), NARROWER);
        assert_eq!(answers("pottery", "Arts and crafts"), BROADER);
        assert_eq!(answers("knitting", "Knitting"), 1.0);
    }

    #[test]
    fn phrases_are_one_thing_wherever_they_stand() {
        assert_eq!(answers("qi gong", "Tai Chi in the park"), NEAR);
        assert_eq!(answers("qi gong", "Chi after tai"), 0.0);
        assert_eq!(answers("men's shed", "A community Shed"), NEAR);
    }

    #[test]
    fn every_line_of_the_list_names_at_least_two_things() {
        let (vocabulary, _) = learned();
        for line in include_str!("synonyms.txt").lines().filter(|line| !line.starts_with('#')) {
            if line.trim().is_empty() {
                continue;
            }
            let words: Vec<&str> = line.split([',', '>']).map(str::trim).collect();
            assert!(words.len() >= 2, "{line}");
            for word in words {
                assert!(!vocabulary.read(word).is_empty(), "{word} is made of common words only");
                assert_eq!(word, word.to_lowercase(), "{line}");
            }
        }
    }
}
