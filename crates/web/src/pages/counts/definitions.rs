//! What every number means: the list of `app::definitions`, printed. Open to everybody.

use app::definitions::{ALL, About, Definition, FOR_ALL};
use askama::Template;

use crate::error::{PageResult, page};
use crate::samples::Sample;
use crate::shell::Shell;

#[derive(Template)]
#[template(path = "pages/counts/definitions.html")]
struct Page {
    shell: Shell,
    for_all: [&'static str; FOR_ALL.len()],
    headings: Vec<(&'static str, Vec<&'static Definition>)>,
}

impl Page {
    fn new(shell: Shell) -> Page {
        let under = |about: About| ALL.iter().filter(move |one| one.about == about).collect();
        let headings = About::ALL.map(|about| (about.title(), under(about))).to_vec();
        Page { shell, for_all: FOR_ALL, headings }
    }
}

pub(crate) async fn show(shell: Shell) -> PageResult {
    page(&Page::new(shell))
}

/// The page.
pub(crate) fn samples() -> Vec<Sample> {
    vec![("definitions", Page::new(Shell::sample()).render())]
}
