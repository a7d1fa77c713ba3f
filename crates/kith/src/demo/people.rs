//! The demonstration's people: sixty, across every stage of the pathway, from `demo/people/*.toml`.
//!
//! `stage` says how far along somebody is; the seeding walks them there through the use cases.
//! Ages are turned into dates of birth as of the day of the demonstration.

use anyhow::{Context, Result, ensure};
use domain::contact::{Barrier, Way};
use domain::group::{AccessNeed, Gender, Weekday};
use domain::kinds::{Activity, Need};
use domain::permission::{Detail, How};
use domain::person::{Details, Home, NhsNumber};
use domain::plan::{Action, Content, Goal};
use domain::prescription::FirstVisit;
use domain::profile::{Company, DayPart, FreeTime, Profile, Travel};
use domain::referral::Outcome;
use domain::referral::draft::Draft;
use domain::triage::Circumstances;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use serde::Deserialize;

use super::places::Places;
use super::service::Service;

const FILES: [(&str, &str); 4] = [
    ("1_arriving.toml", include_str!("../../demo/people/1_arriving.toml")),
    ("2_link_work.toml", include_str!("../../demo/people/2_link_work.toml")),
    ("3_in_groups.toml", include_str!("../../demo/people/3_in_groups.toml")),
    ("4_leaving_and_after.toml", include_str!("../../demo/people/4_leaving_and_after.toml")),
];

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "person")]
    people: Vec<Person>,
}

/// How far along the pathway somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Stage {
    Sent,
    ScreenedEligible,
    Returned,
    Redirected,
    Declined,
    Signposted,
    LightSupport,
    Waiting,
    Allocated,
    ActiveNoContactYet,
    Active,
    MissedContact,
    Holding,
    PlanMade,
    Offered,
    Chosen,
    SentToGroup,
    GroupWaitlist,
    GroupDeclined,
    Accepted,
    FirstAttended,
    Attending,
    LeftGroup,
    Finished,
    Withdrawn,
    Closed,
    Reopened,
    SafeguardingOpen,
    FollowedUp,
}

/// Somebody as their file says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Person {
    /// A name for use between the files, never shown.
    pub(crate) handle: String,
    given: String,
    family: String,
    age: i16,
    born_day: u16,
    gender: Option<Gender>,
    home: HomeWords,
    phone: Option<String>,
    email: Option<String>,
    nhs: Option<NhsNumber>,
    language: Option<String>,
    #[serde(default)]
    interpreter: bool,
    #[serde(default)]
    access: Vec<AccessNeed>,
    practice: Option<String>,
    /// A practice's or agency's id in `service.toml`, or `self`, or `carer`.
    pub(crate) from: String,
    /// The agency's worker, or on whose behalf a carer writes.
    pub(crate) sender: Option<String>,
    referrer_says: String,
    person_says: String,
    needs: Vec<Need>,
    #[serde(default)]
    circumstances: Vec<String>,
    #[serde(default)]
    matters: String,
    #[serde(default)]
    strengths: String,
    #[serde(default)]
    goals: Vec<GoalWords>,
    #[serde(default)]
    interests: Vec<String>,
    #[serde(default)]
    activities: Vec<Activity>,
    #[serde(default)]
    travel: Travel,
    #[serde(default)]
    free: Vec<String>,
    #[serde(default)]
    company: Vec<Company>,
    #[serde(default)]
    avoid: Vec<String>,
    /// How far along they are.
    pub(crate) stage: Stage,
    /// When they were referred.
    pub(crate) days_ago: i64,
    /// Their link worker's handle.
    pub(crate) worker: Option<String>,
    /// The group they were told of, by its id in the files.
    pub(crate) group: Option<String>,
    /// How the first visit was made easier.
    pub(crate) first_visit: Option<FirstVisit>,
    /// The reason, question or concern that belongs to the stage.
    pub(crate) why: Option<String>,
    /// When we look again: after the pause of somebody resting, at the plan of anybody else.
    pub(crate) review_in_days: Option<i64>,
    /// For somebody who has finished: how.
    pub(crate) outcome: Option<Outcome>,
    /// ONS4 (satisfied, worthwhile, happy, anxious) and groups belonged to, at the start.
    pub(crate) before: Option<[u8; 5]>,
    /// The same at the end.
    pub(crate) after: Option<[u8; 5]>,
    /// Belonging to the group, 1 to 5.
    pub(crate) belonging: Option<u8>,
    /// What was said and done, earliest first.
    #[serde(default)]
    pub(crate) contacts: Vec<ContactWords>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum HomeWords {
    Address { street: String, at: String, postcode: String },
    NoFixedAbode { no_fixed_abode_near: String },
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct GoalWords {
    words: String,
    importance: u8,
    confidence: u8,
    step: String,
}

/// One contact: held for so many minutes, or missed for a reason.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ContactWords {
    pub(crate) days_ago: i64,
    pub(crate) way: Way,
    pub(crate) minutes: Option<u16>,
    pub(crate) missed: Option<Barrier>,
    pub(crate) note: String,
}

