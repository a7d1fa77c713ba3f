//! Ends that are nobody's declining: a death, a move, no answer, help elsewhere; and somebody who
//! waits is sorted again.

use app::allocation;
use app::feedback;
use app::funnel::{self, Question};
use app::measures::{self, How};
use app::referrals::{self, Seen, refer, told};
use app::testing::{Postbox, World};
use app::triage::{self, Choice, Screening};
use app::{Act, AppError, AppResult, holding, waiting};
use domain::access::{Role, Verb};
use domain::ids::ReferralId;
use domain::measures::Wave;
use domain::permission::Detail;
use domain::referral::draft::Draft;
use domain::referral::reasons::{Close, Redirect};
use domain::referral::telling::Told;
use domain::referral::{Action, Outcome, Referrer, Route, State};
use domain::triage::Proposal;
use evidence::suppression::Shown;
use store::on_both;

use crate::support::{ada, allocated};

fn act<T: Send + 'static>(
    world: &World,
    role: Role,
    f: impl Fn(&mut Act<'_>) -> AppResult<T> + Send + 'static,
) -> AppResult<T> {
    world.app.write_now(&world.actor(role), f)
}

fn moved(world: &World, id: ReferralId, action: Action) {
    world
        .app
        .write_now(&world.system(), move |act| {
            let referral = referrals::load(act, id, Verb::Triage)?;
            referrals::advance(act, &referral, action.clone())
        })
        .unwrap();
}

/// A referral that waits for a link worker, whose referrer may hear so much.
fn waiting(world: &World, share: Vec<Detail>) -> ReferralId {
    let draft = Draft { share_with_referrer: share, ..ada() };
    let user = world.user(Role::Referrer);
    let referrer = Referrer::User { user, organisation: "Harbour Practice".into() };
    let sent = act(world, Role::Referrer, move |act| refer::send(act, &draft, &referrer, None, ""));
    let id = sent.unwrap().referral;
    moved(world, id, Action::FindEligible);
    moved(world, id, Action::Queue { route: Route::LinkWorker });
    id
}

fn seen(world: &World, id: ReferralId) -> Seen {
    let found = act(world, Role::Coordinator, move |act| referrals::load(act, id, Verb::Screen));
    Seen { referral: id, version: found.unwrap().version }
}

fn closes(world: &World, id: ReferralId, reason: Option<Close>) -> AppResult<()> {
    let seen = seen(world, id);
    act(world, Role::Coordinator, move |act| triage::close(act, seen, reason, ""))
}

fn codes(world: &World, id: ReferralId) -> Vec<String> {
    let case = act(world, Role::Coordinator, move |act| triage::read(act, id)).unwrap();
    case.codes.into_iter().map(|(code, _)| code).collect()
}

fn heard(world: &World, id: ReferralId) -> Told {
    act(world, Role::Referrer, move |act| told::find(act, id)).unwrap().told
}

fn letters(world: &World) -> usize {
    let post = Postbox::default();
    world.app.run_due_jobs(&post).unwrap();
    post.letters().len()
}

/// What the funnel says of those who were sorted to support and went no further.
fn lost_after_sorting(world: &World) -> Vec<(String, Shown)> {
    let ask = |act: &mut Act<'_>| funnel::report(act, &Question::default());
    let report = world.app.read_now(&world.actor(Role::Manager), ask).unwrap();
    let at = funnel::STEPS.iter().position(|step| step.key == "triaged").unwrap();
    report.people.steps[at].parts.iter().flat_map(|part| part.reasons.clone()).collect()
}

