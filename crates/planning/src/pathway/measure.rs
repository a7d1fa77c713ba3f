//! What is said about a scenario: each measure with its name, its unit and its denominator, and
//! its value in one replication.
//!
//! A value that cannot be said (the median wait where nobody was reached) is not a number here
//! and stays out of the means.

mod gap;
mod row;

use serde::Serialize;

use super::scenario::Scenario;

pub(crate) use gap::slope_index;
pub(crate) use row::row;

/// A measure of a scenario.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Measure {
    /// What is measured.
    pub what: What,
    /// Whom or what it is about.
    pub of: Of,
    /// The name of that, for tables.
    pub of_name: String,
}

/// Whom or what a measure is about; numbers are places in the scenario's lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Of {
    /// The whole service.
    All,
    /// A group of people.
    People(usize),
    /// A team of link workers.
    Team(usize),
    /// A kind of group.
    Group(usize),
    /// A follow-up.
    FollowUp(usize),
}

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words and denominators are in `What::words`")]
pub enum What {
    ReferredYear,
    WaitMedian,
    Wait90,
    WaitMean,
    Reached,
    Redirected,
    Signposted,
    Declined,
    GaveUp,
    NotFoundAgain,
    StillWaiting,
    OverLongest,
    Joined,
    Stayed,
    NoPlace,
    MetFull,
    GroupClosed,
    GapWait,
    GapReached,
    GapJoined,
    Waiting,
    RoomUsed,
    HoursUsed,
    PlacesTaken,
    PlaceWaiting,
    Answered,
    CostYear,
    CostStaff,
    CostGroups,
    CostPerReached,
    CostPerJoined,
    HelpYear,
    HelpPerThousand,
}

/// How a value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Weeks.
    Weeks,
    /// A difference of weeks.
    WeeksBetween,
    /// A share, from 0 to 1; written as a percentage.
    Share,
    /// A difference of shares; written as percentage points.
    SharePoints,
    /// People.
    People,
    /// People in a year.
    PeopleYear,
    /// Pounds in a year.
    PoundsYear,
    /// Pounds for a person.
    PoundsPerson,
    /// Points of help in a year.
    HelpYear,
    /// Points of help for 1,000 pounds.
    HelpPerThousand,
}

impl Unit {
    /// The least and the most that a value can be.
    #[must_use]
    pub fn possible(self) -> (f64, f64) {
        match self {
            Unit::Share => (0.0, 1.0),
            Unit::SharePoints => (-1.0, 1.0),
            Unit::WeeksBetween => (f64::NEG_INFINITY, f64::INFINITY),
            _ => (0.0, f64::INFINITY),
        }
    }

    /// The least and the most that a difference of two values can be.
    #[must_use]
    pub fn possible_between(self) -> (f64, f64) {
        match self {
            Unit::Share => (-1.0, 1.0),
            Unit::SharePoints => (-2.0, 2.0),
            _ => (f64::NEG_INFINITY, f64::INFINITY),
        }
    }
}

