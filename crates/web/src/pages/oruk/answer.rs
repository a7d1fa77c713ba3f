//! The feed's answers as JSON: one object, or a page of a list.

use app::feed::oruk::Page;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// One object.
pub(super) fn json(value: &Value) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], value.to_string()).into_response()
}

/// A page, in the envelope of HSDS.
pub(super) fn page(total: usize, page: Page, contents: Vec<Value>) -> Response {
    let pages = total.div_ceil(page.size as usize);
    json(&json!({
        "total_items": total,
        "total_pages": pages,
        "page_number": page.number,
        "size": contents.len(),
        "first_page": page.number == 1,
        "last_page": page.number as usize >= pages,
        "empty": contents.is_empty(),
        "contents": contents,
    }))
}
