//! Plans at their edges: what is refused, what is still said, and never a number that is none.

use proptest::prelude::*;

use super::*;
use crate::synthetic::{Allocation, Service};

const HEAD: &str = "title = 'Does it help?'
outcome = { label = 'Wellbeing', better = 'higher' }
wave = [{ name = 'before', column = 'baseline' }, { name = 'after', column = 'follow_up' }]
";
const ARMS: &str = "comparison = { column = 'arm', intervention = 1, control = 0 }\n";

fn randomised(more: &str) -> Plan {
    Plan::parse(&format!("{HEAD}{ARMS}design = 'randomised'\n{more}")).unwrap()
}

fn before_after(more: &str) -> Plan {
    Plan::parse(&format!("{HEAD}design = 'before_after'\n{more}")).unwrap()
}

fn read(text: &str) -> Table {
    Table::read(text, &[]).unwrap()
}

fn refused(plan: &Plan, text: &str) -> String {
    analyse(plan, &read(text)).unwrap_err().to_string()
}

/// Four people a side: with the service two better than without.
const SMALL: &str = "arm,baseline,follow_up\n1,10,13\n1,11,14.5\n1,12,14\n1,13,16\n\
    0,10,11\n0,11,12.5\n0,12,12\n0,13,14\n";

#[test]
fn nobody_one_side_and_nobody_who_answered_are_refused() {
    let plan = randomised("");
    assert!(refused(&plan, "arm,baseline,follow_up\n").contains("There are 0 rows"));
    assert!(refused(&plan, "arm,baseline,follow_up\n1,2,3\n1,3,4\n").contains("“0” in 0 rows"));
    let silent = "arm,baseline,follow_up\n1,2,\n1,3,\n0,2,\n0,3,\n";
    assert!(analyse(&plan, &read(silent)).is_err());
    let one_side = "arm,baseline,follow_up\n1,2,3\n1,3,5\n1,4,5\n0,2,\n0,3,\n0,5,\n";
    assert!(refused(&plan, one_side).contains("Without, nobody of 3 answered “after”"));
}

#[test]
fn a_missing_column_is_named_with_those_that_are_there() {
    let why = refused(&randomised("adjust = ['age']"), SMALL);
    assert!(why.contains("no column “age”") && why.contains("arm, baseline, follow_up"), "{why}");
    let words = SMALL.replace("16", "well");
    assert!(refused(&randomised(""), &words).contains("“well” in row 5"));
}

#[test]
fn when_everybody_answers_nothing_is_weighted_and_it_says_so() {
    let answer = analyse(&randomised(""), &read(SMALL)).unwrap();
    assert_eq!(answer.headline.strength, Strength::Randomised);
    assert!((answer.headline.estimate.value - 2.0).abs() < 1e-12);
    assert!(answer.headline.why.contains("Everybody answered"));
    assert!(answer.answering.as_ref().unwrap().weights.is_none());
    // Eight people of whom nobody varies around the line: no range is better than a false one.
    assert!(answer.headline.estimate.interval.is_some());
}

#[test]
fn rows_of_other_arms_are_left_aside_and_counted() {
    let more = format!("{SMALL}2,10,10\n,10,10\n");
    let answer = analyse(&randomised(""), &read(&more)).unwrap();
    assert_eq!(answer.answering.as_ref().unwrap().all.total, 8);
    assert!(answer.warnings.iter().any(|one| {
        one.sentence()
            .contains("2 rows are on neither side of “arm” and left aside: empty 1×, “2” 1×")
    }));
}

#[test]
fn an_empty_column_and_weights_of_nought_are_refused_by_name() {
    let empty = SMALL.replace("follow_up\n", "follow_up,age\n").replace("\n", ",\n");
    let empty = empty.replace("age,\n", "age\n");
    let why = refused(&randomised("adjust = ['age']"), &empty);
    assert!(why.contains("“age” is empty in every row"), "{why}");
    let nought = empty.replace(",\n", ",0\n");
    let why = refused(&randomised("weights = 'age'"), &nought);
    assert!(why.contains("Every weight in “age” is nought"), "{why}");
}

