//! Matching, tested as people would say it and against a plain reading of the hard limits.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so and stops")]

mod in_words;
mod never_broken;
mod person_file;
mod quick;
mod ranking;
mod support;
