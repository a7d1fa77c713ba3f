//! Everything about one person, for that person: a page to read and files for programs.
//!
//! The right of access of the UK GDPR, article 15. Somebody at the service reads it before it is
//! handed over, because notes may also tell about others.

use std::collections::HashMap;
use std::io::Write;

use domain::ids::PersonId;
use serde_json::{Value, json};
use store::opened::{self, KeyRing, Whose};
use store::schema::{self, Table};

use crate::act::{Act, App};
use crate::actor::Actor;
use crate::erasure;
use crate::error::{AppError, AppResult};
use crate::export::{
    Exported, Files, cell, columns, plain, require, unwritable, unwritten, words_of,
};
use crate::ownership::{self, Shown, TableWords};

impl App {
    /// Writes everything about one person to files. Never from async code.
    ///
    /// It is in the audit trail, and so in the export itself, before the first file is begun.
    ///
    /// # Errors
    /// `NotFound` for actors who may not take data away, and where nobody is of that number;
    /// `Refused` where the person was erased.
    pub fn export_person_now(
        &self,
        actor: &Actor,
        person: PersonId,
        mut files: Box<dyn Files>,
    ) -> AppResult<Exported> {
        self.write_now(actor, move |act| {
            require(act)?;
            let service = act.service();
            erasure::refuse_erased(act, person)?;
            store::people::find(act.conn, &act.kit.keys, service, person)?
                .ok_or(AppError::NotFound)?;
            act.audit("person.subject_access", "person", person.0, json!({}))
        })?;
        self.read_now(actor, move |act| about(act, person, files.as_mut()))
    }
}

fn about(act: &mut Act<'_>, person: PersonId, files: &mut dyn Files) -> AppResult<Exported> {
    require(act)?;
    let whose = Whose::Person(act.service(), person);
    let ring = KeyRing::of_service(act.conn, &act.kit.keys, act.service())?;
    let who = actors(act)?;
    let mut page = beginning(&act.service_settings()?.name, &act.today()?.to_string());
    let mut exported = Exported::default();
    for table in schema::tables().iter().filter(|table| opened::is_about_people(table)) {
        let Some(words) = words_of(table).filter(|words| words.shown == Shown::Everywhere) else {
            continue;
        };
        let mut rows = Vec::new();
        let shown = columns(table, words, true);
        opened::each_row(act.conn, &ring, table, whose, &mut |held| {
            let cells = shown.iter().map(|at| {
                let text = cell(&held[*at], &mut exported.unreadable);
                let name = table.columns[*at].name;
                if ["actor", "recorded_by"].contains(&name) { named(&who, text) } else { text }
            });
            rows.push(cells.collect::<Vec<_>>());
            Ok(())
        })?;
        write_csv(files, (table, words, &shown), &rows)?;
        section(&mut page, (table, words, &shown), &rows);
        exported.rows.push((words.name, u64::try_from(rows.len()).unwrap_or(u64::MAX)));
    }
    withheld(&mut page);
    page.push_str("</main></body></html>\n");
    files
        .add("record.html")
        .and_then(|mut file| file.write_all(page.as_bytes()))
        .map_err(unwritten)?;
    Ok(exported)
}

/// Everybody who signs in, by the name under which the audit trail keeps them.
fn actors(act: &mut Act<'_>) -> AppResult<HashMap<String, String>> {
    let service = act.service();
    let all = store::accounts::list(act.conn, service)?;
    Ok(all.into_iter().map(|one| (format!("user:{}", one.id), one.name)).collect())
}

fn named(who: &HashMap<String, String>, actor: String) -> String {
    who.get(&actor).cloned().unwrap_or(actor)
}

