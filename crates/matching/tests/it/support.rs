//! Groups and people in situation words.

use std::convert::Infallible;

use domain::group::{
    AccessFact, AccessNeed, Capacity, Checked, Confidence, Contact, Cost, Freshness, Gender, Group,
    Life, Limit, Meeting, Place, Rule, Source, Status, Venue, Weekday,
};
use domain::ids::GroupId;
use domain::kinds::{Activity, Need};
use domain::place::Point;
use domain::profile::Profile;
use jiff::civil::{Date, Time, date};
use matching::{Index, Question, Suggestion, Weights, WhyNot};
use uuid::Uuid;

pub(crate) const TODAY: Date = date(2026, 11, 20);
pub(crate) const IPSWICH: Point = Point { latitude: 52.0567, longitude: 1.1482 };

pub(crate) fn id(number: u128) -> GroupId {
    GroupId(Uuid::from_u128(number))
}

/// A point so many kilometres north of Ipswich.
pub(crate) fn north_of_ipswich(km: f64) -> Point {
    Point { latitude: IPSWICH.latitude + km / 111.195, longitude: IPSWICH.longitude }
}

/// A group that anybody can join: weekly on Tuesday mornings in Ipswich, free, with room.
pub(crate) fn group(number: u128, name: &str) -> Group {
    Group {
        id: id(number),
        name: name.into(),
        organisation: None,
        description: String::new(),
        activities: vec![],
        needs: vec![],
        place: Place::Unknown,
        meetings: vec![weekly(Weekday::Tuesday, 10)],
        cost: Cost::Free,
        eligibility: vec![],
        access: vec![],
        languages: vec![],
        capacity: Capacity::HasRoom,
        places_per_month: None,
        status: Status::Running,
        life: Life::default(),
        freshness: Freshness::default(),
        last_known_on: None,
        contact: Contact::default(),
        checked: Some(Checked {
            at: "2026-11-01T09:00:00Z".parse().unwrap(),
            by: "link worker".into(),
            how: "rang".into(),
        }),
        source: Source { name: "test".into(), id: number.to_string() },
    }
    .at_km(1.0)
}

pub(crate) fn weekly(weekday: Weekday, hour: i8) -> Meeting {
    Meeting::Weekly { weekday, from: Time::constant(hour, 0, 0, 0), to: None, every_weeks: 1 }
}

pub(crate) fn once(date: Date, hour: i8) -> Meeting {
    Meeting::On { date, from: Time::constant(hour, 0, 0, 0), to: None }
}

/// What a test changes about a group, one word each.
pub(crate) trait But: Sized {
    fn group(self, change: impl FnOnce(&mut Group)) -> Group;

    fn at_km(self, km: f64) -> Group {
        self.group(|g| {
            g.place = Place::Venue(Venue {
                town: Some("Ipswich".into()),
                point: Some(north_of_ipswich(km)),
                ..Venue::default()
            });
        })
    }
    fn somewhere(self) -> Group {
        self.group(|g| g.place = Place::Unknown)
    }
    fn online(self) -> Group {
        self.group(|g| g.place = Place::Online)
    }
    fn does(self, activity: Activity) -> Group {
        self.group(|g| g.activities.push(activity))
    }
    fn helps(self, need: Need) -> Group {
        self.group(|g| g.needs.push(need))
    }
    fn says(self, words: &str) -> Group {
        self.group(|g| g.description = words.into())
    }
    fn meets(self, meetings: Vec<Meeting>) -> Group {
        self.group(|g| g.meetings = meetings)
    }
    fn only(self, rule: Rule, confidence: Confidence, sentence: &str) -> Group {
        self.group(|g| {
            g.eligibility.push(Limit { rule, sentence: sentence.into(), confidence });
        })
    }
    fn aged_over(self, from: u8, confidence: Confidence) -> Group {
        let sentence = format!("For people aged {from}+.");
        self.only(Rule::Age { from: Some(from), to: None }, confidence, &sentence)
    }
    fn for_women(self) -> Group {
        let rule = Rule::Gender { gender: Gender::Woman };
        self.only(rule, Confidence::Certain, "A group for women.")
    }
    fn access(self, need: AccessNeed, there: bool) -> Group {
        self.group(|g| g.access.push(AccessFact { need, there }))
    }
    fn costing(self, pence: u32) -> Group {
        self.group(|g| g.cost = Cost::Pence { pence, words: String::new() })
    }
    fn with(self, capacity: Capacity) -> Group {
        self.group(|g| g.capacity = capacity)
    }
}

