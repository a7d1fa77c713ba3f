//! `kith import geography`: files of reference geography, a few thousand rows at a time.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

use anyhow::Result;
use app::geography::{self, Load, Tally};
use app::{Actor, App};
use domain::ids::ServiceId;
use interop::geography::{Kind, Reader, Row};
use uuid::Uuid;

use crate::cli::ImportGeography;
use crate::exit::{Code, refused};
use crate::open;
use crate::progress::Progress;
use crate::say;
use crate::settings::Settings;

/// Rows put in at once: each batch is one transaction.
const BATCH: usize = 4_000;

pub(crate) fn run(args: &ImportGeography, settings: &Settings) -> Result<Code> {
    let kind = args.kind.as_deref().and_then(Kind::from_key);
    let open = open::all(settings)?;
    for file in &args.files {
        let shown = file.display();
        let source = File::open(file)
            .map_err(|why| refused(format!("The file {shown} cannot be read: {why}.")))?;
        let reader = interop::geography::open(source, kind)
            .map_err(|why| refused(format!("{shown}: {why}")))?;
        let of = reader.kind;
        let name = file_name(file);
        let done = match args.dry_run {
            true => read_only(reader),
            false => {
                let source = args.source.clone().unwrap_or_else(|| name.clone());
                load(&open.app, reader, Load { kind: of, name: source, file: name.clone() })?
            }
        };
        tell(&name, of, &done, args.dry_run);
    }
    Ok(Code::Done)
}

#[derive(Default)]
struct Done {
    tally: Tally,
    facts: i64,
    reasons: BTreeMap<&'static str, u64>,
}

impl Done {
    /// Counts a row of the file; what it says.
    fn count(&mut self, said: interop::geography::Said) -> Vec<Row> {
        self.tally.rows += 1;
        match said {
            Ok(facts) => {
                self.facts += i64::try_from(facts.len()).unwrap_or_default();
                facts
            }
            Err(refused) => {
                self.tally.refused += 1;
                *self.reasons.entry(refused.reason).or_default() += 1;
                Vec::new()
            }
        }
    }
}

fn file_name(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn read_only(reader: Reader<'_>) -> Done {
    let mut done = Done::default();
    for said in reader {
        done.count(said);
    }
    done
}

/// Geography belongs to no service, and no person is touched: Kith itself acts, for nobody.
fn nobody() -> Actor {
    Actor::System { service: ServiceId(Uuid::nil()) }
}

fn load(app: &App, reader: Reader<'_>, what: Load) -> Result<Done> {
    let (actor, kind) = (nobody(), what.kind);
    let (id, before) = app.write_now(&actor, move |act| geography::begin(act, &what))?;
    let mut progress = Progress::begin("Reading geography", None);
    let (mut done, mut changed) = (Done::default(), 0);
    let mut batch: Vec<Row> = Vec::with_capacity(BATCH);
    for said in reader {
        batch.extend(done.count(said));
        if batch.len() >= BATCH {
            let rows = std::mem::take(&mut batch);
            changed += app.write_now(&actor, move |act| geography::take(act, id, &rows))?;
            progress.reached(u64::try_from(done.tally.rows)?);
        }
    }
    let rows = batch;
    changed += app.write_now(&actor, move |act| geography::take(act, id, &rows))?;
    progress.reached(u64::try_from(done.tally.rows)?);
    progress.end();
    let tally = done.tally;
    done.tally = app
        .write_now(&actor, move |act| geography::end(act, (id, kind), tally, (before, changed)))?;
    Ok(done)
}

fn tell(name: &str, kind: Kind, done: &Done, is_trial: bool) {
    let tally = done.tally;
    let would = if is_trial { " (a trial: nothing was changed)" } else { "" };
    say::line(format!("{name}: {}, {} rows{would}", kind.label(), tally.rows));
    if !is_trial {
        let unchanged = done.facts - tally.added - tally.changed;
        say::line(format!("  {:>8}  added", tally.added));
        say::line(format!("  {:>8}  changed", tally.changed));
        say::line(format!("  {unchanged:>8}  unchanged"));
    }
    say::line(format!("  {:>8}  rows not taken", tally.refused));
    for (reason, count) in &done.reasons {
        say::line(format!("          {count:>8}  {reason}"));
    }
}
