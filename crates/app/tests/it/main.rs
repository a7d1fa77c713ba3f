//! Use cases on both databases.

mod doors;
mod refer;
