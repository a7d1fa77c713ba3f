//! One act: who, when, in which transaction. Use cases take it as their first argument.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::access::{Relation, Verb};
use domain::ids::ServiceId;
use domain::service;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use rand::Rng;
use rand_chacha::ChaCha12Rng;
use store::acts::ActKey;
use store::sealing::Keys;
use store::{Conn, Db, StoreError, audit};
use uuid::{Builder, Uuid};

use crate::actor::Actor;
use crate::directory::{Directory, Lookalikes};
use crate::error::{AppError, AppResult};
use crate::feed::Shelf;
use crate::geography;
use crate::ports::Clock;

/// The use cases and what they stand on. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Kit>);

/// What all acts share.
pub(crate) struct Kit {
    pub(crate) db: Db,
    pub(crate) keys: Keys,
    pub(crate) clock: Box<dyn Clock>,
    pub(crate) chance: Mutex<ChaCha12Rng>,
    pub(crate) settings: Settings,
    pub(crate) directory: Directory,
    pub(crate) lookalikes: Lookalikes,
    pub(crate) spots: geography::SpotCache,
    pub(crate) feed: Shelf,
}

/// What the use cases need to know of how this copy is set up.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where people reach it, without a slash at the end.
    pub public_url: String,
    /// Whether this is the demonstration, which accepts the published password.
    pub demonstration: bool,
}

/// One act in one transaction.
pub struct Act<'a> {
    /// The transaction.
    pub(crate) conn: &'a mut Conn,
    /// Who acts.
    pub actor: &'a Actor,
    /// When.
    pub now: Timestamp,
    pub(crate) kit: &'a Kit,
}

impl App {
    /// The use cases over a database.
    #[must_use]
    pub fn new(
        db: Db,
        keys: Keys,
        clock: Box<dyn Clock>,
        chance: ChaCha12Rng,
        settings: Settings,
    ) -> App {
        let (chance, directory) = (Mutex::new(chance), Directory::default());
        let (spots, feed) = (geography::SpotCache::default(), Shelf::default());
        let lookalikes = Lookalikes::default();
        let kit = Kit { db, keys, clock, chance, settings, directory, lookalikes, spots, feed };
        App(Arc::new(kit))
    }

    /// Reads as somebody, in one snapshot.
    ///
    /// # Errors
    /// What the use case says.
    pub async fn read<T, F>(&self, actor: &Actor, f: F) -> AppResult<T>
    where
        F: FnOnce(&mut Act<'_>) -> AppResult<T> + Send + 'static,
        T: Send + 'static,
    {
        let (kit, actor) = (Arc::clone(&self.0), actor.clone());
        self.0.db.read(move |conn| f(&mut kit.act(conn, &actor))).await
    }

    /// Acts as somebody, in one transaction: all of it happens or nothing.
    ///
    /// The closure may run again when two transactions met.
    ///
    /// # Errors
    /// What the use case says; nothing was changed then.
    pub async fn write<T, F>(&self, actor: &Actor, f: F) -> AppResult<T>
    where
        F: Fn(&mut Act<'_>) -> AppResult<T> + Send + 'static,
        T: Send + 'static,
    {
        let (kit, actor) = (Arc::clone(&self.0), actor.clone());
        self.0.db.write(move |conn| f(&mut kit.act(conn, &actor))).await
    }

    /// [`App::read`] for commands and job threads. Never from async code.
    ///
    /// # Errors
    /// What the use case says.
    pub fn read_now<T, F>(&self, actor: &Actor, f: F) -> AppResult<T>
    where
        F: FnOnce(&mut Act<'_>) -> AppResult<T> + Send + 'static,
        T: Send + 'static,
    {
        let (kit, actor) = (Arc::clone(&self.0), actor.clone());
        self.0.db.read_now(move |conn| f(&mut kit.act(conn, &actor)))
    }

    /// [`App::write`] for commands and job threads. Never from async code.
    ///
    /// # Errors
    /// What the use case says; nothing was changed then.
    pub fn write_now<T, F>(&self, actor: &Actor, f: F) -> AppResult<T>
    where
        F: Fn(&mut Act<'_>) -> AppResult<T> + Send + 'static,
        T: Send + 'static,
    {
        let (kit, actor) = (Arc::clone(&self.0), actor.clone());
        self.0.db.write_now(move |conn| f(&mut kit.act(conn, &actor)))
    }

    /// A key for a form that is about to be shown: a second press of the same form is one act.
    #[must_use]
    pub fn form_key(&self) -> String {
        use base64::Engine;
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(self.0.bytes::<16>())
    }

    /// How many statements the database has run: a test counts a page's queries by it.
    #[must_use]
    pub fn statements(&self) -> u64 {
        self.0.db.statements()
    }

    /// A new id, for what is made outside an act: a service itself, the demonstration's groups.
    #[must_use]
    pub fn new_id<T: From<Uuid>>(&self) -> T {
        self.0.new_id(self.now())
    }

    /// The time by this copy's clock.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    /// How this copy is set up.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    pub(crate) fn kit(&self) -> &Arc<Kit> {
        &self.0
    }
}

impl Kit {
    /// The one source of chance, for as long as the guard lives.
    pub(crate) fn chance(&self) -> MutexGuard<'_, ChaCha12Rng> {
        self.chance.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn act<'a>(&'a self, conn: &'a mut Conn, actor: &'a Actor) -> Act<'a> {
        Act { conn, actor, now: self.clock.now(), kit: self }
    }

    fn new_id<T: From<Uuid>>(&self, now: Timestamp) -> T {
        let millis = u64::try_from(now.as_millisecond()).unwrap_or_default();
        T::from(Builder::from_unix_timestamp_millis(millis, &self.bytes()).into_uuid())
    }

    /// Random bytes, from the one source that the binary seeded.
    pub(crate) fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.chance().fill_bytes(&mut bytes);
        bytes
    }
}

