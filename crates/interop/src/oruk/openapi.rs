//! The feed's own OpenAPI 3.1 document, made from the list of parameters.

use serde_json::{Map, Value, json};

use super::VERSION;
use super::parameters::{Parameter, Resource};

/// The document for a feed at this address, without a slash at its end.
#[must_use]
pub fn document(address: &str) -> Value {
    let mut paths = Map::new();
    paths.insert("/".to_owned(), json!({ "get": about() }));
    for resource in Resource::ALL {
        let path = resource.path();
        paths.insert(format!("/{path}"), json!({ "get": list(resource) }));
        paths.insert(format!("/{path}/{{id}}"), json!({ "get": one(resource) }));
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Groups and services: the open directory",
            "version": VERSION,
            "description": "Open Referral UK 3.0 (HSDS-UK 3.0). Everybody may read it, from \
                            anywhere. All filters must hold together.",
        },
        "servers": [{ "url": address }],
        "paths": paths,
        "components": { "schemas": schemas() },
    })
}

fn about() -> Value {
    json!({
        "operationId": "about",
        "summary": "Which standard this feed keeps",
        "responses": responses(json!({ "$ref": "#/components/schemas/about" }), None, false),
    })
}

fn list(resource: Resource) -> Value {
    let parameters = Parameter::of(resource).map(|parameter| {
        json!({
            "name": parameter.name,
            "in": "query",
            "required": false,
            "description": parameter.meaning,
            "schema": parameter.schema(),
        })
    });
    let item = json!({ "$ref": format!("#/components/schemas/{}", singular(resource)) });
    let page = json!({
        "allOf": [{ "$ref": "#/components/schemas/page" }],
        "properties": { "contents": { "type": "array", "items": item } },
    });
    json!({
        "operationId": format!("list_{}", resource.path()),
        "summary": format!("A page of {}", resource.path().replace('_', " ")),
        "parameters": parameters.collect::<Vec<_>>(),
        "responses": responses(page, Some(item), true),
    })
}

fn one(resource: Resource) -> Value {
    let item = json!({ "$ref": format!("#/components/schemas/{}", singular(resource)) });
    let mut parameters = vec![json!({
        "name": "id",
        "in": "path",
        "required": true,
        "description": "Its id in this feed.",
        "schema": { "type": "string", "format": "uuid" },
    })];
    let flags = Parameter::of(resource).filter(|of| ["full", "full_service"].contains(&of.name));
    parameters.extend(flags.map(|parameter| {
        json!({
            "name": parameter.name,
            "in": "query",
            "required": false,
            "description": parameter.meaning,
            "schema": parameter.schema(),
        })
    }));
    json!({
        "operationId": format!("read_{}", singular(resource)),
        "summary": format!("One of the {}", resource.path().replace('_', " ")),
        "parameters": parameters,
        "responses": responses(item, None, true),
    })
}

fn responses(schema: Value, line: Option<Value>, may_be_refused: bool) -> Value {
    let mut content = json!({ "application/json": { "schema": schema } });
    if line.is_some() {
        // One result on each line; OpenAPI 3.1 cannot say more than that it is text.
        content["application/x-ndjson"] = json!({ "schema": { "type": "string" } });
    }
    let problem = |words: &str| {
        json!({
            "description": words,
            "content": {
                "application/json": { "schema": { "$ref": "#/components/schemas/problem" } },
            },
        })
    };
    let mut responses = json!({
        "200": { "description": "As asked.", "content": content },
        "429": problem("Too many requests in a minute; `Retry-After` says how long to wait."),
    });
    if may_be_refused {
        responses["400"] = problem("A parameter cannot be read; it says which, and what to write.");
        responses["404"] = problem("There is no such id, or we do not know the postcode.");
    }
    responses
}

fn singular(resource: Resource) -> &'static str {
    match resource {
        Resource::Services => "service",
        Resource::ServiceAtLocations => "service_at_location",
        Resource::Organizations => "organization",
        Resource::Taxonomies => "taxonomy",
        Resource::TaxonomyTerms => "taxonomy_term",
    }
}

fn object(required: &[&str], properties: Value) -> Value {
    json!({ "type": "object", "required": required, "properties": properties })
}

fn words() -> Value {
    json!({ "type": "string", "minLength": 1 })
}

fn id() -> Value {
    json!({ "type": "string", "format": "uuid" })
}

