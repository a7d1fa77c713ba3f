//! The groups that fit a person, each with why it fits and what to check first.

use app::prescriptions::Room;
use app::suggestions::{self, Answered};
use app::{Actor, App, AppResult, directory, prescriptions};
use askama::Template;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse as _, Redirect};
use domain::group::Group;
use domain::ids::{GroupId, PersonId, PrescriptionId, ReferralId};
use domain::profile::Profile;
use domain::words;
use jiff::civil::Date;
use matching::{Ask, Barrier, Component};
use serde::Deserialize;

use crate::error::{Error, PageResult, page};
use crate::forms::Form;
use crate::labels::{Label, label};
use crate::pages::groups::facts::{Facts, Ways, distance};
use crate::pages::suggestions::unmet_need::{barrier_from, barrier_words, known_of};
use crate::samples::Sample;
use crate::shell::Shell;
use crate::urls;

/// So many at first, and so many more with each press.
const AT_ONCE: usize = 5;
/// The most that one page shows.
const MOST: usize = 50;
/// So many groups answer a search for "why not".
const MATCHES: u32 = 10;

struct Line {
    id: GroupId,
    name: String,
    organisation: String,
    distance: String,
    facts: Facts,
    reasons: Vec<String>,
    checks: Vec<String>,
    parts: Vec<Part>,
    score: String,
    /// Whether some check is for the group to answer.
    asks_group: bool,
    ways: Ways,
    no_room: String,
}

/// One part of a score.
struct Part {
    sentence: String,
    /// Out of ten, as a bar of ten dots.
    bar: String,
    /// The same in figures.
    value: String,
    /// How much of the whole it counts for.
    share: String,
}

/// What would let more groups in.
struct Door {
    barrier: &'static str,
    words: &'static str,
    groups: String,
}

struct Offered {
    id: PrescriptionId,
    name: String,
    state: Label,
}

struct Why {
    group: String,
    sentences: Vec<String>,
    /// Where it was offered before.
    offered: Option<PrescriptionId>,
    /// Whether it may be offered all the same.
    may_offer: Option<GroupId>,
}

#[derive(Template)]
#[template(path = "pages/suggestions/page.html")]
struct Page {
    shell: Shell,
    form: Form,
    person: PersonId,
    name: String,
    referral: ReferralId,
    told: Vec<String>,
    lines: Vec<Line>,
    more: Option<usize>,
    shown: usize,
    nothing_fits: Vec<String>,
    doors: Vec<Door>,
    /// What is known already of what is missing, for one press.
    known: Vec<(&'static str, String)>,
    /// Whether one press is enough: the need must be known.
    has_need: bool,
    /// What was just recorded.
    recorded: String,
    offered: Vec<Offered>,
    matches: Vec<(GroupId, String)>,
    is_search: bool,
    why: Option<Why>,
    may_offer: bool,
}

/// How many are asked for, and about which group "why not?" is asked.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    show: Option<usize>,
    #[serde(default)]
    q: String,
    why: Option<GroupId>,
    #[serde(default)]
    recorded: String,
}

struct Found {
    page: suggestions::Page,
    matches: Vec<Group>,
    why: Option<Answered>,
}

async fn load(app: &App, actor: &Actor, id: PersonId, asked: &Asked) -> AppResult<Found> {
    let limit = asked.show.unwrap_or(AT_ONCE).clamp(1, MOST);
    let (part, why) = (asked.q.trim().to_owned(), asked.why);
    app.write(actor, move |act| {
        let page = suggestions::suggest(act, id, limit)?;
        let matches = match part.is_empty() {
            true => Vec::new(),
            false => directory::list(act, &part, (MATCHES, 0))?.0,
        };
        let why = match why {
            Some(group) => Some(suggestions::why_not(act, id, group, limit)?),
            None => None,
        };
        Ok(Found { page, matches, why })
    })
    .await
}

pub(crate) async fn show(
    app: App,
    shell: Shell,
    actor: Actor,
    Path(id): Path<PersonId>,
    Query(asked): Query<Asked>,
) -> PageResult {
    let found = load(&app, &actor, id, &asked).await?;
    let may_offer = actor.may(domain::access::Verb::Prescribe, domain::access::Relation::Own);
    let form = Form::empty(app.form_key()).with("q", asked.q.trim());
    let recorded = barrier_from(&asked.recorded).map_or_else(String::new, |barrier| {
        format!("The unmet need is recorded: {}.", lower(barrier_words(barrier)))
    });
    page(&Page { recorded, ..draw(shell, form, found, may_offer) })
}

