//! "Why not this one?": every hard limit in the way, or what held its score down.

use domain::group::Group;
use domain::ids::GroupId;
use domain::profile::Profile;
use serde::Serialize;

use crate::case::{Case, Question, Reading};
use crate::checks::{Check, list_checks};
use crate::facts::View;
use crate::index::Index;
use crate::limits::{Exclusion, list_exclusions};
use crate::rank::{Component, components, score, values};
use crate::said;
use crate::search::{Before, Search};
use crate::suggest::vary;
use crate::told::Told;
use crate::variety::likeness;

/// How much of the whole score a part must have cost to be named.
const WORTH_NAMING: f64 = 0.03;
/// At most so many are named.
const NAMED: usize = 4;
/// From here on two groups are much alike.
const ALIKE: f64 = 0.7;

/// The answer to "why not this one?".
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "answer")]
pub enum WhyNot {
    /// No group with this id is in the directory.
    NotKnown,
    /// It is suggested.
    Suggested {
        /// Its place among the suggestions, from 1.
        rank: usize,
    },
    /// Hard limits stand in the way: all of them.
    Excluded {
        /// What stands in the way.
        #[serde(serialize_with = "said::all")]
        because: Vec<Exclusion>,
    },
    /// Nothing stands in the way, but others fit better.
    Ranked {
        /// Its place among all that could be suggested, from 1.
        rank: usize,
        /// Its score.
        score: f64,
        /// What held it down, the weightiest first.
        #[serde(serialize_with = "said::all")]
        held_down: Vec<Component>,
        /// What would keep the person away, were it not for taking part online.
        #[serde(serialize_with = "said::all", skip_serializing_if = "Vec::is_empty")]
        only_online: Vec<Check>,
        /// A suggested group that is much like it and fits better.
        like: Option<String>,
    },
}

impl Index {
    /// Why a group is not among the suggestions.
    ///
    /// # Errors
    /// Only those of `load`, which hands in the groups with the given ids.
    pub fn why_not<E>(
        &self,
        profile: &Profile,
        question: &Question<'_>,
        id: GroupId,
        mut load: impl FnMut(&[GroupId]) -> Result<Vec<Group>, E>,
    ) -> Result<WhyNot, E> {
        let Some(view) = self.view(id) else {
            return Ok(WhyNot::NotKnown);
        };
        let reading = Reading::new(self, profile, question);
        let answers = self.answers(view, &reading);
        let case = Case::new(view, &reading, &answers);
        let groups = load(&[id])?;
        let Some(group) = groups.iter().find(|group| group.id == id) else {
            return Ok(WhyNot::NotKnown);
        };
        let told = Told::new(case, group);
        let because = list_exclusions(&told);
        if !because.is_empty() {
            return Ok(WhyNot::Excluded { because });
        }
        let values = values(&told);
        let score = score(&values, question.weights);
        let before = Search::run(self, &reading, question, Before { score, id, count: 0 });
        let ranking = self.rank(&reading, question);
        let chosen: Vec<View<'_>> = vary(&ranking, question.limit, profile)
            .into_iter()
            .map(|at| ranking[at].view)
            .collect();
        if let Some(rank) = chosen.iter().position(|one| one.facts.id == id) {
            return Ok(WhyNot::Suggested { rank: rank + 1 });
        }
        // Those that come before it in the ranking: all that were chosen, or the first of them.
        let at = ranking.iter().position(|one| one.view.facts.id == id);
        let better = ranking[..at.unwrap_or(ranking.len())].iter();
        let better: Vec<GroupId> = better.map(|one| one.view.facts.id).collect();
        let like = chosen
            .iter()
            .find(|one| better.contains(&one.facts.id) && likeness(view, **one) >= ALIKE);
        let like = match like {
            Some(other) => load(&[other.facts.id])?.pop().map(|group| group.name),
            None => None,
        };
        let parts = components(&values, question.weights);
        let (rank, held_down) = (before.count + 1, held_down(parts));
        let mut only_online = list_checks(&told, true);
        only_online.retain(|check| {
            matches!(check, Check::FarButOnline { .. } | Check::MissingButOnline { .. })
        });
        Ok(WhyNot::Ranked { rank, score, held_down, only_online, like })
    }
}

fn held_down(parts: Vec<Component>) -> Vec<Component> {
    let whole: f64 = parts.iter().map(|part| part.weight).sum();
    let cost = |part: &Component| part.weight * (1.0 - part.value) / whole.max(f64::MIN_POSITIVE);
    let mut named: Vec<Component> =
        parts.into_iter().filter(|part| !part.is_high() && cost(part) >= WORTH_NAMING).collect();
    named.sort_by(|a, b| cost(b).total_cmp(&cost(a)));
    named.truncate(NAMED);
    named
}

impl WhyNot {
    /// The answer in plain words, one sentence each.
    #[must_use]
    pub fn sentences(&self) -> Vec<String> {
        match self {
            WhyNot::NotKnown => vec!["No group with this id is in the directory.".to_owned()],
            WhyNot::Suggested { rank } => {
                vec![format!("It is suggested, as number {rank}.")]
            }
            WhyNot::Excluded { because } => because.iter().map(Exclusion::sentence).collect(),
            WhyNot::Ranked { rank, held_down, only_online, like, .. } => {
                let mut all = vec![format!(
                    "Nothing keeps you from it. It comes {rank}{} of all that could be suggested.",
                    ordinal(*rank)
                )];
                all.extend(like.iter().map(|name| {
                    format!("It is much like “{name}”, which is suggested and fits better.")
                }));
                all.extend(only_online.iter().map(Check::sentence));
                all.extend(held_down.iter().map(Component::sentence));
                all
            }
        }
    }
}

fn ordinal(rank: usize) -> &'static str {
    match (rank % 10, rank % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    }
}
