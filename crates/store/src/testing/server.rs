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

/// A server that takes encrypted connections only, under a certificate that vouches for
/// `localhost` and is signed by an authority of its own, in `ca.crt`.
const WATCH_ENCRYPTED: &str = r#"
trap '' INT TERM HUP
dir=$(mktemp -d /tmp/kith-pg-XXXXXX) || exit 1
chmod 755 "$dir"
stop() { "$1/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null 2>&1; rm -rf "$dir"; }
key() { openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes "$@" 2>>"$dir/log"; }
certificates() {
    key -x509 -keyout "$dir/ca.key" -out "$dir/ca.crt" -subj /CN=Test -days 2 &&
    key -x509 -keyout "$dir/other.key" -out "$dir/other.crt" -subj /CN=Other -days 2 &&
    key -keyout "$dir/data/server.key" -out "$dir/csr" -subj /CN=localhost &&
    printf 'subjectAltName=DNS:localhost\nbasicConstraints=CA:FALSE\n' >"$dir/ext" &&
    openssl x509 -req -in "$dir/csr" -CA "$dir/ca.crt" -CAkey "$dir/ca.key" -CAcreateserial \
        -out "$dir/data/server.crt" -days 2 -extfile "$dir/ext" >>"$dir/log" 2>&1 &&
    chmod 600 "$dir/data/server.key" && chmod 644 "$dir/ca.crt" "$dir/other.crt" &&
    echo 'hostssl all all 127.0.0.1/32 trust' >"$dir/data/pg_hba.conf"
}
"$1/initdb" -D "$dir/data" -U postgres -A trust --locale=C --encoding=UTF8 --no-sync \
    >"$dir/log" 2>&1 && certificates &&
"$1/pg_ctl" -D "$dir/data" -w -t 60 -l "$dir/log" start >/dev/null 2>&1 -o "-k $dir \
    -c listen_addresses=127.0.0.1 -c port=$2 -c ssl=on -c fsync=off" ||
    { tail -n 3 "$dir/log" | tr '\n' ' '; stop "$1"; exit 1; }
echo "ready $dir"
cat >/dev/null
stop "$1"
"#;

/// A PostgreSQL that takes encrypted connections only; it stops with this value.
#[derive(Debug)]
pub struct Encrypted {
    child: Child,
    /// Its port, on `localhost`.
    pub port: u16,
    /// The folder that holds `ca.crt`, which vouches for it, and `other.crt`, which does not.
    pub folder: String,
}

impl Encrypted {
    /// Starts one; `None` where there is no PostgreSQL or no openssl, which is said on the error
    /// stream and is a failure with `CI=true`.
    #[must_use]
    pub fn start(name: &str) -> Option<Encrypted> {
        let has_openssl = Command::new("openssl").arg("version").output().is_ok();
        let Some(programs) = programs().filter(|_| has_openssl) else {
            assert!(!ci(), "{name} needs PostgreSQL and openssl; with CI=true they must be there");
            eprintln!("skipped: {name} (no PostgreSQL or no openssl found)");
            return None;
        };
        let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = free.local_addr().expect("an address").port();
        drop(free);
        let mut watch = watch(&programs, WATCH_ENCRYPTED);
        let (child, folder) = run(watch.arg(port.to_string()), &programs);
        Some(Encrypted { child, port, folder })
    }
}

impl Drop for Encrypted {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        drop(self.child.wait());
    }
}

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
    let (child, folder) = run(&mut watch(programs, WATCH), programs);
    // Kept to the end of the process: closing its input is what stops the server.
    drop(SERVER.set(child));
    format!("postgres://postgres@{}/postgres", folder.replace('/', "%2F"))
}

/// Starts a script and waits until its server is ready; the folder that the server is in.
fn run(watch: &mut Command, programs: &Path) -> (Child, String) {
    let mut child = watch
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
    (child, folder.to_owned())
}

/// The script, as the user `postgres` where we are root, whom PostgreSQL refuses.
fn watch(programs: &Path, script: &str) -> Command {
    let root = Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout.trim_ascii() == b"0");
    let mut command = if root {
        let mut drop = Command::new("setpriv");
        drop.args(["--reuid=postgres", "--regid=postgres", "--clear-groups", "sh"]);
        drop
    } else {
        Command::new("sh")
    };
    // In a process group of its own, so that what kills the tests' group leaves it to tidy up.
    command.args(["-c", script, "watch"]).arg(programs).process_group(0);
    command
}
