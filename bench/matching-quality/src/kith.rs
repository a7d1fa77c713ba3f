//! The only file that asks `matching`, so that a change of its interface is mended here.

use std::collections::HashMap;
use std::convert::Infallible;

use domain::group::Group;
use domain::ids::GroupId;
use domain::profile::Profile;
use matching::{Index, Question, Suggestion, Weights};

use crate::listing::TODAY;

/// Kith's ranking over the whole listing.
pub(crate) struct Kith<'a> {
    index: Index,
    groups: HashMap<GroupId, &'a Group>,
    weights: Weights,
}

impl<'a> Kith<'a> {
    /// Reads the groups into an index.
    pub(crate) fn new(groups: &'a [Group]) -> Kith<'a> {
        Kith {
            index: Index::build(groups),
            groups: groups.iter().map(|group| (group.id, group)).collect(),
            weights: Weights::default(),
        }
    }

    /// The first suggestions for a person.
    pub(crate) fn suggest(&self, profile: &Profile, limit: usize) -> Vec<GroupId> {
        let chosen = self.index.choose(profile, &self.question(limit));
        chosen.into_iter().map(|one| one.group).collect()
    }

    /// The order of the scores alone, before variety: asked for everything, Kith leaves nothing out
    /// and shows the best first.
    pub(crate) fn by_score(&self, profile: &Profile, limit: usize) -> Vec<GroupId> {
        let mut all = self.suggest(profile, self.groups.len());
        all.truncate(limit);
        all
    }

    /// What each score is made of, to see why.
    pub(crate) fn parts(&self, profile: &Profile) -> HashMap<GroupId, String> {
        let load = |ids: &[GroupId]| {
            let found = ids.iter().filter_map(|id| self.groups.get(id).copied().cloned());
            Ok::<_, Infallible>(found.collect())
        };
        let Ok(all) = self.index.suggest(profile, &self.question(self.groups.len()), load);
        all.into_iter().map(|one| (one.group, parts(&one))).collect()
    }

    fn question(&self, limit: usize) -> Question<'_> {
        Question::new(TODAY, limit, &self.weights)
    }
}

fn parts(one: &Suggestion) -> String {
    let parts = one.components.iter().map(|one| format!("{:?} {:.2}", one.part, one.value));
    format!("{:.3} = {}", one.score, parts.collect::<Vec<_>>().join(", "))
}
