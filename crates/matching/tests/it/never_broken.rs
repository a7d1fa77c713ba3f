//! No hard limit is ever broken: thousands of random directories and people, held against a plain
//! second reading of the limits that shares no code with the crate.

use domain::group::{
    AccessNeed, Capacity, Confidence, Freshness, Gender, Group, Meeting, Place, Rule, Status,
    Venue, Weekday,
};
use domain::kinds::Activity;
use domain::place::Point;
use domain::profile::{DayPart, Experience, FreeTime, Online, Profile, Travel, Way, Went};
use jiff::civil::{Date, Time, date};
use matching::{Question, Weights, WhyNot};
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::support::{But, Directory, TODAY, group, id};

const OUTCODES: [&str; 4] = ["IP1", "IP2", "NR33", "CB8"];
const ACCESS: [AccessNeed; 3] = [AccessNeed::StepFree, AccessNeed::Quiet, AccessNeed::Seated];
const WORDS: [&str; 6] = ["choir", "church", "chess", "alcohol", "walking", "radio"];

fn a_point() -> impl Strategy<Value = Point> {
    (51.9..52.6, 0.3..1.8).prop_map(|(latitude, longitude)| Point { latitude, longitude })
}

fn a_place() -> impl Strategy<Value = Place> {
    prop_oneof![
        Just(Place::Unknown),
        Just(Place::Online),
        (of(a_point()), any::<bool>()).prop_map(|(point, also_online)| {
            Place::Venue(Venue { point, also_online, ..Venue::default() })
        }),
    ]
}

fn a_rule() -> impl Strategy<Value = Rule> {
    prop_oneof![
        (of(0..100_u8), of(0..100_u8)).prop_map(|(from, to)| Rule::Age { from, to }),
        select(vec![Gender::Woman, Gender::Man]).prop_map(|gender| Rule::Gender { gender }),
        Just(Rule::MembersOnly),
        Just(Rule::ReferralOnly),
        subsequence(OUTCODES.to_vec(), 0..3).prop_map(|codes| Rule::Area {
            outcodes: codes.into_iter().map(str::to_owned).collect()
        }),
        Just(Rule::Circumstance { words: "carers".into() }),
    ]
}

fn a_meeting() -> impl Strategy<Value = Meeting> {
    let weekday = select(Weekday::ALL.to_vec());
    prop_oneof![
        (weekday, 0..24_i8).prop_map(|(weekday, hour)| Meeting::Weekly {
            weekday,
            from: Time::constant(hour, 0, 0, 0),
            to: None,
            every_weeks: 1
        }),
        (0..60_i32, 0..24_i8).prop_map(|(days, hour)| Meeting::On {
            date: date(2026, 10, 25).checked_add(jiff::Span::new().days(days)).unwrap(),
            from: Time::constant(hour, 0, 0, 0),
            to: None
        }),
    ]
}

fn a_status() -> impl Strategy<Value = Status> {
    let ended = select(vec![
        Status::Paused,
        Status::Ended { on: None },
        Status::Ended { on: Some(date(2026, 11, 19)) },
        Status::Ended { on: Some(TODAY) },
    ]);
    prop_oneof![6 => Just(Status::Running), 1 => ended]
}

pub(crate) fn a_group() -> impl Strategy<Value = Group> {
    let confidence = select(vec![Confidence::Certain, Confidence::Likely, Confidence::Unsure]);
    let capacity = prop_oneof![
        8 => select(vec![Capacity::HasRoom, Capacity::WaitingList, Capacity::AskFirst]),
        1 => Just(Capacity::Full)
    ];
    (
        subsequence(WORDS.to_vec(), 1..3),
        a_place(),
        prop::collection::vec((a_rule(), confidence), 0..2),
        prop::collection::vec(a_meeting(), 0..3),
        subsequence(ACCESS.to_vec(), 0..3),
        (any::<bool>(), capacity),
        (a_status(), select(vec![Freshness::Fresh, Freshness::Sinking, Freshness::Hidden])),
        of(0..4_u32),
    )
        .prop_map(
            |(
                words,
                place,
                limits,
                meetings,
                access,
                (there, capacity),
                (status, fresh),
                places,
            )| {
                let mut made = group(1, &words.join(" ")).meets(meetings).with(capacity);
                for (rule, confidence) in limits {
                    made = made.only(rule, confidence, "As written.");
                }
                for need in access {
                    made = made.access(need, there);
                }
                made.group(|g| {
                    g.place = place;
                    g.status = status;
                    g.freshness = fresh;
                    g.places_per_month = places;
                })
            },
        )
}

fn experience() -> impl Strategy<Value = Vec<Experience>> {
    let one = (0..30_u128, select(Went::ALL.to_vec()));
    prop::collection::vec(one, 0..2).prop_map(|all| {
        let made = |(group, went)| Experience { group: Some(id(group)), words: None, went };
        all.into_iter().map(made).collect()
    })
}

