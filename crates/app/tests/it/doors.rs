//! The doors beside the form: likely duplicates, agencies' links, files of referrals, and what a
//! referrer hears back.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use app::agencies;
use app::links::Purpose;
use app::referrals::import::{self, File, Verdict};
use app::referrals::submit::{Decision, Submitted, submit};
use app::referrals::{self, refer, told};
use app::testing::World;
use app::{Actor, AppError};
use domain::access::{Role, Verb};
use domain::ids::ReferralId;
use domain::kinds::Need;
use domain::permission::{Detail, How};
use domain::person::{Details, Sameness};
use domain::referral::draft::Draft;
use domain::referral::telling::Told;
use domain::referral::{Action, Outcome, Referrer, Route};
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
        agreed: Some(How::Spoken),
        ..Draft::default()
    }
}

fn as_user(world: &World, role: Role) -> (Actor, Referrer) {
    let organisation = "Harbour Practice".into();
    (world.actor(role), Referrer::User { user: world.user(role), organisation })
}

/// Presses "send" once.
fn press(
    world: &World,
    (actor, referrer): &(Actor, Referrer),
    draft: &Draft,
    decision: Decision,
    key: &str,
) -> Submitted {
    let (referrer, draft, key) = (referrer.clone(), draft.clone(), key.to_owned());
    world.app.write_now(actor, move |act| submit(act, &draft, &referrer, decision, &key)).unwrap()
}

fn sent(submitted: &Submitted) -> refer::Sent {
    match submitted {
        Submitted::Sent(sent) => *sent,
        Submitted::Alike(_) => panic!("a likely duplicate was shown"),
    }
}

fn advance(world: &World, id: ReferralId, action: &Action) {
    let action = action.clone();
    world
        .app
        .write_now(&world.system(), move |act| {
            let referral = referrals::load(act, id, Verb::Triage)?;
            referrals::advance(act, &referral, action.clone())
        })
        .unwrap();
}

fn file(rows: &str) -> File {
    let header = "given_name,family_name,date_of_birth,phone,reasons,agreed_to_referral,share_with";
    File { name: "practice.csv".into(), bytes: format!("{header}\n{rows}").into_bytes() }
}

#[test]
fn every_column_of_the_template_is_one_that_is_read() {
    let columns: Vec<_> = import::COLUMNS.iter().map(|(name, _)| *name).collect();
    let file = format!("{}\n", columns.join(","));
    let read = interop::referrals_csv::read(file.as_bytes(), "template.csv").unwrap();
    assert!(read.ignored_columns.is_empty(), "{:?}", read.ignored_columns);
    assert_eq!(columns.len(), interop::referrals_csv::Column::ALL.len());
}

