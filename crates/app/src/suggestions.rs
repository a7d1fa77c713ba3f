//! Groups that fit a person, out of their newest plan, and the answer to "why not this one?".

use std::collections::HashMap;

use domain::access::{Relation, Verb};
use domain::group::Group;
use domain::ids::{GroupId, PersonId, PrescriptionId};
use domain::person::Person;
use domain::profile::{Experience, Profile};
use domain::referral::Referral;
use jiff::civil::Date;
use matching::{Barrier, BarrierCount, NothingFits, Question, Suggestion, Weights, WhyNot};
use serde_json::json;

use crate::act::Act;
use crate::directory;
use crate::error::AppResult;
use crate::people;
use crate::prescriptions::{self, Room, rooms, taken};
use crate::retention::KEPT_WEEKS;

/// Fewer good groups than this, and the page asks whether an unmet need should be recorded.
const ENOUGH: usize = 3;
/// The most that one page shows.
const MOST: usize = 50;
/// The most doors that one page shows.
const MOST_DOORS: usize = 5;

/// What the page of suggestions shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// For whom.
    pub person: Person,
    /// In which episode.
    pub referral: Referral,
    /// What matching was told about them.
    pub profile: Profile,
    /// What fits, the best first.
    pub lines: Vec<Line>,
    /// Whether there are more.
    pub has_more: bool,
    /// What keeps groups away, where few fit.
    pub nothing_fits: Option<NothingFits>,
    /// What would let more groups in, the most first.
    pub doors: Vec<Door>,
    /// What was offered before, which is not suggested again.
    pub offered: Vec<prescriptions::Seen>,
    /// Today's date where the service is.
    pub today: Date,
}

/// One barrier that, were it gone, would let groups in that would suit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Door {
    /// The barrier.
    pub barrier: Barrier,
    /// So many groups that nothing else keeps away.
    pub group_count: usize,
}

/// One suggestion with its group.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The group.
    pub group: Group,
    /// Why it fits and what to check first.
    pub suggestion: Suggestion,
    /// Whether it can be asked now.
    pub room: Room,
}

/// The groups that fit a person best. That the record was read is audited.
///
/// # Errors
/// `NotFound` for actors who may not suggest groups for this person.
pub fn suggest(act: &mut Act<'_>, id: PersonId, limit: usize) -> AppResult<Page> {
    let limit = limit.clamp(1, MOST);
    let (known, referral) = people::episode(act, id, Verb::Suggest)?;
    let (profile, offered) = profile(act, id)?;
    let index = directory::index(act)?;
    let asked = Asked::now(act)?;
    let (today, question) = (asked.today, asked.question(limit + 1));
    let mut found = index.suggest(&profile, &question, |ids| directory::listed(act, ids))?;
    let has_more = found.len() > limit;
    found.truncate(limit);
    let ids: Vec<GroupId> = found.iter().map(|one| one.group).collect();
    let listed = directory::listed(act, &ids)?;
    let groups: HashMap<GroupId, &Group> = listed.iter().map(|group| (group.id, group)).collect();
    let rooms = rooms(act, &listed, &asked.taken)?;
    let line = |suggestion: Suggestion| {
        let group = (*groups.get(&suggestion.group)?).clone();
        let room = rooms.get(&group.id).copied()?;
        Some(Line { group, suggestion, room })
    };
    let lines: Vec<Line> = found.into_iter().filter_map(line).collect();
    let shut = index.nothing_fits(&profile, &question, usize::MAX);
    let doors = shut.as_ref().map(doors).unwrap_or_default();
    let nothing_fits = shut.filter(|shut| shut.good_count < ENOUGH);
    act.audit("person.suggest", "person", id.0, json!({ "groups": lines.len() }))?;
    let person = known.person;
    Ok(Page { person, referral, profile, lines, has_more, nothing_fits, doors, offered, today })
}

