//! Fetching published listings from the web. Only `import groups` with an address does so.

use std::time::Duration;

use app::{FetchError, Fetcher};

/// A page larger than this is no page of a listing.
const BYTES_AT_MOST: u64 = 200 * 1024 * 1024;
const SECONDS_AT_MOST: u64 = 120;

/// Fetches by HTTP.
pub(crate) struct Web(ureq::Agent);

impl Web {
    pub(crate) fn new() -> Web {
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(Duration::from_secs(SECONDS_AT_MOST)))
            .user_agent(concat!("kith/", env!("CARGO_PKG_VERSION")))
            .build();
        Web(config.into())
    }
}

impl Fetcher for Web {
    fn fetch(&self, address: &str) -> Result<Vec<u8>, FetchError> {
        let why = |error: ureq::Error| {
            FetchError(format!("{address} cannot be fetched: {error}. Nothing was changed."))
        };
        let accepted = "application/json, application/vnd.openactive+json, text/csv, */*;q=0.5";
        let mut answer = self.0.get(address).header("Accept", accepted).call().map_err(why)?;
        answer.body_mut().with_config().limit(BYTES_AT_MOST).read_to_vec().map_err(why)
    }
}
