//! One connection to either database: values in, rows out, and transactions.
//!
//! A connection stays on the thread that opened it; `Db` sends work there.

mod lite;
mod pg;
mod tls;

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use crate::{
    address::Address,
    conn::{lite::Lite, pg::Pg},
    error::{Result, StoreError},
    row::Row,
    text,
    value::Value,
};

/// A connection to the database.
pub struct Conn {
    engine: Engine,
    statements: u64,
    total: Arc<AtomicU64>,
    depth: u32,
    failed: bool,
    reader: bool,
    guarded: bool,
}

enum Engine {
    Lite(Lite),
    Pg(Box<Pg>),
}

/// What a transaction may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    Read,
    Write,
}

impl Conn {
    /// Opens a connection that may write; for tests and tools that need no threads.
    pub fn open(address: &Address) -> Result<Conn> {
        Conn::open_as(address, Mode::Write, Arc::default())
    }

    pub(crate) fn open_as(address: &Address, mode: Mode, total: Arc<AtomicU64>) -> Result<Conn> {
        let writer = mode == Mode::Write;
        let engine = match address {
            Address::Sqlite(path) => Engine::Lite(Lite::open(Some(path), writer)?),
            Address::Memory => Engine::Lite(Lite::open(None, writer)?),
            Address::Postgres { url, schema } => {
                Engine::Pg(Box::new(Pg::open(url, schema.as_deref())?))
            }
        };
        let (depth, failed, guarded) = (0, false, false);
        Ok(Conn { engine, statements: 0, total, depth, failed, reader: !writer, guarded })
    }

    /// Runs a statement that answers no rows; the number of rows it changed.
    pub fn exec(&mut self, sql: &str, args: &[Value]) -> Result<u64> {
        self.run(args, |engine| match engine {
            Engine::Lite(lite) => lite.exec(sql, args),
            Engine::Pg(pg) => pg.exec(sql, args),
        })
    }

    /// All rows of an answer.
    pub fn all(&mut self, sql: &str, args: &[Value]) -> Result<Vec<Row>> {
        self.run(args, |engine| match engine {
            Engine::Lite(lite) => lite.all(sql, args),
            Engine::Pg(pg) => pg.all(sql, args),
        })
    }

    /// The row of an answer that has none or one; more are a mistake in the statement.
    pub fn opt(&mut self, sql: &str, args: &[Value]) -> Result<Option<Row>> {
        let mut rows = self.all(sql, args)?;
        let row = rows.pop();
        match rows.is_empty() {
            true => Ok(row),
            false => Err(many_or_none(sql)),
        }
    }

    /// The row of an answer that always has exactly one.
    pub fn one(&mut self, sql: &str, args: &[Value]) -> Result<Row> {
        self.opt(sql, args)?.ok_or_else(|| many_or_none(sql))
    }

    /// Prepares a statement and throws it away: is it true to the schema?
    pub fn check(&mut self, sql: &str) -> Result<()> {
        match &mut self.engine {
            Engine::Lite(lite) => lite.check(sql),
            Engine::Pg(pg) => pg.check(sql),
        }
    }

    /// Whether this is PostgreSQL. Only `dialect` should need to know.
    #[must_use]
    pub fn is_pg(&self) -> bool {
        matches!(self.engine, Engine::Pg(_))
    }

    /// How many statements this connection has run, transactions' own not counted.
    #[must_use]
    pub fn statements(&self) -> u64 {
        self.statements
    }