pub(crate) fn a_profile() -> impl Strategy<Value = Profile> {
    let travel = (
        of(1.0..60.0),
        select(vec![Online::Welcome, Online::No, Online::Only]),
        of(5..120_u16),
        subsequence(vec![Way::Walk, Way::Bus, Way::Car], 0..3),
    )
        .prop_map(|(km_at_most, online, minutes_at_most, ways)| Travel {
            km_at_most,
            online,
            minutes_at_most,
            ways,
            ..Travel::default()
        });
    let part = select(vec![DayPart::Morning, DayPart::Afternoon, DayPart::Evening]);
    let time = (select(Weekday::ALL.to_vec()), part)
        .prop_map(|(weekday, part)| FreeTime { weekday, part });
    (
        (of(0..100_u8), of(select(vec![Gender::Woman, Gender::Man, Gender::Other]))),
        of(a_point()),
        of(select(OUTCODES.to_vec())),
        travel,
        prop_oneof![Just(vec![]), prop::collection::vec(time, 1..8)],
        subsequence(ACCESS.to_vec(), 0..2),
        (subsequence(WORDS.to_vec(), 0..2), subsequence(WORDS.to_vec(), 0..2)),
        (any::<bool>(), prop::collection::vec(0..30_u128, 0..2), experience()),
    )
        .prop_map(
            |(
                who,
                home,
                outcode,
                travel,
                times,
                access_needs,
                words,
                (referred, tried, experience),
            )| {
                let owned = |words: Vec<&str>| words.into_iter().map(str::to_owned).collect();
                Profile {
                    age: who.0,
                    gender: who.1,
                    interests: owned(words.0),
                    avoid: owned(words.1),
                    activities: vec![Activity::Singing],
                    home,
                    outcode: outcode.map(str::to_owned),
                    travel,
                    times,
                    access_needs,
                    referred,
                    tried: tried.into_iter().map(id).collect(),
                    experience,
                    ..Profile::default()
                }
            },
        )
}

/// So many places of every group are taken this month.
const TAKEN: u32 = 2;

/// A plain second reading: must this group be kept from this person?
fn must_be_kept_out(group: &Group, who: &Profile, today: Date) -> bool {
    let past = |meeting: &Meeting| matches!(meeting, Meeting::On { date, .. } if *date < today);
    let coming: Vec<&Meeting> = group.meetings.iter().filter(|m| !past(m)).collect();
    let ended = match group.status {
        Status::Running => false,
        Status::Paused | Status::Ended { on: None } => true,
        Status::Ended { on: Some(day) } => day < today,
    };
    let online_too = is_online_too(group);
    let busy = !who.times.is_empty()
        && !coming.is_empty()
        && !coming.iter().any(|meeting| {
            let hour = meeting.from().hour();
            who.times.iter().any(|time| {
                time.weekday == meeting.weekday()
                    && match time.part {
                        DayPart::Morning => hour < 12,
                        DayPart::Afternoon => (12..17).contains(&hour),
                        DayPart::Evening => hour >= 17,
                    }
            })
        });
    let from_home = online_too && who.travel.online != Online::No;
    let of_people = [
        AccessNeed::SignLanguage,
        AccessNeed::Seated,
        AccessNeed::CompanionWelcome,
        AccessNeed::DementiaFriendly,
    ];
    let missing = who.access_needs.iter().any(|need| {
        group.access.iter().any(|fact| fact.need == *need && !fact.there)
            && (!from_home || of_people.contains(need))
    });
    let unwanted = who.avoid.iter().any(|word| group.name.split(' ').any(|said| said == word));
    ended
        || (!group.meetings.is_empty() && coming.is_empty())
        || group.capacity == Capacity::Full
        || who.tried.contains(&group.id)
        || group.freshness == Freshness::Hidden
        || was_there_or_no_places(group, who)
        || is_out_of_reach(group, who)
        || busy
        || missing
        || unwanted
        || group
            .eligibility
            .iter()
            .any(|limit| limit.confidence == Confidence::Certain && is_shut_out(&limit.rule, who))
}

