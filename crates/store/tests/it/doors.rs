//! The doors of the house: sessions, limits on trying, one press for one act, links.

use domain::ids::LinkId;
use jiff::SignedDuration;
use store::{
    Db, StoreError,
    acts::{self, ActKey, Done},
    args,
    links::{self, NewLink, Standing},
    on_both,
    sealing::Keys,
    sessions::{self, Limits, Session, Token},
    throttle::{self, Answer, Key, Limit},
};

use crate::support::{id, minute, service, user};

const LIMITS: Limits =
    Limits { idle: SignedDuration::from_mins(30), absolute: SignedDuration::from_hours(12) };

fn find(db: &Db, token: u8, at: i64) -> Option<Session> {
    db.read_now(move |c| sessions::find(c, Token([token; 32]), minute(at), LIMITS)).unwrap()
}

fn sign_in(db: &Db, token: u8, who: u128, at: i64) {
    db.write_now(move |c| sessions::start(c, Token([token; 32]), id(who), minute(at), LIMITS))
        .unwrap();
}

const LIMIT: Limit = Limit { hits: 3, window: SignedDuration::from_mins(10) };

fn hit(db: &Db, who: &str, at: i64) -> Answer {
    let key = Key::new(&Keys::from_master([1; 32]), "sign-in", who);
    db.write_now(move |c| throttle::hit(c, key, minute(at), LIMIT)).unwrap()
}

fn make_link(db: &Db, n: u128) -> LinkId {
    db.write_now(move |c| {
        NewLink::new(id(n), id(1), "answer", uuid::Uuid::from_u128(77))
            .detail("baseline")
            .until(minute(60))
            .create(c, minute(0))
    })
    .unwrap()
}

fn standing(db: &Db, link: LinkId, at: i64) -> Standing {
    db.read_now(move |c| links::find(c, link)).unwrap().unwrap().standing(minute(at))
}