fn write_csv(
    files: &mut dyn Files,
    (table, words, shown): (&Table, &TableWords, &[usize]),
    rows: &[Vec<String>],
) -> AppResult<()> {
    let file = files.add(&format!("{}.csv", table.name)).map_err(unwritten)?;
    let mut csv = csv::Writer::from_writer(file);
    csv.write_record(shown.iter().map(|at| plain(words, table.columns[*at].name)))
        .map_err(unwritten)?;
    for row in rows {
        csv.write_record(row).map_err(|_| AppError::Broken(unwritable()))?;
    }
    csv.flush().map_err(unwritten)
}

fn beginning(service: &str, day: &str) -> String {
    let service = escaped(service);
    format!(
        "<!DOCTYPE html>\n<html lang=\"en-GB\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\">\
         <title>What {service} keeps about you</title><style>body{{font:1.1rem/1.5 sans-serif;\
         max-width:45rem;margin:2rem auto;padding:0 1rem}}dt{{font-weight:bold}}\
         dd{{margin:0 0 .5rem;white-space:pre-wrap;overflow-wrap:anywhere}}\
         dl{{border-top:1px solid}}</style></head><body><main>\n\
         <h1>What {service} keeps about you</h1>\n<p>As of {day}. Times are in UTC. The files \
         beside this page hold the same for programs. If something is wrong, or you want it \
         changed or erased, tell the service.</p>\n"
    )
}

fn section(
    page: &mut String,
    (table, words, shown): (&Table, &TableWords, &[usize]),
    rows: &[Vec<String>],
) {
    page.push_str(&format!("<h2>{}</h2>\n", escaped(words.meaning)));
    if rows.is_empty() {
        page.push_str("<p>Nothing.</p>\n");
    }
    for row in rows {
        page.push_str("<dl>\n");
        for (at, text) in shown.iter().zip(row).filter(|(_, text)| !text.is_empty()) {
            let meaning = words.column(table.columns[*at].name).map_or("", |c| c.meaning);
            let (meaning, text) = (escaped(meaning), escaped(&in_lines(text)));
            page.push_str(&format!("<dt>{meaning}</dt><dd>{text}</dd>\n"));
        }
        page.push_str("</dl>\n");
    }
}

fn withheld(page: &mut String) {
    page.push_str("<h2>Not shown here</h2>\n<ul>\n");
    for table in ownership::tables() {
        if let Shown::Withheld(why) = table.shown {
            let (meaning, why) = (escaped(table.meaning), escaped(why));
            page.push_str(&format!("<li>{meaning} Withheld: {why}.</li>\n"));
        }
    }
    page.push_str("</ul>\n");
}

/// JSON as lines of "name: value"; other text as it is.
fn in_lines(text: &str) -> String {
    match serde_json::from_str::<Value>(text) {
        Ok(value @ (Value::Object(_) | Value::Array(_))) => {
            let mut lines = Vec::new();
            flatten("", &value, &mut lines);
            lines.join("\n")
        }
        Ok(Value::String(text)) => text,
        _ => text.to_owned(),
    }
}

fn flatten(name: &str, value: &Value, lines: &mut Vec<String>) {
    let inner = |key: &str| if name.is_empty() { key.to_owned() } else { format!("{name}, {key}") };
    match value {
        Value::Null => {}
        Value::Object(map) => {
            map.iter()
                .for_each(|(key, value)| flatten(&inner(&key.replace('_', " ")), value, lines));
        }
        Value::Array(list) => list.iter().for_each(|value| flatten(name, value, lines)),
        Value::String(text) if name.is_empty() => lines.push(text.clone()),
        Value::String(text) => lines.push(format!("{name}: {text}")),
        other => lines.push(format!("{name}: {other}")),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_shown_in_lines_and_nothing_can_become_markup() {
        let text =
            in_lines(r#"{"given_name":"Ada <b>","home":{"kind":"not_given"},"tags":["a",1]}"#);
        assert_eq!(
            escaped(&text),
            "given name: Ada &lt;b&gt;\nhome, kind: not_given\ntags: a\ntags: 1"
        );
        assert_eq!(in_lines("plain"), "plain");
    }
}
