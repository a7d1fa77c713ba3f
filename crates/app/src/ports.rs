//! What the outside world must provide: a clock, a way to send mail, a way to fetch listings.

use jiff::Timestamp;

/// Tells the time. The binary's clock is real; a test's stands still until it is moved.
pub trait Clock: Send + Sync {
    /// The time now.
    fn now(&self) -> Timestamp;
}

/// A message ready to be sent. It carries a link and never a person's name.
#[derive(Clone, PartialEq, Eq)]
pub struct Mail {
    /// To whom.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// Plain text.
    pub body: String,
}

/// Why a message could not be sent; without the address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct MailError(pub String);

/// Sends messages, one at a time, from the job thread.
pub trait Mailer: Send + Sync {
    /// Sends one message or says why not.
    ///
    /// # Errors
    /// The reason, without personal data; the job tries again later.
    fn send(&self, mail: &Mail) -> Result<(), MailError>;
}

/// Why a page could not be fetched, in a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct FetchError(pub String);

/// Fetches a page of a published listing.
pub trait Fetcher {
    /// What stands at an address, or why nothing came.
    ///
    /// # Errors
    /// A sentence for the person who asked.
    fn fetch(&self, address: &str) -> Result<Vec<u8>, FetchError>;
}

domain::print_only_the_type!(Mail);
