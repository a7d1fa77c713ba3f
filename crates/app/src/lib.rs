//! One function per thing somebody can do.
//!
//! Each authorises, loads, lets `domain` decide, then saves, audits and enqueues in one
//! transaction. Synchronous; the edge sends closures here through [`App`]. Knows no HTTP.

mod act;
mod actor;
mod error;
mod ports;

pub mod accounts;
pub mod agencies;
pub mod directory;
pub mod imports;
pub mod jobs;
pub mod links;
pub mod referrals;
pub mod services;
pub mod sign_in;
#[cfg(feature = "testing")]
pub mod testing;

pub use act::{Act, App, Settings};
pub use actor::{Actor, SignedIn};
pub use error::{AppError, AppResult};

pub use ports::{Clock, Mail, MailError, Mailer};
