//! The funnel and outcomes, counted from what people did.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use app::funnel::{self, Question, Report, STEPS};
use app::group_answers::{self, Answer};
use app::period::Asked;
use app::testing::{World, choir};
use app::{AppError, holding, measures, outcomes, registers};
use domain::access::Role;
use domain::ids::{GroupId, PersonId, PrescriptionId};
use domain::measures::{Mode, Wave};
use domain::prescription::DeclineReason;
use domain::referral::Outcome;
use domain::referral::reasons::Withdraw;
use evidence::suppression::Shown;
use jiff::civil::{Date, Time, date};
use store::on_both;

fn counted(world: &World, role: Role) -> Report {
    let ask = |act: &mut app::Act<'_>| funnel::report(act, &Question::default());
    world.app.read_now(&world.actor(role), ask).unwrap()
}

fn reached(report: &Report) -> Vec<Option<u64>> {
    report.people.steps.iter().map(|step| step.reached.number()).collect()
}

/// Why people did not go on from a step: kind by kind, each reason with its number.
fn reasons(report: &Report, key: &str) -> Vec<(String, Shown)> {
    let at = STEPS.iter().position(|step| step.key == key).unwrap();
    let parts = report.people.steps[at].parts.iter();
    parts.flat_map(|part| part.reasons.clone()).collect()
}

fn answers(world: &World, id: PrescriptionId, answer: Answer) {
    let worker = world.actor(Role::LinkWorker);
    world
        .app
        .write_now(&worker, move |act| group_answers::answer_for_group(act, id, &answer, ""))
        .unwrap();
}

fn came(world: &World, group: GroupId, day: Date, there: &[PrescriptionId]) {
    let (facilitator, there) = (world.actor(Role::Facilitator), there.to_vec());
    let ten = Time::constant(10, 30, 0, 0);
    world
        .app
        .write_now(&facilitator, move |act| {
            let session = registers::add_session(act, group, day, ten)?;
            registers::mark(act, group, session, &there, "")
        })
        .unwrap();
}

fn ends(world: &World, person: PersonId, outcome: Outcome) {
    let worker = world.actor(Role::LinkWorker);
    world.app.write_now(&worker, move |act| holding::finish(act, person, outcome)).unwrap();
}

fn measured(world: &World, person: PersonId, wave: Wave, satisfied: i64) {
    let worker = world.actor(Role::LinkWorker);
    let filled = vec![Some(satisfied), None, None, None, Some(1)];
    world
        .app
        .write_now(&worker, move |act| {
            measures::record(act, person, (wave, Mode::Paper), &filled, "")
        })
        .unwrap();
}

