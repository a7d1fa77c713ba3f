//! Registers: who came, corrections, belonging, leaving.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use app::group_answers::{self, Answer};
use app::holding;
use app::registers::{self, Register};
use app::testing::{World, choir};
use app::{Actor, AppError, AppResult};
use domain::access::Role;
use domain::ids::{GroupId, PrescriptionId, SessionId};
use domain::prescription::{LeaveReason, Prescription, State};
use domain::referral::Outcome;
use jiff::civil::{Date, Time, date};
use store::{Db, on_both};

const TEN: Time = Time::constant(10, 30, 0, 0);

struct Begun {
    world: World,
    facilitator: Actor,
    group: GroupId,
    ada: PrescriptionId,
}

fn given_somebody_accepted(db: &Db) -> Begun {
    let world = World::on(db);
    let group = world.group(&choir("Harbour Voices"));
    world.runs(group);
    let ada = accept(&world, "Ada", group);
    let facilitator = world.actor(Role::Facilitator);
    Begun { world, facilitator, group, ada }
}

fn accept(world: &World, name: &str, group: GroupId) -> PrescriptionId {
    let (_, referral) = world.person(name);
    let id = world.asked(referral, group).unwrap();
    let worker = world.actor(Role::LinkWorker);
    world
        .app
        .write_now(&worker, move |act| {
            group_answers::answer_for_group(act, id, &Answer::Accept, "")
        })
        .unwrap();
    id
}

impl Begun {
    fn session(&self, day: Date) -> SessionId {
        let group = self.group;
        self.world
            .app
            .write_now(&self.facilitator, move |act| registers::add_session(act, group, day, TEN))
            .unwrap()
    }

    fn mark(&self, session: SessionId, there: &[PrescriptionId], reason: &str) -> AppResult<()> {
        let (group, there, reason) = (self.group, there.to_vec(), reason.to_owned());
        self.world.app.write_now(&self.facilitator, move |act| {
            registers::mark(act, group, session, &there, &reason)
        })
    }

    fn open(&self, session: SessionId) -> Register {
        let group = self.group;
        self.world
            .app
            .write_now(&self.facilitator, move |act| registers::open(act, group, Some(session)))
            .unwrap()
    }

    fn state(&self, db: &Db) -> State {
        let (service, id) = (self.world.service, self.ada);
        let found = db.read_now(move |c| store::prescriptions::find(c, service, id)).unwrap();
        found.unwrap().state
    }
}

