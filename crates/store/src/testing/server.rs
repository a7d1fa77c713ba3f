//! A PostgreSQL of the test process's own: in a temporary folder, on a Unix socket, without fsync.
//!
//! A small shell script keeps watch: it ends the server when its standard input closes, which the
//! system does when the test process ends in whatever way.

use std::{
    io::{BufRead, BufReader},
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::OnceLock,
};

const WATCH: &str = r#"
trap '' INT TERM HUP
dir=$(mktemp -d /tmp/kith-pg-XXXXXX) || exit 1
stop() { "$1/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null 2>&1; rm -rf "$dir"; }
"$1/initdb" -D "$dir/data" -U postgres -A trust --locale=C --encoding=UTF8 --no-sync \
    >"$dir/log" 2>&1 &&
"$1/pg_ctl" -D "$dir/data" -w -t 60 -l "$dir/log" start >/dev/null 2>&1 -o "-k $dir \
    -c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
    -c max_connections=300 -c max_locks_per_transaction=1024 -c shared_buffers=64MB" ||
    { tail -n 3 "$dir/log" | tr '\n' ' '; stop "$1"; exit 1; }
echo "ready $dir"
cat >/dev/null
stop "$1"
"#;

/// The URL of a PostgreSQL for tests, started on first use; `None` where there is no PostgreSQL.
pub(super) fn url() -> Option<&'static str> {
    static URL: OnceLock<Option<String>> = OnceLock::new();
    URL.get_or_init(|| match setting("TEST_POSTGRES_URL") {
        Some(url) => Some(url),
        None => programs().map(|folder| start(&folder)),
    })
    .as_deref()
}

/// Whether a missing program is a failure.
pub(super) fn ci() -> bool {
    setting("CI").is_some_and(|value| value == "true")
}

#[expect(clippy::disallowed_methods, reason = "tests have no command line to be told by")]
fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The folder that holds `initdb` and `pg_ctl`, the newest where there are several.
fn programs() -> Option<PathBuf> {
    let path = setting("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let mut debian: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|found| found.flatten().map(|version| version.path().join("bin")).collect())
        .unwrap_or_default();
    let version =
        |folder: &PathBuf| -> Option<u32> { folder.parent()?.file_name()?.to_str()?.parse().ok() };
    debian.sort_by_key(|folder| std::cmp::Reverse(version(folder)));
    folders.splice(0..0, debian);
    folders.into_iter().find(|f| f.join("initdb").is_file() && f.join("pg_ctl").is_file())
}

fn start(programs: &Path) -> String {
    static SERVER: OnceLock<Child> = OnceLock::new();
    let mut child = watch(programs)
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a shell to start PostgreSQL");
    let mut line = String::new();
    let out = child.stdout.take().expect("the shell's output");
    BufReader::new(out).read_line(&mut line).expect("a line from the shell");
    let Some(folder) = line.trim().strip_prefix("ready ") else {
        panic!("PostgreSQL in {} did not start: {line}", programs.display());
    };
    // Kept to the end of the process: closing its input is what stops the server.
    drop(SERVER.set(child));
    format!("postgres://postgres@{}/postgres", folder.replace('/', "%2F"))
}

/// The script, as the user `postgres` where we are root, whom PostgreSQL refuses.
fn watch(programs: &Path) -> Command {
    let root = Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout.trim_ascii() == b"0");
    let mut command = if root {
        let mut drop = Command::new("setpriv");
        drop.args(["--reuid=postgres", "--regid=postgres", "--clear-groups", "sh"]);
        drop
    } else {
        Command::new("sh")
    };
    // In a process group of its own, so that what kills the tests' group leaves it to tidy up.
    command.args(["-c", WATCH, "watch"]).arg(programs).process_group(0);
    command
}