#[test]
fn a_word_for_missing_that_the_plan_does_not_name_is_asked_about() {
    let far = format!("{}1,12,999\n", SMALL.repeat(3).replace("arm,baseline,follow_up\n", ""));
    let far = format!("arm,baseline,follow_up\n{far}");
    let asked = |text: &str| {
        let answer = analyse(&randomised(""), &read(text)).unwrap();
        answer.warnings.iter().any(|one| one.sentence().contains("“999” in “follow_up”"))
    };
    assert!(asked(&far) && !asked(&far.replace("999", "")));
}

/// Forty people with groups of their own, weights of a survey and answers in small units.
fn forty() -> String {
    let mut text = "arm,baseline,follow_up,w,place\n".to_owned();
    for row in 0..40 {
        let (arm, before) = (row % 2, f64::from(row * 7 % 40) / 40.0);
        let after = match row % 5 {
            4 => String::new(),
            _ => format!("{:.4}", before + f64::from(arm) * 0.013 + f64::from(row % 3) / 90.0),
        };
        text.push_str(&format!("{arm},{before},{after},{},p{row}\n", 45 + row / 8));
    }
    text
}

#[test]
fn small_units_are_shown_as_finely_as_they_are_known() {
    let answer = analyse(&randomised(""), &read(&forty())).unwrap();
    let (low, said) = (answer.headline.estimate.interval.unwrap().low, answer.sentence());
    assert!(low > 0.0 && low < 0.02, "{low}");
    assert!(said.contains(&format!("from {low:.4} to")) && !said.contains("0.00 to"), "{said}");
}

#[test]
fn weights_of_a_survey_are_heavy_only_beside_each_other() {
    let answer = analyse(&randomised("weights = 'w'"), &read(&forty())).unwrap();
    assert!(answer.answering.as_ref().unwrap().weights.as_ref().unwrap().most > 40.0);
    let said = answer.lines().join("\n");
    assert!(!said.contains("leans on few"), "{said}");
}

#[test]
fn a_subgroup_of_everybody_is_refused_and_others_say_how() {
    let plan = randomised("subgroup = [{ column = 'place' }]");
    assert!(refused(&plan, &forty()).contains("40 groups: too many"));
    let sloped = randomised("subgroup = [{ column = 'w', centre = 50 }]");
    let answer = analyse(&sloped, &read(&forty())).unwrap();
    let said = answer.subgroups[0].convention.clone();
    assert!(said.contains("In each group: Least squares") && said.contains("slope"), "{said}");
    assert!(answer.lines().join("\n").contains(&said));
}

#[test]
fn a_series_counts_periods_and_says_on_what_its_range_rests() {
    let plan = "title = 'x'\ndesign = 'interrupted_series'\n\
        outcome = { label = 'Calls', better = 'lower', is_count = true, matters = 0.9 }\n\
        wave = [{ name = 'after', column = 'calls' }]\n\
        time = { column = 'month', treated = 'on' }\n";
    let mut text = "month,on,calls\n".to_owned();
    for month in 0..40 {
        let on = i32::from(month >= 20);
        text.push_str(&format!("{month},{on},{}\n", 90 - 40 * on + month * 7 % 11));
    }
    let answer = analyse(&Plan::parse(plan).unwrap(), &read(&text)).unwrap();
    let said = answer.lines().join("\n");
    assert!(said.contains("Rests on 40 periods") && !said.contains("40 people"), "{said}");
    assert!(said.contains("People notice a ratio of 0.9: it is at least that."), "{said}");
    let lead = &answer.headline;
    assert_eq!(lead.convention.contains("Student’s t"), lead.estimate.df.is_some());
}

#[test]
fn a_person_who_comes_twice_is_refused() {
    let text = "id,arm,baseline,follow_up\n7,1,1,2\n7,0,1,2\n";
    assert!(refused(&randomised("id = 'id'"), text).contains("“7” stands twice"));
}

#[test]
fn where_less_is_better_a_fall_is_for_the_better() {
    let plan = format!("{HEAD}{ARMS}design = 'randomised'\n").replace("'higher'", "'lower'");
    let plan = Plan::parse(&plan).unwrap();
    let said = analyse(&plan, &read(SMALL)).unwrap().sentence();
    assert!(said.contains("worse for people"), "{said}");
}

