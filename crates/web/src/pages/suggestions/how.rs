//! How suggestions are made: what is never broken, what counts and how much, for everybody who
//! sees the directory.

use app::suggestions::{self, How};
use app::{Actor, App};
use askama::Template;
use matching::Part;

use super::page::dots;
use crate::error::{PageResult, page};
use crate::samples::Sample;
use crate::shell::Shell;

/// One part of the score.
struct Line {
    question: &'static str,
    share: String,
    /// How much it counts beside the weightiest part, as a bar of ten dots.
    bar: String,
}

#[derive(Template)]
#[template(path = "pages/suggestions/how.html")]
struct Page {
    shell: Shell,
    lines: Vec<Line>,
    /// Parts that this service does not count.
    left_out: Vec<&'static str>,
    learns: bool,
    kept_weeks: i64,
}

pub(crate) async fn show(app: App, shell: Shell, actor: Actor) -> PageResult {
    let how = app.read(&actor, suggestions::how).await?;
    page(&draw(shell, &how))
}

fn draw(shell: Shell, how: &How) -> Page {
    let weigh = |part: &Part| (*part, how.weights.of(*part));
    let mut parts: Vec<(Part, f64)> = Part::ALL.iter().map(weigh).collect();
    parts.sort_by(|a, b| b.1.total_cmp(&a.1));
    let (counted, left_out): (Vec<_>, Vec<_>) = parts.into_iter().partition(|(_, w)| *w > 0.0);
    let whole: f64 = counted.iter().map(|(_, weight)| weight).sum();
    let most = counted.first().map_or(1.0, |(_, weight)| *weight);
    let line = |(part, weight): &(Part, f64)| Line {
        question: part.question(),
        share: format!("{:.0} in 100", weight / whole * 100.0),
        bar: dots(weight / most),
    };
    Page {
        lines: counted.iter().map(line).collect(),
        left_out: left_out.iter().map(|(part, _)| part.question()).collect(),
        learns: how.weights.of(Part::Staying) > 0.0,
        kept_weeks: how.kept_weeks,
        shell,
    }
}

pub(crate) fn samples() -> Vec<Sample> {
    let sample = |weights| draw(Shell::sample(), &How { weights, kept_weeks: 6 }).render();
    let usual = matching::Weights::default();
    let plain = usual.clone().with(Part::Staying, 0.0);
    vec![("how-suggestions", sample(usual)), ("how-suggestions-plain", sample(plain))]
}
