//! The main job from end to end: from a referral to a group and back, step by step.

use app::testing::choir;
use domain::access::Role;
use domain::ids::PersonId;

use super::desk::{given_margaret_was_referred, press, press_own};
use super::link_work::plan::PLAN;
use super::link_work::{self, SPOKE, page_of};
use super::measure::writes_down;
use super::prescribe::asks::the_group_says;
use super::prescribe::register::mark;
use super::prescribe::{Given, ask_the_group, letters, link_in, offer, page_says};
use crate::support::{Kith, journeys};

/// The coordinator finds Margaret right for the service and gives her to the link worker.
async fn when_the_desk_gives_her_to_a_link_worker(kith: &mut Kith, referral: &str) {
    kith.sign_in(Role::Coordinator).await;
    press(kith, referral, &format!("{referral}/eligible"), &[]).await;
    let why = [("route", "link_worker"), ("reason", "She asked for a visit.")];
    assert_eq!(press_own(kith, &format!("{referral}/triage"), &why).await.status, 303);
    let worker = kith.world.user(Role::LinkWorker).to_string();
    let chosen = [("worker", worker.as_str())];
    assert_eq!(press_own(kith, &format!("{referral}/allocate"), &chosen).await.status, 303);
}

/// Whom the list of today names; the person's id in their link.
async fn then_today_names_her(kith: &mut Kith) -> PersonId {
    kith.sign_in(Role::LinkWorker).await;
    let today = kith.get("/today").await.text();
    assert!(today.contains("Margaret Ellis") && today.contains("New to you"), "{today}");
    let (_, rest) = today.split_once("/people/").expect("a link to her");
    rest[..36].parse().expect("an id")
}

async fn when_they_talk_and_plan(kith: &Kith, person: PersonId) {
    let contact = link_work::send(kith, &format!("/people/{person}/contact"), SPOKE).await;
    assert_eq!(contact.status, 303, "{}", contact.text());
    writes_down(kith, person, "baseline", "4").await;
    let wishes = link_work::with(PLAN, &[("interests", "singing"), ("times", ""), ("cost", "")]);
    let plan = link_work::send(kith, &format!("/people/{person}/plan"), &wishes).await;
    assert_eq!(plan.status, 303, "{}", plan.text());
}

/// The group is asked, says yes by its link, and marks that she came; its letters were sent.
async fn when_the_group_welcomes_her(kith: &mut Kith, given: &Given) -> String {
    let prescription = offer(kith, given).await;
    assert_eq!(ask_the_group(kith, &prescription).await.status, 303);
    let is_for = |start: &'static str| move |link: &String| link.starts_with(start);
    let links = |kith: &Kith| letters(kith).iter().map(|l| link_in(l)).collect::<Vec<_>>();
    let asked = links(kith).into_iter().find(is_for("/g/")).expect("a link to answer");
    kith.cookie.clear();
    the_group_says(kith, &asked, "accept").await;
    let register = links(kith).into_iter().find(is_for("/r/")).expect("a register");
    let id = prescription.rsplit('/').next().unwrap_or_default().to_owned();
    let at = mark(kith, &register, &[&id]).await;
    page_says(kith, &at, "been once").await;
    prescription
}

async fn when_support_ends(kith: &mut Kith, person: PersonId) {
    kith.sign_in(Role::LinkWorker).await;
    writes_down(kith, person, "end", "7").await;
    let how = [("reason", "joined_group"), ("agreed", "Margaret sings on Mondays.")];
    let ended = link_work::send(kith, &format!("/people/{person}/finish"), &how).await;
    assert_eq!(ended.status, 303, "{}", ended.text());
}

journeys! {
    async fn from_a_referral_to_a_group_and_back(kith: &mut Kith) {
        let referral = given_margaret_was_referred(kith).await;
        let group = kith.world.group(&choir("Harbour Voices"));
        kith.world.runs(group);

        when_the_desk_gives_her_to_a_link_worker(kith, &referral).await;
        let person = then_today_names_her(kith).await;
        when_they_talk_and_plan(kith, person).await;
        let prescription = when_the_group_welcomes_her(kith, &Given { person, group }).await;

        kith.sign_in(Role::LinkWorker).await;
        page_says(kith, &prescription, "Has been once").await;
        let story = page_of(kith, person).await;
        assert!(story.contains("Harbour Voices"), "{story}");
        when_support_ends(kith, person).await;

        kith.sign_in(Role::Referrer).await;
        let heard = kith.get(&format!("{referral}/mine")).await.text();
        assert!(heard.contains("Margaret sings on Mondays."), "{heard}");
        assert_eq!(heard.matches("871731000000106").count(), 1, "the code is written once");

        kith.sign_in(Role::Manager).await;
        let funnel = kith.get("/funnel").await.text();
        assert!(funnel.contains("/definitions#"), "every number leads to its definition");
        let outcomes = kith.get("/outcomes").await.text();
        assert!(outcomes.contains("satisfied"), "{outcomes}");
    }
}
