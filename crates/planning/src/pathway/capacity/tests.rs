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
