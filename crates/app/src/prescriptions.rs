//! Prescribing a group: offered, chosen, permitted, sent, and what the group answers.

mod moving;
mod offer;
mod room;
mod send;
mod view;

pub use moving::load;
pub(crate) use moving::{advance, leave_all};
pub(crate) use offer::keep_words;
pub use offer::{choose, offer, turn_down};
pub use room::Room;
pub(crate) use room::{rooms, taken};
pub use send::{Asking, resend, send};
pub(crate) use send::{ask_again, group_of};
pub(crate) use view::permission_for;
pub use view::{Seen, Whole, find, list_of_person};
