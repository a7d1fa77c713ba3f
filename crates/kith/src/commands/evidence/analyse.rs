//! `kith evidence analyse`: a plan and a file in, one answer out.

use std::io::Read;
use std::path::Path;

use anyhow::Result;
use evidence::CannotSay;
use evidence::analyse::{Plan, Table, analyse};

use crate::cli::Analyse;
use crate::exit::{Code, refused};
use crate::say;

pub(super) fn run(args: &Analyse) -> Result<Code> {
    let no = |file: &Path, why: CannotSay| refused(format!("{}: {why}", file.display()));
    let plan = Plan::parse(&read(&args.plan)?).map_err(|why| no(&args.plan, why))?;
    let table =
        Table::read(&read(&args.data)?, &plan.missing).map_err(|why| no(&args.data, why))?;
    let answer = analyse(&plan, &table).map_err(|why| no(&args.data, why))?;
    if args.json {
        say::line(serde_json::to_string_pretty(&answer)?);
    } else {
        answer.lines().iter().for_each(say::line);
    }
    Ok(Code::Done)
}

/// A file as text, or the input.
fn read(path: &Path) -> Result<String> {
    let mut bytes = Vec::new();
    let read = match path.as_os_str() == "-" {
        true => std::io::stdin().read_to_end(&mut bytes).map(|_| bytes),
        false => std::fs::read(path),
    };
    let shown = path.display();
    let bytes = read.map_err(|why| refused(format!("The file {shown} cannot be read: {why}.")))?;
    String::from_utf8(bytes).map_err(|_| {
        refused(format!(
            "The file {shown} is not UTF-8 text. Save it as “CSV UTF-8” and try again."
        ))
    })
}
