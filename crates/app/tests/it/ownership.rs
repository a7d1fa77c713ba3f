//! Leaving with everything, and giving a person what is kept about them: no column is forgotten.

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::{Arc, Mutex};

use app::export::{Exported, Files};
use app::ownership::{self, Shown, TableWords};
use app::testing::{World, beginning};
use app::{Actor, AppError};
use domain::access::Role;
use domain::ids::{PersonId, ServiceId};
use store::schema::{self, Kind, Table};
use store::sealing::Keys;
use store::testing::{fill_every_table, mark, row_of};
use store::{Db, StoreError, args, dialect, on_both, opened};

/// Files in memory.
#[derive(Clone, Default)]
struct Memory(Arc<Mutex<BTreeMap<String, Vec<u8>>>>);

struct File(Memory, String);

impl Write for File {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let mut files = self.0.0.lock().unwrap();
        files.entry(self.1.clone()).or_default().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Files for Memory {
    fn add(&mut self, name: &str) -> std::io::Result<Box<dyn Write>> {
        Ok(Box::new(File(self.clone(), name.to_owned())))
    }
}

impl Memory {
    fn names(&self) -> Vec<String> {
        self.0.lock().unwrap().keys().cloned().collect()
    }

    fn text(&self, name: &str) -> String {
        let bytes = self.0.lock().unwrap().get(name).cloned().unwrap_or_default();
        String::from_utf8(bytes).unwrap()
    }

    fn everything(&self) -> String {
        self.names().iter().map(|name| self.text(name)).collect()
    }

    /// The rows of a CSV file, each by column.
    fn rows(&self, table: &str) -> Vec<BTreeMap<String, String>> {
        let text = self.text(&format!("{table}.csv"));
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        reader.deserialize().map(Result::unwrap).collect()
    }
}

/// A world with two services more, each with a row of its own in every table.
fn filled(db: &Db) -> (World, Actor, PersonId) {
    let world = World::on(db);
    fill_every_table(db, &Keys::from_master([7; 32]));
    let own = world.service;
    db.write_now(move |c| {
        let sql = "UPDATE service SET settings =
            (SELECT settings FROM service WHERE service_id = $1) WHERE service_id <> $1";
        c.exec(sql, args![own])?;
        let sql =
            "UPDATE user_account SET roles = $1, languages = $1, room = 1 WHERE service_id <> $2";
        c.exec(sql, args![serde_json::json!([]), own])?;
        Ok::<_, StoreError>(())
    })
    .unwrap();
    let service = ServiceId(row_of("service", 1));
    (world, Actor::System { service }, PersonId(row_of("person", 1)))
}

fn everything(world: &World, actor: &Actor) -> (Memory, Exported) {
    let files = Memory::default();
    let exported = world.app.export_everything_now(actor, Box::new(files.clone())).unwrap();
    (files, exported)
}

fn about(world: &World, actor: &Actor, person: PersonId) -> (Memory, Exported) {
    let files = Memory::default();
    let exported = world.app.export_person_now(actor, person, Box::new(files.clone())).unwrap();
    (files, exported)
}

fn words(table: &Table) -> &'static TableWords {
    let found = ownership::tables().iter().find(|words| words.name == table.name);
    found
        .unwrap_or_else(|| panic!("{} needs an entry in app/src/ownership/columns.txt", table.name))
}

/// The name of a column in an export.
fn plain(words: &TableWords, column: &str) -> String {
    match column.strip_suffix("_sealed") {
        Some(name) if words.column(name).is_some() => format!("{name}_opened"),
        name => name.unwrap_or(column).to_owned(),
    }
}

/// Columns of a table whose value in row 1 can be told from every other.
fn marked(table: &Table) -> Vec<&'static str> {
    let is_marked = |column: &&schema::Column| {
        !["roles", "languages", "settings"].contains(&column.name)
            && (matches!(column.kind, Kind::Text | Kind::Json) || column.name.ends_with("_sealed"))
    };
    match table.name {
        "audit" => Vec::new(),
        _ => table.columns.iter().filter(is_marked).map(|column| column.name).collect(),
    }
}

