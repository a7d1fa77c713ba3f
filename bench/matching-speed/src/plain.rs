//! Groups and people as flat columns, for the programs that Kith is measured beside.
//!
//! They get the hard limits of Kith, precomputed to their advantage: bits instead of lists. What
//! they are not asked to do is said in `../README.md`.

use domain::group::{Capacity, Confidence, Gender, Group, Meeting, Place, Rule, Status};
use domain::profile::{DayPart, Online, Profile};
use jiff::civil::Date;

/// A group.
pub(crate) struct Row {
    pub(crate) text: String,
    pub(crate) latitude: Option<f64>,
    pub(crate) longitude: Option<f64>,
    /// Whether it can be suggested at all: running, not over, not full.
    pub(crate) is_open: bool,
    pub(crate) is_online: bool,
    pub(crate) is_only_online: bool,
    pub(crate) age_from: u8,
    pub(crate) age_to: u8,
    /// 0 for everybody, 1 women, 2 men.
    pub(crate) gender: u8,
    pub(crate) members: bool,
    pub(crate) referral: bool,
    pub(crate) outcode: Option<String>,
    /// What is known to be missing, as bits.
    pub(crate) missing: u32,
    /// Parts of the week, as bits; none where unknown.
    pub(crate) times: u32,
}

fn bit(weekday: domain::group::Weekday, part: DayPart) -> u32 {
    1 << (weekday as u32 * 3 + part as u32)
}

impl Row {
    pub(crate) fn of(group: &Group, today: Date) -> Row {
        let past = |one: &Meeting| matches!(one, Meeting::On { date, .. } if *date < today);
        let coming = group.meetings.iter().filter(|one| !past(one));
        let times = coming.fold(0, |bits, one| bits | bit(one.weekday(), DayPart::of(one.from())));
        let is_over = !group.meetings.is_empty() && times == 0;
        let mut row = Row {
            text: format!("{}. {}", group.name, group.description),
            latitude: group.point().map(|point| point.latitude),
            longitude: group.point().map(|point| point.longitude),
            is_open: group.status == Status::Running
                && group.capacity != Capacity::Full
                && !is_over,
            is_online: group.is_online(),
            is_only_online: group.place == Place::Online,
            age_from: 0,
            age_to: u8::MAX,
            gender: 0,
            members: false,
            referral: false,
            outcode: None,
            missing: 0,
            times,
        };
        for fact in group.access.iter().filter(|fact| !fact.there) {
            row.missing |= 1 << fact.need as u32;
        }
        for limit in group.eligibility.iter().filter(|one| one.confidence == Confidence::Certain) {
            match &limit.rule {
                Rule::Age { from, to } => {
                    (row.age_from, row.age_to) = (from.unwrap_or(0), to.unwrap_or(u8::MAX));
                }
                Rule::Gender { gender } => {
                    row.gender = if *gender == Gender::Woman { 1 } else { 2 };
                }
                Rule::MembersOnly => row.members = true,
                Rule::ReferralOnly => row.referral = true,
                Rule::Area { outcodes } => row.outcode = outcodes.first().cloned(),
                Rule::Circumstance { .. } => {}
            }
        }
        row
    }
}

/// A person.
pub(crate) struct Asked {
    /// Words, any of which may be found.
    pub(crate) words: Vec<String>,
    /// Where from and how far, where both are said.
    pub(crate) reach: Option<(f64, f64, f64)>,
    pub(crate) home: Option<(f64, f64)>,
    pub(crate) online: Online,
    pub(crate) age: Option<u8>,
    pub(crate) gender: Option<u8>,
    pub(crate) referred: bool,
    pub(crate) outcode: Option<String>,
    pub(crate) needs: u32,
    /// Parts of the week, as bits; all where nothing was said.
    pub(crate) free: u32,
}

impl Asked {
    pub(crate) fn of(profile: &Profile) -> Asked {
        let times = profile.times.iter().map(|time| bit(time.weekday, time.part));
        let home = profile.home.map(|home| (home.latitude, home.longitude));
        let words = profile.interests.iter().flat_map(|said| said.split_whitespace());
        Asked {
            words: words.map(str::to_lowercase).collect(),
            reach: home.zip(profile.travel.km_at_most).map(|((north, east), km)| (north, east, km)),
            home,
            online: profile.travel.online,
            age: profile.age,
            gender: profile.gender.map(|gender| if gender == Gender::Woman { 1 } else { 2 }),
            referred: profile.referred,
            outcode: profile.outcode.clone(),
            needs: profile.access_needs.iter().fold(0, |bits, need| bits | 1 << *need as u32),
            free: if profile.times.is_empty() {
                (1 << 21) - 1
            } else {
                times.fold(0, |a, b| a | b)
            },
        }
    }
}
