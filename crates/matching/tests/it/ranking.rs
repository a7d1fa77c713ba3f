//! The order of suggestions, variety, edits of the index, and what to record when nothing fits.

use domain::group::Weekday;
use domain::group::{Confidence, Group};
use domain::kinds::{Activity, Need};
use domain::profile::{DayPart, FreeTime, Profile, Travel};
use matching::{Barrier, Index, Part, Question, Weights};

use crate::support::*;

#[test]
fn a_stated_passion_beats_nearness_within_reach() {
    for reach_km in [2.0, 5.0, 15.0, 50.0] {
        let reach = Travel { km_at_most: Some(reach_km), ..Travel::default() };
        let profile = Profile { travel: reach, ..who_loves("bell ringing") };
        let near = group(1, "Coffee and Chat").at_km(0.1).does(Activity::Company);
        let far = group(2, "Tower").says("We ring bells; it is taught.").at_km(reach_km * 0.99);
        assert_eq!(names(&[near, far], &profile), ["Tower", "Coffee and Chat"]);
    }
}

#[test]
fn of_two_alike_the_nearer_comes_first_and_ties_go_by_id() {
    let far = group(1, "Choir A").does(Activity::Singing).at_km(5.0);
    let near = group(2, "Choir B").does(Activity::Singing).at_km(1.0);
    assert_eq!(names(&[far, near], &who_loves("singing")), ["Choir B", "Choir A"]);
    let (second, first) = (group(8, "Twin"), group(7, "Twin"));
    let ids: Vec<_> =
        suggest(&[second, first], &somebody()).into_iter().map(|one| one.group).collect();
    assert_eq!(ids, [id(7), id(8)]);
}

#[test]
fn five_suggestions_are_not_five_choirs() {
    let mut groups: Vec<Group> =
        (1..=8).map(|n| group(n, &format!("Choir number {n}")).does(Activity::Singing)).collect();
    groups.push(group(20, "Lunch Club").does(Activity::Food));
    groups.push(group(21, "Allotment").does(Activity::Gardening));
    let lonely = Profile { needs: vec![Need::Loneliness], ..who_loves("singing") };
    let found = names(&groups, &lonely);
    assert_eq!(found.len(), 5);
    let choirs = found.iter().filter(|name| name.contains("Choir")).count();
    assert!((2..=4).contains(&choirs), "{found:?}");
    assert!(found[0].contains("Choir"));
}

#[test]
fn none_of_several_needs_is_forgotten_for_one_that_more_groups_answer() {
    let mut groups: Vec<Group> = (1..=8)
        .map(|n| group(n, &format!("Coffee number {n}")).helps(Need::Loneliness).at_km(1.0))
        .collect();
    groups.push(group(20, "Debt Advice Desk").helps(Need::Money).at_km(4.0));
    let needs = vec![Need::Loneliness, Need::Money];
    let found = names(&groups, &Profile { needs, ..somebody() });
    assert!(found[..5].contains(&"Debt Advice Desk".to_owned()), "{found:?}");
}

#[test]
fn a_group_whose_place_is_unknown_sinks_below_one_in_reach() {
    let reach = Travel { km_at_most: Some(5.0), ..Travel::default() };
    let profile = Profile { travel: reach, ..who_loves("singing") };
    let unknown = group(1, "Choir A").does(Activity::Singing).somewhere();
    let known = group(2, "Choir B").does(Activity::Singing).at_km(4.9);
    assert_eq!(names(&[unknown, known], &profile), ["Choir B", "Choir A"]);
}

#[test]
fn a_likely_limit_that_is_not_met_sinks_a_group() {
    let young = Profile { age: Some(30), ..who_loves("singing") };
    let older = group(1, "Choir A").does(Activity::Singing).aged_over(60, Confidence::Likely);
    let open = group(2, "Choir B").does(Activity::Singing).at_km(3.0);
    assert_eq!(names(&[older, open], &young), ["Choir B", "Choir A"]);
}

#[test]
fn the_score_is_the_published_sum_of_its_components() {
    let profile = Profile { needs: vec![Need::Grief], ..who_loves("singing") };
    for one in suggest(&[group(1, "Choir"), group(2, "Lunch")], &profile) {
        let whole: f64 = one.components.iter().map(|part| part.weight).sum();
        let sum: f64 = one.components.iter().map(|part| part.weight * part.value).sum();
        assert!((one.score - sum / whole).abs() < 1e-12);
        assert!((0.0..=1.0).contains(&one.score));
        assert!(one.components.iter().all(|part| (0.0..=1.0).contains(&part.value)));
    }
}

