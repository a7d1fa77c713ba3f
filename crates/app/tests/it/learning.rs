//! What suggestions learn from the service's own work: places taken, and who kept coming.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use app::services;
use app::suggestions::{self, Page};
use app::testing::{World, choir, service_settings};
use app::{AppError, plans};
use domain::access::Role;
use domain::fit::{Part, Weights};
use domain::ids::{GroupId, PersonId, ReferralId};
use domain::plan::Content;
use domain::prescription::{Prescription, State};
use domain::profile::Profile;
use jiff::civil::{Date, Time, date};
use matching::{Reason, WhyNot};
use store::registers::{Mark, Session};
use store::{Db, StoreError, on_both};
use uuid::Uuid;

fn given_somebody_who_sings(world: &World) -> PersonId {
    let (person, _) = world.person("Ada");
    let worker = world.actor(Role::LinkWorker);
    let wishes = Profile { interests: vec!["singing".into()], ..Profile::default() };
    let content = Content { what_matters: "To sing".into(), wishes, ..Content::default() };
    world
        .app
        .write_now(&worker, move |act| plans::save(act, person, (0, &content), "plan"))
        .unwrap();
    person
}

fn suggested(world: &World, person: PersonId) -> Page {
    let worker = world.actor(Role::LinkWorker);
    world.app.write_now(&worker, move |act| suggestions::suggest(act, person, 10)).unwrap()
}

fn room(page: &Page, group: GroupId) -> Option<f64> {
    let line = page.lines.iter().find(|line| line.group.id == group)?;
    line.suggestion.components.iter().find(|one| one.part == Part::Room).map(|one| one.value)
}

/// Two sessions of a group eight weeks apart; everybody came to the first, some to the second.
fn came(
    db: &Db,
    world: &World,
    (at, group): (usize, GroupId),
    people: &[ReferralId],
    stayed: usize,
) {
    let (service, people) = (world.service, people.to_vec());
    let sessions: [(Date, usize); 2] =
        [(date(2025, 10, 7), people.len()), (date(2025, 12, 2), stayed)];
    let now = store::testing::made_at();
    db.write_now(move |c| {
        let mut numbers = (1000 * (at as u128 + 1)..).map(Uuid::from_u128);
        let mut fresh = || numbers.next().unwrap();
        let mut ids = Vec::new();
        for referral in &people {
            let found = store::referrals::find(c, service, *referral)?.unwrap();
            let new = Prescription {
                id: fresh().into(),
                person: found.person,
                referral: *referral,
                group,
                state: State::Accepted,
                state_since: now,
                offered_at: now,
                first_visit: None,
                version: 1,
            };
            store::prescriptions::add(c, service, &new)?;
            ids.push(new.id);
        }
        for (held_on, there) in sessions {
            let begins = Time::constant(10, 30, 0, 0);
            let id = fresh().into();
            let session = Session { id, group, held_on, begins };
            store::registers::add_session(c, service, &session, now)?;
            for (place, prescription) in ids.iter().enumerate() {
                let mark = Mark {
                    id: fresh().into(),
                    session: id,
                    prescription: *prescription,
                    was_there: place < there,
                    recorded_at: now,
                    recorded_by: "system".into(),
                    is_superseded: false,
                };
                store::registers::add_mark(c, service, &mark, None)?;
            }
        }
        Ok::<_, StoreError>(())
    })
    .unwrap();
}

fn earlier_people(page: &Page, group: GroupId) -> Option<String> {
    let line = page.lines.iter().find(|line| line.group.id == group)?;
    let is_earlier = |reason: &&Reason| reason.sentence().contains("kept coming");
    line.suggestion.reasons.iter().find(is_earlier).map(Reason::sentence)
}

on_both! {
    fn a_group_near_its_places_sinks_and_at_its_limit_it_leaves(db: &Db) {
        let world = World::on(db);
        let mut few = choir("Harbour Voices");
        few.places_per_month = Some(2);
        let group = world.group(&few);
        let person = given_somebody_who_sings(&world);
        let ask = |name: &str| world.asked(world.person(name).1, group).unwrap();
        let free = room(&suggested(&world, person), group).unwrap();
        ask("Ben");
        let nearer = room(&suggested(&world, person), group).unwrap();
        assert!(nearer < free, "{nearer} {free}");
        ask("Cleo");
        assert_eq!(room(&suggested(&world, person), group), None);
        let worker = world.actor(Role::LinkWorker);
        let why = world
            .app
            .read_now(&worker, move |act| suggestions::why_not(act, person, group, 5))
            .unwrap();
        assert!(matches!(why.answer, WhyNot::Excluded { .. }), "{why:?}");
        world.clock.forward_days(31);
        assert_eq!(room(&suggested(&world, person), group), Some(free));
    }

    fn earlier_people_who_kept_coming_speak_for_a_group_where_the_service_wants_it(db: &Db) {
        let world = World::on(db);
        let names = ["One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"];
        let people: Vec<ReferralId> = names.iter().map(|name| world.person(name).1).collect();
        let groups: Vec<GroupId> =
            (1..=5).map(|n| world.group(&choir(&format!("Choir {n}")))).collect();
        for (at, group) in groups.iter().enumerate() {
            came(db, &world, (at, *group), &people, if at == 0 { 10 } else { 5 });
        }
        let person = given_somebody_who_sings(&world);
        let page = suggested(&world, person);
        let said = |at: usize| earlier_people(&page, groups[at]).unwrap_or_default();
        assert!(said(0).starts_with("10 of 10 people who came here kept coming"), "{}", said(0));
        assert!(said(1).starts_with("5 of 10 people"), "{}", said(1));

        let weights = Weights::default().with(Part::Staying, 0.0);
        let settings = domain::service::Settings { matching: weights, ..service_settings() };
        world
            .app
            .write_now(&world.system(), move |act| services::save_settings(act, &settings))
            .unwrap();
        let page = suggested(&world, person);
        assert_eq!(earlier_people(&page, groups[0]), None, "switched off");
    }

    fn how_suggestions_are_made_is_open_to_those_who_see_the_directory(db: &Db) {
        let world = World::on(db);
        let how = world.app.read_now(&world.actor(Role::Commissioner), suggestions::how).unwrap();
        assert_eq!(how.weights, Weights::default());
        let refused = world.app.read_now(&world.public(), suggestions::how);
        assert!(matches!(refused, Err(AppError::NotFound)));
    }
}
