//! Offering a group, asking it, and what it answers by its link.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::sync::Barrier;

use app::group_answers::{self, Answer};
use app::links::Purpose;
use app::messages::{self, Kind};
use app::prescriptions::{self, Asking};
use app::testing::{Postbox, World, asking, choir};
use app::{Actor, AppError, AppResult};
use domain::access::Role;
use domain::group::Capacity;
use domain::ids::PrescriptionId;
use domain::permission::Detail;
use domain::prescription::{DeclineReason, TurnDown};
use store::links::Standing;
use store::{Db, on_both};

fn state(db: &Db, world: &World, id: PrescriptionId) -> &'static str {
    let service = world.service;
    let found = db.read_now(move |c| store::prescriptions::find(c, service, id)).unwrap();
    found.unwrap().state.name()
}

/// Sends what waits and returns the holder of the newest link about this.
fn group_opens_its_mail(db: &Db, world: &World, id: PrescriptionId) -> (Actor, Postbox) {
    let post = Postbox::default();
    world.app.run_due_jobs(&post).unwrap();
    let links = db
        .read_now(move |c| store::links::list_about(c, id.0, Purpose::GroupAnswer.key()))
        .unwrap();
    (Actor::Link { service: world.service, link: links[0].id }, post)
}

fn says(world: &World, group: &Actor, answer: Answer) -> AppResult<()> {
    world.app.write_now(group, move |act| group_answers::answer(act, &answer, ""))
}

