//! Prescriptions, registers, messages, answers and unmet needs keep what they are given.

use domain::ids::{AttendanceId, GroupId, LinkId, PersonId, PrescriptionId, ReferralId, ServiceId};
use domain::measures::Mode;
use domain::prescription::{DeclineReason, Prescription, State};
use jiff::civil::{Time, date};
use serde_json::json;
use store::answers::{self, Answer};
use store::messages::{self, Message};
use store::prescriptions::{self, Places, Words};
use store::registers::{self, Correction, Mark, Session, Spell};
use store::sealing::DataKey;
use store::{Conn, Db, Result, StoreError, args, on_both};

use rand::SeedableRng;

use crate::support::{id, minute, service};

/// One person in one episode, and two groups.
fn given_a_person_and_groups(db: &Db) -> ServiceId {
    let service = service(db, 1);
    db.write_now(move |c| {
        c.exec(
            "INSERT INTO person (person_id, service_id, details_sealed, created_at, version)
             VALUES ($1, $2, $3, $4, 1)",
            args![id::<PersonId>(2), service, vec![0_u8], minute(0)],
        )?;
        c.exec(
            "INSERT INTO referral (referral_id, service_id, reference, person_id, referrer, route, needs,
                circumstances, referrer_words_sealed, person_words_sealed, sent_at, state,
                state_data, state_since, is_open, complexity, version)
             VALUES ($1, $2, '', $3, $4, 'self', $4, $4, $5, $5, $6, 'sent', $4, $6, TRUE, 0, 1)",
            args![
                id::<ReferralId>(3),
                service,
                id::<PersonId>(2),
                json!({}),
                vec![0_u8],
                minute(0)
            ],
        )?;
        for group in [10_u128, 11] {
            c.exec(
                "INSERT INTO community_group (group_id, service_id, name, name_folded, body,
                    content_hash, changed_seq, changed_at, is_withdrawn, version)
                 VALUES ($1, $2, 'G', 'g', $3, $4, 1, $5, FALSE, 1)",
                args![id::<GroupId>(group), service, json!({}), vec![0_u8], minute(0)],
            )?;
        }
        Ok::<_, StoreError>(())
    })
    .unwrap();
    service
}

fn prescription(n: u128, group: u128, state: State) -> Prescription {
    Prescription {
        id: id(n),
        person: id(2),
        referral: id(3),
        group: id(group),
        state,
        state_since: minute(1),
        offered_at: minute(1),
        first_visit: None,
        version: 1,
    }
}

fn add(db: &Db, new: &Prescription) {
    let (service, new) = (id(1), new.clone());
    db.write_now(move |c| prescriptions::add(c, service, &new)).unwrap();
}

fn read<T: Send + 'static>(db: &Db, f: impl FnOnce(&mut Conn) -> Result<T> + Send + 'static) -> T {
    db.read_now(f).unwrap()
}