impl But for Group {
    fn group(mut self, change: impl FnOnce(&mut Group)) -> Group {
        change(&mut self);
        self
    }
}

/// Somebody who lives in the middle of Ipswich.
pub(crate) fn somebody() -> Profile {
    Profile { home: Some(IPSWICH), ..Profile::default() }
}

/// Somebody in Ipswich who loves one thing.
pub(crate) fn who_loves(interest: &str) -> Profile {
    Profile { interests: vec![interest.into()], ..somebody() }
}

/// A directory small enough to be kept whole beside its index.
pub(crate) struct Directory {
    pub(crate) index: Index,
    groups: Vec<Group>,
}

impl Directory {
    pub(crate) fn of(groups: &[Group]) -> Directory {
        Directory { index: Index::build(groups), groups: groups.to_vec() }
    }

    fn load(&self, ids: &[GroupId]) -> Result<Vec<Group>, Infallible> {
        Ok(self.groups.iter().filter(|group| ids.contains(&group.id)).cloned().collect())
    }

    pub(crate) fn suggest(&self, profile: &Profile, question: &Question<'_>) -> Vec<Suggestion> {
        let Ok(found) = self.index.suggest(profile, question, |ids| self.load(ids));
        found
    }

    pub(crate) fn why_not(
        &self,
        profile: &Profile,
        question: &Question<'_>,
        id: GroupId,
    ) -> WhyNot {
        let Ok(answer) = self.index.why_not(profile, question, id, |ids| self.load(ids));
        answer
    }
}

pub(crate) fn suggest(groups: &[Group], profile: &Profile) -> Vec<Suggestion> {
    let weights = Weights::default();
    let question = Question::new(TODAY, 5, &weights);
    Directory::of(groups).suggest(profile, &question)
}

pub(crate) fn names(groups: &[Group], profile: &Profile) -> Vec<String> {
    suggest(groups, profile).into_iter().map(|one| one.name).collect()
}

pub(crate) fn why_not(groups: &[Group], profile: &Profile, number: u128) -> WhyNot {
    let weights = Weights::default();
    let question = Question::new(TODAY, 5, &weights);
    Directory::of(groups).why_not(profile, &question, id(number))
}

/// The sentences of the one group's reasons.
pub(crate) fn reasons(group: Group, profile: &Profile) -> Vec<String> {
    let found = suggest(&[group], profile);
    assert_eq!(found.len(), 1, "the group is suggested");
    found[0].reasons.iter().map(matching::Reason::sentence).collect()
}

/// The sentences of what to check first about the one group.
pub(crate) fn checks(group: Group, profile: &Profile) -> Vec<String> {
    let found = suggest(&[group], profile);
    assert_eq!(found.len(), 1, "the group is suggested");
    found[0].checks.iter().map(matching::Check::sentence).collect()
}

/// Why the one group is kept out, in words.
pub(crate) fn exclusions(group: Group, profile: &Profile) -> Vec<String> {
    let number = group.id.0.as_u128();
    assert_eq!(names(std::slice::from_ref(&group), profile), Vec::<String>::new());
    match why_not(&[group], profile, number) {
        WhyNot::Excluded { because } => because.iter().map(matching::Exclusion::sentence).collect(),
        other => panic!("not kept out: {other:?}"),
    }
}
