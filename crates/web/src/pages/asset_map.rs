//! The map of groups: where what meets, over deprivation and what nobody offers yet, with the same
//! numbers in tables. The picture is drawn here; scripts only move it.

mod drawing;

use app::asset_map::{self, Asked, Map};
use app::{Actor, App};
use askama::Template;
use axum::extract::Query;
use domain::kinds::Activity;
use serde::Deserialize;

use crate::components::Choice;
use crate::error::{PageResult, page};
use crate::forms::Form;
use crate::samples::Sample;
use crate::shell::Shell;
use drawing::Picture;

#[derive(Template)]
#[template(path = "pages/asset_map/page.html")]
struct Page {
    shell: Shell,
    form: Form,
    kinds: Vec<Choice>,
    authorities: Vec<Choice>,
    of_kind: String,
    summary: String,
    picture: Option<Picture>,
    fifths: Vec<Fifth>,
    areas: Vec<(String, String, u64)>,
    outcodes: Vec<(String, u64, String)>,
    tells_unmet: bool,
    has_areas: bool,
    is_cut: bool,
    year: String,
    sources: String,
}

struct Fifth {
    class: i64,
    words: &'static str,
    areas: u64,
    groups: u64,
    per_ten: String,
}

/// What to show.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Chosen {
    kind: Option<String>,
    area: Option<String>,
}

pub(crate) async fn show(
    app: App,
    shell: Shell,
    actor: Actor,
    Query(chosen): Query<Chosen>,
) -> PageResult {
    let asked = Asked {
        authority: chosen.area.filter(|code| !code.is_empty()),
        kind: chosen.kind.as_deref().and_then(Activity::from_key),
    };
    let wanted = asked.clone();
    let map = app.read(&actor, move |act| asset_map::draw(act, &wanted)).await?;
    page(&draw(shell, &asked, map))
}

/// The words of a fifth, the most deprived first; 0 where nobody knows.
fn fifth_words(fifth: i64) -> &'static str {
    match fifth {
        1 => "Most deprived fifth",
        2 => "Second fifth",
        3 => "Middle fifth",
        4 => "Fourth fifth",
        5 => "Least deprived fifth",
        _ => "Not known",
    }
}

fn draw(shell: Shell, asked: &Asked, map: Map) -> Page {
    let kind = |(kind, count): &(Activity, u64)| {
        Choice::new(kind.key(), format!("{} ({count})", kind.label()))
    };
    let fifth = |one: &asset_map::Fifth| Fifth {
        class: one.fifth,
        words: fifth_words(one.fifth),
        areas: one.areas,
        groups: one.groups,
        per_ten: match one.areas {
            0 => "–".to_owned(),
            areas => format!("{:.1}", one.groups as f64 * 10.0 / areas as f64),
        },
    };
    let area = |one: &asset_map::Area| {
        let decile = one.decile.map_or("not known".to_owned(), |decile| format!("{decile} of 10"));
        (one.name.clone(), decile, one.groups)
    };
    let outcode = |one: &asset_map::Outcode| {
        let place = one.outcode.clone().unwrap_or_else(|| "Not recorded".to_owned());
        (place, one.groups, one.unmet.words())
    };
    let form = Form::filled([
        ("kind", asked.kind.map_or("", Activity::key).to_owned()),
        ("area", asked.authority.clone().unwrap_or_default()),
    ]);
    let of_kind = asked.kind.map(|kind| format!(": {}", kind.label())).unwrap_or_default();
    Page {
        shell,
        form,
        summary: summary(&map),
        picture: Picture::of(&map),
        kinds: map.kinds.iter().map(kind).collect(),
        authorities: map.authorities.iter().map(|(code, name)| Choice::new(code, name)).collect(),
        of_kind,
        fifths: map.fifths.iter().map(fifth).collect(),
        areas: map.areas.iter().map(area).collect(),
        outcodes: map.outcodes.iter().map(outcode).collect(),
        tells_unmet: map.tells_unmet,
        has_areas: !map.areas.is_empty(),
        is_cut: map.is_cut,
        year: map.year.map(|year| year.to_string()).unwrap_or_default(),
        sources: map.sources.join("; "),
    }
}

fn summary(map: &Map) -> String {
    let drawn: u64 = map.spots.iter().map(|(_, groups)| groups).sum();
    let places = map.spots.len();
    let mut words = match (drawn, places) {
        (0, _) => "No such group meets in this picture.".to_owned(),
        (1, _) => "One group meets in this picture.".to_owned(),
        (groups, 1) => format!("{groups} groups meet at one place in this picture."),
        (groups, places) => format!("{groups} groups meet at {places} places in this picture."),
    };
    match map.outside {
        0 => {}
        1 => words.push_str(" One more meets outside it."),
        more => words.push_str(&format!(" {more} more meet outside it.")),
    }
    words
}

pub(crate) fn samples() -> Vec<Sample> {
    let map = drawing::sample();
    let bare = Map {
        areas: vec![],
        spots: vec![],
        outcodes: vec![],
        fifths: vec![],
        year: None,
        tells_unmet: false,
        ..map.clone()
    };
    let asked = Asked { kind: Some(Activity::Singing), authority: None };
    vec![
        ("asset-map", draw(Shell::sample(), &asked, map).render()),
        ("asset-map-nothing-loaded", draw(Shell::sample(), &Asked::default(), bare).render()),
    ]
}
