//! Every page renders with sample data, and keeps the house rules of markup.

use std::path::{Path, PathBuf};

/// Every sample as HTML.
pub(crate) fn rendered() -> Vec<(&'static str, String)> {
    web::samples()
        .into_iter()
        .map(|(name, page)| (name, page.unwrap_or_else(|why| panic!("{name}: {why}"))))
        .collect()
}

/// The files of one kind under a folder, with their text.
fn files(folder: &Path, kind: &str) -> Vec<(PathBuf, String)> {
    let mut found = vec![];
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("a file").path();
        if path.is_dir() {
            found.extend(files(&path, kind));
        } else if path.extension().is_some_and(|extension| extension == kind) {
            let text = std::fs::read_to_string(&path).expect("UTF-8");
            found.push((path, text));
        }
    }
    found
}

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

#[test]
fn every_sample_is_a_whole_page_in_british_english() {
    for (name, html) in rendered() {
        assert!(html.starts_with("<!DOCTYPE html>\n<html lang=\"en-GB\">"), "{name}");
        assert_eq!(html.matches("<h1").count(), 1, "{name} has one main heading");
        assert_eq!(html.matches("<main").count(), 1, "{name}");
        assert!(!html.contains("<title> – Kith"), "{name} has a title");
    }
}

#[test]
fn every_sample_has_a_name_of_its_own() {
    let mut names: Vec<_> = web::samples().into_iter().map(|(name, _)| name).collect();
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all);
}

#[test]
fn every_page_template_is_shown_by_a_sample() {
    let root = source();
    // A part that several pages share is drawn by the pages that import it.
    let all = files(&root, "rs").into_iter().chain(files(&root, "html"));
    let code: String = all.map(|(_, text)| text).collect();
    for (path, _) in files(&root, "html") {
        let name = path.strip_prefix(&root).unwrap().to_str().unwrap();
        if !["layout.html", "components.html"].contains(&name) {
            assert!(code.contains(&format!("\"{name}\"")), "{name} is drawn by no page");
        }
    }
}

/// What the content security policy would block, or the HTML checker would refuse.
fn forbidden(html: &str) -> Option<&str> {
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        let end = rest.find('>').unwrap_or(rest.len());
        let tag = &rest[..end];
        let is_script = tag.starts_with("<script") && !tag.contains(" src=");
        let is_style = tag.starts_with("<style");
        let attributes = tag.split_ascii_whitespace().skip(1);
        let is_inline = attributes.into_iter().any(|attribute| {
            let name = attribute.split('=').next().unwrap_or_default().to_ascii_lowercase();
            attribute.contains('=')
                && (name == "style" || name.starts_with("on") || name.starts_with("hx-"))
                || name.starts_with("data-hx-on")
        });
        if is_script || is_style || is_inline || tag.contains("\"javascript:") {
            return Some(tag);
        }
        rest = &rest[end..];
    }
    None
}

#[test]
fn no_template_or_sample_has_inline_script_or_style() {
    for (path, text) in files(&source(), "html") {
        assert_eq!(forbidden(&text), None, "{}", path.display());
    }
    for (name, html) in rendered() {
        assert_eq!(forbidden(&html), None, "{name}");
    }
}

#[test]
fn the_search_for_inline_script_and_style_finds_them() {
    for bad in [
        "<p style=\"color: red\">",
        "<button type=\"button\" onclick=\"go()\">",
        "<script>go()</script>",
        "<style>p {}</style>",
        "<div data-hx-on:click=\"go()\">",
        "<div hx-get=\"/\">",
        "<a href=\"javascript:go()\">",
    ] {
        assert!(forbidden(bad).is_some(), "{bad}");
    }
    assert_eq!(forbidden("<p class=\"on\" data-on=\"x\">one = two</p>"), None);
}

#[test]
fn what_was_typed_is_shown_again_and_escaped() {
    let samples = rendered();
    let (_, refused) = samples.iter().find(|(name, _)| *name == "gallery-refused").unwrap();
    assert!(refused.contains("value=\"Maggie &#60;Ellis&#62;\""), "{refused}");
    assert!(refused.contains("href=\"#born\""));
    assert!(refused.contains("id=\"born\" name=\"born-day\""));
    assert!(!refused.contains("<Ellis>"));
}
