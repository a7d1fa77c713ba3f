//! The answer as a manager reads it, line by line.

use super::super::plan::{Direction, Kind};
use super::{Answer, Ranked, Scale, Standing, Subgroups};
use crate::finding::{Estimate, places_of};
use crate::words::{chance, people, rounded};

impl Answer {
    /// The answer in two or three sentences.
    #[must_use]
    pub fn sentence(&self) -> String {
        let found = &self.headline.estimate;
        let places = self.headline.places();
        let size = rounded(found.value.abs(), places);
        let way = if found.value < 0.0 { "lower" } else { "higher" };
        let label = &self.outcome.label;
        let first = match (self.design, self.outcome.is_count) {
            (Kind::BeforeAfter, _) => {
                let moved = if found.value < 0.0 { "fell" } else { "rose" };
                format!("{label} {moved} by {size} on average, {}.", self.wave)
            }
            (_, true) => format!(
                "{label}: {} times as many with the service as without, {}.",
                rounded(found.value.exp(), places),
                self.wave
            ),
            _ => format!("{label} was {size} {way} with the service than without, {}.", self.wave),
        };
        format!("{first} {}", self.certainty())
    }

    fn certainty(&self) -> String {
        let found = &self.headline.estimate;
        let Some(range) = found.interval else {
            return "No range can be worked out, so this may be chance.".to_owned();
        };
        let (low, high) = match self.outcome.is_count {
            true => (range.low.exp(), range.high.exp()),
            false => (range.low, range.high),
        };
        let is_better = (found.value > 0.0) == (self.outcome.better == Direction::Higher);
        let verdict = match (range.contains(0.0), is_better) {
            (true, _) => "That includes no difference at all, so this could be chance.",
            (false, true) => "That is better for people.",
            (false, false) => "That is worse for people.",
        };
        let places = self.headline.places();
        let (low, high) = (rounded(low, places), rounded(high, places));
        let matters = self.matters(found).unwrap_or_default();
        format!("Values from {low} to {high} fit these answers. {verdict}{matters}")
    }

    /// Whether the range lies above the smallest difference that people notice.
    fn matters(&self, found: &Estimate) -> Option<String> {
        let (matters, range) = (self.outcome.matters?, found.interval?);
        // The numbers of counts are logarithms of ratios, so what matters is one too.
        let least = if self.outcome.is_count { matters.ln().abs() } else { matters };
        let (near, far) = match found.value < 0.0 {
            true => (-range.high, -range.low),
            false => (range.low, range.high),
        };
        let least_shown = match self.outcome.is_count {
            true => format!("a ratio of {matters}"),
            false => matters.to_string(),
        };
        Some(match () {
            () if near >= least => format!(" People notice {least_shown}: it is at least that."),
            () if far < least => format!(" People notice {least_shown}: it is less than that."),
            () => format!(" People notice {least_shown}: it may be more or less than that."),
        })
    }

    /// On how many the headline rests, in the word for its rows, and why the others are not in it.
    fn rests_on(&self) -> String {
        let basis = &self.headline.basis;
        match (self.design, &self.answering) {
            (Kind::SteppedWedge, _) => basis.sentence_of("measurement", "measurements"),
            (Kind::InterruptedSeries, _) => basis.sentence_of("period", "periods"),
            (Kind::Matched, Some(answering)) => {
                let (answered, total) = (answering.all.count, answering.all.total);
                format!(
                    "Rests on {} of {total}: {} did not answer, and {} of those who answered \
                     found nobody like them or lack a column.",
                    people(basis.used),
                    total - answered,
                    answered.saturating_sub(basis.used as u64)
                )
            }
            _ => basis.sentence(),
        }
    }

