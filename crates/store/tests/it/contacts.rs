//! Contacts are corrected and never deleted.

use domain::contact::{Barrier, Contact, Result as Held, Way, current, versions};
use store::{StoreError, contacts, on_both};

use crate::support::{Episode, episode, id, minute};

pub(crate) fn contact(of: &Episode, n: u128, result: Held) -> Contact {
    Contact {
        id: id(n),
        person: of.person,
        referral: of.referral,
        by: of.worker,
        at: minute(i64::try_from(n).unwrap()),
        way: Way::Phone,
        result,
        note: format!("Note {n}"),
        corrects: None,
        correction_reason: None,
        recorded_at: minute(500),
    }
}

on_both! {
    fn a_correction_takes_the_place_of_an_entry_and_both_stay(db: &Db) {
        let of = episode(db);
        let old = contact(&of, 100, Held::Held { minutes: 20 });
        let new = Contact {
            corrects: Some(old.id),
            correction_reason: Some("wrong length".into()),
            ..contact(&of, 101, Held::Held { minutes: 40 })
        };
        let (service, key, person) = (of.service, of.key.clone(), of.person);
        let (first, second) = (old.clone(), new.clone());
        let all = db.write_now(move |c| {
            contacts::add(c, service, &key, &first)?;
            contacts::add(c, service, &key, &second)?;
            contacts::list_of_person(c, service, &key, person)
        }).unwrap();
        assert_eq!(current(&all), [&new]);
        assert_eq!(versions(&all, new.id), [&new, &old]);
        let sql = "SELECT correction_sealed FROM contact WHERE correction_sealed IS NOT NULL";
        let sealed: Vec<u8> = db.read_now(|c| c.one(sql, &[])?.get("correction_sealed")).unwrap();
        assert!(!String::from_utf8_lossy(&sealed).contains("wrong length"));
    }

    fn two_people_cannot_both_correct_one_entry(db: &Db) {
        let of = episode(db);
        let old = contact(&of, 100, Held::Held { minutes: 20 });
        let again = |n| Contact {
            corrects: Some(old.id), ..contact(&of, n, Held::Held { minutes: 40 })
        };
        let (service, key) = (of.service, of.key.clone());
        let (first, second, third) = (old.clone(), again(101), again(102));
        let done = db.write_now(move |c| {
            contacts::add(c, service, &key, &first)?;
            contacts::add(c, service, &key, &second)?;
            contacts::add(c, service, &key, &third)
        });
        assert!(matches!(done, Err(StoreError::Conflict)));
    }

    fn a_list_knows_the_last_contact_of_each_kind_without_opening_a_note(db: &Db) {
        let of = episode(db);
        let held = Held::Held { minutes: 20 };
        let missed = Held::Missed { barrier: Some(Barrier::Caring) };
        let entries = [(100, held), (110, held), (120, missed), (115, missed)]
            .map(|(n, result)| contact(&of, n, result));
        let (service, key, worker) = (of.service, of.key.clone(), of.worker);
        let last = db.write_now(move |c| {
            for entry in &entries {
                contacts::add(c, service, &key, entry)?;
            }
            contacts::list_last_of_worker(c, service, worker)
        }).unwrap();
        let seen: Vec<_> =
            last.iter().map(|touch| (touch.at, touch.was_held, touch.barrier)).collect();
        let expected = [(minute(110), true, None), (minute(120), false, Some(Barrier::Caring))];
        assert_eq!(seen, expected);
    }
}
