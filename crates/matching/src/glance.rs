//! A group at a glance: what is read of it before its facts, in four bytes.
//!
//! It tells the most that some parts of the score can be, so that most groups of a block are passed
//! over without reading them. Like a summary it may promise too much, never too little.

use domain::group::{Capacity, Gender};

use crate::case::Reading;
use crate::facts::{Asked, Day, Price, View};
use crate::rank::{Part, Values, parts};
use crate::summary::is_shut;

/// What is known at a glance, as bits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Glance {
    /// The day of the last check as days since 1970, or 0: unknown.
    checked_on: u16,
    bits: u16,
}

// Where each part's bits begin, and how many there are.
const WELCOME: (u16, u16) = (0, 8);
const COHESION: (u16, u16) = (8, 3);
const ROOM: (u16, u16) = (11, 2);
const COST: (u16, u16) = (13, 2);
const SHUT: u16 = 1 << 15;
// What bears on being welcome: two bits of families, and these.
const YOUNG: u16 = 1 << 2;
const NAMES_AGE: u16 = 1 << 3;
const MEMBERS: u16 = 1 << 4;
const REFERRAL: u16 = 1 << 5;
const WOMEN: u16 = 1 << 6;
const MEN: u16 = 1 << 7;

/// What the bits of a part say.
fn said(bits: u16, (from, count): (u16, u16)) -> usize {
    usize::from(bits >> from & ((1 << count) - 1))
}

const CAPACITIES: [Capacity; 4] =
    [Capacity::HasRoom, Capacity::AskFirst, Capacity::WaitingList, Capacity::Full];
/// Steps of how surely a group is meant for families, in hundredths: at least so much.
const FAMILIES: [u8; 4] = [0, 25, 70, 90];
/// The most that somebody who does not meet a limit can be welcome; excluded where it is certain.
const BROKEN: f64 = 0.3;
const UNKNOWN: f64 = 0.5;

impl Glance {
    pub(crate) fn of(view: View<'_>) -> Glance {
        let facts = view.facts;
        let families = FAMILIES.iter().rposition(|least| facts.for_families >= *least);
        let mut welcome = families.unwrap_or(0) as u16;
        if facts.for_the_young {
            welcome |= YOUNG;
        }
        for required in view.rules() {
            welcome |= match required.rule {
                Asked::Age { .. } => NAMES_AGE,
                Asked::MembersOnly => MEMBERS,
                Asked::ReferralOnly => REFERRAL,
                Asked::Gender(Gender::Woman) => WOMEN,
                Asked::Gender(Gender::Man) => MEN,
                _ => 0,
            };
        }
        let often = match facts.weekly.map(|parts| parts != 0) {
            [true, _, _] => 0,
            [_, true, _] => 1,
            [_, _, true] => 2,
            _ if facts.dated.len > 0 => 2,
            _ => 3,
        };
        let cohesion = often | u16::from(facts.says_small) << 2;
        let room = CAPACITIES.iter().position(|one| *one == facts.capacity).unwrap_or(0) as u16;
        let cost = match facts.price {
            Price::Free | Price::Pence(0) => 0,
            Price::Pence(_) => 1,
            Price::Unclear => 2,
        };
        let parts = [(welcome, WELCOME), (cohesion, COHESION), (room, ROOM), (cost, COST)];
        let bits = parts.iter().fold(0, |bits, (said, (from, _))| bits | said << from);
        let shut = if is_shut(facts) { SHUT } else { 0 };
        let day = facts.checked_on.map_or(0, |day| day.0.clamp(1, i32::from(u16::MAX)));
        Glance { checked_on: day as u16, bits: bits | shut }
    }

    /// Whether it can be suggested at all, today or ever.
    pub(crate) fn is_shut(self) -> bool {
        self.bits & SHUT != 0
    }
}

/// What a glance is worth to one person: the most of each part, times what the part counts.
pub(crate) struct Eye {
    welcome: Vec<f64>,
    cohesion: [f64; 8],
    room: [f64; 4],
    cost: [f64; 4],
    freshness: f64,
    today: Day,
}

impl Eye {
    pub(crate) fn new(reading: &Reading<'_>, asked: &Values, counts: &[f64; Part::COUNT]) -> Eye {
        let count = |part: Part| asked[part as usize].map_or(0.0, |_| counts[part as usize]);
        let mut eye = Eye {
            welcome: vec![count(Part::Welcome); 256],
            cohesion: [count(Part::Cohesion); 8],
            room: [count(Part::Room); 4],
            cost: [count(Part::Cost); 4],
            freshness: count(Part::Freshness),
            today: reading.today,
        };
        for (bits, most) in (0..).zip(&mut eye.welcome) {
            *most *= welcome(reading, bits);
        }
        for (bits, most) in eye.cohesion.iter_mut().enumerate() {
            let small = if bits & 4 != 0 { 0.15 } else { 0.0 };
            *most *= f64::min([0.95, 0.85, 0.75, 0.4][bits & 3] + small, 1.0);
        }
        for (most, capacity) in eye.room.iter_mut().zip(CAPACITIES) {
            *most *= parts::room_of(capacity);
        }
        eye.cost[2] *= parts::COST_UNCLEAR;
        eye
    }

    /// The most that the parts known at a glance can add, weighted, all together.
    pub(crate) fn most(&self, glance: Glance) -> f64 {
        let on = (glance.checked_on != 0).then_some(Day(i32::from(glance.checked_on)));
        self.welcome[said(glance.bits, WELCOME)]
            + self.cohesion[said(glance.bits, COHESION)]
            + self.room[said(glance.bits, ROOM)]
            + self.cost[said(glance.bits, COST)]
            + self.freshness * parts::freshness_of(on, self.today)
    }
}

/// How welcome somebody can be at most.
fn welcome(reading: &Reading<'_>, bits: u16) -> f64 {
    let mut most = 1.0_f64;
    if bits & NAMES_AGE == 0 {
        let families = FAMILIES[usize::from(bits & 3)];
        most = parts::welcome_unsaid(reading, families, bits & YOUNG != 0);
    }
    for (bit, gender) in [(WOMEN, Gender::Woman), (MEN, Gender::Man)] {
        if bits & bit != 0 {
            let theirs = reading.profile.gender;
            let known = if theirs == Some(gender) { 1.0 } else { BROKEN };
            most = most.min(theirs.map_or(UNKNOWN, |_| known));
        }
    }
    let unreferred = bits & REFERRAL != 0 && !reading.profile.referred;
    if unreferred || bits & MEMBERS != 0 { most.min(BROKEN) } else { most }
}

/// The parts that are known at a glance.
pub(crate) const PARTS: [Part; 5] =
    [Part::Welcome, Part::Cohesion, Part::Room, Part::Cost, Part::Freshness];
