//! What a command says: results on the output, everything else on the error stream.

use std::fmt::Display;
use std::io::Write;

/// A line of the result. A reader that went away (`| head`) is no error.
pub(crate) fn line(text: impl Display) {
    drop(writeln!(std::io::stdout().lock(), "{text}"));
}

/// A line about what is going on.
pub(crate) fn note(text: impl Display) {
    drop(writeln!(std::io::stderr().lock(), "{text}"));
}
