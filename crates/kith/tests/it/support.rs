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
