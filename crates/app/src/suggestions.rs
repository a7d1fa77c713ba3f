//! Groups that fit a person, out of their newest plan, and the answer to "why not this one?".

use std::collections::HashMap;

use domain::access::Verb;
use domain::group::Group;
use domain::ids::{GroupId, PersonId, PrescriptionId};
use domain::person::Person;
use domain::profile::Profile;
use domain::referral::Referral;
use jiff::civil::Date;
use matching::{NothingFits, Question, Suggestion, Weights, WhyNot};
use serde_json::json;

use crate::act::Act;
use crate::directory;
use crate::error::AppResult;
use crate::people;
use crate::prescriptions::{self, Room, rooms, taken};

/// Fewer good groups than this, and the page asks whether an unmet need should be recorded.
const ENOUGH: usize = 3;
/// The most that one page shows.
const MOST: usize = 50;

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
    /// What was offered before, which is not suggested again.
    pub offered: Vec<prescriptions::Seen>,
    /// Today's date where the service is.
    pub today: Date,
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
    let listed: Vec<&Group> = listed.iter().collect();
    let rooms = rooms(act, &listed)?;
    let line = |suggestion: Suggestion| {
        let group = (*groups.get(&suggestion.group)?).clone();
        let room = rooms.get(&group.id).copied()?;
        Some(Line { group, suggestion, room })
    };
    let lines: Vec<Line> = found.into_iter().filter_map(line).collect();
    let nothing_fits = index.nothing_fits(&profile, &question, ENOUGH);
    act.audit("person.suggest", "person", id.0, json!({ "groups": lines.len() }))?;
    let person = known.person;
    Ok(Page { person, referral, profile, lines, has_more, nothing_fits, offered, today })
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
        let weights = act.service_settings()?.matching;
        Ok(Asked { today: act.today()?, weights, taken: taken(act)? })
    }

    pub(crate) fn question(&self, limit: usize) -> Question<'_> {
        Question { taken: Some(&self.taken), ..Question::new(self.today, limit, &self.weights) }
    }
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

/// What matching is told: the plan's wishes, and what was offered as tried.
fn profile(act: &mut Act<'_>, id: PersonId) -> AppResult<(Profile, Vec<prescriptions::Seen>)> {
    let mut profile = people::profile_of(act, id)?;
    let offered = prescriptions::list_of_person(act, id)?;
    profile.tried.extend(offered.iter().map(|one| one.group.id));
    Ok((profile, offered))
}
