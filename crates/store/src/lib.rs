//! The only crate that knows a database exists. One SQL text, SQLite and PostgreSQL.
