//! The only file that asks `matching`, so that a change of its interface is mended here.

use std::collections::HashMap;

use domain::group::Group;
use domain::ids::GroupId;
use matching::{Index, Question, Suggestion, Weights};

use crate::listing::TODAY;
use crate::persons::Person;

/// Kith's ranking over the whole listing.
pub(crate) struct Kith {
    index: Index,
    weights: Weights,
}

impl Kith {
    /// Reads the groups into an index.
    pub(crate) fn new(groups: &[Group]) -> Kith {
        Kith { index: Index::build(groups.iter().cloned()), weights: Weights::default() }
    }

    /// The first suggestions for a person.
    pub(crate) fn suggest(&self, person: &Person, limit: usize) -> Vec<GroupId> {
        self.ask(person, limit).into_iter().map(|one| one.group).collect()
    }

    /// The order of the scores alone, before variety: asked for everything, Kith leaves nothing out
    /// and shows the best first.
    pub(crate) fn by_score(&self, person: &Person, limit: usize) -> Vec<GroupId> {
        let all = self.ask(person, self.index.len());
        all.into_iter().take(limit).map(|one| one.group).collect()
    }

    /// What each score is made of, to see why.
    pub(crate) fn parts(&self, person: &Person) -> HashMap<GroupId, String> {
        let all = self.ask(person, self.index.len()).into_iter();
        all.map(|one| (one.group, parts(&one))).collect()
    }

    fn ask(&self, person: &Person, limit: usize) -> Vec<Suggestion> {
        let question = Question { today: TODAY, limit, weights: &self.weights };
        self.index.suggest(&person.profile, &question)
    }
}

fn parts(one: &Suggestion) -> String {
    let parts = one.components.iter().map(|one| format!("{:?} {:.2}", one.part, one.value));
    format!("{:.3} = {}", one.score, parts.collect::<Vec<_>>().join(", "))
}
