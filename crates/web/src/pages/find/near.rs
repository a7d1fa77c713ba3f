//! Find something near you: a place, a wish, and what is there.

use app::near::{self, Near};
use app::{Actor, App};
use askama::Template;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect};
use domain::ids::GroupId;
use domain::words;

use super::{choices, limit};
use crate::components::Choice;
use crate::error::{Error, PageResult, page, page_with};
use crate::forms::Form;
use crate::pages::groups::facts::{Facts, capital, distance, sample};
use crate::samples::Sample;
use crate::session::Peer;
use crate::shell::Shell;
use crate::urls;

/// Lines shown at first, and by how many more.
const LINES: usize = 20;
/// The most lines of one answer.
const MOST: usize = 100;

#[derive(Template)]
#[template(path = "pages/find/near.html")]
struct Page {
    shell: Shell,
    form: Form,
    services: Vec<Choice>,
    service: String,
    kinds: Vec<Choice>,
    days: Vec<Choice>,
    parts: Vec<Choice>,
    distances: Vec<Choice>,
    access: Vec<Choice>,
    languages: Vec<Choice>,
    answer: Option<Answer>,
}

struct Answer {
    heading: String,
    roughly: String,
    is_only_near: bool,
    lines: Vec<Line>,
    more: Option<usize>,
    link: String,
}

struct Line {
    id: GroupId,
    name: String,
    organisation: String,
    description: String,
    facts: Facts,
    distance: String,
    asked: Vec<(String, &'static str)>,
}

impl Page {
    fn new(shell: Shell, form: Form, services: &[(String, String)], service: &str) -> Page {
        let named = |(slug, name): &(String, String)| Choice::new(slug, name);
        let language = |(tag, name): &(&str, &str)| Choice::new(*tag, *name);
        Page {
            shell,
            form,
            services: services.iter().map(named).collect(),
            service: service.to_owned(),
            kinds: choices::kinds(),
            days: choices::days(),
            parts: choices::parts(),
            distances: choices::distances(),
            access: choices::access(),
            languages: words::LANGUAGES.iter().map(language).collect(),
            answer: None,
        }
    }
}

/// The form; and the answer at once where the address names a town or half a postcode.
pub(crate) async fn show(
    app: App,
    shell: Shell,
    Peer(from): Peer,
    Query(asked): Query<Vec<(String, String)>>,
) -> PageResult {
    let form = if asked.is_empty() { choices::empty() } else { Form::filled(asked) };
    if form.value("near").is_empty() {
        let (services, service) = choose(&app, form.value("service")).await?;
        return page(&Page::new(shell, form, &services, &service.0));
    }
    // A whole postcode in an address would be kept by browsers and logs: only its half goes on.
    if let Some(half) = half_of_postcode(form.value("near")) {
        return Ok(Redirect::to(&link(&form, &half)).into_response());
    }
    answer(app, shell, from, form).await
}

/// The answer to the form. Nothing of it is kept.
pub(crate) async fn submit(app: App, shell: Shell, Peer(from): Peer, form: Form) -> PageResult {
    answer(app, shell, from, form).await
}

async fn answer(app: App, shell: Shell, from: String, form: Form) -> PageResult {
    limit(&app, &from).await?;
    let (services, (slug, actor)) = choose(&app, form.value("service")).await?;
    let wanted = choices::read(&form);
    let shown = form.value("show").parse().unwrap_or(LINES).clamp(1, MOST);
    let asked = wanted.clone();
    let found = app.read(&actor, move |act| near::look(act, &asked, shown)).await;
    let mut page = Page::new(shell, form, &services, &slug);
    let status = match found {
        Ok(found) => {
            page.answer = Some(told(found, &page.form, &wanted, shown));
            StatusCode::OK
        }
        Err(why) => {
            page.form.absorb(why)?;
            StatusCode::UNPROCESSABLE_ENTITY
        }
    };
    page_with(status, &page)
}

type Chosen = (Vec<(String, String)>, (String, Actor));

/// The services to choose among, where there are several, and the one that was chosen.
async fn choose(app: &App, slug: &str) -> Result<Chosen, Error> {
    let all = app.list_services().await?;
    let found = all.iter().find(|one| one.slug == slug).or(all.first()).ok_or(Error::NotFound)?;
    let actor = Actor::Public { service: found.id };
    let named = match all.len() {
        1 => Vec::new(),
        _ => all.iter().map(|one| (one.slug.clone(), capital(&one.slug))).collect(),
    };
    Ok((named, (found.slug.clone(), actor)))
}

fn half_of_postcode(near: &str) -> Option<String> {
    let half = domain::place::outcode(near)?;
    let letters = near.chars().filter(char::is_ascii_alphanumeric).count();
    (letters > half.len()).then_some(half)
}

/// A link to the same search, with no more than half a postcode.
fn link(form: &Form, near: &str) -> String {
    let kept = form.typed().filter(|(name, value)| !value.is_empty() && *name != "show");
    let with = kept.map(|(name, value)| (name, if name == "near" { near } else { value }));
    urls::find_with(with)
}

fn told(found: Near, form: &Form, wanted: &near::Wanted, shown: usize) -> Answer {
    let place = &found.place;
    let near = place.outcode.clone().unwrap_or_else(|| form.value("near").to_owned());
    let town = place.town.as_deref().filter(|town| *town != near);
    let around = town.map_or(near.clone(), |town| format!("{town} ({near})"));
    let heading = match found.lines.len() {
        0 => format!("Nothing was found near {around}"),
        1 => format!("One group near {around}"),
        count if found.has_more => format!("The first {count} groups near {around}"),
        count => format!("{count} groups near {around}"),
    };
    let roughly = match place.exactness {
        app::geography::Exactness::Postcode => "",
        app::geography::Exactness::Outcode => {
            "Distances are from the middle of this half of a postcode, so they are rough."
        }
        app::geography::Exactness::Town => {
            "Distances are from the middle of the town, so they are rough."
        }
    };
    let today = found.today;
    let line = |one: near::Line| {
        let group = one.group;
        let access = wanted.access.iter().map(|need| {
            let answer = match group.access_to(*need) {
                Some(true) => "yes",
                Some(false) => "no",
                None => "not known: ask first",
            };
            (capital(need.label()), answer)
        });
        Line {
            id: group.id,
            asked: access.collect(),
            facts: Facts::of(&group, today),
            distance: distance(one.km),
            description: beginning(&group.description),
            organisation: group.organisation.unwrap_or_default(),
            name: group.name,
        }
    };
    Answer {
        heading,
        roughly: roughly.to_owned(),
        is_only_near: found.is_only_near && !found.lines.is_empty(),
        lines: found.lines.into_iter().map(line).collect(),
        more: (found.has_more && shown < MOST).then_some(shown + LINES),
        link: link(form, &near),
    }
}

/// The first sentences, cut at a word when long.
fn beginning(text: &str) -> String {
    const LONGEST: usize = 220;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LONGEST {
        return line;
    }
    let cut: String = line.chars().take(LONGEST).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(head, _)| head);
    format!("{whole} …")
}

