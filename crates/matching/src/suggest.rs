//! Suggestions: what may be suggested, scored, varied, and told with reasons and checks.

use std::cmp::Ordering;

use domain::group::{Contact, Group};
use domain::ids::GroupId;
use domain::profile::Profile;
use serde::Serialize;

use crate::case::{Case, Question, Reading};
use crate::checks::{Check, list_checks};
use crate::facts::View;
use crate::index::Index;
use crate::limits::{is_excluded, is_unwanted};
use crate::rank::{self, Component, Part};
use crate::reasons::{Reason, list_reasons};
use crate::said;
use crate::search::{Best, Search};
use crate::told::Told;
use crate::variety::{Candidate, choose, pool};

/// From here on a group means something to a person who said what matters to them.
pub(crate) const MEANS_SOMETHING: f64 = 0.2;

/// One group that fits, and why.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Suggestion {
    /// The group.
    pub group: GroupId,
    /// What it calls itself.
    pub name: String,
    /// How well it fits: 0 not at all, 1 wholly.
    pub score: f64,
    /// Straight-line distance from home, where both ends are known.
    pub distance_km: Option<f64>,
    /// Why it fits.
    #[serde(serialize_with = "said::all")]
    pub reasons: Vec<Reason>,
    /// What to check first.
    #[serde(serialize_with = "said::all")]
    pub checks: Vec<Check>,
    /// Where to ask the group.
    pub contact: Contact,
    /// What the score is made of.
    #[serde(serialize_with = "said::all")]
    pub components: Vec<Component>,
}

/// One group that fits, before it is told in words.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// The group.
    pub group: GroupId,
    /// How well it fits: 0 not at all, 1 wholly.
    pub score: f64,
}

/// One group that no hard limit keeps out.
#[derive(Clone, Copy)]
pub(crate) struct Ranked<'a> {
    pub(crate) view: View<'a>,
    pub(crate) score: f64,
}

impl Ranked<'_> {
    /// The better first, then the lower id.
    pub(crate) fn order(&self, other: &Ranked<'_>) -> Ordering {
        let by_id = self.view.facts.id.cmp(&other.view.facts.id);
        other.score.total_cmp(&self.score).then(by_id)
    }
}

impl Index {
    /// The groups that fit a person best, the best first, no two alike if that can be helped,
    /// each told with its reasons.
    ///
    /// # Errors
    /// Only those of `load`, which hands in the groups with the given ids, in any order.
    pub fn suggest<E>(
        &self,
        profile: &Profile,
        question: &Question<'_>,
        load: impl FnOnce(&[GroupId]) -> Result<Vec<Group>, E>,
    ) -> Result<Vec<Suggestion>, E> {
        let reading = Reading::new(self, profile, question);
        let ranking = self.rank(&reading, question);
        let chosen: Vec<&Ranked<'_>> =
            vary(&ranking, question.limit, profile).into_iter().map(|at| &ranking[at]).collect();
        let ids: Vec<GroupId> = chosen.iter().map(|one| one.view.facts.id).collect();
        let groups = load(&ids)?;
        let tell = |one: &&Ranked<'_>| {
            let group = groups.iter().find(|group| group.id == one.view.facts.id)?;
            Some(self.tell(one, group, &reading, question))
        };
        Ok(chosen.iter().filter_map(tell).collect())
    }

    /// The same groups in the same order, without words.
    #[must_use]
    pub fn choose(&self, profile: &Profile, question: &Question<'_>) -> Vec<Choice> {
        let reading = Reading::new(self, profile, question);
        let ranking = self.rank(&reading, question);
        let chosen = vary(&ranking, question.limit, profile).into_iter().map(|at| &ranking[at]);
        chosen.map(|one| Choice { group: one.view.facts.id, score: one.score }).collect()
    }

    /// The same as [`Index::choose`], by looking at every group: slow, and the measure of it.
    #[must_use]
    pub fn choose_plainly(&self, profile: &Profile, question: &Question<'_>) -> Vec<Choice> {
        let reading = Reading::new(self, profile, question);
        let mut ranking = Vec::new();
        for view in self.views() {
            let answers = self.answers(view, &reading);
            let case = Case::new(view, &reading, &answers);
            if !is_excluded(&case) && !is_unwanted(&case) {
                let score = rank::score(&rank::values(&case), question.weights);
                ranking.push(Ranked { view, score });
            }
        }
        ranking.sort_unstable_by(Ranked::order);
        let chosen = vary(&ranking, question.limit, profile).into_iter().map(|at| &ranking[at]);
        chosen.map(|one| Choice { group: one.view.facts.id, score: one.score }).collect()
    }

    /// The best that may be suggested, as many as it takes to choose from, the best first.
    pub(crate) fn rank<'a>(
        &'a self,
        reading: &Reading<'_>,
        question: &Question<'_>,
    ) -> Vec<Ranked<'a>> {
        let best = Best::new(pool(question.limit));
        Search::run(self, reading, question, best).into_ranking()
    }

    fn tell(
        &self,
        ranked: &Ranked<'_>,
        group: &Group,
        reading: &Reading<'_>,
        question: &Question<'_>,
    ) -> Suggestion {
        let answers = self.answers(ranked.view, reading);
        let told = Told::new(Case::new(ranked.view, reading, &answers), group);
        let values = rank::values(&told);
        let means_something = means_something(&told);
        Suggestion {
            group: group.id,
            name: group.name.clone(),
            score: ranked.score,
            distance_km: told.km,
            reasons: list_reasons(&told),
            checks: list_checks(&told, means_something),
            contact: group.contact.clone(),
            components: rank::components(&values, question.weights),
        }
    }
}

/// The positions in a ranking to suggest.
pub(crate) fn vary(ranking: &[Ranked<'_>], limit: usize, profile: &Profile) -> Vec<usize> {
    let candidates: Vec<Candidate<'_>> =
        ranking.iter().map(|one| Candidate { view: one.view, score: one.score }).collect();
    choose(&candidates, limit, &profile.needs)
}

/// Whether a group answers anything that the person loves or that hurts, if they said so.
pub(crate) fn means_something(case: &Case<'_>) -> bool {
    let reaches = |part| rank::value(part, case).is_some_and(|value| value >= MEANS_SOMETHING);
    !case.reading.says_what_matters() || reaches(Part::Interest) || reaches(Part::Need)
}
