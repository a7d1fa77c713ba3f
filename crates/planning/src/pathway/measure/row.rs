//! The values of all measures in one replication, in the order of `list_measures`.

use super::super::model::{Blueprint, Count, Tally};
use super::super::scenario::{DAYS_IN_WEEK, Scenario};
use super::{Measure, Of, What, slope_index};

/// One replication, summed up.
struct Sums<'a> {
    scenario: &'a Scenario,
    tally: &'a Tally,
    all: Count,
    years: f64,
    costs: Costs,
}

/// Pounds a year.
struct Costs {
    staff: f64,
    groups: f64,
    year: f64,
}

/// The value of each measure; not a number where it cannot be said.
pub(crate) fn row(blueprint: &Blueprint<'_>, measures: &[Measure], tally: &Tally) -> Vec<f64> {
    let scenario = blueprint.scenario;
    let mut all = Count::default();
    tally.people.iter().for_each(|count| all.join(count));
    let years = blueprint.years();
    let costs = costs(scenario, tally, years);
    let sums = Sums { scenario, tally, all, years, costs };
    measures.iter().map(|measure| sums.value(measure)).collect()
}

/// What of what; not a number where there is nothing to have a share in.
fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { f64::NAN }
}

fn share(part: u64, whole: u64) -> f64 {
    ratio(part as f64, whole as f64)
}

fn costs(scenario: &Scenario, tally: &Tally, years: f64) -> Costs {
    let levels = tally.levels();
    let teams = scenario.teams.iter().zip(&tally.teams).zip(&levels.teams);
    let staff: f64 = teams
        .map(|((team, tally), levels)| {
            levels[3] * team.cost_fte_year + tally.hires as f64 * team.cost_hire / years
        })
        .sum();
    let groups = scenario.groups.iter().zip(&tally.kinds).zip(&levels.kinds);
    let groups: f64 = groups
        .map(|((group, tally), levels)| {
            levels[2] * group.cost_year + tally.joined as f64 * group.cost_person / years
        })
        .sum();
    Costs { staff, groups, year: staff + groups + scenario.fixed_cost_year }
}

impl Sums<'_> {
    fn value(&self, measure: &Measure) -> f64 {
        match measure.of {
            Of::All => self.of_all(measure.what),
            Of::People(at) => self.of_people(measure.what, &self.tally.people[at]),
            Of::Team(at) => self.of_team(measure.what, at),
            Of::Group(at) => self.of_group(measure.what, at),
            Of::FollowUp(at) => {
                let (asked, answered) = self.tally.follow_ups[at];
                share(answered, asked)
            }
        }
    }

    fn of_people(&self, what: What, count: &Count) -> f64 {
        let weeks = |centile| count.waits.at(centile).map_or(f64::NAN, |days| days / DAYS_IN_WEEK);
        let of_referred = |part| share(part, count.referred);
        match what {
            What::ReferredYear => count.referred as f64 / self.years,
            What::WaitMedian => weeks(0.5),
            What::Wait90 => weeks(0.9),
            What::WaitMean => ratio(count.wait_days, count.reached as f64) / DAYS_IN_WEEK,
            What::Reached => of_referred(count.reached),
            What::Redirected => of_referred(count.redirected),
            What::Signposted => of_referred(count.signposted),
            What::Declined => of_referred(count.declined),
            What::GaveUp => of_referred(count.gave_up),
            What::NotFoundAgain => of_referred(count.lost),
            What::StillWaiting => of_referred(count.waiting_at_end),
            What::OverLongest => share(count.over_longest, count.allocated),
            What::Joined => of_referred(count.joined),
            What::Stayed => of_referred(count.stayed),
            What::NoPlace => share(count.place_gave_up, count.asked_for_group),
            What::MetFull => share(count.met_full, count.asked_for_group),
            What::GroupClosed => share(count.group_closed, count.joined),
            _ => f64::NAN,
        }
    }

    fn of_all(&self, what: What) -> f64 {
        let a_year = |people: u64| people as f64 / self.years;
        match what {
            What::GapWait => self.gap(What::WaitMean),
            What::GapReached => self.gap(What::Reached),
            What::GapJoined => self.gap(What::Joined),
            What::CostYear => self.costs.year,
            What::CostStaff => self.costs.staff,
            What::CostGroups => self.costs.groups,
            What::CostPerReached => ratio(self.costs.year, a_year(self.all.reached)),
            What::CostPerJoined => ratio(self.costs.year, a_year(self.all.joined)),
            What::HelpYear => self.help_year(),
            What::HelpPerThousand => ratio(self.help_year() * 1000.0, self.costs.year),
            other => self.of_people(other, &self.all),
        }
    }

    fn help_year(&self) -> f64 {
        let Some(objective) = &self.scenario.objective else { return f64::NAN };
        let groups = self.scenario.people.iter().zip(&self.tally.people);
        let help: f64 = groups
            .map(|(people, count)| {
                let points = objective.reached * count.reached as f64
                    + objective.joined * count.joined as f64
                    + objective.stayed * count.stayed as f64;
                points * people.help_weight
            })
            .sum();
        help / self.years
    }

    fn gap(&self, what: What) -> f64 {
        let groups = self.scenario.people.iter().zip(&self.tally.people);
        let points: Vec<_> = groups
            .filter_map(|(people, count)| {
                Some((people.deprivation?, people.share, self.of_people(what, count)))
            })
            .collect();
        slope_index(&points)
    }

    fn of_team(&self, what: What, at: usize) -> f64 {
        let levels = self.tally.levels();
        let Some([waiting, used, there, _, hours]) = levels.teams.get(at).copied() else {
            return f64::NAN;
        };
        match what {
            What::Waiting => waiting,
            What::RoomUsed => ratio(used, there),
            What::HoursUsed => {
                let days = self.scenario.run.measured_days;
                ratio(self.tally.teams[at].hours_used, hours * days)
            }
            _ => f64::NAN,
        }
    }

    fn of_group(&self, what: What, at: usize) -> f64 {
        let levels = self.tally.levels();
        let Some([taken, places, _, waiting]) = levels.kinds.get(at).copied() else {
            return f64::NAN;
        };
        let kind = &self.tally.kinds[at];
        match what {
            What::PlacesTaken => ratio(taken, places),
            What::MetFull => share(kind.met_full, kind.asked),
            What::PlaceWaiting => waiting,
            _ => f64::NAN,
        }
    }
}
