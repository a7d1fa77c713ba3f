//! Suggestions out of a plan, "why not this one?", and what is recorded where nothing fits.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use app::testing::{World, choir};
use app::unmet_needs::{self, Missing};
use app::{AppError, Clock as _, plans, suggestions};
use domain::access::Role;
use domain::group::Capacity;
use domain::ids::PersonId;
use domain::kinds::Need;
use domain::plan::Content;
use domain::prescription::{LeaveReason, Prescription, State};
use domain::profile::{Experience, Profile, Went};
use matching::{Barrier, WhyNot};
use store::on_both;

fn given_a_plan(world: &World, person: PersonId) {
    let worker = world.actor(Role::LinkWorker);
    let wishes = Profile { interests: vec!["singing".into()], ..Profile::default() };
    let what_matters = "To sing again".into();
    let content = Content { what_matters, wishes, ..Content::default() };
    world
        .app
        .write_now(&worker, move |act| plans::save(act, person, (0, &content), "plan"))
        .unwrap();
}

on_both! {
    fn the_plan_suggests_and_what_was_offered_is_not_suggested_again(db: &Db) {
        let world = World::on(db);
        let group = world.group(&choir("Harbour Voices"));
        let (person, referral) = world.person("Ada");
        given_a_plan(&world, person);
        let worker = world.actor(Role::LinkWorker);
        let page =
            world.app.write_now(&worker, move |act| suggestions::suggest(act, person, 5)).unwrap();
        assert_eq!(page.lines[0].group.name, "Harbour Voices");
        let reasons: Vec<String> =
            page.lines[0].suggestion.reasons.iter().map(|reason| reason.sentence()).collect();
        assert!(reasons[0].contains("singing"), "{reasons:?}");
        assert!(!page.has_more);

        world.chosen(referral, group).unwrap();
        let page =
            world.app.write_now(&worker, move |act| suggestions::suggest(act, person, 5)).unwrap();
        assert!(page.lines.is_empty());
        assert_eq!(page.offered.len(), 1);
    }

    fn how_earlier_groups_went_is_told_to_matching(db: &Db) {
        let world = World::on(db);
        let worker = world.actor(Role::LinkWorker);
        let (person, referral) = world.person("Ada");
        given_a_plan(&world, person);
        let first_at = world.clock.now();
        let not_for_me = LeaveReason::NotForMe;
        let states = [
            ("Harbour Voices", State::Attending { first_at }),
            ("Quay Singers", State::Left { first_at: Some(first_at), reason: not_for_me }),
            ("Mill Choir", State::Left { first_at: None, reason: not_for_me }),
        ];
        let groups = states.map(|(name, state)| {
            let group = world.group(&choir(name));
            let id = world.asked(referral, group).unwrap();
            let service = world.service;
            db.write_now(move |c| {
                let sent = store::prescriptions::find(c, service, id)?.unwrap();
                store::prescriptions::save(c, &Prescription { state: state.clone(), ..sent })
            })
            .unwrap();
            group
        });
        let page =
            world.app.write_now(&worker, move |act| suggestions::suggest(act, person, 5)).unwrap();
        let went = |at: usize| {
            let of = |one: &&Experience| one.group == Some(groups[at]);
            page.profile.experience.iter().find(of).map(|one| one.went)
        };
        assert_eq!([went(0), went(1), went(2)], [Some(Went::Well), Some(Went::Badly), None]);
    }

    fn a_full_group_is_not_suggested_and_says_why(db: &Db) {
        let world = World::on(db);
        let mut full = choir("Harbour Voices");
        full.capacity = Capacity::Full;
        let group = world.group(&full);
        let (person, _) = world.person("Ada");
        given_a_plan(&world, person);
        let worker = world.actor(Role::LinkWorker);
        let answered = world
            .app
            .read_now(&worker, move |act| suggestions::why_not(act, person, group, 5))
            .unwrap();
        assert!(matches!(answered.answer, WhyNot::Excluded { .. }));
        for role in Role::ALL.into_iter().filter(|role| !matches!(
            role, Role::LinkWorker | Role::Coordinator | Role::Manager
        )) {
            let actor = world.actor(role);
            let refused =
                world.app.write_now(&actor, move |act| suggestions::suggest(act, person, 5));
            assert!(matches!(refused, Err(AppError::NotFound)), "{role:?}");
        }
    }

    fn an_unmet_need_reaches_the_commissioner_without_a_name(db: &Db) {
        let world = World::on(db);
        let (person, _) = world.person("Ada");
        let worker = world.actor(Role::LinkWorker);
        let missing = Missing {
            need: Some(Need::Loneliness),
            barrier: Some(Barrier::Travel),
            outcode: "nr30".into(),
            words: "A choir in the evening".into(),
            ..Missing::default()
        };
        for _ in 0..2 {
            let missing = missing.clone();
            world
                .app
                .write_now(&worker, move |act| unmet_needs::record(act, person, &missing, "key"))
                .unwrap();
        }
        let commissioner = world.actor(Role::Commissioner);
        let listed =
            world.app.read_now(&commissioner, |act| unmet_needs::list(act, (25, 0))).unwrap();
        assert_eq!((listed.total, listed.needs.len()), (1, 1));
        assert_eq!(listed.needs[0].outcode.as_deref(), Some("NR30"));
        let refused = world.app.read_now(&worker, |act| unmet_needs::list(act, (25, 0)));
        assert!(matches!(refused, Err(AppError::NotFound)));
    }

    fn an_unmet_need_says_what_is_missing_and_where_by_outcode_only(db: &Db) {
        let world = World::on(db);
        let (person, _) = world.person("Ada");
        let worker = world.actor(Role::LinkWorker);
        let missing = Missing { outcode: "NR30 2BB".into(), ..Missing::default() };
        let refused = world
            .app
            .write_now(&worker, move |act| unmet_needs::record(act, person, &missing, ""));
        let Err(AppError::Invalid(problems)) = refused else { panic!("it was recorded") };
        let fields: Vec<_> = problems.iter().map(|problem| problem.field).collect();
        assert_eq!(fields, ["need", "barrier", "outcode"]);
    }
}
