//! `kith import groups`: a listing, read into the directory, with a report of what was not taken.

mod files;

use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use app::imports::{self, Incoming, Tally};
use interop::listing::{Format, Listing, Page, Wanted, read_all};

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
    let report = args.report.clone().unwrap_or_else(|| beside(&args.file, &listing.source));
    let total = listing.groups.len();
    let mut progress =
        Progress::begin("Putting groups into the directory", u64::try_from(total).ok());
    let incoming = Incoming {
        listing,
        origin: origin(&args.file),
        is_whole: args.complete,
        may_withdraw_most: args.confirm_withdrawals,
    };
    write_report(&report, &incoming.listing)?;
    let (taken, dry_run) = (incoming.clone(), args.dry_run);
    let tally = open.app.write_now(&actor, move |act| match dry_run {
        true => imports::try_out(act, &taken),
        false => imports::take_over(act, &taken),
    })?;
    progress.reached(tally.added + tally.changed + tally.unchanged);
    progress.end();
    tell(&incoming.listing, tally, args);
    say::line(format!("Each row not taken, with its reason: {}", report.display()));
    Ok(Code::Done)
}

fn read(args: &ImportGroups) -> Result<Listing> {
    let mapping = args.mapping.as_deref().map(|path| {
        std::fs::read_to_string(path).map_err(|why| {
            refused(format!("The mapping {} cannot be read: {why}.", path.display()))
        })
    });
    let mapping = mapping.transpose()?;
    let files = files::read(&args.file)?;
    if args.complete && files.breaks_off {
        return Err(refused(
            "This is one page of several, so it is not everything that its source has. Name the \
             folder with all pages or the feed’s address, or leave --complete out.",
        ));
    }
    let pages: Vec<Page<'_>> =
        files.pages.iter().map(|(name, bytes)| Page { name, bytes }).collect();
    let wanted = Wanted {
        format: args.format.as_deref().and_then(Format::from_key),
        mapping: mapping.as_deref(),
    };
    let listing = read_all(&pages, &wanted).map_err(|why| refused(why.to_string()))?;
    Ok(match &args.source {
        Some(source) => listing.named(source),
        None => listing,
    })
}

/// Where it came from, without the folders of whoever imported it.
fn origin(file: &str) -> String {
    if files::is_address(file) {
        return file.to_owned();
    }
    let name = Path::new(file).file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

fn beside(file: &str, source: &str) -> PathBuf {
    if files::is_address(file) {
        return PathBuf::from(format!("{source}.report.csv"));
    }
    PathBuf::from(format!("{}.report.csv", file.trim_end_matches('/')))
}

fn write_report(path: &Path, listing: &Listing) -> Result<()> {
    let shown = path.display();
    let file = File::create(path).with_context(|| format!("The report {shown}"))?;
    let mut report = csv::Writer::from_writer(file);
    report.write_record(["row", "id", "reason", "explanation", "file"])?;
    for refused in &listing.refused {
        let row = refused.row.to_string();
        let id = refused.id.as_deref().unwrap_or_default();
        let (why, file) = (refused.reason.to_string(), refused.file.as_deref().unwrap_or_default());
        report.write_record([&row, id, refused.reason.key(), &why, file])?;
    }
    report.flush().with_context(|| format!("The report {shown}"))
}

fn tell(listing: &Listing, tally: Tally, args: &ImportGroups) {
    let would = if args.dry_run { " (a trial: nothing was changed)" } else { "" };
    say::line(format!("Listing {}: {} rows{would}", listing.source, listing.rows));
    say::line(format!("  {:>6}  groups added", tally.added));
    say::line(format!("  {:>6}  groups changed", tally.changed));
    say::line(format!("  {:>6}  groups unchanged", tally.unchanged));
    say::line(format!("  {:>6}  rows that are further sessions", listing.folded_sessions));
    if !listing.gone.is_empty() {
        say::line(format!("  {:>6}  rows that say a group is gone", listing.gone.len()));
    }
    say::line(format!("  {:>6}  rows not taken", listing.refused.len()));
    for (reason, count) in listing.refused_by_reason() {
        say::line(format!("          {count:>6}  {}", reason.replace('_', " ")));
    }
    for (note, count) in &listing.notes {
        say::line(format!("  {count:>6}  {}", note.label()));
    }
    if tally.withdrawn > 0 {
        say::line(format!("  {:>6}  withdrawn: their source has them no longer", tally.withdrawn));
        let stay = tally.withdrawn.saturating_sub(tally.left);
        say::line(format!("          {stay:>6}  of them stay, because somebody else vouches"));
    }
    if tally.not_named > 0 {
        say::line(format!(
            "  {:>6}  from before are not in it and stay; with --complete they are withdrawn",
            tally.not_named
        ));
    }
}
