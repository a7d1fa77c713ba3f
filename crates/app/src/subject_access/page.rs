//! `record.html`: what is kept about a person, in the order in which they would ask for it, with
//! names in place of numbers and days in place of timestamps. The files beside it hold the rest.

use std::collections::HashMap;

use domain::service::Settings;
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value;
use store::opened;
use store::schema::{Kind, Table};
use uuid::Uuid;

use crate::act::clock_in;
use crate::ownership::{self, Shown, TableWords};

/// What a person asks for first. What is not listed comes between these and the last.
const FIRST: [&str; 9] = [
    "person",
    "plan",
    "referral",
    "referral_note",
    "contact",
    "prescription",
    "attendance",
    "answer",
    "permission",
];
const LAST: [&str; 6] = ["sameness", "written_code", "step", "message", "link", "audit"];

/// Tables about people, those that matter most to the person first.
pub(super) fn in_order(tables: Vec<Table>) -> Vec<Table> {
    let mut tables: Vec<Table> = tables.into_iter().filter(opened::is_about_people).collect();
    let place = |table: &Table| {
        let of = |list: &[&str]| list.iter().position(|name| *name == table.name);
        match (of(&FIRST), of(&LAST)) {
            (Some(at), _) => at,
            (None, Some(at)) => FIRST.len() + 1 + at,
            (None, None) => FIRST.len(),
        }
    };
    tables.sort_by_key(place);
    tables
}

/// The page, as far as it has been written.
pub(super) struct Page {
    service: String,
    zone: String,
    today: Date,
    names: HashMap<Uuid, String>,
    contents: String,
    sections: String,
    nothing: Vec<&'static str>,
}

impl Page {
    pub(super) fn new(settings: &Settings, today: Date, names: HashMap<Uuid, String>) -> Page {
        Page {
            service: escaped(&settings.name),
            zone: settings.time_zone.clone(),
            today,
            names,
            contents: String::new(),
            sections: String::new(),
            nothing: Vec::new(),
        }
    }

    /// Adds what a table holds, or that it holds nothing.
    pub(super) fn section(
        &mut self,
        (table, words, shown): (&Table, &TableWords, &[usize]),
        rows: &[Vec<String>],
    ) {
        if rows.is_empty() {
            self.nothing.push(words.meaning);
            return;
        }
        let (id, meaning) = (table.name, escaped(words.meaning.trim_end_matches('.')));
        self.contents.push_str(&format!("<li><a href=\"#{id}\">{meaning}</a></li>\n"));
        self.sections.push_str(&format!("<h2 id=\"{id}\">{meaning}</h2>\n"));
        for row in rows {
            let lines: String = shown
                .iter()
                .zip(row)
                .filter_map(|(at, text)| {
                    let column = &table.columns[*at];
                    let text = self.in_words(column.kind, text)?;
                    let meaning = words.column(column.name).map_or("", |column| column.meaning);
                    let meaning =
                        meaning.trim_end_matches('.').replace("The number of the ", "The ");
                    let meaning = meaning.replace("The number of ", "");
                    Some(format!(
                        "<dt>{}</dt><dd>{}</dd>\n",
                        escaped(&capital(&meaning)),
                        escaped(&text)
                    ))
                })
                .collect();
            if !lines.is_empty() {
                self.sections.push_str(&format!("<dl>\n{lines}</dl>\n"));
            }
        }
    }

    /// A value as somebody reads it; nothing for what only a program needs.
    fn in_words(&self, kind: Kind, text: &str) -> Option<String> {
        if text.is_empty() {
            return None;
        }
        match kind {
            Kind::Uuid => text.parse().ok().and_then(|id: Uuid| self.names.get(&id).cloned()),
            Kind::Bytes if is_base64(text) => None,
            Kind::Bool => Some(if text == "true" { "yes" } else { "no" }.to_owned()),
            Kind::Time => Some(text.parse().map_or(text.to_owned(), |at| self.moment(at))),
            Kind::Date => Some(text.parse().map_or(text.to_owned(), day)),
            Kind::Int | Kind::Real => Some(text.to_owned()),
            // A stored name, such as link_worker; words that somebody wrote have spaces.
            Kind::Text if !text.contains(' ') && !text.contains('@') => {
                Some(text.replace('_', " "))
            }
            Kind::Text | Kind::Json | Kind::Bytes => {
                Some(in_lines(text)).filter(|lines| !lines.is_empty())
            }
        }
    }

    fn moment(&self, at: Timestamp) -> String {
        let local = clock_in(&self.zone, at);
        format!("{}, {}", day(local.date()), local.strftime("%H:%M"))
    }

