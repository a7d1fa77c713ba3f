//! Languages that a listing says are spoken in a group, as BCP 47 tags.
//!
//! Only words about speaking count: a class that teaches Spanish is not held for Spanish speakers.

use std::sync::LazyLock;

use regex::Regex;

use crate::plain::pattern;

/// English name and BCP 47 tag of the languages most spoken in England and Wales (Census 2021).
pub(crate) const NAMES: [(&str, &str); 34] = [
    ("english", "en"),
    ("welsh", "cy"),
    ("polish", "pl"),
    ("romanian", "ro"),
    ("panjabi", "pa"),
    ("punjabi", "pa"),
    ("urdu", "ur"),
    ("portuguese", "pt"),
    ("spanish", "es"),
    ("arabic", "ar"),
    ("bengali", "bn"),
    ("sylheti", "syl"),
    ("gujarati", "gu"),
    ("italian", "it"),
    ("tamil", "ta"),
    ("french", "fr"),
    ("lithuanian", "lt"),
    ("cantonese", "yue"),
    ("mandarin", "cmn"),
    ("chinese", "zh"),
    ("turkish", "tr"),
    ("bulgarian", "bg"),
    ("russian", "ru"),
    ("ukrainian", "uk"),
    ("hungarian", "hu"),
    ("somali", "so"),
    ("persian", "fa"),
    ("farsi", "fa"),
    ("dari", "prs"),
    ("pashto", "ps"),
    ("kurdish", "ku"),
    ("hindi", "hi"),
    ("albanian", "sq"),
    ("tigrinya", "ti"),
];

static SPOKEN: LazyLock<Regex> = LazyLock::new(|| {
    let names = NAMES.map(|(name, _)| name).join("|");
    pattern(&format!(
        r"(?ix)\b(?:(?P<a>{names})[\ -]speak(?:ing|ers?)\b
          | \bspeaks?\ (?:fluent\ )?(?P<b>{names})\b
          | \b(?:held|run|delivered|spoken|sessions|available|support|advice)\ in\ (?P<c>{names})\b)"
    ))
});

/// The tags of the languages spoken there, each once, in the order they are mentioned.
#[must_use]
pub fn read(text: &str) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    let lower = text.to_lowercase();
    if !NAMES.iter().any(|(name, _)| lower.contains(name)) {
        return tags;
    }
    for found in SPOKEN.captures_iter(text) {
        let name = ["a", "b", "c"].iter().find_map(|key| found.name(key));
        // English is said of nearly every group, and as often of people who do not speak it.
        if let Some(tag) = name.and_then(|m| tag_of(m.as_str())).filter(|tag| *tag != "en")
            && !tags.iter().any(|known| known == tag)
        {
            tags.push(tag.to_owned());
        }
    }
    tags
}

/// The tag of a language's English name, or of a tag itself.
#[must_use]
pub fn tag_of(name: &str) -> Option<&'static str> {
    let name = name.trim().to_lowercase();
    NAMES.iter().find(|(known, tag)| *known == name || *tag == name).map(|(_, tag)| *tag)
}

/// The English name of a language's tag, where it is one that we know.
#[must_use]
pub fn name_of(tag: &str) -> Option<String> {
    let (name, _) = NAMES.iter().find(|(_, known)| *known == tag)?;
    let (first, rest) = name.split_at(1);
    Some(first.to_uppercase() + rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_languages_that_are_spoken_there_count() {
        assert_eq!(read("A Polish-speaking coffee morning; we also speak Urdu."), ["pl", "ur"]);
        assert_eq!(read("Sessions in Somali. For non-English speakers."), ["so"]);
        assert!(read("Learn Spanish with us. Italian food. Turkish cafe.").is_empty());
        assert_eq!(tag_of(" Farsi "), Some("fa"));
    }
}
