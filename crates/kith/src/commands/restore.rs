//! `kith restore`: a backup into an empty database, all of it or nothing.

use std::path::PathBuf;
use std::sync::Mutex;

use anyhow::Result;
use store::audit::Verdict;
use store::backup::{self, Restored};
use store::sealing::Keys;
use store::{Address, Db, people};

use crate::cli::Restore;
use crate::clock;
use crate::exit::{Code, refused};
use crate::open;
use crate::progress;
use crate::say;
use crate::settings::Settings;

pub(crate) fn run(args: &Restore, settings: &Settings) -> Result<Code> {
    let whole = backup::look(&args.file, progress::rows("Checking the file"))
        .map_err(|why| refused(format!("Nothing was restored: {why}.")))?;
    say::line(format!(
        "{} was made at {} and is whole: {} records.",
        args.file.display(),
        whole.header.made_at,
        whole.header.rows()
    ));
    if args.check {
        return Ok(Code::Done);
    }
    let made = new_file(settings);
    let filled = fill(args, settings, whole.header);
    if filled.is_err() {
        // What was not there before is not there afterwards.
        for file in made {
            drop(std::fs::remove_file(file));
        }
    }
    let (db, restored) = filled?;
    say::line(format!("Restored {} records into {}.", restored.rows, settings.database));
    let code = tell_trails(&restored);
    tell_key(&db, settings).map(|key| if code == Code::Done { key } else { code })
}

fn fill(args: &Restore, settings: &Settings, header: backup::Header) -> Result<(Db, Restored)> {
    let db = open::database(settings)?;
    db.read_now(move |c| backup::refuse_unready(c, &header))
        .map_err(|why| refused(format!("Nothing was restored: {why}.")))?;
    let told = Mutex::new(progress::rows("Restoring records"));
    let told = move |done, total| {
        if let Ok(mut told) = told.lock() {
            told(done, total);
        }
    };
    let restored = backup::restore(&db, &args.file, clock::now(), told)?;
    Ok((db, restored))
}

/// The files that opening a SQLite database makes, where it is not there yet.
fn new_file(settings: &Settings) -> Vec<PathBuf> {
    let Address::Sqlite(path) = &settings.database else { return Vec::new() };
    if path.exists() {
        return Vec::new();
    }
    let with = |ending| {
        let mut file = path.clone().into_os_string();
        file.push(ending);
        PathBuf::from(file)
    };
    ["", "-wal", "-shm"].map(with).to_vec()
}

fn tell_trails(restored: &Restored) -> Code {
    let mut code = Code::Done;
    for trail in &restored.trails {
        match trail.verdict {
            Verdict::Whole(head) => say::line(format!(
                "{}: the audit trail is whole, {} entries.",
                trail.slug, head.seq
            )),
            Verdict::Broken { seq, fault } => {
                say::line(format!(
                    "{}: entry {seq} {fault}. The audit trail is like this in the backup.",
                    trail.slug
                ));
                code = Code::Trail;
            }
        }
    }
    code
}

/// Says whether the key file that the settings name opens what was restored.
fn tell_key(db: &Db, settings: &Settings) -> Result<Code> {
    let shown = settings.key_file.display();
    let keys = match Keys::load(&settings.key_file) {
        Ok(keys) => keys,
        Err(why) => {
            say::line(format!("What is sealed cannot be opened yet: {why}."));
            return Ok(Code::Attention);
        }
    };
    match db.read_now(move |c| people::opens(c, &keys))? {
        Some(false) => {
            say::line(format!(
                "The key file {shown} belongs to another database: it does not open what was \
                 restored. Put the right one there before you start the service."
            ));
            Ok(Code::Attention)
        }
        Some(true) => {
            say::line(format!("The key file {shown} opens it."));
            Ok(Code::Done)
        }
        None => Ok(Code::Done),
    }
}
