//! The PostgreSQL side of a connection.

use std::{collections::HashMap, error::Error, sync::Arc};

use jiff::{Timestamp, civil::Date};
use postgres::{
    Client, NoTls, Statement,
    error::{DbError, SqlState},
    types::{FromSql, IsNull, ToSql, Type, private::BytesMut, to_sql_checked},
};
use uuid::Uuid;

use super::tls;
use crate::{
    error::{Result, StoreError},
    row::{Row, Shape},
    value::Value,
};

/// Prepared statements kept per connection; statements built from pieces could otherwise pile up.
const STATEMENTS: usize = 1024;

pub(super) struct Pg {
    client: Client,
    statements: HashMap<Box<str>, Statement>,
}

impl Pg {
    pub(super) fn open(url: &str, schema: Option<&str>) -> Result<Pg> {
        let (url, tls) = tls::of(url)?;
        let client = match tls {
            Some(tls) => Client::connect(&url, tls),
            None => Client::connect(&url, NoTls),
        };
        let client = client.map_err(unreachable_because)?;
        let mut pg = Pg { client, statements: HashMap::new() };
        pg.batch("SET TIME ZONE 'UTC'; SET client_min_messages = 'warning'")?;
        if let Some(schema) = schema {
            // Two connections may both find it missing; the one that loses has it all the same.
            let made = pg.batch(&format!("CREATE SCHEMA IF NOT EXISTS {schema}"));
            pg.batch(&format!("SET search_path TO {schema}")).and(match made {
                Err(StoreError::Constraint { .. } | StoreError::Retry) => Ok(()),
                made => made,
            })?;
        }
        Ok(pg)
    }

    pub(super) fn is_closed(&self) -> bool {
        self.client.is_closed()
    }

    pub(super) fn batch(&mut self, sql: &str) -> Result<()> {
        self.client.batch_execute(sql).map_err(translate)
    }

    pub(super) fn exec(&mut self, sql: &str, args: &[Value]) -> Result<u64> {
        let statement = self.prepare(sql, args.len())?;
        self.client.execute(&statement, &bound(args)).map_err(translate)
    }

    pub(super) fn all(&mut self, sql: &str, args: &[Value]) -> Result<Vec<Row>> {
        let statement = self.prepare(sql, args.len())?;
        let columns = statement.columns().iter().map(|column| column.name().to_owned()).collect();
        let shape = Arc::new(Shape { columns, sql: sql.into() });
        let rows = self.client.query(&statement, &bound(args)).map_err(translate)?;
        rows.iter()
            .map(|row| {
                let values = (0..row.len()).map(|at| row.try_get::<_, Read>(at).map(|r| r.0));
                let values = values.collect::<std::result::Result<_, _>>().map_err(translate)?;
                Ok(Row::new(Arc::clone(&shape), values))
            })
            .collect()
    }

    pub(super) fn check(&mut self, sql: &str) -> Result<()> {
        self.client.prepare(sql).map(drop).map_err(translate)
    }

    fn prepare(&mut self, sql: &str, given: usize) -> Result<Statement> {
        let statement = match self.statements.get(sql) {
            Some(statement) => statement.clone(),
            None => {
                if self.statements.len() >= STATEMENTS {
                    self.statements.clear();
                }
                let statement = self.client.prepare(sql).map_err(translate)?;
                self.statements.insert(sql.into(), statement.clone());
                statement
            }
        };
        let wanted = statement.params().len();
        if given == wanted {
            return Ok(statement);
        }
        Err(StoreError::Other(format!("{given} values were given for {wanted} placeholders")))
    }
}

