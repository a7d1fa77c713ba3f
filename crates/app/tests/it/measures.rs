//! Asking people how life is, and what they answer.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use app::links::Purpose;
use app::measures::{self, Door, Filled, How, OverTime};
use app::testing::{Postbox, World};
use app::{Actor, AppError, AppResult};
use domain::access::Role;
use domain::ids::{PersonId, ReferralId};
use domain::measures::{Mode, Wave};
use domain::referral::Outcome;
use store::sealing::Keys;
use store::{Db, on_both};

use crate::support::another_link_worker;

fn answers(first: i64) -> Filled {
    vec![Some(first), Some(5), None, Some(3), Some(2)]
}

fn records(world: &World, of: PersonId, when: (Wave, Mode), filled: Filled) -> AppResult<()> {
    let worker = world.actor(Role::LinkWorker);
    world.app.write_now(&worker, move |act| measures::record(act, of, when, &filled, ""))
}

fn asks(world: &World, of: PersonId, wave: Wave, how: How) -> AppResult<()> {
    let worker = world.actor(Role::LinkWorker);
    world.app.write_now(&worker, move |act| measures::ask(act, of, wave, how, ""))
}

fn sees(world: &World, role: Role, of: PersonId) -> AppResult<OverTime> {
    world.app.write_now(&world.actor(role), move |act| measures::over_time(act, of))
}

/// Whoever holds the newest link about an episode.
fn holder(db: &Db, world: &World, referral: ReferralId) -> Actor {
    let links = db
        .read_now(move |c| store::links::list_about(c, referral.0, Purpose::Measure.key()))
        .unwrap();
    Actor::Link { service: world.service, link: links[0].id }
}

fn answers_by_link(world: &World, link: &Actor, filled: Filled, key: &str) -> AppResult<()> {
    let key = key.to_owned();
    world.app.write_now(link, move |act| measures::answer(act, &filled, &key))
}

fn given_an_email(db: &Db, world: &World, person: PersonId) {
    let service = world.service;
    db.write_now(move |c| {
        let keys = Keys::from_master([7; 32]);
        let (mut person, key) = store::people::find(c, &keys, service, person)?.unwrap();
        person.details.email = Some("ada@home.test".into());
        store::people::save(c, &keys, service, (&person, &key))
    })
    .unwrap();
}

