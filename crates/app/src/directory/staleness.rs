//! How soon entries stop being true, learned from the service's own checks.
//!
//! Each time from one check to the next is one case: something had changed by then, or all was
//! still true. A curve per kind begins from the months that the service has set and follows what
//! was found (`evidence::survival::with_prior`), so that a new service gets sensible answers too.
//! What nobody has checked says nothing and is not counted.

use std::collections::{BTreeMap, HashMap};

use domain::group::freshness::Upkeep;
use domain::group::{Check, CheckOutcome};
use domain::ids::GroupId;
use domain::kinds::Activity;
use evidence::survival::{Expectation, ExpectedSurvival, with_prior};
use jiff::Timestamp;
use store::group_upkeep::Upkept;

/// What is expected before anything was found: of the entries that are due, one in four is no
/// longer true. An assumption, which the service's own checks correct.
const TRUE_WHEN_DUE: f64 = 0.75;

/// How many checks that expectation is worth.
const WORTH: f64 = 10.0;

/// The mean month of the Gregorian calendar, in days.
const MONTH_DAYS: f64 = 30.436_875;

/// What is known about how soon entries stop being true.
#[derive(Debug, Clone)]
pub struct Staleness {
    kinds: BTreeMap<Option<Activity>, Learned>,
}

#[derive(Debug, Clone)]
struct Learned {
    months: u16,
    curve: ExpectedSurvival,
}

/// What was learned about one kind of group.
#[derive(Debug, Clone, PartialEq)]
pub struct KindStaleness {
    /// The kind; nothing for groups of which none is known.
    pub activity: Option<Activity>,
    /// After how many months the service has them checked.
    pub months_set: u16,
    /// After how many months one in four is no longer true; nothing where that takes years.
    pub months_learned: Option<u16>,
    /// On how many checks that rests.
    pub checks: usize,
    /// At how many of them something had changed.
    pub changes: usize,
}

/// From one check to the next: so many months, and whether something had changed.
type Case = (f64, bool);

impl Staleness {
    /// Learns from every check of a service; `checks` come group by group, oldest first.
    #[must_use]
    pub fn learned(upkeep: &Upkeep, groups: &[Upkept], checks: &[(GroupId, Check)]) -> Staleness {
        let mut cases: BTreeMap<Option<Activity>, Vec<Case>> = BTreeMap::new();
        let known: HashMap<GroupId, &Upkept> =
            groups.iter().map(|upkept| (upkept.group, upkept)).collect();
        for upkept in groups {
            cases.entry(upkept.activity).or_default();
        }
        for of_group in checks.chunk_by(|one, other| one.0 == other.0) {
            let Some(upkept) = known.get(&of_group[0].0) else { continue };
            let mut since = upkept.arrived_at;
            for (_, check) in of_group {
                let changed = check.outcome != CheckOutcome::AllTrue;
                let case = (months_between(since, check.at), changed);
                cases.entry(upkept.activity).or_default().push(case);
                since = check.at;
            }
        }
        Staleness::from_cases(upkeep, cases)
    }

    fn from_cases(upkeep: &Upkeep, cases: BTreeMap<Option<Activity>, Vec<Case>>) -> Staleness {
        let months_of = |kind: Option<Activity>| upkeep.months_of(kind.as_slice());
        let expected =
            |kind| Expectation::share_left(TRUE_WHEN_DUE, f64::from(months_of(kind)), WORTH);
        // What all kinds say moves the expectation of each, in proportion to its own.
        let all = cases.values().flatten();
        let changes = all.filter(|case| case.1).count();
        let foreseen: f64 = cases
            .iter()
            .map(|(kind, of_kind)| {
                expected(*kind).rate * of_kind.iter().map(|case| case.0).sum::<f64>()
            })
            .sum();
        let kinds = cases.into_iter().filter_map(|(kind, of_kind)| {
            let times: Vec<Option<f64>> = of_kind.iter().map(|case| Some(case.0)).collect();
            let changed: Vec<Option<bool>> = of_kind.iter().map(|case| Some(case.1)).collect();
            let expected = expected(kind).learned(changes, foreseen);
            let curve = with_prior(&times, &changed, expected).ok()?;
            Some((kind, Learned { months: months_of(kind), curve }))
        });
        Staleness { kinds: kinds.collect() }
    }

