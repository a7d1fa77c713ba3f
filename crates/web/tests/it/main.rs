//! What the web side promises as a whole: headers, files, samples of pages, error pages.

mod access;
mod assets;
mod definitions;
mod errors;
mod html_checker;
mod journeys;
mod metrics;
mod oruk;
mod samples;
mod security;
mod server;
mod sign_in;
mod support;
