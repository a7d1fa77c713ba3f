//! Running a peer's script as a child, and telling CPU time: ours from the kernel, theirs as told.

use std::io::Write;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// What the script printed as its last line, as JSON; nothing where the program, or a library
/// that the script needs, is not installed.
///
/// A script measures its own task in CPU seconds (`cpu_s`), so that starting up is not counted;
/// it ends with code 3 when a library is missing.
///
/// # Errors
/// When the script fails, or prints no answer.
pub fn run(program: &str, script: &str, words: &[String]) -> Result<Option<Value>> {
    let is_python = !program.ends_with("Rscript");
    let mut command = Command::new(program);
    command.arg("-").args(words);
    if is_python {
        // One thread on both sides.
        command.env("OMP_NUM_THREADS", "1").env("OPENBLAS_NUM_THREADS", "1");
    }
    let child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn();
    let Ok(mut child) = child else { return Ok(None) };
    child.stdin.take().context("an input")?.write_all(script.as_bytes())?;
    let output = child.wait_with_output()?;
    if output.status.code() == Some(3) {
        return Ok(None);
    }
    if !output.status.success() {
        bail!("the peer's script failed: {}", output.status);
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let last = text.lines().rfind(|line| line.starts_with('{')).context("the peer's answer")?;
    Ok(Some(serde_json::from_str(last)?))
}

/// The CPU seconds that this program has used so far, on the threads that are still there.
///
/// # Errors
/// Where the kernel does not tell: elsewhere than on Linux.
pub fn cpu_s() -> Result<f64> {
    let mut total = 0.0;
    for task in std::fs::read_dir("/proc/self/task").context("CPU time needs Linux")? {
        let text = std::fs::read_to_string(task?.path().join("schedstat"))?;
        let ns: f64 = text.split_whitespace().next().context("CPU time")?.parse()?;
        total += ns / 1e9;
    }
    Ok(total)
}

/// A number of the peer's answer.
///
/// # Errors
/// When it gave none of this name.
pub fn number(of: &Value, name: &str) -> Result<f64> {
    of[name].as_f64().with_context(|| format!("the peer gave no {name}"))
}
