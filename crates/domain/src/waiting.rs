//! The waiting list: ordered by need with published weights, and a bound on the longest wait.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::triage::Circumstances;

/// What the service gives weight to. Shown openly beside the list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Weights {
    /// Points for each week waited.
    pub per_week: f64,
    /// Points for each circumstance, by stored name.
    pub circumstances: Vec<(String, f64)>,
    /// After so many days a person comes first, whatever the points.
    pub longest_wait_days: u16,
}

impl Default for Weights {
    fn default() -> Self {
        let points = [
            ("at_risk", 6.0),
            ("no_fixed_abode", 4.0),
            ("hardship", 3.0),
            ("bereaved", 2.0),
            ("lives_alone", 2.0),
            ("carer", 2.0),
            ("interpreter", 1.0),
            ("long_term_condition", 1.0),
            ("hard_to_reach", 1.0),
        ];
        Weights {
            per_week: 1.0,
            circumstances: points.map(|(key, points)| (key.to_owned(), points)).to_vec(),
            longest_wait_days: 42,
        }
    }
}

/// Somebody's place on the list, and how it came about.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// Points altogether.
    pub points: f64,
    /// Whole days waited.
    pub days: i64,
    /// Whether the bound on waiting puts them first.
    pub over_the_bound: bool,
    /// Each part of the points, in words.
    pub because: Vec<(String, f64)>,
}

impl Weights {
    /// Where a person stands who has waited since `since`.
    #[must_use]
    pub fn standing(
        &self,
        circumstances: &Circumstances,
        since: Timestamp,
        now: Timestamp,
    ) -> Standing {
        let days = (now.as_second() - since.as_second()).max(0) / 86_400;
        #[expect(clippy::cast_precision_loss, reason = "days waited are small")]
        let waited = days as f64 / 7.0 * self.per_week;
        let mut because = vec![(format!("waited {days} days"), waited)];
        for (key, words, so) in circumstances.list() {
            let points = self.circumstances.iter().find(|(name, _)| name == key).map(|(_, p)| *p);
            if let (true, Some(points)) = (so, points) {
                because.push((words.to_owned(), points));
            }
        }
        Standing {
            points: because.iter().map(|(_, points)| points).sum(),
            days,
            over_the_bound: days >= i64::from(self.longest_wait_days),
            because,
        }
    }

    /// The weights as sentences, shown beside the list.
    #[must_use]
    pub fn in_words(&self) -> Vec<String> {
        let all = Circumstances::default().list();
        let mut sentences =
            vec![format!("{} for each week waited", points_in_words(self.per_week))];
        for (key, points) in &self.circumstances {
            if let Some((_, words, _)) = all.iter().find(|(k, _, _)| k == key) {
                sentences.push(format!("{} if the person {words}", points_in_words(*points)));
            }
        }
        let bound = self.longest_wait_days;
        sentences.push(format!("Whoever has waited {bound} days comes first, longest wait first"));
        sentences
    }
}

fn points_in_words(points: f64) -> String {
    let noun = if (points - 1.0).abs() < f64::EPSILON { "point" } else { "points" };
    format!("{points} {noun}")
}

impl Standing {
    /// The order of the list: over the bound by days, then by points, then by days. Who stands
    /// equal here is ordered by the time at which they came.
    #[must_use]
    pub fn before(&self, other: &Standing) -> std::cmp::Ordering {
        other
            .over_the_bound
            .cmp(&self.over_the_bound)
            .then_with(|| {
                let by_bound = other.days.cmp(&self.days);
                if self.over_the_bound { by_bound } else { std::cmp::Ordering::Equal }
            })
            .then_with(|| other.points.total_cmp(&self.points))
            .then_with(|| other.days.cmp(&self.days))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(days: i64) -> Timestamp {
        Timestamp::from_second(days * 86_400).unwrap()
    }

    #[test]
    fn need_comes_before_an_earlier_date_but_nobody_waits_for_ever() {
        let weights = Weights::default();
        let now = after(100);
        let plain = Circumstances::default();
        let at_risk = Circumstances { at_risk: true, ..plain };
        let early = weights.standing(&plain, after(80), now);
        let needy = weights.standing(&at_risk, after(95), now);
        let forgotten = weights.standing(&plain, after(50), now);
        let mut list = [&early, &needy, &forgotten];
        list.sort_by(|a, b| a.before(b));
        assert_eq!(list, [&forgotten, &needy, &early]);
    }

    #[test]
    fn two_who_have_waited_too_long_equally_are_ordered_by_need() {
        let weights = Weights::default();
        let plain = Circumstances::default();
        let at_risk = Circumstances { at_risk: true, ..plain };
        let calm = weights.standing(&plain, after(0), after(50));
        let needy = weights.standing(&at_risk, after(0), after(50));
        assert_eq!(needy.before(&calm), std::cmp::Ordering::Less);
    }

    #[test]
    fn the_weights_read_as_sentences() {
        let words = Weights::default().in_words();
        assert_eq!(words[0], "1 point for each week waited");
        assert_eq!(words[1], "6 points if the person may not be safe");
    }

    proptest::proptest! {
        #[test]
        fn the_order_is_total_and_nobody_over_the_bound_stands_behind_somebody_under_it(
            people in proptest::collection::vec((0_i64..90, 0_u8..16), 1..12)
        ) {
            let weights = Weights::default();
            let mut list: Vec<_> = people
                .iter()
                .map(|(days, bits)| {
                    let circumstances = Circumstances {
                        at_risk: bits & 1 > 0,
                        carer: bits & 2 > 0,
                        hardship: bits & 4 > 0,
                        interpreter: bits & 8 > 0,
                        ..Circumstances::default()
                    };
                    weights.standing(&circumstances, after(0), after(*days))
                })
                .collect();
            // Sorting panics where the order is not total.
            list.sort_by(Standing::before);
            for pair in list.windows(2) {
                proptest::prop_assert!(pair[0].over_the_bound || !pair[1].over_the_bound);
                proptest::prop_assert_ne!(pair[0].before(&pair[1]), std::cmp::Ordering::Greater);
                proptest::prop_assert_eq!(pair[1].before(&pair[0]), pair[0].before(&pair[1]).reverse());
            }
        }
    }
}
