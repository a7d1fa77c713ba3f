//! `kith backup`: everything in one file, while the service goes on.

use anyhow::Result;
use store::backup;

use crate::cli::Backup;
use crate::clock;
use crate::exit::{Code, refused};
use crate::open;
use crate::progress;
use crate::say;
use crate::settings::Settings;

pub(crate) fn run(args: &Backup, settings: &Settings) -> Result<Code> {
    let db = open::existing(settings)?;
    open::refuse_pending(&db)?;
    let shown = args.file.display();
    if args.file.exists() {
        return Err(refused(format!(
            "There is something at {shown} already, and a backup never replaces a file. Choose \
             another name."
        )));
    }
    let whole = backup::save(&db, &args.file, clock::now(), progress::rows("Saving records"))?;
    say::line(format!("Saved {} records in {shown}.", whole.header.rows()));
    say::line(format!("  SHA-256 of the content: {}", whole.sha256));
    say::line(format!(
        "The key file {} is not in it: what is kept about people stays sealed. Keep a copy of \
         the key apart from your backups; without it nobody can read them.",
        settings.key_file.display()
    ));
    Ok(Code::Done)
}
