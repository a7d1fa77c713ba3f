//! A form on its way: what was typed, what is wrong with it, and the key that makes a double
//! press one act. Errors belong to fields, and what was typed is never lost.

use app::AppError;
use axum::extract::{FromRequest, Request};
use jiff::civil::Date;

use crate::error::Error;

/// The name of the hidden field that `components.html` calls `idempotency_key`.
pub const KEY_FIELD: &str = "idempotency_key";

/// What is wrong with one field, in a sentence that says what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The name of the field, which is also the id of its first control; empty for the whole.
    pub field: String,
    /// The sentence.
    pub message: String,
}

impl FieldError {
    /// An error that belongs to a field.
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> FieldError {
        FieldError { field: field.into(), message: message.into() }
    }
}

/// What was typed into a form, with what is wrong with it.
#[derive(Clone, Default)]
pub struct Form {
    typed: Vec<(String, String)>,
    errors: Vec<FieldError>,
}

/// One of the three boxes of a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatePart<'a> {
    /// The id of the box; the first has the field's own name, so that an error can point to it.
    pub id: String,
    /// What the form sends.
    pub name: String,
    /// Day, Month or Year.
    pub label: &'static str,
    /// How many characters wide.
    pub width: u8,
    /// What was typed.
    pub value: &'a str,
}

impl Form {
    /// An empty form, with a key that no other form has: `Form::empty(app.form_key())`.
    pub fn empty(key: impl Into<String>) -> Form {
        Form { typed: vec![(KEY_FIELD.into(), key.into())], errors: vec![] }
    }

    /// A form as a browser sent it. Browsers end lines with two characters where people type and
    /// count one; characters that nobody can see or type go, because no database takes them all.
    fn typed_in(sent: Vec<(String, String)>) -> Form {
        let plain = |value: String| {
            let seen = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
            value.replace("\r\n", "\n").chars().filter(seen).collect()
        };
        let typed = sent.into_iter().map(|(name, value)| (name, plain(value))).collect();
        Form { typed, errors: vec![] }
    }

    /// A form with these fields filled in.
    pub fn filled<K: Into<String>, V: Into<String>>(
        fields: impl IntoIterator<Item = (K, V)>,
    ) -> Form {
        let typed = fields.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        Form { typed, errors: vec![] }
    }

    /// The same form with one more field filled in.
    pub fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Form {
        self.typed.push((name.into(), value.into()));
        self
    }

    /// The key that makes a double press one act; empty when the form was not ours.
    pub fn key(&self) -> &str {
        self.value(KEY_FIELD)
    }

    /// What was typed, without spaces around it; empty when nothing was.
    pub fn value(&self, name: &str) -> &str {
        self.find(name).unwrap_or_default()
    }

    fn find(&self, name: &str) -> Option<&str> {
        self.typed.iter().find(|(field, _)| field == name).map(|(_, value)| value.trim())
    }

    /// Everything that was typed, so that a question in between can carry it on.
    pub fn typed(&self) -> impl Iterator<Item = (&str, &str)> {
        self.typed.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// What was typed for a field; `None` when nothing was.
    pub fn optional(&self, name: &str) -> Option<String> {
        Some(self.value(name).to_owned()).filter(|value| !value.is_empty())
    }

    /// Every answer that was picked or typed for a field, leaving out empty ones.
    pub fn list_values(&self, name: &str) -> Vec<&str> {
        let of_field = self.typed.iter().filter(|(field, _)| field == name);
        of_field.map(|(_, value)| value.trim()).filter(|value| !value.is_empty()).collect()
    }

    /// Whether anything was typed or picked for a field.
    pub fn has_value(&self, name: &str) -> bool {
        !self.list_values(name).is_empty()
    }

    /// Whether this answer was picked.
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.typed.iter().any(|(field, typed)| field == name && typed == value)
    }

    /// What was typed, or an error that says what to do.
    pub fn require(&mut self, name: &str, message: &str) -> Option<String> {
        let value = self.value(name).to_owned();
        if value.is_empty() {
            self.refuse(name, message);
            return None;
        }
        Some(value)
    }

    /// The same for a password, whose spaces belong to it.
    pub fn require_untrimmed(&mut self, name: &str, message: &str) -> Option<String> {
        let typed = self.typed.iter().find(|(field, _)| field == name);
        let typed = typed.map(|(_, value)| value.clone()).filter(|value| !value.is_empty());
        if typed.is_none() {
            self.refuse(name, message);
        }
        typed
    }

    /// Takes up what a use case says about the fields, or about the whole. What does not belong
    /// on the form comes back.
    pub fn absorb(&mut self, error: AppError) -> Result<(), Error> {
        match error {
            AppError::Invalid(problems) => {
                for problem in problems {
                    self.refuse(problem.field, problem.sentence);
                }
                Ok(())
            }
            AppError::Refused(sentence) => {
                self.refuse("", sentence);
                Ok(())
            }
            other => Err(other.into()),
        }
    }

    /// Says what is wrong with a field.
    pub fn refuse(&mut self, name: impl Into<String>, message: impl Into<String>) {
        self.errors.push(FieldError::new(name, message));
    }

