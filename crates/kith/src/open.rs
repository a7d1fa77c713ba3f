//! Opening the database, the keys and the use cases, each failure told in a sentence.

use std::path::Path;

use anyhow::{Context, Result};
use app::{Actor, App, Clock};
use domain::ids::ServiceId;
use store::sealing::Keys;
use store::services::Found;
use store::{Address, Db};

use crate::clock::{self, RealClock};
use crate::exit::{Code, refused, stop};
use crate::settings::Settings;

/// A database that is open and up to date, with the use cases on it.
pub(crate) struct Open {
    pub(crate) db: Db,
    pub(crate) app: App,
}

/// The database, wherever it is. Makes a SQLite file where there is none.
pub(crate) fn database(settings: &Settings) -> Result<Db> {
    if let Address::Sqlite(path) = &settings.database {
        folder_of(path)?;
    }
    Db::open(&settings.database)
        .with_context(|| format!("The database {} cannot be opened", settings.database))
}

/// Makes the folder of a file where it is missing.
pub(crate) fn folder_of(path: &Path) -> Result<()> {
    let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) else {
        return Ok(());
    };
    std::fs::create_dir_all(folder)
        .with_context(|| format!("The folder {} cannot be made", folder.display()))
}

/// The database that must be there already.
pub(crate) fn existing(settings: &Settings) -> Result<Db> {
    if let Address::Sqlite(path) = &settings.database
        && !path.exists()
    {
        return Err(stop(
            Code::Database,
            format!(
                "There is no database at {}. Name another with --database, or make it with \
                 `kith migrate`.",
                path.display()
            ),
        ));
    }
    database(settings)
}

/// Refuses while the database is behind this version.
pub(crate) fn refuse_pending(db: &Db) -> Result<()> {
    match db.read_now(store::pending)?.len() {
        0 => refuse_different(db),
        steps => Err(stop(
            Code::Database,
            format!(
                "The database {} needs {steps} step{} to reach this version of Kith. Make a \
                 backup, then run `kith migrate`.",
                db.address(),
                if steps == 1 { "" } else { "s" }
            ),
        )),
    }
}

/// Refuses tables that are not as this version made them: better a sentence than half a page.
pub(crate) fn refuse_different(db: &Db) -> Result<()> {
    let differences = db.read_now(store::schema::list_differences)?;
    let Some(first) = differences.first() else { return Ok(()) };
    Err(stop(
        Code::Database,
        format!(
            "The tables of {} are not those of this version: {} differ, such as {first}. It was \
             made by an unfinished version or changed by hand. For a demonstration, begin again \
             with `kith demo --fresh`; otherwise restore a backup.",
            db.address(),
            differences.len()
        ),
    ))
}

/// Everything that a command needs, on a database that is up to date.
pub(crate) fn all(settings: &Settings) -> Result<Open> {
    let db = existing(settings)?;
    refuse_pending(&db)?;
    let keys = Keys::load(&settings.key_file)?;
    let is_demonstration = list(&db)?.iter().any(|found| found.is_demonstration);
    with(settings, db, keys, is_demonstration)
}

/// The use cases over an open database.
pub(crate) fn with(settings: &Settings, db: Db, keys: Keys, demonstration: bool) -> Result<Open> {
    with_clock(settings, (db, keys), Box::new(RealClock), demonstration)
}

/// The same by another clock: the demonstration makes its own past.
pub(crate) fn with_clock(
    settings: &Settings,
    (db, keys): (Db, Keys),
    clock: Box<dyn Clock>,
    demonstration: bool,
) -> Result<Open> {
    let app_settings = app::Settings { public_url: settings.public_url(), demonstration };
    let app = App::new(db.clone(), keys, clock, clock::chance()?, app_settings);
    Ok(Open { db, app })
}

/// Every service of a database that is up to date.
pub(crate) fn list(db: &Db) -> Result<Vec<Found>> {
    Ok(db.read_now(store::services::list)?)
}

impl Open {
    /// The service that the settings name, or the only one there is.
    pub(crate) fn service(&self, settings: &Settings) -> Result<Found> {
        let all = self.app.list_services_now()?;
        choose(all, settings.service())
    }

    /// Kith itself, acting in the chosen service.
    pub(crate) fn actor(&self, settings: &Settings) -> Result<Actor> {
        let service: ServiceId = self.service(settings)?.id;
        Ok(Actor::System { service })
    }
}

fn choose(mut all: Vec<Found>, name: Option<&str>) -> Result<Found> {
    let names: Vec<String> = all.iter().map(|found| found.slug.clone()).collect();
    let names = names.join(", ");
    match name {
        Some(name) => all.into_iter().find(|found| found.slug == name).ok_or_else(|| {
            refused(format!("There is no service {name} in this database. It holds: {names}."))
        }),
        None if all.len() == 1 => Ok(all.remove(0)),
        None if all.is_empty() => Err(refused(
            "This database holds no service yet. Add one: `kith service example` prints a \
             settings file, `kith service add NAME FILE` takes it.",
        )),
        None => Err(refused(format!("Which service? Add --service and one of: {names}."))),
    }
}
