//! Outcomes: did the same people's answers change, how sure is that, and who is missing.

use app::outcomes::{self, Line, Question, Report};
use app::{Actor, App};
use askama::Template;
use domain::measures::Better;
use evidence::paired::{PairedChange, Warning};
use evidence::proportion::Proportion;
use evidence::suppression::Shown;
use evidence::words::{one_place, percent};

use super::filter::{Asks, Filter, words};
use crate::error::{PageResult, page, refused};
use crate::samples::Sample;
use crate::shell::Shell;
use crate::urls;

#[derive(Template)]
#[template(path = "pages/counts/outcomes.html")]
struct Page {
    shell: Shell,
    filter: Filter,
    period: String,
    ended: String,
    is_suppressed: bool,
    questions: Vec<Card>,
    answering: Vec<Answering>,
    convention: [&'static str; 2],
}

/// One question.
struct Card {
    words: String,
    scale: String,
    with_before: String,
    paired: String,
    /// The change as a number; empty where it may not be shown or there is none.
    change: String,
    before: String,
    after: String,
    range: String,
    directions: [String; 3],
    sentences: Vec<String>,
    picture: Option<Picture>,
}

/// The range on a line from worse to better, in units of the picture.
struct Picture {
    low: i64,
    high: i64,
    middle: i64,
}

/// How wide the picture of a range is, in units of its own; no change is in the middle.
const WIDTH: f64 = 640.0;

/// Lines that have something in common.
struct Answering {
    by: &'static str,
    lines: Vec<(String, String, String, String, String)>,
}

impl Card {
    fn new(question: &Question, ended: &str) -> Card {
        let item = question.item;
        let (low, high) = (&item.lowest, &item.highest);
        let direction = match item.better {
            Better::Higher => "higher is better",
            Better::Lower => "lower is better",
        };
        let scale = format!(
            "{} ({}) to {} ({}); {direction}",
            low.value, low.words, high.value, high.words
        );
        let estimate = question.change.as_ref().and_then(|change| change.estimate.as_ref());
        let range = estimate.and_then(|found| found.interval);
        let number = |value: Option<f64>| value.map(one_place).unwrap_or_default();
        Card {
            words: item.words.clone(),
            scale,
            with_before: format!("{} of {ended}", question.with_before.words()),
            paired: format!("{} of {ended}", question.paired.words()),
            change: estimate.map(|found| signed(found.change)).unwrap_or_default(),
            before: number(estimate.map(|found| found.mean_before)),
            after: number(estimate.map(|found| found.mean_after)),
            range: range
                .map(|range| format!("{} to {}", signed(range.low), signed(range.high)))
                .unwrap_or_default(),
            directions: question.directions.map(Shown::words),
            sentences: sentences(question),
            picture: question.change.as_ref().and_then(|change| picture(question, change)),
        }
    }
}

/// A change with its sign: `+1.2`, `−0.4`, `0.0`.
fn signed(change: f64) -> String {
    let words = one_place(change);
    match words.strip_prefix('-') {
        Some(rest) => format!("−{rest}"),
        None if words == "0.0" => words,
        None => format!("+{words}"),
    }
}

fn sentences(question: &Question) -> Vec<String> {
    let Some(change) = &question.change else {
        return vec!["Fewer than 5 people answered both times, so nothing is shown.".to_owned()];
    };
    let counts = question.paired.number().zip(question.missing.number());
    let mut sentences = match counts {
        Some(_) if change.eligible > 0 => vec![change.sentence(), change.missing_sentence()],
        Some(_) => vec![change.sentence()],
        None => vec![change.sentence_without_counts()],
    };
    let said = |warning: &&Warning| !matches!(warning, Warning::OnePerson | Warning::AllTheSame);
    sentences.extend(change.warnings.iter().filter(said).map(|warning| warning.sentence()));
    sentences
}

/// Half of the scale each way; better is always to the right.
fn picture(question: &Question, change: &PairedChange) -> Option<Picture> {
    let found = change.estimate.as_ref()?;
    let range = found.interval?;
    let item = question.item;
    let half = (item.highest.value - item.lowest.value) as f64 / 2.0;
    let side = if item.better == Better::Higher { 1.0 } else { -1.0 };
    let place = |change: f64| {
        let at = (change * side / half).clamp(-1.0, 1.0);
        ((1.0 + at) * WIDTH / 2.0).round() as i64
    };
    let (one, other) = (place(range.low), place(range.high));
    Some(Picture { low: one.min(other), high: one.max(other), middle: place(found.change) })
}

fn answering(lines: &[Line]) -> Vec<Answering> {
    let mut groups: Vec<Answering> = Vec::new();
    for line in lines {
        let share = line.share.map_or("–".to_owned(), |(share, range)| {
            format!("{} ({} to {})", percent(share), percent(range.low), percent(range.high))
        });
        let words = line.words.clone();
        let row = (words, line.could.words(), line.did.words(), line.did_not.words(), share);
        match groups.last_mut().filter(|group| group.by == line.by) {
            Some(group) => group.lines.push(row),
            None => groups.push(Answering { by: line.by, lines: vec![row] }),
        }
    }
    groups
}

impl Page {
    fn new(shell: Shell, filter: Filter, report: &Report) -> Page {
        let ended = report.ended.words();
        Page {
            shell,
            filter,
            period: words(&report.period),
            is_suppressed: report.is_suppressed,
            questions: report.questions.iter().map(|one| Card::new(one, &ended)).collect(),
            answering: answering(&report.answering),
            convention: [PairedChange::CONVENTION, Proportion::CONVENTION],
            ended,
        }
    }
}

/// What was asked for, or the last twelve months where the address makes no sense.
pub(crate) async fn show(app: App, shell: Shell, actor: Actor, asks: Asks) -> PageResult {
    let mut filter = Filter::new(asks, urls::outcomes(), "Support ended");
    if let Some(asked) = filter.asked() {
        match app.read(&actor, move |act| outcomes::report(act, asked)).await {
            Ok(report) => return page(&Page::new(shell, filter, &report)),
            Err(error) => filter.form.absorb(error)?,
        }
    }
    let report = app.read(&actor, |act| outcomes::report(act, Default::default())).await?;
    refused(&Page::new(shell, filter, &report))
}

/// The page with answers, for a commissioner, and for a service in which nobody has answered.
pub(crate) fn samples() -> Vec<Sample> {
    use evidence::Level;
    use evidence::paired::{Pair, change};
    use jiff::civil::date;

    let report = |people: usize, is_suppressed: bool| {
        let pair = |at: usize| Pair {
            before: Some((at % 5 + 2) as f64),
            after: (!at.is_multiple_of(3)).then_some((at % 7 + 3) as f64),
        };
        let pairs: Vec<Pair> = (0..people).map(pair).collect();
        let count = |count: usize| match is_suppressed && (1..5).contains(&count) {
            true => Shown::FewerThan(5),
            false => Shown::Exactly(count as u64),
        };
        let items = domain::measures::core().into_iter().flat_map(|instrument| &instrument.items);
        let questions = items.map(|item| {
            let better = match item.better {
                Better::Higher => evidence::paired::Better::Higher,
                Better::Lower => evidence::paired::Better::Lower,
            };
            let change = change(&pairs, better, Level::P95);
            let found = change.estimate.as_ref();
            let directions =
                found.map_or([0; 3], |one| [one.improved, one.same, one.worsened]).map(count);
            let paired = count(change.paired);
            let missing = count(change.missing());
            let is_shown = paired.number().is_some();
            let change = is_shown.then_some(change);
            Question { item, with_before: count(people), paired, missing, change, directions }
        });
        let questions = questions.collect();
        let line = |by, words: &str, did: usize, could: usize| Line {
            by,
            words: words.into(),
            could: count(could),
            did: count(did),
            did_not: count(could - did),
            share: evidence::proportion::wilson(did as u64, could as u64, Level::P95)
                .share
                .zip(evidence::proportion::wilson(did as u64, could as u64, Level::P95).interval),
        };
        let answering = vec![
            line("", "Everybody", people * 2 / 3, people),
            line("Age when referred", "25 to 44", people / 3, people / 2),
            line("Age when referred", "45 to 64", people / 3, people / 2),
            line("Circumstances, where we were told", "Lives alone", 0, people / 4),
        ];
        let (from, to) = (date(2025, 11, 23), date(2026, 11, 22));
        let period = app::period::Period { from, to, is_widened: is_suppressed };
        Report { period, ended: count(people), questions, answering, is_suppressed }
    };
    let sample = |people, is_suppressed| {
        let asks = axum::extract::Query(vec![]);
        let filter = Filter::new(asks, urls::outcomes(), "Support ended");
        Page::new(Shell::sample(), filter, &report(people, is_suppressed)).render()
    };
    vec![
        ("outcomes", sample(60, false)),
        ("outcomes-small-numbers-hidden", sample(6, true)),
        ("outcomes-empty", sample(0, false)),
    ]
}