impl What {
    /// The words for tables, with the denominator, and the unit.
    #[must_use]
    pub fn words(self) -> (&'static str, Unit) {
        use Unit::{
            HelpPerThousand, HelpYear, People, PeopleYear, PoundsPerson, PoundsYear, Share,
            SharePoints, Weeks, WeeksBetween,
        };
        match self {
            What::ReferredYear => ("people referred a year", PeopleYear),
            What::WaitMedian => ("median wait, referral to first contact, of those reached", Weeks),
            What::Wait90 => ("90th centile of that wait", Weeks),
            What::WaitMean => ("mean of that wait", Weeks),
            What::Reached => ("had a first contact, of all referred", Share),
            What::Redirected => ("were not right for this service, of all referred", Share),
            What::Signposted => ("needed only to be told where to go, of all referred", Share),
            What::Declined => ("said no when asked, of all referred", Share),
            What::GaveUp => ("gave up on the waiting list, of all referred", Share),
            What::NotFoundAgain => {
                ("not found again after missed contacts, of all referred", Share)
            }
            What::StillWaiting => ("still waiting at the end, of all referred", Share),
            What::OverLongest => ("waited longer than the bound, of those who got a place", Share),
            What::Joined => ("joined a group, of all referred", Share),
            What::Stayed => ("still came at 12 weeks, of all referred", Share),
            What::NoPlace => ("gave up waiting for a place, of those who asked for a group", Share),
            What::MetFull => ("found every group of the kind full, of those who asked", Share),
            What::GroupClosed => ("lost their group when it closed, of those who joined", Share),
            What::GapWait => {
                ("slope index, most less least deprived: mean of that wait", WeeksBetween)
            }
            What::GapReached => {
                ("slope index, most less least deprived: being reached", SharePoints)
            }
            What::GapJoined => {
                ("slope index, most less least deprived: joining a group", SharePoints)
            }
            What::Waiting => ("people on the waiting list, on average", People),
            What::RoomUsed => ("room in use, of the room of all posts filled", Share),
            What::HoursUsed => ("hours in use, of the hours for people of those at work", Share),
            What::PlacesTaken => ("places taken, of the places open", Share),
            What::PlaceWaiting => ("people waiting for a place, on average", People),
            What::Answered => ("answered, of those asked", Share),
            What::CostYear => ("cost a year", PoundsYear),
            What::CostStaff => ("of it link workers", PoundsYear),
            What::CostGroups => ("of it groups", PoundsYear),
            What::CostPerReached => ("cost for each person reached", PoundsPerson),
            What::CostPerJoined => ("cost for each person who joined a group", PoundsPerson),
            What::HelpYear => ("points of help a year", HelpYear),
            What::HelpPerThousand => ("points of help for £1,000", HelpPerThousand),
        }
    }
}

/// What is said about each group of people, after what is said about all.
const OF_PEOPLE: [What; 9] = [
    What::ReferredYear,
    What::WaitMedian,
    What::Wait90,
    What::WaitMean,
    What::Reached,
    What::GaveUp,
    What::Joined,
    What::Stayed,
    What::MetFull,
];
const OF_ALL: [What; 8] = [
    What::Redirected,
    What::Signposted,
    What::Declined,
    What::NotFoundAgain,
    What::StillWaiting,
    What::OverLongest,
    What::NoPlace,
    What::GroupClosed,
];
const OF_MONEY: [What; 5] =
    [What::CostYear, What::CostStaff, What::CostGroups, What::CostPerReached, What::CostPerJoined];

/// The measures that decide when a run is precise enough.
pub(crate) const HEADLINES: [What; 5] =
    [What::WaitMedian, What::Wait90, What::Reached, What::Joined, What::CostYear];

/// Everything that is said about a scenario, in the order of its rows.
#[must_use]
pub fn list_measures(scenario: &Scenario) -> Vec<Measure> {
    let mut list = Vec::new();
    let mut add = |of: Of, name: &str, whats: &[What]| {
        let of_name = name.to_owned();
        list.extend(whats.iter().map(|what| Measure { what: *what, of, of_name: of_name.clone() }));
    };
    add(Of::All, "everybody", &OF_PEOPLE);
    add(Of::All, "everybody", &OF_ALL);
    add(Of::All, "everybody", &[What::GapWait, What::GapReached, What::GapJoined]);
    add(Of::All, "everybody", &OF_MONEY);
    if scenario.objective.is_some() {
        add(Of::All, "everybody", &[What::HelpYear, What::HelpPerThousand]);
    }
    for (at, people) in scenario.people.iter().enumerate() {
        add(Of::People(at), &people.name, &OF_PEOPLE);
    }
    for (at, team) in scenario.teams.iter().enumerate() {
        add(Of::Team(at), &team.name, &[What::Waiting, What::RoomUsed, What::HoursUsed]);
    }
    for (at, group) in scenario.groups.iter().enumerate() {
        add(Of::Group(at), &group.name, &[What::PlacesTaken, What::MetFull, What::PlaceWaiting]);
    }
    for (at, follow_up) in scenario.follow_ups.iter().enumerate() {
        add(Of::FollowUp(at), &follow_up.name, &[What::Answered]);
    }
    list
}