    /// The whole page.
    pub(super) fn whole(self) -> String {
        let Page { service, today, contents, sections, nothing, .. } = &self;
        let nothing: String =
            nothing.iter().map(|meaning| format!("<li>{}</li>\n", escaped(meaning))).collect();
        let nothing = match nothing.is_empty() {
            true => String::new(),
            false => {
                format!("<h2 id=\"nothing\">Nothing is kept here</h2>\n<ul>\n{nothing}</ul>\n")
            }
        };
        format!(
            "<!DOCTYPE html>\n<html lang=\"en-GB\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width\">\
             <title>What {service} keeps about you</title><style>{STYLE}</style></head><body>\
             <main>\n<h1>What {service} keeps about you</h1>\n<p>As of {}. The files beside this \
             page hold the same for programs, with the numbers that tie the entries together. If \
             something is wrong, or you want it changed or erased, tell the service.</p>\n\
             <nav aria-label=\"Contents\"><ul>\n{contents}</ul></nav>\n{sections}{nothing}{}\
             </main></body></html>\n",
            day(*today),
            withheld(),
        )
    }
}

const STYLE: &str = "body{font:1.1rem/1.5 sans-serif;max-width:45rem;margin:2rem auto;\
    padding:0 1rem}h2{margin-top:2.5rem}dt{font-weight:bold}dd{margin:0 0 .5rem;\
    white-space:pre-wrap;overflow-wrap:anywhere}dl{border-top:1px solid;padding-top:.5rem}\
    @media print{nav{display:none}dl{break-inside:avoid}}";

fn withheld() -> String {
    let mut list = String::from("<h2 id=\"withheld\">Not shown here</h2>\n<ul>\n");
    for table in ownership::tables() {
        if let Shown::Withheld(why) = table.shown {
            let (meaning, why) = (escaped(table.meaning), escaped(why));
            list.push_str(&format!("<li>{meaning} Withheld: {why}.</li>\n"));
        }
    }
    list + "</ul>\n"
}

fn day(on: Date) -> String {
    on.strftime("%-d %B %Y").to_string()
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Bytes that are not text come out of the database so; what was sealed is text.
fn is_base64(text: &str) -> bool {
    text.len() >= 16 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"+/=".contains(&b))
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

/// What one looks for first among the parts of a record; the rest is in alphabetical order.
const EARLY: [&str; 6] =
    ["given_name", "family_name", "born_on", "what_matters", "strengths", "concerns"];

fn flatten(name: &str, value: &Value, lines: &mut Vec<String>) {
    let inner = |key: &str| if name.is_empty() { key.to_owned() } else { format!("{name}, {key}") };
    let line = |text: &str| match name.is_empty() {
        true => text.to_owned(),
        false => format!("{name}: {text}"),
    };
    match value {
        Value::Null => {}
        Value::Object(map) => {
            let early = |key: &str| EARLY.iter().position(|name| *name == key);
            let mut members: Vec<_> = map.iter().collect();
            members.sort_by_key(|(key, _)| early(key.as_str()).unwrap_or(EARLY.len()));
            for (key, value) in members {
                flatten(&inner(&key.replace('_', " ")), value, lines);
            }
        }
        Value::Array(list) => list.iter().for_each(|value| flatten(name, value, lines)),
        Value::Bool(yes) => lines.push(line(if *yes { "yes" } else { "no" })),
        Value::String(text) if text.parse::<Uuid>().is_ok() => {}
        Value::String(text) if text.is_empty() => {}
        Value::String(text) if text.parse::<Date>().is_ok_and(|on| on.to_string() == *text) => {
            lines.push(line(&text.parse().map_or_else(|_| text.clone(), day)));
        }
        Value::String(text) if text.parse::<Timestamp>().is_ok() => {
            let words = |at: Timestamp| at.strftime("%-d %B %Y, %H:%M UTC").to_string();
            lines.push(line(&text.parse().map_or_else(|_| text.clone(), words)));
        }
        Value::String(text) if text.contains(' ') => lines.push(line(text)),
        Value::String(text) => lines.push(line(&text.replace('_', " "))),
        other => lines.push(line(&other.to_string())),
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
            "given name: Ada &lt;b&gt;\nhome, kind: not given\ntags: a\ntags: 1"
        );
        assert_eq!(in_lines("plain"), "plain");
        let person = in_lines(r#"{"born_on":"1950-08-01","email":null,"given_name":"Ada"}"#);
        assert_eq!(person, "given name: Ada\nborn on: 1 August 1950");
        let state = in_lines(r#"{"first_at":"2026-06-08T13:00:00Z"}"#);
        assert_eq!(state, "first at: 8 June 2026, 13:00 UTC");
        let id = "0192f3a0-7c1e-7d61-9b0a-3f4c5d6e7f80";
        assert_eq!(in_lines(&format!(r#"{{"worker":"{id}","open":true}}"#)), "open: yes");
    }

    #[test]
    fn the_person_comes_first_and_the_trail_last() {
        let names: Vec<&str> =
            in_order(store::schema::tables()).iter().map(|table| table.name).collect();
        assert_eq!(names[..3], ["person", "plan", "referral"]);
        assert_eq!(names.last(), Some(&"audit"));
        let known = FIRST.iter().chain(&LAST);
        assert!(known.into_iter().all(|name| names.contains(name)), "{names:?}");
    }
}