/// Everybody, in the order of the files.
pub(crate) fn list() -> Result<Vec<Person>> {
    let mut people = Vec::new();
    for (name, text) in FILES {
        let file: File = toml::from_str(text).with_context(|| format!("demo/people/{name}"))?;
        people.extend(file.people);
    }
    Ok(people)
}

impl Person {
    /// What identifies them, as of `today`.
    pub(crate) fn details(
        &self,
        places: &Places,
        service: &Service,
        today: Date,
    ) -> Result<Details> {
        let practice = self.practice.as_deref().map(|id| service.practice(id)).transpose()?;
        Ok(Details {
            given_name: self.given.clone(),
            family_name: self.family.clone(),
            born_on: Some(self.born_on(today)?),
            home: self.home(places)?,
            phone: self.phone.clone(),
            email: self.email.clone(),
            nhs_number: self.nhs.clone(),
            language: self.language.clone(),
            interpreter: self.interpreter,
            gender: self.gender,
            access_needs: self.access.clone(),
            gp_practice: practice.map(|practice| practice.name.clone()),
            ..Details::default()
        })
    }

    /// The referral as whoever referred filled it in.
    pub(crate) fn draft(&self, places: &Places, service: &Service, today: Date) -> Result<Draft> {
        let mut circumstances = Circumstances::default();
        for key in &self.circumstances {
            let known = circumstances.list().iter().any(|(name, ..)| name == key);
            ensure!(known, "{}: no circumstance {key:?}", self.handle);
            circumstances.set(key);
        }
        Ok(Draft {
            details: self.details(places, service, today)?,
            needs: self.needs.clone(),
            circumstances,
            referrer_words: self.referrer_says.clone(),
            person_words: self.person_says.clone(),
            agreed: Some(if self.from == "self" { How::Online } else { How::Spoken }),
            share_with_referrer: vec![Detail::Outcome],
            share_until: None,
        })
    }

    /// Their plan, where one was made.
    pub(crate) fn plan(&self, places: &Places, today: Date) -> Result<Option<Content>> {
        if self.goals.is_empty() {
            return Ok(None);
        }
        Ok(Some(Content {
            what_matters: self.matters.clone(),
            strengths: self.strengths.clone(),
            concerns: vec![self.person_says.clone()],
            goals: self.goals.iter().map(GoalWords::to_goal).collect(),
            wishes: self.wishes(places)?,
            review_on: Some(today.checked_add(28.days())?),
        }))
    }

    /// What they would like, as matching reads it.
    pub(crate) fn wishes(&self, places: &Places) -> Result<Profile> {
        let neighbourhood = match &self.home {
            HomeWords::Address { at, .. } => Some(places.neighbourhood(at)?),
            HomeWords::NoFixedAbode { .. } => None,
        };
        let mut languages: Vec<String> = self.language.iter().cloned().collect();
        if !self.interpreter && !languages.iter().any(|language| language == "en") {
            languages.push("en".to_owned());
        }
        Ok(Profile {
            age: u8::try_from(self.age).ok(),
            gender: self.gender,
            interests: self.interests.clone(),
            activities: self.activities.clone(),
            needs: self.needs.clone(),
            home: neighbourhood.map(|one| one.point),
            outcode: neighbourhood.map(|one| one.outcode.clone()),
            travel: self.travel.clone(),
            languages,
            times: self.free.iter().map(|words| free_time(words)).collect::<Result<_>>()?,
            access_needs: self.access.clone(),
            company: self.company.clone(),
            avoid: self.avoid.clone(),
            referred: true,
            ..Profile::default()
        })
    }

    /// Day `born_day` of the year in which somebody was born who is `age` years old on `today`.
    fn born_on(&self, today: Date) -> Result<Date> {
        let birthday_in =
            |year: i16| date(year, 1, 1).checked_add((i64::from(self.born_day) - 1).days());
        let years_back = self.age + i16::from(birthday_in(today.year())? > today);
        Ok(birthday_in(today.year() - years_back)?)
    }

    fn home(&self, places: &Places) -> Result<Home> {
        Ok(match &self.home {
            HomeWords::Address { street, at, postcode } => Home::Address {
                lines: format!("{street}, {}", places.neighbourhood(at)?.town),
                postcode: Some(postcode.clone()),
            },
            HomeWords::NoFixedAbode { no_fixed_abode_near } => {
                Home::NoFixedAbode { usually_near: Some(no_fixed_abode_near.clone()) }
            }
        })
    }
}

impl GoalWords {
    fn to_goal(&self) -> Goal {
        Goal {
            words: self.words.clone(),
            importance: Some(self.importance),
            confidence: Some(self.confidence),
            actions: vec![Action { words: self.step.clone(), ..Action::default() }],
        }
    }
}

/// `Tuesday afternoon`.
fn free_time(words: &str) -> Result<FreeTime> {
    let parts = [DayPart::Morning, DayPart::Afternoon, DayPart::Evening];
    let (day, part) = words.split_once(' ').with_context(|| format!("no time: {words:?}"))?;
    let weekday = Weekday::ALL.into_iter().find(|weekday| weekday.label() == day);
    let part = parts.into_iter().find(|known| known.label() == part);
    weekday
        .zip(part)
        .map(|(weekday, part)| FreeTime { weekday, part })
        .with_context(|| format!("not a time of the week: {words:?}"))
}
