//! The same facts as tables: a tabular data package of HSDS, as the UK profile lays it out.
//!
//! Tables and columns are the UK profile's; a few columns of HSDS 3.1 that it drops are kept (who
//! may come in words, the language's name), so that reading our own package loses nothing.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use super::VERSION;
use super::say::{Depth, Listed, service};
use super::terms::{TAXONOMIES, TERMS, taxonomy, term};

/// One table of the package.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its file.
    pub path: &'static str,
    /// Its columns: `*` marks one that is always there, `>` names the table whose id it holds.
    columns: &'static [&'static str],
}

/// A row of the package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The place of its table in [`TABLES`].
    pub table: usize,
    /// Its cells, in the order of the columns; empty where nothing is known.
    pub cells: Vec<String>,
}

const fn table(name: &'static str, path: &'static str, columns: &'static [&'static str]) -> Table {
    Table { name, path, columns }
}

/// The tables, each after those that it points to.
#[rustfmt::skip]
pub static TABLES: &[Table] = &[
    table("organization", "organizations.csv", &["id*", "name*", "description*"]),
    table("service", "services.csv", &[
        "id*", "organization_id*>organization", "name*", "description", "url:uri", "email:email", "status*", "fees",
        "minimum_age:number", "maximum_age:number", "assured_date:date", "alert",
        "last_modified:datetime", "eligibility_description",
    ]),
    table("taxonomy", "taxonomies.csv", &["id*", "name*", "description*", "version"]),
    table("taxonomy_term", "taxonomy_terms.csv", &[
        "id*", "name*", "description*", "taxonomy", "taxonomy_id>taxonomy", "term",
    ]),
    table("attribute", "attribute.csv", &[
        "id*", "link_id*", "taxonomy_term_id*>taxonomy_term", "link_type", "link_entity", "value",
    ]),
    table("location", "locations.csv", &[
        "id*", "location_type*", "name", "description", "latitude:number", "longitude:number",
    ]),
    table("service_at_location", "service_at_location.csv", &[
        "id*", "service_id*>service", "location_id*>location",
    ]),
    table("address", "address.csv", &[
        "id*", "location_id>location", "address_1*", "city*", "state_province*", "postal_code*",
        "country*", "address_type*",
    ]),
    table("accessibility", "accessibility.csv", &[
        "id*", "location_id>location", "description", "details",
    ]),
    table("contact", "contacts.csv", &["id*", "service_id>service", "name", "title"]),
    table("phone", "phones.csv", &[
        "id*", "contact_id>contact", "service_id>service", "number*",
    ]),
    table("schedule", "schedule.csv", &[
        "id*", "service_id>service", "valid_from:date", "valid_to:date", "dtstart:date", "freq",
        "interval:number", "byday", "description", "opens_at:time", "closes_at:time",
        "attending_type", "notes",
    ]),
    table("service_area", "service_areas.csv", &["id*", "service_id>service", "name", "service_area"]),
    table("language", "languages.csv", &["id*", "service_id>service", "name", "code"]),
    table("cost_option", "cost_options.csv", &[
        "id*", "service_id*>service", "option", "amount:number", "amount_description",
    ]),
];

/// What is nested in what, and in which column the inner one points to the outer one.
const NESTED: &[(&str, &str, &str)] = &[
    ("organization", "organization", ""),
    ("schedules", "schedule", "service_id"),
    ("service_areas", "service_area", "service_id"),
    ("languages", "language", "service_id"),
    ("cost_options", "cost_option", "service_id"),
    ("attributes", "attribute", "link_id"),
    ("service_at_locations", "service_at_location", "service_id"),
    ("location", "location", ""),
    ("addresses", "address", "location_id"),
    ("accessibility", "accessibility", "location_id"),
];

