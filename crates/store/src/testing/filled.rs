//! Two rows in every table, made from the schema alone: for tests of what goes through all of it.

use domain::ids::PersonId;
use domain::person::Details;
use jiff::{SignedDuration, Timestamp};
use rand::SeedableRng;
use rand_chacha::ChaCha12Rng;
use uuid::Uuid;

use super::made_at;
use crate::{
    Conn, Db, Result, Value, args, audit,
    schema::{self, Column, Kind, Table},
    sealing::{self, Cell, DataKey, Keys},
    text,
};

/// Puts two rows into every table, and an audit trail of three acts for the first service.
///
/// Row 1 belongs to service 1 and person 1, row 2 to service 2 and person 2. Every text, JSON and
/// sealed value holds [`mark`], and what is sealed is sealed with the person's key, or with the
/// installation's own where it belongs to nobody.
pub fn fill_every_table(db: &Db, keys: &Keys) {
    let keys = keys.clone();
    db.write_now(move |c| fill(c, &keys)).expect("rows in every table");
}

/// What the value of a column says in a row.
#[must_use]
pub fn mark(table: &str, column: &str, n: u8) -> String {
    format!("{table} {column} {n}!")
}

/// The id of the row of this number in a table.
#[must_use]
pub fn row_of(table: &str, n: u8) -> Uuid {
    let hash = |sum: u64, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte));
    Uuid::from_u128((u128::from(table.bytes().fold(7, hash)) << 16) + u128::from(n))
}

fn moment(n: u8) -> Timestamp {
    made_at() + SignedDuration::from_mins(n.into()) + SignedDuration::from_micros(123_457)
}

fn fill(c: &mut Conn, keys: &Keys) -> Result<()> {
    for table in schema::tables() {
        if ["audit", "audit_head"].contains(&table.name) {
            continue;
        }
        let places = text::list(1, table.columns.len());
        let sql = format!("INSERT INTO {} ({}) VALUES ({places})", table.name, table.column_list());
        for n in 1..=2 {
            let values = table.columns.iter().map(|column| made(keys, &table, column, n));
            c.exec(&sql, &values.collect::<Result<Vec<_>>>()?)?;
        }
    }
    // The first contact corrects the second: a row that points to one that comes later.
    let sql = "UPDATE contact SET corrects_id = $1 WHERE contact_id = $2";
    c.exec(sql, args![row_of("contact", 2), row_of("contact", 1)])?;
    for n in 0..3 {
        let entry = audit::Entry {
            at: moment(n),
            actor: "kith".to_owned(),
            verb: "person.read".to_owned(),
            subject_kind: "person".to_owned(),
            subject_id: Some(row_of("person", 1)),
            detail: serde_json::json!({"n": n}),
        };
        audit::append(c, row_of("service", 1).into(), &entry)?;
    }
    Ok(())
}

/// Whether rows of a table are sealed with a person's key; others with the installation's own.
fn is_persons(table: &Table) -> bool {
    let ways = ["person_id", "referral_id", "prescription_id", "subject_id"];
    ways.iter().any(|way| table.column(way).is_some())
}

fn made(keys: &Keys, table: &Table, column: &Column, n: u8) -> Result<Value> {
    let person = PersonId(row_of("person", n));
    let key = DataKey::new(&mut ChaCha12Rng::seed_from_u64(n.into()));
    let words = format!("{} é “quoted” 'it' \\ \n on", mark(table.name, column.name, n));
    Ok(match column.kind {
        Kind::Bytes if column.name == "wrapped_key" => keys.wrap(person, &key)?.into(),
        Kind::Bytes if column.name.ends_with("_sealed") => {
            let cell = Cell::new(table.name, column.name, row_of(table.name, n));
            match table.name {
                "person" => {
                    let details = Details { given_name: words, ..Details::default() };
                    sealing::seal_json(&key, cell, &details)?.into()
                }
                _ if is_persons(table) => sealing::seal_json(&key, cell, &words)?.into(),
                _ => sealing::seal_json(keys.own(), cell, &words)?.into(),
            }
        }
        Kind::Bytes => Value::Bytes([words.as_bytes(), &[0, 255]].concat()),
        Kind::Uuid if column.name == "subject_id" => row_of("person", n).into(),
        Kind::Uuid => match column.references {
            Some(other) if other == table.name => Value::Null,
            Some("person") if column.name != "person_id" => row_of("person", 3 - n).into(),
            Some(other) => row_of(other, n).into(),
            None if column.name == "service_id" => row_of("service", n).into(),
            None if column.name == "prescription_id" => row_of("prescription", n).into(),
            None => row_of(table.name, n).into(),
        },
        Kind::Bool => (n == 1).into(),
        Kind::Int => (i64::from(n) - 2).into(),
        Kind::Real => (0.1 + f64::from(n)).into(),
        Kind::Text => words.into(),
        Kind::Time => moment(n).into(),
        Kind::Date => jiff::civil::date(1950, 2, 26 + i8::try_from(n).unwrap_or(0)).into(),
        Kind::Json if n == 2 && !column.is_optional => Value::Json(serde_json::Value::Null),
        Kind::Json if n == 2 => Value::Null,
        Kind::Json => Value::Json(serde_json::json!({"z": [1, 2.5, words], "a": {"b": null}})),
    })
}
