//! Variety: five suggestions are not five choirs.
//!
//! Each further group like those already chosen must be that much better, after the idea of
//! maximal marginal relevance (Carbonell and Goldstein, 1998). The chosen are then shown best first.

use domain::kinds::Need;

use crate::facts::View;

/// How much likeness to one chosen group takes off a score.
const SAMENESS: f64 = 0.1;
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
    let mut chosen = Vec::new();
    while chosen.len() < limit.min(pool.len()) {
        // `max_by` keeps the last of equals; walking backwards makes that the first.
        let best = worth
            .iter()
            .enumerate()
            .rev()
            .filter_map(|(at, worth)| worth.map(|worth| (at, worth)))
            .max_by(|a, b| a.1.total_cmp(&b.1));
        let Some((at, _)) = best else {
            break;
        };
        worth[at] = None;
        chosen.push(at);
        for (other, worth) in pool.iter().zip(&mut worth) {
            if let Some(worth) = worth {
                let (a, b) = (pool[at].view, other.view);
                *worth -= SAMENESS * (likeness(a, b) + same_help(a, b, needs));
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

/// How far two groups help with the same of several needs, 0..1.
fn same_help(a: View<'_>, b: View<'_>, needs: &[Need]) -> f64 {
    if needs.len() < 2 {
        return 0.0;
    }
    let of = |view: View<'_>| -> Vec<u8> {
        needs.iter().map(|need| view.facts.needs[*need as usize]).collect()
    };
    cosine(&of(a), &of(b))
}

fn cosine(a: &[u8], b: &[u8]) -> f64 {
    let dot: u32 = a.iter().zip(b).map(|(x, y)| u32::from(*x) * u32::from(*y)).sum();
    let squares = |v: &[u8]| v.iter().map(|x| u32::from(*x).pow(2)).sum::<u32>();
    let both = f64::from(squares(a)).sqrt() * f64::from(squares(b)).sqrt();
    if both > 0.0 { f64::from(dot) / both } else { 0.0 }
}
