//! The only place that reads the clock and draws chance; everything else is given both.

use anyhow::{Context, Result};
use app::Clock;
use jiff::Timestamp;
use rand::SeedableRng;
use rand::rngs::SysRng;
use rand_chacha::ChaCha12Rng;

/// The clock of this machine.
pub(crate) struct RealClock;

impl Clock for RealClock {
    fn now(&self) -> Timestamp {
        now()
    }
}

/// The time now.
#[expect(clippy::disallowed_methods, reason = "this is the binary's clock")]
pub(crate) fn now() -> Timestamp {
    Timestamp::now()
}

/// A source of chance fit for secrets, seeded by the operating system.
pub(crate) fn chance() -> Result<ChaCha12Rng> {
    ChaCha12Rng::try_from_rng(&mut SysRng).context("the operating system gave no random numbers")
}