on_both! {
    fn every_column_of_the_database_is_described(db: &Db) {
        let mut wrong = Vec::new();
        let mut described: Vec<&str> = ownership::tables().iter().map(|table| table.name).collect();
        for table in db.read_now(dialect::list_tables).unwrap() {
            if table == "kith_migration" {
                continue;
            }
            described.retain(|name| *name != table);
            let Some(words) = ownership::tables().iter().find(|words| words.name == table) else {
                wrong.push(format!("{table} needs an entry"));
                continue;
            };
            let there = db.read_now(move |c| dialect::list_columns(c, &table)).unwrap();
            let there: Vec<&str> = there.iter().map(|column| column.name.as_str()).collect();
            let known: Vec<&str> = words.columns.iter().map(|column| column.name).collect();
            wrong.extend(there.iter().filter(|name| !known.contains(name)).map(|name| {
                format!("{}.{name} needs a sentence", words.name)
            }));
            wrong.extend(known.iter().filter(|name| !there.contains(name)).map(|name| {
                format!("{}.{name} is gone", words.name)
            }));
        }
        wrong.extend(described.iter().map(|name| format!("{name} is gone")));
        assert!(wrong.is_empty(), "app/src/ownership/columns.txt:\n{}", wrong.join("\n"));
    }

    fn every_personal_column_is_exported_by_subject_access_or_excused(db: &Db) {
        let (world, actor, person) = filled(db);
        let (files, exported) = about(&world, &actor, person);
        assert_eq!(exported.unreadable, 0);
        let everything = files.everything();
        for table in schema::tables().iter().filter(|table| opened::is_about_people(table)) {
            let words = words(table);
            if let Shown::Withheld(why) | Shown::Secret(why) = words.shown {
                assert!(!why.is_empty(), "{} is excused without a reason", table.name);
                for column in marked(table) {
                    assert!(!everything.contains(&mark(table.name, column, 1)), "{column}");
                }
                continue;
            }
            let rows = files.rows(table.name);
            assert!(!rows.is_empty(), "nothing of {}", table.name);
            for column in &table.columns {
                let shown = words.column(column.name).unwrap().shown;
                let plain = &plain(words, column.name);
                if let Shown::Withheld(why) | Shown::Secret(why) = shown {
                    assert!(!why.is_empty() && !rows[0].contains_key(plain), "{plain}");
                    continue;
                }
                let held = &rows[0][plain];
                assert!(!held.is_empty(), "{}.{plain} is left out", table.name);
                if marked(table).contains(&column.name) {
                    let mark = mark(table.name, column.name, 1);
                    assert!(held.contains(&mark), "{}.{plain}: {held}", table.name);
                    assert!(files.text("record.html").contains(&mark), "{mark} is not on the page");
                }
            }
        }
        assert!(everything.contains("ask the service's safeguarding lead"));
    }

    fn nobody_elses_data_is_in_a_subject_access(db: &Db) {
        let (world, actor, person) = filled(db);
        let (files, _) = about(&world, &actor, person);
        for table in schema::tables().iter().filter(|table| table.name != "sameness") {
            let text = files.text(&format!("{}.csv", table.name));
            for column in marked(table) {
                assert!(!text.contains(&mark(table.name, column, 2)), "{}", table.name);
            }
        }
        let verbs: Vec<String> =
            files.rows("audit").iter().map(|row| row["verb"].clone()).collect();
        assert_eq!(verbs.last().unwrap(), "person.subject_access", "they see who has looked");
        assert_eq!(verbs.len(), 4);
    }

    fn a_table_that_is_about_nobody_has_no_way_to_a_person(db: &Db) {
        assert!(db.read_now(dialect::list_tables).unwrap().len() > 20);
        for table in schema::tables() {
            let is_nobody = words(&table).shown == Shown::Nobody;
            assert!(!(is_nobody && opened::is_about_people(&table)), "{}", table.name);
        }
    }

    fn a_full_export_holds_every_row_of_the_service_opened(db: &Db) {
        let (world, actor, _) = filled(db);
        let (files, exported) = everything(&world, &actor);
        assert_eq!(exported.unreadable, 0);
        let readme = files.text("README.md");
        for table in schema::tables() {
            let words = words(&table);
            if matches!(words.shown, Shown::Secret(_)) {
                assert!(!files.names().contains(&format!("{}.csv", table.name)));
                continue;
            }
            let rows = files.rows(table.name);
            let least = if table.name == "audit" { 4 } else { 1 };
            assert_eq!(rows.len(), least, "{}", table.name);
            for column in marked(&table) {
                let plain = &plain(words, column);
                let is_secret = matches!(words.column(column).unwrap().shown, Shown::Secret(_));
                let mark = mark(table.name, column, 1);
                let holds = rows[0].get(plain).is_some_and(|held| held.contains(&mark));
                assert_eq!(holds, !is_secret, "{}.{plain}", table.name);
                assert!(readme.contains(words.column(column).unwrap().meaning));
            }
        }
        assert!(readme.contains("## person.csv"));
    }

    fn what_belonged_to_somebody_erased_is_marked_and_stops_nothing(db: &Db) {
        let (world, actor, person) = filled(db);
        let service = ServiceId(row_of("service", 1));
        db.write_now(move |c| store::people::erase(c, service, person, beginning())).unwrap();
        let (files, exported) = everything(&world, &actor);
        assert_eq!(exported.unreadable, 0);
        assert_eq!(files.rows("contact")[0]["note"], "(erased)");
        let again = world.app.export_person_now(&actor, person, Box::new(Memory::default()));
        let Err(AppError::Refused(why)) = again else { panic!("they were erased") };
        assert!(why.contains("was erased on 2026-01-05"), "{why}");
    }

    fn what_was_tampered_with_is_counted_and_stops_nothing(db: &Db) {
        let (world, actor, _) = filled(db);
        let sql = "UPDATE contact SET note_sealed = $1";
        db.write_now(move |c| c.exec(sql, args![vec![1_u8; 60]])).unwrap();
        let (files, exported) = everything(&world, &actor);
        assert_eq!(exported.unreadable, 1);
        assert_eq!(files.rows("contact")[0]["note"], "(cannot be opened)");
    }

    fn no_role_alone_takes_data_away_and_it_is_in_the_trail(db: &Db) {
        let (world, _, person) = filled(db);
        for role in Role::ALL {
            let files = Memory::default();
            let actor = world.actor(role);
            let refused = world.app.export_everything_now(&actor, Box::new(files.clone()));
            assert!(matches!(refused, Err(AppError::NotFound)), "{role:?}");
            let refused = world.app.export_person_now(&actor, person, Box::new(files.clone()));
            assert!(matches!(refused, Err(AppError::NotFound)), "{role:?}");
            assert!(files.names().is_empty());
        }
        let (files, _) = everything(&world, &world.system());
        assert!(files.rows("audit").iter().any(|row| row["verb"] == "service.export"));
        let elsewhere = world.app.export_person_now(&world.system(), person, Box::new(files));
        assert!(matches!(elsewhere, Err(AppError::NotFound)), "they are of another service");
    }
}
