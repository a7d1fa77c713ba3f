//! A service with 100,000 referrals waiting to be screened, and one person being worked with.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use app::accounts::{self, NewAccount};
use app::referrals::{self, refer};
use app::testing::{StandingClock, service_settings};
use app::{Actor, App, Settings};
use domain::access::{Role, Verb};
use domain::ids::{PersonId, ServiceId, UserId};
use domain::kinds::Need;
use domain::permission::How;
use domain::person::Details;
use domain::referral::draft::Draft;
use domain::referral::{Action, Referrer, Route};
use jiff::Timestamp;
use rand::SeedableRng;
use rand_chacha::ChaCha12Rng;
use store::sealing::Keys;
use store::services::Found;
use store::{Address, Db};
use uuid::Uuid;

/// How many referrals lie in the inbox.
pub(crate) const REFERRALS: u32 = 100_000;
pub(crate) const COORDINATOR: &str = "coordinator@bench.kith";
pub(crate) const LINK_WORKER: &str = "linkworker@bench.kith";
pub(crate) const PASSWORD: &str = "a-long-bench-password";
/// A contact as the form sends it.
pub(crate) const CONTACT_FORM: &str =
    "way=phone&on-day=5&on-month=1&on-year=2026&at=10:00&result=held&minutes=20&note=Talked";

/// Where the seeded service lies.
pub(crate) struct Seeded {
    pub(crate) database: PathBuf,
    pub(crate) key_file: PathBuf,
    pub(crate) person: PersonId,
}

const MASTER: [u8; 32] = [9; 32];

/// Makes the service in a folder.
pub(crate) fn make(folder: &Path) -> Result<Seeded> {
    let (database, key_file) = (folder.join("kith.db"), folder.join("kith.key"));
    write_key(&key_file)?;
    let db = Db::open(&Address::Sqlite(database.clone()))?;
    let now = Timestamp::from_second(1_767_607_200)?;
    db.write_now(move |conn| store::migrate(conn, now))?;
    let settings = Settings { public_url: "http://127.0.0.1".into(), demonstration: false };
    let clock = Box::new(StandingClock::at(now));
    let chance = ChaCha12Rng::seed_from_u64(1);
    let app = App::new(db, Keys::from_master(MASTER), clock, chance, settings);
    let service = ServiceId(Uuid::from_u128(1));
    let found = Found { id: service, slug: "bench".into(), is_demonstration: false };
    app.create_service(&found, &service_settings()).map_err(said)?;
    let coordinator = add_user(&app, service, COORDINATOR, Role::Coordinator)?;
    let worker = add_user(&app, service, LINK_WORKER, Role::LinkWorker)?;
    let person = refer_all(&app, service, coordinator, worker)?;
    Ok(Seeded { database, key_file, person })
}

fn write_key(path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let hex: String = MASTER.iter().map(|byte| format!("{byte:02x}")).collect();
    std::fs::write(path, hex + "\n")?;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))?;
    Ok(())
}

fn add_user(app: &App, service: ServiceId, email: &str, role: Role) -> Result<UserId> {
    let hash = app.hash_password(PASSWORD).map_err(said)?;
    let new = NewAccount {
        email: email.into(),
        name: role.label().into(),
        roles: vec![role],
        languages: vec!["en".into()],
        room: 30,
        ..NewAccount::default()
    };
    app.write_now(&Actor::System { service }, move |act| accounts::add(act, &new, &hash))
        .map_err(said)
}

/// Sends every referral through the use case, a thousand to a transaction; the last person is
/// taken on by the link worker.
fn refer_all(
    app: &App,
    service: ServiceId,
    coordinator: UserId,
    worker: UserId,
) -> Result<PersonId> {
    let system = Actor::System { service };
    let referrer = Referrer::User { user: coordinator, organisation: "Bench Practice".into() };
    let mut last = None;
    for thousand in 0..REFERRALS / 1000 {
        let referrer = referrer.clone();
        let sent = app.write_now(&system, move |act| {
            let mut sent = None;
            for n in 0..1000 {
                sent = Some(refer::send(act, &draft(thousand * 1000 + n), &referrer, None, "")?);
            }
            Ok(sent)
        });
        last = sent.map_err(said)?;
    }
    let sent = last.context("at least one referral")?;
    let steps = [
        Action::FindEligible,
        Action::Queue { route: Route::LinkWorker },
        Action::Allocate { link_worker: worker },
    ];
    for step in steps {
        app.write_now(&system, move |act| {
            let referral = referrals::load(act, sent.referral, Verb::Triage)?;
            referrals::advance(act, &referral, step.clone())
        })
        .map_err(said)?;
    }
    Ok(sent.person)
}

fn draft(n: u32) -> Draft {
    Draft {
        details: Details {
            given_name: format!("Given{n}"),
            family_name: format!("Family{}", n % 977),
            born_on: jiff::civil::Date::new(1940 + (n % 60) as i16, 1 + (n % 12) as i8, 5).ok(),
            phone: Some("01632 960001".into()),
            ..Details::default()
        },
        needs: vec![Need::ALL[n as usize % Need::ALL.len()]],
        referrer_words: "Lives alone since the spring.".into(),
        person_words: "I would like to get out again.".into(),
        agreed: Some(How::Spoken),
        ..Draft::default()
    }
}

fn said(error: app::AppError) -> anyhow::Error {
    anyhow!("{error}")
}
