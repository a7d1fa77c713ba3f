//! Every stage of an entry's life between two checks, as one table.

use super::*;

fn group(activities: &[Activity]) -> Group {
    Group { activities: activities.to_vec(), ..Group::unknown() }
}

fn on(date: &str) -> Timestamp {
    format!("{date}T12:00:00Z").parse().unwrap()
}

fn upkept(reminders: u8, reminded: Option<&str>) -> Upkept {
    let since = on("2026-01-01");
    Upkept { since, arrived_at: since, reminders, reminded_at: reminded.map(on) }
}

#[test]
fn every_stage_between_two_checks_is_decided() {
    use Freshness::{DueSoon, Fresh, Hidden, Reminded, Sinking};
    // Checked on 1 January, to be checked again after six months, on 1 July.
    let table = [
        // now          reminders, the last   can be asked  freshness    reminder   look again
        ("2026-05-31", 0, None, true, Fresh, false, "2026-06-01"),
        ("2026-06-01", 0, None, true, DueSoon, false, "2026-07-01"),
        ("2026-06-30", 0, None, false, DueSoon, false, "2026-07-01"),
        ("2026-07-01", 0, None, true, Reminded(1), true, "2026-07-15"),
        ("2026-07-14", 1, Some("2026-07-01"), true, Reminded(1), false, "2026-07-15"),
        ("2026-07-15", 1, Some("2026-07-01"), true, Reminded(2), true, "2026-07-29"),
        ("2026-07-29", 2, Some("2026-07-15"), true, Reminded(3), true, "2026-08-12"),
        ("2026-08-11", 3, Some("2026-07-29"), true, Reminded(3), false, "2026-08-12"),
        ("2026-08-12", 3, Some("2026-07-29"), true, Sinking, false, "2026-10-11"),
        ("2026-10-10", 3, Some("2026-07-29"), true, Sinking, false, "2026-10-11"),
        ("2026-10-11", 3, Some("2026-07-29"), true, Hidden, false, "2026-10-18"),
        // Kith was switched off for a year: nothing is hidden before its owner was asked.
        ("2027-08-01", 0, None, true, Reminded(1), true, "2027-08-15"),
        ("2027-08-01", 2, Some("2026-07-15"), true, Reminded(3), true, "2027-08-15"),
        // Nobody can be written to: it is for the link workers to ring, and time decides.
        ("2026-07-01", 0, None, false, Reminded(0), false, "2026-08-12"),
        ("2026-08-12", 0, None, false, Sinking, false, "2026-10-11"),
        ("2026-10-11", 0, None, false, Hidden, false, "2026-10-18"),
    ];
    for (now, reminders, last, may_remind, freshness, remind, again) in table {
        let due = decide(
            &group(&[Activity::Singing]),
            upkept(reminders, last),
            may_remind,
            &Upkeep::default(),
            on(now),
        );
        let expected = Due { freshness, remind, look_again_at: on(again) };
        assert_eq!(due, expected, "on {now}, after {reminders} reminders");
    }
}

#[test]
fn a_new_check_makes_it_fresh_whatever_went_before() {
    let checked = Upkept { since: on("2026-10-11"), ..upkept(0, None) };
    let group = group(&[Activity::Singing]);
    let due = decide(&group, checked, true, &Upkeep::default(), on("2026-10-12"));
    assert_eq!(due.freshness, Freshness::Fresh);
}

#[test]
fn an_old_entry_of_a_new_listing_is_not_hidden_before_anybody_could_ask() {
    let old = Upkept { since: on("2021-01-01"), arrived_at: on("2026-10-01"), ..upkept(0, None) };
    let group = group(&[Activity::Singing]);
    for (may_remind, freshness) in [(true, Freshness::Reminded(1)), (false, Freshness::Reminded(0))]
    {
        let due = decide(&group, old, may_remind, &Upkeep::default(), on("2026-10-02"));
        assert_eq!(due.freshness, freshness);
    }
}

#[test]
fn the_kind_that_changes_soonest_sets_the_months() {
    let upkeep = Upkeep::default();
    assert_eq!(upkeep.months_of(&[]), 6);
    assert_eq!(upkeep.months_of(&[Activity::Faith]), 12);
    assert_eq!(upkeep.months_of(&[Activity::Faith, Activity::Learning]), 4);
    let none = Upkeep { months: 0, ..upkeep };
    assert_eq!(none.months_of(&[]), 1, "nought months would remind every day");
}

#[test]
fn what_is_checked_every_month_is_fresh_for_half_of_it() {
    let upkeep = Upkeep { months: 1, ..Upkeep::default() };
    let singing = group(&[Activity::Singing]);
    let on_day = |day| decide(&singing, upkept(0, None), true, &upkeep, on(day)).freshness;
    assert_eq!(on_day("2026-01-10"), Freshness::Fresh);
    assert_eq!(on_day("2026-01-20"), Freshness::DueSoon);
}

#[test]
fn nobody_is_reminded_of_a_group_that_rests_or_has_ended() {
    for status in [Status::Paused, Status::Ended { on: None }] {
        let resting = Group { status, ..group(&[Activity::Singing]) };
        let due = decide(&resting, upkept(0, None), true, &Upkeep::default(), on("2027-01-01"));
        assert_eq!((due.freshness, due.remind), (Freshness::Fresh, false));
    }
}

#[test]
fn every_freshness_is_found_again_by_its_key() {
    use Freshness::{DueSoon, Fresh, Hidden, Reminded, Sinking};
    for freshness in [Fresh, DueSoon, Reminded(2), Sinking, Hidden] {
        assert_eq!(Freshness::from_key(freshness.key(), 2), Some(freshness));
    }
    assert_eq!(Freshness::from_key("mouldy", 0), None);
}