on_both! {
    fn a_group_is_asked_and_says_yes_with_its_link(db: &Db) {
        let world = World::on(db);
        let (_, referral) = world.person("Ada");
        let group = world.group(&choir("Harbour Voices"));
        let id = world.asked(referral, group).unwrap();
        assert_eq!(state(db, &world, id), "sent");

        let (link, post) = group_opens_its_mail(db, &world, id);
        let letter = &post.letters()[0];
        assert_eq!(letter.to, "choir@groups.test");
        assert!(letter.body.contains("http://kith.test/g/"));
        assert!(!letter.body.contains("Ada") && !letter.body.contains("Marsh"));

        let shown = world.app.write_now(&link, group_answers::show).unwrap();
        let person = shown.person.unwrap();
        assert_eq!(person.name.as_deref(), Some("Ada"));
        assert_eq!(person.hopes.as_deref(), Some("To sing with others again."));
        assert_eq!(person.phone, None);
        assert_eq!(state(db, &world, id), "sent", "looking changes nothing");

        says(&world, &link, Answer::Accept).unwrap();
        assert_eq!(state(db, &world, id), "accepted");
        let again = says(&world, &link, Answer::Accept);
        assert!(matches!(again, Err(AppError::Refused(_))), "a link works for one answer");
        let shown = world.app.write_now(&link, group_answers::show).unwrap();
        assert_eq!((shown.standing, shown.person), (Standing::Used, None));

        world.app.run_due_jobs(&post).unwrap();
        let letters = post.letters();
        assert!(letters[1].body.contains("http://kith.test/r/"), "the register follows the yes");
    }

    fn what_is_not_permitted_or_no_longer_is_not_shown(db: &Db) {
        let world = World::on(db);
        let (_, referral) = world.person("Ada");
        let group = world.group(&choir("Harbour Voices"));
        let id = world.chosen(referral, group).unwrap();
        let until = "2026-01-07".parse().ok();
        let narrow = Asking { details: vec![Detail::FirstName], until, ..asking() };
        let worker = world.actor(Role::LinkWorker);
        world.app.write_now(&worker, move |act| prescriptions::send(act, id, &narrow, "")).unwrap();
        let (link, _) = group_opens_its_mail(db, &world, id);
        let person = world.app.write_now(&link, group_answers::show).unwrap().person.unwrap();
        assert_eq!(person.name.as_deref(), Some("Ada"));
        assert!(person.access_needs.is_empty() && person.hopes.is_none());
        world.clock.forward_days(3);
        let person = world.app.write_now(&link, group_answers::show).unwrap().person.unwrap();
        assert_eq!(person.name, None, "the permission has ended");
    }

    fn a_link_that_ran_out_answers_nothing_and_can_be_sent_anew(db: &Db) {
        let world = World::on(db);
        let (_, referral) = world.person("Ada");
        let group = world.group(&choir("Harbour Voices"));
        let id = world.asked(referral, group).unwrap();
        let (link, _) = group_opens_its_mail(db, &world, id);
        world.clock.forward_days(15);
        assert!(matches!(says(&world, &link, Answer::Accept), Err(AppError::Refused(_))));
        let shown = world.app.write_now(&link, group_answers::show).unwrap();
        assert_eq!((shown.standing, shown.person), (Standing::Expired, None));

        world.app.write_now(&link, group_answers::renew).unwrap();
        let (fresh, post) = group_opens_its_mail(db, &world, id);
        assert_eq!(post.letters().len(), 1);
        says(&world, &fresh, Answer::Waitlist).unwrap();
        assert_eq!(state(db, &world, id), "waitlisted");

        // Later there is room: a fresh link, and the old one stays closed.
        world.clock.forward_days(1);
        world.app.write_now(&fresh, group_answers::renew).unwrap();
        let (later, _) = group_opens_its_mail(db, &world, id);
        assert!(says(&world, &fresh, Answer::Accept).is_err());
        says(&world, &later, Answer::Accept).unwrap();
        assert_eq!(state(db, &world, id), "accepted");
    }

    fn a_new_link_can_be_asked_for_three_times_a_day(db: &Db) {
        let world = World::on(db);
        let (_, referral) = world.person("Ada");
        let group = world.group(&choir("Harbour Voices"));
        let id = world.asked(referral, group).unwrap();
        let (link, _) = group_opens_its_mail(db, &world, id);
        says(&world, &link, Answer::Waitlist).unwrap();
        for _ in 0..3 {
            world.app.write_now(&link, group_answers::renew).unwrap();
        }
        let fourth = world.app.write_now(&link, group_answers::renew);
        assert!(matches!(fourth, Err(AppError::TooMany { .. })));
    }

    fn a_no_keeps_its_reason_and_its_sealed_words(db: &Db) {
        let world = World::on(db);
        let (_, referral) = world.person("Ada");
        let group = world.group(&choir("Harbour Voices"));
        let id = world.asked(referral, group).unwrap();
        let (link, _) = group_opens_its_mail(db, &world, id);
        let words = "Our hall has stairs only.".to_owned();
        let no = Answer::Decline { reason: DeclineReason::CannotMeetNeeds, words };
        says(&world, &link, no).unwrap();
        let worker = world.actor(Role::LinkWorker);
        let whole = world.app.write_now(&worker, move |act| prescriptions::find(act, id)).unwrap();
        assert_eq!(whole.words.said, "Our hall has stairs only.");
        assert_eq!(whole.words.hopes, "To sing with others again.");
        let steps = db.read_now(move |c| store::steps::list(c, referral)).unwrap();
        let declined = steps.iter().find(|step| step.action == "decline").unwrap();
        assert_eq!(declined.reason.as_deref(), Some("cannot_meet_needs"));
    }

    fn the_person_may_turn_a_group_down(db: &Db) {
        let world = World::on(db);
        let (_, referral) = world.person("Ada");
        let group = world.group(&choir("Harbour Voices"));
        let id = world.chosen(referral, group).unwrap();
        let worker = world.actor(Role::LinkWorker);
        world
            .app
            .write_now(&worker, move |act| {
                prescriptions::turn_down(act, id, TurnDown::NotReady, "Maybe in spring")
            })
            .unwrap();
        assert_eq!(state(db, &world, id), "not_wanted");
        let send = world
            .app
            .write_now(&worker, move |act| prescriptions::send(act, id, &asking(), ""));
        assert!(matches!(send, Err(AppError::Refused(_))));
    }

    fn nothing_is_sent_without_a_permission(db: &Db) {
        let world = World::on(db);
        let (_, referral) = world.person("Ada");
        let group = world.group(&choir("Harbour Voices"));
        let id = world.chosen(referral, group).unwrap();
        let worker = world.actor(Role::LinkWorker);
        let blank = Asking::default();
        let refused =
            world.app.write_now(&worker, move |act| prescriptions::send(act, id, &blank, ""));
        let Err(AppError::Invalid(problems)) = refused else { panic!("it was sent") };
        let fields: Vec<_> = problems.iter().map(|problem| problem.field).collect();
        assert_eq!(fields, ["details", "how", "first_visit"]);
        assert_eq!(state(db, &world, id), "chosen");
    }

    fn two_link_workers_at_once_never_fill_a_group_beyond_its_places(db: &Db) {
        let world = World::on(db);
        let mut choir = choir("Harbour Voices");
        choir.places_per_month = Some(1);
        let group = world.group(&choir);
        let chosen: Vec<PrescriptionId> = ["Ada", "Ben"]
            .map(|name| world.chosen(world.person(name).1, group).unwrap())
            .to_vec();
        let (start, world) = (&Barrier::new(2), &world);
        let sent: Vec<AppResult<()>> = std::thread::scope(|scope| {
            let send = |id: PrescriptionId| {
                scope.spawn(move || {
                    start.wait();
                    let worker = world.actor(Role::LinkWorker);
                    world
                        .app
                        .write_now(&worker, move |act| prescriptions::send(act, id, &asking(), ""))
                })
            };
            let threads: Vec<_> = chosen.iter().map(|id| send(*id)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(sent.iter().filter(|one| one.is_ok()).count(), 1, "{sent:?}");
        let refused = sent.iter().find_map(|one| one.as_ref().err()).unwrap();
        assert!(refused.to_string().contains("offers 1 place a month"), "{refused}");

        // The next month there is a place again.
        world.clock.forward_days(31);
        let waiting = chosen.into_iter().find(|id| state(db, world, *id) == "chosen").unwrap();
        let worker = world.actor(Role::LinkWorker);
        world
            .app
            .write_now(&worker, move |act| prescriptions::send(act, waiting, &asking(), ""))
            .unwrap();
    }

    fn many_workers_on_two_servers_never_take_more_places_than_there_are(db: &Db) {
        const PLACES: usize = 4;
        let world = World::on(db);
        // A second server on the same database, with connections of its own.
        let other = world.as_a_real_service(&Db::open_with(db.address(), 4).unwrap());
        let mut choir = choir("Harbour Voices");
        choir.places_per_month = u32::try_from(PLACES).ok();
        let group = world.group(&choir);
        let chosen: Vec<PrescriptionId> = (0..12)
            .map(|n| world.chosen(world.person(&format!("Ada {n}")).1, group).unwrap())
            .collect();
        let (start, worker) = (&Barrier::new(chosen.len()), &world.actor(Role::LinkWorker));
        let (world, other) = (&world, &other);
        let sent: Vec<AppResult<()>> = std::thread::scope(|scope| {
            let send = |(at, id): (usize, &PrescriptionId)| {
                let (id, app) = (*id, if at % 2 == 0 { &world.app } else { other });
                scope.spawn(move || {
                    start.wait();
                    app.write_now(worker, move |act| prescriptions::send(act, id, &asking(), ""))
                })
            };
            let threads: Vec<_> = chosen.iter().enumerate().map(send).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(sent.iter().filter(|one| one.is_ok()).count(), PLACES, "{sent:?}");
        for refused in sent.iter().filter_map(|one| one.as_ref().err()) {
            assert!(matches!(refused, AppError::Refused(_)), "{refused:?}");
            let sentence = refused.to_string();
            assert!(sentence.contains("offers 4 places a month, and all are taken"), "{sentence}");
        }
        let asked = chosen.iter().filter(|id| state(db, world, **id) == "sent").count();
        assert_eq!(asked, PLACES);
    }

    fn a_full_group_is_not_asked(db: &Db) {
        let world = World::on(db);
        let mut choir = choir("Harbour Voices");
        choir.capacity = Capacity::Full;
        let group = world.group(&choir);
        let (_, referral) = world.person("Ada");
        assert!(matches!(world.asked(referral, group), Err(AppError::Refused(_))));
    }

    fn nobody_else_may_prescribe_to_a_link_workers_person(db: &Db) {
        let world = World::on(db);
        let (_, referral) = world.person("Ada");
        let group = world.group(&choir("Harbour Voices"));
        let id = world.asked(referral, group).unwrap();
        for role in Role::ALL.into_iter().filter(|role| *role != Role::LinkWorker) {
            let actor = world.actor(role);
            let refused = world
                .app
                .write_now(&actor, move |act| prescriptions::offer(act, referral, group, ""));
            assert!(matches!(refused, Err(AppError::NotFound)), "{role:?}");
            let refused = world.app.write_now(&actor, move |act| prescriptions::resend(act, id, ""));
            assert!(matches!(refused, Err(AppError::NotFound)), "{role:?}");
        }
    }

    fn a_message_shows_in_the_outbox_and_can_be_sent_again(db: &Db) {
        let world = World::on(db);
        let (_, referral) = world.person("Ada");
        let group = world.group(&choir("Harbour Voices"));
        let id = world.asked(referral, group).unwrap();
        let manager = world.actor(Role::Manager);
        let list = |world: &World| {
            world.app.read_now(&world.actor(Role::Manager), |act| messages::list(act, (25, 0))).unwrap()
        };
        assert_eq!(list(&world).0[0].state, messages::State::Waiting);
        let (_, post) = group_opens_its_mail(db, &world, id);
        let shown = list(&world).0.remove(0);
        assert_eq!((shown.state, shown.tries), (messages::State::Sent, 1));
        assert_eq!(shown.message.kind, Kind::AskGroup.key());
        let message = shown.message.id;
        for _ in 0..2 {
            world
                .app
                .write_now(&manager, move |act| messages::send_again(act, message, "key"))
                .unwrap();
        }
        world.app.run_due_jobs(&post).unwrap();
        assert_eq!(post.letters().len(), 2, "a double press sends once");
        let hidden = world
            .app
            .read_now(&world.actor(Role::LinkWorker), |act| messages::list(act, (25, 0)));
        assert!(matches!(hidden, Err(AppError::NotFound)));
    }
}

#[test]
fn every_kind_of_message_is_found_again_by_its_key() {
    for kind in Kind::ALL {
        assert_eq!(Kind::from_key(kind.key()), Some(kind));
    }
}
