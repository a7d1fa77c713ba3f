//! `kith suggest`: groups that fit a person, with reasons; the main job without a browser.

use std::io::Read;

use anyhow::{Context, Result};
use app::{Act, directory};
use domain::ids::GroupId;
use domain::profile::Profile;
use matching::{Suggestion, WhyNot};
use serde_json::json;

use crate::cli::Suggest;
use crate::exit::{Code, refused};
use crate::open;
use crate::say;
use crate::settings::Settings;

pub(crate) fn run(args: &Suggest, settings: &Settings) -> Result<Code> {
    let profile = read(args)?;
    let why_not: Option<GroupId> = match &args.why_not {
        Some(id) => Some(id.parse().map_err(|_| {
            refused(format!("--why-not {id} is not a group's id. `--json` prints ids."))
        })?),
        None => None,
    };
    let open = open::all(settings)?;
    let limit = usize::from(args.limit);
    let actor = open.actor(settings)?;
    if let Some(id) = why_not {
        let ask = move |act: &mut Act<'_>| directory::why_not(act, &profile, limit, id);
        return tell_why_not(&open.app.read_now(&actor, ask)?, args.json);
    }
    let ask = move |act: &mut Act<'_>| directory::suggest(act, &profile, limit, 1);
    let (suggestions, nothing) = open.app.read_now(&actor, ask)?;
    if args.json {
        let answer = json!({ "suggestions": suggestions, "nothing_fits": nothing });
        say::line(serde_json::to_string_pretty(&answer)?);
        return Ok(Code::Done);
    }
    for (at, suggestion) in suggestions.iter().enumerate() {
        tell(at + 1, suggestion);
    }
    if suggestions.is_empty() {
        say::line("No group in the directory fits.");
    }
    if let Some(barrier) = nothing.and_then(|nothing| nothing.biggest) {
        say::line(format!("What keeps groups away most: {}", barrier.sentence()));
    }
    Ok(Code::Done)
}

fn read(args: &Suggest) -> Result<Profile> {
    let path = &args.person;
    let text = if path.as_os_str() == "-" {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).context("The input cannot be read")?;
        text
    } else {
        std::fs::read_to_string(path)
            .map_err(|why| refused(format!("The file {} cannot be read: {why}.", path.display())))?
    };
    serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|why| {
        refused(format!(
            "{} is not a person file: {why}. docs/person-file.md tells the format.",
            path.display()
        ))
    })
}

fn tell(number: usize, suggestion: &Suggestion) {
    let far = suggestion.distance_km.map(|km| format!(", {km:.1} km away")).unwrap_or_default();
    let fit = (suggestion.score * 100.0).round();
    say::line(format!("{number}. {} (fits {fit} in 100{far})", suggestion.name));
    for reason in &suggestion.reasons {
        say::line(format!("   + {}", reason.sentence()));
    }
    for check in &suggestion.checks {
        say::line(format!("   ? {}", check.sentence()));
    }
    let contact = &suggestion.contact;
    let ways: Vec<&str> = [&contact.phone, &contact.email, &contact.url]
        .into_iter()
        .filter_map(|way| way.as_deref())
        .collect();
    if !ways.is_empty() {
        say::line(format!("   Ask: {}", ways.join(", ")));
    }
    say::line(format!("   Id: {}\n", suggestion.group));
}

fn tell_why_not(answer: &WhyNot, as_json: bool) -> Result<Code> {
    if as_json {
        let sentences = answer.sentences();
        let answer = json!({ "why_not": answer, "sentences": sentences });
        say::line(serde_json::to_string_pretty(&answer)?);
    } else {
        answer.sentences().iter().for_each(say::line);
    }
    match answer {
        WhyNot::NotKnown => Ok(Code::Refused),
        _ => Ok(Code::Done),
    }
}
