//! Rows that other rows need, and times to put into them.

use domain::ids::{PersonId, ReferralId, ServiceId, UserId};
use domain::person::{Details, Person};
use domain::referral::{Referral, Referrer, Route, State, Work};
use domain::triage::Circumstances;
use jiff::{SignedDuration, Timestamp};
use rand::SeedableRng;
use rand_chacha::ChaCha12Rng;
use store::sealing::{DataKey, Keys};
use store::{Db, args, testing};
use uuid::Uuid;

/// An id made of a number.
pub(crate) fn id<T: From<Uuid>>(n: u128) -> T {
    T::from(Uuid::from_u128(n))
}

/// So many minutes after the database was made.
pub(crate) fn minute(n: i64) -> Timestamp {
    testing::made_at() + SignedDuration::from_mins(n)
}

/// A service.
pub(crate) fn service(db: &Db, n: u128) -> ServiceId {
    db.write_now(move |c| {
        c.exec(
            "INSERT INTO service (service_id, slug, settings, is_demonstration, created_at, version)
             VALUES ($1, $2, $3, FALSE, $4, 1)",
            args![id::<ServiceId>(n), format!("s{n}"), serde_json::json!({}), minute(0)],
        )
    })
    .unwrap();
    id(n)
}

/// A user of service 1, which must be there.
pub(crate) fn user(db: &Db, n: u128) -> UserId {
    db.write_now(move |c| {
        c.exec(
            "INSERT INTO user_account (user_id, service_id, email, email_folded, name, roles,
                languages, room, is_active, created_at, version)
             VALUES ($1, $2, $3, $3, 'Name', $4, $4, 0, TRUE, $5, 1)",
            args![
                id::<UserId>(n),
                id::<ServiceId>(1),
                format!("u{n}@example.org"),
                serde_json::json!([]),
                minute(0)
            ],
        )
    })
    .unwrap();
    id(n)
}

/// A person of service 1 with an open episode of user 1, and the key of what is sealed for them.
pub(crate) struct Episode {
    pub(crate) service: ServiceId,
    pub(crate) worker: UserId,
    pub(crate) person: PersonId,
    pub(crate) referral: ReferralId,
    pub(crate) key: DataKey,
}

/// Adds such an episode, with the service and the user that it needs.
pub(crate) fn episode(db: &Db) -> Episode {
    let (service, worker) = (service(db, 1), user(db, 1));
    let (person, referral) = (id(10), id(20));
    let keys = Keys::from_master([7; 32]);
    let key = db
        .write_now(move |c| {
            let details = Details { given_name: "Ada".into(), ..Details::default() };
            let somebody = Person { id: person, details, created_at: minute(0), version: 1 };
            let mut chance = ChaCha12Rng::seed_from_u64(1);
            let key = store::people::add(c, &keys, service, &somebody, &mut chance)?;
            let route = Route::LinkWorker;
            let work = Work { route, link_worker: worker, first_contact_at: minute(1) };
            let episode = Referral {
                id: referral,
                person,
                referrer: Referrer::Oneself { on_behalf: None },
                needs: Vec::new(),
                circumstances: Circumstances::default(),
                referrer_words: String::new(),
                person_words: String::new(),
                sent_at: minute(0),
                state: State::Active(work),
                state_since: minute(1),
                complexity: 2,
                version: 1,
            };
            store::referrals::add(c, service, &key, &episode)?;
            Ok::<_, store::StoreError>(key)
        })
        .unwrap();
    Episode { service, worker, person, referral, key }
}
