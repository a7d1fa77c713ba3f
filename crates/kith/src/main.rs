//! The binary: settings, commands, wiring and outside clients. No rules.

#[expect(dead_code, reason = "the seeding that drives the use cases is next")]
mod demo;

fn main() {}
