//! The funnel: where people get to, where they leave and why, with every number explained.

use app::funnel::{self, Endings, OFFER_STEPS, Question, Report, STEPS};
use app::period::Period;
use app::{Actor, App};
use askama::Template;
use axum::http::header;
use axum::response::IntoResponse as _;
use evidence::funnel::{Kind, Path, Standing, tabulate};
use evidence::suppression::{LEAST, Shown};
use jiff::civil::date;

use super::bars::{Bars, kind_words};
use super::filter::{Asks, Filter, words};
use crate::error::{PageResult, page, refused};
use crate::samples::Sample;
use crate::shell::Shell;
use crate::urls;

#[derive(Template)]
#[template(path = "pages/counts/funnel.html")]
struct Page {
    shell: Shell,
    filter: Filter,
    report: Report,
    period: String,
    people: Bars,
    offers: Bars,
    kinds: [&'static str; 3],
}

impl Page {
    fn new(shell: Shell, filter: Filter, report: Report) -> Page {
        Page {
            shell,
            filter,
            period: words(&report.period),
            people: Bars::new(&STEPS, &report.people),
            offers: Bars::new(&OFFER_STEPS, &report.offers),
            kinds: Kind::ALL.map(kind_words),
            report,
        }
    }

    /// The number of a step, for the three big ones at the top.
    fn count(&self, key: &str) -> &str {
        let at = STEPS.iter().position(|step| step.key == key);
        at.and_then(|at| self.people.rows.get(at)).map_or("", |row| &row.count)
    }

    fn is_empty(&self) -> bool {
        self.report.people.steps.first().is_none_or(|step| step.reached == Shown::Exactly(0))
    }

    fn download(&self) -> String {
        urls::funnel_csv(&self.filter.query())
    }
}

fn question(filter: &mut Filter) -> Option<Question> {
    let asked = filter.asked()?;
    Some(Question { asked, route: filter.route() })
}

fn filter(asks: Asks) -> Filter {
    Filter::new(asks, urls::funnel(), "Referred").by_route()
}

/// What was asked for, or the last twelve months where the address makes no sense.
pub(crate) async fn show(app: App, shell: Shell, actor: Actor, asks: Asks) -> PageResult {
    let mut filter = filter(asks);
    if let Some(question) = question(&mut filter) {
        match app.read(&actor, move |act| funnel::report(act, &question)).await {
            Ok(report) => return page(&Page::new(shell, filter, report)),
            Err(error) => filter.form.absorb(error)?,
        }
    }
    let report = app.read(&actor, |act| funnel::report(act, &Question::default())).await?;
    refused(&Page::new(shell, filter, report))
}

/// The same numbers as a table for a spreadsheet.
pub(crate) async fn download(app: App, actor: Actor, asks: Asks) -> PageResult {
    let question = question(&mut filter(asks)).unwrap_or_default();
    let csv =
        app.read(&actor, move |act| Ok(funnel::csv(&funnel::report(act, &question)?))).await?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"funnel.csv\""),
    ];
    Ok((headers, csv).into_response())
}

fn paths(of: &[(usize, Standing, usize)]) -> Vec<Path> {
    let many = |(furthest, standing, count): &(usize, Standing, usize)| {
        vec![Path { furthest: *furthest, standing: standing.clone() }; *count]
    };
    of.iter().flat_map(many).collect()
}

/// The page for a manager, for a commissioner, and for a service that has just begun.
pub(crate) fn samples() -> Vec<Sample> {
    let (not_yet, helped, lost) = (Standing::NotYet, Standing::Helped, Standing::Lost);
    let people = paths(&[
        (0, not_yet("New, not looked at yet".into()), 6),
        (0, helped("Shown a better place: They need urgent help".into()), 4),
        (1, helped("Pointed to what they needed".into()), 14),
        (2, not_yet("Waiting for somebody with room".into()), 13),
        (2, lost("The person said no: It is not the right time".into()), 3),
        (3, not_yet("On hold until a review".into()), 5),
        (3, helped("Support ended: Was helped in another way".into()), 9),
        (4, not_yet("Choosing a group".into()), 8),
        (4, lost("Did not want the group: Another reason".into()), 2),
        (5, not_yet("The group has not answered".into()), 6),
        (5, lost("The group said no: We have no room at the moment".into()), 5),
        (6, not_yet("The first time is still to come".into()), 9),
        (7, not_yet("Six weeks of coming are not over, or not marked yet".into()), 12),
        (7, lost("Stopped going: Getting there was too hard".into()), 6),
        (8, not_yet(String::new()), 26),
    ]);
    let offers = paths(&[
        (0, not_yet("The person is thinking about it".into()), 9),
        (1, lost("The group said no: We have no room at the moment".into()), 11),
        (2, not_yet("The first time is still to come".into()), 9),
        (3, not_yet(String::new()), 44),
    ]);
    let sample = |people: &[Path], offers: &[Path], hides: bool, asks: &[(&str, &str)]| {
        let mut filter = filter(axum::extract::Query(
            asks.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        ));
        let _ = question(&mut filter);
        Page::new(Shell::sample(), filter, report(people, offers, hides)).render()
    };
    let no_such_day = [("period", "between"), ("from-day", "31"), ("from-month", "2")];
    vec![
        ("funnel", sample(&people, &offers, false, &[])),
        ("funnel-small-numbers-hidden", sample(&people, &offers, true, &[])),
        ("funnel-empty", sample(&[], &[], false, &[])),
        ("funnel-refused", sample(&[], &[], false, &no_such_day)),
    ]
}

fn report(people: &[Path], offers: &[Path], hides: bool) -> Report {
    let view = |funnel: evidence::funnel::Funnel| match hides {
        true => funnel.suppressed(LEAST),
        false => funnel.whole(),
    };
    let count = if hides { Shown::FewerThan(LEAST) } else { Shown::Exactly(4) };
    let (from, to) = (date(2025, 11, 23), date(2026, 11, 22));
    Report {
        period: Period { from, to, is_widened: hides },
        people: view(tabulate(STEPS.len(), people)),
        offers: view(tabulate(OFFER_STEPS.len(), offers)),
        before: vec![("Everybody shown another place first".into(), count)],
        endings: Endings {
            goes_on: Shown::Exactly(60),
            said_no: Shown::Exactly(0),
            ended: Shown::Exactly(28),
            ways: vec![("Moved away".into(), count)],
        },
    }
}
