//! Referring people: what is asked first, sending, and moving a referral along its pathway.

mod moving;
pub mod refer;
pub mod view;

pub use moving::{advance, find, load};
pub use refer::{Duplicate, Sent, is_right, problems, redirect, send};
pub use view::{Line, mine};
