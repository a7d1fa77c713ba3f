//! The coordinator's desk: inbox, screening, triage, the waiting list, allocation, feedback.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use app::allocation;
use app::feedback;
use app::inbox::{self, Inbox};
use app::referrals::{self, Seen, refer};
use app::rules;
use app::sources;
use app::testing::World;
use app::triage::{self, Choice, Judgement, Screening};
use app::waiting;
use app::{Act, AppError, AppResult};
use domain::access::{Role, Verb};
use domain::ids::ReferralId;
use domain::kinds::Need;
use domain::permission::{Detail, How};
use domain::person::Details;
use domain::referral::draft::Draft;
use domain::referral::reasons::{Decline, Redirect, Withdraw};
use domain::referral::{Action, Outcome, Referral, Referrer, State};
use domain::service::Elsewhere;
use domain::triage::{Circumstances, Proposal};
use store::sameness::Decision;
use store::{Db, args, on_both};

fn draft(name: &str) -> Draft {
    Draft {
        details: Details {
            given_name: name.into(),
            family_name: "Byron".into(),
            phone: Some("01632 960001".into()),
            ..Details::default()
        },
        needs: vec![Need::Loneliness],
        circumstances: Circumstances { lives_alone: true, ..Circumstances::default() },
        referrer_words: "Widowed last year.".into(),
        person_words: "I miss singing.".into(),
        agreed: Some(How::Spoken),
        share_with_referrer: vec![Detail::Outcome],
        ..Draft::default()
    }
}

fn act<T: Send + 'static>(
    world: &World,
    role: Role,
    f: impl Fn(&mut Act<'_>) -> AppResult<T> + Send + 'static,
) -> AppResult<T> {
    world.app.write_now(&world.actor(role), f)
}

fn send(world: &World, draft: Draft) -> ReferralId {
    let user = world.user(Role::Referrer);
    let referrer = Referrer::User { user, organisation: "Harbour Practice".into() };
    act(world, Role::Referrer, move |act| {
        refer::send(act, &draft, &referrer, None, "").map(|sent| sent.referral)
    })
    .unwrap()
}

fn load(world: &World, id: ReferralId) -> Referral {
    act(world, Role::Coordinator, move |act| {
        referrals::load(act, id, Verb::Screen)?;
        referrals::find(act, id)
    })
    .unwrap()
}

fn seen(world: &World, id: ReferralId) -> Seen {
    Seen { referral: id, version: load(world, id).version }
}

fn screen(world: &World, id: ReferralId, screening: Screening) -> AppResult<()> {
    let seen = seen(world, id);
    act(world, Role::Coordinator, move |act| triage::screen(act, seen, &screening, ""))
}

fn choose(world: &World, id: ReferralId, route: Proposal, reason: &str) -> AppResult<()> {
    let seen = seen(world, id);
    let to = "Citizens Advice".to_owned();
    let choice = Choice { route: Some(route), reason: reason.into(), to };
    act(world, Role::Coordinator, move |act| triage::choose_route(act, seen, &choice, ""))
}

/// A referral that waits for a link worker.
fn waiting(world: &World, draft: Draft) -> ReferralId {
    let id = send(world, draft);
    screen(world, id, Screening::Eligible).unwrap();
    choose(world, id, Proposal::LinkWorker, "Somebody should listen.").unwrap();
    id
}

fn allocate(world: &World, seen: Seen) -> AppResult<()> {
    let worker = world.user(Role::LinkWorker);
    act(world, Role::Coordinator, move |act| allocation::allocate(act, seen, Some(worker), ""))
}

fn inbox(world: &World) -> Inbox {
    world.app.read_now(&world.actor(Role::Coordinator), |act| inbox::list(act, (25, 0))).unwrap()
}

fn fields<T>(done: AppResult<T>) -> Vec<&'static str> {
    match done {
        Err(AppError::Invalid(problems)) => problems.into_iter().map(|p| p.field).collect(),
        _ => vec![],
    }
}

