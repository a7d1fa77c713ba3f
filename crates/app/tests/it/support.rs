//! Situations that several tests begin with.

use app::referrals::{self, refer};
use app::testing::World;
use app::{Actor, SignedIn};
use domain::access::{Role, Verb};
use domain::ids::PersonId;
use domain::kinds::Need;
use domain::permission::{Detail, How};
use domain::person::{Details, Home};
use domain::referral::draft::Draft;
use domain::referral::{Action, Referrer, Route};

/// A referral of somebody who misses singing.
pub(crate) fn ada() -> Draft {
    Draft {
        details: Details {
            given_name: "Ada".into(),
            family_name: "Byron".into(),
            born_on: "1950-01-01".parse().ok(),
            phone: Some("01632 960001".into()),
            home: Home::Address { lines: "1 Quay".into(), postcode: Some("IP1 2LQ".into()) },
            language: Some("pl".into()),
            ..Details::default()
        },
        needs: vec![Need::Loneliness],
        referrer_words: "Widowed last year.".into(),
        person_words: "I miss singing.".into(),
        agreed: Some(How::Spoken),
        share_with_referrer: vec![Detail::Outcome],
        ..Draft::default()
    }
}

/// Somebody referred, sorted and given to the world's link worker, who has not spoken to them.
pub(crate) fn allocated(world: &World, draft: &Draft) -> PersonId {
    let user = world.user(Role::Referrer);
    let referrer = Referrer::User { user, organisation: "Harbour Practice".into() };
    let (gp, draft) = (world.actor(Role::Referrer), draft.clone());
    let sent =
        world.app.write_now(&gp, move |act| refer::send(act, &draft, &referrer, None, "")).unwrap();
    let actions = [
        Action::FindEligible,
        Action::Queue { route: Route::LinkWorker },
        Action::Allocate { link_worker: world.user(Role::LinkWorker) },
    ];
    for action in actions {
        let coordinator = world.actor(Role::Coordinator);
        world
            .app
            .write_now(&coordinator, move |act| {
                let referral = referrals::load(act, sent.referral, Verb::Triage)?;
                referrals::advance(act, &referral, action.clone())
            })
            .unwrap();
    }
    sent.person
}

/// A second link worker, who knows nobody here.
pub(crate) fn another_link_worker(world: &World) -> Actor {
    let new = app::accounts::NewAccount {
        email: "second@test.kith".into(),
        name: "Second Worker".into(),
        roles: vec![Role::LinkWorker],
        room: 30,
        ..app::accounts::NewAccount::default()
    };
    let name = new.name.clone();
    let user = world
        .app
        .write_now(&world.system(), move |act| app::accounts::add(act, &new, "no password"))
        .unwrap();
    let roles = vec![Role::LinkWorker];
    Actor::User(SignedIn { user, service: world.service, name, organisation: None, roles })
}
