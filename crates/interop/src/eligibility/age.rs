//! Ages in words: "55+", "aged 16 to 25", "over 18s", "under 5s", "years 7 to 11".
//!
//! Finds the numbers only; who they are about, and how binding they are, is decided elsewhere.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::plain::pattern;

/// An age range found in a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ages {
    pub(super) from: Option<u8>,
    pub(super) to: Option<u8>,
    /// Whether the words leave no doubt about the ends ("over 18" does: is 18 in?).
    pub(super) exact: bool,
    /// Where in the folded sentence the words begin and end.
    pub(super) span: (usize, usize),
}

/// Lower case, one kind of dash and apostrophe, so that patterns stay short.
pub(super) fn folded(sentence: &str) -> String {
    let one: String = sentence
        .chars()
        .map(|c| match c {
            '–' | '—' | '−' => '-',
            '’' | '‘' | '`' => '\'',
            other => other,
        })
        .collect();
    one.replace('½', ".5").to_lowercase()
}

static SCHOOL_YEARS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\byears? (\d{1,2})(?:, ?\d{1,2})*(?:,? ?(?:to|and|-) ?)(\d{1,2})\b")
});
static MONTHS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b\d{1,2} ?months?\b(?:(?: ?- ?| to )(\d{1,2}) ?years)?"));
static RANGE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?x)\b(?:aged|ages|age|aged\ between|between\ the\ ages\ of|from\ the\ age\ of
            |carers\ of|children)
          [\s:(]*(?:between\ |from\ |of\ )?(\d{1,3})(?:\.5)?(?:\s?(?:years?|yrs?))?
          \s*(?:-|to|and)\s*(\d{1,3})\b
        | \b(\d{1,3})(?:\.5)?\s*(?:-|to|and)\s*(\d{1,3})[\s-]?
          (?:years?[\s-]olds?|years?\ of\ age|yrs?\ olds?|years?\b)",
    )
});
static FROM: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?x)\b(?:(?:aged|ages|age|those|people|adults?|anyone|men|man|women|ladies|everyone|children
            |carers|residents|voice\ of\ older\ people)[\s:(]*(?:of\ |from\ )?)
          (\d{1,3})(?:\s?(?:years?|yrs?))?(?:\ old|\ of\ age)?
          \s*(?:\+|plus\b|and\ (?:over|above|older|up)|or\ (?:over|above|older)|(?:or\ )?upwards?|onwards?)
        | \b(\d{1,3})\s?(?:\+|plus|and\ over|or\ over)
          (?:\s?(?:years?|yrs?)(?:\ old|\ of\ age)?\b(?:\s*(?:and|or)\ over)?)?
        | \b(\d{1,3})\s?(?:years?|yrs?)(?:\ old|\ of\ age)?\s
          (?:\+|plus\b|and\ (?:over|above|older)|or\ (?:over|above|older)|upwards)
        | \bfrom\ (?:the\ )?age\ (?:of\ )?(\d{1,3})(?:\ (?:upwards|onwards|and\ over))?\b",
    )
});
static OVER: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b(?:over|older than)[ -]?(?:the age of )?(\d{1,3})('?s)?\b"));
static OVER_ENDS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?x)^(?:\s*$ | \s*[.,;:!)?](?:\D|$) | \ (?:and|or|who|to|living|in|only|with|you|can|are)\b
          | \ years?\ (?:old|of\ age))",
    )
});
/// Months are an age only near words about small children.
static SMALL: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"child|bab(?:y|ies)|toddler|aged?\b|ages|suitable|\bolds?\b|parent"));
static UNDER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:under|below|up to)(?: the)?(?: age of)?[ -]?(\d{1,3})('?s)?(?: ?years?(?: old| of age)?)?\b",
    )
});

/// The first age range in a folded sentence.
pub(super) fn find(text: &str) -> Option<Ages> {
    school_years(text)
        .or_else(|| range(text))
        .or_else(|| months(text))
        .or_else(|| from(text))
        .or_else(|| over(text))
        .or_else(|| under(text))
        .filter(|ages| is_sane(*ages))
}

fn is_sane(ages: Ages) -> bool {
    let in_life = |age: Option<u8>| age.is_none_or(|age| age <= 100);
    let ordered = !matches!((ages.from, ages.to), (Some(from), Some(to)) if from > to);
    in_life(ages.from) && in_life(ages.to) && ordered
}

fn number(found: &Captures<'_>, groups: &[usize]) -> Option<u8> {
    groups.iter().find_map(|group| found.get(*group)).and_then(|m| m.as_str().parse().ok())
}

fn span(found: &Captures<'_>) -> (usize, usize) {
    found.get(0).map_or((0, 0), |m| (m.start(), m.end()))
}

/// Pupils turn `year + 5` during a school year in England.
fn school_years(text: &str) -> Option<Ages> {
    let found = SCHOOL_YEARS.captures(text)?;
    let (first, last) = (number(&found, &[1])?, number(&found, &[2])?);
    (first <= last && last <= 13).then(|| Ages {
        from: Some(first + 4),
        to: Some(last + 5),
        exact: false,
        span: span(&found),
    })
}