/// Puts copies of one referral beside it.
fn copies(db: &Db, id: ReferralId, numbers: std::ops::Range<u128>) {
    db.write_now(move |conn| {
        for n in numbers.clone() {
            conn.exec(
                "INSERT INTO referral
                        (referral_id, service_id, reference, person_id, referrer, route, needs,
                         circumstances, referrer_words_sealed, person_words_sealed, sent_at, state, state_data,
                         state_since, is_open, complexity, version)
                 SELECT $2, service_id, reference, person_id, referrer, route, needs, circumstances,
                        referrer_words_sealed, person_words_sealed, sent_at, state, state_data,
                        state_since, is_open, complexity, version
                   FROM referral WHERE referral_id = $1",
                args![id, uuid::Uuid::from_u128(n + 1_000)],
            )?;
        }
        Ok::<_, store::StoreError>(())
    })
    .unwrap();
}

on_both! {
    fn the_inbox_shows_the_oldest_first_with_its_clock_and_drops_nothing(db: &Db) {
        let world = World::on(db);
        let early = send(&world, draft("Ada"));
        world.clock.forward_days(5);
        let late = send(&world, draft("Grace"));
        let shown = inbox(&world);
        let lines: Vec<_> =
            shown.lines.iter().map(|line| (line.referral.id, line.due_in_days)).collect();
        assert_eq!(lines, [(early, -2), (late, 3)]);
        screen(&world, early, Screening::Eligible).unwrap();
        assert_eq!(inbox(&world).total, 2, "what is screened stays until somebody has sorted it");
        choose(&world, early, Proposal::LinkWorker, "x").unwrap();
        assert_eq!(inbox(&world).total, 1);
    }

    fn a_page_of_the_inbox_asks_the_same_number_of_questions_however_long_it_is(db: &Db) {
        let world = World::on(db);
        let id = send(&world, draft("Ada"));
        send(&world, draft("Grace"));
        send(&world, draft("Mary"));
        let cost = |lines: usize| {
            let before = world.app.statements();
            assert_eq!(inbox(&world).lines.len(), lines);
            world.app.statements() - before
        };
        let three = cost(3);
        copies(db, id, 0..22);
        assert_eq!(cost(25), three);
        copies(db, id, 22..4_997);
        assert_eq!(cost(25), three);
        let counted = inbox(&world);
        let told = (counted.total, counted.is_at_least);
        assert_eq!(told, (500, true), "counting stops where nobody reads on");
    }

    fn somebody_known_is_marked_in_the_inbox_until_somebody_has_decided(db: &Db) {
        let world = World::on(db);
        let born = |name| {
            let mut draft = draft(name);
            draft.details.born_on = "1950-01-01".parse().ok();
            draft
        };
        let known = load(&world, send(&world, born("Ada"))).person;
        let id = send(&world, born("Ada"));
        let marked = |world: &World| {
            inbox(world).lines.iter().filter(|line| line.has_duplicate).count()
        };
        assert_eq!(marked(&world), 2);
        let judge = |decision, other| {
            let seen = seen(&world, id);
            let judgement = Judgement { other, decision };
            act(&world, Role::Coordinator, move |act| triage::judge(act, seen, judgement, ""))
        };
        judge(Decision::Different, known).unwrap();
        assert_eq!(marked(&world), 0);
        judge(Decision::Open, known).unwrap();
        assert_eq!(marked(&world), 2);
    }

    fn the_same_person_is_one_entry_by_an_explicit_act_that_can_be_taken_back(db: &Db) {
        let world = World::on(db);
        let mut again = draft("Ada");
        again.details.born_on = "1950-01-01".parse().ok();
        let known = load(&world, send(&world, again.clone())).person;
        let id = send(&world, again);
        let own = load(&world, id).person;
        let judge = |decision, other| {
            let seen = seen(&world, id);
            let judgement = Judgement { other, decision };
            act(&world, Role::Coordinator, move |act| triage::judge(act, seen, judgement, ""))
        };
        judge(Decision::Same, known).unwrap();
        let joined = load(&world, id);
        assert_eq!((joined.person, joined.person_words.as_str()), (known, "I miss singing."));
        let case = act(&world, Role::Coordinator, move |act| triage::read(act, id)).unwrap();
        assert_eq!(case.duplicates.len(), 1, "the other entry is kept and shown");
        assert_eq!(case.permissions.len(), 4, "what came with the referral went along");
        judge(Decision::Open, own).unwrap();
        let apart = load(&world, id);
        assert_eq!((apart.person, apart.person_words.as_str()), (own, "I miss singing."));
        let stranger = judge(Decision::Same, apart.person);
        assert!(matches!(stranger, Err(AppError::NotFound)));
    }

    fn screening_keeps_the_question_sealed_and_says_what_is_missing(db: &Db) {
        let world = World::on(db);
        let id = send(&world, draft("Ada"));
        let empty = Screening::Return { question: " ".into() };
        assert_eq!(fields(screen(&world, id, empty)), ["question"]);
        let empty = Screening::Redirect { to: "Mind".into(), reason: None };
        assert_eq!(fields(screen(&world, id, empty)), ["reason"]);
        let question = "Does Ada hear well?".to_owned();
        screen(&world, id, Screening::Return { question: question.clone() }).unwrap();
        assert_eq!(load(&world, id).state, State::Returned { question });
        let kept: String = db
            .read_now(move |conn| {
                let sql = "SELECT state_data FROM referral WHERE referral_id = $1";
                let row = conn.one(sql, args![id])?;
                row.get::<serde_json::Value>("state_data").map(|json| json.to_string())
            })
            .unwrap();
        assert!(!kept.contains("Ada"), "{kept}");
    }

    fn another_route_than_the_rules_propose_needs_a_reason_which_is_kept(db: &Db) {
        let world = World::on(db);
        let id = send(&world, draft("Ada"));
        screen(&world, id, Screening::Eligible).unwrap();
        let case = act(&world, Role::Coordinator, move |act| triage::read(act, id)).unwrap();
        assert_eq!(case.proposal.0, Proposal::LinkWorker);
        assert_eq!(fields(choose(&world, id, Proposal::Signposting, "")), ["reason"]);
        choose(&world, id, Proposal::Signposting, "She asked for it.").unwrap();
        let case = act(&world, Role::Coordinator, move |act| triage::read(act, id)).unwrap();
        assert_eq!(case.notes[0].words, "She asked for it.");
        let to = "Citizens Advice".to_owned();
        assert_eq!(case.referral.state, State::Signposted { to });
    }

    fn reading_a_referral_is_audited_and_a_referrer_does_not_find_the_desk(db: &Db) {
        let world = World::on(db);
        let id = send(&world, draft("Ada"));
        act(&world, Role::Coordinator, move |act| triage::read(act, id)).unwrap();
        let read: i64 = db
            .read_now(|conn| {
                let sql = "SELECT COUNT(*) AS total FROM audit WHERE verb = 'person.read'";
                conn.one(sql, &[])?.get("total")
            })
            .unwrap();
        assert_eq!(read, 1);
        for role in [Role::Referrer, Role::LinkWorker, Role::Commissioner, Role::Administrator] {
            let refused = act(&world, role, move |act| triage::read(act, id));
            assert!(matches!(refused, Err(AppError::NotFound)), "{role:?}");
        }
    }

    fn the_waiting_list_puts_need_first_and_nobody_waits_for_ever(db: &Db) {
        let world = World::on(db);
        let forgotten = waiting(&world, draft("Olive"));
        world.clock.forward_days(35);
        let early = waiting(&world, draft("Ada"));
        world.clock.forward_days(7);
        let mut at_risk = draft("Grace");
        at_risk.circumstances.at_risk = true;
        let needy = waiting(&world, at_risk);
        let coordinator = world.actor(Role::Coordinator);
        let list =
            world.app.read_now(&coordinator, |act| waiting::list(act, (25, 0))).unwrap();
        let order: Vec<_> = list.lines.iter().map(|line| line.referral.id).collect();
        assert_eq!(order, [forgotten, needy, early]);
        assert_eq!((list.over_the_bound, list.lines[0].standing.days), (1, 42));
        assert_eq!(list.lines[0].name, "Olive Byron");
        let worker = world.actor(Role::LinkWorker);
        let list = world.app.read_now(&worker, |act| waiting::list(act, (1, 1))).unwrap();
        assert_eq!((list.lines[0].name.as_str(), list.lines[0].place), ("G. B.", 2));
        assert!(!list.lines[0].may_open);
    }

    fn being_put_back_does_not_begin_the_wait_anew(db: &Db) {
        let world = World::on(db);
        let id = waiting(&world, draft("Ada"));
        world.clock.forward_days(20);
        allocate(&world, seen(&world, id)).unwrap();
        let back = seen(&world, id);
        act(&world, Role::Coordinator, move |act| allocation::put_back(act, back, "")).unwrap();
        let coordinator = world.actor(Role::Coordinator);
        let list = world.app.read_now(&coordinator, |act| waiting::list(act, (25, 0))).unwrap();
        assert_eq!(list.lines[0].standing.days, 20);
    }

    fn of_two_who_allocate_at_once_one_is_told(db: &Db) {
        let world = World::on(db);
        let id = waiting(&world, draft("Ada"));
        let both = seen(&world, id);
        allocate(&world, both).unwrap();
        assert!(matches!(allocate(&world, both), Err(AppError::Conflict)));
    }

    fn allocation_knows_what_each_carries_and_whom_they_knew(db: &Db) {
        let world = World::on(db);
        let id = waiting(&world, draft("Ada"));
        let options =
            act(&world, Role::Coordinator, move |act| allocation::options(act, id)).unwrap();
        let complexity = i64::from(options.referral.complexity);
        assert_eq!(options.proposals[0].room_after, 30 - complexity);
        allocate(&world, seen(&world, id)).unwrap();
        let other = waiting(&world, draft("Grace"));
        let options =
            act(&world, Role::Coordinator, move |act| allocation::options(act, other)).unwrap();
        assert_eq!(i64::from(options.proposals[0].worker.carried), complexity);
        let options =
            act(&world, Role::Coordinator, move |act| allocation::options(act, id)).unwrap();
        assert!(options.proposals.is_empty());
        assert!(options.current.unwrap().knows_person);
        let manager = world.user(Role::Manager);
        let seen = seen(&world, other);
        let refused = act(&world, Role::Coordinator, move |act| {
            allocation::allocate(act, seen, Some(manager), "")
        });
        assert_eq!(fields(refused), ["worker"]);
    }

    fn a_person_who_says_no_gets_the_code_once(db: &Db) {
        let world = World::on(db);
        let id = send(&world, draft("Ada"));
        for _ in 0..2 {
            let no = seen(&world, id);
            let reason = Some(Withdraw::NotNow);
            world.clock.forward_days(1);
            act(&world, Role::Coordinator, move |act| triage::withdraw(act, no, reason, ""))
                .unwrap();
            let again = seen(&world, id);
            act(&world, Role::Coordinator, move |act| triage::reopen(act, again, "")).unwrap();
        }
        let case = act(&world, Role::Coordinator, move |act| triage::read(act, id)).unwrap();
        let codes: Vec<_> = case.codes.iter().map(|(code, _)| code.as_str()).collect();
        assert_eq!(codes, ["871711000000103"]);
        let reasons: Vec<_> = case.steps.iter().filter_map(|step| step.reason.clone()).collect();
        assert_eq!(reasons, ["professional", "not_now", "not_now"]);
    }

    fn agreed_words_reach_the_referrer_only_as_far_as_the_person_allows(db: &Db) {
        let world = World::on(db);
        let mut told = Vec::new();
        for share in [vec![Detail::Outcome], vec![Detail::CodesOnly], vec![]] {
            let mut draft = draft("Ada");
            draft.share_with_referrer = share;
            let id = waiting(&world, draft);
            allocate(&world, seen(&world, id)).unwrap();
            act(&world, Role::LinkWorker, move |act| {
                let outcome = Outcome::JoinedGroup;
                for action in [Action::RecordFirstContact, Action::Finish { outcome }] {
                    let referral = referrals::load(act, id, Verb::Finish)?;
                    referrals::advance(act, &referral, action)?;
                }
                feedback::agree(act, id, "Ada sings again.")
            })
            .unwrap();
            let heard = act(&world, Role::Referrer, move |act| feedback::of_referral(act, id));
            let heard = heard.unwrap();
            told.push((heard.words, heard.codes.len()));
            world.clock.forward_days(1);
        }
        let words = Some("Ada sings again.".to_owned());
        assert_eq!(told, [(words, 1), (None, 1), (None, 0)]);
    }

    fn rules_are_saved_with_their_version_and_a_fault_names_its_line(db: &Db) {
        let world = World::on(db);
        let save = |text: &'static str, number: i64| {
            act(&world, Role::Manager, move |act| rules::save(act, text, number, ""))
        };
        let faulty = save("[[rule]]\nthen = \"a wizard\"\nbecause = \"x\"", 0);
        let Err(AppError::Invalid(problems)) = faulty else { panic!("{faulty:?}") };
        assert!(problems[0].sentence.starts_with("Line 2 "), "{problems:?}");
        let text = "# Ours.\n[[rule]]\nthen = \"light_support\"\nbecause = \"We begin lightly.\"\n";
        save(text, 0).unwrap();
        assert!(matches!(save(text, 0), Err(AppError::Conflict)));
        let coordinator = world.actor(Role::Coordinator);
        let current = world.app.read_now(&coordinator, rules::read).unwrap();
        assert_eq!((current.number, current.text.as_str()), (1, text));
        assert!(!current.may_change);
        let refused = act(&world, Role::Coordinator, move |act| rules::save(act, text, 1, ""));
        assert!(matches!(refused, Err(AppError::NotFound)));
        let id = send(&world, draft("Ada"));
        let case = act(&world, Role::Coordinator, move |act| triage::read(act, id)).unwrap();
        assert_eq!(case.proposal.1, "We begin lightly.");
    }

    fn what_was_not_for_us_is_counted_for_each_source(db: &Db) {
        let world = World::on(db);
        let user = world.user(Role::Referrer);
        let referrer = Referrer::User { user, organisation: "Harbour Practice".into() };
        act(&world, Role::Referrer, move |act| {
            refer::redirect(act, Elsewhere::Crisis, &referrer, "")
        })
        .unwrap();
        let elsewhere = send(&world, draft("Ada"));
        let to = "The hospital".to_owned();
        let reason = Some(Redirect::Clinical);
        screen(&world, elsewhere, Screening::Redirect { to, reason }).unwrap();
        let declined = send(&world, draft("Grace"));
        let reason = Some(Decline::NotAgreed);
        screen(&world, declined, Screening::Decline { reason }).unwrap();
        send(&world, draft("Mary"));
        let coordinator = world.actor(Role::Coordinator);
        let month = |month: &'static str| {
            let first = month.parse().unwrap();
            world.app.read_now(&coordinator, move |act| sources::list(act, first)).unwrap()
        };
        let counted = month("2026-01-01");
        assert_eq!(counted.len(), 1);
        let of = &counted[0];
        let numbers = (of.before_the_form, of.sent, of.redirected, of.declined);
        assert_eq!((of.name.as_str(), numbers), ("Harbour Practice", (1, 3, 1, 1)));
        assert!(month("2025-12-01").is_empty());
    }
}
