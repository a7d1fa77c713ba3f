//! One person on the pathway: who they are, drawn once when they are referred, and where they are.
//!
//! Everything that could make two scenarios meet different chance is drawn at arrival; contacts
//! draw from the person's own stream in their own order.

use crate::engine::{Stream, Ticket, Time};

use super::blueprint::Blueprint;

/// Where somebody is on the way to and with a link worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Referred, and not answered yet.
    Screening,
    /// On the waiting list.
    Waiting,
    /// With a link worker.
    Active,
    /// Held, with a review date.
    Held { after_misses: bool },
    /// Their link worker left; the next that has room takes them.
    HandedOver,
    /// Not with the link workers any more.
    Over,
}

/// Where somebody is on the way to and in a group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Place {
    /// Not asked yet, or done.
    None,
    /// Waiting for a place.
    Waiting,
    /// In a group: which of its kind, and since when.
    In { one: u32, since: Time },
}

/// A person.
#[derive(Debug)]
pub(crate) struct Person {
    pub(crate) people: usize,
    pub(crate) support: usize,
    pub(crate) team: usize,
    /// Whether they were referred in the measured time.
    pub(crate) is_counted: bool,
    pub(crate) referred_at: Time,
    pub(crate) listed_at: Time,
    pub(crate) stage: Stage,
    /// The event that comes next in their stage.
    pub(crate) next: Option<Ticket>,
    pub(crate) worker: usize,
    pub(crate) contacts_wanted: u32,
    pub(crate) contacts_held: u32,
    pub(crate) misses: u32,
    /// The contact after which they ask for a pause.
    pub(crate) pause_after: Option<u32>,
    /// The kind of group they want to join.
    pub(crate) wants: Option<usize>,
    pub(crate) place: Place,
    pub(crate) place_next: Option<Ticket>,
    pub(crate) follow_ups_left: u32,
    /// Their memory has been given back.
    pub(crate) is_forgotten: bool,
    pub(crate) fate: Fate,
    pub(crate) chance: Stream,
}

/// What chance has decided about somebody before anything happened.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fate {
    pub(crate) unsuitable: f64,
    pub(crate) signposted: f64,
    pub(crate) declines: f64,
    /// In halves of the median: exponential with the median 1.
    pub(crate) patience: f64,
    pub(crate) place_patience: f64,
    pub(crate) starts: f64,
    /// Exponential with mean 1.
    pub(crate) stays: f64,
}

impl Person {
    /// Draws who somebody is.
    pub(crate) fn draw(
        blueprint: &Blueprint<'_>,
        referrer: usize,
        referred_at: Time,
        mut chance: Stream,
    ) -> Person {
        let scenario = blueprint.scenario;
        let mix = blueprint.referrers[referrer].1.as_ref();
        let people = mix.map_or(0, |mix| mix.draw(&mut chance));
        let (supports, groups) = &blueprint.people[people];
        let support = supports.draw(&mut chance);
        let kind = &scenario.supports[support];
        let half_life = std::f64::consts::LN_2;
        let fate = Fate {
            unsuitable: chance.uniform(),
            signposted: chance.uniform(),
            declines: chance.uniform(),
            patience: chance.exponential() / half_life,
            place_patience: chance.exponential() / half_life,
            starts: chance.uniform(),
            stays: chance.exponential(),
        };
        let [least, most] = kind.contacts;
        let contacts = least as u32 + chance.below((most - least) as u32 + 1);
        let wants_group = chance.chance(scenario.people[people].wants_group);
        // Drawn whether it is wanted or not, so that all draws keep their places.
        let wanted = groups.as_ref().map(|groups| groups.draw(&mut chance));
        let pauses = chance.chance(scenario.episode.holds) && contacts > 1;
        Person {
            people,
            support,
            team: scenario.referrers[referrer].team,
            is_counted: (blueprint.measured_from..blueprint.measured_until).contains(&referred_at),
            referred_at,
            listed_at: referred_at,
            stage: Stage::Screening,
            next: None,
            worker: 0,
            contacts_wanted: contacts,
            contacts_held: 0,
            misses: 0,
            pause_after: pauses.then_some(contacts / 2),
            wants: wanted.filter(|_| wants_group),
            place: Place::None,
            place_next: None,
            follow_ups_left: 0,
            is_forgotten: false,
            fate,
            chance,
        }
    }

    /// Whether nothing about them can happen any more.
    pub(crate) fn is_gone(&self) -> bool {
        self.stage == Stage::Over && self.place == Place::None && self.follow_ups_left == 0
    }
}