fn months(text: &str) -> Option<Ages> {
    let found = MONTHS.captures(text).filter(|_| SMALL.is_match(text))?;
    Some(Ages {
        from: Some(0),
        to: number(&found, &[1]).or(Some(4)),
        exact: false,
        span: span(&found),
    })
}

fn range(text: &str) -> Option<Ages> {
    let found = RANGE.captures(text)?;
    let (from, to) = (number(&found, &[1, 3])?, number(&found, &[2, 4])?);
    Some(Ages { from: Some(from), to: Some(to), exact: true, span: span(&found) })
}

fn from(text: &str) -> Option<Ages> {
    let found = FROM.captures_iter(text).find(|found| {
        let start = span(found).0;
        let end = span(found).1;
        // "£50 plus", "over 70+ local panels", "35+ years' experience" are no ages.
        let money = text[..start].ends_with('£');
        let bare = found.get(2).is_some();
        let rest = text[end..].trim_start();
        let counted = bare
            && (rest.starts_with("local") || rest.starts_with('\'') || rest.starts_with("year"));
        let school_year = text[..start].ends_with("year ");
        !money && !counted && !school_year
    })?;
    let age = number(&found, &[1, 2, 3, 4])?;
    Some(Ages { from: Some(age), to: None, exact: true, span: span(&found) })
}

fn over(text: &str) -> Option<Ages> {
    OVER.captures_iter(text).find_map(|found| {
        let end = span(&found).1;
        let plural = found.get(2).is_some();
        let said = found[0].contains("age")
            || found[0].starts_with("older")
            || text[..span(&found).0].ends_with("aged ");
        if !(plural || said || OVER_ENDS.is_match(&text[end..])) {
            return None;
        }
        let age = number(&found, &[1])?;
        Some(Ages { from: Some(age), to: None, exact: false, span: span(&found) })
    })
}

fn under(text: &str) -> Option<Ages> {
    let found = UNDER.captures_iter(text).find(|found| {
        let words = &found[0];
        let start = span(found).0;
        found.get(2).is_some()
            || words.contains("age")
            || words.contains("old")
            || text[..start].ends_with("aged ")
            || text[..start].ends_with("children ")
    })?;
    let limit = number(&found, &[1])?;
    // "Up to 25" takes in 25; "under 5s" ends at 4.
    let to = if found[0].starts_with("up to") { limit } else { limit.checked_sub(1)? };
    Some(Ages { from: None, to: Some(to), exact: true, span: span(&found) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_found_in_the_words_people_use() {
        for (words, from, to, exact) in [
            ("age 55+", Some(55), None, true),
            ("Ages 16 +", Some(16), None, true),
            ("people aged 55+", Some(55), None, true),
            ("For adults aged 55+", Some(55), None, true),
            ("people aged 18 plus with complex needs", Some(18), None, true),
            ("16 + years", Some(16), None, true),
            ("women aged 18 +", Some(18), None, true),
            ("aged 65 years or over", Some(65), None, true),
            ("adults aged 55 and over", Some(55), None, true),
            ("men aged over 18", Some(18), None, false),
            ("Over 18s", Some(18), None, false),
            ("Café ééé over 18s", Some(18), None, false),
            ("anyone older than 40 may come", Some(40), None, false),
            ("Tai chi for over 50’s", Some(50), None, false),
            ("anyone over the age of 55 who lives here", Some(55), None, false),
            ("You need to be over 60 to use this", Some(60), None, false),
            ("aged 16 to 25", Some(16), Some(25), true),
            ("For people aged 18 to 25 years old", Some(18), Some(25), true),
            ("13 - 18 year old girls and women", Some(13), Some(18), true),
            ("learners aged between 11 – 15", Some(11), Some(15), true),
            ("between the ages of 13 and 19", Some(13), Some(19), true),
            ("for 16–25 year olds", Some(16), Some(25), true),
            ("in years 9, 10 and 11", Some(13), Some(16), false),
            ("years 7 to 11", Some(11), Some(16), false),
            ("children aged 9 months - 4 years", Some(0), Some(4), false),
            ("under 5s", None, Some(4), true),
            ("young people up to the age of 25", None, Some(25), true),
            ("from the age of 16 upwards", Some(16), None, true),
        ] {
            let found = find(&folded(words)).unwrap_or_else(|| panic!("{words}"));
            assert_eq!((found.from, found.to, found.exact), (from, to, exact), "{words}");
        }
    }

    #[test]
    fn other_numbers_are_not_ages() {
        for words in [
            "With over 30 years of experience",
            "over 25 groups and over 150 classes a week",
            "we have had over 60 members for over 12 weeks",
            "We have 40+ local branches",
            "Open 24 hours, call 0117 496 0000",
            "Over 40,000 people help",
            "You should complain within 12 months",
            "for people from Year 3+",
            "A fee of £10 to £12",
            "Age-friendly city",
            "Friday 4 to 6",
        ] {
            assert_eq!(find(&folded(words)), None, "{words}");
        }
    }
}
