//! Programs that some suites need: found, set up where that is ours to do, or named as missing.
//!
//! Without them a suite says that it was skipped and why; with `CI=true` it fails.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::root;

/// The folder of the browser suites, its packages installed, if these programs are there too.
///
/// # Panics
/// With `CI=true`, when something is missing.
#[must_use]
pub fn e2e(suite: &str, programs: &[&str]) -> Option<PathBuf> {
    let mut missing: Vec<String> = programs
        .iter()
        .filter(|program| !is_there(program))
        .map(|program| (*program).to_owned())
        .collect();
    if missing.is_empty()
        && let Err(why) = installed()
    {
        missing.push(why.clone());
    }
    if missing.is_empty() {
        return Some(folder());
    }
    let words = format!("{suite} needs {}", missing.join(" and "));
    assert!(std::env::var_os("CI").is_none(), "{words}");
    eprintln!("skipped: {words}");
    None
}

/// The folder of the Python programs that check our feed from outside, set up if need be.
///
/// # Panics
/// With `CI=true`, when something is missing.
#[must_use]
pub fn python(suite: &str) -> Option<PathBuf> {
    let needed = folder().join("outside/requirements.txt");
    let home = root().join("target/outside");
    let done = home.join("requirements.txt");
    let is_same = std::fs::read(&done).ok() == std::fs::read(&needed).ok();
    if is_same || set_up(&home, &needed) {
        drop(std::fs::copy(&needed, &done));
        return Some(home.join("bin"));
    }
    let words =
        format!("{suite} needs python3 with venv, and its packages of {}", needed.display());
    assert!(std::env::var_os("CI").is_none(), "{words}");
    eprintln!("skipped: {words}");
    None
}

fn set_up(home: &Path, needed: &Path) -> bool {
    let runs = |command: &mut Command| command.output().is_ok_and(|run| run.status.success());
    runs(Command::new("python3").args(["-m", "venv", "--clear"]).arg(home))
        && runs(
            Command::new(home.join("bin/pip"))
                .args(["install", "--quiet", "--disable-pip-version-check", "--requirement"])
                .arg(needed),
        )
}

fn folder() -> PathBuf {
    root().join("e2e")
}

/// Installs the packages of the lock file, once for this process and again when it changed.
fn installed() -> &'static Result<(), String> {
    static DONE: OnceLock<Result<(), String>> = OnceLock::new();
    DONE.get_or_init(|| {
        let (lock, done) =
            (folder().join("package-lock.json"), folder().join("node_modules/.package-lock.json"));
        if is_newer(&done, &lock) {
            return Ok(());
        }
        let run = Command::new("npm")
            .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
            .current_dir(folder())
            .output();
        match run {
            Ok(run) if run.status.success() => Ok(()),
            Ok(_) => Err("`npm ci` in e2e/ to succeed".to_owned()),
            Err(_) => Err("npm".to_owned()),
        }
    })
}

fn is_newer(done: &Path, lock: &Path) -> bool {
    let changed = |path: &Path| path.metadata().and_then(|file| file.modified());
    matches!((changed(done), changed(lock)), (Ok(done), Ok(lock)) if done >= lock)
}

fn is_there(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}