fn list_of(name: &str) -> Value {
    json!({ "type": "array", "minItems": 1, "items": reference(name) })
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn schemas() -> Value {
    let whole = json!({ "type": "integer", "minimum": 0 });
    let flag = json!({ "type": "boolean" });
    let uri = json!({ "type": "string", "format": "uri" });
    json!({
        "about": object(&["version", "profile", "openapi_url"], json!({
            "version": { "const": VERSION }, "profile": uri, "openapi_url": uri,
        })),
        "problem": object(&["error"], json!({
            "error": words(),
            "problems": { "type": "array", "items": object(&["parameter", "message"], json!({
                "parameter": words(), "message": words(),
            })) },
        })),
        "page": object(
            &["total_items", "total_pages", "page_number", "size", "first_page", "last_page",
              "empty", "contents"],
            json!({
                "total_items": whole, "total_pages": whole, "size": whole,
                "page_number": { "type": "integer", "minimum": 1 },
                "first_page": flag, "last_page": flag, "empty": flag,
                "contents": { "type": "array" },
            }),
        ),
        "service": service(),
        "service_at_location": object(&["id", "service_id", "location_id", "location", "service"],
            json!({
                "id": id(), "service_id": id(), "location_id": id(),
                "location": reference("location"), "service": reference("service"),
            })),
        "organization": object(&["id", "name", "description"], json!({
            "id": id(), "name": words(), "description": words(), "services": list_of("service"),
        })),
        "taxonomy": object(&["id", "name", "description"], json!({
            "id": id(), "name": words(), "description": words(), "version": words(),
        })),
        "taxonomy_term": object(&["id", "name", "description"], json!({
            "id": id(), "name": words(), "description": words(), "taxonomy": words(),
            "taxonomy_id": id(), "term": words(),
        })),
        "location": location(),
        "schedule": schedule(),
        "attribute": object(&["id", "link_type", "taxonomy_term"], json!({
            "id": id(), "link_type": words(), "value": words(), "taxonomy_term": reference("taxonomy_term"),
        })),
        "phone": object(&["id", "number"], json!({ "id": id(), "number": words() })),
    })
}

fn service() -> Value {
    let age = json!({ "type": "number", "minimum": 0, "maximum": 255 });
    let with_id = |properties: Value| {
        let item = object(&["id"], properties);
        json!({ "type": "array", "minItems": 1, "items": item })
    };
    object(
        &["id", "name", "status", "last_modified"],
        json!({
            "id": id(), "organization_id": id(), "name": words(), "description": words(),
            "url": { "type": "string", "format": "uri" },
            "email": { "type": "string", "format": "email" },
            "status": { "enum": ["active", "inactive", "defunct", "temporarily closed"] },
            "fees": words(), "minimum_age": age, "maximum_age": age, "alert": words(),
            "assured_date": { "type": "string", "format": "date" },
            "last_modified": { "type": "string", "format": "date-time" },
            "eligibility_description": words(),
            "organization": reference("organization"),
            "schedules": list_of("schedule"),
            "attributes": list_of("attribute"),
            "phones": list_of("phone"),
            "service_at_locations": with_id(json!({ "id": id(), "location": reference("location") })),
            "service_areas": with_id(json!({ "id": id(), "name": words() })),
            "languages": with_id(json!({ "id": id(), "code": words(), "name": words() })),
            "contacts": with_id(json!({ "id": id(), "title": words(), "phones": list_of("phone") })),
            "cost_options": with_id(json!({
                "id": id(), "option": words(), "amount_description": words(),
                "amount": { "type": "number", "minimum": 0 },
            })),
        }),
    )
}

fn location() -> Value {
    let address = object(
        &["id", "address_1", "city", "state_province", "postal_code", "country", "address_type"],
        json!({
            "id": id(), "address_1": words(), "city": words(), "state_province": words(),
            "postal_code": words(), "country": words(),
            "address_type": { "enum": ["physical", "postal", "virtual"] },
        }),
    );
    object(
        &["id", "location_type"],
        json!({
            "id": id(), "name": words(), "description": words(),
            "location_type": { "enum": ["physical", "postal", "virtual"] },
            "latitude": { "type": "number", "minimum": -90, "maximum": 90 },
            "longitude": { "type": "number", "minimum": -180, "maximum": 180 },
            "addresses": { "type": "array", "minItems": 1, "items": address },
            "accessibility": { "type": "array", "minItems": 1, "items": object(&["id"], json!({
                "id": id(), "description": words(), "details": words(),
            })) },
        }),
    )
}

fn schedule() -> Value {
    let date = json!({ "type": "string", "format": "date" });
    object(
        &["id", "description"],
        json!({
            "id": id(), "description": words(), "attending_type": words(), "byday": words(),
            "freq": { "enum": ["WEEKLY", "MONTHLY"] },
            "interval": { "type": "number", "minimum": 1 },
            "opens_at": words(), "closes_at": words(),
            "dtstart": date, "valid_from": date, "valid_to": date,
        }),
    )
}