    /// How probable it is that an entry of this kind is no longer true so many months after
    /// somebody made sure of it.
    #[must_use]
    pub fn after(&self, kind: Option<Activity>, months: f64) -> f64 {
        let learned = self.kinds.get(&kind).or_else(|| self.kinds.get(&None));
        learned.map_or(0.0, |learned| 1.0 - learned.curve.share_at(months))
    }

    /// What was learned about each kind there is, in the order of the kinds.
    #[must_use]
    pub fn kinds(&self) -> Vec<KindStaleness> {
        let line = |(kind, learned): (&Option<Activity>, &Learned)| {
            let reached = learned.curve.time_left(TRUE_WHEN_DUE + 1e-9, (1.0, 36.0));
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "it is a whole number up to 36"
            )]
            let months_learned = reached.map(|months| months as u16);
            KindStaleness {
                activity: *kind,
                months_set: learned.months,
                months_learned,
                checks: learned.curve.basis.used,
                changes: learned.curve.events,
            }
        };
        self.kinds.iter().map(line).collect()
    }
}

/// How many months lie between two times; none where they are the wrong way round.
pub(super) fn months_between(from: Timestamp, to: Timestamp) -> f64 {
    (to.duration_since(from).as_secs_f64() / 86_400.0 / MONTH_DAYS).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn learned(cases: &[(Activity, &[Case])]) -> Staleness {
        let cases = cases.iter().map(|(kind, cases)| (Some(*kind), cases.to_vec())).collect();
        Staleness::from_cases(&Upkeep::default(), cases)
    }

    #[test]
    fn a_new_service_expects_what_its_months_say() {
        let staleness = learned(&[(Activity::Singing, &[]), (Activity::Faith, &[])]);
        assert!((staleness.after(Some(Activity::Singing), 6.0) - 0.25).abs() < 1e-9);
        assert!((staleness.after(Some(Activity::Faith), 12.0) - 0.25).abs() < 1e-9);
        let kinds = staleness.kinds();
        let months: Vec<_> =
            kinds.iter().map(|kind| (kind.months_set, kind.months_learned)).collect();
        assert_eq!(months, [(6, Some(6)), (12, Some(12))]);
    }

    #[test]
    fn a_kind_that_changes_often_is_expected_to_change_sooner() {
        let often = [(2.0, true); 20];
        let never = [(6.0, false); 20];
        let staleness = learned(&[(Activity::Learning, &often), (Activity::Singing, &never)]);
        let after = |kind| staleness.after(Some(kind), 3.0);
        assert!(after(Activity::Learning) > 0.6, "{}", after(Activity::Learning));
        assert!(after(Activity::Singing) < 0.1, "{}", after(Activity::Singing));
        let kinds = staleness.kinds();
        let learning = kinds.iter().find(|kind| kind.activity == Some(Activity::Learning)).unwrap();
        assert_eq!((learning.checks, learning.changes), (20, 20));
        assert!(learning.months_learned.unwrap() <= 2);
    }

    #[test]
    fn a_kind_with_few_checks_borrows_from_all_the_others() {
        let often = [(2.0, true); 30];
        let alone = learned(&[(Activity::Singing, &[])]);
        let with_others = learned(&[(Activity::Singing, &[]), (Activity::Crafts, &often)]);
        let singing = Some(Activity::Singing);
        assert!(with_others.after(singing, 6.0) > alone.after(singing, 6.0) + 0.1);
    }

    #[test]
    fn it_never_becomes_less_likely_with_time() {
        let mixed = [(1.0, true), (3.0, false), (4.0, true), (9.0, false)];
        let staleness = learned(&[(Activity::Singing, &mixed)]);
        let shares: Vec<f64> = (0..48)
            .map(|month| staleness.after(Some(Activity::Singing), f64::from(month)))
            .collect();
        assert!(shares.windows(2).all(|pair| pair[0] <= pair[1] + 1e-12), "{shares:?}");
        assert!(shares.iter().all(|share| (0.0..=1.0).contains(share)));
    }
}
