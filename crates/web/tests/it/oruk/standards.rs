//! Every answer against the published schemas: the Open Referral UK validator's, the strict copy
//! of its OpenAPI file, HSDS 3.1's compiled ones, and our own OpenAPI document.

use std::path::{Path, PathBuf};

use interop::listing;
use jsonschema::Validator;
use serde_json::{Value, json};

use super::{fill, read};
use crate::support::{Kith, kith};

const LISTS: [(&str, &str); 5] = [
    ("services", "service"),
    ("service_at_locations", "service_at_location"),
    ("organizations", "organization"),
    ("taxonomies", "taxonomy"),
    ("taxonomy_terms", "taxonomy_term"),
];

/// A folder of the data that is shared beside the code, where it is there.
fn shared(test: &str) -> Option<PathBuf> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared"));
    if folder.is_dir() {
        return Some(folder);
    }
    #[expect(clippy::print_stdout, reason = "whoever runs the tests should know")]
    {
        println!("skipped: {test} needs ../shared");
    }
    None
}

fn file(folder: &Path, path: &str) -> Value {
    let path = folder.join(path);
    let bytes = std::fs::read(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
    serde_json::from_slice(&bytes).expect("JSON")
}

fn validator(schema: &Value) -> Validator {
    let options = jsonschema::options().should_validate_formats(true);
    options.build(schema).expect("a schema")
}

/// One schema of an OpenAPI document, with the others in reach of its references.
fn component(document: &Value, name: &str) -> Validator {
    let reference = format!("#/components/schemas/{name}");
    validator(&json!({ "$ref": reference, "components": document["components"] }))
}

fn check(validator: &Validator, value: &Value, what: &str) {
    let faults: Vec<String> = validator
        .iter_errors(value)
        .map(|fault| format!("{} {fault}", fault.instance_path()))
        .collect();
    assert!(faults.is_empty(), "{what}: {faults:#?}\n{value:#}");
    assert!(!value.to_string().contains(":null"), "{what}: what is unknown is left out");
}

/// The first rows of listings as others publish them, beside our own varied groups.
fn fill_from(kith: &Kith, folder: &Path) {
    fill(kith);
    let data = folder.join("data");
    for path in
        ["suffolk_lgc_2025-06/events.derived.csv", "oruk_bristol_2024-12/Bristol Council.json"]
    {
        let bytes = std::fs::read(data.join(path)).expect("a listing");
        let entries = listing::read(&bytes, path).expect("a listing").groups;
        // Every seventh, so that all parts of the file are there.
        let some: Vec<_> = entries.into_iter().step_by(7).collect();
        let done = kith.world.app.write_now(&kith.world.system(), move |act| {
            let groups = some.iter().map(|entry| entry.clone().into_group(act.new_id()));
            let groups: Vec<_> = groups.collect();
            app::imports::put(act, &groups)
        });
        assert!(done.expect("an import").added > 20);
    }
}

#[test]
fn every_answer_keeps_the_published_schemas() {
    let Some(folder) = shared("every_answer_keeps_the_published_schemas") else { return };
    let standards = folder.join("standards");
    let strict = file(&standards, "oruk-validator/derived/oruk3_strict_openapi.json");
    kith(async |kith| {
        fill_from(&kith, &folder);
        let about = read(&kith, "/oruk/").await;
        check(
            &validator(&file(&standards, "oruk-validator/V3.0-UK/api_details.json")),
            &about,
            "/",
        );
        let own = read(&kith, "/oruk/openapi.json").await;
        for (list, one) in LISTS {
            let pages = component(&strict, &format!("{list}_page"));
            let published =
                validator(&file(&standards, &format!("oruk-validator/V3.0-UK/{one}.json")));
            let (strict, own) = (component(&strict, one), component(&own, one));
            let mut page = 1;
            loop {
                let path = format!("/oruk/{list}?page={page}");
                let said = read(&kith, &path).await;
                check(&pages, &said, &path);
                for item in said["contents"].as_array().expect("contents") {
                    check(&own, item, &path);
                    let path = format!("/oruk/{list}/{}", item["id"].as_str().expect("an id"));
                    let whole = read(&kith, &path).await;
                    for schema in [&published, &strict, &own] {
                        check(schema, &whole, &path);
                    }
                }
                if said["last_page"] == true {
                    break;
                }
                page += 1;
            }
        }
    });
}

#[test]
fn full_answers_keep_hsds_3_1_too() {
    let Some(folder) = shared("full_answers_keep_hsds_3_1_too") else { return };
    let standards = folder.join("standards");
    kith(async |kith| {
        fill_from(&kith, &folder);
        let own = read(&kith, "/oruk/openapi.json").await;
        for (list, one) in &LISTS[..3] {
            let hsds =
                validator(&file(&standards, &format!("hsds-3.1/schema/compiled/{one}.json")));
            let uk = validator(&file(&standards, &format!("oruk-validator/V3.0-UK/{one}.json")));
            let own = component(&own, one);
            let lines = kith.get(&format!("/oruk/{list}?full=true&format=ndjson")).await.text();
            assert!(lines.lines().count() > 30);
            for line in lines.lines() {
                let value: Value = serde_json::from_str(line).expect("JSON");
                for schema in [&hsds, &uk, &own] {
                    check(schema, &value, list);
                }
            }
        }
    });
}
