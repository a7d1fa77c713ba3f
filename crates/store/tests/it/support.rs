//! Rows that other rows need, and times to put into them.

use jiff::{SignedDuration, Timestamp};
use store::{Db, args, testing};
use uuid::Uuid;

use domain::ids::{ServiceId, UserId};

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
