//! The schema as it is read from the migrations is the one that both databases have.

use store::{
    on_both,
    schema::{self, Kind},
};

on_both! {
    fn the_tables_read_from_the_migrations_are_those_of_the_database(db: &Db) {
        let mut known: Vec<&str> = schema::tables().iter().map(|table| table.name).collect();
        known.push("kith_migration");
        known.sort_unstable();
        assert_eq!(db.read_now(store::dialect::list_tables).unwrap(), known);
    }

    fn a_column_that_somebody_added_shows(db: &Db) {
        assert!(db.read_now(schema::list_differences).unwrap().is_empty());
        db.write_now(|c| c.exec("ALTER TABLE job ADD COLUMN mine TEXT", &[])).unwrap();
        assert_eq!(db.read_now(schema::list_differences).unwrap(), ["job.mine"]);
    }

    fn the_columns_read_from_the_migrations_are_those_of_the_database(db: &Db) {
        for table in schema::tables() {
            let known: Vec<(String, bool, &str)> = table
                .columns
                .iter()
                .map(|column| (column.name.to_owned(), column.is_optional, name(column.kind, db.is_pg())))
                .collect();
            let there = db.read_now(move |c| store::dialect::list_columns(c, table.name)).unwrap();
            let there: Vec<(String, bool, &str)> = there
                .iter()
                .map(|column| (column.name.clone(), column.is_optional, column.kind.as_str()))
                .collect();
            assert_eq!(there, known, "{}", table.name);
        }
    }
}

/// What each database calls a kind of column.
fn name(kind: Kind, is_pg: bool) -> &'static str {
    let (pg, lite) = match kind {
        Kind::Bool => ("boolean", "INTEGER"),
        Kind::Int => ("bigint", "INTEGER"),
        Kind::Real => ("double precision", "REAL"),
        Kind::Text => ("text", "TEXT"),
        Kind::Bytes => ("bytea", "BLOB"),
        Kind::Uuid => ("uuid", "BLOB"),
        Kind::Time => ("timestamp with time zone", "INTEGER"),
        Kind::Date => ("date", "TEXT"),
        Kind::Json => ("jsonb", "TEXT"),
    };
    if is_pg { pg } else { lite }
}
