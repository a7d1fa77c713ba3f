//! A funnel as a picture: one bar a step, with the numbers in words beside it, so that nothing is
//! said by length or colour alone.

use app::funnel::Step;
use askama::Template;
use evidence::funnel::{Kind, Part, View};
use evidence::suppression::Shown;
use evidence::words::percent;

use crate::urls;

/// How wide the whole picture is, in units of its own.
const WIDTH: u64 = 1000;
/// How wide a bar is whose length is hidden.
const STUB: u64 = 14;

#[derive(Template)]
#[template(path = "pages/counts/bars.html")]
pub(crate) struct Bars {
    pub(crate) rows: Vec<Row>,
}

/// One step.
pub(crate) struct Row {
    pub(crate) title: &'static str,
    pub(crate) href: String,
    pub(crate) count: String,
    /// Its share of the first step and of the one before, in words; may be empty.
    pub(crate) of_all: String,
    pub(crate) of_last: String,
    segments: Vec<Segment>,
    pub(crate) parts: Vec<Reasons>,
}

/// A piece of a bar.
struct Segment {
    x: u64,
    width: u64,
    class: &'static str,
}

/// Those who did not go on, of one kind.
pub(crate) struct Reasons {
    pub(crate) title: &'static str,
    pub(crate) href: String,
    pub(crate) count: String,
    pub(crate) is_nobody: bool,
    pub(crate) reasons: Vec<(String, String)>,
}

/// The words of a kind.
pub(crate) fn kind_words(kind: Kind) -> &'static str {
    match kind {
        Kind::NotYet => "Not yet",
        Kind::Helped => "Helped another way",
        Kind::Lost => "Lost",
    }
}

/// The key of a kind in the list of definitions.
fn kind_key(kind: Kind) -> &'static str {
    match kind {
        Kind::NotYet => "not-yet",
        Kind::Helped => "helped-another-way",
        Kind::Lost => "lost",
    }
}

impl Bars {
    pub(crate) fn new(steps: &'static [Step], view: &View) -> Bars {
        let first = view.steps.first().and_then(|step| step.reached.number()).unwrap_or(0);
        let row = |(at, step): (usize, &'static Step)| {
            let shown = &view.steps[at];
            Row {
                title: step.title,
                href: urls::definition(step.key),
                count: shown.reached.words(),
                of_all: view.share_of_all(at).filter(|_| at > 0).map(percent).unwrap_or_default(),
                of_last: view.share_of_last(at).map(percent).unwrap_or_default(),
                segments: segments(shown, first),
                parts: match shown.went_on {
                    Some(_) => shown.parts.iter().map(reasons).collect(),
                    None => vec![],
                },
            }
        };
        let rows = steps.iter().enumerate().filter(|(at, _)| *at < view.steps.len());
        Bars { rows: rows.map(row).collect() }
    }
}

impl Row {
    fn has_reasons(&self) -> bool {
        self.parts.iter().any(|part| !part.is_nobody)
    }
}

fn reasons(part: &Part) -> Reasons {
    let words = |(name, shown): &(String, Shown)| (name.clone(), shown.words());
    Reasons {
        title: kind_words(part.kind),
        href: urls::definition(kind_key(part.kind)),
        count: part.total.words(),
        is_nobody: part.total == Shown::Exactly(0),
        reasons: part.reasons.iter().map(words).collect(),
    }
}

/// The pieces of one bar: who went on, then who did not, then what is hidden.
fn segments(step: &evidence::funnel::Step, first: u64) -> Vec<Segment> {
    let Some(reached) = step.reached.number() else {
        return vec![Segment { x: 0, width: STUB, class: "kith-fill--hidden" }];
    };
    let on = step.went_on.map_or(Some(reached), Shown::number);
    let mut pieces = vec![(on, "kith-fill--on")];
    if step.went_on.is_some() {
        let classes = ["kith-fill--not-yet", "kith-fill--helped", "kith-fill--lost"];
        pieces.extend(step.parts.iter().map(|part| part.total.number()).zip(classes));
    }
    let known: u64 = pieces.iter().filter_map(|(count, _)| *count).sum();
    pieces.push((Some(reached.saturating_sub(known)), "kith-fill--hidden"));
    let mut so_far = 0;
    let place = |count: u64| (count * WIDTH).checked_div(first).unwrap_or(0);
    let mut segments = Vec::new();
    for (count, class) in pieces {
        let count = count.unwrap_or(0);
        let (x, end) = (place(so_far), place(so_far + count));
        so_far += count;
        if end > x {
            segments.push(Segment { x, width: end - x, class });
        }
    }
    segments
}

#[cfg(test)]
mod tests {
    use app::funnel::OFFER_STEPS;
    use evidence::funnel::{Path, Standing, tabulate};

    use super::*;

    #[test]
    fn the_pieces_of_a_bar_add_up_to_its_length() {
        let lost = Path { furthest: 0, standing: Standing::Lost("x".into()) };
        let gone = Path { furthest: 1, standing: Standing::NotYet("y".into()) };
        let paths = [vec![lost; 30], vec![gone; 70]].concat();
        let funnel = tabulate(OFFER_STEPS.len(), &paths);
        for view in [funnel.whole(), funnel.suppressed(5)] {
            let bars = Bars::new(&OFFER_STEPS, &view);
            let width: u64 = bars.rows[0].segments.iter().map(|piece| piece.width).sum();
            assert_eq!(width, WIDTH);
            assert_eq!(bars.rows[1].segments[0].width, WIDTH * 70 / 100);
            assert!(bars.rows[2].segments.is_empty());
        }
    }
}
