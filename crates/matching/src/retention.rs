//! How many earlier people stayed, per group and per kind, shrunk towards the mean.
//!
//! A group where two of two stayed is not better than one where thirty of forty did, so each count
//! is read as a beta-binomial: groups of a kind scatter about the kind's mean, kinds about the mean
//! of all. How much they scatter is taken from the counts themselves (the analysis-of-variance
//! estimate of the correlation within clusters; Ridout, Demétrio and Firth, "Estimating
//! Intraclass Correlation for Binary Data", Biometrics 55, 1999). Only counts come in here, by
//! group and by kind: nothing about who the people were, so nothing can be learned from that.

use std::collections::HashMap;

use domain::ids::GroupId;
use domain::kinds::Activity;
use serde::Serialize;
use statrs::distribution::{Beta, ContinuousCDF};

/// How many people started with one group, and how many of them stayed. What a service counts,
/// and from when on somebody has stayed, is the service's own definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The group.
    pub group: GroupId,
    /// Its kinds.
    pub activities: Vec<Activity>,
    /// People who started.
    pub started_count: u32,
    /// Those of them who stayed; more than started counts as all.
    pub stayed_count: u32,
}

/// What earlier people say about a group.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Staying {
    /// The share that is to be expected to stay.
    pub expected: f64,
    /// The lower end of the range that holds it nine times in ten.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// People of this group who started.
    pub started_count: u32,
    /// Those of them who stayed.
    pub stayed_count: u32,
}

/// What has been learned from earlier people.
#[derive(Debug, Clone, PartialEq)]
pub struct Retention {
    all: Prior,
    kinds: HashMap<Activity, f64>,
    groups: HashMap<GroupId, (u32, u32)>,
}

/// A mean, and how many people it is worth.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Prior {
    mean: f64,
    worth: f64,
}

/// Fewer groups than this say nothing about how groups scatter.
const FEWEST_GROUPS: usize = 5;
/// Fewer people than this say nothing at all.
const FEWEST_PEOPLE: u32 = 30;
/// A correlation within groups outside of this range is a slip of few numbers: at the lower end a
/// mean is worth about 200 people, at the upper end about one.
const CORRELATION: (f64, f64) = (0.005, 0.5);
/// The range shown holds the share nine times in ten.
const TAIL: f64 = 0.05;

impl Retention {
    /// Learns from counts; `None` while there are too few to learn from.
    #[must_use]
    pub fn learn(counts: &[Counted]) -> Option<Retention> {
        let mut groups: HashMap<GroupId, (u32, u32)> = HashMap::new();
        let mut of_kind: HashMap<Activity, (u32, u32)> = HashMap::new();
        for one in counts.iter().filter(|one| one.started_count > 0) {
            let stayed = one.stayed_count.min(one.started_count);
            add(groups.entry(one.group).or_default(), one.started_count, stayed);
            for kind in &one.activities {
                add(of_kind.entry(*kind).or_default(), one.started_count, stayed);
            }
        }
        let mut clusters: Vec<(u32, u32)> = groups.values().copied().collect();
        let people: u32 = clusters.iter().map(|(started, _)| started).sum();
        if clusters.len() < FEWEST_GROUPS || people < FEWEST_PEOPLE {
            return None;
        }
        // The order of a map is not the same twice, and sums of numbers with a point depend on it.
        clusters.sort_unstable();
        let all = prior(&clusters);
        let mut kinds: Vec<(u32, u32)> = of_kind.values().copied().collect();
        kinds.sort_unstable();
        let among_kinds = Prior { mean: all.mean, ..prior(&kinds) };
        let mean = |(started, stayed)| among_kinds.with(started, stayed).mean();
        let kinds = of_kind.into_iter().map(|(kind, counts)| (kind, mean(counts))).collect();
        Some(Retention { all, kinds, groups })
    }

