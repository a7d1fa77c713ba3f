//! `kith user`: people who sign in.

use std::io::{BufRead, IsTerminal};

use anyhow::{Context, Result};
use app::accounts::{self, NewAccount};
use console::Term;
use domain::access::Role;
use serde_json::json;
use store::accounts::Account;

use crate::cli::{User, UserAdd};
use crate::exit::{Code, refused};
use crate::open::{self, Open};
use crate::say;
use crate::settings::Settings;

pub(crate) fn run(args: User, settings: &Settings) -> Result<Code> {
    let open = open::all(settings)?;
    match args {
        User::Add(args) => add(&open, args, settings),
        User::List { json } => list(&open, json, settings),
        User::Password { email, password_stdin } => {
            let hash = open.app.hash_password(&password(password_stdin)?)?;
            let actor = open.actor(settings)?;
            open.app.write_now(&actor, move |act| accounts::save_password(act, &email, &hash))?;
            say::line("The password is changed. Whoever was signed in with it is signed out.");
            Ok(Code::Done)
        }
        User::Deactivate { email } => set_active(&open, settings, email, false),
        User::Activate { email } => set_active(&open, settings, email, true),
    }
}

fn add(open: &Open, args: UserAdd, settings: &Settings) -> Result<Code> {
    let actor = open.actor(settings)?;
    let hash = open.app.hash_password(&password(args.password_stdin)?)?;
    let new = NewAccount {
        email: args.email,
        name: args.name,
        organisation: args.organisation,
        roles: args.role.iter().filter_map(|key| Role::from_key(key)).collect(),
        languages: args.languages,
        room: args.room,
    };
    let email = new.email.clone();
    open.app.write_now(&actor, move |act| accounts::add(act, &new, &hash))?;
    say::line(format!("{email} can sign in now, at {}.", settings.public_url()));
    Ok(Code::Done)
}

fn list(open: &Open, as_json: bool, settings: &Settings) -> Result<Code> {
    let all = open.app.read_now(&open.actor(settings)?, accounts::list)?;
    if as_json {
        let rows: Vec<_> = all.iter().map(as_value).collect();
        say::line(serde_json::to_string_pretty(&rows)?);
        return Ok(Code::Done);
    }
    for account in &all {
        let roles: Vec<&str> = account.roles.iter().map(|role| role.label()).collect();
        let standing = if account.is_active { "" } else { "  (cannot sign in)" };
        let (email, name) = (&account.email, &account.name);
        say::line(format!("{email:<32} {name:<28} {}{standing}", roles.join(", ")));
    }
    Ok(Code::Done)
}

fn as_value(account: &Account) -> serde_json::Value {
    json!({
        "email": account.email,
        "name": account.name,
        "organisation": account.organisation,
        "roles": account.roles,
        "languages": account.languages,
        "room": account.room,
        "active": account.is_active,
    })
}

fn set_active(open: &Open, settings: &Settings, email: String, is_active: bool) -> Result<Code> {
    let actor = open.actor(settings)?;
    let done = match is_active {
        true => format!("{email} can sign in again."),
        false => format!("{email} can no longer sign in, and is signed out everywhere."),
    };
    open.app.write_now(&actor, move |act| accounts::set_active(act, &email, is_active))?;
    say::line(done);
    Ok(Code::Done)
}

/// A password: asked for twice on a terminal, without showing it; else one line of the input.
fn password(from_input: bool) -> Result<String> {
    if from_input || !std::io::stdin().is_terminal() {
        let mut line = String::new();
        std::io::stdin().lock().read_line(&mut line).context("The password cannot be read")?;
        let password = line.trim_end_matches(['\r', '\n']).to_owned();
        return match password.is_empty() {
            true => Err(refused("There was no password on the first line of the input.")),
            false => Ok(password),
        };
    }
    let term = Term::stderr();
    term.write_str("Password (it is not shown): ")?;
    let first = term.read_secure_line()?;
    term.write_str("The same again: ")?;
    match first == term.read_secure_line()? {
        true => Ok(first),
        false => Err(refused("The two are not the same. Nothing was changed.")),
    }
}
