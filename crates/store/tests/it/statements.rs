//! Every statement of the program is true to the schema and keeps to what both databases read
//! alike.

use std::collections::BTreeMap;

use store::{migrations, on_both, registered, testing};

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

fn faults(sql: &str, schema: &Schema) -> Vec<String> {
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
    found.extend(order_faults(&plain, schema));
    found
}

/// By table, in capitals: each column and whether it may be `NULL`.
type Schema = BTreeMap<String, BTreeMap<String, bool>>;

/// The schema as the migrations write it: a line a column, capitals for what is not a name.
fn schema() -> Schema {
    let mut schema = Schema::new();
    let mut table = String::new();
    for line in migrations::ALL.iter().flat_map(|(_, text)| text.lines()) {
        let line = line.split("--").next().unwrap_or("").trim();
        let mut words = line.split([' ', '(']).filter(|word| !word.is_empty());
        match (words.next(), words.next(), words.next()) {
            (Some("CREATE" | "ALTER"), Some("TABLE"), Some(name)) => table = name.to_uppercase(),
            (Some(name), Some(kind), _) if is_column(name, kind) => {
                let null = !line.contains("NOT NULL") && !line.contains("PRIMARY KEY");
                schema.entry(table.clone()).or_default().insert(name.to_uppercase(), null);
            }
            _ => {}
        }
    }
    schema
}

fn is_column(name: &str, kind: &str) -> bool {
    let capitals = |word: &str| word.trim_end_matches(',').chars().all(|c| c.is_ascii_uppercase());
    !capitals(name) && capitals(kind)
}

/// PostgreSQL sorts `NULL` as the greatest value and SQLite as the least, so a column that may be
/// `NULL` says `NULLS LAST`; one that may not says nothing, or no index could serve the order.
fn order_faults(plain: &str, schema: &Schema) -> Vec<String> {
    let words: Vec<&str> = plain.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
    let tables: Vec<_> = schema.iter().filter(|(name, _)| words.contains(&name.as_str())).collect();
    let mut found = Vec::new();
    for part in plain.split("ORDER BY ").skip(1) {
        let ends = [" LIMIT", " FOR ", " UNION", ")"].iter().filter_map(|end| part.find(end));
        for key in part[..ends.min().unwrap_or(part.len())].split(',').map(str::trim) {
            let column = key.split(' ').next().unwrap_or("").rsplit('.').next().unwrap_or("");
            let kinds: Vec<bool> =
                tables.iter().filter_map(|(_, columns)| columns.get(column).copied()).collect();
            let says = key.contains(" NULLS ");
            if kinds.contains(&true) && !says {
                found.push(format!("ORDER BY {column}: may be NULL, so write NULLS LAST"));
            } else if !kinds.is_empty() && !kinds.contains(&true) && says {
                found.push(format!("ORDER BY {column}: is never NULL, so leave NULLS out"));
            }
        }
    }
    found
}

#[test]
fn every_statement_means_the_same_on_both() {
    let schema = schema();
    let wrong: Vec<String> = registered()
        .flat_map(|one| faults(one.sql, &schema).into_iter().map(move |f| (one, f)))
        .map(|(one, fault)| format!("{}:{}: {fault}", one.file, one.line))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_schema_is_read_whole() {
    let schema = schema();
    assert!(schema["JOB"]["DONE_AT"]);
    assert!(!schema["JOB"]["RUN_AT"]);
    assert!(!schema["PERSON"]["PERSON_ID"]);
    assert!(!schema["WRITTEN_CODE"].contains_key("PRIMARY"));
}

#[test]
fn the_rules_find_what_they_forbid() {
    let schema = schema();
    for sql in [
        "SELECT a FROM t WHERE a ILIKE $1",
        "SELECT a FROM t WHERE a = ANY($1)",
        "SELECT SUM(a) FROM t",
        "SELECT job_id FROM job ORDER BY dead_at DESC, job_id LIMIT 3",
        "SELECT j.job_id FROM job j ORDER BY j.done_at",
        "SELECT job_id FROM job ORDER BY run_at DESC NULLS LAST",
        "SELECT a FROM t WHERE at < now()",
    ] {
        assert_eq!(faults(sql, &schema).len(), 1, "{sql}: {:?}", faults(sql, &schema));
    }
    for sql in [
        "SELECT CAST(SUM(a) AS BIGINT) AS a FROM t WHERE b = 'ILIKE'",
        "SELECT job_id FROM job ORDER BY dead_at DESC NULLS LAST, run_at",
    ] {
        assert!(faults(sql, &schema).is_empty(), "{sql}: {:?}", faults(sql, &schema));
    }
}

#[test]
fn postgresql_sorts_every_text_by_bytes() {
    testing::on_postgres("postgresql_sorts_every_text_by_bytes", |db| {
        let others = db
            .read_now(|c| {
                c.all(
                    "SELECT CAST(table_name AS TEXT) AS name FROM information_schema.columns
                      WHERE table_schema = current_schema() AND data_type = 'text'
                        AND collation_name IS DISTINCT FROM 'C'",
                    &[],
                )
            })
            .unwrap();
        assert!(others.is_empty(), "{:?}", others.iter().map(|r| r.values()).collect::<Vec<_>>());
    });
}