on_both! {
    fn a_referrer_sees_which_fields_agree_and_never_what_is_known(db: &Db) {
        let world = World::on(db);
        let gp = as_user(&world, Role::Referrer);
        sent(&press(&world, &gp, &ada(), Decision::Undecided, "1"));
        let mut again = ada();
        again.details.phone = Some("01632 960777".into());
        let Submitted::Alike(alike) = press(&world, &gp, &again, Decision::Undecided, "2") else {
            panic!("sent without a question")
        };
        let phone = alike[0].fields.iter().find(|field| field.label == "Telephone").unwrap();
        assert_eq!((phone.sameness, phone.known.as_str()), (Sameness::Different, ""));
        let staff = as_user(&world, Role::Coordinator);
        let Submitted::Alike(alike) = press(&world, &staff, &again, Decision::Undecided, "3") else {
            panic!("sent without a question")
        };
        let phone = alike[0].fields.iter().find(|field| field.label == "Telephone").unwrap();
        assert_eq!(phone.known, "01632 960001");
    }

    fn the_same_person_is_entered_once_and_nothing_known_is_overwritten(db: &Db) {
        let world = World::on(db);
        let gp = as_user(&world, Role::Referrer);
        let first = sent(&press(&world, &gp, &ada(), Decision::Undecided, "1"));
        let mut again = ada();
        again.details.phone = Some("01632 960777".into());
        again.details.email = Some("ada@example.org".into());
        let same = Decision::SamePerson(first.person);
        let second = sent(&press(&world, &gp, &again, same, "2"));
        assert_eq!(second.person, first.person);
        assert_ne!(second.referral, first.referral);
        let words = world
            .app
            .read_now(&gp.0, move |act| referrals::find(act, second.referral))
            .unwrap()
            .referrer_words;
        assert!(words.contains("Telephone: 01632 960777"), "{words}");
        let other = sent(&press(&world, &gp, &ada(), Decision::SomebodyElse, "3"));
        assert_ne!(other.person, first.person);
    }

    fn a_second_press_finds_the_first_and_asks_no_question(db: &Db) {
        let world = World::on(db);
        let gp = as_user(&world, Role::Referrer);
        let first = sent(&press(&world, &gp, &ada(), Decision::Undecided, "1"));
        let second = sent(&press(&world, &gp, &ada(), Decision::Undecided, "1"));
        assert_eq!(first, second);
    }

    fn nobody_can_claim_that_a_stranger_is_the_same_person(db: &Db) {
        let world = World::on(db);
        let gp = as_user(&world, Role::Referrer);
        let known = sent(&press(&world, &gp, &ada(), Decision::Undecided, "1")).person;
        let mut other = ada();
        other.details.given_name = "Charles".into();
        other.details.born_on = None;
        let (actor, referrer) = gp;
        let refused = world.app.write_now(&actor, move |act| {
            submit(act, &other, &referrer, Decision::SamePerson(known), "2")
        });
        assert!(matches!(refused, Err(AppError::NotFound)));
    }

    fn nobody_without_a_sign_in_can_add_to_what_is_known_of_somebody(db: &Db) {
        let world = World::on(db);
        let gp = as_user(&world, Role::Referrer);
        let known = sent(&press(&world, &gp, &ada(), Decision::Undecided, "1")).person;
        let mut more = ada();
        more.details.email = Some("stranger@example.org".into());
        let refused = world.app.write_now(&world.public(), move |act| {
            let oneself = Referrer::Oneself { on_behalf: None };
            submit(act, &more, &oneself, Decision::SamePerson(known), "2")
        });
        assert!(matches!(refused, Err(AppError::NotFound)));
    }

    fn the_public_learns_nothing_about_who_is_known(db: &Db) {
        let world = World::on(db);
        let gp = as_user(&world, Role::Referrer);
        sent(&press(&world, &gp, &ada(), Decision::Undecided, "1"));
        let anybody = (world.public(), Referrer::Oneself { on_behalf: None });
        sent(&press(&world, &anybody, &ada(), Decision::Undecided, "2"));
    }

    fn a_referrer_hears_the_outcome_only_where_the_person_lets_them(db: &Db) {
        let world = World::on(db);
        let gp = as_user(&world, Role::Referrer);
        let outcome = Told::Ended { outcome: Some(Outcome::JoinedGroup) };
        let expected = [
            (vec![], Told::InHand),
            (vec![Detail::CodesOnly], Told::Ended { outcome: None }),
            (vec![Detail::Outcome], outcome),
        ];
        for (number, (share, told_at_the_end)) in expected.into_iter().enumerate() {
            let draft = Draft { share_with_referrer: share, ..ada() };
            let key = number.to_string();
            let id = sent(&press(&world, &gp, &draft, Decision::SomebodyElse, &key)).referral;
            let link_worker = world.user(Role::LinkWorker);
            for action in [
                Action::FindEligible,
                Action::Queue { route: Route::LinkWorker },
                Action::Allocate { link_worker },
                Action::RecordFirstContact,
                Action::Finish { outcome: Outcome::JoinedGroup },
            ] {
                advance(&world, id, &action);
            }
            let line = world.app.write_now(&gp.0, move |act| told::find(act, id)).unwrap();
            assert_eq!(line.told, told_at_the_end);
            let stranger = world.actor(Role::Facilitator);
            let hidden = world.app.write_now(&stranger, move |act| told::find(act, id));
            assert!(matches!(hidden, Err(AppError::NotFound)));
        }
    }

    fn the_list_of_ones_own_referrals_takes_as_many_statements_for_many_as_for_one(db: &Db) {
        let world = World::on(db);
        let gp = as_user(&world, Role::Referrer);
        let list = |world: &World| {
            let before = world.app.statements();
            let page = world.app.read_now(&gp.0, |act| told::list(act, (25, 0))).unwrap();
            (page, world.app.statements() - before)
        };
        sent(&press(&world, &gp, &ada(), Decision::SomebodyElse, "0"));
        let ((lines, total), few) = list(&world);
        assert_eq!((lines.len(), total), (1, 1));
        for number in 1..30 {
            sent(&press(&world, &gp, &ada(), Decision::SomebodyElse, &number.to_string()));
        }
        let ((lines, total), many) = list(&world);
        assert_eq!((lines.len(), total), (25, 30));
        assert_eq!(few, many);
    }

    fn an_answer_goes_back_with_its_question_and_once(db: &Db) {
        let world = World::on(db);
        let gp = as_user(&world, Role::Referrer);
        let id = sent(&press(&world, &gp, &ada(), Decision::Undecided, "1")).referral;
        let question = "Does she have a phone?".to_owned();
        advance(&world, id, &Action::Return { question: question.clone() });
        let line = world.app.write_now(&gp.0, move |act| told::find(act, id)).unwrap();
        assert_eq!(line.told, Told::Question { question });
        for _ in 0..2 {
            world
                .app
                .write_now(&gp.0, move |act| referrals::supply(act, id, "Yes, her son’s.", "k"))
                .unwrap();
        }
        let found = world.app.read_now(&gp.0, move |act| referrals::find(act, id)).unwrap();
        assert_eq!(found.state.name(), "sent");
        assert!(found.referrer_words.contains("We asked: Does she have a phone?"));
        assert_eq!(found.referrer_words.matches("Yes, her son’s.").count(), 1);
        let late = world
            .app
            .write_now(&gp.0, move |act| referrals::supply(act, id, "And more.", "other"));
        assert!(matches!(late, Err(AppError::Refused(_))));
    }

    fn an_agency_refers_by_its_link_until_the_link_is_taken_back(db: &Db) {
        let world = World::on(db);
        let coordinator = world.actor(Role::Coordinator);
        let id = world
            .app
            .write_now(&coordinator, |act| agencies::add(act, "Quay Food Bank", "food bank", "k"))
            .unwrap();
        let line = world.app.read_now(&coordinator, move |act| agencies::find(act, id)).unwrap();
        let url = world.app.link_url(Purpose::Agency, line.link.unwrap());
        let token = url.rsplit('/').next().unwrap().to_owned();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let agency = runtime.block_on(world.app.agency_of(&token)).unwrap();
        let worker = (agency, Referrer::Agency { agency: id, worker: "Jo".into() });
        sent(&press(&world, &worker, &ada(), Decision::Undecided, "1"));
        let line = world.app.read_now(&coordinator, move |act| agencies::find(act, id)).unwrap();
        assert_eq!(line.referral_count, 1);
        world.app.write_now(&coordinator, move |act| agencies::revoke(act, id)).unwrap();
        let gone = runtime.block_on(world.app.agency_of(&token));
        assert!(matches!(gone, Err(AppError::NotFound)));
        world.app.write_now(&coordinator, move |act| agencies::renew(act, id, "n")).unwrap();
        let line = world.app.read_now(&coordinator, move |act| agencies::find(act, id)).unwrap();
        assert_ne!(world.app.link_url(Purpose::Agency, line.link.unwrap()), url);
        let gp = world.actor(Role::Referrer);
        let hidden = world.app.read_now(&gp, agencies::list);
        assert!(matches!(hidden, Err(AppError::NotFound)));
    }

    fn a_file_sends_its_good_rows_once_and_says_why_not_the_others(db: &Db) {
        let world = World::on(db);
        let (gp, referrer) = as_user(&world, Role::Referrer);
        let file = file(
            "Ada,Byron,1950-01-01,01632 960001,loneliness,yes,practice\n\
             Ada,Byron,01/01/1950,01632 960001,money,yes,\n\
             Tom,Reed,1980-05-05,01632 960002,money,no,\n\
             Sal,Moss,2020-05-05,01632 960003,money,yes,\n\
             Ben,Lowe,1970-05-05,01632 960004,grief,yes,codes only\n",
        );
        let look = {
            let (file, actor) = (file.clone(), gp.clone());
            move |world: &World| {
                let file = file.clone();
                world.app.write_now(&actor, move |act| import::look(act, &file)).unwrap()
            }
        };
        let first = look(&world);
        let verdicts: Vec<_> = first.rows.iter().map(|row| row.verdict.clone()).collect();
        assert_eq!(first.good_count(), 2);
        assert_eq!(verdicts[1], Verdict::Twice { row: 1 });
        assert!(verdicts[2].words().contains("did not agree"), "{:?}", verdicts[2]);
        assert!(verdicts[3].words().contains("aged 18"), "{:?}", verdicts[3]);
        let send = |key: &'static str| {
            let (file, referrer) = (file.clone(), referrer.clone());
            world
                .app
                .write_now(&gp, move |act| import::send_good(act, &file, &referrer, key))
                .unwrap()
        };
        assert_eq!(send("1"), 2);
        assert_eq!(send("1"), 2, "a double press says the same");
        assert_eq!(send("2"), 0, "the same file again sends nobody");
        let again = look(&world);
        assert_eq!(again.rows[0].verdict, Verdict::Again);
        let (_, total) = world.app.read_now(&gp, |act| told::list(act, (25, 0))).unwrap();
        assert_eq!(total, 2);
        let list = world.app.write_now(&gp, move |act| import::not_sent(act, &file)).unwrap();
        assert_eq!(String::from_utf8(list).unwrap().lines().count(), 6);
        let worker = world.actor(Role::LinkWorker);
        let other = File { name: String::new(), bytes: Vec::new() };
        let hidden = world.app.write_now(&worker, move |act| import::look(act, &other));
        assert!(matches!(hidden, Err(AppError::NotFound)));
    }
}
