//! The SQLite side of a connection.

use std::{
    cell::{OnceCell, RefCell},
    collections::HashMap,
    fs::OpenOptions,
    io::ErrorKind,
    path::Path,
    rc::Rc,
    sync::Arc,
    time::Duration,
};

use rusqlite::{
    Connection, ErrorCode, OpenFlags,
    config::DbConfig,
    ffi,
    types::{ToSqlOutput, ValueRef},
};

use crate::{
    error::{Result, StoreError},
    row::{Row, Shape},
    text,
    value::Value,
};

/// How long a statement waits for another process's write before it gives up.
const BUSY: Duration = Duration::from_secs(5);

/// Prepared statements kept per connection.
const STATEMENTS: usize = 512;

pub(super) struct Lite {
    db: Connection,
    known: RefCell<HashMap<Box<str>, Rc<Known>>>,
}

/// A statement as SQLite reads it, and what its rows look like: worked out once.
struct Known {
    text: String,
    shape: OnceCell<Arc<Shape>>,
}

impl Lite {
    /// Opens a file, or memory where there is no path. Only a writer creates the file.
    pub(super) fn open(path: Option<&Path>, writer: bool) -> Result<Lite> {
        let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        if writer {
            flags |= OpenFlags::SQLITE_OPEN_CREATE;
            path.map_or(Ok(()), create_for_owner)?;
        }
        let db = match path {
            None => Connection::open_in_memory(),
            Some(path) => Connection::open_with_flags(path, flags),
        };
        let db = db.map_err(|error| StoreError::Unavailable(sentence(&error)))?;
        db.set_prepared_statement_cache_capacity(STATEMENTS);
        db.busy_timeout(BUSY).map_err(translate)?;
        // The plan of a statement does not depend on its values, so it is planned once.
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(translate)?;
        db.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
             PRAGMA case_sensitive_like = ON; PRAGMA trusted_schema = OFF;
             PRAGMA secure_delete = ON;",
        )
        .map_err(translate)?;
        let lite = Lite { db, known: RefCell::default() };
        if !writer {
            lite.batch("PRAGMA query_only = ON")?;
        }
        Ok(lite)
    }

    pub(super) fn batch(&self, sql: &str) -> Result<()> {
        self.db.execute_batch(sql).map_err(translate)
    }

    pub(super) fn exec(&self, sql: &str, args: &[Value]) -> Result<u64> {
        let mut statement = self.db.prepare_cached(&self.known(sql).text).map_err(translate)?;
        let args = rusqlite::params_from_iter(args.iter().map(Bound));
        let changed = statement.execute(args).map_err(translate)?;
        Ok(u64::try_from(changed)?)
    }

    pub(super) fn all(&self, sql: &str, args: &[Value]) -> Result<Vec<Row>> {
        let known = self.known(sql);
        let mut statement = self.db.prepare_cached(&known.text).map_err(translate)?;
        let shape = known.shape.get_or_init(|| {
            let columns = statement.column_names().map(str::to_owned).collect();
            Arc::new(Shape { columns, sql: sql.into() })
        });
        let width = shape.columns.len();
        let args = rusqlite::params_from_iter(args.iter().map(Bound));
        let mut rows = statement.query(args).map_err(translate)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(translate)? {
            let values = (0..width).map(|at| read(row.get_ref(at))).collect::<Result<_>>()?;
            found.push(Row::new(Arc::clone(shape), values));
        }
        Ok(found)
    }

    fn known(&self, sql: &str) -> Rc<Known> {
        let mut all = self.known.borrow_mut();
        if let Some(known) = all.get(sql) {
            return Rc::clone(known);
        }
        if all.len() >= STATEMENTS {
            all.clear();
        }
        let known = Rc::new(Known { text: text::for_sqlite(sql), shape: OnceCell::new() });
        all.insert(sql.into(), Rc::clone(&known));
        known
    }

    pub(super) fn check(&self, sql: &str) -> Result<()> {
        self.db.prepare(&text::for_sqlite(sql)).map(drop).map_err(translate)
    }

    pub(super) fn raw(&self) -> &Connection {
        &self.db
    }
}

/// Makes the file so that only its owner can read it; SQLite gives its journals the same rights.
fn create_for_owner(path: &Path) -> Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        // One that is there keeps the rights its owner gave it.
        Err(why) if why.kind() != ErrorKind::AlreadyExists => {
            Err(StoreError::Unavailable(format!("the database file cannot be made: {why}")))
        }
        _ => Ok(()),
    }
}

/// A value as SQLite stores it.
struct Bound<'a>(&'a Value);

impl rusqlite::ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let owned = |value: rusqlite::types::Value| ToSqlOutput::Owned(value);
        Ok(match self.0 {
            Value::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            Value::Bool(yes) => owned(i64::from(*yes).into()),
            Value::Int(number) => owned((*number).into()),
            Value::Real(number) => owned((*number).into()),
            Value::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Value::Bytes(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
            Value::Uuid(id) => ToSqlOutput::Borrowed(ValueRef::Blob(id.as_bytes())),
            Value::Time(at) => owned(at.as_microsecond().into()),
            Value::Date(date) => owned(date.to_string().into()),
            Value::Json(json) => owned(json.to_string().into()),
        })
    }
}

fn read(value: rusqlite::Result<ValueRef<'_>>) -> Result<Value> {
    Ok(match value.map_err(translate)? {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Int(number),
        ValueRef::Real(number) => Value::Real(number),
        ValueRef::Text(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => Value::Text(text.to_owned()),
            Err(_) => return Err(StoreError::other("a stored text is not UTF-8")),
        },
        ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
    })
}

/// SQLite's message. It names tables and columns, never values.
fn sentence(error: &rusqlite::Error) -> String {
    match error {
        rusqlite::Error::SqliteFailure(_, Some(message)) => message.clone(),
        rusqlite::Error::SqlInputError { msg, .. } => msg.clone(),
        rusqlite::Error::InvalidParameterCount(given, wanted) => {
            format!("{given} values were given for {wanted} placeholders")
        }
        other => other.to_string(),
    }
}

fn translate(error: rusqlite::Error) -> StoreError {
    let rusqlite::Error::SqliteFailure(code, _) = &error else {
        return StoreError::Other(sentence(&error));
    };
    let (code, extended, message) = (code.code, code.extended_code, sentence(&error));
    match code {
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => StoreError::Retry,
        ErrorCode::ConstraintViolation => match extended {
            ffi::SQLITE_CONSTRAINT_FOREIGNKEY => {
                StoreError::Constraint { name: "foreign key".to_owned() }
            }
            ffi::SQLITE_CONSTRAINT_DATATYPE => StoreError::Other(message),
            _ => StoreError::Constraint { name: rule(&message) },
        },
        ErrorCode::CannotOpen
        | ErrorCode::DiskFull
        | ErrorCode::SystemIoFailure
        | ErrorCode::ReadOnly
        | ErrorCode::NotADatabase
        | ErrorCode::DatabaseCorrupt => StoreError::Unavailable(message),
        _ => StoreError::Other(message),
    }
}

/// `UNIQUE constraint failed: t.a, t.b` is the rule `t.a,b`; an index or a check has its own name.
fn rule(message: &str) -> String {
    let (_, broken) = message.split_once("failed: ").unwrap_or(("", message));
    if let Some(index) = broken.strip_prefix("index '") {
        return index.trim_end_matches('\'').to_owned();
    }
    let mut columns = broken.split(", ");
    let first = columns.next().unwrap_or(broken).to_owned();
    columns.fold(first, |name, column| {
        name + "," + column.split_once('.').map_or(column, |(_, column)| column)
    })
}