fn is_out_of_reach(group: &Group, who: &Profile) -> bool {
    let online_too = is_online_too(group);
    let wrong_way = match who.travel.online {
        Online::No => group.place == Place::Online,
        Online::Only => matches!(group.place, Place::Venue(_)) && !online_too,
        Online::Welcome => false,
    };
    let too_far = match (&group.place, who.home, who.travel.km_at_most) {
        (Place::Venue(Venue { point: Some(there), .. }), Some(home), Some(most)) => {
            home.km_to(*there) > most && (!online_too || who.travel.online == Online::No)
        }
        _ => false,
    };
    // Minutes from door to door, written out once more: 1.3 for the road, then each way's pace.
    let too_long = match (&group.place, who.home, who.travel.minutes_at_most) {
        (Place::Venue(Venue { point: Some(there), .. }), Some(home), Some(most)) => {
            let road = home.km_to(*there) * 1.3;
            let minutes = |way: &Way| match way {
                Way::Walk => road / 5.0 * 60.0,
                Way::Bus | Way::Accompanied => 15.0 + road / 18.0 * 60.0,
                Way::Car => 5.0 + road / 38.0 * 60.0,
            };
            let all = [Way::Walk, Way::Bus, Way::Car];
            let open = if who.travel.ways.is_empty() { &all[..] } else { &who.travel.ways };
            let quickest = open.iter().map(minutes).fold(f64::INFINITY, f64::min);
            quickest > f64::from(most) && (!online_too || who.travel.online == Online::No)
        }
        _ => false,
    };
    wrong_way || too_far || too_long
}

fn was_there_or_no_places(group: &Group, who: &Profile) -> bool {
    let went_badly =
        who.experience.iter().any(|one| one.group == Some(group.id) && one.went == Went::Badly);
    let no_places = who.referred && group.places_per_month.is_some_and(|offered| offered <= TAKEN);
    went_badly || no_places
}

fn is_online_too(group: &Group) -> bool {
    match &group.place {
        Place::Online => true,
        Place::Venue(venue) => venue.also_online,
        Place::Unknown => false,
    }
}

fn is_shut_out(rule: &Rule, who: &Profile) -> bool {
    match rule {
        Rule::Age { from, to } => {
            let (from, to) = (from.unwrap_or(0), to.unwrap_or(255));
            from <= to && who.age.is_some_and(|age| age < from || age > to)
        }
        Rule::Gender { gender } => who.gender.is_some_and(|theirs| theirs != *gender),
        Rule::MembersOnly => true,
        Rule::ReferralOnly => !who.referred,
        Rule::Area { outcodes } => {
            !outcodes.is_empty() && who.outcode.as_ref().is_some_and(|one| !outcodes.contains(one))
        }
        Rule::Circumstance { .. } => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..Default::default() })]

    #[test]
    fn suggestions_are_exactly_out_of_those_that_no_limit_keeps_out(
        groups in prop::collection::vec(a_group(), 1..25),
        profile in a_profile(),
        limit in 0..30_usize,
    ) {
        let groups: Vec<Group> = groups
            .into_iter()
            .enumerate()
            .map(|(at, one)| one.group(|g| g.id = id(at as u128)))
            .collect();
        let weights = Weights::default();
        let taken = groups.iter().map(|one| (one.id, TAKEN)).collect();
        let question = Question { taken: Some(&taken), ..Question::new(TODAY, limit, &weights) };
        let directory = Directory::of(&groups);
        let found = directory.suggest(&profile, &question);
        let kept_out = |one: &Group| must_be_kept_out(one, &profile, TODAY);
        let open: Vec<&Group> = groups.iter().filter(|one| !kept_out(one)).collect();

        prop_assert_eq!(found.len(), limit.min(open.len()));
        for one in &found {
            prop_assert!(open.iter().any(|group| group.id == one.group), "{:?}", one);
            prop_assert!((0.0..=1.0).contains(&one.score));
        }
        prop_assert!(found.is_sorted_by(|a, b| a.score >= b.score));

        for group in &groups {
            let place = found.iter().position(|one| one.group == group.id);
            match directory.why_not(&profile, &question, group.id) {
                WhyNot::NotKnown => prop_assert!(false, "it is known"),
                WhyNot::Suggested { rank } => prop_assert_eq!(Some(rank - 1), place),
                WhyNot::Excluded { because } => {
                    prop_assert!(kept_out(group), "{:?}", because);
                    prop_assert!(!because.is_empty());
                }
                WhyNot::Ranked { rank, .. } => {
                    prop_assert!(!kept_out(group));
                    prop_assert!(place.is_none() && (1..=open.len()).contains(&rank));
                }
            }
        }
    }

    #[test]
    fn a_certain_limit_on_somebody_unknown_is_always_asked(group in a_group()) {
        let profile = Profile::default();
        let weights = Weights::default();
        let question = Question::new(TODAY, 1, &weights);
        let found = Directory::of(std::slice::from_ref(&group)).suggest(&profile, &question);
        let asked: Vec<&Rule> = found
            .iter()
            .flat_map(|one| &one.checks)
            .filter_map(|check| match check {
                matching::Check::WhoItIsFor { rule, .. } => Some(rule),
                _ => None,
            })
            .collect();
        for limit in group.eligibility.iter().filter(|_| !found.is_empty()) {
            let is_open = matches!(limit.rule, Rule::Age { from: None, to: None })
                && limit.confidence != Confidence::Unsure;
            prop_assert!(is_open || asked.contains(&&limit.rule), "{:?}", limit);
        }
    }
}
