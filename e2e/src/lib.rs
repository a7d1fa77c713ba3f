//! Journeys through a running Kith in a real browser, and every sample page under axe.
//!
//! Everything is in `tests/` and in the scripts beside this folder; there is nothing to call.
