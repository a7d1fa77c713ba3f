//! Words that several pathways need: names of languages and lists of things.

/// The English name of a language by its BCP 47 tag; the tag itself where we have no name.
#[must_use]
pub fn language(tag: &str) -> &str {
    let primary = tag.split('-').next().unwrap_or(tag);
    LANGUAGES.iter().find(|(code, _)| *code == primary).map_or(tag, |(_, name)| name)
}

/// Languages offered on forms: tag and English name, English first, then by name.
pub const LANGUAGES: &[(&str, &str)] = &[
    ("en", "English"),
    ("sq", "Albanian"),
    ("ar", "Arabic"),
    ("bn", "Bengali"),
    ("bfi", "British Sign Language"),
    ("bg", "Bulgarian"),
    ("yue", "Cantonese"),
    ("cs", "Czech"),
    ("prs", "Dari"),
    ("fa", "Farsi"),
    ("fr", "French"),
    ("gu", "Gujarati"),
    ("hi", "Hindi"),
    ("hu", "Hungarian"),
    ("it", "Italian"),
    ("ku", "Kurdish"),
    ("lv", "Latvian"),
    ("lt", "Lithuanian"),
    ("zh", "Mandarin Chinese"),
    ("ne", "Nepali"),
    ("ps", "Pashto"),
    ("pl", "Polish"),
    ("pt", "Portuguese"),
    ("pa", "Punjabi"),
    ("ro", "Romanian"),
    ("ru", "Russian"),
    ("so", "Somali"),
    ("es", "Spanish"),
    ("ta", "Tamil"),
    ("ti", "Tigrinya"),
    ("tr", "Turkish"),
    ("uk", "Ukrainian"),
    ("ur", "Urdu"),
    ("vi", "Vietnamese"),
    ("cy", "Welsh"),
];

/// `a`, `a and b`, `a, b and c`.
#[must_use]
pub fn and_list<S: AsRef<str>>(items: &[S]) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", first.join(", "), last.as_ref())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_as_english() {
        assert_eq!(and_list(&["a", "b", "c"]), "a, b and c");
        assert_eq!(language("pt-BR"), "Portuguese");
    }
}