    /// What is to be expected of a group of these kinds.
    #[must_use]
    pub fn of(&self, group: GroupId, kinds: impl Iterator<Item = Activity>) -> Staying {
        let (started_count, stayed_count) = self.groups.get(&group).copied().unwrap_or_default();
        let posterior = self.expected_of(kinds).with(started_count, stayed_count);
        let (low, high) = posterior.range();
        Staying { expected: posterior.mean(), low, high, started_count, stayed_count }
    }

    /// The share alone, without its range: what the score needs of every group.
    #[must_use]
    pub fn share(&self, group: GroupId, kinds: impl Iterator<Item = Activity>) -> f64 {
        let (started, stayed) = self.groups.get(&group).copied().unwrap_or_default();
        self.expected_of(kinds).with(started, stayed).mean()
    }

    /// The mean of the kinds that anything is known of, else of all.
    fn expected_of(&self, kinds: impl Iterator<Item = Activity>) -> Prior {
        let (mut sum, mut count) = (0.0, 0.0);
        for mean in kinds.filter_map(|kind| self.kinds.get(&kind)) {
            sum += mean;
            count += 1.0;
        }
        let mean = if count > 0.0 { sum / count } else { self.all.mean };
        Prior { mean, ..self.all }
    }
}

fn add(to: &mut (u32, u32), started: u32, stayed: u32) {
    to.0 = to.0.saturating_add(started);
    to.1 = to.1.saturating_add(stayed);
}

/// The mean of clusters and how many people it is worth for a further one.
fn prior(clusters: &[(u32, u32)]) -> Prior {
    let counted = clusters.iter().map(|(n, x)| (f64::from(*n), f64::from(*x)));
    let (people, stayed) = counted.clone().fold((0.0, 0.0), |(n, x), one| (n + one.0, x + one.1));
    // Half a person on each side: "nobody ever stays" is never certain.
    let mean = (stayed + 0.5) / (people + 1.0);
    let k = clusters.len() as f64;
    let (mut between, mut within, mut squares) = (0.0, 0.0, 0.0);
    for (n, x) in counted {
        let share = x / n;
        between += n * (share - stayed / people).powi(2);
        within += x * (1.0 - share);
        squares += n * n;
    }
    let between = between / (k - 1.0);
    let within = within / (people - k);
    let usual = (people - squares / people) / (k - 1.0);
    let correlation = (between - within) / (between + (usual - 1.0) * within);
    // Nothing to divide by (one cluster, one person each, everybody stayed): shrink wholly.
    let correlation = if correlation.is_finite() { correlation } else { CORRELATION.0 };
    let correlation = correlation.clamp(CORRELATION.0, CORRELATION.1);
    Prior { mean, worth: 1.0 / correlation - 1.0 }
}

/// The two counts of a beta distribution.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Posterior {
    stayed: f64,
    left: f64,
}

impl Prior {
    fn with(self, started: u32, stayed: u32) -> Posterior {
        Posterior {
            stayed: self.mean * self.worth + f64::from(stayed),
            left: (1.0 - self.mean) * self.worth + f64::from(started - stayed.min(started)),
        }
    }
}

impl Posterior {
    fn mean(self) -> f64 {
        self.stayed / (self.stayed + self.left)
    }