impl Table {
    /// The names of its columns.
    pub fn columns(&self) -> impl Iterator<Item = &'static str> {
        self.columns.iter().map(|column| name_of(column))
    }

    fn described(&self) -> Value {
        let fields = self.columns.iter().map(|column| {
            let (kind, format) = match column.split_once(':').map(|(_, kind)| kind) {
                Some(format @ ("uri" | "email")) => ("string", Some(format)),
                Some(kind) => (kind, None),
                None if name_of(column) == "id" || name_of(column).ends_with("_id") => {
                    ("string", Some("uuid"))
                }
                None => ("string", None),
            };
            let mut field = json!({ "name": name_of(column), "type": kind });
            if let Some(format) = format {
                field["format"] = json!(format);
            }
            if column.contains('*') {
                field["constraints"] = json!({ "required": true });
            }
            field
        });
        let keys = self.columns.iter().filter_map(|column| {
            let (_, table) = column.split_once('>')?;
            let reference = json!({ "resource": table, "fields": "id" });
            Some(json!({ "fields": name_of(column), "reference": reference }))
        });
        json!({
            "name": self.name,
            "path": self.path,
            "profile": "tabular-data-resource",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": {
                "primaryKey": "id",
                "fields": fields.collect::<Vec<_>>(),
                "foreignKeys": keys.collect::<Vec<_>>(),
            },
        })
    }
}

fn name_of(column: &'static str) -> &'static str {
    column.split(['*', '>', ':']).next().unwrap_or(column)
}

/// The descriptor `datapackage.json`.
#[must_use]
pub fn descriptor(title: &str) -> Value {
    json!({
        "profile": "tabular-data-package",
        "name": "directory",
        "title": title,
        "description": format!("The open directory as tables of {VERSION}."),
        "resources": TABLES.iter().map(Table::described).collect::<Vec<_>>(),
    })
}

/// Turns groups into rows; what several groups share becomes one row.
#[derive(Debug, Default)]
pub struct Rows {
    known: HashSet<(usize, String)>,
}

impl Rows {
    /// The rows of Kith's own lists.
    #[must_use]
    pub fn of_taxonomies(&mut self) -> Vec<Row> {
        let mut rows = Vec::new();
        TAXONOMIES.iter().for_each(|list| self.add(&mut rows, "taxonomy", &taxonomy(list), None));
        TERMS.iter().for_each(|one| self.add(&mut rows, "taxonomy_term", &term(one), None));
        rows
    }

    /// The rows of one group.
    #[must_use]
    pub fn of_group(&mut self, of: Listed<'_>) -> Vec<Row> {
        let mut said = service(of, Depth::Hsds);
        let contacts = said["contacts"].take();
        let mut rows = Vec::new();
        self.add(&mut rows, "service", &said, None);
        for contact in contacts.as_array().into_iter().flatten() {
            let id = text(&said["id"]);
            self.add(&mut rows, "contact", contact, Some(("service_id", &id)));
            for phone in contact["phones"].as_array().into_iter().flatten() {
                let mut phone = phone.clone();
                phone["contact_id"] = contact["id"].clone();
                self.add(&mut rows, "phone", &phone, Some(("service_id", &id)));
            }
        }
        rows
    }

    fn add(&mut self, rows: &mut Vec<Row>, name: &str, value: &Value, outer: Option<(&str, &str)>) {
        let Some(members) = value.as_object() else { return };
        let id = text(&value["id"]);
        let mut given: Map<String, Value> = members.clone();
        given.extend(outer.map(|(column, id)| (column.to_owned(), json!(id))));
        for inner in ["location", "taxonomy_term"] {
            if let Some(id) = value[inner].get("id") {
                given.insert(format!("{inner}_id"), id.clone());
            }
        }
        let Some(table) = TABLES.iter().position(|table| table.name == name) else { return };
        if self.known.insert((table, id.clone())) {
            let cells = TABLES[table].columns.iter().map(|column| {
                let cell = given.get(name_of(column)).map(text).unwrap_or_default();
                if column.ends_with(":datetime") { to_the_second(&cell) } else { cell }
            });
            rows.push(Row { table, cells: cells.collect() });
        }
        for (member, inner, column) in NESTED {
            let outer = (!column.is_empty()).then_some((*column, id.as_str()));
            match members.get(*member) {
                Some(Value::Array(items)) => {
                    items.iter().for_each(|item| self.add(rows, inner, item, outer));
                }
                Some(one @ Value::Object(_)) => self.add(rows, inner, one, outer),
                _ => {}
            }
        }
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// Many readers of data packages take no parts of seconds.
fn to_the_second(moment: &str) -> String {
    match moment.split_once('.') {
        Some((whole, _)) => format!("{whole}Z"),
        None => moment.to_owned(),
    }
}
