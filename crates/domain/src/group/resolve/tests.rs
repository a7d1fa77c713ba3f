//! What is shown does not depend on who came first, and what somebody made sure of stays.

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::group::{AccessNeed, Status};

fn minute(n: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_mins(n)
}

fn said(source: &str, name: &str) -> Group {
    serde_json::from_value(json!({
        "id": Uuid::nil(), "name": name, "organisation": null, "description": "",
        "activities": [], "needs": [], "place": { "kind": "unknown" }, "meetings": [],
        "cost": { "kind": "unknown" }, "eligibility": [], "access": [], "languages": [],
        "capacity": "ask_first", "places_per_month": null, "status": { "status": "running" },
        "contact": { "email": null, "phone": null, "url": null }, "checked": null,
        "source": { "name": source, "id": "1" }
    }))
    .unwrap()
}

fn record(source: &str, name: &str, trust: i64) -> Record {
    let first_seen_at = minute(0);
    Record { group: said(source, name), trust, first_seen_at, is_withdrawn: false }
}

fn kept(fact: Fact, n: i64) -> KeptFact {
    KeptFact { fact, said_at: minute(n) }
}

fn shown(layers: &Layers) -> Resolved {
    resolve(GroupId(Uuid::from_u128(7)), layers).unwrap()
}

#[test]
fn the_most_trusted_source_speaks_first_and_others_fill_what_it_leaves_out() {
    let mut near = record("council", "Choir", 1);
    near.group.contact.phone = Some("01632 960000".into());
    let mut far = record("national", "A choir", 2);
    far.group.contact.phone = Some("01632 960999".into());
    far.group.cost = Cost::Free;
    let all = shown(&Layers { records: vec![far, near], ..Layers::default() });
    assert_eq!(all.group.name, "Choir");
    assert_eq!(all.group.contact.phone.as_deref(), Some("01632 960000"));
    assert_eq!(all.group.cost, Cost::Free);
    assert_eq!(all.group.source.name, "council");
}

#[test]
fn a_source_that_vanishes_takes_only_its_own_words() {
    let mut gone = record("council", "Choir", 1);
    gone.is_withdrawn = true;
    let layers =
        Layers { records: vec![gone, record("national", "A choir", 2)], ..Layers::default() };
    assert_eq!(shown(&layers).group.name, "A choir");
    assert!(shown(&layers).is_vouched);
}

#[test]
fn a_group_that_nobody_lists_stays_only_where_somebody_keeps_it() {
    let mut gone = record("council", "Choir", 1);
    gone.is_withdrawn = true;
    let mut layers = Layers { records: vec![gone], ..Layers::default() };
    assert!(!shown(&layers).is_vouched);
    layers.facts = vec![kept(Fact::Capacity(Capacity::Full), 1)];
    assert!(!shown(&layers).is_vouched, "to be full is not to be");
    layers.facts.push(kept(Fact::Phone(Some("01632 960111".into())), 1));
    assert!(shown(&layers).is_vouched);
    assert_eq!(shown(&layers).group.name, "Choir");
    layers.facts.clear();
    layers.is_claimed = true;
    assert!(shown(&layers).is_vouched);
}

#[test]
fn the_newest_check_is_shown_whoever_made_it() {
    let checked = |n: i64, by: &str| Checked { at: minute(n), by: by.into(), how: "rang".into() };
    let mut fed = record("council", "Choir", 1);
    fed.group.checked = Some(checked(5, "council"));
    let mut layers = Layers { records: vec![fed], ..Layers::default() };
    layers.last_check = Some(checked(4, "link worker"));
    assert_eq!(shown(&layers).group.checked.unwrap().by, "council");
    layers.last_check = Some(checked(6, "link worker"));
    assert_eq!(shown(&layers).group.checked.unwrap().by, "link worker");
}

#[test]
fn a_group_that_no_source_names_is_nothing() {
    assert!(resolve(GroupId(Uuid::nil()), &Layers::default()).is_none());
}

#[test]
fn every_slot_is_kept_and_read_again() {
    let group = said("council", "Choir");
    let mut slots = Vec::new();
    for fact in Fact::all_of(&group) {
        assert_eq!(Fact::from_parts(&fact.slot(), fact.value()), Some(fact.clone()));
        slots.push(fact.slot());
    }
    let count = slots.len();
    slots.sort();
    slots.dedup();
    assert_eq!(slots.len(), count, "each slot has a name of its own");
    assert!(slots.contains(&"access.step_free".to_owned()), "{slots:?}");
    assert_eq!(Fact::from_parts("access.quiet", json!({"need": "parking", "there": true})), None);
    assert_eq!(Fact::from_parts("shoe_size", json!(4)), None);
}