#[test]
fn nothing_known_of_those_who_did_not_answer_is_said() {
    let plan = "title = 'x'\ndesign = 'randomised'\nfirst_wave_is_before = false\n\
        outcome = { label = 'Wellbeing', better = 'higher' }\n\
        wave = [{ name = 'after', column = 'follow_up' }]\n";
    let plan = Plan::parse(&format!("{plan}{ARMS}")).unwrap();
    let answer = analyse(&plan, &read(&SMALL.replace("13,16", "13,"))).unwrap();
    assert_eq!(answer.headline.strength, Strength::Randomised);
    assert!(answer.warnings.iter().any(|one| one.sentence().contains("Name columns under")));
}

#[test]
fn words_are_groups_and_survey_weights_count() {
    let mut text = "arm,baseline,follow_up,place,w\n".to_owned();
    for (at, line) in SMALL.lines().skip(1).enumerate() {
        let place = ["town", "coast", "farm"][at % 3];
        text.push_str(&format!("{line},{place},{}\n", 1 + at % 2));
    }
    let plan = randomised("adjust = ['place']\nweights = 'w'");
    let answer = analyse(&plan, &read(&text)).unwrap();
    let adjusted = answer.others.iter().find(|one| one.name.contains("adjusted")).unwrap();
    assert!(adjusted.model.iter().any(|one| one.name == "place: farm"));
    assert!(
        answer.headline.convention.contains("(HC2). Weights are taken as known"),
        "{}",
        answer.headline.convention
    );
    let broken = text.replace("coast,2", "coast,-2");
    assert!(refused(&plan, &broken).contains("below nought"));
}

#[test]
fn one_cluster_is_refused_and_few_are_warned_of() {
    let clustered = |names: [&str; 8]| {
        let mut text = "arm,baseline,follow_up,practice\n".to_owned();
        for (line, name) in SMALL.lines().skip(1).zip(names) {
            text.push_str(&format!("{line},{name}\n"));
        }
        text
    };
    let plan = randomised("clusters = 'practice'");
    assert!(refused(&plan, &clustered(["a"; 8])).contains("1 cluster;"));
    let four = clustered(["a", "b", "c", "d", "a", "b", "c", "d"]);
    let answer = analyse(&plan, &read(&four)).unwrap();
    let said: Vec<String> = answer.headline.warnings.iter().map(|one| one.sentence()).collect();
    assert!(said.iter().any(|one| one.contains("only 4 clusters")), "{said:?}");
    assert!(refused(&plan, &clustered(["a", "", "c", "d", "a", "b", "c", "d"])).contains("empty"));
}

#[test]
fn an_outcome_that_never_changes_has_no_range_and_calls_nothing_misleading() {
    let (mut text, mut seed) = ("arm,baseline,follow_up,practice,w\n".to_owned(), 7u64);
    for row in 0..60 {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let before = 10.0 + (seed >> 40) as f64 / 1e6;
        let answer = if row % 7 == 0 { "" } else { "17.3" };
        text.push_str(&format!("{},{before},{answer},{},{}\n", row % 2, row % 6, 1 + row % 3));
    }
    for more in ["", "clusters = 'practice'", "weights = 'w'"] {
        let answer = analyse(&randomised(more), &read(&text)).unwrap();
        let lead = &answer.headline.estimate;
        assert!(lead.interval.is_none() && lead.p.is_none() && lead.se.is_none(), "{lead:?}");
        assert!(answer.sentence().contains("No range can be worked out"));
        assert!(answer.others.iter().all(|one| one.standing != Standing::Misleading), "{more}");
    }
}

/// Rows of places that differ, each place all on one side; the first of a pair has the service.
fn by_place(places: usize, people: usize) -> String {
    let mut text = "arm,baseline,follow_up,practice\n".to_owned();
    for place in 0..places {
        for person in 0..people {
            let (before, level) = (10.0 + (person * 7 % 5) as f64, (place * 5 % 7) as f64 / 3.0);
            let after = before + level + (person * 11 % 6) as f64 / 2.0;
            text.push_str(&format!("{},{before},{after},{place}\n", (place + 1) % 2));
        }
    }
    text
}