fn bound(args: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    args.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

type Boxed = Box<dyn Error + Sync + Send>;

impl ToSql for Value {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> std::result::Result<IsNull, Boxed> {
        match (self, ty) {
            (Value::Null, _) => Ok(IsNull::Yes),
            (Value::Int(number), &Type::INT2) => i16::try_from(*number)?.to_sql(ty, out),
            (Value::Int(number), &Type::INT4) => i32::try_from(*number)?.to_sql(ty, out),
            (Value::Int(number), &Type::INT8) => number.to_sql(ty, out),
            (Value::Real(number), &Type::FLOAT8) => number.to_sql(ty, out),
            (Value::Bool(yes), &Type::BOOL) => yes.to_sql(ty, out),
            (Value::Text(text), &Type::TEXT | &Type::VARCHAR | &Type::NAME) => text.to_sql(ty, out),
            (Value::Bytes(bytes), &Type::BYTEA) => bytes.to_sql(ty, out),
            (Value::Uuid(id), &Type::UUID) => id.to_sql(ty, out),
            (Value::Time(at), &Type::TIMESTAMPTZ) => at.to_sql(ty, out),
            (Value::Date(date), &Type::DATE) => date.to_sql(ty, out),
            (Value::Json(json), &Type::JSONB | &Type::JSON) => json.to_sql(ty, out),
            _ => Err(format!("{} was given where {ty} is wanted", self.kind()).into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

struct Read(Value);

impl<'a> FromSql<'a> for Read {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> std::result::Result<Self, Boxed> {
        Ok(Read(match *ty {
            Type::BOOL => Value::Bool(bool::from_sql(ty, raw)?),
            Type::INT2 => Value::Int(i16::from_sql(ty, raw)?.into()),
            Type::INT4 => Value::Int(i32::from_sql(ty, raw)?.into()),
            Type::INT8 => Value::Int(i64::from_sql(ty, raw)?),
            Type::FLOAT8 => Value::Real(f64::from_sql(ty, raw)?),
            Type::TEXT | Type::VARCHAR | Type::NAME => Value::Text(String::from_sql(ty, raw)?),
            Type::BYTEA => Value::Bytes(raw.to_vec()),
            Type::UUID => Value::Uuid(Uuid::from_sql(ty, raw)?),
            Type::TIMESTAMPTZ => Value::Time(Timestamp::from_sql(ty, raw)?),
            Type::DATE => Value::Date(Date::from_sql(ty, raw)?),
            Type::JSONB | Type::JSON => Value::Json(serde_json::Value::from_sql(ty, raw)?),
            _ => return Err(format!("{ty} cannot be read; write CAST(… AS BIGINT) or so").into()),
        }))
    }

    fn from_sql_null(_: &Type) -> std::result::Result<Self, Boxed> {
        Ok(Read(Value::Null))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

fn unreachable_because(error: postgres::Error) -> StoreError {
    let why = error.as_db_error().map_or_else(|| in_words(&error), |why| why.message().to_owned());
    StoreError::Unavailable(why)
}

/// The error with its causes, each once; they tell of the connection and never of a row.
fn in_words(error: &dyn Error) -> String {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(why) = cause {
        let more = why.to_string();
        if !words.contains(&more) {
            words = format!("{words}: {more}");
        }
        cause = why.source();
    }
    words
}

fn translate(error: postgres::Error) -> StoreError {
    let Some(why) = error.as_db_error() else {
        return match error.source() {
            _ if error.is_closed() => StoreError::Unavailable("the connection closed".to_owned()),
            Some(source) if source.is::<std::io::Error>() => {
                StoreError::Unavailable("the connection broke".to_owned())
            }
            Some(source) => StoreError::Other(format!("{error}: {source}")),
            None => StoreError::Other(error.to_string()),
        };
    };
    let code = why.code();
    if *code == SqlState::T_R_SERIALIZATION_FAILURE
        || *code == SqlState::T_R_DEADLOCK_DETECTED
        || *code == SqlState::LOCK_NOT_AVAILABLE
        // Only migrations make tables: another process just made this one.
        || *code == SqlState::DUPLICATE_TABLE
    {
        return StoreError::Retry;
    }
    match &code.code()[..2] {
        "23" => StoreError::Constraint { name: rule(why) },
        // Connection failures, lack of resources, and a server that is told to stop.
        "08" | "53" | "57" | "58" => StoreError::Unavailable(why.message().to_owned()),
        // The text is wrong: the message quotes the text, not a row.
        "42" | "25" | "0A" => StoreError::Other(why.message().to_owned()),
        // Other messages may quote a value, so only the code is told.
        _ => StoreError::Other(format!("PostgreSQL refused with code {}", code.code())),
    }
}

/// The rule in the same words as SQLite's: see `StoreError::Constraint`.
fn rule(why: &DbError) -> String {
    let table = why.table().unwrap_or("unknown");
    if *why.code() == SqlState::FOREIGN_KEY_VIOLATION {
        return "foreign key".to_owned();
    }
    if let Some(column) = why.column() {
        return format!("{table}.{column}");
    }
    // "Key (a, b)=(1, 2) already exists.": the names only, whatever the server's language.
    let detail = why.detail().unwrap_or("");
    let columns = detail.split_once('(').and_then(|(_, rest)| rest.split_once(")=("));
    let plain = |names: &&str| names.chars().all(|c| c.is_alphanumeric() || ", _".contains(c));
    match columns.map(|(names, _)| names).filter(plain) {
        Some(names) => format!("{table}.{}", names.replace(", ", ",")),
        None => why.constraint().unwrap_or(table).to_owned(),
    }
}
