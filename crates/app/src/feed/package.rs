//! The directory as a tabular data package: the public feed's facts as CSV files.

use std::io::Write;

use csv::Writer;
use domain::access::{Relation, Verb};
use domain::ids::GroupId;
use interop::oruk::package::{self, Row, Rows, TABLES};
use uuid::Uuid;

use super::{CHANGES, publish};
use crate::act::{Act, App};
use crate::actor::Actor;
use crate::error::AppResult;
use crate::export::{Exported, Files, unwritten};

/// The files of the package and how many rows each has.
struct Tables(Vec<(Writer<Box<dyn Write>>, u64)>);

impl App {
    /// Writes what the public feed shows of a service as a data package. Never from async code.
    ///
    /// # Errors
    /// `NotFound` for actors who may not see the directory.
    pub fn export_directory_now(
        &self,
        actor: &Actor,
        mut files: Box<dyn Files>,
    ) -> AppResult<Exported> {
        self.read_now(actor, move |act| write(act, files.as_mut()))
    }
}

fn write(act: &mut Act<'_>, files: &mut dyn Files) -> AppResult<Exported> {
    act.require(Verb::SeeDirectory, Relation::Service)?;
    let title = format!("The directory of {}", act.service_settings()?.name);
    let mut tables = Tables::begin(files)?;
    let mut rows = Rows::default();
    tables.write(rows.of_taxonomies())?;
    let (service, mut from) = (act.service(), (0, GroupId(Uuid::nil())));
    loop {
        let changes = store::groups::list_next_changes(act.conn, service, from, CHANGES)?;
        let Some(last) = changes.last() else { break };
        from = last.followed;
        let shown = changes.into_iter().filter(|change| !change.is_withdrawn);
        let shown = shown.map(|change| (change.group, change.at)).collect();
        for of in publish(act.conn, shown)? {
            tables.write(rows.of_group(of.listed()))?;
        }
    }
    let exported = tables.end()?;
    let descriptor = format!("{:#}\n", package::descriptor(&title));
    files
        .add("datapackage.json")
        .and_then(|mut file| file.write_all(descriptor.as_bytes()))
        .map_err(unwritten)?;
    Ok(exported)
}

impl Tables {
    fn begin(files: &mut dyn Files) -> AppResult<Tables> {
        let begin = |table: &package::Table| {
            let mut csv = Writer::from_writer(files.add(table.path).map_err(unwritten)?);
            csv.write_record(table.columns()).map_err(unwritten)?;
            Ok((csv, 0))
        };
        TABLES.iter().map(begin).collect::<AppResult<_>>().map(Tables)
    }

    fn write(&mut self, rows: Vec<Row>) -> AppResult<()> {
        for row in rows {
            let (csv, count) = &mut self.0[row.table];
            csv.write_record(&row.cells).map_err(unwritten)?;
            *count += 1;
        }
        Ok(())
    }

    fn end(self) -> AppResult<Exported> {
        let mut exported = Exported::default();
        for ((mut csv, count), table) in self.0.into_iter().zip(TABLES) {
            csv.flush().map_err(unwritten)?;
            exported.rows.push((table.name, count));
        }
        Ok(exported)
    }
}