    /// The whole answer, a line each, for a terminal or a page without markup.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let mut lines = vec![
            self.title.clone(),
            format!("Design: {}.", self.design.words()),
            String::new(),
            self.sentence(),
            format!("  Why this one leads: {}", self.headline.why),
        ];
        lines.extend(self.headline.lines(&self.rests_on()));
        if let Some(answering) = &self.answering {
            lines.extend(["".into(), "Who answered".into()]);
            lines.extend(answering.lines().into_iter().map(|line| format!("  {line}")));
        }
        for (standing, head) in [
            (Standing::Supports, "The same question by other ways"),
            (Standing::Context, "What happened anyway"),
            (Standing::Weaker, "Weaker estimates, and why"),
            (Standing::Misleading, "MISLEADING: do not report these as the effect"),
        ] {
            let of: Vec<_> = self.others.iter().filter(|one| one.standing == standing).collect();
            if !of.is_empty() {
                lines.extend([String::new(), head.to_owned()]);
            }
            for one in of {
                lines.push(format!("  {}: {}", one.name, one.shown()));
                lines.push(format!("      {}", one.why));
            }
        }
        if !self.other_waves.is_empty() {
            lines.extend([String::new(), "At other times".to_owned()]);
        }
        let at = |one: &Ranked| format!("  {}: {}", one.name, one.shown());
        lines.extend(self.other_waves.iter().map(at));
        self.subgroups.iter().for_each(|one| lines.extend(one.lines()));
        if !self.warnings.is_empty() {
            lines.extend([String::new(), "Before you use this".to_owned()]);
        }
        lines.extend(self.warnings.iter().map(|one| format!("  {}", one.sentence())));
        lines
    }
}

impl Ranked {
    /// The number with its range: `1.23 (0.86 to 1.61)`.
    #[must_use]
    pub fn shown(&self) -> String {
        match self.scale {
            Scale::Difference => shown(&self.estimate, self.places()),
            Scale::LogRatio => {
                let ratio = self.estimate.ratio();
                let found =
                    Estimate { value: ratio.value, interval: ratio.interval, ..self.estimate };
                format!("×{}", shown(&found, self.places()))
            }
        }
    }

    /// The decimal places that its standard error makes worth showing.
    fn places(&self) -> usize {
        let ratio = self.estimate.ratio().value;
        match (self.scale, self.estimate.se.filter(|se| *se > 0.0)) {
            (Scale::LogRatio, Some(se)) if ratio > 0.0 => places_of(ratio * se, 1).max(2),
            (Scale::LogRatio, _) => 2,
            _ => self.estimate.places(),
        }
    }

    fn lines(&self, rests_on: &str) -> Vec<String> {
        let found = &self.estimate;
        let se = found.se.map_or(String::new(), |se| {
            format!(", standard error {}", rounded(se, places_of(se.max(1e-9), 4).min(6)))
        });
        let p = found.p.map_or(String::new(), |p| format!(", {}", chance(p)));
        let mut lines = vec![
            format!("  {}: {}{se}{p}", self.name, self.shown()),
            format!("  {rests_on}"),
            format!("  How: {}", self.convention),
        ];
        lines.extend(self.warnings.iter().map(|one| format!("  {}", one.sentence())));
        lines
    }
}

impl Subgroups {
    fn lines(&self) -> Vec<String> {
        let mut lines = vec![String::new(), format!("The effect by {}", self.column)];
        if let Some(slope) = &self.slope {
            let p = slope.p.map_or(String::new(), |p| format!(", {}", chance(p)));
            lines.push(format!("  for one more: {}{p}", shown(slope, slope.places())));
        }
        for one in &self.groups {
            let found = one.estimate.as_ref();
            let found =
                found.map_or("too few to say".to_owned(), |found| shown(found, found.places()));
            lines.push(format!("  {}: {found}, {}", one.group, people(one.basis.used)));
        }
        lines.push(format!("  How: {}", self.convention));
        lines.push(
            "  Groups are compared for hints, not for proof: among many, some differ by chance."
                .to_owned(),
        );
        lines
    }
}

fn shown(found: &Estimate, places: usize) -> String {
    let value = rounded(found.value, places);
    match found.interval {
        None => format!("{value} (no range)"),
        Some(range) => {
            format!("{value} ({} to {})", rounded(range.low, places), rounded(range.high, places))
        }
    }
}
