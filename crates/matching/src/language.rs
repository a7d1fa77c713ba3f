//! The words an index knows: its vocabulary, the words of every kind, and how groups say "small".

use std::sync::{Arc, LazyLock};

use domain::kinds::Activity;

use crate::audience::Names;
use crate::lexicon::Lexicon;
use crate::synonyms::Synonyms;
use crate::text::{Term, Vocabulary};

/// How groups say that they are small.
const SMALL: &[&str] = &["small group", "small friendly", "one to one", "small number"];

/// What the index knows about words.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub(crate) vocabulary: Vocabulary,
    pub(crate) lexicon: Lexicon,
    pub(crate) synonyms: Arc<Synonyms>,
    pub(crate) audiences: Arc<Names>,
    pub(crate) small: Vec<Vec<Term>>,
    /// The terms for "no", "without", "free" and "not": they turn "alcohol" into its opposite.
    pub(crate) denials: [Option<Term>; 4],
    labels: Vec<Vec<Term>>,
}

/// What every index begins with, read once.
static FIRST: LazyLock<Known> = LazyLock::new(Known::learn);

impl Default for Known {
    fn default() -> Self {
        FIRST.clone()
    }
}

impl Known {
    fn learn() -> Known {
        let mut vocabulary = Vocabulary::default();
        // Words that deny what follows must be known even where no group uses them.
        vocabulary.learn("no without free not");
        let lexicon = Lexicon::learn(&mut vocabulary);
        let synonyms = Arc::new(Synonyms::learn(&mut vocabulary));
        let audiences = Arc::new(Names::learn(&mut vocabulary));
        let small = SMALL.iter().map(|phrase| vocabulary.learn(phrase)).collect();
        let labels = Activity::ALL.iter().map(|kind| vocabulary.learn(kind.label())).collect();
        let denials = ["no", "without", "free", "not"].map(|word| vocabulary.find(word));
        Known { vocabulary, lexicon, synonyms, audiences, small, denials, labels }
    }
}

impl Known {
    /// The terms of the labels of these kinds of activity, given as bits.
    pub(crate) fn labels_of(&self, stated: u32) -> impl Iterator<Item = &[Term]> {
        let all = self.labels.iter().enumerate();
        all.filter(move |(at, _)| stated & (1 << at) != 0).map(|(_, terms)| terms.as_slice())
    }
}
