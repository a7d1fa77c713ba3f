//! A full export: everything of a service, opened, as CSV files that any program reads.
//!
//! For the day a service leaves. Where the files go is the caller's business.

use std::io::Write;

use domain::access::{Relation, Verb};
use domain::ids::ServiceId;
use serde_json::json;
use store::StoreError;
use store::opened::{self, Held, KeyRing, Whose};
use store::schema::{self, Table};

use crate::act::{Act, App};
use crate::actor::Actor;
use crate::error::{AppError, AppResult};
use crate::ownership::{self, Shown, TableWords};

/// Where an export is written to.
pub trait Files: Send {
    /// A new file of this name.
    ///
    /// # Errors
    /// What the file system says.
    fn add(&mut self, name: &str) -> std::io::Result<Box<dyn Write>>;
}

/// What was exported.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exported {
    /// How many rows of each table, in the order of the files.
    pub rows: Vec<(&'static str, u64)>,
    /// How many sealed values could not be opened.
    pub unreadable: u64,
}

impl App {
    /// Writes everything of a service to files. Never from async code.
    ///
    /// It is in the audit trail before the first file is begun.
    ///
    /// # Errors
    /// `NotFound` for actors who may not both run the installation and see everybody in it.
    pub fn export_everything_now(
        &self,
        actor: &Actor,
        mut files: Box<dyn Files>,
    ) -> AppResult<Exported> {
        self.write_now(actor, |act| {
            require(act)?;
            act.audit("service.export", "service", act.service().0, json!({}))
        })?;
        self.read_now(actor, move |act| everything(act, files.as_mut()))
    }
}

/// Taking data away needs both: to run the installation, and to see everybody in it.
///
/// The role of administrator alone sees no person; commands on the machine do.
pub(crate) fn require(act: &Act<'_>) -> AppResult<()> {
    act.require(Verb::Administer, Relation::Service)?;
    act.require(Verb::SeePerson, Relation::Service)
}

fn everything(act: &mut Act<'_>, files: &mut dyn Files) -> AppResult<Exported> {
    require(act)?;
    let service: ServiceId = act.service();
    let ring = KeyRing::of_service(act.conn, &act.kit.keys, service)?;
    let mut exported = Exported::default();
    for table in schema::tables() {
        let Some(words) = words_of(&table) else { continue };
        let columns = columns(&table, words, false);
        if matches!(words.shown, Shown::Secret(_)) {
            continue;
        }
        let name = format!("{}.csv", table.name);
        let mut csv = csv::Writer::from_writer(files.add(&name).map_err(unwritten)?);
        let names = columns.iter().map(|at| plain(words, table.columns[*at].name));
        csv.write_record(names).map_err(unwritten)?;
        let (mut rows, mut unreadable) = (0, 0);
        opened::each_row(act.conn, &ring, &table, Whose::Service(service), &mut |held| {
            rows += 1;
            let cells = columns.iter().map(|at| cell(&held[*at], &mut unreadable));
            csv.write_record(cells.collect::<Vec<_>>()).map_err(|_| unwritable())
        })?;
        csv.flush().map_err(unwritten)?;
        exported.rows.push((words.name, rows));
        exported.unreadable += unreadable;
    }
    let readme = readme(act, &exported)?;
    files
        .add("README.md")
        .and_then(|mut file| file.write_all(readme.as_bytes()))
        .map_err(unwritten)?;
    Ok(exported)
}

/// The words for a table; every table has some, which a test proves.
pub(crate) fn words_of(table: &Table) -> Option<&'static TableWords> {
    ownership::tables().iter().find(|words| words.name == table.name)
}

/// The places of the columns that an export shows.
pub(crate) fn columns(table: &Table, words: &TableWords, to_the_person: bool) -> Vec<usize> {
    let is_shown = |name: &str| match words.column(name).map(|column| column.shown) {
        Some(Shown::Everywhere | Shown::Nobody) => true,
        Some(Shown::Withheld(_)) => !to_the_person,
        Some(Shown::Secret(_)) | None => false,
    };
    let places = table.columns.iter().enumerate();
    places.filter(|(_, column)| is_shown(column.name)).map(|(at, _)| at).collect()
}

/// The name of a column in an export, where what was sealed is open.
pub(crate) fn plain(words: &TableWords, column: &str) -> String {
    match column.strip_suffix("_sealed") {
        None => column.to_owned(),
        Some(name) if words.column(name).is_some() => format!("{name}_opened"),
        Some(name) => name.to_owned(),
    }
}

pub(crate) fn cell(held: &Held, unreadable: &mut u64) -> String {
    match held {
        Held::Nothing => String::new(),
        Held::Text(text) => text.clone(),
        Held::Erased => "(erased)".to_owned(),
        Held::Unreadable => {
            *unreadable += 1;
            "(cannot be opened)".to_owned()
        }
    }
}

pub(crate) fn unwritable() -> StoreError {
    StoreError::other("the export cannot be written; is there room on the disk?")
}

/// What the file system says may name a path; the command says where the export was to go.
pub(crate) fn unwritten<E>(_: E) -> AppError {
    AppError::Broken(unwritable())
}

fn readme(act: &mut Act<'_>, exported: &Exported) -> AppResult<String> {
    let (name, at) = (act.service_settings()?.name, act.now);
    let mut text = format!(
        "# Everything kept by {name}\n\nExported at {at}. One CSV file per table, in UTF-8, with \
         a line of column names. Times are in UTC. Columns that hold JSON hold it as text. What \
         Kith keeps sealed is open here: keep these files as safe as the service itself.\n"
    );
    for (table, rows) in &exported.rows {
        let Some(words) = ownership::tables().iter().find(|words| words.name == *table) else {
            continue;
        };
        text.push_str(&format!("\n## {table}.csv\n\n{} {rows} rows.\n\n", words.meaning));
        text.push_str("| column | what it holds |\n|---|---|\n");
        for column in &words.columns {
            let (name, meaning) = (plain(words, column.name), column.meaning);
            match column.shown {
                Shown::Secret(why) => {
                    text.push_str(&format!("| – | {meaning} Left out: {why}. |\n"));
                }
                _ => text.push_str(&format!("| {name} | {meaning} |\n")),
            }
        }
    }
    text.push_str("\n## Left out\n\n");
    for words in ownership::tables() {
        if let Shown::Secret(why) = words.shown {
            text.push_str(&format!("- {} ({why})\n", words.meaning));
        }
    }
    Ok(text)
}
