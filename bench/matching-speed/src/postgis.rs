//! PostgreSQL with PostGIS, asked for the same limits over the same groups.
//!
//! A temporary cluster, ended when its watcher's input closes. Each question is asked under two
//! plans, one that starts from the place (GiST) and one that may start from the words (GIN), and
//! the quicker of the two counts. CPU time is that of the server's process.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result};
use postgres::{Client, NoTls};

use crate::country::{TODAY, group};
use crate::ours::LIMIT;
use crate::plain::{Asked, Row};
use domain::profile::Online;

const WATCH: &str = r#"
cd /tmp
dir=$(mktemp -d /tmp/kith-bench-pg-XXXXXX) || exit 1
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -1)
PATH="$bin:$PATH"
stop() { pg_ctl -D "$dir/data" -m immediate stop >/dev/null 2>&1; rm -rf "$dir"; }
initdb -D "$dir/data" -U postgres -A trust --locale=C --encoding=UTF8 --no-sync >"$dir/log" 2>&1 &&
pg_ctl -D "$dir/data" -w -t 60 -l "$dir/log" start >/dev/null 2>&1 -o "-k $dir \
    -c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
    -c shared_buffers=2GB -c work_mem=256MB -c maintenance_work_mem=1GB -c max_wal_size=8GB \
    -c jit=off -c autovacuum=off -c max_parallel_workers_per_gather=0" || { stop; exit 1; }
echo "ready $dir"
cat >/dev/null
stop
"#;

const TABLE: &str = "
    CREATE EXTENSION postgis;
    CREATE TABLE g (id BIGINT, body TEXT, lat DOUBLE PRECISION, lon DOUBLE PRECISION,
        open BOOLEAN, online BOOLEAN, only_online BOOLEAN, age_from INT, age_to INT, gender INT,
        members BOOLEAN, referral BOOLEAN, outcode TEXT, missing INT, times INT)";

const INDEXES: &str = "
    ALTER TABLE g ADD words TSVECTOR, ADD place GEOGRAPHY(Point);
    UPDATE g SET words = to_tsvector('english', body),
        place = ST_SetSRID(ST_MakePoint(lon, lat), 4326)::geography;
    ALTER TABLE g DROP body;
    VACUUM FULL g;
    CREATE INDEX g_words ON g USING gin (words);
    CREATE INDEX g_place ON g USING gist (place);
    VACUUM ANALYZE g";

/// A server that ends with this value.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        drop(self.0.wait());
    }
}

/// Mean CPU time of a question under the quicker plan; nothing where it is not installed.
pub(crate) fn run(size: u64, people: &[Asked]) -> Result<Option<f64>> {
    let Some((_server, folder)) = start()? else {
        println!("  PostGIS is not installed");
        return Ok(None);
    };
    let mut client = Client::connect(&format!("host={folder} user=postgres"), NoTls)?;
    if client.batch_execute(TABLE).is_err() {
        println!("  PostGIS is not installed");
        return Ok(None);
    }
    fill(&mut client, size)?;
    // One by one: VACUUM may not run among others.
    for statement in INDEXES.split(';') {
        client.batch_execute(statement)?;
    }
    let pid: i32 = client.query_one("SELECT pg_backend_pid()", &[])?.get(0);
    println!("  PostGIS build     {:>9.2} CPU s", cpu_of(pid)?);
    let plans = [
        ("GiST first", "SET enable_bitmapscan = off; SET enable_indexscan = on"),
        ("GIN and GiST bitmaps", "SET enable_bitmapscan = on; SET enable_indexscan = off"),
    ];
    let mut best = vec![f64::MAX; people.len()];
    for (name, setting) in plans {
        client.batch_execute(setting)?;
        let mut sum = 0.0;
        for (person, best) in people.iter().zip(&mut best) {
            let text = question(person);
            client.simple_query(&text)?;
            let start = cpu_of(pid)?;
            client.simple_query(&text)?;
            let time = cpu_of(pid)? - start;
            sum += time;
            *best = best.min(time);
        }
        println!("  PostGIS, {name:<22} {:>9.3} CPU ms", 1e3 * sum / people.len() as f64);
    }
    let mean_ms = 1e3 * best.iter().sum::<f64>() / people.len() as f64;
    println!("  PostGIS, quicker plan each {mean_ms:>9.3} CPU ms");
    Ok(Some(mean_ms))
}

