//! Ctrl-C for commands that calculate: once means “stop and say what you know”, twice “stop now”.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result};

use crate::say;

/// What the shell expects of a program that was interrupted.
const INTERRUPTED: i32 = 130;

/// A flag that is set when Ctrl-C is pressed.
pub(crate) fn flag() -> Result<Arc<AtomicBool>> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build()
        .context("Ctrl-C could not be watched")?;
    let flag = Arc::new(AtomicBool::new(false));
    let set = Arc::clone(&flag);
    std::thread::spawn(move || {
        runtime.block_on(async {
            while tokio::signal::ctrl_c().await.is_ok() {
                if set.swap(true, Ordering::Relaxed) {
                    std::process::exit(INTERRUPTED);
                }
                say::note("Stopping … what is known so far follows. Press again to stop at once.");
            }
        });
    });
    Ok(flag)
}