on_both! {
    fn a_session_ends_when_idle_and_in_any_case(db: &Db) {
        service(db, 1);
        user(db, 1);
        sign_in(db, 1, 1, 0);
        assert_eq!(find(db, 1, 29).map(|s| s.user), Some(id(1)));
        assert_eq!(find(db, 2, 0), None);
        assert_eq!(find(db, 1, 30), None, "idle for half an hour");
        for at in (20..720).step_by(20) {
            db.write_now(move |c| sessions::saw(c, Token([1; 32]), minute(at))).unwrap();
        }
        assert!(find(db, 1, 719).is_some());
        assert_eq!(find(db, 1, 720), None, "twelve hours are over");
        assert_eq!(db.write_now(|c| sessions::sweep(c, minute(720), LIMITS)), Ok(1));
    }

    fn a_visit_is_written_down_once_a_minute(db: &Db) {
        service(db, 1);
        user(db, 1);
        sign_in(db, 1, 1, 0);
        let session = find(db, 1, 0).unwrap();
        assert!(!session.is_stale(minute(0)) && session.is_stale(minute(1)));
    }

    fn a_rotated_session_leaves_its_old_token_worthless(db: &Db) {
        service(db, 1);
        user(db, 1);
        sign_in(db, 1, 1, 0);
        let rotate = |old, new| {
            db.write_now(move |c| sessions::rotate(c, Token([old; 32]), Token([new; 32]))).unwrap()
        };
        assert!(rotate(1, 2));
        assert!(!rotate(1, 3));
        assert_eq!((find(db, 1, 1), find(db, 2, 1).map(|s| s.created_at)), (None, Some(minute(0))));
    }

    fn signing_out_everywhere_ends_one_users_sessions_only(db: &Db) {
        service(db, 1);
        user(db, 1);
        user(db, 2);
        for (token, who) in [(1, 1), (2, 1), (3, 2), (4, 1)] { sign_in(db, token, who, 0); }
        db.write_now(|c| sessions::end(c, Token([4; 32]))).unwrap();
        assert_eq!(db.read_now(|c| sessions::list_of(c, id(1))).unwrap().len(), 2);
        assert_eq!(db.write_now(|c| sessions::end_all(c, id(1))), Ok(2));
        assert_eq!((find(db, 1, 1), find(db, 3, 1).is_some()), (None, true));
    }

    fn the_table_of_sessions_holds_no_token(db: &Db) {
        service(db, 1);
        user(db, 1);
        sign_in(db, 1, 1, 0);
        let stored = db.read_now(|c| c.all("SELECT token_hash FROM session WHERE token_hash = $1", args![[1_u8; 32]])).unwrap();
        assert!(stored.is_empty());
    }

    fn too_many_tries_are_refused_until_the_window_ends(db: &Db) {
        for at in [0, 1, 9] { assert_eq!(hit(db, "a", at), Answer::Allowed); }
        let refused = Answer::Refused { until: minute(10) };
        assert_eq!((hit(db, "a", 9), hit(db, "b", 9)), (refused, Answer::Allowed));
        assert_eq!(hit(db, "a", 10), Answer::Allowed, "a new window");
        let key = Key::new(&Keys::from_master([1; 32]), "sign-in", "b");
        for _ in 0..3 { hit(db, "b", 9); }
        db.write_now(move |c| throttle::take_back(c, key)).unwrap();
        let refused = Answer::Refused { until: minute(19) };
        assert_eq!(hit(db, "b", 9), refused, "one of four tries too many is taken back");
        db.write_now(move |c| throttle::forgive(c, key)).unwrap();
        assert_eq!(hit(db, "b", 9), Answer::Allowed);
        db.write_now(move |c| throttle::take_back(c, key)).unwrap();
        for _ in 0..3 { assert_eq!(hit(db, "b", 9), Answer::Allowed); }
        assert_eq!(db.write_now(|c| throttle::sweep(c, minute(10))), Ok(1));
    }

    fn tries_at_the_same_time_are_all_counted(db: &Db) {
        std::thread::scope(|threads| {
            for _ in 0..4 { threads.spawn(|| for _ in 0..5 { hit(db, "a", 0); }); }
        });
        let hits: i64 = db.read_now(|c| c.one("SELECT hits FROM throttle", &[])?.get("hits")).unwrap();
        assert_eq!(hits, 20);
    }

    fn a_double_press_is_one_act(db: &Db) {
        let act = |token: &'static str, result: &'static str| db.write_now(move |c| {
            acts::once(c, &ActKey::new("user 1", "refer", token), minute(0), |c| {
                c.exec("INSERT INTO throttle (key_hash, window_start, hits) VALUES ($1, $2, 1)",
                    args![result.as_bytes(), minute(0)])?;
                Ok::<_, StoreError>(result.to_owned())
            })
        }).unwrap();
        assert_eq!(act("t1", "r1"), Done::Now("r1".to_owned()));
        assert_eq!(act("t1", "r2"), Done::Before("r1".to_owned()));
        assert_eq!(act("t2", "r3").result(), "r3");
        let n: i64 = db.read_now(|c| c.one("SELECT COUNT(*) AS n FROM throttle", &[])?.get("n")).unwrap();
        assert_eq!(n, 2, "the second press did nothing");
        assert_eq!(db.write_now(|c| acts::sweep(c, minute(1))), Ok(2));
    }

    fn presses_at_the_same_time_are_one_act(db: &Db) {
        service(db, 1);
        std::thread::scope(|threads| {
            for n in 0..4_u128 {
                threads.spawn(move || db.write_now(move |c| {
                    acts::once(c, &ActKey::new("user 1", "refer", "t"), minute(0), |c| {
                        NewLink::new(id(n), id(1), "x", id(1)).create(c, minute(0)).map(|id| id.to_string())
                    })
                }).unwrap());
            }
        });
        let n: i64 = db.read_now(|c| c.one("SELECT COUNT(*) AS n FROM link", &[])?.get("n")).unwrap();
        assert_eq!(n, 1);
    }

    fn an_act_that_fails_can_be_pressed_again(db: &Db) {
        let press = |fails: bool| db.write_now(move |c| {
            acts::once(c, &ActKey::new("u", "f", "t"), minute(0), |_| match fails {
                true => Err(StoreError::Conflict),
                false => Ok("done".to_owned()),
            })
        });
        assert_eq!(press(true), Err(StoreError::Conflict));
        assert_eq!(press(false), Ok(Done::Now("done".to_owned())));
    }

    fn a_link_works_once_until_it_expires(db: &Db) {
        service(db, 1);
        let (one, two) = (make_link(db, 1), make_link(db, 2));
        let use_up = |link, at| db.write_now(move |c| links::use_up(c, link, minute(at))).unwrap();
        assert_eq!(standing(db, one, 59), Standing::Open);
        assert!(use_up(one, 59));
        assert!(!use_up(one, 59));
        assert_eq!(standing(db, one, 59), Standing::Used);
        assert!(!use_up(two, 60));
        assert_eq!(standing(db, two, 60), Standing::Expired);
        assert_eq!(db.read_now(|c| links::find(c, id(9))).unwrap(), None);
    }

    fn sending_a_link_again_takes_the_old_one_back(db: &Db) {
        service(db, 1);
        let old = make_link(db, 1);
        let about = uuid::Uuid::from_u128(77);
        assert_eq!(db.write_now(move |c| links::revoke_about(c, about, "answer", minute(5))), Ok(1));
        let new = make_link(db, 2);
        assert_eq!(standing(db, old, 6), Standing::Revoked);
        assert!(!db.write_now(move |c| links::use_up(c, old, minute(6))).unwrap());
        let all = db.read_now(move |c| links::list_about(c, about, "answer")).unwrap();
        assert_eq!(all.iter().map(|link| link.id).collect::<Vec<_>>(), [new, old]);
        assert_eq!(all[0].detail.as_deref(), Some("baseline"));
    }
}