fn start() -> Result<Option<(Server, String)>> {
    let is_root = rustix::process::geteuid().is_root();
    let mut command = Command::new(if is_root { "runuser" } else { "sh" });
    if is_root {
        // PostgreSQL refuses to run as root.
        command.args(["-u", "postgres", "--", "sh"]);
    }
    let child = command
        .args(["-c", WATCH])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut child) = child else { return Ok(None) };
    let out = child.stdout.take().context("what it says")?;
    let server = Server(child);
    let mut line = String::new();
    BufReader::new(out).read_line(&mut line)?;
    Ok(line.trim().strip_prefix("ready ").map(|folder| (server, folder.to_owned())))
}

fn fill(client: &mut Client, size: u64) -> Result<()> {
    let mut out = client.copy_in("COPY g FROM STDIN")?;
    for number in 0..size {
        let row = Row::of(&group(number), TODAY);
        let or_null = |degrees: Option<f64>| degrees.map_or("\\N".to_owned(), |it| it.to_string());
        writeln!(
            out,
            "{number}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}",
            row.text,
            or_null(row.latitude),
            or_null(row.longitude),
            row.is_open,
            row.is_online,
            row.is_only_online,
            row.age_from,
            row.age_to,
            row.gender,
            row.members,
            row.referral,
            row.outcode.as_deref().unwrap_or("\\N"),
            row.missing,
            row.times
        )?;
    }
    out.finish()?;
    Ok(())
}

/// The question as SQL. Every value is ours, seeded; nothing comes from outside.
fn question(person: &Asked) -> String {
    let mut limits = vec!["open AND NOT members".to_owned()];
    if !person.referred {
        limits.push("NOT referral".into());
    }
    match person.online {
        Online::No => limits.push("NOT only_online".into()),
        Online::Only => limits.push("online".into()),
        Online::Welcome => {}
    }
    limits.extend(person.age.map(|age| format!("age_from <= {age} AND age_to >= {age}")));
    limits.extend(person.gender.map(|gender| format!("gender IN (0, {gender})")));
    limits.extend(
        person.outcode.as_ref().map(|code| format!("(outcode IS NULL OR outcode = '{code}')")),
    );
    if person.needs != 0 {
        limits.push(format!("missing & {} = 0", person.needs));
    }
    limits.push(format!("(times = 0 OR times & {} <> 0)", person.free));
    let mut order = Vec::new();
    if !person.words.is_empty() {
        let query =
            format!("to_tsquery('english', '{}')", person.words.join(" | ").replace('\'', "''"));
        limits.push(format!("words @@ {query}"));
        order.push(format!("ts_rank(words, {query})"));
    }
    let point = |north: f64, east: f64| {
        format!("ST_SetSRID(ST_MakePoint({east}, {north}), 4326)::geography")
    };
    if let Some((north, east, km)) = person.reach {
        let home = point(north, east);
        limits.push(format!("ST_DWithin(place, {home}, {})", km * 1000.0));
        order.push(format!("(1 - ST_Distance(place, {home}, false) / {})", km * 1000.0));
    } else if let Some((north, east)) = person.home {
        let home = point(north, east);
        order.push(format!("coalesce(-ST_Distance(place, {home}, false) / 100000, 0)"));
    }
    let order = if order.is_empty() { "0".to_owned() } else { order.join(" + ") };
    format!(
        "SELECT id FROM g WHERE {} ORDER BY {order} DESC, id LIMIT {LIMIT}",
        limits.join(" AND ")
    )
}

/// CPU seconds that a process has used.
fn cpu_of(pid: i32) -> Result<f64> {
    let text = std::fs::read_to_string(format!("/proc/{pid}/schedstat"))?;
    let ns: f64 = text.split_whitespace().next().context("CPU time")?.parse()?;
    Ok(ns / 1e9)
}
