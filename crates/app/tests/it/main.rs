//! Use cases on both databases.

mod refer;
