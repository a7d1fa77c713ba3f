//! Whether a group goes on: running, resting or over, and what it lives from.

use domain::group::timetable::{funding_line, read_funding};
use domain::group::{Funding, Group, Status};
use jiff::civil::Date;

use super::Typed;
use crate::forms::Form;

/// The fields as they stand on the page.
pub(super) const FIELDS: &[&str] = &["status", "paused_until", "ended_on", "funding"];

/// What is known now.
pub(super) fn fill(group: &Group) -> Typed {
    let lines: Vec<String> = group.life.funding.iter().map(funding_line).collect();
    let mut typed = vec![("funding", lines.join("\n"))];
    let (status, ended_on) = match group.status {
        Status::Running => ("running", None),
        Status::Paused => ("paused", None),
        Status::Ended { on } => ("ended", on),
    };
    typed.push(("status", status.to_owned()));
    typed.extend(date_fields(
        ["paused_until-day", "paused_until-month", "paused_until-year"],
        group.life.paused_until,
    ));
    typed.extend(date_fields(["ended_on-day", "ended_on-month", "ended_on-year"], ended_on));
    typed
}

fn date_fields(names: [&'static str; 3], date: Option<Date>) -> Typed {
    let Some(date) = date else { return Vec::new() };
    let parts = [date.day().to_string(), date.month().to_string(), date.year().to_string()];
    names.into_iter().zip(parts).collect()
}

/// The group as it was typed; what is wrong is said on the form.
pub(super) fn read(form: &mut Form, group: &Group) -> Group {
    let mut after = group.clone();
    let (until, on) = (form.date("paused_until", "date"), form.date("ended_on", "date"));
    after.life.paused_until = None;
    after.status = match form.value("status") {
        "running" => Status::Running,
        "paused" => {
            after.life.paused_until = until;
            Status::Paused
        }
        "ended" => Status::Ended { on },
        _ => {
            form.refuse("status", "Choose whether it is running");
            group.status.clone()
        }
    };
    after.life.funding = read_streams(form);
    after
}

fn read_streams(form: &mut Form) -> Vec<Funding> {
    let typed = form.value("funding").to_owned();
    let mut streams = Vec::new();
    for line in typed.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match read_funding(line) {
            Ok(funding) => streams.push(funding),
            Err(sentence) => {
                form.refuse("funding", sentence);
                break;
            }
        }
    }
    streams
}
