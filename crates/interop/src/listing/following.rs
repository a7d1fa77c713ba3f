//! Where a feed goes on: the address of the page after this one, and whether it was the last.
//!
//! OpenActive pages name the next one and end with an empty one; Open Referral pages say how many
//! there are. A page may only lead on to the same place.

use serde_json::Value;

use crate::decode;

/// What a page says about the pages after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// There is one more, at this address.
    Page(String),
    /// It was the last, and all pages together are everything.
    Last,
    /// It says nothing of others: it stands alone.
    Alone,
    /// It leads on to somewhere that its own address does not belong to.
    Elsewhere(String),
}

/// Where the feed goes on after this page.
#[must_use]
pub fn next(bytes: &[u8], address: &str) -> Next {
    let Ok(decoded) = decode::text(bytes) else { return Next::Alone };
    let Ok(json) = serde_json::from_str::<Value>(&decoded.text) else { return Next::Alone };
    if let Some(next) = json.get("next").and_then(Value::as_str) {
        let items = json.get("items").and_then(Value::as_array);
        if next == address || items.is_some_and(Vec::is_empty) {
            return Next::Last;
        }
        return match origin(next) == origin(address) {
            true => Next::Page(next.to_owned()),
            false => Next::Elsewhere(next.to_owned()),
        };
    }
    let number = |field: &str| json.get(field).and_then(Value::as_u64);
    let pages = number("total_pages").or_else(|| number("totalPages"));
    let Some(pages) = pages else { return Next::Alone };
    // 1.x counts pages from 0 in `number`; 3.0 from 1 in `page_number`.
    let here = number("page_number").or_else(|| number("number").map(|from_0| from_0 + 1));
    let here = here.or_else(|| page_of(address)).unwrap_or(1);
    match here < pages {
        true => Next::Page(with_page(address, here + 1)),
        false => Next::Last,
    }
}

/// `https://example.org` of an address.
fn origin(address: &str) -> &str {
    let Some((scheme, rest)) = address.split_once("://") else { return address };
    let host = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    &address[..scheme.len() + 3 + host]
}

fn page_of(address: &str) -> Option<u64> {
    let (_, query) = address.split_once('?')?;
    query.split('&').find_map(|pair| pair.strip_prefix("page=")?.parse().ok())
}

fn with_page(address: &str, page: u64) -> String {
    let Some((path, query)) = address.split_once('?') else {
        return format!("{address}?page={page}");
    };
    let others = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("page="));
    let mut pairs: Vec<String> = others.map(str::to_owned).collect();
    pairs.push(format!("page={page}"));
    format!("{path}?{}", pairs.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_is_followed_page_by_page_and_no_further() {
        let next = |text: &str, address: &str| next(text.as_bytes(), address);
        let here = "https://example.org/services?per_page=50&page=2";
        assert_eq!(
            next(r#"{"page_number": 2, "total_pages": 3, "contents": []}"#, here),
            Next::Page("https://example.org/services?per_page=50&page=3".into())
        );
        assert_eq!(next(r#"{"page_number": 3, "total_pages": 3}"#, here), Next::Last);
        let first = "https://example.org/services";
        assert_eq!(
            next(r#"{"number": 0, "totalPages": 2, "content": []}"#, first),
            Next::Page("https://example.org/services?page=2".into())
        );
        assert_eq!(next("[]", first), Next::Alone);
        assert_eq!(next("id,name", first), Next::Alone);
    }

    #[test]
    fn an_openactive_feed_ends_with_an_empty_page() {
        let address = "https://example.org/sessions";
        let page = |next: &str, items: &str| format!(r#"{{"next": "{next}", "items": [{items}]}}"#);
        let more = "https://example.org/sessions?after=7";
        let read = |text: String| next(text.as_bytes(), address);
        assert_eq!(read(page(more, r#"{"state": "deleted"}"#)), Next::Page(more.into()));
        assert_eq!(read(page(more, "")), Next::Last);
        assert_eq!(read(page(address, "1")), Next::Last);
        let elsewhere = "https://example.com/sessions";
        assert_eq!(read(page(elsewhere, "1")), Next::Elsewhere(elsewhere.into()));
    }
}
