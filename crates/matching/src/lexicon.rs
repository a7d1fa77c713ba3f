//! The words people use for each kind of activity and need, ready to be found in a text.
//!
//! So "knitting", "Knit and Natter" and "crochet" meet in *arts and crafts*.

use std::collections::HashMap;

use domain::kinds::{Activity, Need};

use crate::text::{Term, Vocabulary};

/// What a phrase stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// A kind of activity.
    Activity(Activity),
    /// A kind of need.
    Need(Need),
}

/// One phrase found in a text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mention {
    /// What it stands for.
    pub(crate) meaning: Meaning,
    /// The phrase as our list spells it.
    pub(crate) word: &'static str,
}

#[derive(Debug, Clone)]
struct Phrase {
    terms: Vec<Term>,
    mention: Mention,
}

/// All phrases, by their first term.
#[derive(Debug, Clone)]
pub(crate) struct Lexicon {
    by_first: HashMap<Term, Vec<Phrase>>,
}

impl Lexicon {
    /// The phrases of every kind, learned into the vocabulary.
    pub(crate) fn learn(vocabulary: &mut Vocabulary) -> Lexicon {
        // These names are words that everybody uses for much else: "we work", "a theatre company".
        let vague = [Activity::Work, Activity::Company, Activity::Stage, Activity::Movement];
        let activities = Activity::ALL.iter().flat_map(|kind| {
            let name = (!vague.contains(kind)).then(|| kind.key());
            let words = kind.also_called().iter().copied().chain(name);
            words.map(|word| Mention { meaning: Meaning::Activity(*kind), word })
        });
        let needs = Need::ALL.iter().flat_map(|kind| {
            let words = kind.also_called().iter().copied().chain([kind.key()]);
            words.map(|word| Mention { meaning: Meaning::Need(*kind), word })
        });
        let mut by_first: HashMap<Term, Vec<Phrase>> = HashMap::new();
        for mention in activities.chain(needs) {
            let terms = vocabulary.learn(mention.word);
            if let Some(first) = terms.first() {
                by_first.entry(*first).or_default().push(Phrase { terms, mention });
            }
        }
        Lexicon { by_first }
    }

    /// Every phrase that stands in a text, in the order of the text.
    pub(crate) fn list_mentions(&self, text: &[Term]) -> Vec<Mention> {
        let mut found = Vec::new();
        for (at, term) in text.iter().enumerate() {
            for phrase in self.by_first.get(term).into_iter().flatten() {
                if text[at..].starts_with(&phrase.terms) {
                    found.push(phrase.mention);
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_ways_to_say_wool_meet_in_crafts() {
        let mut vocabulary = Vocabulary::default();
        let lexicon = Lexicon::learn(&mut vocabulary);
        for text in ["I like knitting", "Knit and Natter", "Crochet for beginners"] {
            let terms = vocabulary.learn(text);
            let kinds: Vec<Meaning> =
                lexicon.list_mentions(&terms).iter().map(|mention| mention.meaning).collect();
            assert!(kinds.contains(&Meaning::Activity(Activity::Crafts)), "{text}");
        }
    }
}
