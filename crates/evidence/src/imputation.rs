//! One answer out of several completed files: pooling of multiple imputations.
//!
//! Question: what is the estimate, and how sure, when what is missing was filled in several times?
//! Sources: Rubin (1987), "Multiple imputation for nonresponse in surveys"; Barnard and Rubin
//! (1999), Biometrika 86(4), for the degrees of freedom. Assumes that who is missing depends only
//! on what was used to fill in, and that filling in drew from what is plausible.

use serde::Serialize;

use crate::finding::{CannotSay, Estimate, Warning};
use crate::interval::Level;

/// One estimate out of one completed file.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Completed {
    /// The estimate.
    pub value: f64,
    /// Its standard error.
    pub se: f64,
}

/// The estimate pooled, and how much of its uncertainty is due to what is missing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pooled {
    /// The average with Student's t on Barnard and Rubin's degrees of freedom.
    pub estimate: Estimate,
    /// How many completed files there are.
    pub files: usize,
    /// The average squared standard error.
    pub within: f64,
    /// How much the files' estimates differ, squared.
    pub between: f64,
    /// Within + (1 + 1/files) between.
    pub total: f64,
    /// The degrees of freedom had nothing been missing.
    pub df_complete: f64,
    /// The increase of the variance through what is missing, as a share of within.
    pub increase: f64,
    /// The share of the variance that is due to what is missing.
    pub lambda: f64,
    /// The share of information that is missing.
    pub missing_information: f64,
    /// What should be known when reading it.
    pub warnings: Vec<Warning>,
}

/// Pools the same estimate out of each completed file.
///
/// `df_complete` are its degrees of freedom in a complete file; infinite for a normal one.
pub fn pool(files: &[Completed], df_complete: f64, level: Level) -> Result<Pooled, CannotSay> {
    if files.len() < 2 {
        return Err(CannotSay::too_few(files.len(), 2, "completed files"));
    }
    let is_fine = |file: &Completed| file.value.is_finite() && file.se > 0.0 && file.se.is_finite();
    if !files.iter().all(is_fine) || df_complete.is_nan() || df_complete <= 0.0 {
        return Err(CannotSay::because(
            "An estimate has no standard error, or there are no degrees of freedom.",
            "Leave out the completed files in which the method could not answer, and say so.",
        ));
    }
    let many = files.len() as f64;
    let value = files.iter().map(|file| file.value).sum::<f64>() / many;
    let within = files.iter().map(|file| file.se * file.se).sum::<f64>() / many;
    let squares: f64 = files.iter().map(|file| (file.value - value).powi(2)).sum();
    let between = squares / (many - 1.0);
    let extra = (1.0 + 1.0 / many) * between;
    let total = within + extra;
    if !(total.is_finite() && within > 0.0) {
        return Err(crate::linear::too_big());
    }
    let (lambda, increase) = (extra / total, extra / within);
    let df = degrees_of_freedom(many, lambda, df_complete);
    let mut warnings = Vec::new();
    if lambda > 0.5 {
        warnings.push(Warning::Said(
            "More than half of the uncertainty comes from what is missing: the result rests on \
             how it was filled in."
                .to_owned(),
        ));
    }
    if many < 5.0 {
        let said = format!("Filled in only {} times: use at least 5, better 20.", files.len());
        warnings.push(Warning::Said(said));
    }
    Ok(Pooled {
        estimate: Estimate::student(value, Some(total.sqrt()), df, level),
        files: files.len(),
        within,
        between,
        total,
        df_complete,
        increase,
        lambda,
        missing_information: (increase + 2.0 / (df + 3.0)) / (increase + 1.0),
        warnings,
    })
}

/// Barnard and Rubin's, which never exceed those of a complete file.
fn degrees_of_freedom(files: f64, lambda: f64, complete: f64) -> f64 {
    let old = (files - 1.0) / (lambda * lambda);
    let seen = if complete.is_finite() {
        (complete + 1.0) / (complete + 3.0) * complete * (1.0 - lambda)
    } else {
        f64::INFINITY
    };
    match (old.is_finite(), seen.is_finite()) {
        (true, true) => old * seen / (old + seen),
        (true, false) => old,
        (false, _) => seen,
    }
}

impl Pooled {
    /// How it was worked out.
    pub const CONVENTION: &str = "Rubin’s rules; Student’s t with Barnard and Rubin’s degrees of \
        freedom.";

    /// The result in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        let range = match self.estimate.interval {
            Some(range) => format!("from {:.2} to {:.2} fit", range.low, range.high),
            None => "how sure that is cannot be worked out".to_owned(),
        };
        format!(
            "Over {} completed files the estimate is {:.2}; {range}. {} of its uncertainty comes \
             from what is missing.",
            self.files,
            self.estimate.value,
            crate::words::percent(self.lambda)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(value: f64, se: f64) -> Completed {
        Completed { value, se }
    }

    #[test]
    fn three_files_by_hand() {
        // Average 2, within 1, between 1, total 1 + 4/3.
        let files = [file(1.0, 1.0), file(2.0, 1.0), file(3.0, 1.0)];
        let found = pool(&files, 20.0, Level::P95).unwrap();
        assert_eq!((found.estimate.value, found.within, found.between), (2.0, 1.0, 1.0));
        assert!((found.total - 7.0 / 3.0).abs() < 1e-12);
        assert!((found.lambda - 4.0 / 7.0).abs() < 1e-12);
        // Old 2·49/16 = 6.125; seen 21/23 · 20 · 3/7.
        let seen = 21.0 / 23.0 * 20.0 * 3.0 / 7.0;
        assert!((found.estimate.df.unwrap() - 6.125 * seen / (6.125 + seen)).abs() < 1e-12);
        assert_eq!(found.warnings.len(), 2);
        assert!(found.sentence().contains("57% of its uncertainty"));
    }

    #[test]
    fn files_that_agree_lose_only_what_barnard_and_rubin_take() {
        let found = pool(&[file(2.0, 1.0); 5], 20.0, Level::P95).unwrap();
        assert_eq!((found.between, found.lambda), (0.0, 0.0));
        assert!((found.estimate.df.unwrap() - 21.0 / 23.0 * 20.0).abs() < 1e-12);
        let normal = pool(&[file(2.0, 1.0); 5], f64::INFINITY, Level::P95).unwrap();
        assert!((normal.estimate.interval.unwrap().high - 3.959_963_984_540_054).abs() < 1e-9);
        assert!(normal.missing_information.abs() < 1e-12);
    }

    #[test]
    fn one_file_or_one_without_error_is_refused() {
        assert!(pool(&[], 9.0, Level::P95).unwrap_err().why.contains("0 completed files"));
        assert!(pool(&[file(1.0, 1.0)], 9.0, Level::P95).is_err());
        let broken = [file(1.0, 1.0), file(1.0, f64::NAN)];
        assert!(pool(&broken, 9.0, Level::P95).unwrap_err().why.contains("no standard error"));
        assert!(pool(&[file(1.0, 1e200), file(2.0, 1.0)], 9.0, Level::P95).is_err());
        assert!(pool(&[file(1.0, 1.0); 2], 0.0, Level::P95).is_err());
    }
}