on_both! {
    fn somebody_who_dies_while_waiting_has_not_declined(db: &Db) {
        let world = World::on(db);
        let id = waiting(&world, vec![Detail::Outcome]);
        assert!(matches!(closes(&world, id, None), Err(AppError::Invalid(_))));
        closes(&world, id, Some(Close::Died)).unwrap();
        assert_eq!(codes(&world, id), ["871731000000106"], "no code says that they declined");
        assert_eq!(heard(&world, id), Told::NotBegun { why: Some(Close::Died) });
        let lost = ("Ended early: They have died".to_owned(), Shown::Exactly(1));
        assert_eq!(lost_after_sorting(&world), [lost]);
        let again = closes(&world, id, Some(Close::Died));
        assert!(matches!(again, Err(AppError::Refused(_))), "it has ended already");
    }

    fn the_referrer_gets_a_message_only_where_there_is_something_they_may_hear(db: &Db) {
        let world = World::on(db);
        for (share, reason, expected) in [
            (vec![], Close::Died, 0),
            (vec![], Close::MovedAway, 0),
            (vec![], Close::NoAnswer, 1),
            (vec![Detail::CodesOnly], Close::HelpedElsewhere, 1),
        ] {
            let id = waiting(&world, share);
            assert_eq!(letters(&world), 0);
            closes(&world, id, Some(reason)).unwrap();
            assert_eq!(letters(&world), expected, "{reason:?}");
            let feedback = act(&world, Role::Referrer, move |act| feedback::of_referral(act, id));
            assert_eq!(feedback.unwrap().words, None);
            world.clock.forward_days(1);
        }
    }

    fn nobody_is_asked_how_life_is_for_somebody_who_has_died(db: &Db) {
        let world = World::on(db);
        let (person, referral) = world.person("Ada");
        act(&world, Role::LinkWorker, move |act| {
            measures::ask(act, person, Wave::Baseline, How::Link, "")
        })
        .unwrap();
        let link = db
            .read_now(move |c| store::links::list_about(c, referral.0, "measure"))
            .unwrap()[0]
            .id;
        act(&world, Role::LinkWorker, move |act| holding::finish(act, person, Outcome::Died))
            .unwrap();
        let holder = app::Actor::Link { service: world.service, link };
        let (door, _) = world.app.read_now(&holder, measures::door).unwrap();
        assert_eq!(door, measures::Door::Closed);
        let refused = act(&world, Role::LinkWorker, move |act| {
            measures::ask(act, person, Wave::End, How::Link, "")
        });
        assert!(matches!(refused, Err(AppError::Refused(_))));
    }

    fn a_link_worker_ends_what_they_could_not_begin(db: &Db) {
        let world = World::on(db);
        let person = allocated(&world, &ada());
        let closed =
            act(&world, Role::LinkWorker, move |act| holding::close(act, person, Close::NoAnswer))
                .unwrap();
        assert_eq!(closed, State::Closed { reason: Close::NoAnswer });
        let (begun, _) = world.person("Bea");
        let refused =
            act(&world, Role::LinkWorker, move |act| holding::close(act, begun, Close::Died));
        assert!(matches!(refused, Err(AppError::Refused(_))), "what has begun is finished instead");
    }

    fn what_was_put_back_and_then_ended_counts_as_an_end_of_support(db: &Db) {
        let world = World::on(db);
        let (_, id) = world.person("Ada");
        let back = seen(&world, id);
        act(&world, Role::Coordinator, move |act| allocation::put_back(act, back, "")).unwrap();
        closes(&world, id, Some(Close::MovedAway)).unwrap();
        let ask = |act: &mut Act<'_>| funnel::report(act, &Question::default());
        let endings = world.app.read_now(&world.actor(Role::Manager), ask).unwrap().endings;
        assert_eq!((endings.goes_on, endings.ended), (Shown::Exactly(0), Shown::Exactly(1)));
        let some: Vec<_> =
            endings.ways.iter().filter(|(_, shown)| *shown != Shown::Exactly(0)).collect();
        assert_eq!(some, [&("Moved away".to_owned(), Shown::Exactly(1))]);
    }

    fn somebody_who_waits_is_sorted_again_and_keeps_their_place(db: &Db) {
        let world = World::on(db);
        let id = waiting(&world, vec![]);
        world.clock.forward_days(20);
        let now = seen(&world, id);
        let lighter = Choice {
            route: Some(Proposal::LightSupport),
            reason: "A few calls will do by now.".into(),
            to: String::new(),
        };
        act(&world, Role::Coordinator, move |act| triage::choose_route(act, now, &lighter, ""))
            .unwrap();
        let coordinator = world.actor(Role::Coordinator);
        let list = world.app.read_now(&coordinator, |act| waiting::list(act, (25, 0))).unwrap();
        let line = &list.lines[0];
        assert_eq!((line.route, line.standing.days), (Route::LightSupport, 20));
        assert_eq!(codes(&world, id).len(), 1, "the code is still written once");

        let now = seen(&world, id);
        let (to, reason) = ("The crisis team".to_owned(), Some(Redirect::Crisis));
        let elsewhere = Screening::Redirect { to, reason };
        act(&world, Role::Coordinator, move |act| triage::screen(act, now, &elsewhere, ""))
            .unwrap();
        assert!(matches!(heard(&world, id), Told::NotRight { to: Some(_), .. }));
        let helped =
            "Shown a better place: They need urgent help".to_owned();
        assert_eq!(lost_after_sorting(&world), [(helped, Shown::Exactly(1))]);
    }
}
