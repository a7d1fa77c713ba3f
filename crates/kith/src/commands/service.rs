//! `kith service`: adding a service, and its settings as a file.

use std::path::Path;

use anyhow::{Context, Result};
use domain::ids::ServiceId;
use domain::service::Settings as Words;
use domain::triage::Rules;
use store::services::Found;
use toml::Value;

use crate::cli::Service;
use crate::exit::{Code, refused};
use crate::open::{self, Open};
use crate::say;
use crate::settings::Settings;

/// A file to begin with.
const EXAMPLE: &str = include_str!("service/example.toml");

pub(crate) fn run(args: Service, settings: &Settings) -> Result<Code> {
    if matches!(args, Service::Example) {
        say::line(EXAMPLE.trim_end());
        return Ok(Code::Done);
    }
    let open = open::all(settings)?;
    match args {
        Service::Add { name, file } => add(&open, name, &file)?,
        Service::List => list(&open)?,
        Service::Show => {
            let id = open.service(settings)?.id;
            let words = open.db.read_now(move |c| store::services::find_settings(c, id))?;
            say::line(toml::to_string(&words.context("the service has no settings")?)?.trim_end());
        }
        Service::Change { file } => {
            let words = read(&file)?;
            let actor = open.actor(settings)?;
            open.app.write_now(&actor, move |act| app::services::save_settings(act, &words))?;
            say::line("The settings are changed.");
        }
        Service::Example => {}
    }
    Ok(Code::Done)
}

fn add(open: &Open, slug: String, file: &Path) -> Result<()> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if slug.is_empty() || slug.len() > 40 || !slug.chars().all(plain) {
        return Err(refused("The short name may hold a-z, 0-9 and - only, at most 40 of them."));
    }
    if open.app.list_services_now()?.iter().any(|found| found.is_demonstration) {
        return Err(refused(
            "This database holds the demonstration. A real service needs a database of its own: \
             name another with --database.",
        ));
    }
    let words = read(file)?;
    let id = open.app.new_id::<ServiceId>();
    let found = Found { id, slug, is_demonstration: false };
    open.app.create_service(&found, &words)?;
    say::line(format!("{} is there. Add people who sign in: `kith user add`.", words.name));
    Ok(())
}

fn list(open: &Open) -> Result<()> {
    for found in open.app.list_services_now()? {
        let id = found.id;
        let words = open.db.read_now(move |c| store::services::find_settings(c, id))?;
        let name = words.map(|words| words.name).unwrap_or_default();
        say::line(format!("{:<20} {name}", found.slug));
    }
    Ok(())
}

/// Reads a settings file and refuses what it does not know, so that no slip passes in silence.
fn read(file: &Path) -> Result<Words> {
    let shown = file.display();
    let text = std::fs::read_to_string(file)
        .map_err(|why| refused(format!("The file {shown} cannot be read: {why}.")))?;
    let words = parse(&text).map_err(|why| refused(format!("{shown}: {why}")))?;
    Ok(words)
}

fn parse(text: &str) -> Result<Words, String> {
    let told = |why: toml::de::Error| match why.span() {
        Some(span) => {
            let line = text[..span.start].matches('\n').count() + 1;
            format!("line {line}: {}", why.message())
        }
        None => why.message().to_owned(),
    };
    let words: Words = toml::from_str(text).map_err(told)?;
    let given: Value = toml::from_str(text).map_err(told)?;
    let kept = Value::try_from(&words).map_err(|why| why.to_string())?;
    if let Some(unknown) = first_unknown(&given, &kept, "") {
        return Err(format!("“{unknown}” is not a setting of a service."));
    }
    if let Some(problem) = words.matching.problems().first() {
        return Err(format!("matching.{}: {}", problem.field, problem.sentence));
    }
    let rules = toml::to_string(&words.triage).map_err(|why| why.to_string())?;
    Rules::parse(&rules).map_err(|why| format!("the triage rules: {why}"))?;
    Ok(words)
}

/// The path of the first name that was given and is not kept.
fn first_unknown(given: &Value, kept: &Value, path: &str) -> Option<String> {
    match (given, kept) {
        (Value::Table(given), Value::Table(kept)) => given.iter().find_map(|(name, value)| {
            let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            match kept.get(name) {
                Some(there) => first_unknown(value, there, &path),
                // What was left empty is not written back.
                None if value.as_array().is_some_and(Vec::is_empty) => None,
                None => Some(path),
            }
        }),
        (Value::Array(given), Value::Array(kept)) => {
            given.iter().zip(kept).find_map(|(one, other)| first_unknown(one, other, path))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_is_a_settings_file_and_comes_back_as_it_is_shown() {
        let words = parse(EXAMPLE).unwrap();
        assert_eq!(parse(&toml::to_string(&words).unwrap()).unwrap(), words);
    }

    #[test]
    fn a_slip_in_a_name_is_told_with_its_place() {
        let text = EXAMPLE.replace("age_from", "age_form");
        assert!(parse(&text).unwrap_err().contains("eligibility.age_form"));
        let text = EXAMPLE.replace("interest = 5.0", "interest = 40.0");
        assert!(parse(&text).unwrap_err().starts_with("matching.interest: A weight goes from 0"));
        assert!(parse("name = 3").unwrap_err().contains("line 1"));
    }
}
