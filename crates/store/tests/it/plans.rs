//! Every version of a plan stays, and two people never write the same one.

use domain::ids::PlanId;
use domain::plan::{Content, Goal, Plan};
use jiff::civil::date;
use store::{StoreError, on_both, plans};

use crate::support::{Episode, episode, id, minute};

fn plan(of: &Episode, number: i64) -> Plan {
    let goal = Goal { words: "Sing again".into(), importance: Some(9), ..Goal::default() };
    Plan {
        id: id(100 + u128::try_from(number).unwrap()),
        person: of.person,
        referral: of.referral,
        number,
        content: Content {
            what_matters: format!("Version {number}"),
            goals: vec![goal],
            review_on: Some(date(2026, 2, 1)),
            ..Content::default()
        },
        by: of.worker,
        written_at: minute(number),
    }
}

on_both! {
    fn the_newest_version_is_found_and_the_older_can_be_read(db: &Db) {
        let of = episode(db);
        let (one, two) = (plan(&of, 1), plan(&of, 2));
        let (service, key, person, referral) = (of.service, of.key.clone(), of.person, of.referral);
        let (worker, first, second) = (of.worker, one.clone(), two.clone());
        let (latest, old, number, lists) = db.write_now(move |c| {
            plans::add(c, service, &key, &first)?;
            plans::add(c, service, &key, &second)?;
            let latest = plans::find_latest(c, service, &key, person)?;
            let old = plans::find(c, service, &key, (person, first.id))?;
            let lists =
                (plans::list(c, service, person)?, plans::list_latest_of_worker(c, service, worker)?);
            Ok::<_, StoreError>((latest, old, plans::last_number(c, service, referral)?, lists))
        }).unwrap();
        assert_eq!((latest, old, number), (Some(two), Some(one), 2));
        let numbers = |list: &[plans::Version]| list.iter().map(|v| v.number).collect::<Vec<_>>();
        assert_eq!((numbers(&lists.0), numbers(&lists.1)), (vec![2, 1], vec![2]));
    }

    fn the_same_version_cannot_be_written_twice(db: &Db) {
        let of = episode(db);
        let (one, again) = (plan(&of, 1), Plan { id: PlanId(id(999)), ..plan(&of, 1) });
        let (service, key) = (of.service, of.key);
        let done = db.write_now(move |c| {
            plans::add(c, service, &key, &one)?;
            plans::add(c, service, &key, &again)
        });
        assert!(matches!(done, Err(StoreError::Conflict)));
    }
}
