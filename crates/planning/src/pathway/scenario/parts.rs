//! The parts of a scenario, in the model's own units: days, hours, people, points, pounds.
//!
//! Lists that stand for “one number per group of people” (or per kind of support) are in the
//! order of that list in the scenario.

/// How long and how often a scenario is simulated.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// The seed of all chance.
    pub seed: u64,
    /// Days before anything is counted, so that the service is not found empty.
    pub warm_up_days: f64,
    /// Days in which the people who are referred are counted.
    pub measured_days: f64,
    /// Days after those, so that those people are followed to their end.
    pub run_out_days: f64,
    /// The fewest replications.
    pub replications_least: u32,
    /// The most replications.
    pub replications_most: u32,
    /// The half-width of the intervals that is asked for, as a share of the value.
    pub precision: f64,
}

/// A group of people, such as those of the most deprived fifth of the area.
#[derive(Debug, Clone, PartialEq)]
pub struct People {
    /// Its short name in the file.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// Its share of the residents.
    pub share: f64,
    /// Its place in the order of deprivation, 1 for the most deprived; without, it has none.
    pub deprivation: Option<f64>,
    /// Its points on the waiting list.
    pub need_points: f64,
    /// The share that says no when first asked.
    pub declines: f64,
    /// The share of contacts that are missed.
    pub missed: f64,
    /// The median days on the waiting list after which somebody gives up; without, nobody does.
    pub patience_days: Option<f64>,
    /// The share that needs each kind of support.
    pub supports: Vec<f64>,
    /// The share that wants to join a group.
    pub wants_group: f64,
    /// How much each kind of group is wanted; 0 where it is not open to them.
    pub prefers: Vec<f64>,
    /// What helping one of them counts, for `--optimise`.
    pub help_weight: f64,
}

/// Somewhere that people are referred from.
#[derive(Debug, Clone, PartialEq)]
pub struct Referrer {
    /// Its short name in the file.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// Referrals a year at the start.
    pub people_year: f64,
    /// The share from each group of people.
    pub mix: Vec<f64>,
    /// Growth of the referrals a year, as a share of those at the start.
    pub growth_year: f64,
    /// How each month differs from the mean of the year.
    pub months: [f64; 12],
    /// The day of its first referrals, counted from the start of what is measured.
    pub from_day: Option<f64>,
    /// The day of its last referrals, counted from the start of what is measured.
    pub until_day: Option<f64>,
    /// The share that is not right for this service and is redirected.
    pub unsuitable: f64,
    /// The team that its people come to.
    pub team: usize,
}

/// A kind of support, by how complex it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Support {
    /// Its short name in the file.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// How many points of a link worker's room it takes.
    pub points: f64,
    /// The least and the most contacts, each number between as likely.
    pub contacts: [f64; 2],
    /// The hours of a contact.
    pub contact_hours: f64,
    /// The hours beside the contacts in an episode, taken with the first.
    pub admin_hours: f64,
    /// The mean days between contacts.
    pub gap_days: f64,
    /// The spread of those days: their standard deviation as a share of the mean.
    pub gap_spread: f64,
    /// The contact at which a group is looked for.
    pub link_at_contact: f64,
}

/// What happens before the waiting list.
#[derive(Debug, Clone, PartialEq)]
pub struct Screening {
    /// Days from referral to the answer.
    pub delay_days: f64,
    /// The share that needs only to be told where to go.
    pub signposted: f64,
}

/// How the waiting list is ordered.
#[derive(Debug, Clone, PartialEq)]
pub struct Waiting {
    /// How many days of waiting one need point is worth.
    pub point_days: f64,
    /// The wait on the list after which somebody comes before all others; without, none.
    pub longest_days: Option<f64>,
    /// How long before that they are taken first.
    pub ahead_days: f64,
}

