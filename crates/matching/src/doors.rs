//! "What would open doors?": which one barrier, taken away, would bring most groups into reach.
//!
//! Only groups count that would mean something to the person and that one kind of barrier alone
//! keeps away, so the count is what a bus, a fee, an evening or an interpreter would bring. It is
//! the unmet need that commissioners can act on.

use domain::group::{AccessNeed, Weekday};
use domain::ids::GroupId;
use domain::profile::{DayPart, Profile};
use serde::Serialize;

use crate::case::{Case, Question, Reading};
use crate::facts::{Asked, Price, part_of_week};
use crate::index::Index;
use crate::limits::{Hit, list_hits};
use crate::words;

/// Something that could be done about a barrier.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "door")]
pub enum Door {
    /// A way to come this far.
    Travel {
        /// Kilometres in a straight line.
        km: u16,
    },
    /// Being free at this time.
    Time {
        /// The day.
        weekday: Weekday,
        /// The part of it.
        part: DayPart,
    },
    /// Somebody who pays, up to so much a time.
    Fee {
        /// Pence a time.
        pence: u32,
    },
    /// Somebody who speaks the language of the group.
    Language {
        /// The language spoken there.
        language: String,
    },
    /// Access that is missing.
    Access {
        /// What.
        need: AccessNeed,
    },
    /// A way to take part online.
    GoingOnline,
    /// A group that one can join from home.
    FromHome,
    /// A referral.
    Referral,
    /// Membership.
    Membership,
    /// More places.
    Places,
    /// A group that serves where the person lives.
    Area,
}

/// How many groups one door would open.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Opening {
    /// The door.
    pub door: Door,
    /// Groups that nothing else keeps away.
    pub group_count: usize,
    /// Some of them.
    pub examples: Vec<GroupId>,
}

/// Distances and prices are told in steps that people can picture.
const KM: [u16; 6] = [2, 5, 10, 20, 40, 80];
const PENCE: [u32; 6] = [200, 500, 1000, 1500, 2500, 5000];
/// At most so many groups are named for a door.
const EXAMPLES: usize = 3;

impl Index {
    /// The doors, the one that opens most groups first.
    #[must_use]
    pub fn doors(&self, profile: &Profile, question: &Question<'_>) -> Vec<Opening> {
        let reading = Reading::new(self, profile, question);
        let mut openings: Vec<Opening> = Vec::new();
        self.each_meaningful(&reading, |case| {
            for door in list_doors(case) {
                let at = openings.iter().position(|one| one.door == door).unwrap_or_else(|| {
                    let none = Opening { door, group_count: 0, examples: Vec::new() };
                    openings.push(none);
                    openings.len() - 1
                });
                openings[at].group_count += 1;
                openings[at].examples.push(case.view.facts.id);
            }
        });
        let needless: Vec<bool> =
            openings.iter().map(|one| openings.iter().any(|less| less.does_as_well(one))).collect();
        let mut needless = needless.into_iter();
        openings.retain(|_| !needless.next().unwrap_or(false));
        for one in &mut openings {
            one.examples.sort_unstable();
            one.examples.truncate(EXAMPLES);
        }
        // The words decide between equals, so that the answer is the same every time.
        openings.sort_by_cached_key(|one| (usize::MAX - one.group_count, one.sentence()));
        openings
    }
}

/// The doors that would each open this group alone; none where nothing or more keeps it away.
fn list_doors(case: &Case<'_>) -> Vec<Door> {
    let hits = list_hits(case);
    let most = case.profile().cost_at_most_pence;
    let over = match (case.view.facts.price, most) {
        (Price::Pence(pence), Some(most)) if pence > most => Some(pence),
        _ => None,
    };
    let (theirs, spoken) = (&case.reading.languages, case.view.languages());
    let other = spoken
        .first()
        .filter(|_| !theirs.is_empty() && !spoken.iter().any(|language| theirs.contains(language)));
    match (hits.as_slice(), over, other) {
        ([], Some(pence), None) => fees(pence),
        ([], None, Some(language)) => vec![Door::Language { language: language.name() }],
        ([Hit::TooFar { km, .. }], None, None) => ways(*km),
        ([Hit::TooLong { km, .. }], None, None) => ways(*km),
        ([Hit::TooFar { km, .. }, Hit::TooLong { .. }], None, None) => ways(*km),
        ([one], None, None) => opened_by(*one, case),
        _ => Vec::new(),
    }
}

