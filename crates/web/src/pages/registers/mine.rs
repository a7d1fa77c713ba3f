//! A facilitator's first page: the groups they run, requests to answer, registers to mark.

use app::registers::{self, Mine};
use app::{Actor, App};
use askama::Template;

use crate::error::{PageResult, page};
use crate::pages::groups::facts::{Facts, sample};
use crate::samples::Sample;
use crate::shell::Shell;

struct Card {
    mine: Mine,
    facts: Facts,
    people: String,
}

#[derive(Template)]
#[template(path = "pages/registers/mine.html")]
struct Page {
    shell: Shell,
    cards: Vec<Card>,
}

pub(crate) async fn show(app: App, shell: Shell, actor: Actor) -> PageResult {
    let (mine, today) = app.read(&actor, |act| Ok((registers::mine(act)?, act.today()?))).await?;
    let cards = mine.into_iter().map(|mine| card(mine, today)).collect();
    page(&Page { shell, cards })
}

fn card(mine: Mine, today: jiff::civil::Date) -> Card {
    let people = match mine.people {
        0 => "Nobody on the register yet".into(),
        1 => "1 person on the register".into(),
        people => format!("{people} people on the register"),
    };
    Card { facts: Facts::of(&mine.group, today), people, mine }
}

pub(crate) fn samples() -> Vec<Sample> {
    let today = jiff::civil::date(2026, 11, 22);
    let request = |is_waiting, link: Option<&str>| registers::Request {
        is_waiting,
        since: today,
        link: link.map(str::to_owned),
    };
    let requests = vec![request(false, Some("http://localhost:8080/g/AbCd")), request(true, None)];
    let cards = vec![card(Mine { group: sample(), requests, people: 2 }, today)];
    vec![
        ("my-groups", Page { shell: Shell::sample(), cards }.render()),
        ("my-groups-none", Page { shell: Shell::sample(), cards: vec![] }.render()),
    ]
}
