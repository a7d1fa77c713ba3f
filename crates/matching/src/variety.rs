//! Variety: five suggestions are not five choirs.
//!
//! Each further group like those already chosen must be that much better, after the idea of
//! maximal marginal relevance (Carbonell and Goldstein, 1998). The chosen are then shown best first.

use domain::kinds::Need;

use crate::facts::View;

/// How much likeness to one chosen group takes off a score.
const SAMENESS: f64 = 0.1;
/// What being about a need that no chosen group is about adds to a score.
const FORGOTTEN: f64 = 0.06;
/// From when on a group is about a need.
const ABOUT: f64 = 0.75;
/// How many of the best are considered, at least.
const POOL: usize = 20;

/// One group that may be suggested, with its score.
pub(crate) struct Candidate<'a> {
    /// The group.
    pub(crate) view: View<'a>,
    /// Its score.
    pub(crate) score: f64,
}

/// How many of the best are needed to choose so many.
pub(crate) fn pool(limit: usize) -> usize {
    POOL.max(limit.saturating_mul(3))
}

/// Which of the candidates (best first) to suggest: their positions, in ascending order. Of
/// somebody's several `needs` none is forgotten for another that more groups answer.
pub(crate) fn choose(candidates: &[Candidate<'_>], limit: usize, needs: &[Need]) -> Vec<usize> {
    let pool = &candidates[..candidates.len().min(pool(limit))];
    let mut worth: Vec<Option<f64>> = pool.iter().map(|one| Some(one.score)).collect();
    let (mut chosen, mut open) = (Vec::new(), needs.to_vec());
    while chosen.len() < limit.min(pool.len()) {
        // `max_by` keeps the last of equals; walking backwards makes that the first.
        let best = worth
            .iter()
            .enumerate()
            .rev()
            .filter_map(|(at, worth)| {
                let more = for_open_needs(pool[at].view, &open, chosen.is_empty());
                worth.map(|worth| (at, worth + more))
            })
            .max_by(|a, b| a.1.total_cmp(&b.1));
        let Some((at, _)) = best else {
            break;
        };
        worth[at] = None;
        chosen.push(at);
        open.retain(|need| pool[at].view.is_about(*need) < ABOUT);
        for (other, worth) in pool.iter().zip(&mut worth) {
            if let Some(worth) = worth {
                *worth -= SAMENESS * likeness(pool[at].view, other.view);
            }
        }
    }
    chosen.sort_unstable();
    chosen
}

/// How alike two groups are: 0 not at all, about 1 the same kind, more for the same name.
pub(crate) fn likeness(a: View<'_>, b: View<'_>) -> f64 {
    let kinds = cosine(&a.facts.activities, &b.facts.activities);
    let has_same_name = !a.name().is_empty() && a.name() == b.name();
    let has_same_host = a.facts.organisation != 0 && a.facts.organisation == b.facts.organisation;
    0.9 * kinds + if has_same_name { 1.0 } else { 0.0 } + if has_same_host { 0.2 } else { 0.0 }
}

/// What a group is worth more for a need that none of the chosen is about, while others are.
fn for_open_needs(view: View<'_>, open: &[Need], is_first: bool) -> f64 {
    let is_about = |need: &Need| view.is_about(*need) >= ABOUT;
    if !is_first && open.iter().any(is_about) { FORGOTTEN } else { 0.0 }
}

fn cosine(a: &[u8], b: &[u8]) -> f64 {
    let dot: u32 = a.iter().zip(b).map(|(x, y)| u32::from(*x) * u32::from(*y)).sum();
    let squares = |v: &[u8]| v.iter().map(|x| u32::from(*x).pow(2)).sum::<u32>();
    let both = f64::from(squares(a)).sqrt() * f64::from(squares(b)).sqrt();
    if both > 0.0 { f64::from(dot) / both } else { 0.0 }
}