on_both! {
    fn a_prescription_comes_back_and_changes_once_for_each_version(db: &Db) {
        let service = given_a_person_and_groups(db);
        let new = prescription(20, 10, State::Sent { at: minute(5) });
        add(db, &new);
        let found = read(db, move |c| prescriptions::find(c, service, id(20))).unwrap();
        assert_eq!(found, new);
        let accepted = Prescription { state: State::Accepted, state_since: minute(9), ..found };
        let again = accepted.clone();
        db.write_now(move |c| prescriptions::save(c, &accepted)).unwrap();
        let second = db.write_now(move |c| prescriptions::save(c, &again));
        assert_eq!(second, Err(StoreError::Conflict));
        let elsewhere = read(db, |c| prescriptions::find(c, id(9), id(20)));
        assert_eq!(elsewhere, None, "another service has none");
    }

    fn words_about_a_person_are_sealed_apart_from_the_state(db: &Db) {
        let service = given_a_person_and_groups(db);
        let reason = DeclineReason::Full;
        let words = "She told us about her hip".to_owned();
        add(db, &prescription(20, 10, State::Declined { reason, words: words.clone() }));
        let found = read(db, move |c| prescriptions::find(c, service, id(20))).unwrap();
        let State::Declined { words: kept, .. } = found.state else { panic!("not declined") };
        assert_eq!(kept, "");
        let key = DataKey::new(&mut rand_chacha::ChaCha12Rng::seed_from_u64(1));
        db.write_now(move |c| {
            let sealed = Words { said: words.clone(), ..Words::default() };
            prescriptions::save_words(c, &key, id(20), &sealed)?;
            let opened = prescriptions::open_words(c, &key, id(20))?;
            assert_eq!(opened, sealed);
            let row = c.one("SELECT words_sealed FROM prescription", &[])?;
            let bytes: Vec<u8> = row.get("words_sealed")?;
            assert!(!String::from_utf8_lossy(&bytes).contains("hip"));
            Ok::<_, StoreError>(())
        })
        .unwrap();
    }

    fn places_count_those_asked_since_a_time_and_not_those_turned_away(db: &Db) {
        let service = given_a_person_and_groups(db);
        let full = State::Declined { reason: DeclineReason::Full, words: String::new() };
        add(db, &prescription(20, 10, State::Sent { at: minute(5) }));
        let count = |since| {
            read(db, move |c| prescriptions::count_sent_since(c, service, id(10), minute(since)))
        };
        assert_eq!((count(0), count(6)), (1, 0));
        let all = read(db, move |c| prescriptions::list_sent_counts(c, service, minute(0)));
        assert_eq!(all, [(id(10), 1)]);
        let declined = Prescription {
            state: full,
            ..read(db, move |c| prescriptions::find(c, service, id(20))).unwrap()
        };
        db.write_now(move |c| prescriptions::save(c, &declined)).unwrap();
        assert_eq!(count(0), 0);
    }

    fn a_place_is_taken_once_and_comes_free_when_the_group_says_no(db: &Db) {
        let service = given_a_person_and_groups(db);
        let chosen = prescription(20, 10, State::Chosen);
        add(db, &chosen);
        let take = |most, since| {
            let (chosen, places) = (chosen.clone(), Places { most, since: minute(since) });
            db.write_now(move |c| prescriptions::take_place(c, service, &chosen, places, minute(5)))
                .unwrap()
        };
        assert!(!take(0, 0), "no places are none");
        assert!(take(1, 0));
        assert!(!take(2, 0), "it has its place");
        let taken = |since| {
            read(db, move |c| prescriptions::count_sent_since(c, service, id(10), minute(since)))
        };
        assert_eq!((taken(0), taken(6)), (1, 0), "the next month begins empty");
        let no = State::Declined { reason: DeclineReason::Full, words: String::new() };
        let declined = Prescription { state: no, ..chosen.clone() };
        db.write_now(move |c| prescriptions::save(c, &declined)).unwrap();
        assert_eq!(taken(0), 0);
    }

    fn a_group_is_prescribed_once_in_an_episode(db: &Db) {
        let service = given_a_person_and_groups(db);
        add(db, &prescription(20, 10, State::Offered));
        let twice = prescription(21, 10, State::Offered);
        let refused = db.write_now(move |c| prescriptions::add(c, service, &twice));
        assert!(matches!(refused, Err(StoreError::Constraint { .. })));
    }

    fn a_register_keeps_one_line_that_holds_and_every_line_that_held(db: &Db) {
        let service = given_a_person_and_groups(db);
        add(db, &prescription(20, 10, State::Accepted));
        let session = Session {
            id: id(30),
            group: id(10),
            held_on: date(2026, 1, 6),
            begins: Time::constant(10, 30, 0, 0),
        };
        let again = Session { id: id(31), ..session };
        let (first, second) = db
            .write_now(move |c| {
                let first = registers::add_session(c, service, &session, minute(0))?;
                let second = registers::add_session(c, service, &again, minute(0))?;
                Ok::<_, StoreError>((first, second))
            })
            .unwrap();
        assert_eq!((first, second), (id(30), id(30)), "the same hour is the same session");
        let mark = move |n: u128, was_there| Mark {
            id: id(n),
            session: first,
            prescription: id::<PrescriptionId>(20),
            was_there,
            recorded_at: minute(i64::try_from(n).unwrap()),
            recorded_by: "link:1".to_owned(),
            is_superseded: false,
        };
        db.write_now(move |c| registers::add_mark(c, service, &mark(40, true), None)).unwrap();
        let key = DataKey::new(&mut rand_chacha::ChaCha12Rng::seed_from_u64(1));
        let sealed: Vec<u8> = db
            .write_now(move |c| {
                registers::supersede(c, id(40))?;
                let why = Correction { key: &key, reason: "It was the other Ada" };
                registers::add_mark(c, service, &mark(41, false), Some(why))?;
                let sql = "SELECT correction_sealed FROM attendance WHERE attendance_id = $1";
                c.one(sql, args![id::<AttendanceId>(41)])?.get("correction_sealed")
            })
            .unwrap();
        assert!(!String::from_utf8_lossy(&sealed).contains("Ada"));
        let twice = db.write_now(move |c| registers::supersede(c, id(40)));
        assert_eq!(twice, Err(StoreError::Conflict));
        let marks = read(db, move |c| registers::list_marks(c, first));
        let held: Vec<_> = marks.iter().map(|one| (one.was_there, one.is_superseded)).collect();
        assert_eq!(held, [(true, true), (false, false)]);
        let visits = read(db, move |c| registers::list_visits_of_person(c, service, id(2)));
        assert_eq!(visits.len(), 1);
        assert_eq!((visits[0].was_there, visits[0].begins), (false, session.begins));
    }

    fn spells_say_from_when_to_when_and_not_who(db: &Db) {
        let service = given_a_person_and_groups(db);
        add(db, &prescription(20, 10, State::Accepted));
        let days = [(30, 6, true), (31, 13, true), (32, 20, false)];
        db.write_now(move |c| {
            for (n, day, was_there) in days {
                let (held_on, begins) = (date(2026, 1, day), Time::constant(10, 0, 0, 0));
                let session = Session { id: id(n), group: id(10), held_on, begins };
                registers::add_session(c, service, &session, minute(0))?;
                let mark = Mark {
                    id: id(n + 10),
                    session: id(n),
                    prescription: id(20),
                    was_there,
                    recorded_at: minute(1),
                    recorded_by: "system".into(),
                    is_superseded: false,
                };
                registers::add_mark(c, service, &mark, None)?;
            }
            Ok::<_, StoreError>(())
        })
        .unwrap();
        let spells = read(db, move |c| registers::list_spells(c, service));
        let (first_on, last_on) = (date(2026, 1, 6), date(2026, 1, 13));
        assert_eq!(spells, [Spell { group: id(10), first_on, last_on }]);
        let last = read(db, move |c| registers::list_last_registers(c, service));
        assert_eq!(last, [(id(10), date(2026, 1, 20))]);
        assert_eq!(read(db, |c| registers::list_spells(c, id(9))), []);
    }

    fn messages_and_answers_come_back(db: &Db) {
        let service = given_a_person_and_groups(db);
        add(db, &prescription(20, 10, State::Accepted));
        let message = Message {
            id: id(50),
            kind: "ask_group".to_owned(),
            subject: id::<PrescriptionId>(20).0,
            link: None::<LinkId>,
            recipient: "choir@example.org".to_owned(),
            created_at: minute(1),
            sent_at: None,
            failure: None,
        };
        let answer = Answer {
            id: id(60),
            person: id(2),
            referral: id(3),
            prescription: Some(id(20)),
            instrument: "belonging".to_owned(),
            wave: "session_1".to_owned(),
            mode: Mode::WithHelp,
            items: vec![("belong".to_owned(), Some(6))],
            answered_at: minute(2),
            is_superseded: false,
        };
        let (kept, given) = (message.clone(), answer.clone());
        db.write_now(move |c| {
            messages::add(c, service, &kept)?;
            answers::add(c, service, &given)
        })
        .unwrap();
        db.write_now(move |c| messages::mark_failed(c, id(50), "no answer")).unwrap();
        let failed = read(db, move |c| messages::find(c, service, id(50))).unwrap();
        assert_eq!(failed.failure.as_deref(), Some("no answer"));
        db.write_now(move |c| messages::mark_sent(c, id(50), minute(9))).unwrap();
        let sent = read(db, move |c| messages::list(c, service, (10, 0)));
        assert_eq!(sent, [Message { sent_at: Some(minute(9)), ..message }]);
        let answered = read(db, move |c| answers::list_of_group(c, service, id(10)));
        assert_eq!(answered, [answer]);
    }
}
