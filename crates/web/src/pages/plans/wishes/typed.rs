//! Numbers and lists as people type them.

use crate::forms::Form;

/// One wish a line, or with commas.
pub(super) fn lines(typed: &str) -> Vec<String> {
    parts(typed, &['\n', ',', ';'])
}

/// One sentence a line.
pub(super) fn one_a_line(typed: &str) -> Vec<String> {
    parts(typed, &['\n'])
}

fn parts(typed: &str, between: &[char]) -> Vec<String> {
    let parts = typed.split(between).map(str::trim).filter(|part| !part.is_empty());
    parts.map(ToOwned::to_owned).collect()
}

pub(super) fn km(form: &mut Form) -> Option<f64> {
    let km = form.optional("km")?.parse().ok().filter(|km| (0.0..=500.0).contains(km));
    if km.is_none() {
        form.refuse("km", "Enter kilometres as a number, for example 3, or leave it empty");
    }
    km
}

pub(super) fn minutes(form: &mut Form) -> Option<u16> {
    let minutes =
        form.optional("minutes")?.parse().ok().filter(|minutes| (1..=600).contains(minutes));
    if minutes.is_none() {
        form.refuse(
            "minutes",
            "Enter minutes as a whole number, for example 30, or leave it empty",
        );
    }
    minutes
}

/// `3`, `3.50` or `£3.50`, in pence.
pub(super) fn pence(form: &mut Form, name: &str) -> Option<u32> {
    let typed = form.optional(name)?.trim_start_matches('£').to_owned();
    let (pounds, rest) = typed.split_once('.').unwrap_or((&typed, "0"));
    let rest = if rest.len() == 1 { format!("{rest}0") } else { rest.to_owned() };
    let read = || Some(pounds.parse::<u32>().ok()? * 100 + rest.parse::<u32>().ok()?);
    let pence = (pounds.len() < 5 && rest.len() == 2).then(read).flatten();
    if pence.is_none() {
        form.refuse(name, "Enter pounds, for example 3 or 2.50, or leave it empty");
    }
    pence
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_read_however_it_is_typed() {
        for (typed, pence_read) in
            [("3", Some(300)), ("£2.50", Some(250)), ("2.5", Some(250)), ("", None), ("0", Some(0))]
        {
            let mut form = Form::filled([("cost", typed)]);
            assert_eq!(pence(&mut form, "cost"), pence_read, "{typed}");
            assert!(form.is_ok(), "{typed}");
        }
        for typed in ["much", "2.505", "-1", "99999", "£"] {
            let mut form = Form::filled([("fare", typed)]);
            assert_eq!(pence(&mut form, "fare"), None);
            assert!(form.has_error("fare"), "{typed}");
        }
    }

    #[test]
    fn a_comma_ends_a_wish_and_not_a_sentence() {
        assert_eq!(lines("tea, cake"), ["tea", "cake"]);
        assert_eq!(one_a_line("to be useful, again\n\n"), ["to be useful, again"]);
    }
}
