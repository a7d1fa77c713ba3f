//! The rows of any table as text, with what is sealed opened: for exports and subject access.

use std::collections::HashMap;

use base64::{Engine, engine::general_purpose::STANDARD};
use domain::ids::{PersonId, ServiceId};
use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use crate::{
    Conn, Result, Row, args,
    schema::{self, Kind, Table},
    sealing::{self, Cell, DataKey, Keys},
    sql,
    value::{FromValue, Json, Value},
    whole::{self, Which},
};

/// What a column holds in one row.
#[derive(Clone, PartialEq, Eq)]
pub enum Held {
    /// Nothing.
    Nothing,
    /// This, as text; JSON as JSON text, bytes in base64.
    Text(String),
    /// Something whose key was destroyed when the person was erased.
    Erased,
    /// Something sealed that cannot be opened: it was changed, or the key is another one.
    Unreadable,
}

/// Which rows are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// Everything of a service.
    Service(ServiceId),
    /// What is about one person of a service.
    Person(ServiceId, PersonId),
}

/// The keys of a service's people, ready to open what belongs to them.
pub struct KeyRing {
    own: DataKey,
    /// `None` for somebody who was erased.
    people: HashMap<Uuid, Option<DataKey>>,
    /// The person of each referral and of each group's place, for tables that know only that.
    of_referral: HashMap<Uuid, Uuid>,
    of_place: HashMap<Uuid, Uuid>,
}

impl KeyRing {
    /// The keys of everybody in a service.
    pub fn of_service(c: &mut Conn, keys: &Keys, service: ServiceId) -> Result<KeyRing> {
        let mut people = HashMap::new();
        let sql = sql!("SELECT person_id, wrapped_key FROM person WHERE service_id = $1");
        for row in c.all(sql, args![service])? {
            let id: PersonId = row.get("person_id")?;
            let wrapped: Option<Vec<u8>> = row.get("wrapped_key")?;
            let key = wrapped.map(|wrapped| keys.unwrap(id, &wrapped)).transpose()?;
            people.insert(id.0, key);
        }
        let mut of_referral = HashMap::new();
        let sql = sql!("SELECT referral_id, person_id FROM referral WHERE service_id = $1");
        for row in c.all(sql, args![service])? {
            of_referral.insert(row.get("referral_id")?, row.get("person_id")?);
        }
        let mut of_place = HashMap::new();
        let sql = sql!("SELECT prescription_id, person_id FROM prescription WHERE service_id = $1");
        for row in c.all(sql, args![service])? {
            of_place.insert(row.get("prescription_id")?, row.get("person_id")?);
        }
        Ok(KeyRing { own: keys.own().clone(), people, of_referral, of_place })
    }

    /// The key for a row: its person's, or the service's own where it belongs to nobody.
    fn key(&self, table: &Table, row: &Row) -> Result<Option<&DataKey>> {
        let person: Option<Uuid> = if table.column("person_id").is_some() {
            row.get("person_id")?
        } else if table.column("referral_id").is_some() {
            row.get::<Option<Uuid>>("referral_id")?
                .and_then(|id| self.of_referral.get(&id).copied())
        } else if table.column("prescription_id").is_some() {
            row.get::<Option<Uuid>>("prescription_id")?
                .and_then(|id| self.of_place.get(&id).copied())
        } else if table.column("subject_id").is_some() {
            row.get("subject_id")?
        } else {
            None
        };
        match person.and_then(|person| self.people.get(&person)) {
            Some(key) => Ok(key.as_ref()),
            None => Ok(Some(&self.own)),
        }
    }
}

/// What the numbers in a person's rows stand for: colleagues, agencies, groups and their meetings.
pub fn list_names(
    c: &mut Conn,
    service: ServiceId,
    person: PersonId,
) -> Result<HashMap<Uuid, String>> {
    let mut names = HashMap::new();
    let staff = sql!("SELECT user_id AS id, name FROM user_account WHERE service_id = $1");
    let agencies = sql!("SELECT agency_id AS id, name FROM agency WHERE service_id = $1");
    for sql in [staff, agencies] {
        for row in c.all(sql, args![service])? {
            names.insert(row.get("id")?, row.get("name")?);
        }
    }
    let groups = sql!(
        "SELECT p.prescription_id, g.group_id, g.name
           FROM prescription p JOIN community_group g ON g.group_id = p.group_id
          WHERE p.person_id = $1"
    );
    for row in c.all(groups, args![person])? {
        let name: String = row.get("name")?;
        names.insert(row.get("group_id")?, name.clone());
        names.insert(row.get("prescription_id")?, name);
    }
    let meetings = sql!(
        "SELECT s.session_id, s.held_on, g.name
           FROM attendance a
           JOIN prescription p ON p.prescription_id = a.prescription_id
           JOIN group_session s ON s.session_id = a.session_id
           JOIN community_group g ON g.group_id = s.group_id
          WHERE p.person_id = $1"
    );
    for row in c.all(meetings, args![person])? {
        let (name, on): (String, Date) = (row.get("name")?, row.get("held_on")?);
        names.insert(row.get("session_id")?, format!("{name}, {}", on.strftime("%-d %B %Y")));
    }
    Ok(names)
}

