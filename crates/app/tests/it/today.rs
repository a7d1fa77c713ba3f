//! The list of today: each person once, most urgent first, with few statements.

use app::contacts::{self, NewContact};
use app::measures::{self, How};
use app::testing::World;
use app::{AppError, AppResult, concerns, holding, people, plans, today};
use domain::access::Role;
use domain::contact::{Result as Held, Way};
use domain::ids::PersonId;
use domain::measures::{Mode, Wave};
use domain::plan::Content;
use domain::referral::Outcome;
use domain::referral::reasons::{Close, Hold, Reopen};
use jiff::ToSpan;
use jiff::civil::time;
use store::on_both;

use crate::support::{ada, allocated};

fn named(world: &World, given_name: &str) -> PersonId {
    let mut draft = ada();
    draft.details.given_name = given_name.to_owned();
    allocated(world, &draft)
}

fn speak(world: &World, person: PersonId) {
    let me = world.actor(Role::LinkWorker);
    world
        .app
        .write_now(&me, move |act| {
            let contact = NewContact {
                on: act.today()?,
                at: time(8, 0, 0, 0),
                way: Way::Phone,
                result: Held::Held { minutes: 20 },
                note: "A good talk.".into(),
            };
            contacts::record(act, person, &contact, "")
        })
        .unwrap();
}

fn ends(world: &World, person: PersonId, outcome: Outcome) {
    let me = world.actor(Role::LinkWorker);
    world.app.write_now(&me, move |act| holding::finish(act, person, outcome)).unwrap();
}

fn answers(world: &World, person: PersonId, wave: Wave) -> AppResult<()> {
    let me = world.actor(Role::LinkWorker);
    let filled = vec![Some(5), None, None, None, Some(1)];
    world
        .app
        .write_now(&me, move |act| measures::record(act, person, (wave, Mode::Phone), &filled, ""))
}

/// Each person's first name with the rules that name them, in the list's order.
fn list(world: &World) -> Vec<(String, Vec<&'static str>)> {
    let me = world.actor(Role::LinkWorker);
    let today = world.app.read_now(&me, today::today).unwrap();
    let of = |needed: today::Needed| {
        let rules = needed.reasons.iter().map(|reason| reason.rule).collect();
        (needed.person.details.given_name, rules)
    };
    today.people.into_iter().map(of).collect()
}

