//! SQL as text: one text is written, and each database is given its own spelling of it.
//!
//! Column types are written in capitals with PostgreSQL's names; literals, quoted names and
//! comments are never touched.

/// A piece of SQL text. The pieces of a text, joined, are the text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Piece<'a> {
    /// A bare word or number.
    Word(&'a str),
    /// A placeholder such as `$1`.
    Placeholder(&'a str),
    /// A literal, a quoted name or a comment.
    Quoted(&'a str),
    /// A space or a sign.
    Sign(&'a str),
}

/// Cuts SQL text into pieces.
pub(crate) fn pieces<'a>(sql: &'a str) -> impl Iterator<Item = Piece<'a>> {
    let mut rest: &'a str = sql;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let word = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
        let until = |end: &str, from: usize| {
            rest[from..].find(end).map_or(rest.len(), |at| from + at + end.len())
        };
        let (kind, length): (fn(&'a str) -> Piece<'a>, usize) = match first {
            '\'' => (Piece::Quoted, until("'", 1)),
            '"' => (Piece::Quoted, until("\"", 1)),
            '-' if rest.starts_with("--") => (Piece::Quoted, until("\n", 2)),
            '/' if rest.starts_with("/*") => (Piece::Quoted, until("*/", 2)),
            '$' => {
                let digits = rest[1..].bytes().take_while(u8::is_ascii_digit).count();
                let kind = if digits > 0 { Piece::Placeholder } else { Piece::Sign };
                (kind, 1 + digits)
            }
            c if word(c) => (Piece::Word, rest.find(|c| !word(c)).unwrap_or(rest.len())),
            c => (Piece::Sign, c.len_utf8()),
        };
        let (piece, after) = rest.split_at(length);
        rest = after;
        Some(kind(piece))
    })
}

/// The text as SQLite reads it: `?1` for `$1` (which it would take for a name), and its storage
/// classes for our column types.
pub(crate) fn for_sqlite(sql: &str) -> String {
    let mut text = String::with_capacity(sql.len());
    for piece in pieces(sql) {
        match piece {
            Piece::Placeholder(number) => {
                text.push('?');
                text.push_str(&number[1..]);
            }
            Piece::Word(word) => text.push_str(match word {
                "UUID" | "BYTEA" => "BLOB",
                "TIMESTAMPTZ" | "BOOLEAN" | "BIGINT" => "INTEGER",
                "JSONB" | "DATE" => "TEXT",
                "DOUBLE" => "REAL",
                "PRECISION" => "",
                word => word,
            }),
            Piece::Quoted(piece) | Piece::Sign(piece) => text.push_str(piece),
        }
    }
    text
}

/// One statement of a migration as SQLite reads it: tables are `STRICT`.
pub(crate) fn schema_for_sqlite(statement: &str) -> String {
    let strict = words(statement).take(2).eq(["CREATE", "TABLE"]);
    let text = for_sqlite(statement.trim_end());
    if strict { text + "\nSTRICT" } else { text }
}

/// One statement of a migration as PostgreSQL reads it: text sorts by bytes, as in SQLite.
pub(crate) fn schema_for_postgres(statement: &str) -> String {
    let mut text = String::with_capacity(statement.len());
    let mut before = "";
    for piece in pieces(statement) {
        match piece {
            Piece::Word("TEXT") if before != "AS" => text.push_str("TEXT COLLATE \"C\""),
            Piece::Word(piece)
            | Piece::Placeholder(piece)
            | Piece::Quoted(piece)
            | Piece::Sign(piece) => text.push_str(piece),
        }
        if let Piece::Word(word) = piece {
            before = word;
        }
    }
    text
}

/// The statements of a text, without their semicolons; what is only comment is left out.
pub(crate) fn statements(sql: &str) -> Vec<&str> {
    let (mut found, mut start, mut at) = (Vec::new(), 0, 0);
    for piece in pieces(sql).chain([Piece::Sign(";")]) {
        if piece == Piece::Sign(";") {
            if words(&sql[start..at]).next().is_some() {
                found.push(sql[start..at].trim());
            }
            start = (at + 1).min(sql.len());
        }
        at += match piece {
            Piece::Word(p) | Piece::Placeholder(p) | Piece::Quoted(p) | Piece::Sign(p) => p.len(),
        };
    }
    found
}

/// The bare words of a text, in order.
pub(crate) fn words(sql: &str) -> impl Iterator<Item = &str> {
    pieces(sql).filter_map(|piece| match piece {
        Piece::Word(word) => Some(word),
        _ => None,
    })
}

