//! A server in a process of its own, measured by the operating system's own accounting.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::load;

/// Clock ticks a second in `/proc`, as Linux has them on every common machine.
const TICKS: f64 = 100.0;

/// A running server, stopped when this value goes.
pub(crate) struct Server {
    child: Child,
    pub(crate) port: u16,
    /// From the start of the process until it answered.
    pub(crate) ready_after: Duration,
}

impl Server {
    /// Starts a program on a free port and waits until `path` answers 200.
    pub(crate) fn start(
        program: &Path,
        arguments: impl Fn(u16) -> Vec<String>,
        path: &str,
    ) -> Result<Server> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let began = Instant::now();
        let child = Command::new(program)
            .args(arguments(port))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let mut server = Server { child, port, ready_after: Duration::ZERO };
        while began.elapsed() < Duration::from_secs(20) {
            if load::answers(port, path) {
                server.ready_after = began.elapsed();
                return Ok(server);
            }
            if let Some(status) = server.child.try_wait()? {
                bail!("{} stopped by itself: {status}", program.display());
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        bail!("{} was not ready within 20 seconds", program.display())
    }

    /// CPU seconds used so far, by the process and the kernel for it.
    pub(crate) fn cpu_seconds(&self) -> Result<f64> {
        let text = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        let after_name = text.rsplit_once(") ").context("a name in brackets")?.1;
        let fields: Vec<&str> = after_name.split(' ').collect();
        let ticks = |at: usize| -> Result<f64> { Ok(fields.get(at).context("ticks")?.parse()?) };
        Ok((ticks(11)? + ticks(12)?) / TICKS)
    }

    /// Resident memory in kB.
    pub(crate) fn memory_kb(&self) -> Result<u64> {
        let text = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = text.lines().find(|line| line.starts_with("VmRSS:")).context("VmRSS")?;
        Ok(line.split_whitespace().nth(1).context("kB")?.parse()?)
    }

    /// Signs somebody in; the cookie for further requests.
    pub(crate) fn sign_in(&self, email: &str, password: &str) -> Result<String> {
        let form = format!("email={email}&password={password}");
        let head = load::ask(self.port, &load::request("POST", "/sign-in", "", &form))?;
        let cookie = head
            .lines()
            .find_map(|line| line.strip_prefix("set-cookie: "))
            .context("a cookie after signing in")?;
        Ok(cookie.split(';').next().unwrap_or_default().to_owned())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
