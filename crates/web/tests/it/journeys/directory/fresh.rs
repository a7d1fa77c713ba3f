//! An entry grows old: its owner is reminded, it sinks, it is hidden, and a check brings it back.

use app::testing::{Postbox, choir};
use domain::access::Role;

use super::{after_a_day, checked_days_ago, filled, page_of, send, with};
use crate::journeys::prescribe::{given_ada_and_a_choir, page_says};
use crate::support::{Kith, journeys};

/// The path of the link in the last letter.
fn link_of(postbox: &Postbox) -> String {
    let letter = postbox.letters().pop().expect("a letter").body;
    let (_, rest) = letter.split_once("http://kith.test").expect("a link");
    rest.split_whitespace().next().expect("a path").to_owned()
}

/// Whether Ada is offered the choir, or why not.
async fn suggestions(kith: &mut Kith, person: domain::ids::PersonId) -> String {
    kith.sign_in(Role::LinkWorker).await;
    kith.get(&format!("/people/{person}/suggestions")).await.text()
}

journeys! {
    async fn one_press_on_the_check_list_checks_an_entry(kith: &mut Kith) {
        let postbox = Postbox::default();
        let old = kith.world.group(&checked_days_ago(kith, "Old Singers", 200));
        let _new = kith.world.group(&checked_days_ago(kith, "New Singers", 10));
        after_a_day(kith, &postbox, 0);
        kith.sign_in(Role::LinkWorker).await;
        let list = kith.get("/groups/check").await;
        let text = list.text();
        assert!(text.contains("Old Singers") && !text.contains("New Singers"), "{text}");
        assert!(text.contains("Last checked 7 months ago (rang).") && text.contains("01632 960555"));
        let press = [("version", list.hidden("version")), ("from", "check".to_owned())];
        let press: Vec<(&str, &str)> = press.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let answer = kith.post(&format!("{}/confirm", page_of(old)), &press).await;
        assert_eq!((answer.status, answer.header("location")), (303, "/groups/check?done=checked"));
        page_says(kith, answer.header("location"), "Nothing to check").await;
        page_says(kith, &page_of(old), "Link worker, rang: all true.").await;
    }

    async fn the_groups_to_which_most_people_are_sent_come_first(kith: &mut Kith) {
        let postbox = Postbox::default();
        let _quiet = kith.world.group(&checked_days_ago(kith, "Quiet Singers", 220));
        let busy = kith.world.group(&checked_days_ago(kith, "Busy Singers", 200));
        let (_, referral) = kith.world.person("Ada");
        let worker = kith.world.actor(Role::LinkWorker);
        let offered = kith.world.app.write_now(&worker, move |act| {
            app::prescriptions::offer(act, referral, busy, "")
        });
        offered.expect("an offer");
        after_a_day(kith, &postbox, 0);
        kith.sign_in(Role::Coordinator).await;
        let text = kith.get("/groups/check").await.text();
        let at = |name: &str| text.find(name).unwrap_or(usize::MAX);
        assert!(at("Busy Singers") < at("Quiet Singers"), "{text}");
        assert!(text.contains("Suggested to one person in the last year."));
    }

    async fn what_is_gone_is_suggested_to_nobody_any_more(kith: &mut Kith) {
        let given = given_ada_and_a_choir(kith);
        kith.sign_in(Role::LinkWorker).await;
        let at = page_of(given.group);
        let version = kith.get(&at).await.hidden("version");
        let press = [("version", version.as_str()), ("from", "check")];
        let answer = kith.post(&format!("{at}/gone"), &press).await;
        assert_eq!(answer.header("location"), "/groups/check?done=gone");
        page_says(kith, &at, "Link worker, rang: it has ended.").await;
        let page = suggestions(kith, given.person).await;
        assert!(!page.contains("You said you love singing"), "{page}");
    }

    async fn the_owner_says_by_the_reminder_that_all_is_true(kith: &mut Kith) {
        let postbox = Postbox::default();
        let group = kith.world.group(&checked_days_ago(kith, "Harbour Voices", 200));
        after_a_day(kith, &postbox, 0);
        after_a_day(kith, &postbox, 0);
        assert_eq!(postbox.letters().len(), 1, "one reminder, however often the day's work is done");
        let link = link_of(&postbox);
        // A scanner of mail follows the link: nothing is recorded by looking.
        let page = kith.get(&link).await;
        assert!(page.text().contains("Is this still true?"), "{}", page.text());
        assert!(page.text().contains("Tuesday") && !page.text().contains("Ada"));
        page_says(kith, &link, "Yes, all of it is true").await;
        let fields = [
            ("idempotency_key", page.hidden("idempotency_key")),
            ("version", page.hidden("version")),
        ];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
        for _ in 0..2 {
            assert_eq!(kith.post(&link, &fields).await.status, 303, "a second press is the same act");
        }
        page_says(kith, &link, "You told us that everything is true").await;
        kith.sign_in(Role::LinkWorker).await;
        let page = kith.get(&page_of(group)).await.text();
        assert_eq!(page.matches("The group, the group confirmed it: all true.").count(), 1, "{page}");
        page_says(kith, "/groups/check", "Nothing to check").await;
    }

    async fn the_owner_corrects_by_the_reminder(kith: &mut Kith) {
        let postbox = Postbox::default();
        let group = kith.world.group(&checked_days_ago(kith, "Harbour Voices", 200));
        after_a_day(kith, &postbox, 0);
        let link = link_of(&postbox);
        let at = format!("{link}/edit/when");
        let fields = filled(kith, &at).await;
        let wrong = send(kith, &at, &with(&fields, "meetings", "Someday 10:00")).await;
        assert_eq!(wrong.status, 422);
        assert!(wrong.text().contains("Someday 10:00"), "what was typed is kept");
        let right = send(kith, &at, &with(&fields, "meetings", "Wednesday 10:00 to 11:00")).await;
        assert_eq!(right.status, 303, "{}", right.text());
        page_says(kith, right.header("location"), "Wednesdays, 10am to 11am").await;
        kith.sign_in(Role::Referrer).await;
        page_says(kith, &page_of(group), "Wednesdays, 10am to 11am").await;
    }

    async fn three_reminders_then_it_sinks_then_it_is_hidden_then_checked_and_back(kith: &mut Kith) {
        let given = given_ada_and_a_choir(kith);
        let postbox = Postbox::default();
        let at = page_of(given.group);
        kith.sign_in(Role::LinkWorker).await;
        let version = kith.get(&at).await.hidden("version");
        kith.post(&format!("{at}/confirm"), &[("version", &version)]).await;
        after_a_day(kith, &postbox, 0);
        for (days, letters) in [(182, 1), (14, 2), (14, 3)] {
            after_a_day(kith, &postbox, days);
            assert_eq!(postbox.letters().len(), letters);
        }
        assert!(postbox.letters()[2].body.contains("Is what") || postbox.letters()[2].subject.contains("still true"));
        assert!(suggestions(kith, given.person).await.contains("Harbour Voices"), "not hidden yet");
        after_a_day(kith, &postbox, 14);
        kith.sign_in(Role::LinkWorker).await;
        page_says(kith, &at, "suggested less often").await;
        assert!(suggestions(kith, given.person).await.contains("Harbour Voices"), "it only sinks");
        after_a_day(kith, &postbox, 60);
        kith.sign_in(Role::LinkWorker).await;
        page_says(kith, &at, "suggested to nobody until somebody has checked it").await;
        let page = suggestions(kith, given.person).await;
        assert!(!page.contains("You said you love singing"), "{page}");
        let why = format!("/people/{}/suggestions?why={}", given.person, given.group);
        page_says(kith, &why, "It is hidden until somebody does.").await;
        assert_eq!(postbox.letters().len(), 3, "three reminders and no more");
        page_says(kith, "/groups/check", "Its owner did not answer three reminders.").await;
        let version = kith.get(&at).await.hidden("version");
        kith.post(&format!("{at}/confirm"), &[("version", &version)]).await;
        let page = suggestions(kith, given.person).await;
        assert!(page.contains("You said you love singing"), "it is back at once: {page}");
    }

    async fn a_group_that_rests_meets_again_on_the_day_it_said(kith: &mut Kith) {
        let postbox = Postbox::default();
        let group = kith.world.group(&choir("Harbour Voices"));
        kith.sign_in(Role::LinkWorker).await;
        let at = format!("{}/edit/future", page_of(group));
        let mut fields = with(&filled(kith, &at).await, "status", "paused");
        for (part, value) in [("day", "20"), ("month", "1"), ("year", "2026")] {
            fields = with(&fields, &format!("paused_until-{part}"), value);
        }
        assert_eq!(send(kith, &at, &fields).await.status, 303);
        page_says(kith, &page_of(group), "Resting until 20 January 2026").await;
        after_a_day(kith, &postbox, 1);
        kith.sign_in(Role::LinkWorker).await;
        page_says(kith, &page_of(group), "Not meeting for now").await;
        after_a_day(kith, &postbox, 20);
        kith.sign_in(Role::LinkWorker).await;
        let page = kith.get(&page_of(group)).await.text();
        assert!(page.contains(">Running<") && !page.contains("Not meeting for now"), "{page}");
    }
}
