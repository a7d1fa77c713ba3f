//! Every statement of the program is true to the schema and keeps to what both databases read
//! alike.

use store::{on_both, registered};

on_both! {
    fn every_statement_prepares(db: &Db) {
        let wrong: Vec<String> = db.read_now(|c| {
            Ok::<_, store::StoreError>(registered().filter_map(|one| {
                // A failed prepare would spoil PostgreSQL's transaction for the next one.
                let checked = c.attempt(|c| c.check(one.sql));
                checked.err().map(|why| format!("{}:{}: {why}", one.file, one.line))
            }).collect())
        }).unwrap();
        assert!(registered().count() > 0);
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

/// What a statement must not hold, and why.
const FORBIDDEN: &[(&str, &str)] = &[
    ("ILIKE", "search a stored lower-case column"),
    ("ANY(", "write IN ($1, $2) with store::list"),
    ("NOW()", "time is an argument"),
    ("CURRENT_", "time is an argument"),
    ("INTERVAL", "dates are compared in SQL, never computed"),
    ("DATE_TRUNC", "dates are compared in SQL, never computed"),
    ("STRFTIME", "dates are compared in SQL, never computed"),
    ("DATETIME(", "dates are compared in SQL, never computed"),
    ("EXTRACT(", "dates are compared in SQL, never computed"),
    ("JSON_EXTRACT", "read JSON with ->>"),
    ("->'", "read JSON with ->>"),
    ("-> '", "read JSON with ->>"),
    ("::", "write CAST(… AS …)"),
    ("E'", "write literals without escapes"),
    ("$$", "write literals with '"),
    ("IFNULL(", "write COALESCE"),
    ("GROUP_CONCAT", "join in Rust"),
    ("STRING_AGG", "join in Rust"),
    ("INSERT OR ", "write ON CONFLICT"),
    ("ROWID", "PostgreSQL has none"),
    ("RANDOM()", "chance is an argument"),
    (";", "one statement at a time"),
];

/// The statement in capitals with single spaces, and without what stands in its literals.
fn plain(sql: &str) -> String {
    let outside: Vec<&str> = sql.split('\'').step_by(2).collect();
    outside.join("''").to_uppercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn faults(sql: &str) -> Vec<String> {
    let plain = plain(sql);
    let mut found: Vec<String> = FORBIDDEN
        .iter()
        .filter(|(text, _)| plain.contains(text))
        .map(|(text, why)| format!("{text}: {why}"))
        .collect();
    for (call, cast) in [("SUM(", "BIGINT or DOUBLE PRECISION"), ("AVG(", "DOUBLE PRECISION")] {
        let bare = plain.matches(call).count();
        let cast_here = plain.matches(&format!("CAST({call}")).count()
            + plain.matches(&format!("CAST(COALESCE({call}")).count();
        if bare > cast_here {
            found.push(format!("{call}: write CAST({call}x) AS {cast})"));
        }
    }
    for part in plain.split("ORDER BY ").skip(1) {
        let end = part.find([')']).unwrap_or(part.len());
        let nullable = ["_AT", "_ON", "_UNTIL"];
        for key in part[..end].split(',').map(str::trim) {
            let mut words = key.split(' ');
            let column = words.next().unwrap_or("");
            if nullable.iter().any(|end| column.ends_with(end)) && key.contains(" DESC") {
                // PostgreSQL puts NULL first in a descending order, SQLite last.
                if !key.contains("NULLS ") {
                    found.push(format!("ORDER BY {column} DESC: write NULLS LAST"));
                }
            }
        }
    }
    found
}

#[test]
fn every_statement_means_the_same_on_both() {
    let wrong: Vec<String> = registered()
        .flat_map(|one| faults(one.sql).into_iter().map(move |f| (one, f)))
        .map(|(one, fault)| format!("{}:{}: {fault}", one.file, one.line))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_rules_find_what_they_forbid() {
    for sql in [
        "SELECT a FROM t WHERE a ILIKE $1",
        "SELECT a FROM t WHERE a = ANY($1)",
        "SELECT SUM(a) FROM t",
        "SELECT a FROM t ORDER BY seen_at DESC",
        "SELECT a FROM t WHERE at < now()",
    ] {
        assert_eq!(faults(sql).len(), 1, "{sql}: {:?}", faults(sql));
    }
    for sql in [
        "SELECT CAST(SUM(a) AS BIGINT) AS a FROM t WHERE b = 'ILIKE'",
        "SELECT a FROM t ORDER BY seen_at DESC NULLS LAST, a",
    ] {
        assert!(faults(sql).is_empty(), "{sql}: {:?}", faults(sql));
    }
}