on_both! {
    fn each_referral_counts_once_at_the_furthest_step_it_reached(db: &Db) {
        let world = World::on(db);
        let group = world.group(&choir("Harbour Voices"));
        world.runs(group);
        let (_, choosing) = world.person("Ada");
        world.chosen(choosing, group).unwrap();
        let (_, turned_away) = world.person("Bea");
        let no = world.asked(turned_away, group).unwrap();
        let full = Answer::Decline { reason: DeclineReason::Full, words: String::new() };
        answers(&world, no, full);
        let (gone, _) = world.person("Cy");
        let worker = world.actor(Role::LinkWorker);
        world
            .app
            .write_now(&worker, move |act| holding::withdraw(act, gone, Withdraw::NotNow))
            .unwrap();
        let (_, coming) = world.person("Dee");
        let yes = world.asked(coming, group).unwrap();
        answers(&world, yes, Answer::Accept);
        came(&world, group, date(2026, 1, 5), &[yes]);

        let report = counted(&world, Role::Manager);
        let some = |counts: &[u64]| counts.iter().copied().map(Some).collect::<Vec<_>>();
        assert_eq!(reached(&report), some(&[4, 4, 4, 4, 2, 2, 1, 1, 0]));
        let lost = ("The person said no: It is not the right time".to_owned(), Shown::Exactly(1));
        assert!(reasons(&report, "first-contact").contains(&lost));
        let not_yet = ("Choosing another group".to_owned(), Shown::Exactly(1));
        assert_eq!(reasons(&report, "prescribed"), [not_yet]);
        assert_eq!(report.offers.steps[0].reached, Shown::Exactly(3));
        assert_eq!(report.endings.said_no, Shown::Exactly(1));

        world.clock.forward_days(50);
        came(&world, group, date(2026, 2, 16), &[yes]);
        assert_eq!(reached(&counted(&world, Role::Manager)).last(), Some(&Some(1)));
    }

    fn a_period_and_a_route_narrow_the_funnel(db: &Db) {
        let world = World::on(db);
        let _ = world.person("Ada");
        world.clock.forward_days(200);
        let _ = world.person("Bea");
        let count = |asked: Asked, route: Option<&str>| {
            let question = Question { asked, route: route.map(str::to_owned) };
            let manager = world.actor(Role::Manager);
            let report = world.app.read_now(&manager, move |act| funnel::report(act, &question));
            reached(&report.unwrap())[0]
        };
        assert_eq!(count(Asked::Year, None), Some(2));
        assert_eq!(count(Asked::Quarter, None), Some(1));
        assert_eq!(count(Asked::Year, Some("professional")), Some(2));
        assert_eq!(count(Asked::Year, Some("self")), Some(0));
        let (first, last) = (date(2026, 1, 5), date(2026, 1, 5));
        assert_eq!(count(Asked::Between(first, last), None), Some(1), "both days belong to it");
        assert_eq!(count(Asked::Between(date(2026, 1, 6), date(2026, 2, 1)), None), Some(0));
    }

    fn those_who_only_count_see_no_small_number(db: &Db) {
        let world = World::on(db);
        for name in ["Ada", "Bea", "Cy"] {
            let _ = world.person(name);
        }
        for role in [Role::Commissioner, Role::Evaluator] {
            let report = counted(&world, role);
            assert!(report.period.is_widened);
            assert_eq!(report.people.steps[0].reached, Shown::FewerThan(5));
            let csv = String::from_utf8(funnel::csv(&report)).unwrap();
            assert!(csv.contains("people,Referred,reached,fewer than 5,referred"), "{csv}");
        }
        assert_eq!(counted(&world, Role::Coordinator).people.steps[0].reached, Shown::Exactly(3));
        for role in [Role::Referrer, Role::LinkWorker, Role::Facilitator, Role::Administrator] {
            let ask = |act: &mut app::Act<'_>| funnel::report(act, &Question::default());
            let refused = world.app.read_now(&world.actor(role), ask);
            assert!(matches!(refused, Err(AppError::NotFound)), "{role:?}");
        }
    }

    fn the_funnel_asks_as_often_for_many_as_for_one(db: &Db) {
        let world = World::on(db);
        let _ = world.person("Ada");
        let statements = || {
            let before = world.app.statements();
            let _ = counted(&world, Role::Manager);
            world.app.statements() - before
        };
        let for_one = statements();
        for name in ["Bea", "Cy", "Dee"] {
            let _ = world.person(name);
        }
        assert_eq!(statements(), for_one);
    }

    fn change_is_paired_for_the_same_person_and_says_who_is_missing(db: &Db) {
        let world = World::on(db);
        for (name, before, after) in
            [("Ada", 3, Some(6)), ("Bea", 5, Some(7)), ("Cy", 4, Some(8)), ("Dee", 2, None)]
        {
            let (person, _) = world.person(name);
            measured(&world, person, Wave::Baseline, before);
            ends(&world, person, Outcome::HelpedOtherwise);
            if let Some(after) = after {
                measured(&world, person, Wave::End, after);
            }
        }
        let (still_here, _) = world.person("Eve");
        measured(&world, still_here, Wave::Baseline, 1);

        let report = |role| {
            let ask = |act: &mut app::Act<'_>| outcomes::report(act, Asked::Year);
            world.app.read_now(&world.actor(role), ask)
        };
        let found = report(Role::Manager).unwrap();
        assert_eq!(found.ended, Shown::Exactly(4));
        let satisfied = &found.questions[0];
        assert_eq!((satisfied.with_before, satisfied.paired), (Shown::Exactly(4), Shown::Exactly(3)));
        let change = satisfied.change.as_ref().unwrap();
        assert_eq!((change.eligible, change.missing()), (4, 1));
        assert_eq!(change.estimate.as_ref().unwrap().change, 3.0);
        assert_eq!(found.questions[1].paired, Shown::Exactly(0), "left out is not nought");
        let everybody = &found.answering[0];
        assert_eq!((everybody.did, everybody.did_not), (Shown::Exactly(3), Shown::Exactly(1)));
        let aged = found.answering.iter().find(|line| line.words == "65 to 79").unwrap();
        assert_eq!(aged.could, Shown::Exactly(4));

        let counted = report(Role::Commissioner).unwrap();
        assert!(counted.questions[0].change.is_none(), "three people are too few to show");
        assert!(counted.answering.iter().all(|line| line.could.number().unwrap_or(0) == 0));
        assert!(matches!(report(Role::Coordinator), Err(AppError::NotFound)));
    }
    fn a_small_number_of_missing_people_cannot_be_worked_out(db: &Db) {
        let world = World::on(db);
        for (at, name) in ["Ada", "Bea", "Cy", "Dee", "Eve", "Flo", "Gus"].into_iter().enumerate() {
            let (person, _) = world.person(name);
            measured(&world, person, Wave::Baseline, 3);
            ends(&world, person, Outcome::HelpedOtherwise);
            if at < 5 {
                measured(&world, person, Wave::End, 4 + at as i64);
            }
        }
        let report = |role| {
            let ask = |act: &mut app::Act<'_>| outcomes::report(act, Asked::Year);
            world.app.read_now(&world.actor(role), ask).unwrap()
        };
        let seen = &report(Role::Manager).questions[0];
        assert_eq!((seen.paired, seen.missing), (Shown::Exactly(5), Shown::Exactly(2)));
        let counted = report(Role::Commissioner);
        let seen = &counted.questions[0];
        assert_eq!(counted.ended, Shown::Exactly(7));
        assert_eq!((seen.paired, seen.missing), (Shown::Hidden, Shown::FewerThan(5)));
        assert!(seen.directions.iter().all(|count| count.number().unwrap_or(0) == 0));
        let said = seen.change.as_ref().unwrap().sentence_without_counts();
        assert!(said.starts_with("For those who answered both times, answers rose"), "{said}");
    }
}
