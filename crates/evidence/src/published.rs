//! Are printed results of social prescribing studies in line with their own numbers?
//!
//! Question: when a paper prints a mean, a range and a count, do the other numbers it prints
//! follow from them? The printed numbers, with their sources, are facts in `published/tables.toml`;
//! everything beside them is worked out here by [`quantity`]. Assumes nothing about the data
//! behind a paper: agreement means that the arithmetic holds, not that the study was sound.

pub mod quantity;

use serde::{Deserialize, Serialize};

use crate::finding::CannotSay;
use quantity::Quantity;

/// The printed numbers and where they stand.
const TABLES: &str = include_str!("published/tables.toml");

/// One published source with what it prints.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// A short name.
    pub id: String,
    /// Who printed it, when and where.
    pub cite: String,
    /// What was measured, on whom.
    pub about: String,
    /// What to learn from it; nothing where the numbers say it.
    pub lesson: Option<String>,
    /// Its numbers, in the order of the paper.
    #[serde(rename = "row")]
    pub rows: Vec<Row>,
}

/// One number: as printed, and the way to it from other printed numbers.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// A short name, unique within its source.
    pub id: String,
    /// What it is.
    pub what: String,
    /// As printed, with its decimals; nothing where only the recomputed number exists.
    pub printed: Option<String>,
    /// How far the two may lie apart where that is not half of the last printed decimal.
    pub within: Option<f64>,
    /// Why they may lie that far apart, or why they lie further apart.
    pub because: Option<String>,
    /// The printed numbers it follows from, and how.
    pub from: Quantity,
}

/// Whether a printed number follows from the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Verdict {
    /// It does, within the stated tolerance.
    Agrees,
    /// It does not.
    Differs,
    /// The source does not print it.
    NotPrinted,
    /// It cannot be worked out from what is printed.
    CannotSay,
}

impl Verdict {
    /// The verdict in a word or two.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Agrees => "agrees",
            Verdict::Differs => "DIFFERS",
            Verdict::NotPrinted => "not printed",
            Verdict::CannotSay => "cannot be worked out",
        }
    }
}

/// A printed number beside the recomputed one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// The row's short name.
    pub id: String,
    /// What it is.
    pub what: String,
    /// As printed.
    pub printed: Option<String>,
    /// As it follows from other printed numbers; nothing where it does not.
    pub recomputed: Option<f64>,
    /// How far apart the two may lie.
    pub within: Option<f64>,
    /// How it was worked out.
    pub convention: &'static str,
    /// Whether the two agree.
    pub verdict: Verdict,
    /// Why the tolerance is wider than the printed decimals, or the numbers differ.
    pub because: Option<String>,
}

/// A source with every printed number beside the recomputed one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Replay {
    /// The source's short name.
    pub id: String,
    /// Who printed it, when and where.
    pub cite: String,
    /// What was measured, on whom.
    pub about: String,
    /// What to learn from it.
    pub lesson: Option<String>,
    /// The numbers side by side.
    pub rows: Vec<Comparison>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    source: Vec<Source>,
}

/// Every source with its printed numbers.
pub fn list_sources() -> Result<Vec<Source>, CannotSay> {
    let file: File = toml::from_str(TABLES).map_err(|why| {
        CannotSay::because(
            format!("The file of published tables cannot be read: {why}."),
            "Mend crates/evidence/src/published/tables.toml.",
        )
    })?;
    Ok(file.source)
}

/// Every source, recomputed and side by side with what was printed.
pub fn replay_all() -> Result<Vec<Replay>, CannotSay> {
    Ok(list_sources()?.iter().map(Source::replay).collect())
}

impl Source {
    /// Each number as printed beside the recomputed one.
    #[must_use]
    pub fn replay(&self) -> Replay {
        Replay {
            id: self.id.clone(),
            cite: self.cite.clone(),
            about: self.about.clone(),
            lesson: self.lesson.clone(),
            rows: self.rows.iter().map(Row::compare).collect(),
        }
    }
}

impl Row {
    fn compare(&self) -> Comparison {
        let recomputed = self.from.value();
        let printed = self.printed.as_deref().and_then(number);
        let within = self
            .within
            .or_else(|| self.printed.as_deref().map(|text| 0.5 * last_place(text) * (1.0 + 1e-9)));
        let verdict = match (printed, recomputed, within) {
            (_, None, _) => Verdict::CannotSay,
            (Some(printed), Some(found), Some(within)) => {
                // A printed decimal such as 0.05 is a hair off in binary.
                match (printed - found).abs() <= within + 1e-12 * printed.abs() {
                    true => Verdict::Agrees,
                    false => Verdict::Differs,
                }
            }
            _ => Verdict::NotPrinted,
        };
        Comparison {
            id: self.id.clone(),
            what: self.what.clone(),
            printed: self.printed.clone(),
            recomputed,
            within,
            convention: self.from.convention(),
            verdict,
            because: self.because.clone(),
        }
    }
}

impl Comparison {
    /// The verdict with the tolerance it rests on, such as `agrees within ±0.005`.
    #[must_use]
    pub fn judged(&self) -> String {
        match (self.verdict, self.within) {
            (Verdict::Agrees, Some(within)) => format!("agrees within ±{}", tolerance(within)),
            (Verdict::Differs, Some(within)) => {
                format!("DIFFERS by more than ±{}", tolerance(within))
            }
            (verdict, _) => verdict.word().to_owned(),
        }
    }

