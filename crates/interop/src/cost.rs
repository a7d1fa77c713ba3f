//! What it costs to come once, read from a price field or from prose.
//!
//! A single price of one session becomes pence; terms, memberships and "from" prices stay words.

use std::sync::LazyLock;

use domain::group::Cost;
use regex::Regex;

use crate::plain::{pattern, sentences};

static AMOUNT: LazyLock<Regex> = LazyLock::new(|| pattern(r"£\s?(\d{1,4})(?:\.(\d\d))?\b"));
static PER_SESSION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?ix)£\s?(\d{1,4})(?:\.(\d\d))?\s*(?:/|per|a|an|each)\s*
          (?:\w+\s)?(?:session|class|visit|week|workshop|lesson|meeting|time|game)\b",
    )
});
/// Words that make an amount something else than the price of coming once.
static NOT_ONE_SESSION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?ix)\b(from|starting|term|annual|annually|annum|year|yearly|month|monthly|season|
          member|members|membership|course|block|deposit|up\ to|pass|household|voucher|worth)\b",
    )
});
static FROM: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\bfrom £"));
static FREE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?ix)\b(?:
            free\ of\ charge
          | (?:is|are|it’s|it's)\ (?:completely\ |totally\ |all\ |currently\ )?free\b
          | free\ to\ (?:attend|join|take\ part|use|access|all|everyone|anyone)
          | (?:fees?|cost|price|entry\ fee|admission):?\ (?:is\ )?free\b
          | no\ (?:charge|cost|fee)\b
          | an?\ free(?:,)?\ (?:[\w-]+,?\ ){0,3}
            (?:group|groups|service|session|class|course|club|choir|programme|activity|event)\b
          | free(?:,)?\ (?:[\w-]+,?\ ){0,2}(?:sessions|groups|classes|events|activities)\b )",
    )
});
static NOT_FREE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?ix)\bfree\ (?:trial|taster|quote|consultation|first|initial)
          | first\ (?:\w+\ ){1,2}(?:is|are)\ free
          | (?:parking|wi-?fi|tea|calls?)\ (?:is|are)\ free
          | (?:is|are)\ free\ (?:from|of\ [^c])",
    )
});

/// Reads a listing's price field and its "free" tick.
///
/// Where the two disagree the price is kept, so that nobody is promised a free session that is not.
#[must_use]
pub fn read_field(says_free: bool, words: &str) -> Cost {
    let words = words.trim();
    if words.is_empty() {
        return if says_free { Cost::Free } else { Cost::Unknown };
    }
    let lower = words.to_lowercase();
    let gift = lower.contains("donation") || lower.contains("pay as you can");
    if says_free && (gift || lower == "free") {
        return Cost::Free;
    }
    price(words).unwrap_or_else(|| Cost::Words { words: words.to_owned() })
}

/// Reads a price out of a description: the first sentence that states one.
#[must_use]
pub fn read_prose(text: &str) -> Cost {
    let all = sentences(text);
    for sentence in &all {
        if PER_SESSION.is_match(sentence) {
            return price(sentence).unwrap_or_else(|| as_words(sentence));
        }
    }
    let donation = |s: &&&str| s.contains('£') && s.to_lowercase().contains("donation");
    if let Some(sentence) = all.iter().find(donation) {
        return as_words(sentence);
    }
    let free = |s: &&&str| FREE.is_match(s) && !NOT_FREE.is_match(s);
    match (all.iter().find(free), all.iter().any(|s| AMOUNT.is_match(s))) {
        (Some(_), false) => Cost::Free,
        // Free in one place and priced in another: both are shown to the person, not decided.
        (Some(sentence), true) => as_words(sentence),
        (None, _) => Cost::Unknown,
    }
}

fn as_words(sentence: &str) -> Cost {
    Cost::Words { words: sentence.chars().take(200).collect() }
}

/// The price of one session, where the words have one reading.
fn price(words: &str) -> Option<Cost> {
    let kept = || words.chars().take(200).collect::<String>();
    let single: Vec<u32> = PER_SESSION.captures_iter(words).filter_map(|c| pence(&c)).collect();
    if let [pence] = single[..]
        && !FROM.is_match(words)
    {
        return Some(Cost::Pence { pence, words: kept() });
    }
    if NOT_ONE_SESSION.is_match(words) {
        return None;
    }
    let amounts: Vec<u32> = AMOUNT.captures_iter(words).filter_map(|c| pence(&c)).collect();
    let lower = words.to_lowercase();
    let for_child_only = lower.contains("child") && !lower.contains("per adult");
    match amounts[..] {
        [pence] if !for_child_only && !lower.contains("donation") => {
            Some(Cost::Pence { pence, words: kept() })
        }
        // Dearer at the door: the usual price is what somebody pays who did not know.
        [first, second] if lower.contains("advance") => {
            Some(Cost::Pence { pence: first.max(second), words: kept() })
        }
        _ => None,
    }
}

fn pence(found: &regex::Captures<'_>) -> Option<u32> {
    let pounds: u32 = found.get(1)?.as_str().parse().ok()?;
    let rest = found.get(2).map_or(Ok(0), |m| m.as_str().parse::<u32>()).ok()?;
    Some(pounds * 100 + rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(cost: &Cost) -> String {
        match cost {
            Cost::Free => "free".into(),
            Cost::Pence { pence, .. } => pence.to_string(),
            Cost::Words { .. } => "words".into(),
            Cost::Unknown => "unknown".into(),
        }
    }

    #[test]
    fn a_price_field_is_read_only_where_it_has_one_reading() {
        for (free, words, expected) in [
            (true, "", "free"),
            (false, "", "unknown"),
            (true, "donations welcome", "free"),
            (true, "£4 donation appreciated", "free"),
            (true, "£6 per session", "600"),
            (false, "£3.50", "350"),
            (false, "£8, with a cup of tea", "800"),
            (false, "£20 annual membership, £3 per Sunday session", "300"),
            (false, "£40 annual membership", "words"),
            (false, "From £13", "words"),
            (false, "£70 per term", "words"),
            (false, "A sliding scale from £6 per session", "words"),
            (false, "8 classes for £30 or £5 per class", "500"),
            (false, "£7 in advance, £9 on the door", "900"),
            (false, "£6 per child, adults free", "words"),
            (true, "bursaries available", "words"),
        ] {
            assert_eq!(said(&read_field(free, words)), expected, "{free} {words}");
        }
    }

    #[test]
    fn a_price_in_prose_is_found_and_free_food_is_not_a_free_group() {
        for (text, expected) in [
            ("We sing. It is £3.50 per session. Come along.", "350"),
            ("A friendly class. Classes are £4 per class.", "400"),
            ("All our groups are free to attend.", "free"),
            ("A free, weekly walking group for anyone.", "free"),
            ("Fees: Free", "free"),
            ("Free tea and coffee. Free wi-fi.", "unknown"),
            ("Please feel free to call. A traffic-free route.", "unknown"),
            ("Your first class is free.", "unknown"),
            ("There is a suggested donation of up to £5.", "words"),
            ("The advice is free. Lunch is £4.", "words"),
            ("A world free of pain.", "unknown"),
        ] {
            assert_eq!(said(&read_prose(text)), expected, "{text}");
        }
    }
}
