//! Referring people: what is asked first, sending, and moving a referral along its pathway.

pub mod import;
mod moving;
pub mod refer;
pub mod submit;
mod supply;
pub mod told;
pub mod view;

pub use moving::{Seen, advance, find, load, load_seen};
pub(crate) use moving::{Turn, advance_as, relation};
pub use refer::{Duplicate, Sent, is_right, problems, redirect, send};
pub use supply::supply;
pub use view::{Line, mine};
