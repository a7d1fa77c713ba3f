//! What a correction says, and what can become of it.

use super::*;
use crate::group::{Contact, sample};
use crate::place::Point;

fn entry() -> Group {
    let venue = Venue {
        name: Some("Town Hall".to_owned()),
        postcode: Some("NR32 1EA".to_owned()),
        point: Point::new(52.48, 1.75),
        ..Venue::default()
    };
    let contact = Contact { phone: Some("01502 555 012".to_owned()), ..Contact::default() };
    let description = "We sing.\nTea after.".to_owned();
    Group { description, place: Place::Venue(venue), contact, ..sample() }
}

fn untouched(group: &Group) -> Typed {
    let fields = Field::ALL.map(|field| (field, field.of(group))).to_vec();
    Typed { fields, ..Typed::default() }
}

fn with(field: Field, typed: &str) -> Vec<Fact> {
    let mut form = untouched(&entry());
    for (there, text) in &mut form.fields {
        if *there == field {
            typed.clone_into(text);
        }
    }
    form.facts(&entry())
}

#[test]
fn every_pair_of_state_and_action_is_decided() {
    let reason = String::new;
    let states = [State::Waiting, State::Accepted, State::Refused { reason: reason() }];
    let actions = [Action::Accept, Action::Refuse { reason: reason() }];
    let table = [
        //            accept       refuse
        ("waiting", ["accepted", "refused"]),
        ("accepted", ["-", "-"]),
        ("refused", ["-", "-"]),
    ];
    let mut steps = Vec::new();
    for (state, (name, row)) in states.into_iter().zip(table) {
        assert_eq!(state.name(), name);
        for (action, expected) in actions.iter().zip(row) {
            let next = state.clone().apply(action.clone());
            assert_eq!(next.as_ref().map_or("-", State::name), expected, "from {name}");
            if expected != "-" {
                steps.push((name, action.name(), expected));
            }
        }
    }
    crate::states_document::assert_section("Correction of an entry", &steps);
}

#[test]
fn a_form_sent_back_as_it_was_says_nothing() {
    let form = untouched(&entry());
    assert!(form.facts(&entry()).is_empty());
    assert_eq!(form.problems(&entry()).len(), 1);
    assert!(with(Field::Description, " We sing.\r\nTea after. ").is_empty());
}

#[test]
fn each_field_becomes_the_fact_of_its_slot() {
    for (field, typed, slot) in [
        (Field::Name, "Harbour Singers", "name"),
        (Field::Description, "We hum.", "description"),
        (Field::Building, "Old Chapel", "place"),
        (Field::Address, "High Street", "place"),
        (Field::Postcode, "NR32 1DR", "place"),
        (Field::Cost, "£2", "cost"),
        (Field::Phone, "01502 555 999", "phone"),
        (Field::Email, "choir@example.org", "email"),
        (Field::Url, "https://choir.example.org", "url"),
    ] {
        let facts = with(field, typed);
        assert_eq!(facts.iter().map(Fact::slot).collect::<Vec<_>>(), [slot], "{field:?}");
        let mut after = entry();
        facts[0].put_into(&mut after);
        assert_eq!(field.of(&after), typed);
    }
}

#[test]
fn a_place_that_moves_to_another_postcode_loses_its_point() {
    let point = |facts: Vec<Fact>| match facts.into_iter().next() {
        Some(Fact::Place(Place::Venue(venue))) => venue.point,
        other => panic!("{other:?}"),
    };
    assert_eq!(point(with(Field::Postcode, "NR32 1DR")), None);
    assert_eq!(point(with(Field::Building, "Old Chapel")), Point::new(52.48, 1.75));
}

#[test]
fn that_it_costs_nothing_and_that_it_has_ended_are_understood() {
    assert_eq!(with(Field::Cost, "Free"), [Fact::Cost(Cost::Free)]);
    let ended = Status::Ended { on: None };
    let form = Typed { status: Some(ended.clone()), ..untouched(&entry()) };
    assert_eq!(form.facts(&entry()), [Fact::Status(ended)]);
    assert!(form.problems(&entry()).is_empty());
}

#[test]
fn words_alone_are_enough_and_endless_words_are_too_much() {
    let words = |words: String| Typed { words, ..untouched(&entry()) };
    assert!(words("They meet on Tuesdays now.".to_owned()).problems(&entry()).is_empty());
    assert_eq!(words("x".repeat(1001)).problems(&entry())[0].field, "words");
}