/// How a trial ends: always undone, with what it would have done.
enum Undone<T> {
    Told(T),
    Broken(AppError),
}

impl<T> From<StoreError> for Undone<T> {
    fn from(error: StoreError) -> Undone<T> {
        Undone::Broken(error.into())
    }
}

/// What a trial never comes to: being kept.
enum Never {}

impl Act<'_> {
    /// The service in which this happens.
    #[must_use]
    pub fn service(&self) -> ServiceId {
        self.actor.service()
    }

    /// A new id, ordered by time (UUIDv7).
    #[must_use]
    pub fn new_id<T: From<Uuid>>(&self) -> T {
        self.kit.new_id(self.now)
    }

    /// Goes on only where the table of permissions allows it; otherwise it does not exist.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn require(&self, verb: Verb, relation: Relation) -> AppResult<()> {
        if self.actor.may(verb, relation) { Ok(()) } else { Err(AppError::NotFound) }
    }

    /// Does something to learn what it would do, and undoes it again whatever comes of it.
    ///
    /// # Errors
    /// What `f` says.
    pub(crate) fn undone<T>(
        &mut self,
        f: impl FnOnce(&mut Act<'_>) -> AppResult<T>,
    ) -> AppResult<T> {
        let (actor, now, kit) = (self.actor, self.now, self.kit);
        let done = self.conn.attempt(|conn| -> Result<Never, Undone<T>> {
            match f(&mut Act { conn, actor, now, kit }) {
                Ok(told) => Err(Undone::Told(told)),
                Err(why) => Err(Undone::Broken(why)),
            }
        });
        match done {
            Err(Undone::Told(told)) => Ok(told),
            Err(Undone::Broken(why)) => Err(why),
            Ok(never) => match never {},
        }
    }

    /// The settings of the service.
    ///
    /// # Errors
    /// `NotFound` where the service does not exist.
    pub fn service_settings(&mut self) -> AppResult<service::Settings> {
        let service = self.service();
        store::services::find_settings(self.conn, service)?.ok_or(AppError::NotFound)
    }

    /// Today's date where the service is.
    ///
    /// # Errors
    /// `NotFound` where the service does not exist.
    pub fn today(&mut self) -> AppResult<Date> {
        let settings = self.service_settings()?;
        Ok(day_in(&settings.time_zone, self.now))
    }

    /// Appends to the audit trail, in this transaction. `detail` names fields, never values.
    pub(crate) fn audit(
        &mut self,
        verb: &str,
        subject_kind: &str,
        subject: Uuid,
        detail: serde_json::Value,
    ) -> AppResult<()> {
        let entry = audit::Entry {
            at: self.now,
            actor: self.actor.label(),
            verb: verb.to_owned(),
            subject_kind: subject_kind.to_owned(),
            subject_id: Some(subject),
            detail,
        };
        audit::append(self.conn, self.actor.service(), &entry)?;
        Ok(())
    }

    /// Does something once per key: a second press returns what the first one did.
    ///
    /// `key` is the hidden field of the form and counts for this actor and this `form` only.
    pub(crate) fn once(
        &mut self,
        form: &str,
        key: &str,
        f: impl FnOnce(&mut Act<'_>) -> AppResult<String>,
    ) -> AppResult<String> {
        if key.is_empty() {
            return f(self);
        }
        let key = ActKey::new(&self.actor.label(), form, key);
        let (actor, now, kit) = (self.actor, self.now, self.kit);
        let done =
            store::acts::once(self.conn, &key, now, |conn| f(&mut Act { conn, actor, now, kit }))?;
        Ok(done.result().to_owned())
    }
}

/// The date in a time zone; UTC where the zone has no such name.
#[must_use]
pub(crate) fn day_in(time_zone: &str, at: Timestamp) -> Date {
    at.to_zoned(TimeZone::get(time_zone).unwrap_or(TimeZone::UTC)).date()
}

/// The date and time in a time zone; UTC where the zone has no such name.
#[must_use]
pub(crate) fn clock_in(time_zone: &str, at: Timestamp) -> DateTime {
    at.to_zoned(TimeZone::get(time_zone).unwrap_or(TimeZone::UTC)).datetime()
}