pub(crate) fn samples() -> Vec<Sample> {
    let shell = || Shell::sample_for(true);
    let form = choices::empty();
    let asked = form.clone().with("near", "NR30 1AA").with("what", "singing").with("access", "0");
    let found = |lines: Vec<near::Line>| Near {
        place: app::geography::Placed {
            point: domain::place::Point { latitude: 52.6, longitude: 1.73 },
            exactness: app::geography::Exactness::Outcode,
            outcode: Some("NR30".into()),
            town: Some("Saltreach".into()),
            lsoa21: None,
        },
        has_more: !lines.is_empty(),
        is_only_near: true,
        lines,
        today: jiff::civil::date(2026, 11, 22),
    };
    let with = |form: &Form, found: Near| {
        let mut page = Page::new(shell(), form.clone(), &[], "saltreach");
        page.answer = Some(told(found, form, &choices::read(form), LINES));
        page.render()
    };
    let mut refused = choices::empty();
    refused.refuse("near", "Enter a postcode or a town");
    let two = [("north".to_owned(), "North".to_owned()), ("south".to_owned(), "South".to_owned())];
    vec![
        ("find", Page::new(shell(), form, &two, "north").render()),
        ("find-refused", Page::new(shell(), refused, &[], "saltreach").render()),
        ("find-some", with(&asked, found(vec![near::Line { group: sample(), km: Some(1.2) }]))),
        ("find-none", with(&asked, found(vec![]))),
    ]
}
