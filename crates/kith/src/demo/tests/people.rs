//! The people of the demonstration, and those who work with them.

use std::collections::{BTreeMap, BTreeSet};

use domain::access::Role;
use domain::ids::GroupId;
use domain::person::Likeness;
use domain::triage::Proposal;

use super::{cannot_exist, id_of, is_kept_for_drama, now, reaches_nobody};
use crate::demo::groups;
use crate::demo::people::{self, Person, Stage};
use crate::demo::places::Places;
use crate::demo::service::Service;

/// The last stage of the list; their number is one more than its place.
const STAGES: usize = Stage::FollowedUp as usize + 1;

fn everybody() -> (Places, Service, Vec<Person>) {
    (Places::read().unwrap(), Service::read().unwrap(), people::list().unwrap())
}

#[test]
fn there_are_sixty_people_and_somebody_at_every_stage() {
    let (_, _, people) = everybody();
    assert_eq!(people.len(), 60);
    assert_eq!(people.iter().map(|person| person.stage).collect::<BTreeSet<_>>().len(), STAGES);
    assert_eq!(people.iter().map(|one| &one.handle).collect::<BTreeSet<_>>().len(), 60);
}

#[test]
fn every_referral_is_complete_and_right_for_the_service() {
    let (places, service, people) = everybody();
    let eligibility = service.settings().unwrap().eligibility;
    for person in &people {
        let draft = person.draft(&places, &service, now().date()).unwrap();
        assert_eq!(draft.problems(&eligibility, now().date()), [], "{}", person.handle);
        let plan = person.plan(&places, now().date()).unwrap();
        assert!(plan.is_none_or(|plan| plan.problems().is_empty()), "{}", person.handle);
    }
}

#[test]
fn nobody_has_an_address_number_or_mailbox_that_can_be_real() {
    let (places, service, people) = everybody();
    for person in &people {
        let details = person.details(&places, &service, now().date()).unwrap();
        assert!(details.home.postcode().is_some_and(cannot_exist), "{}", person.handle);
        assert!(details.phone.as_deref().is_none_or(is_kept_for_drama), "{}", person.handle);
        assert!(details.email.as_deref().is_none_or(reaches_nobody), "{}", person.handle);
        let number = details.nhs_number.as_ref();
        assert!(number.is_none_or(|one| one.digits().starts_with("999")), "{}", person.handle);
    }
}

#[test]
fn ages_languages_and_homes_are_as_varied_as_a_town() {
    let (places, service, people) = everybody();
    let today = now().date();
    let details = |person: &Person| person.details(&places, &service, today).unwrap();
    let all: Vec<_> = people.iter().map(details).collect();
    let ages: BTreeSet<_> = all.iter().filter_map(|one| one.age_on(today)).collect();
    assert_eq!((ages.first(), ages.last()), (Some(&19), Some(&94)));
    let languages: BTreeSet<_> = all.iter().filter_map(|one| one.language.as_ref()).collect();
    assert!(languages.len() >= 8, "{languages:?}");
    let homeless =
        all.iter().filter(|one| matches!(one.home, domain::person::Home::NoFixedAbode { .. }));
    assert_eq!(homeless.count(), 2);
}

#[test]
fn exactly_one_pair_is_a_likely_duplicate() {
    let (places, service, people) = everybody();
    let today = now().date();
    let all: Vec<_> =
        people.iter().map(|one| one.details(&places, &service, today).unwrap()).collect();
    let mut pairs = Vec::new();
    for (index, one) in all.iter().enumerate() {
        for other in &all[index + 1..] {
            if one.likeness(other) >= Likeness::Possible {
                pairs.push((one.full_name(), other.full_name()));
            }
        }
    }
    assert_eq!(pairs, [("Maggie Ellery".to_owned(), "Margaret Ellery".to_owned())]);
}

#[test]
fn everybody_named_in_a_file_exists_in_another() {
    let (places, service, people) = everybody();
    let groups: BTreeSet<String> = groups::list(&places, &now(), |name| GroupId(id_of(name)))
        .unwrap()
        .into_iter()
        .map(|group| group.source.id)
        .collect();
    let workers: BTreeMap<_, _> = service
        .staff
        .iter()
        .filter(|one| one.roles == [Role::LinkWorker])
        .map(|one| (one.handle.as_str(), one))
        .collect();
    let known: BTreeSet<&str> = ["self", "carer"]
        .into_iter()
        .chain(service.practices.iter().map(|one| one.id.as_str()))
        .chain(service.agencies.iter().map(|one| one.id.as_str()))
        .collect();
    for person in &people {
        assert!(known.contains(person.from.as_str()), "{}", person.handle);
        assert!(person.group.iter().all(|group| groups.contains(group)), "{}", person.handle);
        let worker = person.worker.as_deref();
        assert!(worker.is_none_or(|worker| workers.contains_key(worker)), "{}", person.handle);
        let held_or_missed =
            |one: &people::ContactWords| one.minutes.is_some() != one.missed.is_some();
        assert!(person.contacts.iter().all(held_or_missed), "{}", person.handle);
    }
    let facilitated = service.staff.iter().flat_map(|one| &one.facilitates);
    assert!(facilitated.into_iter().all(|group| groups.contains(group)));
}

#[test]
fn the_service_has_a_sign_in_for_every_role_six_link_workers_and_rules_that_can_be_read() {
    let service = Service::read().unwrap();
    for role in Role::ALL {
        let first = service.staff.iter().find(|one| one.roles == [role]);
        assert!(first.is_some_and(|one| one.email.ends_with("@demo.kith")), "{role:?}");
    }
    let workers = service.staff.iter().filter(|one| one.room.is_some());
    assert_eq!(workers.count(), 6);
    let settings = service.settings().unwrap();
    assert!(settings.crisis_lines.iter().any(|line| line.reach == "116 123"));
    for proposal in [Proposal::Signposting, Proposal::LightSupport, Proposal::LinkWorker] {
        assert!(settings.triage.rules.iter().any(|rule| rule.then == proposal));
    }
}
