//! Unmet needs are counted by everybody who plans; what was looked for is sealed.

use domain::ids::{ReferralId, UnmetNeedId};
use domain::kinds::Need;
use rand::SeedableRng;
use rand_chacha::ChaCha12Rng;
use store::sealing::{DataKey, Keys};
use store::unmet_needs::{self, UnmetNeed};
use store::{Db, StoreError, on_both};

use crate::support::{episode, id, minute};

fn need(referral: ReferralId) -> UnmetNeed {
    UnmetNeed {
        id: id(70),
        referral,
        need: Need::Loneliness,
        activity: None,
        outcode: Some("NR30".to_owned()),
        language: None,
        barrier: "travel".to_owned(),
        words: "A choir in the evening".to_owned(),
        recorded_at: minute(3),
    }
}

fn list(db: &Db) -> Vec<UnmetNeed> {
    let keys = Keys::from_master([7; 32]);
    db.read_now(move |c| unmet_needs::list(c, &keys, id(1), (10, 0))).unwrap()
}

on_both! {
    fn an_unmet_need_comes_back_and_its_words_are_sealed(db: &Db) {
        let of = episode(db);
        let (service, key, new) = (of.service, of.key.clone(), need(of.referral));
        let sealed: Vec<u8> = db
            .write_now(move |c| {
                unmet_needs::add(c, service, &key, &new)?;
                c.one("SELECT words_sealed FROM unmet_need", &[])?.get("words_sealed")
            })
            .unwrap();
        assert!(!String::from_utf8_lossy(&sealed).contains("choir"));
        assert_eq!(list(db), [need(of.referral)]);
        let counts = db.read_now(move |c| unmet_needs::list_counts(c, service)).unwrap();
        assert_eq!(counts, [(Need::Loneliness, 1)]);
    }

    fn the_words_go_with_the_person_and_the_need_is_still_counted(db: &Db) {
        let of = episode(db);
        let (service, key, new) = (of.service, of.key.clone(), need(of.referral));
        db.write_now(move |c| {
            unmet_needs::add(c, service, &key, &new)?;
            store::people::erase(c, service, of.person, minute(9))?;
            Ok::<_, StoreError>(())
        })
        .unwrap();
        let words = String::new();
        assert_eq!(list(db), [UnmetNeed { words, ..need(of.referral) }]);
    }

    fn the_words_are_sealed_anew_when_their_referral_moves_to_another_entry(db: &Db) {
        let of = episode(db);
        let (service, old, new) = (of.service, of.key.clone(), need(of.referral));
        let other = DataKey::new(&mut ChaCha12Rng::seed_from_u64(5));
        let there_and_back = db.write_now(move |c| {
            unmet_needs::add(c, service, &old, &new)?;
            unmet_needs::reseal(c, (&old, &other), new.referral)?;
            assert!(unmet_needs::reseal(c, (&old, &other), new.referral).is_err(), "{:?}", new.id);
            unmet_needs::reseal(c, (&other, &old), new.referral)
        });
        there_and_back.unwrap();
        assert_eq!(list(db)[0].words, "A choir in the evening");
        assert_eq!(list(db)[0].id, id::<UnmetNeedId>(70));
    }
}