#[test]
fn places_all_on_one_side_are_what_is_compared_so_two_a_side_are_the_least() {
    let plan = randomised("clusters = 'practice'");
    for places in [2, 3] {
        let why = refused(&plan, &by_place(places, 20));
        assert!(why.contains("all on one side") && why.contains("1 without"), "{why}");
    }
    let answer = analyse(&plan, &read(&by_place(4, 20))).unwrap();
    let lead = &answer.headline;
    assert_eq!(lead.estimate.df, Some(2.0));
    assert!(lead.convention.contains("clustered by “practice”"), "{}", lead.convention);
    assert!(lead.convention.contains("2 degrees of freedom"), "{}", lead.convention);
    let width = |one: &Ranked| one.estimate.interval.map(|range| range.high - range.low).unwrap();
    let plain = answer.others.iter().find(|one| one.name.contains("left out of account")).unwrap();
    let says_too_narrow = plain.why.contains("too narrow");
    assert_eq!(says_too_narrow, width(plain) < width(lead), "{}", plain.why);
    // A place with people on both sides is no longer what is compared.
    let mixed = by_place(4, 20).replacen("1,10,", "0,10,", 1);
    assert_eq!(analyse(&plan, &read(&mixed)).unwrap().headline.estimate.df, Some(3.0));
}

#[test]
fn a_place_more_or_less_alike_than_chance_is_said_only_when_it_is() {
    // Every place has the same people, so clustering makes the range narrower, not wider.
    let mut text = "arm,baseline,follow_up,practice\n".to_owned();
    for place in 0..6 {
        for person in 0..12 {
            let noise = ((person * 7 + place) % 12) as f64;
            text.push_str(&format!("{},{},{noise},{place}\n", person % 2, person / 2));
        }
    }
    let answer = analyse(&randomised("clusters = 'practice'"), &read(&text)).unwrap();
    let plain = answer.others.iter().find(|one| one.name.contains("left out of account")).unwrap();
    let width = |one: &Ranked| one.estimate.interval.map(|range| range.high - range.low).unwrap();
    assert!(width(plain) > width(&answer.headline), "the file should be the other way round");
    assert!(!plain.why.contains("too narrow"), "{}", plain.why);
    let levels = answer.others.iter().any(|one| one.name.starts_with("Mixed model"));
    let said = answer.warnings.iter().any(|one| one.sentence().contains("A mixed model"));
    assert!(levels != said, "a mixed model is shown or it is said that there is none");
}

#[test]
fn one_group_is_led_by_its_change_and_called_weak() {
    let service = Service {
        allocation: Allocation::Everybody,
        answering: Some(0.0),
        answering_slope: 0.3,
        people: 300,
        ..Service::default()
    };
    let table = service.make(2, 0).table;
    let answer = analyse(&before_after(""), &table).unwrap();
    assert_eq!(answer.headline.strength, Strength::BeforeAfter);
    assert!(answer.headline.why.contains("weak"));
    assert!(answer.warnings.iter().any(|one| one.sentence().contains("not an effect")));
    let weighted = "response = { predictors = ['baseline', 'imd_decile'] }";
    let answer = analyse(&before_after(weighted), &table).unwrap();
    assert!(answer.headline.name.contains("weighted"));
    assert_eq!(answer.others.len(), 1);
}

#[test]
fn a_queue_is_compared_but_never_called_chance() {
    let service = Service { allocation: Allocation::Need, ..Service::default() };
    let table = service.make(2, 0).table;
    let plan = format!("{HEAD}{ARMS}design = 'waiting_list'\nadjust = ['imd_decile', 'age']");
    let answer = analyse(&Plan::parse(&plan).unwrap(), &table).unwrap();
    assert_eq!(answer.headline.strength, Strength::Adjusted);
    assert!(answer.warnings.iter().any(|one| one.sentence().contains("Chance did not decide")));
    let as_they_are = answer.others.iter().find(|one| one.name == "As they are").unwrap();
    assert_eq!(as_they_are.standing, Standing::Weaker);
}