    fn range(self) -> (f64, f64) {
        match Beta::new(self.stayed, self.left) {
            Ok(beta) => (beta.inverse_cdf(TAIL), beta.inverse_cdf(1.0 - TAIL)),
            Err(_) => (0.0, 1.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn id(number: u128) -> GroupId {
        GroupId(Uuid::from_u128(number))
    }

    fn counted(number: u128, kind: Activity, started: u32, stayed: u32) -> Counted {
        Counted {
            group: id(number),
            activities: vec![kind],
            started_count: started,
            stayed_count: stayed,
        }
    }

    fn a_service() -> Vec<Counted> {
        let singing = [(1, 40, 30), (2, 2, 2), (3, 25, 14), (4, 10, 8)];
        let sport = [(5, 30, 6), (6, 12, 2), (7, 20, 9)];
        let of = |kind, list: &[(u128, u32, u32)]| -> Vec<Counted> {
            list.iter().map(|(number, n, x)| counted(*number, kind, *n, *x)).collect()
        };
        [of(Activity::Singing, &singing), of(Activity::Sport, &sport)].concat()
    }

    #[test]
    fn two_of_two_say_less_than_thirty_of_forty() {
        let learned = Retention::learn(&a_service()).unwrap();
        let of = |number| learned.of(id(number), [Activity::Singing].into_iter());
        let (many, few) = (of(1), of(2));
        assert!(few.expected < 0.9 && many.expected > 0.68 && many.expected < 0.75, "{many:?}");
        assert!(few.high - few.low > many.high - many.low);
        assert!(many.low < many.expected && many.expected < many.high);
        assert_eq!((few.started_count, few.stayed_count), (2, 2));
    }

    #[test]
    fn a_group_nobody_has_been_to_is_expected_to_be_like_its_kind() {
        let learned = Retention::learn(&a_service()).unwrap();
        let share = |kind: &[Activity]| learned.share(id(99), kind.iter().copied());
        let (singing, sport) = (share(&[Activity::Singing]), share(&[Activity::Sport]));
        let (unknown, both) = (share(&[]), share(&[Activity::Singing, Activity::Sport]));
        assert!(sport < unknown && unknown < singing, "{sport} {unknown} {singing}");
        assert!((both - (singing + sport) / 2.0).abs() < 1e-12);
        let told = learned.of(id(99), [Activity::Singing].into_iter());
        assert!((told.expected - singing).abs() < 1e-12 && told.started_count == 0);
    }

    #[test]
    fn few_people_or_few_groups_teach_nothing() {
        assert_eq!(Retention::learn(&[]), None);
        let one = [counted(1, Activity::Singing, 400, 300)];
        assert_eq!(Retention::learn(&one), None);
        let few: Vec<Counted> = (0..6).map(|n| counted(n, Activity::Games, 2, 1)).collect();
        assert_eq!(Retention::learn(&few), None);
    }

    /// Reference: the formula worked through by hand for three clusters of ten with 2, 5 and 8:
    /// between 10·(0.09+0+0.09)/2 = 0.9; within (1.6+2.5+1.6)/27 = 0.21111; usual 10;
    /// correlation (0.9−0.21111)/(0.9+9·0.21111) = 0.246032, so worth 3.064516 people.
    /// R 4.2.2 gives the same.
    #[test]
    fn the_scatter_of_groups_decides_how_much_a_mean_is_worth() {
        let scattered = prior(&[(10, 2), (10, 5), (10, 8)]);
        assert!((scattered.worth - 3.064_516).abs() < 1e-5, "{scattered:?}");
        let alike = prior(&[(10, 5), (10, 5), (10, 5)]);
        assert!((alike.worth - 199.0).abs() < 1e-9, "{alike:?}");
        let whole = prior(&[(10, 10), (10, 10)]);
        assert!(whole.mean < 1.0 && whole.worth.is_finite());
    }

    /// Reference: R 4.2.2, qbeta(c(.05, .95), 3, 5) = 0.128756393, 0.658738564.
    #[test]
    fn the_range_is_that_of_a_beta() {
        let (low, high) = Posterior { stayed: 3.0, left: 5.0 }.range();
        assert!(
            (low - 0.128_756_393).abs() < 1e-6 && (high - 0.658_738_564).abs() < 1e-6,
            "{low} {high}"
        );
    }

    #[test]
    fn the_same_counts_in_another_order_teach_the_same() {
        let (mut turned, once) = (a_service(), Retention::learn(&a_service()));
        turned.reverse();
        assert_eq!(Retention::learn(&turned), once);
    }
}
