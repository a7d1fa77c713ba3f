//! From a person's plan to a group and back: offered, chosen, permitted, asked, answered by link,
//! registered, attending.

pub(crate) mod asks;
mod directory;
mod doors;
pub(crate) mod register;

use app::plans;
use app::testing::{Postbox, choir};
use domain::access::Role;
use domain::ids::{GroupId, PersonId};
use domain::plan::Content;
use domain::profile::Profile;

use crate::support::{Answer, Kith};

/// Ada, who misses singing and has a plan that says so, and a choir with room.
pub(crate) struct Given {
    pub(crate) person: PersonId,
    pub(crate) group: GroupId,
}

pub(crate) fn given_ada_and_a_choir(kith: &Kith) -> Given {
    given_ada_who_wishes(kith, Profile::default())
}

/// The same, with more wishes in her plan.
pub(crate) fn given_ada_who_wishes(kith: &Kith, wishes: Profile) -> Given {
    let world = &kith.world;
    let group = world.group(&choir("Harbour Voices"));
    world.runs(group);
    let (person, _) = world.person("Ada");
    let wishes = Profile { interests: vec!["singing".into()], ..wishes };
    let what_matters = "To sing again".into();
    let content = Content { what_matters, wishes, ..Content::default() };
    let worker = world.actor(Role::LinkWorker);
    let saved =
        world.app.write_now(&worker, move |act| plans::save(act, person, (0, &content), "plan"));
    saved.expect("a plan");
    Given { person, group }
}

/// Offers the choir from the page of suggestions; where the page of the prescription is.
pub(crate) async fn offer(kith: &Kith, given: &Given) -> String {
    let at = format!("/people/{}/suggestions", given.person);
    let page = kith.get(&at).await;
    assert!(page.text().contains("Harbour Voices"), "{}", page.text());
    let fields = [
        ("idempotency_key", page.hidden("idempotency_key")),
        ("referral", page.hidden("referral")),
        ("group", page.hidden("group")),
    ];
    let answer = kith.post(&at, &borrowed(&fields)).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.header("location").to_owned()
}

/// The person would like to go, permits a first name and hopes, and the group is asked.
pub(crate) async fn ask_the_group(kith: &Kith, prescription: &str) -> Answer {
    let chosen = kith.post(&format!("{prescription}/answer"), &[("answer", "choose")]).await;
    let form = kith.get(chosen.header("location")).await;
    assert!(!form.text().contains(" checked"), "a permission is given and not assumed");
    let key = form.hidden("idempotency_key");
    let fields = [
        ("idempotency_key", key.as_str()),
        ("details", "first_name"),
        ("details", "hopes"),
        ("hopes", "To sing with others again"),
        ("how", "spoken"),
        ("first_visit", "met_at_the_door"),
    ];
    kith.post(&format!("{prescription}/send"), &fields).await
}

pub(crate) fn borrowed<'a>(fields: &'a [(&'a str, String)]) -> Vec<(&'a str, &'a str)> {
    fields.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

/// Every letter that was sent, after sending what waits.
pub(crate) fn letters(kith: &Kith) -> Vec<String> {
    let post = Postbox::default();
    let app = kith.world.app.clone();
    // Jobs block, and tests run inside the runtime.
    std::thread::spawn(move || {
        app.run_due_jobs(&post).expect("jobs");
        post.letters().into_iter().map(|mail| mail.body).collect()
    })
    .join()
    .expect("letters")
}

/// The path of the link in a letter, such as `/g/…`.
pub(crate) fn link_in(letter: &str) -> String {
    let line = letter.lines().find(|line| line.starts_with("http://kith.test/"));
    line.expect("a link").trim_start_matches("http://kith.test").to_owned()
}

/// The state of the prescription, read as the link worker's page says it.
pub(crate) async fn page_says(kith: &Kith, at: &str, words: &str) {
    let page = kith.get(at).await.text();
    assert!(page.contains(words), "{words} is not on {at}: {page}");
}