#[test]
fn matched_people_lead_and_a_file_without_anybody_alike_is_refused() {
    let service = Service { allocation: Allocation::Need, ..Service::default() };
    let table = service.make(2, 0).table;
    let plan = format!("{HEAD}{ARMS}design = 'matched'\nadjust = ['imd_decile', 'age']");
    let plan = Plan::parse(&plan).unwrap();
    let answer = analyse(&plan, &table).unwrap();
    let lead = &answer.headline;
    assert_eq!(lead.strength, Strength::Matched);
    assert!(lead.estimate.interval.unwrap().contains(1.2), "{lead:?}");
    assert!(lead.basis.used < 400 && lead.basis.eligible() == 400, "{:?}", lead.basis);
    assert!(answer.others.iter().any(|one| one.name.starts_with("Weighted by the odds")));
    let who = answer.answering.as_ref().unwrap().all;
    let alone = who.count - lead.basis.used as u64;
    let said = format!("{} did not answer, and {alone} of those", who.total - who.count);
    assert!(answer.lines().join(" ").contains(&said), "{said}");
    let apart = "arm,baseline,follow_up,imd_decile,age\n1,1,2,1,20\n1,2,3,2,21\n1,1,3,1,22\n\
        0,30,31,9,80\n0,31,30,8,81\n0,30,30,9,82\n";
    assert!(analyse(&plan, &read(apart)).is_err());
}

#[test]
fn a_series_and_a_wedge_are_refused_when_nothing_changes() {
    let plan = "title = 'x'\ndesign = 'interrupted_series'\n\
        outcome = { label = 'Calls', better = 'lower' }\n\
        wave = [{ name = 'after', column = 'calls' }]\n\
        time = { column = 'month', treated = 'on' }\n";
    let plan = Plan::parse(plan).unwrap();
    assert!(refused(&plan, "month,on,calls\n1,0,5\n2,0,6\n").contains("nothing changes"));
    assert!(refused(&plan, "month,on,calls\n1,0,5\n2,2,6\n").contains("0 or 1"));
    assert!(refused(&plan, "month,on,calls\n1,0,5\n3,1,6\n").contains("one by one"));
    assert!(refused(&plan, "month,on,calls\n1,0,5\n2,1,6\n3,0,4\n").contains("stops and starts"));
    let counts = HEAD.replace("better = 'higher'", "better = 'higher', is_count = true");
    let counts = Plan::parse(&format!("{counts}{ARMS}design = 'randomised'\n")).unwrap_err();
    assert!(counts.why.contains("Counts"));
}

/// Every number of an answer that is there is a number.
fn all_finite(value: &serde_json::Value) -> bool {
    match value {
        serde_json::Value::Number(number) => number.as_f64().is_some_and(f64::is_finite),
        serde_json::Value::Array(list) => list.iter().all(all_finite),
        serde_json::Value::Object(map) => {
            // serde_json writes NaN as null, and a bare value must be there.
            map.get("value").is_none_or(|value| !value.is_null())
                && map.get("low").is_none_or(|low| !low.is_null())
                && map.values().all(all_finite)
        }
        _ => true,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn never_panics_and_never_gives_nan(
        rows in proptest::collection::vec(
            (0u8..3, proptest::option::of(-3i32..3), proptest::option::of(-3i32..3), 0u8..4), 0..24),
        design in 0usize..3,
    ) {
        let cell = |value: Option<i32>| value.map(|value| value.to_string()).unwrap_or_default();
        let mut text = "arm,baseline,follow_up,practice\n".to_owned();
        for (arm, before, after, practice) in rows {
            text.push_str(&format!("{arm},{},{},{practice}\n", cell(before), cell(after)));
        }
        let more = ["clusters = 'practice'", "subgroup = [{ column = 'practice', centre = 1 }]", ""];
        let plans = [
            randomised(more[design]),
            Plan::parse(&format!("{HEAD}{ARMS}design = 'waiting_list'\nadjust = ['practice']"))
                .unwrap(),
            Plan::parse(&format!("{HEAD}{ARMS}design = 'matched'\nadjust = ['practice']")).unwrap(),
            before_after("response = { predictors = ['baseline', 'practice'] }"),
        ];
        for plan in plans {
            if let Ok(answer) = analyse(&plan, &read(&text)) {
                prop_assert!(all_finite(&serde_json::to_value(&answer).unwrap()), "{answer:?}");
                prop_assert!(!answer.lines().join(" ").contains("NaN"));
            }
        }
    }
}