    /// Puts what is wrong into the order in which the fields stand on the page.
    pub fn order_errors(&mut self, fields: &[&str]) {
        let place = |error: &FieldError| fields.iter().position(|field| *field == error.field);
        self.errors.sort_by_key(|error| place(error).unwrap_or(fields.len()));
    }

    /// Whether nothing is wrong.
    pub fn is_ok(&self) -> bool {
        self.errors.is_empty()
    }

    /// Everything that is wrong, in the order in which it was found.
    pub fn errors(&self) -> &[FieldError] {
        &self.errors
    }

    /// Whether something is wrong with this field.
    pub fn has_error(&self, name: &str) -> bool {
        self.errors.iter().any(|error| error.field == name)
    }

    /// What is wrong with this field; empty when nothing is.
    pub fn error(&self, name: &str) -> &str {
        let error = self.errors.iter().find(|error| error.field == name);
        error.map(|error| error.message.as_str()).unwrap_or_default()
    }

    /// The attribute that ties a field to its hint and its error. Names are ours, never typed.
    pub fn described_by(&self, name: &str, hint: &str) -> askama::filters::Safe<String> {
        let mut ids = Vec::new();
        if !hint.is_empty() {
            ids.push(format!("{name}-hint"));
        }
        if self.has_error(name) {
            ids.push(format!("{name}-error"));
        }
        askama::filters::Safe(match ids.is_empty() {
            true => String::new(),
            false => format!(" aria-describedby=\"{}\"", ids.join(" ")),
        })
    }

    /// The three boxes of a date field.
    pub fn date_parts(&self, name: &str) -> [DatePart<'_>; 3] {
        [("day", "Day", 2), ("month", "Month", 2), ("year", "Year", 4)].map(
            |(part, label, width)| {
                let field = format!("{name}-{part}");
                let id = if part == "day" { name.to_owned() } else { field.clone() };
                DatePart { id, value: self.value(&field), name: field, label, width }
            },
        )
    }

    /// The date typed in three boxes. `what` is how a sentence names it, such as “date of birth”.
    ///
    /// Nothing typed is `None` without an error; a date that does not exist is an error.
    pub fn date(&mut self, name: &str, what: &str) -> Option<Date> {
        let parts = self.date_parts(name).map(|part| part.value.to_owned());
        if parts.iter().all(String::is_empty) {
            return None;
        }
        let date = match (parts[0].parse(), month(&parts[1]), parts[2].parse()) {
            (Ok(day), Some(month), Ok(year)) if year >= 1000 => Date::new(year, month, day).ok(),
            _ => None,
        };
        if date.is_none() {
            self.refuse(name, format!("Enter a {what} that exists, for example 27 3 1948"));
        }
        date
    }
}

/// A month as a number or by its English name, whole or the first three letters.
fn month(typed: &str) -> Option<i8> {
    const NAMES: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let by_name = || {
        let start: String = typed.to_lowercase().chars().take(3).collect();
        NAMES.iter().position(|name| *name == start).map(|at| at as i8 + 1)
    };
    typed.parse().ok().or_else(by_name)
}

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Form, Error> {
        let read = axum::Form::<Vec<(String, String)>>::from_request(request, state).await;
        match read {
            Ok(axum::Form(typed)) => Ok(Form::typed_in(typed)),
            Err(refusal) => Err(Error::from_status(refusal.status())),
        }
    }
}

domain::print_only_the_type!(Form);

#[cfg(test)]
mod tests {
    use super::*;

    fn born(day: &str, month: &str, year: &str) -> Form {
        Form::filled([("born-day", day), ("born-month", month), ("born-year", year)])
    }

    #[test]
    fn a_date_is_read_with_its_month_as_a_number_or_a_word() {
        for month in ["3", "03", "March", "mar"] {
            let mut form = born("27", month, "1948");
            assert_eq!(form.date("born", "date of birth"), Some(jiff::civil::date(1948, 3, 27)));
            assert!(form.is_ok());
        }
    }

    #[test]
    fn a_date_that_does_not_exist_is_refused_and_kept() {
        for (day, month, year) in [("31", "2", "1990"), ("1", "13", "1990"), ("1", "1", "90")] {
            let mut form = born(day, month, year);
            assert_eq!(form.date("born", "date of birth"), None);
            assert!(form.has_error("born"), "{day} {month} {year}");
            assert_eq!(form.value("born-day"), day);
        }
    }

    #[test]
    fn no_date_at_all_is_not_an_error() {
        let mut form = born("", "", "");
        assert_eq!(form.date("born", "date of birth"), None);
        assert!(form.is_ok());
    }

    #[test]
    fn a_required_field_left_blank_says_what_to_do() {
        let mut form = Form::filled([("name", "   ")]);
        assert_eq!(form.require("name", "Enter a name"), None);
        assert_eq!(form.error("name"), "Enter a name");
    }

    #[test]
    fn lines_end_as_they_are_counted_and_unseen_characters_go() {
        let typed = vec![("words".to_owned(), "one\r\ntwo\0\u{7}\tthree".to_owned())];
        assert_eq!(Form::typed_in(typed).value("words"), "one\ntwo\tthree");
    }
}