fn opened_by(hit: Hit, case: &Case<'_>) -> Vec<Door> {
    let door = match hit {
        Hit::NoTimeFits => return times(case),
        Hit::AccessMissing(need) => Door::Access { need },
        Hit::OnlineOnly => Door::GoingOnline,
        Hit::NotOnline => Door::FromHome,
        Hit::Full | Hit::NoPlaces(_) => Door::Places,
        Hit::Required(at) => match case.view.rules()[at].rule {
            Asked::MembersOnly => Door::Membership,
            Asked::ReferralOnly => Door::Referral,
            Asked::Area { .. } => Door::Area,
            // Age, gender and circumstance are who somebody is, not what keeps them away.
            Asked::Age { .. } | Asked::Gender(_) | Asked::Circumstance(_) => return Vec::new(),
        },
        _ => return Vec::new(),
    };
    vec![door]
}

/// Whoever can come further comes as far as the nearer steps too.
fn ways(km: f64) -> Vec<Door> {
    KM.iter().filter(|step| f64::from(**step) >= km).map(|km| Door::Travel { km: *km }).collect()
}

fn fees(pence: u32) -> Vec<Door> {
    PENCE.iter().filter(|step| **step >= pence).map(|pence| Door::Fee { pence: *pence }).collect()
}

/// Every part of the week in which it meets.
fn times(case: &Case<'_>) -> Vec<Door> {
    let meets = case.dated().fold(case.weekly(), |bits, meeting| bits | meeting.part);
    let parts = [DayPart::Morning, DayPart::Afternoon, DayPart::Evening];
    let all = Weekday::ALL.into_iter().flat_map(|day| parts.map(|part| (day, part)));
    all.filter(|(weekday, part)| meets & part_of_week(*weekday, *part) != 0)
        .map(|(weekday, part)| Door::Time { weekday, part })
        .collect()
}

impl Opening {
    /// Whether this is a smaller step that opens as many groups.
    fn does_as_well(&self, other: &Opening) -> bool {
        let is_less = match (&self.door, &other.door) {
            (Door::Travel { km: less }, Door::Travel { km: more }) => less < more,
            (Door::Fee { pence: less }, Door::Fee { pence: more }) => less < more,
            _ => false,
        };
        is_less && self.group_count == other.group_count
    }

    /// The opening in plain words.
    #[must_use]
    pub fn sentence(&self) -> String {
        let groups = match self.group_count {
            1 => "one more group".to_owned(),
            count => format!("{count} more groups"),
        };
        let what = match &self.door {
            Door::Travel { km } => format!("A way to come {km} km, by bus or with a lift,"),
            Door::Time { weekday, part } => {
                format!("Being free on {} {}s", weekday.label(), part.label())
            }
            Door::Fee { pence } => {
                format!("Help with the cost, up to {} a time,", words::pounds(*pence))
            }
            Door::Language { language } => {
                format!("Somebody who speaks {}", words::language(language))
            }
            Door::Access { need } => {
                let label = need.label();
                format!("A place with this: {label},")
            }
            Door::GoingOnline => "A way to take part online".to_owned(),
            Door::FromHome => "Being able to join from home".to_owned(),
            Door::Referral => "A referral from a professional".to_owned(),
            Door::Membership => "Becoming a member".to_owned(),
            Door::Places => "More places".to_owned(),
            Door::Area => "A group that serves where you live".to_owned(),
        };
        format!("{what} would open {groups}.")
    }
}
