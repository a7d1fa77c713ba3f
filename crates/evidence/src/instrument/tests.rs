//! The shipped files, the shape of the service's own measures, and answers that cannot be.

use proptest::prelude::*;

use super::*;

fn number(of: f64) -> Option<Answer> {
    Some(Answer::Number(of))
}

#[test]
fn every_shipped_instrument_can_be_read_and_names_its_licence() {
    for text in FILES {
        assert_eq!(Instrument::from_toml(text).err(), None);
    }
    let all = list();
    assert_eq!(all.len(), FILES.len());
    for instrument in all {
        assert!(!instrument.licence.is_empty() && !instrument.scales.is_empty());
        // No wording of a questionnaire is shipped with a scoring rule.
        assert!(instrument.items.iter().all(|item| item.words.is_none()), "{}", instrument.key);
    }
    let mut keys: Vec<&str> = all.iter().map(|one| one.key.as_str()).collect();
    keys.dedup();
    assert_eq!(keys.len(), all.len());
}

#[test]
fn a_measure_of_the_service_scores_item_by_item() {
    let text = r#"
        key = "belonging"
        name = "Feeling at home in the group"
        licence = "CC0"
        wording = "included"

        [[item]]
        key = "belong"
        words = "I feel that I belong in this group."
        lowest = { value = 1, words = "not at all" }
        highest = { value = 7, words = "completely" }
        better = "higher"
    "#;
    let instrument = Instrument::from_toml(text).unwrap();
    let found = instrument.score(&[("belong", number(6.0))]).unwrap();
    assert_eq!(found.find("belong").unwrap().value, Some(6.0));
    assert_eq!(found.find("belong").unwrap().sentence(), "“belong” comes to 6.");
    let none = instrument.score(&[]).unwrap();
    assert_eq!(
        none.scores[0].sentence(),
        "No score of “belong” can be given. 1 of 1 answers are missing; 0 may be."
    );
}

#[test]
fn answers_that_cannot_be_are_refused_by_name() {
    let lonely = find("ucla3").unwrap();
    let refused = |key, answer| lonely.score(&[(key, answer)]).unwrap_err().why;
    assert_eq!(refused("q1", number(4.0)), "“q1” is answered from 1 to 3.");
    assert_eq!(refused("q1", number(f64::NAN)), "“q1” is answered from 1 to 3.");
    assert!(refused("q9", number(1.0)).contains("no item “q9”"));
    assert!(refused("q1", Some(Answer::Choice("yes".into()))).contains("not a choice"));
    assert!(find("djg6").unwrap().score(&[("e1", number(1.0))]).is_err());
    assert!(find("eq5d3l").unwrap().score_state("1234").is_err());
    assert!(find("eq5d3l").unwrap().score_state("1111x").is_err());
    assert!(find("eq5d3l").unwrap().score_state("11114").is_err());
    assert!(find("none").is_none());
}

#[test]
fn prorating_stands_in_for_what_may_be_missing_and_reversing_turns_an_item() {
    let text = r#"
        key = "three"
        name = "Three items"
        licence = "CC0"
        wording = "included"
        [[item]]
        key = "q"
        repeat = 2
        lowest = { value = 0 }
        highest = { value = 4 }
        better = "higher"
        [[item]]
        key = "turned"
        reversed = true
        lowest = { value = 0 }
        highest = { value = 4 }
        better = "lower"
        [[scale]]
        key = "total"
        missing_allowed = 1
        when_missing = "prorate"
        better = "higher"
    "#;
    let instrument = Instrument::from_toml(text).unwrap();
    let of = |answers: &[(&str, Option<Answer>)]| {
        instrument.score(answers).unwrap().find("total").unwrap().value
    };
    assert_eq!(of(&[("q1", number(4.0)), ("turned", number(2.0))]), Some(9.0));
    let all = [("q1", number(1.0)), ("q2", number(1.0)), ("turned", number(0.0))];
    assert_eq!(of(&all), Some(6.0));
    assert_eq!(of(&[("q1", number(4.0))]), None);
}

#[test]
fn a_file_that_cannot_be_is_refused_in_words() {
    let wrong = |text: &str| Instrument::from_toml(text).unwrap_err().why;
    assert!(wrong("key = 3").contains("cannot be read"));
    let start = "key = 'a'\nname = 'a'\nlicence = 'a'\nwording = 'included'\n";
    let item = "[[item]]\nkey = 'q'\nbetter = 'lower'\n";
    assert!(wrong(&format!("{start}{item}")).contains("no range and no choices"));
    let item = format!("{item}lowest = {{ value = 1 }}\nhighest = {{ value = 2 }}\n");
    let stranger = "[[scale]]\nkey = 't'\nitems = ['z']\nbetter = 'lower'\n";
    assert!(wrong(&format!("{start}{item}{stranger}")).contains("item “z” that is not there"));
    let empty = "[[scale]]\nkey = 't'\ncombine = 'values'\nbetter = 'lower'\n";
    assert!(wrong(&format!("{start}{item}{empty}")).contains("items without values"));
}

#[test]
fn change_is_positive_when_it_is_better() {
    assert_eq!(change(Better::Lower, Some(5.0), Some(2.0)), Some(3.0));
    assert_eq!(change(Better::Higher, Some(5.0), Some(2.0)), Some(-3.0));
    assert_eq!(change(Better::Higher, None, Some(2.0)), None);
}

proptest! {
    #[test]
    fn any_possible_answers_give_numbers_or_reasons(answers in prop::collection::vec(prop::option::of(0..4u8), 9)) {
        let phq = find("phq9").unwrap();
        let keys: Vec<String> = (1..=9).map(|at| format!("q{at}")).collect();
        let given: Vec<(&str, Option<Answer>)> = keys
            .iter()
            .zip(&answers)
            .map(|(key, one)| (key.as_str(), one.map(|one| Answer::Number(f64::from(one)))))
            .collect();
        let found = phq.score(&given).unwrap();
        for score in &found.scores {
            prop_assert!(score.value.is_some() != score.why_not.is_some());
            prop_assert_eq!(score.used + score.missing, 9);
        }
    }
}