/// What all episodes with a link worker have in common.
#[derive(Debug, Clone, PartialEq)]
pub struct Episode {
    /// Days from a missed contact to the next try.
    pub retry_days: f64,
    /// The share of a contact's time that is lost when it is missed.
    pub missed_time: f64,
    /// After so many missed in a row the person is held, with a review date.
    pub misses_before_holding: f64,
    /// The share of episodes with a pause that the person asks for, half-way.
    pub holds: f64,
    /// Days of holding until the review.
    pub review_days: f64,
    /// The share of the points that somebody held still takes.
    pub holding_points: f64,
    /// The share of those held after missed contacts who come back at the review.
    pub returns: f64,
}

/// A team of link workers with one waiting list.
#[derive(Debug, Clone, PartialEq)]
pub struct Team {
    /// Its short name in the file.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// Full-time equivalents.
    pub fte: f64,
    /// Points of room per full-time equivalent.
    pub points_per_fte: f64,
    /// Hours a week per full-time equivalent.
    pub hours_week: f64,
    /// The share of those hours that is for people.
    pub direct: f64,
    /// Days of leave a year.
    pub leave_days_year: f64,
    /// Days of one leave.
    pub leave_block_days: f64,
    /// The share of working time lost to sickness.
    pub sick: f64,
    /// The mean days of one sickness.
    pub sick_spell_days: f64,
    /// The share of link workers who leave in a year.
    pub turnover_year: f64,
    /// The mean days until somebody who left is replaced.
    pub vacancy_days: f64,
    /// What a full-time equivalent costs a year, in pounds.
    pub cost_fte_year: f64,
    /// What replacing somebody costs, in pounds.
    pub cost_hire: f64,
}

/// A kind of community group that people are linked to.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Its short name in the file.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// How many such groups there are.
    pub number: f64,
    /// The places that each offers to people who are referred.
    pub places: f64,
    /// The day its funding begins, counted from the start of what is measured.
    pub opens_day: Option<f64>,
    /// The day its funding ends, counted from the start of what is measured.
    pub closes_day: Option<f64>,
    /// The mean days until the funding of one ends; without, it does not.
    pub lasts_days: Option<f64>,
    /// The mean days until another takes the place of one that closed; without, none does.
    pub replaced_days: Option<f64>,
    /// The most days that somebody takes up a place.
    pub place_days: f64,
    /// The share of those with a place who come at least once.
    pub starts: f64,
    /// The share of those who started who still come at 12 weeks.
    pub stays_12_weeks: f64,
    /// The median days that somebody waits for a place before giving up; without, nobody does.
    pub patience_days: Option<f64>,
    /// What one such group costs a year while it is open, in pounds.
    pub cost_year: f64,
    /// What a person who starts costs, in pounds.
    pub cost_person: f64,
}

/// When people are asked again how they are.
#[derive(Debug, Clone, PartialEq)]
pub struct FollowUp {
    /// Its short name in the file.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// Days after the end of the episode.
    pub after_days: f64,
    /// The share that answers.
    pub answered: f64,
    /// The hours of a link worker that each try takes.
    pub hours: f64,
}

/// What counts as help, and what it may cost.
#[derive(Debug, Clone, PartialEq)]
pub struct Objective {
    /// What is made as large as can be.
    pub aim: Aim,
    /// The points for somebody who has their first contact.
    pub reached: f64,
    /// The points for somebody who starts in a group.
    pub joined: f64,
    /// The points for somebody who still comes at 12 weeks.
    pub stayed: f64,
    /// The least the service may cost a year, in pounds.
    pub budget_least: f64,
    /// The most the service may cost a year, in pounds.
    pub budget_most: f64,
    /// The least share of the people referred who must be reached.
    pub reached_least: f64,
}

/// What `--optimise` makes as large as can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aim {
    /// Points of help for a pound.
    HelpPerPound,
    /// Points of help, within the budget.
    Help,
}

/// Something that `--optimise` may change.
#[derive(Debug, Clone, PartialEq)]
pub struct Lever {
    /// The number it changes, by its key such as `team.main.fte`.
    pub parameter: String,
    /// The least it may be, in the file's unit.
    pub from: f64,
    /// The most it may be.
    pub to: f64,
    /// How far one step goes.
    pub step: f64,
}
