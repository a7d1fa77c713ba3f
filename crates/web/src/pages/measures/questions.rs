//! The questions as fields: a scale to tap, or a number to type. Each may be left out.

use app::measures::{self, Filled, Question};
use askama::Template;

use crate::forms::Form;

/// Scales longer than this are typed and not tapped.
const LONGEST_SCALE: i64 = 10;

#[derive(Template)]
#[template(path = "pages/measures/questions.html")]
pub(crate) struct Questions {
    form: Form,
    fields: Vec<Field>,
}

/// One question as a field.
pub(crate) struct Field {
    /// Its name in the form.
    pub(crate) name: String,
    pub(crate) words: &'static str,
    pub(crate) low: (i64, &'static str),
    pub(crate) high: (i64, &'static str),
    /// The numbers to tap; none where the number is typed.
    pub(crate) numbers: Vec<String>,
}

/// Every question as a field.
pub(crate) fn fields() -> Vec<Field> {
    measures::questions().into_iter().map(field).collect()
}

fn field(question: Question) -> Field {
    let (low, high) = (&question.item.lowest, &question.item.highest);
    let is_scale = high.value - low.value <= LONGEST_SCALE;
    let numbers = (low.value..=high.value).filter(|_| is_scale);
    Field {
        name: format!("{}-{}", question.instrument, question.item.key),
        words: &question.item.words,
        low: (low.value, &low.words),
        high: (high.value, &high.words),
        numbers: numbers.map(|number| number.to_string()).collect(),
    }
}

impl Questions {
    pub(crate) fn new(form: &Form) -> Questions {
        Questions { form: form.clone(), fields: fields() }
    }
}

/// The answers of a form; `None` where it says what to mend. More than the most is the most.
pub(crate) fn read(form: &mut Form) -> Option<Filled> {
    let mut filled = Filled::new();
    for field in fields() {
        let typed = form.value(&field.name).to_owned();
        let (low, high) = (field.low.0, field.high.0);
        let is_typed = field.numbers.is_empty();
        match typed.parse::<i64>() {
            _ if typed.is_empty() => filled.push(None),
            Ok(number) if is_typed && number > high => filled.push(Some(high)),
            Ok(number) if (low..=high).contains(&number) => filled.push(Some(number)),
            _ => {
                let what = "or leave it empty";
                form.refuse(&field.name, format!("Enter a number from {low} to {high}, {what}"));
            }
        }
    }
    form.is_ok().then_some(filled)
}

/// A form with these answers filled in.
pub(crate) fn filled(form: Form, answers: &Filled) -> Form {
    let pairs = fields().into_iter().zip(answers);
    pairs.fold(form, |form, (field, answer)| match answer {
        Some(number) => form.with(field.name, number.to_string()),
        None => form,
    })
}

/// Each question with what was answered, in words.
pub(crate) fn in_words(answers: &Filled) -> Vec<(&'static str, String)> {
    let pairs = fields().into_iter().zip(answers);
    pairs.map(|(field, answer)| (field.words, answer_words(&field, *answer))).collect()
}

fn answer_words(field: &Field, answer: Option<i64>) -> String {
    match answer {
        None => "Left out".to_owned(),
        Some(number) if number == field.low.0 => format!("{number} ({})", field.low.1),
        Some(number) if number == field.high.0 => format!("{number} ({})", field.high.1),
        Some(number) => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_left_out_is_no_answer_and_many_groups_are_the_most() {
        let mut form = Form::filled([("ons4-happy", "0"), ("groups_belonged_to-count", "31")]);
        assert_eq!(read(&mut form), Some(vec![None, None, Some(0), None, Some(20)]));
    }

    #[test]
    fn what_is_no_number_of_the_scale_is_refused_beside_its_field() {
        let mut form = Form::filled([("ons4-happy", "11"), ("groups_belonged_to-count", "few")]);
        assert_eq!(read(&mut form), None);
        assert!(form.has_error("ons4-happy") && form.has_error("groups_belonged_to-count"));
    }
}
