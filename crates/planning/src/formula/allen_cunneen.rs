//! Neither arrivals nor work as random as the formulas want: a good guess at the mean wait.
//!
//! An approximation: exact for Erlang C and for one at work with random arrivals, otherwise the
//! better the busier the service is. First come first served, nobody gives up.
//! Source: Allen (1990), Probability, Statistics and Queueing Theory, section 5.3.

use super::erlang_c::ErlangC;
use crate::refusal::{CannotPlan, not_negative};

/// The approximate mean wait, from Erlang C and the squared coefficients of variation of the times
/// between arrivals and of the lengths of the work (1 for random).
pub fn allen_cunneen(
    queue: &ErlangC,
    arrivals_variation_squared: f64,
    work_variation_squared: f64,
) -> Result<f64, CannotPlan> {
    let arrivals = not_negative("squared variation of the arrivals", arrivals_variation_squared)?;
    let work = not_negative("squared variation of the work", work_variation_squared)?;
    Ok(queue.wait_mean * (arrivals + work) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formula::erlang_c::erlang_c;

    #[test]
    fn more_even_work_shortens_the_wait() {
        let queue = erlang_c(4.0, 1.0, 5).unwrap();
        assert_eq!(allen_cunneen(&queue, 1.0, 1.0), Ok(queue.wait_mean));
        let even = allen_cunneen(&queue, 1.0, 0.5).unwrap();
        assert!((even - 0.415_584_415_584_415_7).abs() < 1e-12);
        assert!(allen_cunneen(&queue, -1.0, 0.5).is_err());
    }
}