/// The barriers that somebody could do something about, each with what it alone keeps away.
fn doors(shut: &NothingFits) -> Vec<Door> {
    let opening = |count: &&BarrierCount| count.alone_count > 0 && count.barrier.is_unmet_need();
    let opened = shut.barriers.iter().filter(opening).take(MOST_DOORS);
    opened.map(|one| Door { barrier: one.barrier, group_count: one.alone_count }).collect()
}

/// What a question of matching rests on here and now: the day, the service's own weights, and the
/// places that are taken this month.
pub(crate) struct Asked {
    today: Date,
    weights: Weights,
    taken: HashMap<GroupId, u32>,
}

impl Asked {
    pub(crate) fn now(act: &mut Act<'_>) -> AppResult<Asked> {
        let settings = act.service_settings()?;
        let today = crate::act::day_in(&settings.time_zone, act.now);
        Ok(Asked { today, weights: settings.matching, taken: taken(act)? })
    }

    pub(crate) fn question(&self, limit: usize) -> Question<'_> {
        Question { taken: Some(&self.taken), ..Question::new(self.today, limit, &self.weights) }
    }
}

/// How suggestions are made here.
#[derive(Debug, Clone, PartialEq)]
pub struct How {
    /// How much each part counts.
    pub weights: Weights,
    /// From so many weeks on, coming again is having kept coming.
    pub kept_weeks: i64,
}

/// How suggestions are made here, for everybody who sees the directory.
///
/// # Errors
/// `NotFound` for everybody else.
pub fn how(act: &mut Act<'_>) -> AppResult<How> {
    act.require(Verb::SeeDirectory, Relation::Service)?;
    Ok(How { weights: act.service_settings()?.matching, kept_weeks: KEPT_WEEKS })
}

/// Why a group is not among so many suggestions.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered {
    /// The group asked about.
    pub group: Group,
    /// The answer.
    pub answer: WhyNot,
    /// The prescription, where it was offered before.
    pub offered: Option<PrescriptionId>,
}

/// Why a group is not among the first `limit` suggestions for a person.
///
/// # Errors
/// `NotFound` for actors who may not suggest groups for this person, or no such group.
pub fn why_not(
    act: &mut Act<'_>,
    id: PersonId,
    group: GroupId,
    limit: usize,
) -> AppResult<Answered> {
    let (mut profile, offered) = profile(act, id)?;
    // The question is about the group itself, not about its having been offered.
    profile.tried.retain(|tried| *tried != group);
    let (found, _) = directory::find(act, group)?;
    let index = directory::index(act)?;
    let asked = Asked::now(act)?;
    let question = asked.question(limit.clamp(1, MOST));
    let answer = index.why_not(&profile, &question, group, |ids| directory::listed(act, ids))?;
    let offered = offered.iter().find(|one| one.group.id == group);
    Ok(Answered { group: found, answer, offered: offered.map(|one| one.prescription.id) })
}

/// What matching is told: the plan's wishes, what was offered as tried, and how that went.
fn profile(act: &mut Act<'_>, id: PersonId) -> AppResult<(Profile, Vec<prescriptions::Seen>)> {
    let mut profile = people::profile_of(act, id)?;
    let offered = prescriptions::list_of_person(act, id)?;
    profile.tried.extend(offered.iter().map(|one| one.group.id));
    let known: Vec<Experience> = offered.iter().filter_map(experience).collect();
    // What the plan says of a group is their own word: it goes before what the register tells.
    let is_said =
        |group| profile.experience.iter().any(|said| said.group.is_some() && said.group == group);
    let news: Vec<Experience> = known.into_iter().filter(|one| !is_said(one.group)).collect();
    profile.experience.extend(news);
    Ok((profile, offered))
}

/// How a group went that they were sent to before.
fn experience(seen: &prescriptions::Seen) -> Option<Experience> {
    let went = seen.prescription.state.went()?;
    Some(Experience { group: Some(seen.group.id), words: None, went })
}
