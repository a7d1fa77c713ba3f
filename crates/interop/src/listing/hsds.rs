//! HSDS tabular packages, 1.x and 3.x: a CSV file a table, joined into services.
//!
//! Joined services have the shape of the JSON feed and are read by the same rules. Names of tables
//! differ between versions. <https://docs.openreferral.org/en/latest/hsds/overview.html>

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use regex::Regex;
use serde_json::{Map, Value, json};

use super::{Listing, Note, Page, oruk};
use crate::decode;
use crate::plain::pattern;

/// The name of a package whose publisher is not known.
const HSDS: &str = "hsds";

/// Rows of one table, each by column, empty cells left out.
type Rows = Vec<Map<String, Value>>;

/// Each table by its usual name, with what the versions call it.
const TABLES: [(&str, &[&str]); 16] = [
    ("services", &["services", "service"]),
    ("organizations", &["organizations", "organization"]),
    ("locations", &["locations", "location"]),
    ("at_locations", &["services_at_location", "service_at_locations", "service_at_location"]),
    ("addresses", &["physical_addresses", "addresses", "address"]),
    ("schedules", &["regular_schedules", "schedules", "schedule", "regular_schedule"]),
    ("phones", &["phones", "phone"]),
    ("contacts", &["contacts", "contact"]),
    ("languages", &["languages", "language"]),
    ("eligibility", &["eligibility", "eligibilities"]),
    ("access", &["accessibility_for_disabilities", "accessibility"]),
    ("costs", &["cost_options", "cost_option"]),
    ("terms", &["taxonomy", "taxonomy_terms", "taxonomy_term"]),
    ("tagged", &["services_taxonomy", "service_taxonomys", "service_taxonomies"]),
    ("attributes", &["attributes", "attribute"]),
    ("areas", &["service_areas", "service_area"]),
];

