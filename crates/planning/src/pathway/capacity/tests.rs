//! What the formulas expect of a scenario, reckoned by hand.

use super::super::sample::{PLAIN, SMALL, read, with};
use super::*;

#[test]
fn the_plain_queue_is_reckoned_by_hand() {
    let capacity = capacity(&read(PLAIN)).unwrap();
    let team = &capacity.teams[0];
    // 0.32 people a day, each 10 days in one of 4 places: 3.2 places of 4, which is 0.8 FTE.
    assert!((team.people_year - 116.88).abs() < 0.01, "{team:?}");
    assert!((team.fte_by_room - 0.8).abs() < 1e-4 && team.fte_by_hours == 0.0, "{team:?}");
    assert!((team.people_by_room - 146.1).abs() < 0.1, "{team:?}");
    assert!(!capacity.is_overloaded());
    assert_eq!(
        capacity.sentences()[0],
        "About 117 people a year come to the list of main and it can see 146: 80 % of what there \
         is would be in use."
    );
}

#[test]
fn a_team_that_is_asked_too_much_is_told_what_would_be_enough() {
    let scenario = with(PLAIN, &[("value = 116.88", "value = 219.15")]);
    let capacity = capacity(&scenario).unwrap();
    assert!(capacity.is_overloaded());
    let said = capacity.sentences().join("\n");
    // 6 places needed where there are 4: half as much again.
    assert!(said.contains("the team can see 146 (room on the caseload runs out first)"), "{said}");
    assert!(said.contains("About 0.5 more full-time link workers would be just enough"), "{said}");
    assert!(said.contains("The list grows for as long as this lasts"), "{said}");
}

#[test]
fn where_people_give_up_it_is_said_that_only_this_keeps_the_list_in_check() {
    let scenario = with(
        SMALL,
        &[("value = 200, unit = \"people/year\"", "value = 400, unit = \"people/year\"")],
    );
    let said = capacity(&scenario).unwrap().sentences().join("\n");
    assert!(said.contains("only stops growing because people give up"), "{said}");
    assert!(said.contains("by the rule of 200 to 250 people a year"), "{said}");
}

#[test]
fn groups_with_too_few_places_are_named_with_what_is_missing() {
    let scenario = with(SMALL, &[("places = { value = 5", "places = { value = 1")]);
    let said = capacity(&scenario).unwrap().sentences().join("\n");
    assert!(said.contains("people a year would ask for “walk”"), "{said}");
    let closed = with(
        SMALL,
        &[("[[group]]\nid = \"walk\"", "[[group]]\nid = \"walk\"\nopen_to = [\"near\"]")],
    );
    let said = capacity(&closed).unwrap().sentences().join("\n");
    assert!(said.contains("No group is open to people of “far” who want one"), "{said}");
}

#[test]
fn where_all_who_are_referred_say_no_it_is_not_said_that_nobody_is_referred() {
    let all = "declines = { value = 1, unit = \"share\", assumed = \"a test\" }\nwants_group";
    let said = capacity(&with(PLAIN, &[("wants_group", all)])).unwrap().sentences().join("\n");
    assert!(said.contains("About 117 people a year are referred to main and nobody"), "{said}");
    assert!(said.contains("declines") && !said.contains("Nobody is referred"), "{said}");
}

#[test]
fn groups_that_are_nearly_full_are_named_before_they_are_full() {
    let places = |places: u32| {
        let to = format!("places = {{ value = {places}");
        let scenario = with(SMALL, &[("places = { value = 5", &to)]);
        capacity(&scenario).unwrap()
    };
    let needed = places(1).groups[0].places_needed;
    let open = |count: u32| places(count).groups[0].places;
    let just = (1..100).find(|count| open(*count) >= needed).unwrap();
    assert!(needed / open(just) >= NEARLY_FULL, "{needed} {}", open(just));
    let said = places(just).sentences().join("\n");
    assert!(said.contains("will often find every group full"), "{said}");
    let said = places(2 * just).sentences().join("\n");
    assert!(!said.contains("would ask for"), "{said}");
}

#[test]
fn hardly_anybody_more_is_not_said_to_be_nought() {
    let said = capacity(&with(PLAIN, &[("value = 116.88", "value = 146.5")])).unwrap().sentences();
    let said = said.join("\n");
    assert!(said.contains("Less than 0.1 more full-time link workers would be just"), "{said}");
    assert!(!said.contains("About 0.0"), "{said}");
}
