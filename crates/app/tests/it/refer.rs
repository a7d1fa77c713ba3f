//! Referring somebody.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use app::referrals::{self, refer};
use app::testing::World;
use app::{Actor, AppError};
use domain::access::{Role, Verb};
use domain::kinds::Need;
use domain::permission::{Detail, How};
use domain::person::Details;
use domain::referral::draft::Draft;
use domain::referral::{Action, Referrer, Route};
use store::on_both;

fn ada() -> Draft {
    Draft {
        details: Details {
            given_name: "Ada".into(),
            family_name: "Byron".into(),
            born_on: "1950-01-01".parse().ok(),
            phone: Some("01632 960001".into()),
            ..Details::default()
        },
        needs: vec![Need::Loneliness],
        referrer_words: "Widowed last year.".into(),
        person_words: "I miss singing.".into(),
        agreed: Some(How::Spoken),
        share_with_referrer: vec![Detail::Outcome],
        ..Draft::default()
    }
}

fn gp(world: &World) -> (Actor, Referrer) {
    let user = world.user(Role::Referrer);
    (world.actor(Role::Referrer), Referrer::User { user, organisation: "Harbour Practice".into() })
}

on_both! {
    fn a_sent_referral_is_found_with_its_words_by_the_referrer_alone(db: &Db) {
        let world = World::on(db);
        let (gp, referrer) = gp(&world);
        let sent = world
            .app
            .write_now(&gp, move |act| refer::send(act, &ada(), &referrer, None, "key-1"))
            .unwrap();
        let found = world.app.read_now(&gp, move |act| referrals::find(act, sent.referral)).unwrap();
        assert_eq!(found.person_words, "I miss singing.");
        let other = world.actor(Role::Commissioner);
        let refused = world.app.read_now(&other, move |act| referrals::find(act, sent.referral));
        assert!(matches!(refused, Err(AppError::NotFound)));
    }

    fn a_double_press_is_one_referral(db: &Db) {
        let world = World::on(db);
        let (gp, referrer) = gp(&world);
        for _ in 0..2 {
            let referrer = referrer.clone();
            world
                .app
                .write_now(&gp, move |act| refer::send(act, &ada(), &referrer, None, "key-1"))
                .unwrap();
        }
        let mine = world.app.read_now(&gp, |act| referrals::mine(act, (25, 0))).unwrap();
        assert_eq!(mine.len(), 1);
    }

    fn a_likely_duplicate_is_shown_and_never_merged(db: &Db) {
        let world = World::on(db);
        let (gp, referrer) = gp(&world);
        let again = referrer.clone();
        world
            .app
            .write_now(&gp, move |act| refer::send(act, &ada(), &referrer, None, "key-1"))
            .unwrap();
        let staff = world.actor(Role::Coordinator);
        let alike = world.app.read_now(&staff, |act| refer::duplicates(act, &ada())).unwrap();
        assert_eq!(alike.len(), 1);
        for other in [gp.clone(), world.public()] {
            let hidden = world.app.read_now(&other, |act| refer::duplicates(act, &ada()));
            assert!(matches!(hidden, Err(AppError::NotFound)), "whole records are for staff");
        }
        world
            .app
            .write_now(&gp, move |act| refer::send(act, &ada(), &again, None, "key-2"))
            .unwrap();
        let alike = world.app.read_now(&staff, |act| refer::duplicates(act, &ada())).unwrap();
        assert_eq!(alike.len(), 2);
    }

    fn acceptance_writes_its_code_once_however_often_somebody_waits(db: &Db) {
        let world = World::on(db);
        let (gp, referrer) = gp(&world);
        let sent = world
            .app
            .write_now(&gp, move |act| refer::send(act, &ada(), &referrer, None, ""))
            .unwrap();
        let coordinator = world.actor(Role::Coordinator);
        let worker = world.user(Role::LinkWorker);
        let actions = [
            Action::FindEligible,
            Action::Queue { route: Route::LinkWorker },
            Action::Allocate { link_worker: worker },
            Action::PutBack,
        ];
        for action in actions {
            world
                .app
                .write_now(&coordinator, move |act| {
                    let referral = referrals::load(act, sent.referral, Verb::Triage)?;
                    referrals::advance(act, &referral, action.clone())
                })
                .unwrap();
        }
        let codes =
            db.read_now(move |conn| store::referrals::list_codes(conn, sent.referral)).unwrap();
        assert_eq!(codes.len(), 1);
        assert_eq!(codes[0].0, "871731000000106");
    }
}
