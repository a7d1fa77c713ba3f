//! The binary: settings, commands, wiring and outside clients. No rules.

fn main() {}
