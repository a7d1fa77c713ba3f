//! A person is asked how life is, at the beginning and at the end; somebody else counts.

use domain::access::Role;
use domain::ids::PersonId;

use crate::support::{Kith, journeys};

fn given_somebody_supported(kith: &Kith) -> PersonId {
    kith.world.person("Ada").0
}

/// The link worker makes a link to text; its path.
async fn when_the_link_worker_makes_a_link(kith: &mut Kith, of: PersonId, wave: &str) -> String {
    kith.sign_in(Role::LinkWorker).await;
    let at = format!("/people/{of}/measures");
    let key = kith.get(&at).await.hidden("idempotency_key");
    let fields = [("idempotency_key", key.as_str()), ("how", "link")];
    let asked = kith.post(&format!("{at}/{wave}/ask"), &fields).await;
    assert_eq!(asked.header("location"), at);
    let page = kith.get(&at).await.text();
    let (_, rest) = page.split_once("http://kith.test/m/").expect("a link to copy");
    let token: String = rest.chars().take_while(|c| !c.is_whitespace() && *c != '<').collect();
    kith.cookie.clear();
    format!("/m/{token}")
}

const ANSWERS: &[(&str, &str)] = &[
    ("ons4-satisfied", "4"),
    ("ons4-worthwhile", "5"),
    ("ons4-happy", ""),
    ("ons4-anxious", "7"),
    ("groups_belonged_to-count", "1"),
];

async fn answers(kith: &Kith, at: &str, step: &str) -> crate::support::Answer {
    let key = kith.get(at).await.hidden("idempotency_key");
    let mut fields = ANSWERS.to_vec();
    fields.push(("idempotency_key", &key));
    fields.push(("step", step));
    kith.post(at, &fields).await
}

pub(crate) async fn writes_down(kith: &Kith, of: PersonId, wave: &str, satisfied: &str) {
    let at = format!("/people/{of}/measures/{wave}");
    let key = kith.get(&at).await.hidden("idempotency_key");
    let fields =
        [("idempotency_key", key.as_str()), ("mode", "paper"), ("ons4-satisfied", satisfied)];
    assert_eq!(kith.post(&at, &fields).await.status, 303);
}

journeys! {
    async fn a_person_answers_by_link_checks_and_sends_once(kith: &mut Kith) {
        let person = given_somebody_supported(kith);
        let link = when_the_link_worker_makes_a_link(kith, person, "baseline").await;

        let page = kith.get(&link).await.text();
        assert!(page.contains("How is life for you?") && !page.contains("Ada"), "{page}");
        let check = answers(kith, &link, "check").await.text();
        assert!(check.contains("Check your answers") && check.contains("Left out"), "{check}");
        let changed = answers(kith, &link, "change").await.text();
        assert!(changed.contains("value=\"4\" checked"), "what was answered is still there");
        assert_eq!(answers(kith, &link, "send").await.status, 303);

        let thanks = kith.get(&link).await.text();
        assert!(thanks.contains("Thank you") && thanks.contains("116 123"), "{thanks}");
        assert_eq!(kith.post(&link, ANSWERS).await.status, 303, "nothing is asked twice");
        kith.sign_in(Role::LinkWorker).await;
        let seen = kith.get(&format!("/people/{person}/measures")).await.text();
        assert!(seen.contains("by the person, through a link"), "{seen}");
    }

    async fn an_answer_off_the_scale_is_kept_and_said(kith: &mut Kith) {
        let person = given_somebody_supported(kith);
        let link = when_the_link_worker_makes_a_link(kith, person, "baseline").await;
        let answer = kith.post(&link, &[("groups_belonged_to-count", "a few")]).await;
        assert_eq!(answer.status, 422);
        let text = answer.text();
        assert!(text.contains("href=\"#groups_belonged_to-count\"") && text.contains("a few"));
    }

    async fn a_link_that_has_run_out_says_what_to_do(kith: &mut Kith) {
        let person = given_somebody_supported(kith);
        let link = when_the_link_worker_makes_a_link(kith, person, "baseline").await;
        kith.world.clock.forward_days(15);
        let page = kith.get(&link).await.text();
        assert!(page.contains("This link no longer works") && page.contains("01632 960000"));
        assert_eq!(kith.get("/m/made-up").await.status, 404);
    }

    async fn answers_on_paper_are_written_down_and_corrected_with_history(kith: &mut Kith) {
        let person = given_somebody_supported(kith);
        kith.sign_in(Role::LinkWorker).await;
        let at = format!("/people/{person}/measures/baseline");
        let unsaid = kith.post(&at, &[("ons4-satisfied", "4")]).await;
        assert_eq!(unsaid.status, 422);
        assert!(unsaid.text().contains("Say how they answered"));
        writes_down(kith, person, "baseline", "4").await;
        kith.world.clock.forward_days(1);
        kith.sign_in(Role::LinkWorker).await;
        writes_down(kith, person, "baseline", "6").await;
        let seen = kith.get(&format!("/people/{person}/measures")).await.text();
        assert!(seen.contains("Earlier answers that were corrected"), "{seen}");
    }

    async fn a_manager_sees_change_and_a_commissioner_no_small_number(kith: &mut Kith) {
        for (name, before, after) in [("Ada", "3", "6"), ("Bea", "5", "7"), ("Cy", "4", "9")] {
            let (person, _) = kith.world.person(name);
            kith.sign_in(Role::LinkWorker).await;
            writes_down(kith, person, "baseline", before).await;
            let worker = kith.world.actor(Role::LinkWorker);
            let finish = move |act: &mut app::Act<'_>| {
                app::holding::finish(act, person, domain::referral::Outcome::GoalsMet)
            };
            kith.world.app.write(&worker, finish).await.expect("support ends");
            writes_down(kith, person, "end", after).await;
        }
        kith.sign_in(Role::Manager).await;
        let page = kith.get("/outcomes").await.text();
        assert!(page.contains("rose from 4.0 to 7.3"), "{page}");
        let funnel = kith.get("/funnel?period=quarter").await.text();
        assert!(funnel.contains("Support ended: Reached the goals"), "{funnel}");
        assert_eq!(kith.get("/funnel?period=between&from-day=40").await.status, 422);

        kith.sign_in(Role::Commissioner).await;
        let page = kith.get("/outcomes").await.text();
        assert!(page.contains("Fewer than 5 people answered") && !page.contains("rose from"));
        let csv = kith.get("/funnel.csv").await;
        assert!(csv.header("content-type").starts_with("text/csv"));
        assert!(csv.text().contains("fewer than 5"));
    }
}
