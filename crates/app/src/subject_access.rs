//! Everything about one person, for that person: a page to read and files for programs.
//!
//! The right of access of the UK GDPR, article 15. Somebody at the service reads it before it is
//! handed over, because notes may also tell about others.

mod page;

use std::collections::HashMap;
use std::io::Write;

use domain::ids::PersonId;
use serde_json::json;
use store::opened::{self, KeyRing, Whose};
use store::schema::{self, Table};

use crate::act::{Act, App};
use crate::actor::Actor;
use crate::erasure;
use crate::error::{AppError, AppResult};
use crate::export::{
    Exported, Files, cell, columns, plain, require, unwritable, unwritten, words_of,
};
use crate::ownership::{Shown, TableWords};
use page::Page;

impl App {
    /// Writes everything about one person to files. Never from async code.
    ///
    /// It is in the audit trail, and so in the export itself, before the first file is begun.
    ///
    /// # Errors
    /// `NotFound` for actors who may not take data away, and where nobody is of that number;
    /// `Refused` where the person was erased.
    pub fn export_person_now(
        &self,
        actor: &Actor,
        person: PersonId,
        mut files: Box<dyn Files>,
    ) -> AppResult<Exported> {
        self.write_now(actor, move |act| {
            require(act)?;
            let service = act.service();
            erasure::refuse_erased(act, person)?;
            store::people::find(act.conn, &act.kit.keys, service, person)?
                .ok_or(AppError::NotFound)?;
            act.audit("person.subject_access", "person", person.0, json!({}))
        })?;
        self.read_now(actor, move |act| about(act, person, files.as_mut()))
    }
}

fn about(act: &mut Act<'_>, person: PersonId, files: &mut dyn Files) -> AppResult<Exported> {
    require(act)?;
    let service = act.service();
    let whose = Whose::Person(service, person);
    let ring = KeyRing::of_service(act.conn, &act.kit.keys, service)?;
    let who = actors(act)?;
    let settings = act.service_settings()?;
    let names = opened::list_names(act.conn, service, person)?;
    let mut page = Page::new(&settings, act.today()?, names);
    let mut exported = Exported::default();
    for table in page::in_order(schema::tables()) {
        let Some(words) = words_of(&table).filter(|words| words.shown == Shown::Everywhere) else {
            continue;
        };
        let mut rows = Vec::new();
        let shown = columns(&table, words, true);
        opened::each_row(act.conn, &ring, &table, whose, &mut |held| {
            let cells = shown.iter().map(|at| {
                let text = cell(&held[*at], &mut exported.unreadable);
                let name = table.columns[*at].name;
                if ["actor", "recorded_by"].contains(&name) { named(&who, text) } else { text }
            });
            rows.push(cells.collect::<Vec<_>>());
            Ok(())
        })?;
        write_csv(files, (&table, words, &shown), &rows)?;
        page.section((&table, words, &shown), &rows);
        exported.rows.push((words.name, u64::try_from(rows.len()).unwrap_or(u64::MAX)));
    }
    let page = page.whole();
    files
        .add("record.html")
        .and_then(|mut file| file.write_all(page.as_bytes()))
        .map_err(unwritten)?;
    Ok(exported)
}

/// Everybody who signs in, by the name under which the audit trail keeps them.
fn actors(act: &mut Act<'_>) -> AppResult<HashMap<String, String>> {
    let service = act.service();
    let all = store::accounts::list(act.conn, service)?;
    Ok(all.into_iter().map(|one| (format!("user:{}", one.id), one.name)).collect())
}

fn named(who: &HashMap<String, String>, actor: String) -> String {
    who.get(&actor).cloned().unwrap_or(actor)
}

fn write_csv(
    files: &mut dyn Files,
    (table, words, shown): (&Table, &TableWords, &[usize]),
    rows: &[Vec<String>],
) -> AppResult<()> {
    let file = files.add(&format!("{}.csv", table.name)).map_err(unwritten)?;
    let mut csv = csv::Writer::from_writer(file);
    csv.write_record(shown.iter().map(|at| plain(words, table.columns[*at].name)))
        .map_err(unwritten)?;
    for row in rows {
        csv.write_record(row).map_err(|_| AppError::Broken(unwritable()))?;
    }
    csv.flush().map_err(unwritten)
}
