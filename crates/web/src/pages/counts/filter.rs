//! Which days, and by which route: the small form above a page of counts. A `GET`, so that the
//! page can be kept as a bookmark.

use app::funnel::ROUTES;
use app::period::{Asked, Period};
use askama::Template;
use axum::extract::Query;
use jiff::civil::Date;

use crate::components::Choice;
use crate::forms::Form;

/// What the address asks for.
pub(crate) type Asks = Query<Vec<(String, String)>>;

#[derive(Template)]
#[template(path = "pages/counts/filter.html")]
pub(crate) struct Filter {
    pub(crate) form: Form,
    /// Where the form goes.
    action: String,
    /// What the days are about, such as “Referred”.
    about: &'static str,
    periods: Vec<Choice>,
    routes: Vec<Choice>,
}

impl Filter {
    pub(crate) fn new(Query(asks): Asks, action: String, about: &'static str) -> Filter {
        let mut form = Form::filled(asks);
        if form.value("period").is_empty() {
            form = form.with("period", "year");
        }
        let periods = vec![
            Choice::new("year", "In the last 12 months"),
            Choice::new("quarter", "In the last 3 months"),
            Choice::new("always", "Since the service began"),
            Choice::new("between", "Between two days"),
        ];
        Filter { form, action, about, periods, routes: vec![] }
    }

    /// The same with a choice of routes.
    pub(crate) fn by_route(self) -> Filter {
        let routes = ROUTES.iter().map(|(key, words)| Choice::new(*key, *words)).collect();
        Filter { routes, ..self }
    }

    /// The days that were asked for; `None` where the form says what to mend.
    pub(crate) fn asked(&mut self) -> Option<Asked> {
        match self.form.value("period") {
            "quarter" => Some(Asked::Quarter),
            "always" => Some(Asked::Always),
            "between" => {
                let from = self.form.date("from", "first day");
                let to = self.form.date("to", "last day");
                if self.form.is_ok() && from.is_none() {
                    self.form.refuse("from", "Enter the first day");
                }
                if self.form.is_ok() && to.is_none() {
                    self.form.refuse("to", "Enter the last day");
                }
                from.zip(to).map(|(from, to)| Asked::Between(from, to))
            }
            _ => Some(Asked::Year),
        }
    }

    /// The route that was asked for, if any.
    pub(crate) fn route(&self) -> Option<String> {
        let route = self.form.value("route");
        ROUTES.iter().find(|(key, _)| *key == route).map(|(key, _)| (*key).to_owned())
    }

    fn is_between(&self) -> bool {
        self.form.value("period") == "between"
    }

    /// What the address says after its question mark, for the download of the same numbers.
    pub(crate) fn query(&self) -> String {
        let names = [
            "period",
            "route",
            "from-day",
            "from-month",
            "from-year",
            "to-day",
            "to-month",
            "to-year",
        ];
        let pairs = names.into_iter().map(|name| (name, self.form.value(name)));
        let plain = |value: &str| value.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let given = pairs.filter(|(_, value)| !value.is_empty() && plain(value));
        given.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
    }
}

/// A period in words.
pub(crate) fn words(period: &Period) -> String {
    let day = |date: Date| date.strftime("%-d %B %Y").to_string();
    format!("{} to {}", day(period.from), day(period.to))
}
