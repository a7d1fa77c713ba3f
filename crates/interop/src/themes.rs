//! What people do in a group and what it helps with, guessed from its title, tags and text.
//!
//! Words come from `domain::kinds`; this file adds how far each word can be trusted. A title
//! weighs most. A weak word ("class", "church") counts little alone, and a false friend ("book
//! your place", "a ten minute walk") counts for nothing.

mod words;

use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::sync::LazyLock;

use domain::kinds::{Activity, Need};

/// What there is to guess from.
#[derive(Debug, Clone, Copy, Default)]
pub struct Told<'a> {
    /// What the group calls itself.
    pub title: &'a str,
    /// Categories and audience tags of the listing, as published.
    pub tags: &'a [&'a str],
    /// Who it is for, in a field made for it.
    pub audience: &'a str,
    /// The plain description.
    pub text: &'a str,
}

/// A kind is kept from this weight on: one title word, one tag, or two good words in the text.
const ENOUGH: f32 = 2.0;
/// A kind far behind the leading one is an aside, not what the group does.
const SHARE_OF_LEADER: f32 = 0.34;
/// At most so many kinds: a group that does everything says nothing.
const MOST: usize = 4;
/// The opening of a description says what the group is; words in it count as said twice.
const OPENING_WORDS: usize = 40;

/// How far one word speaks for a kind.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Word<K> {
    kind: K,
    weak: bool,
}

/// A phrase as words, and what it speaks for.
type Phrase<K> = (Vec<String>, Word<K>);

/// Phrases by their first word, longest first.
struct Lexicon<K> {
    phrases: HashMap<String, Vec<Phrase<K>>>,
}

impl<K: Copy + Eq + Hash> Lexicon<K> {
    fn new(strong: impl Iterator<Item = (K, &'static str)>, weak: &str) -> Lexicon<K> {
        let weak: HashSet<&str> = weak.split(", ").collect();
        let mut phrases: HashMap<String, Vec<Phrase<K>>> = HashMap::new();
        for (kind, phrase) in strong {
            let word = Word { kind, weak: weak.contains(phrase) };
            let tokens = tokens(phrase);
            if let Some(first) = tokens.first() {
                phrases.entry(first.clone()).or_default().push((tokens, word));
            }
        }
        for entries in phrases.values_mut() {
            entries.sort_by_key(|(tokens, _)| std::cmp::Reverse(tokens.len()));
        }
        Lexicon { phrases }
    }

    /// Every phrase found: its kind, whether it is weak, where it begins, and the phrase.
    fn find<'a>(&'a self, tokens: &[String]) -> Vec<(Word<K>, usize, &'a [String])> {
        let hidden = false_friends(tokens);
        let mut found = Vec::new();
        for at in 0..tokens.len() {
            if hidden.contains(&at) {
                continue;
            }
            for key in forms(&tokens[at]) {
                for (phrase, word) in self.phrases.get(key).into_iter().flatten() {
                    if starts_with(&tokens[at..], phrase) {
                        found.push((*word, at, phrase.as_slice()));
                    }
                }
            }
        }
        found
    }
}

static ACTIVITIES: LazyLock<Lexicon<Activity>> = LazyLock::new(|| {
    let listed = Activity::ALL.iter().flat_map(|k| k.also_called().iter().map(|w| (*k, *w)));
    Lexicon::new(listed.chain(words::MORE_ACTIVITIES.iter().copied()), words::WEAK_ACTIVITIES)
});
static NEEDS: LazyLock<Lexicon<Need>> = LazyLock::new(|| {
    let listed = Need::ALL.iter().flat_map(|k| k.also_called().iter().map(|w| (*k, *w)));
    Lexicon::new(listed.chain(words::MORE_NEEDS.iter().copied()), words::WEAK_NEEDS)
});
static FALSE_FRIENDS: LazyLock<HashMap<String, Vec<Vec<String>>>> = LazyLock::new(|| {
    let mut by_first: HashMap<String, Vec<Vec<String>>> = HashMap::new();
    for phrase in words::false_friends() {
        let tokens = tokens(phrase);
        by_first.entry(tokens[0].clone()).or_default().push(tokens);
    }
    by_first
});