fn expected(lines: &[(&str, &[&'static str])]) -> Vec<(String, Vec<&'static str>)> {
    lines.iter().map(|(name, rules)| ((*name).to_owned(), rules.to_vec())).collect()
}

on_both! {
    fn a_first_call_grows_urgent_as_its_clock_runs_out(db: &Db) {
        let world = World::on(db);
        named(&world, "Ada");
        let me = world.actor(Role::LinkWorker);
        let said = |world: &World| {
            let today = world.app.read_now(&me, today::today).unwrap();
            today.people[0].reasons[0].clone()
        };
        let fresh = said(&world);
        assert_eq!(fresh.sentence, "New to you. Call within 7 days.");
        world.clock.forward_days(7);
        assert_eq!(said(&world).sentence, "New to you. The first call is due today.");
        world.clock.forward_days(2);
        let late = said(&world);
        assert_eq!(late.sentence, "New to you, and the first call is 2 days late.");
        assert!(late.urgency < fresh.urgency);
    }

    fn each_person_appears_once_with_all_reasons_and_the_most_urgent_first(db: &Db) {
        let world = World::on(db);
        let ada = named(&world, "Ada");
        let bea = named(&world, "Bea");
        speak(&world, ada);
        speak(&world, bea);
        world.clock.forward_days(22);
        let me = world.actor(Role::LinkWorker);
        world.app.write_now(&me, move |act| concerns::raise(act, bea, "Bruises.", "")).unwrap();
        assert_eq!(
            list(&world),
            expected(&[
                ("Bea", &["concern", "quiet", "measure"]),
                ("Ada", &["quiet", "measure"]),
            ])
        );
    }

    fn somebody_on_hold_comes_back_on_the_day_of_the_review_and_not_before(db: &Db) {
        let world = World::on(db);
        let ada = named(&world, "Ada");
        speak(&world, ada);
        let me = world.actor(Role::LinkWorker);
        world
            .app
            .write_now(&me, move |act| {
                let until = act.today()?.saturating_add(10.days());
                holding::hold(act, ada, until, Hold::Unwell)
            })
            .unwrap();
        assert!(list(&world).is_empty());
        world.clock.forward_days(4);
        let today = world.app.read_now(&me, today::today).unwrap();
        assert_eq!((today.others, today.coming.len()), (1, 1));
        world.clock.forward_days(6);
        assert_eq!(list(&world), expected(&[("Ada", &["holding_review"])]));
        world.app.write_now(&me, move |act| holding::resume(act, ada)).unwrap();
        assert_eq!(list(&world), expected(&[("Ada", &["measure"])]));
    }

    fn a_plan_comes_back_on_the_day_that_was_agreed(db: &Db) {
        let world = World::on(db);
        let ada = named(&world, "Ada");
        speak(&world, ada);
        let me = world.actor(Role::LinkWorker);
        world
            .app
            .write_now(&me, move |act| {
                let review_on = Some(act.today()?.saturating_add(14.days()));
                let what_matters = "My garden".to_owned();
                let content = Content { what_matters, review_on, ..Content::default() };
                plans::save(act, ada, (0, &content), "")
            })
            .unwrap();
        world.clock.forward_days(15);
        assert_eq!(list(&world), expected(&[("Ada", &["plan_review", "measure"])]));
    }

    fn the_questions_after_the_end_come_on_their_days_and_go_when_asked(db: &Db) {
        let world = World::on(db);
        let (ada, _) = world.person("Ada");
        let me = world.actor(Role::LinkWorker);
        ends(&world, ada, Outcome::GoalsMet);
        let due = |rule| expected(&[("Ada", &[rule])]);
        assert_eq!(list(&world), due("measure_end"));
        world.clock.forward_days(43);
        assert!(list(&world).is_empty(), "six weeks later they no longer speak of the end");
        world.clock.forward_days(48);
        assert_eq!(list(&world), due("follow_up"), "three months");
        let early = answers(&world, ada, Wave::Months6);
        assert!(matches!(early, Err(AppError::Refused(_))), "their day has not come");
        world
            .app
            .write_now(&me, move |act| measures::ask(act, ada, Wave::Months3, How::Link, ""))
            .unwrap();
        assert!(list(&world).is_empty(), "the link is on its way");
        world.clock.forward_days(91);
        assert_eq!(list(&world), due("follow_up"), "six months");
        let sentence = |world: &World| {
            let today = world.app.read_now(&me, today::today).unwrap();
            today.people[0].reasons[0].sentence.clone()
        };
        assert!(sentence(&world).starts_with("Six months have passed"));
        answers(&world, ada, Wave::Months6).unwrap();
        assert!(list(&world).is_empty());
        world.clock.forward_days(185);
        assert!(sentence(&world).starts_with("A year has passed"));
    }

    fn nobody_is_followed_up_who_has_died_or_could_not_be_reached_or_is_here_again(db: &Db) {
        let world = World::on(db);
        for (name, outcome) in [("Ada", Outcome::Died), ("Bea", Outcome::LostTouch)] {
            let (person, _) = world.person(name);
            ends(&world, person, outcome);
        }
        assert!(list(&world).is_empty());
        let (cyd, _) = world.person("Cyd");
        ends(&world, cyd, Outcome::GoalsMet);
        let me = world.actor(Role::LinkWorker);
        world
            .app
            .write_now(&me, move |act| holding::reopen(act, cyd, Reopen::NewNeed))
            .unwrap();
        assert_eq!(list(&world), expected(&[("Cyd", &["measure"])]));
    }

    fn people_whose_support_ended_are_listed_for_their_last_worker_newest_first(db: &Db) {
        let world = World::on(db);
        for name in ["Ada", "Bea"] {
            let (person, _) = world.person(name);
            ends(&world, person, Outcome::GoalsMet);
            world.clock.forward_days(1);
        }
        let (gone, _) = world.allocated("Cyd");
        let me = world.actor(Role::LinkWorker);
        world.app.write_now(&me, move |act| holding::close(act, gone, Close::MovedAway)).unwrap();
        let (lines, total) =
            world.app.read_now(&me, |act| people::ended(act, (2, 0))).unwrap();
        let names: Vec<_> =
            lines.iter().map(|line| line.person.details.given_name.as_str()).collect();
        assert_eq!((names, total), (vec!["Cyd", "Bea"], 3));
        let other = crate::support::another_link_worker(&world);
        assert_eq!(world.app.read_now(&other, |act| people::ended(act, (25, 0))).unwrap().1, 0);
        let gp = world.actor(Role::Referrer);
        let refused = world.app.read_now(&gp, |act| people::ended(act, (25, 0)));
        assert!(matches!(refused, Err(AppError::NotFound)));
    }

    fn the_list_and_the_caseload_ask_as_much_for_one_person_as_for_many(db: &Db) {
        let world = World::on(db);
        let me = world.actor(Role::LinkWorker);
        let cost = |world: &World| {
            let before = world.app.statements();
            world.app.read_now(&me, today::today).unwrap();
            let today = world.app.statements() - before;
            world.app.read_now(&me, people::mine).unwrap();
            (today, world.app.statements() - before - today)
        };
        named(&world, "Ada");
        let one = cost(&world);
        for name in ["Bea", "Cyd", "Dee", "Eve"] {
            let person = named(&world, name);
            speak(&world, person);
        }
        assert_eq!(cost(&world), one);
        let mine = world.app.read_now(&me, people::mine).unwrap();
        let points: u32 = mine.lines.iter().map(|line| u32::from(line.referral.complexity)).sum();
        assert_eq!((mine.lines.len(), mine.carried, mine.room), (5, points, 30));
    }
}

#[test]
fn every_rule_has_a_name_of_its_own_and_says_what_it_does() {
    for (at, rule) in today::RULES.iter().enumerate() {
        assert!(rule.says.ends_with('.'), "{}", rule.name);
        assert!(today::RULES[..at].iter().all(|other| other.name != rule.name));
    }
}