on_both! {
    fn coming_once_starts_and_coming_again_attends(db: &Db) {
        let begun = given_somebody_accepted(db);
        let first = begun.session(date(2025, 12, 30));
        begun.mark(first, &[begun.ada], "").unwrap();
        let State::Started { first_at } = begun.state(db) else { panic!("not started") };
        assert_eq!(first_at.to_string(), "2025-12-30T10:30:00Z");
        let second = begun.session(date(2026, 1, 5));
        begun.mark(second, &[begun.ada], "").unwrap();
        assert_eq!(begun.state(db), State::Attending { first_at });
        assert_eq!(begun.open(second).lines[0].times, 2);
    }

    fn pressing_twice_marks_once(db: &Db) {
        let begun = given_somebody_accepted(db);
        let session = begun.session(date(2026, 1, 5));
        begun.mark(session, &[begun.ada], "").unwrap();
        begun.mark(session, &[begun.ada], "").unwrap();
        assert_eq!(begun.state(db).name(), "started");
        assert_eq!(begun.session(date(2026, 1, 5)), session, "the same session is found again");
    }

    fn a_correction_needs_a_reason_keeps_history_and_moves_the_person_back(db: &Db) {
        let begun = given_somebody_accepted(db);
        let session = begun.session(date(2026, 1, 5));
        begun.mark(session, &[begun.ada], "").unwrap();
        let refused = begun.mark(session, &[], " ");
        assert!(matches!(refused, Err(AppError::Invalid(_))));
        assert_eq!(begun.state(db).name(), "started");
        begun.mark(session, &[], "Ticked the wrong person").unwrap();
        assert_eq!(begun.state(db), State::Accepted);
        let register = begun.open(session);
        assert_eq!(register.lines[0].was_there, Some(false));
        assert_eq!(register.corrections.len(), 1);
        assert!(register.corrections[0].was_there);
    }

    fn somebody_who_left_and_comes_again_is_back(db: &Db) {
        let begun = given_somebody_accepted(db);
        let (group, ada) = (begun.group, begun.ada);
        let first = begun.session(date(2025, 12, 30));
        begun.mark(first, &[ada], "").unwrap();
        begun
            .world
            .app
            .write_now(&begun.facilitator, move |act| {
                registers::left(act, group, ada, LeaveReason::Health)
            })
            .unwrap();
        let earlier = begun.session(date(2025, 12, 16));
        begun.mark(earlier, &[ada], "").unwrap();
        assert_eq!(begun.state(db).name(), "left", "an older register does not bring her back");
        begun.world.clock.forward_days(7);
        let later = begun.session(date(2026, 1, 12));
        let register = begun.open(later);
        assert!(register.lines.is_empty());
        assert_eq!(register.gone[0].prescription.id, ada);
        begun.mark(later, &[ada], "").unwrap();
        assert_eq!(begun.state(db).name(), "attending");
        let register = begun.open(later);
        assert_eq!((register.lines[0].times, register.gone.len()), (3, 0));
    }

    fn somebody_who_has_died_is_on_no_register_and_is_not_asked_for_again(db: &Db) {
        let begun = given_somebody_accepted(db);
        let session = begun.session(date(2026, 1, 5));
        begun.mark(session, &[begun.ada], "").unwrap();
        let (service, ada) = (begun.world.service, begun.ada);
        let place = db.read_now(move |c| store::prescriptions::find(c, service, ada)).unwrap();
        let person = place.unwrap().person;
        let worker = begun.world.actor(Role::LinkWorker);
        let ends = move |act: &mut app::Act<'_>| holding::finish(act, person, Outcome::Died);
        begun.world.app.write_now(&worker, ends).unwrap();
        let State::Left { first_at: Some(_), reason } = begun.state(db) else {
            panic!("the place did not end")
        };
        assert_eq!(reason, LeaveReason::Died);
        begun.world.clock.forward_days(7);
        let register = begun.open(begun.session(date(2026, 1, 12)));
        assert_eq!((register.lines.len(), register.gone.len()), (0, 0));
    }

    fn who_never_had_a_place_is_not_shown_among_those_who_left(db: &Db) {
        let begun = given_somebody_accepted(db);
        let (_, referral) = begun.world.person("Bea");
        let asked = begun.world.asked(referral, begun.group).unwrap();
        let service = begun.world.service;
        db.write_now(move |c| {
            let found = store::prescriptions::find(c, service, asked)?.unwrap();
            let state = State::Left { first_at: None, reason: LeaveReason::NotSaid };
            store::prescriptions::save(c, &Prescription { state, ..found })
        })
        .unwrap();
        let session = begun.session(date(2026, 1, 5));
        assert!(begun.open(session).gone.is_empty());
        begun.mark(session, &[asked], "").unwrap();
        let register = begun.open(session);
        assert_eq!(register.lines.len(), 1, "a made-up tick marks nobody");
        assert_eq!(register.lines[0].prescription.id, begun.ada);
    }

    fn an_earlier_session_written_up_later_becomes_the_first(db: &Db) {
        let begun = given_somebody_accepted(db);
        let later = begun.session(date(2026, 1, 5));
        begun.mark(later, &[begun.ada], "").unwrap();
        let earlier = begun.session(date(2025, 12, 16));
        begun.mark(earlier, &[begun.ada], "").unwrap();
        let first_at = begun.state(db).first_at().unwrap();
        assert_eq!(first_at.to_string(), "2025-12-16T10:30:00Z");
        assert_eq!(begun.state(db).name(), "attending");
    }

    fn a_session_that_is_still_to_come_has_no_register(db: &Db) {
        let begun = given_somebody_accepted(db);
        let group = begun.group;
        let refused = begun.world.app.write_now(&begun.facilitator, move |act| {
            registers::add_session(act, group, date(2026, 1, 6), TEN)
        });
        assert!(matches!(refused, Err(AppError::Invalid(_))));
    }

    fn the_register_shows_only_those_who_were_accepted_and_what_they_permit(db: &Db) {
        let begun = given_somebody_accepted(db);
        let (_, referral) = begun.world.person("Ben");
        begun.world.asked(referral, begun.group).unwrap();
        let register = begun.open(begun.session(date(2026, 1, 5)));
        let names: Vec<_> =
            register.lines.iter().map(|line| line.permitted.name.clone().unwrap()).collect();
        assert_eq!(names, ["Ada"], "a first name, and nobody who was only asked about");
        assert_eq!(register.lines[0].permitted.phone, None);
    }

    fn belonging_is_asked_after_the_first_session_once(db: &Db) {
        let begun = given_somebody_accepted(db);
        let session = begun.session(date(2026, 1, 5));
        begun.mark(session, &[begun.ada], "").unwrap();
        assert_eq!(begun.open(session).lines[0].belonging_due, Some("session_1"));
        let (group, ada) = (begun.group, begun.ada);
        let answer = |value| {
            begun.world.app.write_now(&begun.facilitator, move |act| {
                registers::answer_belonging(act, group, ada, value)
            })
        };
        assert!(matches!(answer(Some(8)), Err(AppError::Invalid(_))));
        answer(Some(6)).unwrap();
        assert!(matches!(answer(Some(5)), Err(AppError::Refused(_))));
        assert_eq!(begun.open(session).lines[0].belonging_due, None);
    }

    fn somebody_who_left_is_no_longer_on_the_register(db: &Db) {
        let begun = given_somebody_accepted(db);
        let (group, ada) = (begun.group, begun.ada);
        begun
            .world
            .app
            .write_now(&begun.facilitator, move |act| {
                registers::left(act, group, ada, LeaveReason::GotWhatINeeded)
            })
            .unwrap();
        assert_eq!(begun.state(db).name(), "left");
        assert!(begun.open(begun.session(date(2026, 1, 5))).lines.is_empty());
    }

    fn a_register_opens_for_its_own_group_only(db: &Db) {
        let begun = given_somebody_accepted(db);
        let other = begun.world.group(&choir("Quay Singers"));
        let refused = begun
            .world
            .app
            .write_now(&begun.facilitator, move |act| registers::open(act, other, None));
        assert!(matches!(refused, Err(AppError::NotFound)));
        let group = begun.group;
        for role in [Role::Referrer, Role::Commissioner, Role::Evaluator, Role::Administrator] {
            let actor = begun.world.actor(role);
            let refused =
                begun.world.app.write_now(&actor, move |act| registers::open(act, group, None));
            assert!(matches!(refused, Err(AppError::NotFound)), "{role:?}");
        }
        let worker = begun.world.actor(Role::LinkWorker);
        let looked = begun
            .world
            .app
            .write_now(&worker, move |act| registers::open(act, group, None))
            .unwrap();
        assert!(!looked.may_mark, "a link worker looks and does not mark");
    }
}
