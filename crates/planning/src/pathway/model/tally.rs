//! What one replication counts: people by what became of them, and levels over time.
//!
//! People are counted who were referred in the measured time, whenever things happen to them;
//! levels, hours and costs are counted within the measured time.

use crate::engine::{Level, Quantiles, Time};

use super::super::scenario::Scenario;

/// What became of the people of one group of people.
#[derive(Debug, Clone, Default)]
pub(crate) struct Count {
    pub(crate) referred: u64,
    pub(crate) redirected: u64,
    pub(crate) signposted: u64,
    pub(crate) declined: u64,
    pub(crate) gave_up: u64,
    /// Were held after missed contacts and did not come back.
    pub(crate) lost: u64,
    pub(crate) finished: u64,
    pub(crate) waiting_at_end: u64,
    pub(crate) active_at_end: u64,
    /// Had a first contact.
    pub(crate) reached: u64,
    /// Waited on the list longer than the bound allows.
    pub(crate) over_longest: u64,
    pub(crate) allocated: u64,
    /// Days from referral to the first contact.
    pub(crate) waits: Quantiles,
    pub(crate) wait_days: f64,
    /// Days on the list until a link worker had room, for those who did not give up.
    pub(crate) list_days: f64,
    /// Waited on the list at all.
    pub(crate) had_to_wait: u64,
    pub(crate) asked_for_group: u64,
    pub(crate) met_full: u64,
    pub(crate) place_gave_up: u64,
    pub(crate) place_waiting_at_end: u64,
    pub(crate) did_not_start: u64,
    pub(crate) joined: u64,
    /// Still came at 12 weeks.
    pub(crate) stayed: u64,
    pub(crate) group_closed: u64,
}

/// What became of the people of one half of the measured time, to see whether it had settled.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Half {
    pub(crate) referred: u64,
    pub(crate) gave_up: u64,
    pub(crate) reached: u64,
    pub(crate) wait_days: f64,
}

/// One team over time.
#[derive(Debug, Clone, Default)]
pub(crate) struct TeamTally {
    pub(crate) waiting: Level,
    pub(crate) room_used: Level,
    pub(crate) room_there: Level,
    pub(crate) fte_filled: Level,
    /// Hours for people that link workers who are there have a day.
    pub(crate) hours_there: Level,
    pub(crate) hours_used: f64,
    pub(crate) hires: u64,
}

/// One kind of group over time.
#[derive(Debug, Clone, Default)]
pub(crate) struct KindTally {
    pub(crate) taken: Level,
    pub(crate) places: Level,
    pub(crate) open: Level,
    pub(crate) waiting: Level,
    pub(crate) asked: u64,
    pub(crate) met_full: u64,
    pub(crate) joined: u64,
}

/// Everything that one replication counts.
#[derive(Debug, Clone)]
pub(crate) struct Tally {
    pub(crate) people: Vec<Count>,
    /// By the half of the measured time in which somebody was referred.
    pub(crate) halves: [Half; 2],
    pub(crate) teams: Vec<TeamTally>,
    pub(crate) kinds: Vec<KindTally>,
    /// For each follow-up: how many were asked, and how many answered.
    pub(crate) follow_ups: Vec<(u64, u64)>,
    /// People who started in a group in the measured time, whoever they are: they cost.
    pub(crate) events: u64,
    /// The most people that were remembered at once.
    pub(crate) most_remembered: u64,
    pub(crate) is_counting: bool,
    levels: Option<Levels>,
}

/// The mean levels of the measured time.
#[derive(Debug, Clone, Default)]
pub(crate) struct Levels {
    /// For each team: waiting, room used, room there, filled FTE, hours a day.
    pub(crate) teams: Vec<[f64; 5]>,
    /// For each kind of group: places taken, places, groups open, people waiting.
    pub(crate) kinds: Vec<[f64; 4]>,
}

impl Tally {
    pub(crate) fn new(scenario: &Scenario) -> Tally {
        Tally {
            people: vec![Count::default(); scenario.people.len()],
            halves: [Half::default(); 2],
            teams: vec![TeamTally::default(); scenario.teams.len()],
            kinds: vec![KindTally::default(); scenario.groups.len()],
            follow_ups: vec![(0, 0); scenario.follow_ups.len()],
            events: 0,
            most_remembered: 0,
            is_counting: false,
            levels: None,
        }
    }

    /// The warm-up is over.
    pub(crate) fn begin(&mut self, now: Time) {
        self.is_counting = true;
        for team in &mut self.teams {
            for level in [
                &mut team.waiting,
                &mut team.room_used,
                &mut team.room_there,
                &mut team.fte_filled,
                &mut team.hours_there,
            ] {
                level.begin_again(now);
            }
        }
        for kind in &mut self.kinds {
            for level in [&mut kind.taken, &mut kind.places, &mut kind.open, &mut kind.waiting] {
                level.begin_again(now);
            }
        }
    }

    /// The measured time is over: levels are taken as they were on average.
    pub(crate) fn end(&mut self, now: Time) {
        self.is_counting = false;
        let mean = |level: &Level| level.mean(now).unwrap_or(f64::NAN);
        let teams = self.teams.iter().map(|team| {
            [
                mean(&team.waiting),
                mean(&team.room_used),
                mean(&team.room_there),
                mean(&team.fte_filled),
                mean(&team.hours_there),
            ]
        });
        let kinds = self.kinds.iter().map(|kind| {
            [mean(&kind.taken), mean(&kind.places), mean(&kind.open), mean(&kind.waiting)]
        });
        self.levels = Some(Levels { teams: teams.collect(), kinds: kinds.collect() });
    }

    /// The mean levels; empty where the run was cut short.
    pub(crate) fn levels(&self) -> Levels {
        self.levels.clone().unwrap_or_default()
    }
}

impl Count {
    /// Takes in what another group of people has counted.
    pub(crate) fn join(&mut self, other: &Count) {
        let Count { waits, wait_days, list_days, .. } = other;
        self.waits.join(waits);
        self.wait_days += wait_days;
        self.list_days += list_days;
        for (mine, theirs) in self.numbers().into_iter().zip(other.clone().numbers()) {
            *mine += *theirs;
        }
    }

    fn numbers(&mut self) -> [&mut u64; 21] {
        [
            &mut self.referred,
            &mut self.redirected,
            &mut self.signposted,
            &mut self.declined,
            &mut self.gave_up,
            &mut self.lost,
            &mut self.finished,
            &mut self.waiting_at_end,
            &mut self.active_at_end,
            &mut self.reached,
            &mut self.over_longest,
            &mut self.allocated,
            &mut self.had_to_wait,
            &mut self.asked_for_group,
            &mut self.met_full,
            &mut self.place_gave_up,
            &mut self.place_waiting_at_end,
            &mut self.did_not_start,
            &mut self.joined,
            &mut self.stayed,
            &mut self.group_closed,
        ]
    }
}