    /// Runs `f` so that its failure undoes only what `f` did: one row of an import, for example.
    ///
    /// Without this, a transaction in which a statement failed can no longer be committed.
    pub fn attempt<T, E>(
        &mut self,
        f: impl FnOnce(&mut Conn) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E>
    where
        E: From<StoreError>,
    {
        self.begin(Mode::Write)?;
        match f(self) {
            Ok(value) => self.commit().map(|()| value).map_err(E::from),
            Err(error) => {
                self.rollback()?;
                Err(error)
            }
        }
    }

    /// The SQLite connection underneath, for backup.
    pub(crate) fn sqlite(&self) -> Option<&rusqlite::Connection> {
        match &self.engine {
            Engine::Lite(lite) => Some(lite.raw()),
            Engine::Pg(_) => None,
        }
    }

    /// Runs SQL text as it stands, several statements at once; not counted.
    pub(crate) fn batch(&mut self, sql: &str) -> Result<()> {
        let done = match &mut self.engine {
            Engine::Lite(lite) => lite.batch(sql),
            Engine::Pg(pg) => pg.batch(sql),
        };
        self.failed |= done.is_err() && self.depth > 0;
        done
    }

    /// Runs the statements of a migration in this database's spelling.
    pub(crate) fn batch_schema(&mut self, sql: &str) -> Result<()> {
        let spell = match self.engine {
            Engine::Lite(_) => text::schema_for_sqlite,
            Engine::Pg(_) => text::schema_for_postgres,
        };
        text::statements(sql).into_iter().try_for_each(|statement| self.batch(&spell(statement)))
    }

    /// Whether the connection is gone and a new one is needed.
    pub(crate) fn is_closed(&self) -> bool {
        match &self.engine {
            Engine::Lite(_) => false,
            Engine::Pg(pg) => pg.is_closed(),
        }
    }

    /// Begins a transaction, or a part of one that can be undone alone.
    pub(crate) fn begin(&mut self, mode: Mode) -> Result<()> {
        if self.depth > 0 {
            self.batch(&format!("SAVEPOINT part_{}", self.depth))?;
        } else {
            self.failed = false;
            self.guarded = mode == Mode::Read && !self.reader && !self.is_pg();
            self.batch(match (&self.engine, mode) {
                (Engine::Lite(_), Mode::Write) => "BEGIN IMMEDIATE",
                (Engine::Lite(_), Mode::Read) if self.reader => "BEGIN",
                (Engine::Lite(_), Mode::Read) => "BEGIN; PRAGMA query_only = ON",
                (Engine::Pg(_), Mode::Write) => "BEGIN ISOLATION LEVEL SERIALIZABLE",
                (Engine::Pg(_), Mode::Read) => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
            })?;
        }
        self.depth += 1;
        Ok(())
    }

    /// Ends what the last `begin` began and keeps it. Nothing is kept when a statement failed:
    /// PostgreSQL would answer such a COMMIT with a silent ROLLBACK.
    pub(crate) fn commit(&mut self) -> Result<()> {
        if self.failed {
            self.rollback()?;
            return Err(StoreError::other("a statement failed earlier in this transaction"));
        }
        match self.depth {
            0 => Err(StoreError::other("there is no transaction to commit")),
            1 => match self.batch("COMMIT") {
                Ok(()) => self.ended(),
                Err(error) => self.rollback().and(Err(error)),
            },
            depth => {
                self.batch(&format!("RELEASE SAVEPOINT part_{}", depth - 1))?;
                self.depth -= 1;
                Ok(())
            }
        }
    }

    /// Ends what the last `begin` began and forgets it.
    pub(crate) fn rollback(&mut self) -> Result<()> {
        match self.depth {
            0 => Ok(()),
            1 => {
                // SQLite ends the transaction by itself after some failures; then there is
                // nothing left to roll back.
                let over = self.sqlite().is_some_and(rusqlite::Connection::is_autocommit);
                if !over {
                    self.batch("ROLLBACK")?;
                }
                self.ended()
            }
            depth => {
                let part = depth - 1;
                self.batch(&format!("ROLLBACK TO SAVEPOINT part_{part}; RELEASE part_{part}"))?;
                self.depth -= 1;
                self.failed = false;
                Ok(())
            }
        }
    }

    /// Forgets every transaction that is still open, after a panic.
    pub(crate) fn rollback_all(&mut self) -> Result<()> {
        self.depth = self.depth.min(1);
        self.rollback()
    }

    fn ended(&mut self) -> Result<()> {
        self.depth = 0;
        self.failed = false;
        match std::mem::take(&mut self.guarded) {
            true => self.batch("PRAGMA query_only = OFF"),
            false => Ok(()),
        }
    }

    fn run<T>(&mut self, args: &[Value], f: impl FnOnce(&mut Engine) -> Result<T>) -> Result<T> {
        self.statements += 1;
        self.total.fetch_add(1, Ordering::Relaxed);
        let done = args.iter().try_for_each(storable).and_then(|()| f(&mut self.engine));
        self.failed |= done.is_err() && self.depth > 0;
        done
    }
}

/// Refuses on both databases what one of them cannot keep.
fn storable(value: &Value) -> Result<()> {
    match value {
        Value::Text(text) if text.contains('\0') => {
            Err(StoreError::other("a text holds a NUL character, which cannot be stored"))
        }
        Value::Json(json) if json.to_string().contains("\\u0000") => {
            Err(StoreError::other("a JSON value holds a NUL character, which cannot be stored"))
        }
        Value::Real(number) if !number.is_finite() => {
            Err(StoreError::other("a number is not finite and cannot be stored"))
        }
        _ => Ok(()),
    }
}

fn many_or_none(sql: &str) -> StoreError {
    let table = text::first_table(sql);
    StoreError::Other(format!("a statement on {table} did not answer the one row expected"))
}