fn lower(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

fn draw(shell: Shell, form: Form, found: Found, may_offer: bool) -> Page {
    let Found { page, matches, why } = found;
    let shown = page.lines.len();
    let today = page.today;
    let offered = page.offered.into_iter().map(|one| Offered {
        id: one.prescription.id,
        state: label("prescription", one.prescription.state.name()),
        name: one.group.name,
    });
    let nothing_fits = page.nothing_fits.map(|nothing| match nothing.biggest {
        Some(barrier) => vec![barrier.sentence().to_owned()],
        None => vec!["Few groups fit well.".to_owned()],
    });
    Page {
        person: page.person.id,
        name: page.person.details.given_name.clone(),
        referral: page.referral.id,
        told: told(&page.profile),
        lines: page.lines.into_iter().map(|line| line_of(line, today)).collect(),
        more: page.has_more.then_some((shown + AT_ONCE).min(MOST)),
        shown: shown.max(AT_ONCE),
        nothing_fits: nothing_fits.unwrap_or_default(),
        doors: page.doors.iter().map(door).collect(),
        known: known_of(&page.profile).into_iter().filter(|(_, value)| !value.is_empty()).collect(),
        has_need: !page.profile.needs.is_empty(),
        recorded: String::new(),
        offered: offered.collect(),
        is_search: !form.value("q").is_empty(),
        matches: matches.into_iter().map(|group| (group.id, group.name)).collect(),
        why: why.map(|answered| why_of(answered, may_offer)),
        may_offer,
        shell,
        form,
    }
}

fn line_of(line: suggestions::Line, today: Date) -> Line {
    let group = line.group;
    let checks = &line.suggestion.checks;
    Line {
        id: group.id,
        distance: distance(line.suggestion.distance_km),
        facts: Facts::of(&group, today),
        reasons: line.suggestion.reasons.iter().map(|reason| reason.sentence()).collect(),
        asks_group: checks.iter().any(|check| check.ask() == Ask::Group),
        checks: checks.iter().map(|check| check.sentence()).collect(),
        parts: parts(&line.suggestion.components),
        score: format!("{:.0} out of 100", line.suggestion.score * 100.0),
        ways: Ways::of(&group.contact),
        no_room: no_room(line.room),
        organisation: group.organisation.unwrap_or_default(),
        name: group.name,
    }
}

/// The parts that count, the weightiest first.
fn parts(components: &[Component]) -> Vec<Part> {
    let whole: f64 = components.iter().map(|one| one.weight).sum();
    let mut counted: Vec<&Component> = components.iter().filter(|one| one.weight > 0.0).collect();
    counted.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    let part = |one: &&Component| Part {
        sentence: one.sentence(),
        bar: dots(one.value),
        value: format!("{:.0} out of 10", one.value * 10.0),
        share: format!("counts {:.0} in 100", one.weight / whole * 100.0),
    };
    counted.iter().map(part).collect()
}

/// Ten dots, so many of them full. The figure stands beside them.
pub(crate) fn dots(value: f64) -> String {
    let is_full = |at: u8| f64::from(at) + 0.5 <= value * 10.0;
    (0..10).map(|at| if is_full(at) { '●' } else { '○' }).collect()
}

fn door(door: &suggestions::Door) -> Door {
    let groups = if door.group_count == 1 { "group" } else { "groups" };
    Door {
        barrier: door.barrier.key(),
        words: barrier_words(door.barrier),
        groups: format!("{} more {groups}", door.group_count),
    }
}

fn no_room(room: Room) -> String {
    match room {
        Room::Open { .. } => String::new(),
        closed => closed.sentence(),
    }
}

fn why_of(answered: Answered, may_offer: bool) -> Why {
    let is_excluded = matches!(answered.answer, matching::WhyNot::Excluded { .. });
    let is_free = answered.offered.is_none() && !is_excluded && may_offer;
    Why {
        sentences: answered.answer.sentences(),
        may_offer: is_free.then_some(answered.group.id),
        offered: answered.offered,
        group: answered.group.name,
    }
}

/// What matching was told, in a few words each.
fn told(profile: &Profile) -> Vec<String> {
    let mut told: Vec<String> = profile.interests.iter().map(|said| format!("“{said}”")).collect();
    told.extend(profile.activities.iter().map(|kind| kind.label().to_owned()));
    told.extend(profile.needs.iter().map(|need| need.label().to_owned()));
    let own_words = [&profile.hopes, &profile.situation, &profile.faith_or_culture];
    told.extend(own_words.into_iter().flatten().map(|said| format!("“{said}”")));
    told.extend(profile.gaps.iter().map(|gap| gap.label().to_owned()));
    if let Some(minutes) = profile.travel.minutes_at_most {
        told.push(format!("within {minutes} minutes"));
    }
    if let Some(km) = profile.travel.km_at_most {
        told.push(format!("within {km} km"));
    }
    if let Some(pence) = profile.cost_at_most_pence {
        told.push(match pence {
            0 => "free of charge".to_owned(),
            pence => format!("up to £{}.{:02} a time", pence / 100, pence % 100),
        });
    }
    told.extend(profile.access_needs.iter().map(|need| need.label().to_owned()));
    let languages = profile.languages.iter().filter(|tag| !tag.starts_with("en"));
    told.extend(languages.map(|tag| words::language(tag).to_owned()));
    told.extend(profile.avoid.iter().map(|said| format!("not “{said}”")));
    told
}

/// Offers a group; the next page is about what the person says.
pub(crate) async fn submit(
    app: App,
    actor: Actor,
    Path(id): Path<PersonId>,
    form: Form,
) -> PageResult {
    let group = form.value("group").parse::<GroupId>();
    let referral = form.value("referral").parse::<ReferralId>();
    let (Ok(group), Ok(referral)) = (group, referral) else { return Err(Error::NotFound) };
    // One form is drawn for many groups: the key counts for one of them.
    let key = format!("{} {group} {id}", form.key());
    let offered =
        app.write(&actor, move |act| prescriptions::offer(act, referral, group, &key)).await?;
    Ok(Redirect::to(&urls::prescription(offered)).into_response())
}

pub(crate) fn samples() -> Vec<Sample> {
    let group = crate::pages::groups::facts::sample();
    let today = jiff::civil::date(2026, 11, 22);
    let line = |name: &str| Line {
        id: group.id,
        name: name.into(),
        organisation: "Harbour Trust".into(),
        distance: "About 2 km".into(),
        facts: Facts::of(&group, today),
        reasons: vec![
            "You said you love singing: this is a choir.".into(),
            "Groups like this can ease this: loneliness.".into(),
            "It meets on Tuesday mornings at 10:30am, when you are free.".into(),
        ],
        checks: vec!["We do not know whether there is a hearing loop. Ask the group.".into()],
        parts: parts(&sample_components()),
        score: "78 out of 100".into(),
        asks_group: true,
        ways: Ways::of(&group.contact),
        no_room: String::new(),
    };
    let full = Line {
        no_room: "This group offers 2 places a month, and all are taken.".into(),
        checks: vec![],
        asks_group: false,
        ..line("Quay Singers")
    };
    let why = Why {
        group: "Chess at the Crown".into(),
        sentences: vec!["It is about 9 km away, and you said 5 km at most.".into()],
        offered: None,
        may_offer: None,
    };
    let offered = Offered {
        id: uuid::Uuid::nil().into(),
        name: "Allotment mornings".into(),
        state: label("prescription", "sent"),
    };
    let base = |lines, nothing_fits, why| Page {
        shell: Shell::sample(),
        form: Form::empty("key").with("q", "chess"),
        person: uuid::Uuid::nil().into(),
        name: "Margaret".into(),
        referral: uuid::Uuid::nil().into(),
        told: vec!["“singing”".into(), "Loneliness".into(), "within 5 km".into()],
        lines,
        more: Some(10),
        shown: 5,
        nothing_fits,
        doors: sample_doors(),
        known: vec![("need", "loneliness".into())],
        has_need: true,
        recorded: String::new(),
        offered: vec![],
        matches: vec![(group.id, "Chess at the Crown".into())],
        is_search: true,
        why,
        may_offer: true,
    };
    let few = vec!["Most groups that would suit are too far away.".to_owned()];
    let mut some = base(vec![line("Harbour Voices"), full], vec![], Some(why));
    some.offered.push(offered);
    let recorded = "The unmet need is recorded: too far, or no way of getting there.".into();
    let none = Page { recorded, has_need: false, ..base(vec![], few, None) };
    vec![("suggestions", some.render()), ("suggestions-none", none.render())]
}

fn sample_components() -> [Component; 3] {
    let part = |part, value, weight| Component { part, value, weight };
    [
        part(matching::Part::Interest, 0.92, 4.0),
        part(matching::Part::Distance, 0.55, 1.5),
        part(matching::Part::Freshness, 0.2, 0.4),
    ]
}

fn sample_doors() -> Vec<Door> {
    let travel = suggestions::Door { barrier: Barrier::Travel, group_count: 4 };
    let cost = suggestions::Door { barrier: Barrier::Cost, group_count: 1 };
    vec![door(&travel), door(&cost)]
}
