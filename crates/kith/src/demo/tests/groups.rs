//! The directory of the demonstration.

use std::collections::BTreeSet;

use domain::group::{AccessNeed, Capacity, Group, Place, Status};
use domain::ids::GroupId;
use domain::kinds::{Activity, Need};
use domain::place::outcode;

use super::{cannot_exist, id_of, is_kept_for_drama, now, reaches_nobody};
use crate::demo::groups;
use crate::demo::places::Places;

fn all_groups() -> Vec<Group> {
    let places = Places::read().unwrap();
    groups::list(&places, &now(), |name| GroupId(id_of(name))).unwrap()
}

#[test]
fn there_are_about_120_groups_and_no_two_share_an_id_or_a_name() {
    let groups = all_groups();
    assert!((118..=125).contains(&groups.len()), "{} groups", groups.len());
    assert_eq!(groups.iter().map(|group| group.id).collect::<BTreeSet<_>>().len(), groups.len());
    let names = groups.iter().map(|group| &group.name).collect::<BTreeSet<_>>();
    assert_eq!(names.len(), groups.len());
}

#[test]
fn every_kind_of_activity_has_at_least_three_groups_and_every_need_two() {
    let groups = all_groups();
    for kind in Activity::ALL {
        let count = groups.iter().filter(|group| group.activities.contains(kind)).count();
        assert!(count >= 3, "{}: {count}", kind.label());
    }
    for need in Need::ALL {
        let count = groups.iter().filter(|group| group.needs.contains(need)).count();
        assert!(count >= 2, "{}: {count}", need.label());
    }
}

#[test]
fn every_access_need_is_known_for_some_groups_and_unknown_for_others() {
    let groups = all_groups();
    for need in AccessNeed::ALL {
        let known = groups.iter().filter(|group| group.access_to(need).is_some()).count();
        assert!(known >= 2 && known < groups.len(), "{}: {known}", need.label());
    }
    let missing = groups.iter().flat_map(|group| &group.access).filter(|fact| !fact.there);
    assert!(missing.count() >= 10);
}

#[test]
fn the_town_speaks_at_least_six_languages_and_some_groups_do_not_say() {
    let groups = all_groups();
    let languages: BTreeSet<_> = groups.iter().flat_map(|group| &group.languages).collect();
    assert!(languages.len() >= 6, "{languages:?}");
    assert!(groups.iter().any(|group| group.languages.is_empty()));
}

#[test]
fn some_groups_are_full_some_have_a_waiting_list_one_is_paused_and_two_have_ended() {
    let groups = all_groups();
    let with = |room: Capacity| groups.iter().filter(|group| group.capacity == room).count();
    assert!(with(Capacity::Full) >= 2 && with(Capacity::WaitingList) >= 3);
    assert!(with(Capacity::AskFirst) >= 2);
    assert_eq!(groups.iter().filter(|group| group.status == Status::Paused).count(), 1);
    let ended = groups.iter().filter(|group| matches!(group.status, Status::Ended { .. }));
    assert_eq!(ended.count(), 2);
    assert!(groups.iter().any(|group| group.checked.is_none()));
}

#[test]
fn the_town_has_eight_neighbourhoods() {
    let places = Places::read().unwrap();
    let names = places.neighbourhoods.iter().map(|one| &one.id).collect::<BTreeSet<_>>();
    assert_eq!(names.len(), 8);
}

#[test]
fn no_address_number_or_mailbox_can_be_real() {
    let places = Places::read().unwrap();
    for venue in &places.venues {
        let home = places.neighbourhood(&venue.neighbourhood).unwrap();
        assert!(cannot_exist(&venue.postcode), "{}", venue.postcode);
        assert_eq!(outcode(&venue.postcode).as_ref(), Some(&home.outcode), "{}", venue.id);
        assert!(venue.point.km_to(home.point) < 2.0, "{} lies elsewhere", venue.id);
    }
    for group in all_groups() {
        if let Place::Venue(venue) = &group.place {
            assert!(venue.postcode.as_deref().is_some_and(cannot_exist), "{}", group.name);
        }
        assert!(group.contact.phone.as_deref().is_none_or(is_kept_for_drama), "{}", group.name);
        assert!(group.contact.email.as_deref().is_none_or(reaches_nobody), "{}", group.name);
    }
}

#[test]
fn every_description_has_two_to_five_sentences() {
    for group in all_groups() {
        let ends = group.description.matches(['.', ';', '?']).count();
        assert!((2..=6).contains(&ends), "{}: {ends}", group.name);
    }
}