#[test]
fn a_fact_is_doubted_only_when_its_source_changes_that_slot_to_something_else() {
    let fact = Fact::Phone(Some("01632 960111".into()));
    let with = |phone: &str| {
        let mut group = said("council", "Choir");
        group.contact.phone = Some(phone.into());
        group
    };
    let (old, new) = (with("01632 960000"), with("01632 960222"));
    assert!(!fact.is_doubted(&old, &old), "it says what it said when it was corrected");
    assert!(fact.is_doubted(&old, &new));
    assert!(!fact.is_doubted(&old, &with("01632 960111")), "it has come to agree");
    let renamed = Group { name: "Singers".into(), ..old.clone() };
    assert!(!fact.is_doubted(&old, &renamed), "another slot");
}

fn any_record() -> impl Strategy<Value = Record> {
    let parts =
        (0..4_u8, 0..3_i64, 0..3_i64, any::<bool>(), 0..3_u8, 0..3_u8, any::<Option<bool>>());
    parts.prop_map(|(id, trust, seen, is_withdrawn, name, phone, step_free)| {
        let mut record = record(&format!("s{id}"), &format!("name {name}"), trust);
        record.first_seen_at = minute(seen);
        record.is_withdrawn = is_withdrawn;
        record.group.contact.phone = (phone > 0).then(|| format!("0163{phone}"));
        Fact::Access { need: AccessNeed::StepFree, there: step_free }.put_into(&mut record.group);
        record
    })
}

fn any_fact() -> impl Strategy<Value = KeptFact> {
    let fact = prop_oneof![
        (0..3_u8).prop_map(|n| Fact::Name(format!("kept {n}"))),
        (0..3_u8).prop_map(|n| Fact::Phone((n > 0).then(|| format!("999{n}")))),
        any::<Option<bool>>().prop_map(|there| Fact::Access { need: AccessNeed::StepFree, there }),
        Just(Fact::Status(Status::Paused)),
        Just(Fact::Capacity(Capacity::Full)),
    ];
    (fact, 0..3_i64).prop_map(|(fact, n)| kept(fact, n))
}

/// Layers as a service has them: one record a source, and the same again in another order.
fn any_layers() -> impl Strategy<Value = (Layers, Layers)> {
    let records = prop::collection::vec(any_record(), 1..5).prop_map(|mut records| {
        records.sort_by(|a, b| a.group.source.name.cmp(&b.group.source.name));
        records.dedup_by(|a, b| a.group.source.name == b.group.source.name);
        records
    });
    let facts = prop::collection::vec(any_fact(), 0..5);
    (records, facts).prop_flat_map(|(records, facts)| {
        let shuffled = (Just(records.clone()).prop_shuffle(), Just(facts.clone()).prop_shuffle());
        shuffled.prop_map(move |(more_records, more_facts)| {
            let layers = |records, facts| Layers { records, facts, ..Layers::default() };
            (layers(records.clone(), facts.clone()), layers(more_records, more_facts))
        })
    })
}

proptest! {
    #[test]
    fn what_is_shown_does_not_depend_on_the_order_of_arrival((one, other) in any_layers()) {
        prop_assert_eq!(shown(&one), shown(&other));
    }

    #[test]
    fn what_is_shown_is_stable((layers, _) in any_layers()) {
        let first = shown(&layers);
        let again = Record { group: first.group.clone(), ..layers.records[0].clone() };
        let again = Layers { records: vec![again], ..layers };
        prop_assert_eq!(shown(&again).group, first.group);
    }

    #[test]
    fn the_newest_fact_of_a_slot_is_shown((layers, _) in any_layers()) {
        let group = shown(&layers).group;
        for kept in &layers.facts {
            let slot = kept.fact.slot();
            let same = layers.facts.iter().filter(|other| other.fact.slot() == slot);
            let newest = same.clone().map(|other| other.said_at).max();
            let newest = same.filter(|other| Some(other.said_at) == newest);
            let now = kept.fact.as_said_by(&group).unwrap();
            prop_assert!(newest.map(|other| &other.fact).any(|fact| *fact == now));
        }
    }

    #[test]
    fn a_group_is_vouched_for_while_one_source_lists_it((layers, _) in any_layers()) {
        let is_listed = layers.records.iter().any(|record| !record.is_withdrawn);
        let is_kept = layers.facts.iter().any(|kept| kept.fact.vouches());
        prop_assert_eq!(shown(&layers).is_vouched, is_listed || is_kept);
    }
}
