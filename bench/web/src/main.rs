//! What pages cost: `cargo run --release -p bench-web`.
//!
//! Makes a service with 100,000 referrals, serves it with the release binary and a minimal axum
//! server beside it, and prints CPU per 1,000 requests as a ratio, latency at 16 connections,
//! cold start, idle memory and binary size. A measurement, never a timed test. `--keep FOLDER`
//! leaves the service there, to look at it.

#![expect(clippy::print_stdout, reason = "a measurement is printed")]

mod hello;
mod load;
mod process;
mod seed;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use load::Load;
use process::Server;

/// Requests in a measured run, after a tenth as many to warm up.
const REQUESTS: usize = 4_000;
/// Saves are durable, so each waits for the disk; fewer are enough.
const SAVES: usize = 1_000;
const CONNECTIONS: usize = 16;
const STARTS: usize = 7;

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let first = arguments.next();
    if first.as_deref() == Some("hello") {
        return hello::serve(&arguments.next().context("a port")?);
    }
    let binary = build()?;
    if first.as_deref() == Some("--keep") {
        let folder = PathBuf::from(arguments.next().context("a folder after --keep")?);
        std::fs::create_dir_all(&folder)?;
        return measure(&binary, &folder);
    }
    let folder = std::env::temp_dir().join(format!("kith-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let measured = measure(&binary, &folder);
    std::fs::remove_dir_all(&folder)?;
    measured
}

/// Builds the release binary, so that one command is enough.
fn build() -> Result<PathBuf> {
    let built = Command::new("cargo").args(["build", "--release", "-p", "kith"]).status()?;
    ensure!(built.success(), "the release build failed");
    let me = std::env::current_exe()?;
    Ok(me.parent().context("a folder")?.join("kith"))
}

fn measure(binary: &Path, folder: &Path) -> Result<()> {
    println!("Making a service with {} referrals…", seed::REFERRALS);
    let began = Instant::now();
    let seeded = seed::make(folder)?;
    println!("  {:.1} s, {} MB\n", began.elapsed().as_secs_f64(), megabytes(&seeded.database)?);

    let starts = cold_starts(binary, &seeded)?;
    let me = std::env::current_exe()?;
    let hello = Server::start(&me, |port| vec!["hello".into(), port.to_string()], "/")?;
    let kith = serve(binary, &seeded)?;
    let idle = kith.memory_kb()? / 1024;

    let plain = Load::get("/").run(&hello, REQUESTS, CONNECTIONS)?;
    let coordinator = kith.sign_in(seed::COORDINATOR, seed::PASSWORD)?;
    let list = Load::get("/inbox").with(&coordinator).run(&kith, REQUESTS, CONNECTIONS)?;
    let worker = kith.sign_in(seed::LINK_WORKER, seed::PASSWORD)?;
    let path = format!("/people/{}/contact", seeded.person);
    let save = Load::post(&path, seed::CONTACT_FORM).with(&worker);
    let save = save.run(&kith, SAVES, CONNECTIONS)?;

    println!("| what | CPU s per 1,000 | ratio to hello | p50 ms | p99 ms | requests/s |");
    println!("|---|---|---|---|---|---|");
    for (name, result) in [
        ("minimal axum hello", &plain),
        ("inbox: 25 rows out of 100,000", &list),
        ("a contact saved durably", &save),
    ] {
        println!("| {name} | {} |", result.row(&plain));
    }
    println!();
    println!("cold start to ready, median of {STARTS}: {starts} ms (goal 200)");
    println!("idle memory: {idle} MB (goal 60)");
    println!("binary: {} MB (goal 40)", megabytes(binary)?);
    println!("list page: {:.3} s CPU per 1,000 (goal 0.3)", list.cpu_per_thousand());
    Ok(())
}

fn serve(binary: &Path, seeded: &seed::Seeded) -> Result<Server> {
    let database = seeded.database.display().to_string();
    let key = seeded.key_file.display().to_string();
    let arguments = move |port: u16| {
        let listen = format!("127.0.0.1:{port}");
        ["serve", "--database", &database, "--key-file", &key, "--listen", &listen]
            .map(str::to_owned)
            .to_vec()
    };
    Server::start(binary, arguments, "/health/ready")
}

fn cold_starts(binary: &Path, seeded: &seed::Seeded) -> Result<u128> {
    let mut times = Vec::new();
    for _ in 0..STARTS {
        times.push(serve(binary, seeded)?.ready_after.as_millis());
    }
    times.sort_unstable();
    Ok(times[STARTS / 2])
}

fn megabytes(path: &Path) -> Result<u64> {
    Ok(std::fs::metadata(path)?.len() / 1_000_000)
}