on_both! {
    fn a_person_answers_once_by_their_own_link_and_may_leave_questions_out(db: &Db) {
        let world = World::on(db);
        let (person, referral) = world.person("Ada");
        asks(&world, person, Wave::Baseline, How::Link).unwrap();
        let link = holder(db, &world, referral);
        let (door, _) = world.app.read_now(&link, measures::door).unwrap();
        assert_eq!(door, Door::Open(Wave::Baseline));

        answers_by_link(&world, &link, answers(7), "one press").unwrap();
        answers_by_link(&world, &link, answers(7), "one press").unwrap();
        let again = answers_by_link(&world, &link, answers(9), "another press");
        assert!(matches!(again, Err(AppError::Refused(_))));
        let (door, _) = world.app.read_now(&link, measures::door).unwrap();
        assert_eq!(door, Door::Answered);

        let seen = sees(&world, Role::LinkWorker, person).unwrap();
        let given = seen.waves[0].given.as_ref().unwrap();
        assert_eq!((given.mode, &given.answers), (Mode::Link, &answers(7)));
        assert_eq!(seen.waves[1].given, None);
    }

    fn a_new_link_closes_the_one_before_and_time_closes_all(db: &Db) {
        let world = World::on(db);
        let (person, referral) = world.person("Ada");
        asks(&world, person, Wave::Baseline, How::Link).unwrap();
        let first = holder(db, &world, referral);
        asks(&world, person, Wave::Baseline, How::Link).unwrap();
        let second = holder(db, &world, referral);
        assert_eq!(world.app.read_now(&first, measures::door).unwrap().0, Door::Closed);
        assert!(answers_by_link(&world, &first, answers(1), "").is_err());
        world.clock.forward_days(15);
        assert_eq!(world.app.read_now(&second, measures::door).unwrap().0, Door::Closed);
        assert!(answers_by_link(&world, &second, answers(1), "").is_err());
    }

    fn a_correction_keeps_what_was_there_before(db: &Db) {
        let world = World::on(db);
        let (person, _) = world.person("Ada");
        records(&world, person, (Wave::Baseline, Mode::Paper), answers(4)).unwrap();
        world.clock.forward_days(1);
        records(&world, person, (Wave::Baseline, Mode::Phone), answers(6)).unwrap();
        let seen = sees(&world, Role::LinkWorker, person).unwrap();
        let given = seen.waves[0].given.as_ref().unwrap();
        assert_eq!((given.mode, given.answers[0]), (Mode::Phone, Some(6)));
        assert_eq!(seen.earlier.len(), 1);
        assert_eq!((seen.earlier[0].mode, seen.earlier[0].answers[0]), (Mode::Paper, Some(4)));
    }

    fn an_answer_off_its_scale_is_refused_and_nothing_is_kept(db: &Db) {
        let world = World::on(db);
        let (person, _) = world.person("Ada");
        let wrong = records(&world, person, (Wave::Baseline, Mode::Paper), answers(11));
        assert!(matches!(wrong, Err(AppError::Invalid(_))));
        let as_if = records(&world, person, (Wave::Baseline, Mode::Link), answers(1));
        assert!(matches!(as_if, Err(AppError::Invalid(_))), "only the person answers by link");
        let seen = sees(&world, Role::LinkWorker, person).unwrap();
        assert_eq!(seen.waves[0].given, None);
    }

    fn an_email_goes_to_the_persons_own_address_which_no_row_keeps(db: &Db) {
        let world = World::on(db);
        let (person, referral) = world.person("Ada");
        let refused = asks(&world, person, Wave::Baseline, How::Email);
        assert!(matches!(refused, Err(AppError::Refused(_))), "no address is known");
        given_an_email(db, &world, person);
        asks(&world, person, Wave::Baseline, How::Email).unwrap();
        let post = Postbox::default();
        world.app.run_due_jobs(&post).unwrap();
        let letter = &post.letters()[0];
        assert_eq!(letter.to, "ada@home.test");
        assert_eq!(letter.subject, "A few questions from Test Social Prescribing");
        assert!(letter.body.contains("http://kith.test/m/") && !letter.body.contains("Ada"));
        let service = world.service;
        let rows = db
            .read_now(move |c| store::messages::list_about(c, service, referral.0))
            .unwrap();
        assert!(!rows[0].recipient.contains('@'), "{}", rows[0].recipient);
    }

    fn answers_are_for_those_who_may_see_the_person(db: &Db) {
        let world = World::on(db);
        let (person, _) = world.person("Ada");
        assert!(!sees(&world, Role::Manager, person).unwrap().may_record);
        for role in [Role::Commissioner, Role::Evaluator, Role::Referrer, Role::Administrator] {
            assert!(matches!(sees(&world, role, person), Err(AppError::NotFound)), "{role:?}");
        }
        let other = another_link_worker(&world);
        let filled = answers(1);
        let refused = world.app.write_now(&other, move |act| {
            measures::record(act, person, (Wave::Baseline, Mode::Paper), &filled, "")
        });
        assert!(matches!(refused, Err(AppError::NotFound)));
    }

    fn the_beginning_is_due_while_support_goes_on_and_the_end_after_it(db: &Db) {
        let world = World::on(db);
        let (person, referral) = world.person("Ada");
        let due = || {
            let service = world.service;
            let found = db
                .read_now(move |c| store::referrals::find(c, service, referral))
                .unwrap()
                .unwrap();
            let due = move |act: &mut app::Act<'_>| measures::due(act, std::slice::from_ref(&found));
            world.app.read_now(&world.system(), due).unwrap().get(&referral).copied()
        };
        assert_eq!(due(), Some(Wave::Baseline));
        records(&world, person, (Wave::Baseline, Mode::WithHelp), answers(4)).unwrap();
        assert_eq!(due(), None);
        let worker = world.actor(Role::LinkWorker);
        world
            .app
            .write_now(&worker, move |act| app::holding::finish(act, person, Outcome::GoalsMet))
            .unwrap();
        assert_eq!(due(), Some(Wave::End));
        records(&world, person, (Wave::End, Mode::Paper), answers(8)).unwrap();
        assert_eq!(due(), None);
    }

    fn what_was_answered_stands_in_the_story_without_its_numbers(db: &Db) {
        let world = World::on(db);
        let (person, _) = world.person("Ada");
        records(&world, person, (Wave::Baseline, Mode::Paper), answers(4)).unwrap();
        let worker = world.actor(Role::LinkWorker);
        let story = world.app.write_now(&worker, move |act| app::people::story(act, person)).unwrap();
        let told: Vec<_> = story
            .entries
            .iter()
            .filter(|entry| entry.kind == app::people::Kind::Answer)
            .map(|entry| entry.title.as_str())
            .collect();
        assert_eq!(told, ["Answered the questions at the beginning"]);
    }
}