/// Whether rows of a table can be about a person.
#[must_use]
pub fn is_about_people(table: &Table) -> bool {
    about_person(table).is_some()
}

/// Shows every row that is wanted, opened, in the order of the table's key.
pub fn each_row(
    c: &mut Conn,
    ring: &KeyRing,
    table: &Table,
    whose: Whose,
    f: &mut dyn FnMut(&[Held]) -> Result<()>,
) -> Result<()> {
    let Some(which) = which(table, whose) else { return Ok(()) };
    whole::each_row(c, table, &which, &mut |_, row| {
        let key = ring.key(table, row)?;
        let columns = table.columns.iter().zip(row.values());
        let held = columns.map(|(column, value)| {
            if *value == Value::Null {
                return Ok(Held::Nothing);
            }
            if !column.name.ends_with("_sealed") {
                return Ok(Held::Text(
                    text(column.kind, value).map_err(|why| row.bad(column.name, why))?,
                ));
            }
            let Some(key) = key else { return Ok(Held::Erased) };
            let cell = Cell::new(table.name, column.name, row.get::<Uuid>(table.key[0])?);
            let opened = sealing::open_text(key, cell, &row.get::<Vec<u8>>(column.name)?);
            Ok(opened.map_or(Held::Unreadable, Held::Text))
        });
        f(&held.collect::<Result<Vec<_>>>()?)
    })
}

fn which(table: &Table, whose: Whose) -> Option<Which> {
    let has = |name: &str| table.column(name).is_some();
    let service = if has("service_id") {
        "service_id = $1"
    } else if has("user_id") {
        "user_id IN (SELECT user_id FROM user_account WHERE service_id = $1)"
    } else {
        return None;
    };
    match whose {
        Whose::Service(id) => Some(Which { condition: service.to_owned(), args: vec![id.into()] }),
        Whose::Person(id, person) => {
            let condition = format!("{service} AND ({})", about_person(table)?);
            Some(Which { condition, args: vec![id.into(), person.into()] })
        }
    }
}

/// How rows of a table are found that are about person `$2`; nothing where none can be.
fn about_person(table: &Table) -> Option<String> {
    let to_person = table.columns.iter().filter(|column| {
        column.references == Some("person")
            || (table.name == "person" && column.name == "person_id")
    });
    let direct: Vec<String> = to_person.map(|column| format!("{} = $2", column.name)).collect();
    if !direct.is_empty() {
        return Some(direct.join(" OR "));
    }
    for (column, other) in [("referral_id", "referral"), ("prescription_id", "prescription")] {
        if table.column(column).is_some() {
            return Some(format!(
                "{column} IN (SELECT {column} FROM {other} WHERE person_id = $2)"
            ));
        }
    }
    table.column("subject_id").map(|_| subjects())
}

/// The person, and everything of theirs that has an id of its own.
///
/// Not their safeguarding concerns: that there is one can be as dangerous to tell as what it says.
fn subjects() -> String {
    let mut conditions = vec!["subject_id = $2".to_owned()];
    for table in schema::tables() {
        let of_person =
            table.column("person_id").is_some() && !["person", "concern"].contains(&table.name);
        if let [key] = table.key.as_slice()
            && of_person
        {
            let name = table.name;
            conditions
                .push(format!("subject_id IN (SELECT {key} FROM {name} WHERE person_id = $2)"));
        }
    }
    conditions.join(" OR ")
}

fn text(kind: Kind, value: &Value) -> Result<String, String> {
    Ok(match kind {
        Kind::Bool => bool::from_value(value)?.to_string(),
        Kind::Int => i64::from_value(value)?.to_string(),
        Kind::Real => f64::from_value(value)?.to_string(),
        Kind::Text => String::from_value(value)?,
        Kind::Bytes => STANDARD.encode(Vec::<u8>::from_value(value)?),
        Kind::Uuid => Uuid::from_value(value)?.to_string(),
        Kind::Time => Timestamp::from_value(value)?.to_string(),
        Kind::Date => Date::from_value(value)?.to_string(),
        Kind::Json => Json::<serde_json::Value>::from_value(value)?.0.to_string(),
    })
}

domain::print_only_the_type!(Held);
