//! What can be said before anything is simulated: how many people come, how many there is room
//! and time for, and what would be needed.
//!
//! Expected values only: no waits. Hours and room on the caseload stand side by side with the
//! published rule of so many people a year for a full-time link worker, because they seldom agree.

use serde::Serialize;

use crate::parameters::Parameters;
use crate::staffing::CaseloadRule;

use super::model::{Blueprint, TWELVE_WEEKS};
use super::scenario::{DAYS_IN_WEEK, DAYS_IN_YEAR, Group, People, Scenario, Support, Team};

mod words;

/// The part of the capacity that can be used before waits become long.
pub const COMFORTABLE: f64 = 0.9;
/// From this part of its places on, people often find every group of a kind full.
pub const NEARLY_FULL: f64 = 0.85;

/// A scenario's capacity against what is asked of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Capacity {
    /// One for each team.
    pub teams: Vec<TeamCapacity>,
    /// One for each kind of group.
    pub groups: Vec<GroupCapacity>,
    /// Groups of people who want a group, but to whom none is open.
    pub without_group: Vec<String>,
}

/// What is asked of a team, and what it has.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TeamCapacity {
    /// Its name.
    pub name: String,
    /// People a year who are referred to it.
    pub referred_year: f64,
    /// People a year who come to its list: suitable, not signposted, and not declining.
    pub people_year: f64,
    /// Full-time equivalents in the scenario.
    pub fte: f64,
    /// Full-time equivalents for everybody, by hours of work.
    pub fte_by_hours: f64,
    /// Full-time equivalents for everybody, by room on the caseload.
    pub fte_by_room: f64,
    /// The published rule: people a year for a full-time link worker.
    pub rule: CaseloadRule,
    /// People a year for whom there are hours.
    pub people_by_hours: f64,
    /// People a year for whom there is room.
    pub people_by_room: f64,
    /// Whether everybody has a patience that ends.
    pub all_give_up: bool,
}

/// What is asked of a kind of group, if everybody who comes to a list were seen.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupCapacity {
    /// Its name.
    pub name: String,
    /// People a year who would ask for it.
    pub people_year: f64,
    /// Places in use, if all of them had one.
    pub places_needed: f64,
    /// Places open on average.
    pub places: f64,
}

impl TeamCapacity {
    /// Full-time equivalents for everybody: the greater of hours and room.
    #[must_use]
    pub fn fte_needed(&self) -> f64 {
        self.fte_by_hours.max(self.fte_by_room)
    }

    /// People a year who can be seen: the lesser of hours and room.
    #[must_use]
    pub fn people_possible(&self) -> f64 {
        self.people_by_hours.min(self.people_by_room)
    }

    /// What is asked as a share of what there is; more than 1 cannot last.
    #[must_use]
    pub fn use_share(&self) -> f64 {
        if self.fte > 0.0 { self.fte_needed() / self.fte } else { f64::INFINITY }
    }
}

/// What is expected of a scenario, without a simulation.
pub fn capacity(scenario: &Scenario) -> Result<Capacity, crate::CannotPlan> {
    let (referred, comes) = people_who_come(&Blueprint::new(scenario)?);
    let rule = CaseloadRule::published(&Parameters::published()?)?;
    let teams = scenario.teams.iter().zip(&comes).zip(&referred);
    let teams = teams.map(|((team, comes), referred)| {
        let reckoned = of_team(scenario, team, comes, rule);
        TeamCapacity { referred_year: *referred, ..reckoned }
    });
    let kinds = 0..scenario.groups.len();
    let everybody: Vec<f64> = (0..scenario.people.len())
        .map(|people| comes.iter().map(|team| team[people]).sum())
        .collect();
    let without = scenario
        .people
        .iter()
        .filter(|people| people.wants_group > 0.0 && people.prefers.iter().sum::<f64>() <= 0.0);
    Ok(Capacity {
        teams: teams.collect(),
        groups: kinds.map(|kind| of_group(scenario, kind, &everybody)).collect(),
        without_group: without.map(|people| people.name.clone()).collect(),
    })
}

/// For each team: how many a year are referred in the measured time; and for each team and group
/// of people: how many of them come to the list.
fn people_who_come(blueprint: &Blueprint<'_>) -> (Vec<f64>, Vec<Vec<f64>>) {
    let scenario = blueprint.scenario;
    let mut all = vec![0.0; scenario.teams.len()];
    let mut comes = vec![vec![0.0; scenario.people.len()]; scenario.teams.len()];
    let (from, until) = (blueprint.measured_from.units(), blueprint.measured_until.units());
    for (referrer, (arrivals, _)) in scenario.referrers.iter().zip(&blueprint.referrers) {
        let referred = arrivals.expected_by(until) - arrivals.expected_by(from);
        all[referrer.team] += referred / blueprint.years();
        let suitable = (1.0 - referrer.unsuitable) * (1.0 - scenario.screening.signposted);
        for (at, people) in scenario.people.iter().enumerate() {
            let share = referrer.mix.get(at).copied().unwrap_or(1.0);
            comes[referrer.team][at] +=
                referred / blueprint.years() * suitable * share * (1.0 - people.declines);
        }
    }
    (all, comes)
}

