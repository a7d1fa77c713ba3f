//! How often one address may ask the feed, so that a runaway program takes no room from others.
//!
//! Counted in memory: reading the feed must cost no write. Each node counts for itself.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;

use crate::error::Error;

/// Requests of one address in a minute.
const A_MINUTE: u32 = 6_000;
/// How many addresses are remembered before those of earlier minutes are forgotten.
const ADDRESSES: usize = 10_000;

/// Who asked how often in which minute.
#[derive(Debug, Default)]
pub struct Pace(Mutex<HashMap<String, (i64, u32)>>);

impl Pace {
    /// Counts a request, or says how long to wait.
    pub(crate) fn count(&self, from: &str, now: Timestamp) -> Result<(), Error> {
        let minute = now.as_second().div_euclid(60);
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= ADDRESSES {
            seen.retain(|_, (when, _)| *when == minute);
        }
        let (when, hits) = seen.entry(from.to_owned()).or_insert((minute, 0));
        if *when != minute {
            (*when, *hits) = (minute, 0);
        }
        *hits += 1;
        if *hits <= A_MINUTE {
            return Ok(());
        }
        let wait = 60 - now.as_second().rem_euclid(60);
        Err(Error::TooManyRequests { wait_seconds: u64::try_from(wait).unwrap_or(60) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_asks_too_often_waits_for_the_next_minute() {
        let pace = Pace::default();
        let at = |second| Timestamp::from_second(second).unwrap();
        for _ in 0..A_MINUTE {
            pace.count("203.0.113.9", at(600)).unwrap();
        }
        let refused = pace.count("203.0.113.9", at(615)).unwrap_err();
        assert!(matches!(refused, Error::TooManyRequests { wait_seconds: 45 }));
        pace.count("203.0.113.10", at(615)).unwrap();
        pace.count("203.0.113.9", at(660)).unwrap();
    }
}
