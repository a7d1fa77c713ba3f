//! Log lines on the error stream: for people or, as JSON, for machines.

use tracing_subscriber::EnvFilter;
use tracing_subscriber::util::SubscriberInitExt;

use crate::exit::refused;
use crate::settings::{LogFormat, Settings};

/// Turns logging on.
pub(crate) fn begin(settings: &Settings) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(settings.log())
        .map_err(|why| refused(format!("--log {}: {why}", settings.log())))?;
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let done = match settings.log_format() {
        LogFormat::Text => builder.finish().try_init(),
        LogFormat::Json => builder.json().finish().try_init(),
    };
    done.map_err(|why| anyhow::anyhow!("Logging could not be turned on: {why}"))
}
