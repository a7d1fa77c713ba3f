//! `kith import groups`: a listing, read into the directory, with a report of what was not taken.

use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use app::imports::{self, Tally};
use interop::listing::{self, Listing};

use crate::cli::ImportGroups;
use crate::exit::{Code, refused};
use crate::open;
use crate::progress::Progress;
use crate::say;
use crate::settings::Settings;

pub(crate) fn run(args: &ImportGroups, settings: &Settings) -> Result<Code> {
    let listing = read(args)?;
    let open = open::all(settings)?;
    let actor = open.actor(settings)?;
    let entries = listing.groups.clone();
    let mut progress =
        Progress::begin("Putting groups into the directory", u64::try_from(entries.len()).ok());
    let tally = match args.dry_run {
        true => open.app.write_now(&actor, move |act| imports::try_out(act, &entries)),
        false => open.app.write_now(&actor, move |act| imports::take_over(act, &entries)),
    }?;
    progress.reached(tally.added + tally.changed + tally.unchanged);
    progress.end();
    let report = args.report.clone().unwrap_or_else(|| beside(&args.file));
    write_report(&report, &listing)?;
    tell(&listing, tally, args.dry_run, &report);
    Ok(Code::Done)
}

fn read(args: &ImportGroups) -> Result<Listing> {
    let name = args.file.display().to_string();
    let bytes = std::fs::read(&args.file)
        .map_err(|why| refused(format!("The file {name} cannot be read: {why}.")))?;
    say::note(format!("Reading {name} …"));
    let listing = listing::read(&bytes, &name).map_err(|why| refused(why.to_string()))?;
    Ok(match &args.source {
        Some(source) => listing.named(source),
        None => listing,
    })
}

fn beside(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".report.csv");
    PathBuf::from(name)
}

fn write_report(path: &Path, listing: &Listing) -> Result<()> {
    let shown = path.display();
    let file = File::create(path).with_context(|| format!("The report {shown}"))?;
    let mut report = csv::Writer::from_writer(file);
    report.write_record(["row", "id", "reason", "explanation"])?;
    for refused in &listing.refused {
        let row = refused.row.to_string();
        let id = refused.id.as_deref().unwrap_or_default();
        report.write_record([&row, id, refused.reason.key(), &refused.reason.to_string()])?;
    }
    report.flush().with_context(|| format!("The report {shown}"))
}

fn tell(listing: &Listing, tally: Tally, is_trial: bool, report: &Path) {
    let would = if is_trial { " (a trial: nothing was changed)" } else { "" };
    say::line(format!("Listing {}: {} rows{would}", listing.source, listing.rows));
    say::line(format!("  {:>6}  groups added", tally.added));
    say::line(format!("  {:>6}  groups changed", tally.changed));
    say::line(format!("  {:>6}  groups unchanged", tally.unchanged));
    say::line(format!("  {:>6}  rows that are further sessions", listing.folded_sessions));
    say::line(format!("  {:>6}  rows not taken", listing.refused.len()));
    for (reason, count) in listing.refused_by_reason() {
        say::line(format!("          {count:>6}  {}", reason.replace('_', " ")));
    }
    for (note, count) in &listing.notes {
        say::line(format!("  {count:>6}  {}", note.label()));
    }
    say::line(format!("Each row not taken, with its reason: {}", report.display()));
}
