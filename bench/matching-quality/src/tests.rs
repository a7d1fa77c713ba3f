//! The judgements are sound: enough of them, about groups that exist, and true to the limits.

use std::collections::{HashMap, HashSet};

use domain::group::Group;

use crate::kith::Kith;
use crate::limits::broken;
use crate::persons::read_all;
use crate::{baselines, listing};

/// How many groups were judged for each person, at least.
const JUDGED_AT_LEAST: usize = 25;

#[test]
fn every_person_has_enough_judgements_each_with_a_reason() {
    let persons = read_all().unwrap();
    let mut numbers = HashSet::new();
    for person in &persons {
        let name = format!("{} {}", person.number, person.name);
        assert!(numbers.insert(person.number), "{name}: the number stands twice");
        assert!(person.words.split_whitespace().count() >= 20, "{name}: who are they?");
        assert!(person.judgements.len() >= JUDGED_AT_LEAST, "{name}: too few judgements");
        assert!(person.judgements.iter().any(|one| one.grade > 0), "{name}: nothing is any good");
        let mut seen = HashSet::new();
        for one in &person.judgements {
            assert!(seen.insert(&one.group), "{name}: judged twice: {}", one.group);
            assert!(one.grade <= 3, "{name}: {} has grade {}", one.group, one.grade);
            assert!(!one.because.trim().is_empty(), "{name}: no reason for {}", one.group);
        }
    }
    let numbered: Vec<u8> = persons.iter().map(|person| person.number).collect();
    assert_eq!(numbered, (1..=60).collect::<Vec<u8>>(), "thirty to tune with and thirty to test");
}

#[test]
fn every_judged_group_is_in_the_listing_and_none_breaks_a_limit_and_is_good() {
    let Some(groups) = listing::read().unwrap() else {
        println!("skipped: matching-quality needs ../shared");
        return;
    };
    assert_eq!(groups.len(), 244);
    let known: HashMap<&str, &Group> =
        groups.iter().map(|group| (group.source.id.as_str(), group)).collect();
    let mut faults = Vec::new();
    for person in read_all().unwrap() {
        for one in &person.judgements {
            let Some(group) = known.get(one.group.as_str()) else {
                faults.push(format!("{} {}: no group {}", person.number, person.name, one.group));
                continue;
            };
            let limits = broken(group, &person.profile);
            if one.grade > 0 && !one.misread && !limits.is_empty() {
                let limits = limits.join(", ");
                faults.push(format!("{} {}: {limits}: {}", person.number, person.name, one.group));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_baselines_stay_within_reach_and_the_nearest_is_first() {
    let Some(groups) = listing::read().unwrap() else {
        println!("skipped: matching-quality needs ../shared");
        return;
    };
    let by_id: HashMap<_, _> = groups.iter().map(|group| (group.id, group)).collect();
    for person in read_all().unwrap() {
        let near = baselines::nearest(&groups, &person, 10);
        let km = near.iter().map(|id| crate::limits::km(by_id[id], &person.profile));
        let km: Vec<f64> = km.map(|km| km.unwrap_or(f64::INFINITY)).collect();
        assert!(km.is_sorted(), "{}: {km:?}", person.name);
        for id in near.iter().chain(&baselines::keyword(&groups, &person, 10)) {
            assert!(!crate::limits::is_too_far(by_id[id], &person.profile), "{}", person.name);
        }
    }
}

#[test]
fn no_suggestion_breaks_a_limit_that_a_written_person_stated() {
    let Some(groups) = listing::read().unwrap() else {
        println!("skipped: matching-quality needs ../shared");
        return;
    };
    let by_id: HashMap<_, _> = groups.iter().map(|group| (group.id, group)).collect();
    let kith = Kith::new(&groups);
    for person in read_all().unwrap() {
        let everything = kith.by_score(&person.profile, groups.len());
        assert!(!everything.is_empty(), "{}: nothing at all", person.name);
        for id in everything {
            let limits = broken(by_id[&id], &person.profile);
            assert!(limits.is_empty(), "{}: {}: {limits:?}", person.name, by_id[&id].name);
        }
    }
}