fn of_team(scenario: &Scenario, team: &Team, comes: &[f64], rule: CaseloadRule) -> TeamCapacity {
    let (mut hours, mut room_days) = (0.0, 0.0);
    let calls: f64 = scenario.follow_ups.iter().map(|follow_up| follow_up.hours).sum();
    for (people, come) in scenario.people.iter().zip(comes) {
        for (support, share) in scenario.supports.iter().zip(&people.supports) {
            let one = work_of(scenario, people, support);
            let hours_day = team.hours_week * team.direct / DAYS_IN_WEEK;
            hours += come * share * (one.hours + calls);
            room_days += come * share * support.points * (one.days + one.hours / hours_day);
        }
    }
    let people_year: f64 = comes.iter().sum();
    let there = (1.0 - team.leave_days_year / DAYS_IN_YEAR) * (1.0 - team.sick) * filled(team);
    let weeks = DAYS_IN_YEAR / DAYS_IN_WEEK;
    let fte_by_hours = hours / (weeks * team.hours_week * team.direct * there);
    // Contacts wait for somebody who is away, so the room is taken for longer.
    let fte_by_room = room_days / (DAYS_IN_YEAR * team.points_per_fte * there);
    // What needs nothing is no limit.
    let possible = |needed: f64| match needed > 0.0 {
        true => people_year * team.fte / needed,
        false => f64::INFINITY,
    };
    TeamCapacity {
        name: team.name.clone(),
        referred_year: people_year,
        people_year,
        fte: team.fte,
        fte_by_hours,
        fte_by_room,
        rule,
        people_by_hours: possible(fte_by_hours),
        people_by_room: possible(fte_by_room),
        all_give_up: scenario.people.iter().all(|people| people.patience_days.is_some()),
    }
}

/// The share of time that a post is filled.
fn filled(team: &Team) -> f64 {
    if team.turnover_year <= 0.0 {
        return 1.0;
    }
    let stays = DAYS_IN_YEAR / team.turnover_year;
    stays / (stays + team.vacancy_days)
}

/// What one episode takes on average: hours of work and days of room.
struct Work {
    hours: f64,
    days: f64,
}

fn work_of(scenario: &Scenario, people: &People, support: &Support) -> Work {
    let episode = &scenario.episode;
    let contacts = (support.contacts[0] + support.contacts[1]) / 2.0;
    // Tries that are missed before one is held.
    let misses = contacts * people.missed / (1.0 - people.missed);
    let in_a_row = people.missed.powf(episode.misses_before_holding);
    let held = contacts * in_a_row / (1.0 - in_a_row).max(0.05) + episode.holds;
    Work {
        hours: contacts * support.contact_hours
            + support.admin_hours
            + misses * support.contact_hours * episode.missed_time,
        days: (contacts - 1.0) * support.gap_days
            + misses * episode.retry_days
            + held * episode.review_days * episode.holding_points,
    }
}

fn of_group(scenario: &Scenario, kind: usize, comes: &[f64]) -> GroupCapacity {
    let group = &scenario.groups[kind];
    let asking: f64 = scenario
        .people
        .iter()
        .zip(comes)
        .map(|(people, come)| {
            let weights: f64 = people.prefers.iter().sum();
            let part = if weights > 0.0 { people.prefers[kind] / weights } else { 0.0 };
            come * people.wants_group * part
        })
        .sum();
    let days = asking * group.starts * place_days(group);
    GroupCapacity {
        name: group.name.clone(),
        people_year: asking,
        places_needed: days / DAYS_IN_YEAR,
        places: group.number * group.places * open_share(scenario, group),
    }
}

/// How many days somebody who starts takes up a place, on average.
fn place_days(group: &Group) -> f64 {
    match group.stays_12_weeks {
        share if share >= 1.0 => group.place_days,
        share if share <= 0.0 => 0.0,
        share => {
            let mean = TWELVE_WEEKS / -share.ln();
            mean * (1.0 - (-group.place_days / mean).exp())
        }
    }
}

/// The share of the measured time that a group is open.
fn open_share(scenario: &Scenario, group: &Group) -> f64 {
    let measured = scenario.run.measured_days;
    let from = group.opens_day.unwrap_or(0.0).clamp(0.0, measured);
    let until = group.closes_day.unwrap_or(measured).clamp(from, measured);
    let open = match (group.lasts_days, group.replaced_days) {
        (None, _) => until - from,
        (Some(lasts), Some(replaced)) => (until - from) * lasts / (lasts + replaced),
        (Some(lasts), None) => lasts * (1.0 - (-(until - from) / lasts).exp()),
    };
    open / measured
}

#[cfg(test)]
mod tests;
