//! The only file that asks `matching`, so that a change of its interface is mended here.

use domain::group::Group;
use domain::ids::GroupId;
use matching::{Index, Question, Weights};

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
        Kith { index: Index::build(groups), weights: Weights::default() }
    }

    /// The first suggestions for a person.
    pub(crate) fn suggest(&self, person: &Person, limit: usize) -> Vec<GroupId> {
        let question = Question { today: TODAY, limit, weights: &self.weights };
        let choices = self.index.choose(&person.profile, &question);
        choices.into_iter().map(|one| one.group).collect()
    }
}
