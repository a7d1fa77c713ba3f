//! Plain text out of whatever a listing calls a description: HTML, entities, odd spaces.
//!
//! No markup and no entity survives, embedded pictures go, and an absurd length is cut at the
//! end of a sentence.

use std::sync::LazyLock;

use html2text::config;
use html2text::render::TrivialDecorator;
use regex::Regex;

use crate::decode::mend_controls;

/// Longer texts are cut: a description is for reading, and nothing real that we saw was longer.
const LONGEST: usize = 6_000;

/// One page is far narrower; this keeps html2text from breaking lines of its own.
const NO_WRAPPING: usize = 100_000;

static TAG: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?is)</?[a-z!][^<>]*>"));
static ENTITY: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)&(?:[a-z]{2,8}|#x?[0-9a-f]+);"));
static EMBEDDED: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?is)data:[a-z/+.\-]*[^\s>]*"));
static PICTURE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#"(?is)<(?:img|svg|iframe|script|style)\b[^>]*>"#));
static LONG_RUN: LazyLock<Regex> = LazyLock::new(|| pattern(r"[A-Za-z0-9+/=]{200,}"));

/// A pattern written in this crate.
pub(crate) fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a pattern of this crate")
}

/// A text in plain words: lines kept, everything else folded.
#[must_use]
pub fn text(raw: &str) -> String {
    let mut text = mend_controls(raw);
    // Twice, because feeds escape what was escaped already (`&amp;nbsp;`).
    for _ in 0..3 {
        if !(TAG.is_match(&text) || ENTITY.is_match(&text)) {
            break;
        }
        text = without_markup(&text);
    }
    cut(&folded(&LONG_RUN.replace_all(&text, "")), LONGEST)
}

/// A text in plain words on one line.
#[must_use]
pub fn line(raw: &str) -> String {
    text(raw).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn without_markup(text: &str) -> String {
    let no_pictures = PICTURE.replace_all(text, " ");
    let light = EMBEDDED.replace_all(&no_pictures, " ");
    // Line breaks of plain text would be folded by the HTML reader.
    let kept = if light.contains("<p") || light.contains("<br") {
        light.into_owned()
    } else {
        light.replace('\n', "<br>")
    };
    let rendered = config::with_decorator(TrivialDecorator::new())
        .no_table_borders()
        .allow_width_overflow()
        .string_from_read(kept.as_bytes(), NO_WRAPPING);
    rendered.unwrap_or_else(|_| TAG.replace_all(&kept, " ").into_owned())
}

fn folded(text: &str) -> String {
    let invisible =
        |c: char| matches!(c, '\u{200B}'..='\u{200F}' | '\u{FEFF}' | '\u{AD}' | '\u{FFFC}');
    let lines = text.lines().map(|line| {
        let seen: String = line.chars().filter(|c| !invisible(*c)).collect();
        seen.split_whitespace().collect::<Vec<_>>().join(" ")
    });
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// The text up to its last whole sentence within so many characters.
fn cut(text: &str, longest: usize) -> String {
    if text.chars().count() <= longest {
        return text.to_owned();
    }
    let head: String = text.chars().take(longest).collect();
    let end = head.rfind(['.', '\n']).map_or(head.len(), |at| at + 1);
    format!("{} …", head[..end].trim_end())
}

/// The sentences of a plain text, each line being at least one.
pub(crate) fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for line in text.lines() {
        let mut start = 0;
        let mut marks = line.char_indices().peekable();
        while let Some((at, mark)) = marks.next() {
            let ends = matches!(mark, '.' | '!' | '?' | '•');
            if ends && marks.peek().is_none_or(|(_, next)| next.is_whitespace()) {
                found.push(&line[start..at + mark.len_utf8()]);
                start = at + mark.len_utf8();
            }
        }
        found.push(&line[start..]);
    }
    let bare = |s: &str| s.trim().trim_start_matches(['-', '•', '*', '–', ' ']).trim().len();
    found.into_iter().filter(|s| bare(s) > 1).map(trimmed).collect()
}

fn trimmed(sentence: &str) -> &str {
    sentence.trim().trim_start_matches(['-', '•', '*', '–', ' ']).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_entities_and_odd_spaces_become_plain_words() {
        for (raw, expected) in [
            ("<p>Tea &amp; cake&nbsp;for all</p><p><br></p>", "Tea & cake for all"),
            ("<ul><li>Bowls</li><li>Darts</li></ul>", "Bowls\nDarts"),
            ("See <a href=\"https://a.example\">our page</a>.", "See our page."),
            ("Plain\u{a0}words\r\n\r\n  two  lines", "Plain words\ntwo lines"),
            ("Twice &amp;amp; again &amp;nbsp;", "Twice & again"),
            ("\u{200b}\u{200b}Quiet\u{200b}", "Quiet"),
            ("Over 18s < 30 minutes & free", "Over 18s < 30 minutes & free"),
            ("Men\u{92}s shed", "Men’s shed"),
            ("<table><tr><td>Mon</td><td>10am</td></tr></table>", "Mon 10am"),
            ("", ""),
        ] {
            assert_eq!(text(raw), expected, "{raw}");
        }
    }

    #[test]
    fn an_embedded_picture_is_left_out() {
        let picture = "A".repeat(145_000);
        let raw = format!("<p>Join us.<img src=\"data:image/png;base64,{picture}\"> Bye.</p>");
        assert_eq!(text(&raw), "Join us. Bye.");
    }

    #[test]
    fn an_absurd_length_is_cut_at_a_sentence() {
        let long = text(&"We sing together. ".repeat(900));
        assert!(long.ends_with("together. …"));
        assert!(long.chars().count() <= LONGEST + 2);
    }

    #[test]
    fn sentences_are_told_apart() {
        let text = "Tea at 10.30am. Free!\n- Ages 16 +\n•";
        assert_eq!(sentences(text), ["Tea at 10.30am.", "Free!", "Ages 16 +"]);
    }
}
