//! `kith migrate`: the database, brought up to this version.

use anyhow::Result;
use store::Db;
use store::sealing::Keys;

use crate::cli::Migrate;
use crate::clock;
use crate::exit::{Code, refused};
use crate::open;
use crate::say;
use crate::settings::Settings;

pub(crate) fn run(args: &Migrate, settings: &Settings) -> Result<Code> {
    if args.dry_run {
        return foretell(settings);
    }
    let db = open::database(settings)?;
    key_first(settings, &db)?;
    let done = bring_up_to_date(&db)?;
    match done.is_empty() {
        true => say::line("The database is up to date."),
        false => say::line(format!("Done: {}.", done.join(", "))),
    }
    Ok(Code::Done)
}

fn foretell(settings: &Settings) -> Result<Code> {
    let steps = open::existing(settings)?.read_now(store::pending)?;
    match steps.is_empty() {
        true => say::line("The database is up to date."),
        false => say::line(format!("To be done: {}.", steps.join(", "))),
    }
    Ok(Code::Done)
}

/// Applies what is missing; the names of the steps.
pub(crate) fn bring_up_to_date(db: &Db) -> Result<Vec<&'static str>> {
    let now = clock::now();
    Ok(db.write_now(move |c| store::migrate(c, now))?)
}

/// Makes the key file for a new database, and asks for the old one for an old database.
pub(crate) fn key_first(settings: &Settings, db: &Db) -> Result<Keys> {
    let path = &settings.key_file;
    if path.exists() {
        return Ok(Keys::load(path)?);
    }
    if db.read_now(|c| store::dialect::has_table(c, "service"))? && !open::list(db)?.is_empty() {
        return Err(refused(format!(
            "This database holds a service already, and its key file is not at {}. Put the key \
             file there, or name it with --key-file: a new key could open nothing.",
            path.display()
        )));
    }
    open::folder_of(path)?;
    let keys = Keys::create(path, &mut clock::chance()?)?;
    say::note(format!(
        "Made the key file {}. Without it nobody can read what is kept about people: copy it \
         to a safe place, apart from your backups.",
        path.display()
    ));
    Ok(keys)
}
