//! The demonstration in a process of its own, for suites that ask it from outside.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// The demonstration in a process of its own, stopped when this value goes.
pub(crate) struct Demonstration {
    child: Child,
    binary: PathBuf,
    folder: PathBuf,
    url: String,
}

impl Demonstration {
    /// Starts it in a folder of this name.
    pub(crate) fn start(name: &str) -> Demonstration {
        let here = std::env::current_exe().expect("a path");
        let binary = here.ancestors().nth(2).expect("target/debug").join("kith");
        // All tests together have just built it; these alone have not.
        let is_fresh = std::env::var_os("CI").is_some() && binary.is_file();
        if !is_fresh {
            let mut build = Command::new("cargo");
            let built = build.args(["build", "-p", "kith"]).current_dir(xtask::root()).status();
            assert!(built.expect("cargo starts").success(), "kith builds");
        }
        let folder = std::env::temp_dir().join(format!("kith-e2e-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let port = free_port();
        let mut child = Command::new(&binary)
            .args(["demo", "--listen", &format!("127.0.0.1:{port}")])
            .arg("--database")
            .arg(folder.join("demo.db"))
            .current_dir(&folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("kith starts");
        let lines = BufReader::new(child.stdout.take().expect("its words")).lines();
        wait_until_ready(port);
        // Keeps reading, so that the process is never held up by a full pipe.
        std::thread::spawn(move || lines.for_each(drop));
        Demonstration { child, binary, folder, url: format!("http://127.0.0.1:{port}") }
    }

    /// Where it answers, without a slash at the end.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Its folder, for files that go when it goes.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Runs another command of the same program on its database.
    pub(crate) fn command(&self, words: &[&str]) {
        let mut command = Command::new(&self.binary);
        command.args(words).args(["--database", "demo.db"]).current_dir(&self.folder);
        let run = command.output().expect("kith starts");
        assert!(run.status.success(), "{words:?}: {}", String::from_utf8_lossy(&run.stderr));
    }
}

impl Drop for Demonstration {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

fn free_port() -> u16 {
    let door = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    door.local_addr().expect("an address").port()
}

/// Waits until the port takes connections; making the demonstration takes a while.
fn wait_until_ready(port: u16) {
    for _ in 0..1200 {
        if std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    panic!("the demonstration was not there within two minutes");
}
