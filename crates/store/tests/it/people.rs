//! Erasing somebody destroys their key and everything by which they could be found.

use domain::ids::{DraftId, LinkId, PersonId, UserId};
use domain::person::Details;
use store::drafts::{self, Place};
use store::links::{self, NewLink, Standing};
use store::sealing::Keys;
use store::{Db, StoreError, on_both, people};

use crate::support::{Episode, episode, id, minute};

fn erase(db: &Db, of: &Episode) -> Result<(), StoreError> {
    let (service, person) = (of.service, of.person);
    db.write_now(move |c| people::erase(c, service, person, minute(9)))
}

on_both! {
    fn somebody_erased_is_found_by_nothing_and_opened_by_nothing(db: &Db) {
        let of = episode(db);
        erase(db, &of).unwrap();
        let (service, person) = (of.service, of.person);
        db.read_now(move |c| {
            let keys = Keys::from_master([7; 32]);
            assert_eq!(people::find(c, &keys, service, person)?.map(|found| found.0.id), None);
            assert!(people::list(c, &keys, service, &[person])?.is_empty());
            let details = Details { given_name: "Ada".into(), ..Details::default() };
            assert!(people::list_alike(c, &keys, service, &details)?.is_empty());
            let left = c.one("SELECT COUNT(*) AS total FROM person_token", &[])?;
            assert_eq!(left.get::<i64>("total")?, 0);
            let row = c.one("SELECT wrapped_key, details_sealed FROM person", &[])?;
            assert_eq!(row.get::<Option<Vec<u8>>>("wrapped_key")?, None);
            assert!(row.get::<Vec<u8>>("details_sealed")?.is_empty());
            assert_eq!(people::find_erased_at(c, service, person)?, Some(minute(9)));
            Ok::<_, StoreError>(())
        })
        .unwrap();
        db.sweep_now().unwrap();
        assert_eq!(erase(db, &of), Err(StoreError::Conflict), "only once");
    }

    fn nobody_is_erased_from_another_service(db: &Db) {
        let of = episode(db);
        let person = of.person;
        let elsewhere = db.write_now(move |c| people::erase(c, id(9), person, minute(9)));
        assert_eq!(elsewhere, Err(StoreError::Conflict));
        let service = of.service;
        let erased = db.read_now(move |c| people::find_erased_at(c, service, person)).unwrap();
        assert_eq!(erased, None);
    }

    fn drafts_go_and_open_links_end_with_the_person(db: &Db) {
        let of = episode(db);
        let (service, person, referral, key) = (of.service, of.person, of.referral, of.key.clone());
        let place = Place { user: id::<UserId>(1), form: "contact", subject: person.0 };
        db.write_now(move |c| {
            let times = (minute(1), minute(99));
            drafts::save(c, &key, place, (id::<DraftId>(5), &Vec::new()), times)?;
            NewLink::new(id::<LinkId>(6), service, "measure", referral.0).create(c, minute(1))?;
            NewLink::new(id::<LinkId>(7), service, "agency", id::<PersonId>(99).0)
                .create(c, minute(1))
        })
        .unwrap();
        erase(db, &of).unwrap();
        let (draft, link, other) = db
            .read_now(move |c| {
                let draft = drafts::find(c, &of.key, place, minute(10))?;
                Ok::<_, StoreError>((draft, links::find(c, id(6))?, links::find(c, id(7))?))
            })
            .unwrap();
        assert!(draft.is_none());
        assert_eq!(link.unwrap().standing(minute(10)), Standing::Revoked);
        assert_eq!(other.unwrap().standing(minute(10)), Standing::Open);
    }
}
