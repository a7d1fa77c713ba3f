//! The only crate that knows HTTP exists: pages and APIs, every one of which calls app.
