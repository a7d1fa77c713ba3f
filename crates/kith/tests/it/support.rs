//! Running the binary in a folder of its own, with nothing of the machine's own settings.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// A folder that goes away with the test.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Folder {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let next = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("kith-cli-{}-{next}", std::process::id()));
        std::fs::create_dir_all(&path).expect("the test to reach this far");
        Folder(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// `kith` with these words, in this folder.
    pub(crate) fn kith(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kith"));
        command.args(words).current_dir(&self.0).stdin(Stdio::null());
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("KITH_") {
                command.env_remove(name);
            }
        }
        command
    }

    /// Runs `kith` with these words to its end.
    pub(crate) fn run(&self, words: &[&str]) -> Ended {
        Ended::from(self.kith(words).output().expect("the test to reach this far"))
    }

    /// Runs `kith` with these words, which must succeed; what it printed.
    pub(crate) fn done(&self, words: &[&str]) -> String {
        let ended = self.run(words);
        assert_eq!(ended.code, 0, "kith {words:?}: {}{}", ended.said, ended.noted);
        ended.said
    }
}

/// The password that tests choose.
pub(crate) const PASSWORD: &str = "a long enough one";

/// Runs a test with a service of its own on SQLite, and again on PostgreSQL where there is one.
pub(crate) fn on_each(name: &str, test: impl Fn(&Folder)) {
    let folder = Folder::new();
    folder.set_up("kith.db");
    test(&folder);
    store::testing::on_postgres(name, |db| {
        let store::Address::Postgres { url, schema } = db.address() else { return };
        let between = if url.contains('?') { '&' } else { '?' };
        let schema = schema.as_deref().unwrap_or("public");
        let folder = Folder::new();
        folder.set_up(&format!("{url}{between}schema={schema}"));
        test(&folder);
    });
}

impl Folder {
    /// A settings file that names this database, and a service in it with an administrator.
    pub(crate) fn set_up(&self, database: &str) {
        self.write("kith.toml", &format!("database = {database:?}\nkey_file = \"kith.key\"\n"));
        self.done(&["migrate"]);
        let example = self.done(&["service", "example"]);
        self.write("service.toml", &example);
        self.done(&["service", "add", "north", "service.toml"]);
        let words = [
            "user",
            "add",
            "ada@example.org",
            "--name",
            "Ada",
            "--role",
            "administrator",
            "--password-stdin",
        ];
        assert_eq!(self.told(&words, PASSWORD).code, 0);
    }

    /// Writes a file.
    pub(crate) fn write(&self, name: &str, text: &str) {
        std::fs::write(self.0.join(name), text).expect("a file to be written");
    }

    /// Runs `kith` with these words and this on its input.
    pub(crate) fn told(&self, words: &[&str], input: &str) -> Ended {
        let mut command = self.kith(words);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("kith to start");
        let mut stdin = child.stdin.take().expect("an input");
        stdin.write_all(input.as_bytes()).expect("kith to listen");
        drop(stdin);
        Ended::from(child.wait_with_output().expect("kith to end"))
    }

    /// Where the tests' database is, for tests that look into it.
    pub(crate) fn database(&self) -> store::Db {
        let text = std::fs::read_to_string(self.0.join("kith.toml")).expect("settings");
        let line = text.lines().next().and_then(|line| line.split('"').nth(1)).expect("a database");
        let address = if line.contains("://") {
            line.parse().expect("an address")
        } else {
            store::Address::Sqlite(self.0.join(line))
        };
        store::Db::open_with(&address, 1).expect("the database")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

/// How a command ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: i32,
    /// What it printed.
    pub(crate) said: String,
    /// What it wrote on the error stream.
    pub(crate) noted: String,
}

impl From<Output> for Ended {
    fn from(output: Output) -> Ended {
        Ended {
            code: output.status.code().unwrap_or(-1),
            said: String::from_utf8(output.stdout).expect("the test to reach this far"),
            noted: String::from_utf8(output.stderr).expect("the test to reach this far"),
        }
    }
}

/// A running server; killed with this value.
pub(crate) struct Server {
    pub(crate) child: Child,
    /// Where it listens, such as `127.0.0.1:41234`.
    pub(crate) address: String,
}

impl Server {
    /// Starts `kith` with these words on a free port and waits until it says that it is ready.
    pub(crate) fn start(folder: &Folder, words: &[&str]) -> Server {
        let mut all = words.to_vec();
        all.extend(["--listen", "127.0.0.1:0"]);
        let mut child = folder
            .kith(&all)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the test to reach this far");
        let said = BufReader::new(child.stdout.take().expect("the test to reach this far"));
        let ready = said.lines().map_while(Result::ok).find_map(|line| {
            let (_, port) = line.split_once("ready at http://localhost:")?;
            Some(format!("127.0.0.1:{port}"))
        });
        Server { child, address: ready.expect("the server to say where it is") }
    }

    /// Asks it to stop, as a service manager does; how it ended.
    pub(crate) fn stop(mut self) -> Option<i32> {
        let id = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &id])
                .status()
                .expect("the test to reach this far")
                .success()
        );
        self.child.wait().expect("the test to reach this far").code()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// The answer to one request, head and body.
pub(crate) fn ask(address: &str, request: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    stream.write_all(request.as_bytes())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

/// A page's answer, head and body.
pub(crate) fn page(address: &str, path: &str) -> String {
    let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    ask(address, &request).expect("an answer")
}
