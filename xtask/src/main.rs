//! Checks of the house itself: crate edges, sizes, documents.

fn main() {}
