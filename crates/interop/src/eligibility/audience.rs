//! Who may come, from a field made for the question ("people aged 55+", "family carers").
//!
//! Each line of such a field is an alternative: a rule holds for the group only when every line
//! says it.

use std::sync::LazyLock;

use domain::group::{Confidence, Gender, Limit, Rule};
use regex::Regex;

use super::age::{self, Ages};
use super::{kept, weaker};
use crate::plain::pattern;

static EVERYBODY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:all|everyone|everybody|anyone|anybody) (?:is |are )?welcome|\bopen to (?:all|everyone)|\ball (?:ages|abilities)|\bbeginners welcome|\bfamily[ -]friendly|^everyone$",
    )
});
static WITH_AN_ADULT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\baccompan|\bsupervis|\badults? and (?:older|accompanied)"));
static CHILD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:child|children|toddlers?|bab(?:y|ies)|pre-?school|newborns?|infants?|kids|tots)\b",
    )
});
static PARENT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:famil(?:y|ies) with|grown[ -]?ups?|parents?|guardians?|carers? of \d|(?:and|with) their (?:adults?|carers?|grown))",
    )
});
static WOMEN: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b(?:women|woman|ladies|girls?|females?)\b"));
static MEN: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(?:men|man|boys?|gentlemen|males?)\b"));
static SOFTENED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:especially|mainly|mostly|particularly|priority|ideal|aimed|suitable|usually|prefer)",
    )
});
/// Words that say nothing beyond age, gender and welcome.
static GENERIC: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?x)\b(?:people|persons?|adults?|aged?|ages|years?|yrs|olds?|over|under|plus|and|or|to|the|of
        |for|from|between|suitable|young|child|children|teens?|teenagers?|men|man|women|woman|ladies
        |girls?|boys?|all|any|anyone|everyone|sessions?|in|who|are|is|a|those|up|upwards|months?|s|only
        |with|primary|school|pre|then|then|our|friendly|\d+)\b",
    )
});

/// Limits stated in a field that says who a group is for.
#[must_use]
pub fn read(field: &str) -> Vec<Limit> {
    let lines: Vec<&str> = field
        .lines()
        .map(|line| line.trim().trim_start_matches(['-', '•', '*', '–']).trim())
        .filter(|line| !line.is_empty())
        .collect();
    if lines.iter().any(|line| is_open_to_all(line)) {
        return Vec::new();
    }
    let mut of_lines = lines.iter().map(|line| read_line(line));
    let Some(mut limits) = of_lines.next() else { return Vec::new() };
    for line in of_lines {
        limits.retain_mut(|limit| match line.iter().find(|other| other.rule == limit.rule) {
            Some(other) => {
                limit.confidence = weaker(limit.confidence, other.confidence);
                true
            }
            None => false,
        });
    }
    if lines.len() > 1 {
        let whole = lines.join("; ");
        for limit in &mut limits {
            limit.sentence = kept(&whole);
        }
        limits.push(circumstance(&format!("one of: {whole}"), &whole, Confidence::Likely));
    }
    limits
}

fn is_open_to_all(line: &str) -> bool {
    let text = age::folded(line);
    EVERYBODY.is_match(&text) && age::find(&text).is_none()
}

fn read_line(line: &str) -> Vec<Limit> {
    let text = age::folded(line);
    let ages = age::find(&text);
    let mut limits = Vec::new();
    if is_with_a_child(&text, ages) {
        let words = format!("comes with a child: {line}");
        return vec![circumstance(&words, line, Confidence::Likely)];
    }
    if !WITH_AN_ADULT.is_match(&text)
        && let Some((rule, confidence)) = age_rule(&text, ages)
    {
        limits.push(Limit { rule, sentence: kept(line), confidence });
    }
    if let Some(limit) = gender(&text, line) {
        limits.push(limit);
    }
    if says_more(&text) && !WITH_AN_ADULT.is_match(&text) {
        limits.push(circumstance(line, line, Confidence::Likely));
    }
    limits
}

/// Activities for small children are for the grown-up who brings one, whose age is free.
fn is_with_a_child(text: &str, ages: Option<Ages>) -> bool {
    let for_small = ages.is_some_and(|ages| ages.to.is_some_and(|to| to <= 5));
    let from_small = ages.is_some_and(|ages| ages.from == Some(0));
    let about_child = CHILD.is_match(text) || ages.is_some_and(|ages| ages.to.is_some());
    for_small || from_small || (PARENT.is_match(text) && about_child)
}

fn age_rule(text: &str, ages: Option<Ages>) -> Option<(Rule, Confidence)> {
    let softened = SOFTENED.is_match(text);
    if let Some(ages) = ages {
        let sure = ages.exact && !softened && !text.contains("adults and");
        let confidence = if sure { Confidence::Certain } else { Confidence::Likely };
        return Some((Rule::Age { from: ages.from, to: ages.to }, confidence));
    }
    let (from, to, confidence) = if text.contains("primary school") {
        (Some(4), Some(11), Confidence::Likely)
    } else if CHILD.is_match(text) && !text.contains("adult") {
        (None, Some(17), Confidence::Unsure)
    } else if text.contains("young people") || text.contains("youth") {
        (None, Some(25), Confidence::Unsure)
    } else if text.contains("teen") {
        (Some(13), Some(19), Confidence::Unsure)
    } else if text.contains("adult") {
        (Some(18), None, Confidence::Likely)
    } else {
        return None;
    };
    let mixed = text.contains("adults and young") || text.contains("adults and children");
    (!mixed).then_some((Rule::Age { from, to }, confidence))
}

fn gender(text: &str, line: &str) -> Option<Limit> {
    let gender = match (WOMEN.is_match(text), MEN.is_match(text)) {
        (true, false) => Gender::Woman,
        (false, true) => Gender::Man,
        _ => return None,
    };
    let softened = SOFTENED.is_match(text);
    let confidence = if softened { Confidence::Unsure } else { Confidence::Certain };
    Some(Limit { rule: Rule::Gender { gender }, sentence: kept(line), confidence })
}

/// Whether a line says something about people besides their age and gender.
fn says_more(text: &str) -> bool {
    let rest = GENERIC.replace_all(text, " ");
    rest.split(|c: char| !c.is_alphabetic()).any(|word| word.len() > 2)
}

fn circumstance(words: &str, sentence: &str, confidence: Confidence) -> Limit {
    Limit { rule: Rule::Circumstance { words: kept(words) }, sentence: kept(sentence), confidence }
}
