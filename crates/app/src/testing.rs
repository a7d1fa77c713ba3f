//! A small service for tests: one of each role, a clock that stands still, chance that repeats.

mod given;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::access::Role;
use domain::group::freshness::Upkeep;
use domain::ids::{ServiceId, UserId};
use domain::service::{Clocks, CrisisLine, Eligibility, Intake, Settings as ServiceSettings};
use domain::triage::Rules;
use domain::waiting::Weights;
use jiff::{SignedDuration, Timestamp};
use rand::SeedableRng;
use rand_chacha::ChaCha12Rng;
use store::Db;
use store::sealing::Keys;
use store::services::Found;
pub use store::testing::{on_postgres, on_sqlite};
use uuid::Uuid;

use crate::accounts::{self, NewAccount};
use crate::act::{App, Settings};
use crate::actor::{Actor, SignedIn};
use crate::ports::Clock;
use crate::sign_in::DEMONSTRATION_PASSWORD;

pub use given::{Postbox, asking, choir};

/// A clock that stands still until a test moves it.
#[derive(Clone)]
pub struct StandingClock(Arc<Mutex<Timestamp>>);

impl StandingClock {
    /// A clock that shows this time.
    #[must_use]
    pub fn at(time: Timestamp) -> StandingClock {
        StandingClock(Arc::new(Mutex::new(time)))
    }

    /// Moves the clock on.
    pub fn forward(&self, by: SignedDuration) {
        let mut time = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *time += by;
    }

    /// Moves the clock on by whole days.
    pub fn forward_days(&self, days: i64) {
        self.forward(SignedDuration::from_hours(24 * days));
    }
}

impl Clock for StandingClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A service with one user of each role.
pub struct World {
    /// The use cases.
    pub app: App,
    /// Its clock.
    pub clock: StandingClock,
    /// Its service.
    pub service: ServiceId,
    users: BTreeMap<Role, SignedIn>,
}

/// When a test's world begins: Monday 5 January 2026, ten in the morning.
#[must_use]
pub fn beginning() -> Timestamp {
    Timestamp::constant(1_767_607_200, 0)
}

impl World {
    /// A service in a fresh, migrated database. Everybody's password is `demonstration` and their
    /// address is the role at `test.kith`: `link_worker@test.kith`.
    #[must_use]
    pub fn on(db: &Db) -> World {
        let clock = StandingClock::at(beginning());
        let settings = Settings { public_url: "http://kith.test".into(), demonstration: true };
        let chance = ChaCha12Rng::seed_from_u64(7);
        let keys = Keys::from_master([7; 32]);
        let app = App::new(db.clone(), keys, Box::new(clock.clone()), chance, settings);
        let service = ServiceId(Uuid::from_u128(1));
        let found = Found { id: service, slug: "test".into(), is_demonstration: true };
        app.create_service(&found, &service_settings()).expect("a service");
        let hash = app.hash_password(DEMONSTRATION_PASSWORD).expect("a hash");
        let mut users = BTreeMap::new();
        for role in Role::ALL {
            let signed_in = add_user(&app, service, role, &hash);
            users.insert(role, signed_in);
        }
        World { app, clock, service, users }
    }

    /// The same database, served as a real service and not as the demonstration.
    #[must_use]
    pub fn as_a_real_service(&self, db: &Db) -> App {
        let settings = Settings { demonstration: false, ..self.app.settings().clone() };
        let chance = ChaCha12Rng::seed_from_u64(8);
        let keys = Keys::from_master([7; 32]);
        App::new(db.clone(), keys, Box::new(self.clock.clone()), chance, settings)
    }

    /// The user with this role, acting.
    #[must_use]
    pub fn actor(&self, role: Role) -> Actor {
        Actor::User(self.users[&role].clone())
    }

    /// The id of the user with this role.
    #[must_use]
    pub fn user(&self, role: Role) -> UserId {
        self.users[&role].user
    }

    /// Kith itself, acting.
    #[must_use]
    pub fn system(&self) -> Actor {
        Actor::System { service: self.service }
    }

    /// Anybody, on a public page.
    #[must_use]
    pub fn public(&self) -> Actor {
        Actor::Public { service: self.service }
    }
}

fn add_user(app: &App, service: ServiceId, role: Role, hash: &str) -> SignedIn {
    let new = NewAccount {
        email: format!("{}@test.kith", role.key()),
        name: format!("Test {}", role.label()),
        organisation: (role == Role::Referrer).then(|| "Harbour Practice".to_owned()),
        roles: vec![role],
        languages: vec!["en".into()],
        room: 30,
    };
    let (hash, name, organisation) = (hash.to_owned(), new.name.clone(), new.organisation.clone());
    let user = app
        .write_now(&Actor::System { service }, move |act| accounts::add(act, &new, &hash))
        .expect("a user");
    SignedIn { user, service, name, organisation, roles: vec![role] }
}

/// Settings of the test service: adults in IP and NR outcodes, three short triage rules.
#[must_use]
pub fn service_settings() -> ServiceSettings {
    let rules = r#"
        [[rule]]
        when = { any_circumstance = ["at_risk", "no_fixed_abode"] }
        then = "link_worker"
        because = "Somebody should listen soon."

        [[rule]]
        when = { only_needs = ["money"], no_circumstance = ["hardship"] }
        then = "signposting"
        because = "The advice desk answers this best."

        [[rule]]
        when = { needs_at_most = 1, no_circumstance = ["lives_alone"] }
        then = "light_support"
        because = "A few calls are often enough."
    "#;
    ServiceSettings {
        name: "Test Social Prescribing".into(),
        phone: Some("01632 960000".into()),
        email: "hello@test.kith".into(),
        time_zone: "Europe/London".into(),
        eligibility: Eligibility {
            age_from: Some(18),
            outcodes: Vec::new(),
            words: "For adults who live nearby.".into(),
        },
        intake: Intake::Open,
        crisis_lines: vec![CrisisLine {
            name: "Samaritans".into(),
            reach: "116 123".into(),
            words: "Day and night, free.".into(),
        }],
        triage: Rules::parse(rules).expect("the test's rules"),
        waiting: Weights::default(),
        clocks: Clocks::default(),
        matching: domain::fit::Weights::default(),
        upkeep: Upkeep::default(),
    }
}
