//! The files that lists of kinds come in, read into plain terms: JSON, CSV and XML.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::{Map, Value};
use thiserror::Error;

use super::{Raw, Taxonomy, map};
use crate::decode;
use crate::plain::pattern;

/// Why a file cannot be read as a list of kinds.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NotATaxonomy {
    /// It is no text.
    #[error("{0}")]
    NotText(String),
    /// It is JSON, and broken.
    #[error("The file begins like JSON and cannot be read: {0}.")]
    BrokenJson(String),
    /// It is CSV, and broken or without the columns.
    #[error(
        "The file has no column for ids and no column for names. Name them `id` and `name`, \
         and `parent_id` and `vocabulary` where there are such."
    )]
    NoColumns,
    /// There is nothing like a term in it.
    #[error("There is no term in the file: nothing with an id and a name.")]
    NoTerms,
}

/// Reads a list of kinds and maps each term to ours.
///
/// # Errors
/// When the file is no text, is broken, or holds nothing like a term.
pub fn read(bytes: &[u8]) -> Result<Taxonomy, NotATaxonomy> {
    let text = decode::text(bytes).map_err(NotATaxonomy::NotText)?.text;
    let (raw, refused, has_published_ids) = match text.trim_start().chars().next() {
        Some('{' | '[') => {
            let value = serde_json::from_str(&text)
                .map_err(|why| NotATaxonomy::BrokenJson(why.to_string()))?;
            let mut found = Vec::new();
            from_json(&value, &mut found);
            (found, Vec::new(), false)
        }
        Some('<') => (from_xml(&text), Vec::new(), true),
        _ => {
            let (found, refused) = from_csv(&text)?;
            (found, refused, false)
        }
    };
    if raw.is_empty() {
        return Err(NotATaxonomy::NoTerms);
    }
    Ok(map(raw, refused, has_published_ids))
}

/// Every object that has an id, a name and something that only a term has.
fn from_json(value: &Value, found: &mut Vec<Raw>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| from_json(item, found)),
        Value::Object(object) => match term(object) {
            Some(raw) => found.push(raw),
            None => object.values().for_each(|item| from_json(item, found)),
        },
        _ => {}
    }
}

const PARENT: [&str; 4] = ["parent_id", "parent", "broader", "parentid"];
const VOCABULARY: [&str; 4] = ["vocabulary", "taxonomy", "taxonomy_id", "scheme"];
/// Only a term has one of these, beside an id and a name.
const MARKS: [&str; 8] = [
    "vocabulary",
    "taxonomy",
    "taxonomy_id",
    "parent_id",
    "parent",
    "broader",
    "term_uri",
    "taxonomy_detail",
];

fn term(object: &Map<String, Value>) -> Option<Raw> {
    // A Django fixture: the key stands outside, the rest inside `fields`.
    if let (Some(key), Some(Value::Object(fields))) = (object.get("pk"), object.get("fields")) {
        let name = text_of(fields.get("name"))?;
        return Some(Raw {
            id: text_of(Some(key))?,
            name,
            vocabulary: text_of(object.get("model")),
            parent: text_of(fields.get("parent")),
        });
    }
    let first = |keys: &[&str]| keys.iter().find_map(|key| text_of(object.get(*key)));
    if !MARKS.iter().any(|mark| object.contains_key(*mark)) {
        return None;
    }
    let (id, name) = (first(&["id", "code"])?, first(&["name"])?);
    Some(Raw { id, name, vocabulary: first(&VOCABULARY), parent: first(&PARENT) })
}

fn text_of(value: Option<&Value>) -> Option<String> {
    let text = match value? {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    Some(text).filter(|text| text.chars().any(char::is_alphanumeric))
}

fn from_csv(text: &str) -> Result<(Vec<Raw>, Vec<String>), NotATaxonomy> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let header: Vec<String> = match reader.headers() {
        Ok(header) => header.iter().map(|name| name.trim().to_lowercase()).collect(),
        Err(_) => return Err(NotATaxonomy::NoColumns),
    };
    let column = |names: &[&str]| header.iter().position(|one| names.contains(&one.as_str()));
    let id = column(&["id", "identifier", "term_id", "code"]).ok_or(NotATaxonomy::NoColumns)?;
    let name = column(&["name", "label", "term", "title"]).ok_or(NotATaxonomy::NoColumns)?;
    let (parent, vocabulary) = (column(&PARENT), column(&VOCABULARY));
    let (mut found, mut refused) = (Vec::new(), Vec::new());
    for (at, record) in reader.records().enumerate() {
        let line = at + 2;
        let Ok(record) = record else {
            refused.push(format!("Line {line} is not CSV."));
            continue;
        };
        let cell = |at: Option<usize>| {
            at.and_then(|at| record.get(at)).map(str::trim).filter(|cell| !cell.is_empty())
        };
        match (cell(Some(id)), cell(Some(name))) {
            (Some(id), Some(name)) => found.push(Raw {
                id: id.to_owned(),
                name: name.to_owned(),
                vocabulary: cell(vocabulary).map(str::to_owned),
                parent: cell(parent).map(str::to_owned),
            }),
            (None, _) => refused.push(format!("Line {line} has no id.")),
            (_, None) => refused.push(format!("Line {line} has no name.")),
        }
    }
    Ok((found, refused))
}

/// Open Eligibility says in the name of an element how deep it lies.
static LEVEL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"<(?P<level>top|second|third|fourth)_level id="(?P<id>\d+)" title="(?P<title>[^"]+)""#,
    )
});

fn from_xml(text: &str) -> Vec<Raw> {
    let mut open: Vec<(usize, String)> = Vec::new();
    let mut found = Vec::new();
    for part in LEVEL.captures_iter(text) {
        let depth = match &part["level"] {
            "top" => 0,
            "second" => 1,
            "third" => 2,
            _ => 3,
        };
        open.retain(|(other, _)| *other < depth);
        let parent = open.last().map(|(_, id)| id.clone());
        let id = part["id"].to_owned();
        open.push((depth, id.clone()));
        let name = part["title"].replace("&amp;", "&");
        found.push(Raw { id, name, vocabulary: Some("Open Eligibility".into()), parent });
    }
    found
}
