//! CPU time of this thread, and what a list of times says.

use rustix::time::{ClockId, clock_gettime};

/// CPU seconds that this thread has used.
pub(crate) fn cpu_s() -> f64 {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    now.tv_sec as f64 + now.tv_nsec as f64 / 1e9
}

/// CPU seconds that all threads have used.
#[cfg(feature = "tantivy")]
pub(crate) fn process_cpu_s() -> f64 {
    let now = clock_gettime(ClockId::ProcessCPUTime);
    now.tv_sec as f64 + now.tv_nsec as f64 / 1e9
}

/// Times, in seconds.
pub(crate) struct Times(Vec<f64>);

impl Times {
    pub(crate) fn of(mut times: Vec<f64>) -> Times {
        times.sort_by(f64::total_cmp);
        Times(times)
    }

    pub(crate) fn mean_ms(&self) -> f64 {
        1e3 * self.0.iter().sum::<f64>() / self.0.len().max(1) as f64
    }

    /// The time that so large a share of them does not pass.
    pub(crate) fn at_ms(&self, share: f64) -> f64 {
        let at = (share * self.0.len() as f64).ceil() as usize;
        1e3 * self.0.get(at.saturating_sub(1)).copied().unwrap_or(0.0)
    }
}
