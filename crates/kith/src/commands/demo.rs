//! `kith demo`: the made-up town, in a database of its own.

use std::path::PathBuf;

use anyhow::{Context, Result};
use store::{Address, Db};

use crate::cli::Demo;
use crate::clock;
use crate::commands::migrate;
use crate::demo::seed;
use crate::demo::walk::PastClock;
use crate::exit::{Code, refused};
use crate::open;
use crate::say;
use crate::server;
use crate::settings::Settings;

pub(crate) fn run(args: &Demo, settings: &Settings) -> Result<Code> {
    let listener = server::listen(settings)?;
    let address = server::address_of(&listener)?;
    if args.fresh {
        throw_away(settings)?;
    }
    let mut db = open::database(settings)?;
    refuse_real(settings, &db)?;
    if is_half_made(&db)? {
        drop(db);
        begin_afresh(settings)?;
        db = open::database(settings)?;
    }
    let keys = migrate::key_first(settings, &db)?;
    migrate::bring_up_to_date(&db)?;
    open::refuse_different(&db)?;
    let reached = settings.reached_at(&address);
    if open::list(&db)?.is_empty() {
        let now = clock::now();
        let past = PastClock::at(now);
        let parts = (db.clone(), keys.clone());
        let making = open::with_clock(&reached, parts, Box::new(past.clone()), true)?;
        seed::everything(&making.app, &past, now)?;
    }
    let open = open::with(&reached, db, keys, true)?;
    let demo = seed::sign_ins()?;
    let ready = welcome(&address, &demo);
    server::run(settings, listener, open, Some(demo), &ready)?;
    Ok(Code::Done)
}

fn welcome(address: &str, demo: &web::Demo) -> String {
    let who = |one: &web::DemoSignIn| format!("    {:<24} {}\n", one.email, one.role);
    let sign_ins: String = demo.sign_ins.iter().map(who).collect();
    format!(
        "\n  Kith is ready at {address}\n\n  Sign in with the password “{}” as\n{sign_ins}\n  \
         Everybody here is invented. Ctrl-C stops it.\n",
        demo.password
    )
}

/// Whether the demonstration was stopped while it was being made.
fn is_half_made(db: &Db) -> Result<bool> {
    if !db.read_now(|c| store::dialect::has_table(c, "service"))? {
        return Ok(false);
    }
    Ok(open::list(db)?.iter().any(|found| found.slug == seed::BEING_MADE))
}

/// Throws away what was left half made.
fn begin_afresh(settings: &Settings) -> Result<()> {
    let Address::Sqlite(_) = &settings.database else {
        return Err(refused(format!(
            "The demonstration in {} was stopped before it was complete. Drop its schema, then \
             start again.",
            settings.database
        )));
    };
    say::note("The demonstration was stopped before it was complete. It is made afresh.");
    throw_away(settings)
}

/// A database that holds a real service is left alone, untouched.
fn refuse_real(settings: &Settings, db: &Db) -> Result<()> {
    if !db.read_now(|c| store::dialect::has_table(c, "service"))? {
        return Ok(());
    }
    if open::list(db)?.iter().all(|found| found.is_demonstration) {
        return Ok(());
    }
    Err(refused(format!(
        "The database {} holds a real service, so the demonstration leaves it alone. Start the \
         service with `kith serve`, or give the demonstration another file with --database.",
        settings.database
    )))
}

/// Deletes the demonstration's file, after a look at what is in it.
fn throw_away(settings: &Settings) -> Result<()> {
    let Address::Sqlite(path) = &settings.database else {
        return Err(refused(
            "--fresh can throw away a demonstration in a SQLite file only. On PostgreSQL, drop \
             its schema yourself.",
        ));
    };
    if !path.exists() {
        return Ok(());
    }
    let db = open::database(settings)?;
    refuse_real(settings, &db)?;
    drop(db);
    for ending in ["", "-wal", "-shm"] {
        let mut file = path.clone().into_os_string();
        file.push(ending);
        let file = PathBuf::from(file);
        if file.exists() {
            std::fs::remove_file(&file)
                .with_context(|| format!("{} could not be deleted", file.display()))?;
        }
    }
    Ok(())
}
