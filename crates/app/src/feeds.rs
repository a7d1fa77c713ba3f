//! A published listing, fetched page by page to its end.

use interop::listing::{Next, next};

use crate::ports::{FetchError, Fetcher};

/// A feed that goes on for longer is going round in circles.
const PAGES_AT_MOST: usize = 5_000;

/// Every page of a feed, with its address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fetched {
    /// The pages in their order.
    pub pages: Vec<(String, Vec<u8>)>,
    /// Whether they are everything that the listing has.
    pub is_whole: bool,
}

/// Fetches a listing from an address to its last page; `told` hears how many pages are there.
///
/// # Errors
/// A sentence for the person who asked; a feed that breaks off is not taken by halves.
pub fn fetch_all(
    fetcher: &dyn Fetcher,
    address: &str,
    mut told: impl FnMut(usize),
) -> Result<Fetched, FetchError> {
    let mut fetched = Fetched::default();
    let mut address = address.to_owned();
    loop {
        let bytes = fetcher.fetch(&address)?;
        let after = next(&bytes, &address);
        fetched.pages.push((address.clone(), bytes));
        told(fetched.pages.len());
        match after {
            Next::Last => fetched.is_whole = true,
            Next::Alone => {}
            Next::Elsewhere(there) => {
                return Err(FetchError(format!(
                    "The page {address} leads on to {there}, which is another place. Nothing was \
                     changed. If you trust that place, name it instead."
                )));
            }
            Next::Page(there) => {
                let is_new = fetched.pages.iter().all(|(known, _)| *known != there);
                if !is_new || fetched.pages.len() >= PAGES_AT_MOST {
                    return Err(FetchError(format!(
                        "The feed does not end: after {} pages it leads on to {there}. Nothing \
                         was changed. Tell its publisher.",
                        fetched.pages.len()
                    )));
                }
                address = there;
                continue;
            }
        }
        return Ok(fetched);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    /// Pages by address.
    struct Site(HashMap<&'static str, &'static str>);

    impl Fetcher for Site {
        fn fetch(&self, address: &str) -> Result<Vec<u8>, FetchError> {
            let page = self.0.get(address).ok_or_else(|| FetchError("nothing there".to_owned()));
            page.map(|page| page.as_bytes().to_vec())
        }
    }

    fn fetch(pages: &[(&'static str, &'static str)]) -> Result<Fetched, String> {
        let site = Site(pages.iter().copied().collect());
        fetch_all(&site, "https://a.org/s", |_| ()).map_err(|why| why.0)
    }

    #[test]
    fn a_feed_is_fetched_to_its_end() {
        let one = r#"{"page_number": 1, "total_pages": 2, "contents": []}"#;
        let two = r#"{"page_number": 2, "total_pages": 2, "contents": []}"#;
        let both = fetch(&[("https://a.org/s", one), ("https://a.org/s?page=2", two)]).unwrap();
        assert_eq!((both.pages.len(), both.is_whole), (2, true));
        let lone = fetch(&[("https://a.org/s", "[]")]).unwrap();
        assert_eq!((lone.pages.len(), lone.is_whole), (1, false));
        assert_eq!(fetch(&[("https://a.org/s", one)]), Err("nothing there".to_owned()));
    }

    #[test]
    fn a_feed_that_goes_round_in_circles_is_refused() {
        let round = r#"{"next": "https://a.org/t", "items": [1]}"#;
        let back = r#"{"next": "https://a.org/s", "items": [1]}"#;
        let why = fetch(&[("https://a.org/s", round), ("https://a.org/t", back)]).unwrap_err();
        assert!(why.contains("does not end"), "{why}");
        let away = r#"{"next": "https://b.org/t", "items": [1]}"#;
        let why = fetch(&[("https://a.org/s", away)]).unwrap_err();
        assert!(why.contains("another place"), "{why}");
    }
}
