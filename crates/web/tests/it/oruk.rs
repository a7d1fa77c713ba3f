//! The public feed: what it shows, to whom, and that it keeps the standard it names.

mod answers;
mod filters;
mod standards;

use app::testing::choir;
use domain::group::{
    AccessFact, AccessNeed, Capacity, Confidence, Cost, Gender, Group, Limit, Meeting, Place, Rule,
    Source, Status, Venue, Weekday,
};
use domain::ids::GroupId;
use domain::kinds::{Activity, Need};
use jiff::civil::{date, time};
use serde_json::Value;

use crate::support::{Answer, Kith};

/// The JSON of an answer that is as it should be.
async fn read(kith: &Kith, path: &str) -> Value {
    let answer = kith.get(path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    json(&answer)
}

fn json(answer: &Answer) -> Value {
    assert!(answer.header("content-type").starts_with("application/json"), "{}", answer.text());
    serde_json::from_slice(&answer.body).expect("JSON")
}

fn limit(rule: Rule, sentence: &str) -> Limit {
    Limit { rule, sentence: sentence.to_owned(), confidence: Confidence::Certain }
}

fn weekly(weekday: Weekday, from: i8, to: Option<i8>) -> Meeting {
    let at = |hour: i8| time(hour, 0, 0, 0);
    Meeting::Weekly { weekday, from: at(from), to: to.map(at), every_weeks: 1 }
}

/// Groups that between them have every kind of fact.
fn every_kind_of_group() -> Vec<Group> {
    let women = limit(Rule::Gender { gender: Gender::Woman }, "For women.");
    let sixty = limit(Rule::Age { from: Some(60), to: None }, "Aged 60 and over.");
    let young = limit(Rule::Age { from: Some(16), to: Some(25) }, "For ages 16 to 25.");
    let near = limit(Rule::Area { outcodes: vec!["IP1".into()] }, "You must live in IP1.");
    let venue = |postcode: Option<&str>| Venue {
        address: Some("3 Mill Lane".into()),
        town: Some("Ipswich".into()),
        postcode: postcode.map(str::to_owned),
        point: domain::place::Point::new(52.06, 1.15),
        ..Venue::default()
    };
    vec![
        choir("Tuesday choir"),
        Group {
            organisation: None,
            eligibility: vec![women, sixty],
            meetings: vec![weekly(Weekday::Friday, 14, None), weekly(Weekday::Monday, 9, Some(11))],
            languages: vec!["pl".into(), "xx".into()],
            cost: Cost::Pence { pence: 350, words: "£3.50 with tea".into() },
            access: vec![AccessFact { need: AccessNeed::HearingLoop, there: false }],
            capacity: Capacity::Full,
            ..choir("Knit and natter")
        },
        Group {
            organisation: Some("Ipswich Growers".into()),
            activities: vec![Activity::Gardening, Activity::Nature],
            needs: vec![Need::Mood],
            place: Place::Venue(Venue { also_online: true, ..venue(Some("IP1 2LQ")) }),
            eligibility: vec![near, young],
            status: Status::Paused,
            cost: Cost::Words { words: "Pay what you can".into() },
            ..choir("Growing together")
        },
        Group {
            place: Place::Venue(venue(None)),
            status: Status::Ended { on: Some(date(2026, 1, 2)) },
            cost: Cost::Unknown,
            capacity: Capacity::AskFirst,
            meetings: vec![Meeting::On {
                date: date(2026, 3, 1),
                from: time(10, 0, 0, 0),
                to: Some(time(12, 30, 0, 0)),
            }],
            ..choir("A day out")
        },
        Group {
            place: Place::Online,
            description: String::new(),
            meetings: Vec::new(),
            source: Source { name: "kith".into(), id: "by hand".into() },
            ..choir("Telephone friends")
        },
        Group { place: Place::Unknown, ..choir("Nobody knows where") },
    ]
}

fn fill(kith: &Kith) -> Vec<GroupId> {
    every_kind_of_group().iter().map(|group| kith.world.group(group)).collect()
}