/// The table that a statement reads or changes first, for messages.
pub(crate) fn first_table(sql: &str) -> &str {
    let mut words = words(sql);
    while let Some(word) = words.next() {
        if ["FROM", "INTO", "UPDATE"].iter().any(|key| word.eq_ignore_ascii_case(key)) {
            match words.next() {
                Some(table) if !table.eq_ignore_ascii_case("SELECT") => return table,
                _ => {}
            }
        }
    }
    "unknown"
}

/// Placeholders for a list: `list(2, 3)` is `$2, $3, $4`, for `IN (…)` and `VALUES (…)`.
///
/// Beside such a list write `(service_id = $1) IS TRUE`: with `service_id = $1` SQLite may read
/// every row of the service to find these few.
#[must_use]
pub fn list(first: usize, count: usize) -> String {
    (first..first + count).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn placeholders_in_literals_names_and_comments_stay() {
        assert_eq!(
            for_sqlite("SELECT '$1 it''s $2', \"$3\", a$4 /* $5 */ FROM t WHERE a = $16 -- $7"),
            "SELECT '$1 it''s $2', \"$3\", a$4 /* $5 */ FROM t WHERE a = ?16 -- $7"
        );
    }

    #[test]
    fn a_table_gets_storage_classes_and_strictness() {
        assert_eq!(
            schema_for_sqlite("CREATE TABLE t (id UUID, date DATE, x DOUBLE PRECISION NOT NULL)"),
            "CREATE TABLE t (id BLOB, date TEXT, x REAL  NOT NULL)\nSTRICT"
        );
        assert_eq!(schema_for_sqlite("CREATE INDEX i ON t (a)"), "CREATE INDEX i ON t (a)");
        assert_eq!(
            schema_for_postgres(
                "CREATE TABLE t (a TEXT, b BIGINT CHECK (CAST(b AS TEXT) > 'TEXT'))"
            ),
            "CREATE TABLE t (a TEXT COLLATE \"C\", b BIGINT CHECK (CAST(b AS TEXT) > 'TEXT'))"
        );
    }

    #[test]
    fn a_text_is_cut_into_statements() {
        let sql = "-- one; two\nCREATE TABLE a (b TEXT DEFAULT ';');\n\nDROP TABLE b; -- end;\n";
        assert_eq!(
            statements(sql),
            ["-- one; two\nCREATE TABLE a (b TEXT DEFAULT ';')", "DROP TABLE b"]
        );
    }

    #[test]
    fn the_first_table_is_named() {
        assert_eq!(first_table("SELECT a FROM (SELECT b FROM person) x"), "person");
        assert_eq!(first_table("INSERT INTO job (id) VALUES ($1)"), "job");
        assert_eq!(first_table("UPDATE plan SET a = 'FROM x'"), "plan");
    }

    /// A piece of SQL and what SQLite is given for it.
    fn fragment() -> impl Strategy<Value = (String, String)> {
        let same = |text: String| (text.clone(), text);
        prop_oneof![
            "[a-z_][a-z0-9_$]{0,6}".prop_map(same),
            "[0-9]{1,4}".prop_map(same),
            "[ ,()=<>+*]".prop_map(same),
            "[^'\\x00]{0,12}".prop_map(move |inner| same(format!("'{inner}'"))),
            "[^\"\\x00]{0,12}".prop_map(move |inner| same(format!("\"{inner}\""))),
            "[^\n\\x00]{0,12}".prop_map(move |inner| same(format!("--{inner}\n"))),
            (1..100u8).prop_map(|n| (format!("${n}"), format!("?{n}"))),
        ]
    }

    proptest! {
        #[test]
        fn only_bare_placeholders_change(parts in prop::collection::vec(fragment(), 0..12)) {
            let given: Vec<&str> = parts.iter().map(|(given, _)| given.as_str()).collect();
            let wanted: Vec<&str> = parts.iter().map(|(_, wanted)| wanted.as_str()).collect();
            prop_assert_eq!(for_sqlite(&given.join(" ")), wanted.join(" "));
        }

        #[test]
        fn any_text_is_cut_without_loss(sql in any::<String>()) {
            let joined: String = pieces(&sql).map(|piece| match piece {
                Piece::Word(p) | Piece::Placeholder(p) | Piece::Quoted(p) | Piece::Sign(p) => p,
            }).collect();
            prop_assert_eq!(joined, sql);
        }
    }
}
