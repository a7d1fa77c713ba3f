//! The real binary, as somebody at a terminal meets it.

mod start;
mod support;