    /// Why the two differ, or why they may lie further apart than the printed decimals allow.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        let half = self.printed.as_deref().map_or(f64::INFINITY, |text| 0.5 * last_place(text));
        let is_wide = self.within.is_some_and(|within| within > half * 1.001);
        let is_judged = matches!(self.verdict, Verdict::Agrees | Verdict::Differs);
        let is_asked = self.verdict == Verdict::Differs || (is_wide && is_judged);
        self.because.as_deref().filter(|_| is_asked)
    }

    /// The recomputed number with two decimals more than the printed one.
    #[must_use]
    pub fn shown(&self) -> String {
        let places = self.printed.as_deref().map_or(4, |text| (decimals(text) + 2).min(6));
        match self.recomputed {
            Some(value) if value.abs() >= 10_000.0 => format!("{value:.0}"),
            Some(value) => format!("{value:.places$}"),
            None => "–".to_owned(),
        }
    }
}

/// The number in a printed text such as `£5,770,000` or `72.6%`.
fn number(text: &str) -> Option<f64> {
    let digits: String =
        text.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | '-')).collect();
    digits.parse().ok().filter(|value: &f64| value.is_finite())
}

fn decimals(text: &str) -> usize {
    let digits: String = text.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    digits.split_once('.').map_or(0, |(_, after)| after.len())
}

/// The size of one step in the last printed decimal: 0.01 for `5.07`.
fn last_place(text: &str) -> f64 {
    10f64.powi(-i32::try_from(decimals(text)).unwrap_or(0))
}

/// A tolerance as it is meant: two digits that count, without what binary adds.
fn tolerance(within: f64) -> String {
    let digits = if within > 0.0 { 1 - within.log10().floor() as i32 } else { 0 };
    let text = format!("{within:.*}", digits.clamp(0, 9) as usize);
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_printed_number_follows_from_the_others_or_says_why_not() {
        let replays = replay_all().unwrap();
        assert!(replays.len() >= 19, "{} sources", replays.len());
        for replay in &replays {
            assert!(!replay.rows.is_empty(), "{}", replay.id);
            for row in &replay.rows {
                let at = format!("{}/{}", replay.id, row.id);
                assert_ne!(row.verdict, Verdict::CannotSay, "{at}");
                let explained = row.verdict != Verdict::Differs || row.because.is_some();
                assert!(explained, "{at}: {row:?}");
            }
        }
    }

    #[test]
    fn names_are_unique_and_a_wider_tolerance_gives_its_reason() {
        let sources = list_sources().unwrap();
        let mut names: Vec<String> = sources
            .iter()
            .flat_map(|source| {
                source.rows.iter().map(move |row| format!("{}/{}", source.id, row.id))
            })
            .collect();
        let count = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), count);
        for row in sources.iter().flat_map(|source| &source.rows) {
            assert!(row.within.is_none() || row.because.is_some(), "{}", row.id);
            assert!(row.printed.as_deref().is_none_or(|text| number(text).is_some()), "{}", row.id);
        }
    }

    #[test]
    fn a_wrong_print_is_seen() {
        let row = Row {
            id: "ratio".into(),
            what: "Ratio".into(),
            printed: Some("£5.17".into()),
            within: None,
            because: None,
            from: Quantity::Quotient { of: 281_010.0, by: 55_389.0 },
        };
        assert_eq!(row.compare().verdict, Verdict::Differs);
        assert_eq!(row.compare().shown(), "5.0734");
        let row = Row { printed: Some("£5.07".into()), ..row };
        assert_eq!(row.compare().verdict, Verdict::Agrees);
        let row = Row { from: Quantity::Quotient { of: 1.0, by: 0.0 }, ..row };
        assert_eq!(row.compare().verdict, Verdict::CannotSay);
    }

    #[test]
    fn every_verdict_says_how_far_apart_the_two_may_lie() {
        let row = Row {
            id: "srm".into(),
            what: "Standardised response mean".into(),
            printed: Some("0.648".into()),
            within: Some(0.03),
            because: Some("The deviation is rounded.".into()),
            from: Quantity::Difference { of: 0.6675, less: 0.0 },
        };
        assert_eq!(row.compare().judged(), "agrees within ±0.03");
        assert_eq!(row.compare().reason(), Some("The deviation is rounded."));
        let strict = Row { within: None, ..row };
        assert_eq!(strict.compare().judged(), "DIFFERS by more than ±0.0005");
        assert_eq!(strict.compare().reason(), Some("The deviation is rounded."));
        let exact = Row { printed: Some("0.668".into()), ..strict };
        assert_eq!(
            (exact.compare().judged().as_str(), exact.compare().reason()),
            ("agrees within ±0.0005", None)
        );
        let large = Row { within: Some(1_500.0), ..exact };
        assert_eq!(large.compare().judged(), "agrees within ±1500");
        let unprinted = Row { printed: None, within: None, ..large };
        assert_eq!(unprinted.compare().judged(), "not printed");
        for row in replay_all().unwrap().iter().flat_map(|replay| &replay.rows) {
            let is_judged = matches!(row.verdict, Verdict::Agrees | Verdict::Differs);
            assert_eq!(is_judged, row.judged().contains('±'), "{row:?}");
        }
    }

    #[test]
    fn printed_texts_are_read_with_their_decimals() {
        assert_eq!(number("£5,770,000"), Some(5_770_000.0));
        assert_eq!(number("72.6%"), Some(72.6));
        assert_eq!(number("-0.011"), Some(-0.011));
        assert!((last_place("72.6%") - 0.1).abs() < 1e-15);
        assert!((last_place("£2,600") - 1.0).abs() < 1e-15);
    }
}
