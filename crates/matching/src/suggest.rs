//! Suggestions: what may be suggested, scored, varied, and told with reasons and checks.

use domain::group::Contact;
use domain::ids::GroupId;
use domain::profile::Profile;
use serde::Serialize;

use crate::case::{Case, Question, Reading};
use crate::checks::{Check, list_checks};
use crate::index::Index;
use crate::limits::is_excluded;
use crate::rank::{self, Component, Part, Values};
use crate::reasons::{Reason, list_reasons};
use crate::said;
use crate::variety::{Candidate, choose};

/// From here on a group means something to a person who said what matters to them.
const MEANS_SOMETHING: f64 = 0.2;

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

/// One group that no hard limit keeps out.
pub(crate) struct Ranked {
    pub(crate) slot: usize,
    pub(crate) id: GroupId,
    pub(crate) score: f64,
    pub(crate) values: Values,
}

impl Index {
    /// The groups that fit a person best, the best first, no two alike if that can be helped.
    #[must_use]
    pub fn suggest(&self, profile: &Profile, question: &Question<'_>) -> Vec<Suggestion> {
        let reading = Reading::new(self, profile, question.today);
        let ranking = self.rank(&reading, question);
        let chosen = self.vary(&ranking, question.limit);
        chosen.into_iter().filter_map(|at| self.tell(&ranking[at], &reading, question)).collect()
    }

    /// Everything that may be suggested, the best first.
    pub(crate) fn rank(&self, reading: &Reading<'_>, question: &Question<'_>) -> Vec<Ranked> {
        let mut ranking: Vec<Ranked> = self
            .entries()
            .filter_map(|(slot, entry)| {
                let case = Case::new(entry, slot, reading);
                if is_excluded(&case) {
                    return None;
                }
                let values = rank::values(&case);
                let score = rank::score(&values, question.weights);
                Some(Ranked { slot, id: entry.group.id, score, values })
            })
            .collect();
        ranking.sort_unstable_by(|a, b| b.score.total_cmp(&a.score).then(a.id.cmp(&b.id)));
        ranking
    }

    /// The positions in a ranking to suggest.
    pub(crate) fn vary(&self, ranking: &[Ranked], limit: usize) -> Vec<usize> {
        let candidates: Vec<Candidate<'_>> = ranking
            .iter()
            .filter_map(|one| {
                let entry = self.slots[one.slot].as_ref()?;
                Some(Candidate { entry, score: one.score })
            })
            .collect();
        choose(&candidates, limit)
    }

    fn tell(
        &self,
        ranked: &Ranked,
        reading: &Reading<'_>,
        question: &Question<'_>,
    ) -> Option<Suggestion> {
        let entry = self.slots[ranked.slot].as_ref()?;
        let case = Case::new(entry, ranked.slot, reading);
        let means_something = means_something(&ranked.values, reading);
        Some(Suggestion {
            group: ranked.id,
            name: entry.group.name.clone(),
            score: ranked.score,
            distance_km: case.km,
            reasons: list_reasons(self, &case),
            checks: list_checks(&case, means_something),
            contact: entry.group.contact.clone(),
            components: rank::components(&ranked.values, question.weights),
        })
    }
}

/// Whether a group answers anything that the person loves or that hurts, if they said so.
pub(crate) fn means_something(values: &Values, reading: &Reading<'_>) -> bool {
    let reaches = |part: Part| values[part as usize].is_some_and(|v| v >= MEANS_SOMETHING);
    !reading.says_what_matters() || reaches(Part::Interest) || reaches(Part::Need)
}