/// Whether some files are such a package: a description of one, or its services as CSV.
pub(super) fn is_package(pages: &[Page<'_>]) -> bool {
    pages.iter().any(|page| stem(page.name) == "datapackage" || page.name.ends_with("services.csv"))
        && table(pages, TABLES[0].1).is_some()
}

/// Reads a package, or says in a sentence why it is none.
pub(super) fn read(pages: &[Page<'_>]) -> Result<Listing, String> {
    let mut notes: BTreeMap<Note, usize> = BTreeMap::new();
    let mut tables: HashMap<&str, Rows> = HashMap::new();
    for (name, files) in TABLES {
        let Some(page) = table(pages, files) else { continue };
        tables.insert(name, rows(page)?);
    }
    let (title, licence) = described(pages);
    let services = joined(&mut tables, &mut notes);
    let mut listing = oruk::read_services(HSDS, &services);
    (listing.title, listing.licence) = (title, licence);
    for (note, count) in notes {
        *listing.notes.entry(note).or_default() += count;
    }
    Ok(listing)
}

/// The title and licence that `datapackage.json` gives.
fn described(pages: &[Page<'_>]) -> (Option<String>, Option<String>) {
    let page = pages.iter().find(|page| stem(page.name) == "datapackage");
    let json = page.and_then(|page| serde_json::from_slice::<Value>(page.bytes).ok());
    let text = |value: Option<&Value>| value?.as_str().map(str::to_owned);
    let Some(json) = json else { return (None, None) };
    let licence = match (json.get("license"), json.get("licenses").and_then(|list| list.get(0))) {
        (Some(Value::String(name)), _) => Some(name.clone()),
        (Some(one), _) | (None, Some(one)) => {
            text(one.get("name").or_else(|| one.get("type")).or_else(|| one.get("title")))
        }
        (None, None) => None,
    };
    (text(json.get("title")), licence)
}

fn stem(name: &str) -> &str {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

fn table<'a, 'b>(pages: &'a [Page<'b>], names: &[&str]) -> Option<&'a Page<'b>> {
    let is_csv = |page: &&Page<'_>| page.name.to_lowercase().ends_with(".csv");
    names.iter().find_map(|name| pages.iter().filter(is_csv).find(|page| stem(page.name) == *name))
}

fn rows(page: &Page<'_>) -> Result<Rows, String> {
    let named = |why: String| format!("{}: {why}", page.name);
    let decoded = decode::text(page.bytes).map_err(named)?;
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(decoded.text.as_bytes());
    let broken = |error: csv::Error| {
        let line = error.position().map_or(0, csv::Position::line);
        named(format!("it cannot be read as CSV near line {line}. Check its quotation marks."))
    };
    let headers = reader.headers().map_err(broken)?.clone();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(broken)?;
        let cells = headers.iter().zip(record.iter()).filter(|(_, cell)| !cell.trim().is_empty());
        rows.push(
            cells.map(|(name, cell)| (name.trim().to_owned(), mended(cell).into())).collect(),
        );
    }
    Ok(rows)
}

static LEFT_OVER: LazyLock<Regex> = LazyLock::new(|| pattern(r"#{2,}(?:[A-Z]+#{2,})?"));

/// Line ends written as letters, and punctuation that went through two wrong code pages.
const MISREAD: [(&str, &str); 12] = [
    ("\\n", "\n"),
    ("\\r", ""),
    ("\\t", " "),
    ("G\u{c7}\u{d6}", "’"),
    ("G\u{c7}\u{ff}", "‘"),
    ("G\u{c7}\u{a3}", "“"),
    ("G\u{c7}\u{a5}", "”"),
    ("G\u{c7}\u{f4}", "–"),
    ("G\u{c7}\u{f6}", "—"),
    ("G\u{c7}\u{aa}", "…"),
    ("G\u{c7}\u{e6}", "-"),
    ("G\u{c7}\u{ef}", ""),
];

/// A cell without the marks of a clumsy export.
fn mended(cell: &str) -> String {
    let mut text = cell.trim().to_owned();
    for (wrong, right) in MISREAD {
        if text.contains(wrong) {
            text = text.replace(wrong, right);
        }
    }
    LEFT_OVER.replace_all(&text, "").trim().to_owned()
}

/// The rows of a table by the id in one of their columns; how many have none.
fn by(rows: Rows, column: &str) -> (HashMap<String, Rows>, usize) {
    let mut sorted: HashMap<String, Rows> = HashMap::new();
    let mut lost = 0;
    for row in rows {
        match row.get(column).and_then(Value::as_str) {
            Some(id) => sorted.entry(id.to_owned()).or_default().push(row),
            None => lost += 1,
        }
    }
    (sorted, lost)
}

/// Tables whose rows are handed out, each to the service or place that it belongs to.
struct Sorted(HashMap<&'static str, HashMap<String, Rows>>);

/// By which column the rows of each table find what they belong to.
const SORTED_BY: [(&str, &str); 15] = [
    ("organizations", "id"),
    ("locations", "id"),
    ("terms", "id"),
    ("addresses", "location_id"),
    ("access", "location_id"),
    ("at_locations", "service_id"),
    ("schedules", "service_id"),
    ("phones", "service_id"),
    ("contacts", "service_id"),
    ("languages", "service_id"),
    ("eligibility", "service_id"),
    ("costs", "service_id"),
    ("tagged", "service_id"),
    ("attributes", "link_id"),
    ("areas", "service_id"),
];

impl Sorted {
    /// What belongs to this one, and to no other.
    fn take(&mut self, table: &str, id: &str) -> Rows {
        self.0.get_mut(table).and_then(|rows| rows.remove(id)).unwrap_or_default()
    }

    /// All that belongs to something which several may share.
    fn list(&self, table: &str, id: &str) -> Rows {
        self.0.get(table).and_then(|rows| rows.get(id)).cloned().unwrap_or_default()
    }

    /// What several may share.
    fn find(&self, table: &str, id: Option<&Value>) -> Option<Map<String, Value>> {
        self.0.get(table)?.get(id?.as_str()?)?.first().cloned()
    }
}

fn joined(tables: &mut HashMap<&str, Rows>, notes: &mut BTreeMap<Note, usize>) -> Vec<Value> {
    let mut sorted = Sorted(HashMap::new());
    for (table, column) in SORTED_BY {
        let (rows, lost) = by(tables.remove(table).unwrap_or_default(), column);
        if lost > 0 && column == "service_id" && table != "phones" && table != "contacts" {
            *notes.entry(Note::NotJoined).or_default() += lost;
        }
        sorted.0.insert(table, rows);
    }
    let services = tables.remove("services").unwrap_or_default();
    services.into_iter().map(|service| join(&mut sorted, service)).collect()
}

fn join(sorted: &mut Sorted, mut service: Map<String, Value>) -> Value {
    let id = service.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
    let organisation = sorted.find("organizations", service.get("organization_id"));
    let places: Vec<Value> = sorted
        .take("at_locations", &id)
        .into_iter()
        .filter_map(|at| {
            let place = at.get("location_id")?.as_str()?.to_owned();
            let mut location = sorted.find("locations", at.get("location_id"))?;
            location.insert("addresses".into(), json!(sorted.list("addresses", &place)));
            location.insert("accessibility".into(), json!(sorted.list("access", &place)));
            Some(json!({ "location": location }))
        })
        .collect();
    let tagged = sorted.take("tagged", &id).into_iter().chain(sorted.take("attributes", &id));
    let terms: Vec<Value> = tagged
        .filter_map(|one| {
            let term = one.get("taxonomy_term_id").or_else(|| one.get("taxonomy_id"));
            Some(json!({
                "taxonomy_term": sorted.find("terms", term)?,
                "value": one.get("value"),
            }))
        })
        .collect();
    let own = [
        ("schedules", "schedules"),
        ("phones", "phones"),
        ("contacts", "contacts"),
        ("languages", "languages"),
        ("eligibilitys", "eligibility"),
        ("cost_options", "costs"),
        ("service_areas", "areas"),
    ];
    for (field, table) in own {
        service.insert(field.into(), json!(sorted.take(table, &id)));
    }
    service.insert("organization".into(), json!(organisation));
    service.insert("service_at_locations".into(), json!(places));
    service.insert("attributes".into(), json!(terms));
    Value::Object(service)
}