/// What people probably do there, most likely first.
#[must_use]
pub fn activities(told: Told<'_>) -> Vec<Activity> {
    // Who comes says little about what they do: "families" also watch birds.
    weigh(&ACTIVITIES, told, words::ACTIVITY_TAGS, (2.0, 0.7))
}

/// What it probably helps with, most likely first.
#[must_use]
pub fn needs(told: Told<'_>) -> Vec<Need> {
    weigh(&NEEDS, told, words::NEED_TAGS, (3.0, 2.0))
}

fn weigh<K: Copy + Eq + Hash + Ord>(
    lexicon: &Lexicon<K>,
    told: Told<'_>,
    tag_kinds: &[(&str, K, f32)],
    audience: (f32, f32),
) -> Vec<K> {
    let mut weights: HashMap<K, f32> = HashMap::new();
    for tag in told.tags {
        let tag = tag.trim().to_lowercase();
        for (_, kind, weight) in tag_kinds.iter().filter(|(name, ..)| *name == tag) {
            *weights.entry(*kind).or_default() += weight;
        }
    }
    for (part, strong, weak) in [(told.title, 4.0, 2.0), (told.audience, audience.0, audience.1)] {
        let mut once = HashSet::new();
        for (word, _, phrase) in lexicon.find(&tokens(part)) {
            if once.insert((word.kind, phrase)) {
                *weights.entry(word.kind).or_default() += if word.weak { weak } else { strong };
            }
        }
    }
    for (kind, weight) in in_text(lexicon, told.text) {
        *weights.entry(kind).or_default() += weight;
    }
    ranked(weights)
}

/// What the text says, each phrase once: more in the opening, less for a weak word.
fn in_text<K: Copy + Eq + Hash>(lexicon: &Lexicon<K>, text: &str) -> HashMap<K, f32> {
    let mut weights: HashMap<K, f32> = HashMap::new();
    let mut once = HashSet::new();
    for (word, at, phrase) in lexicon.find(&tokens(text)) {
        if once.insert((word.kind, phrase)) {
            let place = if at < OPENING_WORDS { 1.5 } else { 1.0 };
            *weights.entry(word.kind).or_default() += if word.weak { 0.4 } else { 1.0 } * place;
        }
    }
    // A long text mentions everything once: past this it says no more.
    weights.values_mut().for_each(|weight| *weight = weight.min(4.0));
    weights
}

fn ranked<K: Copy + Ord>(weights: HashMap<K, f32>) -> Vec<K> {
    let mut ranked: Vec<(K, f32)> = weights.into_iter().filter(|(_, w)| *w >= ENOUGH).collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let leader = ranked.first().map_or(0.0, |(_, weight)| *weight);
    ranked.retain(|(_, weight)| *weight >= leader * SHARE_OF_LEADER);
    ranked.into_iter().take(MOST).map(|(kind, _)| kind).collect()
}

/// Lower-case words without apostrophes; everything that is no letter or digit parts them.
fn tokens(text: &str) -> Vec<String> {
    let bare: String = text.chars().filter(|c| !matches!(c, '\'' | '’' | '‘')).collect();
    bare.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// A word as written, and without a plural's "s".
fn forms(word: &str) -> impl Iterator<Item = &str> {
    let singular = word.strip_suffix('s').filter(|stem| stem.len() > 2 && !stem.ends_with('s'));
    std::iter::once(word).chain(singular)
}

fn starts_with(tokens: &[String], phrase: &[String]) -> bool {
    phrase.len() <= tokens.len()
        && phrase.iter().zip(tokens).all(|(wanted, word)| forms(word).any(|form| form == wanted))
}

/// The places of words that look like a kind but are something else.
fn false_friends(tokens: &[String]) -> HashSet<usize> {
    let mut hidden = HashSet::new();
    for at in 0..tokens.len() {
        for phrase in FALSE_FRIENDS.get(&tokens[at]).into_iter().flatten() {
            let matches = phrase.len() <= tokens.len() - at
                && phrase.iter().zip(&tokens[at..]).all(|(a, b)| a == b);
            if matches {
                hidden.extend(at..at + phrase.len());
            }
        }
    }
    hidden
}

#[cfg(test)]
#[path = "themes/tests.rs"]
mod tests;
