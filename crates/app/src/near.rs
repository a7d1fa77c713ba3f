//! Groups near somebody, for everybody: a search that knows a place and a wish, and keeps neither.
//!
//! Nobody is signed in and nothing is written down. Everything here is what groups say of
//! themselves in public; what they live from and what a service notes about them stays out.

use domain::group::{AccessNeed, Cost, Group, Weekday};
use domain::ids::{GroupId, ServiceId};
use domain::kinds::Activity;
use domain::profile::{DayPart, FreeTime, Profile, Travel};
use domain::refusal::FieldProblem;
use jiff::civil::Date;
use matching::{Check, Question, Suggestion, Weights};

use crate::act::{Act, day_in};
use crate::directory;
use crate::error::{AppError, AppResult};
use crate::geography::{self, Placed};

/// How far somebody goes who does not say.
pub const USUAL_KM: f64 = 10.0;
/// The most that are looked at for one answer.
const MOST: usize = 120;

/// What somebody looks for. What is left out limits nothing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Wanted {
    /// A postcode, its first half, or a town.
    pub near: String,
    /// In their own words.
    pub words: String,
    /// By kind.
    pub activity: Option<Activity>,
    /// On which day.
    pub weekday: Option<Weekday>,
    /// At what time of the day.
    pub part: Option<DayPart>,
    /// Only what is free.
    pub is_free: bool,
    /// What must be there.
    pub access: Vec<AccessNeed>,
    /// In which language.
    pub language: Option<String>,
    /// How far in a straight line.
    pub km: Option<f64>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Near {
    /// Where it was looked for.
    pub place: Placed,
    /// What fits, the best first.
    pub lines: Vec<Line>,
    /// Whether there are more.
    pub has_more: bool,
    /// Whether nothing was what they asked for, so that these are only close by.
    pub is_only_near: bool,
    /// Today's date where the service is.
    pub today: Date,
}

/// One group that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The group.
    pub group: Group,
    /// How far it is in a straight line, where known.
    pub km: Option<f64>,
}

/// Looks for groups near a place. Anybody may.
///
/// # Errors
/// `Invalid` where no place was given, or one that nobody here knows.
pub fn look(act: &mut Act<'_>, wanted: &Wanted, limit: usize) -> AppResult<Near> {
    let place = find_place(act, &wanted.near)?;
    let today = act.today()?;
    let weights = Weights::default();
    let question = Question::new(today, MOST, &weights);
    let index = directory::index(act)?;
    let profile = profile(wanted, &place);
    let found = index.suggest(&profile, &question, |ids| directory::listed(act, ids))?;
    let says_what = !wanted.words.trim().is_empty() || wanted.activity.is_some();
    let means = |one: &Suggestion| !says_what || !one.checks.contains(&Check::NotWhatYouSaid);
    let is_only_near = !found.iter().any(means);
    let found: Vec<Suggestion> =
        found.into_iter().filter(|one| is_only_near || means(one)).collect();
    let ids: Vec<GroupId> = found.iter().map(|one| one.group).collect();
    let groups = directory::listed(act, &ids)?;
    let line = |one: Suggestion| {
        let group = groups.iter().find(|group| group.id == one.group)?.clone();
        Some(Line { group, km: one.distance_km })
    };
    let is_right = |line: &Line| !wanted.is_free || !is_known_to_cost(&line.group.cost);
    let mut lines: Vec<Line> = found.into_iter().filter_map(line).filter(is_right).collect();
    let has_more = lines.len() > limit;
    lines.truncate(limit);
    Ok(Near { place, lines, has_more, is_only_near, today })
}

/// A price that nobody told us is no price; one in words may still be nothing.
fn is_known_to_cost(cost: &Cost) -> bool {
    matches!(cost, Cost::Pence { pence, .. } if *pence > 0)
}

fn find_place(act: &mut Act<'_>, near: &str) -> AppResult<Placed> {
    let near = near.trim();
    let problem = |sentence: &str| AppError::Invalid(vec![FieldProblem::new("near", sentence)]);
    if near.is_empty() {
        return Err(problem("Enter a postcode or a town"));
    }
    let found = match geography::find_postcode(act, near)? {
        Some(found) => Some(found),
        None => geography::find_town(act, near)?,
    };
    found.ok_or_else(|| {
        problem("We do not know this place. Try the first half of a postcode, or a town nearby")
    })
}

/// As little of a person as a search needs.
fn profile(wanted: &Wanted, place: &Placed) -> Profile {
    let words = Some(wanted.words.trim().to_owned()).filter(|words| !words.is_empty());
    let km_at_most = Some(wanted.km.unwrap_or(USUAL_KM));
    Profile {
        interests: words.into_iter().collect(),
        activities: wanted.activity.into_iter().collect(),
        home: Some(place.point),
        outcode: place.outcode.clone(),
        travel: Travel { km_at_most, ..Travel::default() },
        times: times(wanted.weekday, wanted.part),
        access_needs: wanted.access.clone(),
        languages: wanted.language.clone().into_iter().collect(),
        ..Profile::default()
    }
}

fn times(weekday: Option<Weekday>, part: Option<DayPart>) -> Vec<FreeTime> {
    if weekday.is_none() && part.is_none() {
        return Vec::new();
    }
    let days = weekday.map_or(Weekday::ALL.to_vec(), |day| vec![day]);
    let all = vec![DayPart::Morning, DayPart::Afternoon, DayPart::Evening];
    let parts = part.map_or(all, |part| vec![part]);
    let with = |weekday| parts.iter().map(move |part| FreeTime { weekday, part: *part });
    days.into_iter().flat_map(with).collect()
}

/// A group as everybody may see it.
#[derive(Debug, Clone, PartialEq)]
pub struct Public {
    /// The group.
    pub group: Group,
    /// The service whose directory it is in.
    pub service: ServiceId,
    /// That service's name.
    pub service_name: String,
    /// Where to write to that service.
    pub service_email: String,
    /// Today's date there.
    pub today: Date,
}

/// One group as everybody may see it, whichever service's directory it is in.
///
/// # Errors
/// `NotFound` where there is none, or it was withdrawn.
pub fn find(act: &mut Act<'_>, id: GroupId) -> AppResult<Public> {
    let service = store::groups::find_service(act.conn, id)?.ok_or(AppError::NotFound)?;
    let (group, _) = store::groups::find(act.conn, service, id)?.ok_or(AppError::NotFound)?;
    let settings = store::services::find_settings(act.conn, service)?.ok_or(AppError::NotFound)?;
    Ok(Public {
        group,
        service,
        today: day_in(&settings.time_zone, act.now),
        service_name: settings.name,
        service_email: settings.email,
    })
}