#[test]
fn a_service_sets_its_own_weights() {
    let nearness = Weights { interest: 0.1, distance: 10.0, ..Weights::default() };
    let question = Question::new(TODAY, 1, &nearness);
    let near = group(1, "Bingo").at_km(0.1);
    let far = group(2, "Choir").at_km(6.0);
    let found = Directory::of(&[near, far]).suggest(&who_loves("singing"), &question);
    assert_eq!(found[0].name, "Bingo");
    let read: Weights = serde_json::from_str(r#"{"distance": 10}"#).unwrap();
    assert_eq!(read, Weights { distance: 10.0, ..Weights::default() });
    assert!(serde_json::from_str::<Weights>(r#"{"nearness": 10}"#).is_err());
}

#[test]
fn an_edited_index_answers_like_a_fresh_one() {
    let weights = Weights::default();
    let question = Question::new(TODAY, 9, &weights);
    let groups = [
        group(1, "Choir").says("Songs and tea"),
        group(2, "Chess").says("Games and tea"),
        group(3, "Tea dance"),
    ];
    let mut edited = Index::build([group(1, "Old name"), group(4, "Gone"), group(2, "Draughts")]);
    assert!(edited.remove(id(4)));
    assert!(!edited.remove(id(4)));
    for group in groups.iter().rev() {
        edited.put(group);
    }
    let fresh = Index::build(groups);
    assert_eq!((edited.len(), edited.contains(id(4))), (3, false));
    for interest in ["tea", "songs", "old name", "chess game"] {
        let profile = who_loves(interest);
        assert_eq!(edited.choose(&profile, &question), fresh.choose(&profile, &question));
    }
}

#[test]
fn json_carries_the_data_and_the_sentence() {
    let found = suggest(&[group(1, "Choir").for_women()], &who_loves("singing"));
    let json = serde_json::to_value(&found[0]).unwrap();
    assert_eq!(json["group"], "00000000-0000-0000-0000-000000000001");
    assert_eq!(json["reasons"][0]["kind"], "interest");
    assert_eq!(json["reasons"][0]["sentence"], "You said you love singing: this is a choir.");
    assert_eq!(json["checks"][0]["kind"], "who_it_is_for");
    assert_eq!(json["checks"][0]["verdict"], "unknown");
    assert_eq!(json["checks"][0]["ask"], "person");
    assert!(json["checks"][0]["sentence"].as_str().unwrap().contains("only for women"));
    assert_eq!(json["components"][0]["part"], "interest");
    assert!(json["components"][0]["sentence"].is_string());
    let shut = group(1, "Choir").aged_over(60, Confidence::Certain);
    let profile = Profile { age: Some(20), ..somebody() };
    let json = serde_json::to_value(why_not(&[shut], &profile, 1)).unwrap();
    assert_eq!(json["answer"], "excluded");
    assert_eq!(json["because"][0]["kind"], "age");
    assert!(json["because"][0]["sentence"].as_str().unwrap().starts_with("It is for people aged"));
}

#[test]
fn when_nothing_fits_the_biggest_barrier_is_named() {
    let weights = Weights::default();
    let question = Question::new(TODAY, 5, &weights);
    let reach = Travel { km_at_most: Some(3.0), ..Travel::default() };
    let profile = Profile { travel: reach, age: Some(30), ..who_loves("singing") };
    let index = Index::build([
        group(1, "Choir A").at_km(10.0),
        group(2, "Choir B").at_km(12.0),
        group(3, "Choir C").at_km(12.0).aged_over(60, Confidence::Certain),
        group(4, "Choir D").aged_over(60, Confidence::Certain),
        group(5, "Chess").at_km(40.0),
    ]);
    let nothing = index.nothing_fits(&profile, &question, 1).unwrap();
    assert_eq!((nothing.good_count, nothing.suitable_count), (0, 4));
    assert_eq!(nothing.biggest, Some(Barrier::Travel));
    let travel = nothing.barriers[0];
    assert_eq!((travel.alone_count, travel.group_count), (2, 3));
    let oboe = who_loves("playing the oboe d'amore");
    let nothing = index.nothing_fits(&oboe, &question, 1).unwrap();
    assert_eq!(nothing.biggest, Some(Barrier::NothingLikeIt));
    assert_eq!(index.nothing_fits(&who_loves("chess"), &question, 0), None);
}

#[test]
fn what_would_open_doors_is_told_by_what_each_would_bring() {
    let weights = Weights::default();
    let question = Question::new(TODAY, 5, &weights);
    let reach = Travel { km_at_most: Some(3.0), ..Travel::default() };
    let profile = Profile {
        travel: reach,
        cost_at_most_pence: Some(300),
        times: vec![FreeTime { weekday: Weekday::Tuesday, part: DayPart::Morning }],
        languages: vec!["en".into()],
        ..who_loves("singing")
    };
    let evening = vec![weekly(Weekday::Thursday, 19)];
    let index = Index::build([
        group(1, "Choir A").at_km(8.0),
        group(2, "Choir B").at_km(9.0),
        group(3, "Choir C").at_km(18.0),
        group(4, "Choir D").meets(evening.clone()),
        group(5, "Choir E").costing(450),
        group(6, "Choir F").group(|g| g.languages = vec!["pl".into()]),
        group(7, "Choir G").at_km(9.0).meets(evening),
        group(8, "Choir H"),
        group(9, "Chess").at_km(8.0),
    ]);
    let said: Vec<String> =
        index.doors(&profile, &question).iter().map(matching::Opening::sentence).collect();
    assert_eq!(
        said[..2],
        [
            "A way to come 20 km, by bus or with a lift, would open 3 more groups.",
            "A way to come 10 km, by bus or with a lift, would open 2 more groups.",
        ]
    );
    assert_eq!(said.len(), 5, "{said:?}");
    for sentence in [
        "Being free on Thursday evenings would open one more group.",
        "Help with the cost, up to £5 a time, would open one more group.",
        "Somebody who speaks Polish would open one more group.",
    ] {
        assert!(said.contains(&sentence.to_owned()), "{sentence} in {said:?}");
    }
}

#[test]
fn lists_are_numbered_in_their_order() {
    for (at, part) in Part::ALL.iter().enumerate() {
        assert_eq!(*part as usize, at);
    }
    for (at, barrier) in Barrier::ALL.iter().enumerate() {
        assert_eq!(*barrier as usize, at);
        assert_eq!(serde_json::to_value(barrier).unwrap(), barrier.key());
    }
}
