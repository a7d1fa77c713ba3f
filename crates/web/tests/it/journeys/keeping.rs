//! Keeping the directory: anybody says what is wrong, an organisation claims its entry, and one
//! group in two listings is put together and taken apart again.

use app::testing::{Postbox, choir};
use domain::access::Role;
use domain::group::{Group, Source};
use domain::ids::GroupId;

use crate::support::{Kith, journeys};

/// The first path in a page that begins so.
fn path_in(html: &str, start: &str) -> String {
    let (_, rest) = html.split_once(&format!("href=\"{start}")).expect("a way there");
    format!("{start}{}", rest.split('"').next().unwrap_or_default())
}

/// The path behind the link in the last letter.
fn path_in_letter(kith: &Kith, postbox: &Postbox, start: &str) -> String {
    kith.world.app.run_due_jobs(postbox).expect("letters are sent");
    let letter = postbox.letters().pop().expect("a letter");
    let (_, rest) = letter.body.split_once(&format!("http://kith.test{start}")).expect("a link");
    format!("{start}{}", rest.split_whitespace().next().unwrap_or_default())
}

async fn says(kith: &Kith, path: &str, words: &str) -> String {
    let answer = kith.get(path).await;
    let text = answer.text();
    assert!(answer.status == 200 && text.contains(words), "{path} without {words}: {text}");
    text
}

fn given_a_group_in_two_listings(kith: &Kith) -> (GroupId, GroupId) {
    let first = kith.world.group(&choir("Harbour Voices"));
    let source = Source { name: "voluntary".into(), id: "7".into() };
    let other = Group { source, ..choir("Harbour Voices Choir") };
    (first, kith.world.group(&other))
}

journeys! {
    async fn anybody_says_what_is_wrong_and_a_link_worker_puts_it_right(kith: &mut Kith) {
        let group = kith.world.group(&choir("Harbour Voices"));
        let at = format!("/find/{group}/wrong");
        says(kith, &at, "01632 960555").await;
        let silent = kith.post(&at, &[]).await;
        assert_eq!(silent.status, 422);
        assert!(silent.text().contains("href=\"#words\""));
        let sent = kith.post(&at, &[("words", "The number rings out."), ("phone", "01632 960777")]);
        assert!(sent.await.text().contains("Thank you"));

        kith.sign_in(Role::LinkWorker).await;
        let waiting = says(kith, "/groups/corrections", "Telephone").await;
        assert!(!waiting.contains("Organisations that want"), "claims are not theirs to decide");
        let one = path_in(&waiting, "/groups/corrections/");
        let page = kith.get(&one).await;
        let text = page.text();
        assert!(text.contains("01632 960555") && text.contains("01632 960777"), "{text}");
        assert!(text.contains("The number rings out."));
        let (version, entry) = (page.hidden("version"), page.hidden("entry_version"));
        let fields = [("version", version.as_str()), ("entry_version", &entry), ("slots", "phone")];
        let unsure = kith.post(&one, &fields).await;
        assert_eq!(unsure.status, 422, "nobody said how they made sure");
        let mut sure = fields.to_vec();
        sure.push(("how", "rang"));
        assert_eq!(kith.post(&one, &sure).await.status, 303);
        says(kith, &format!("/groups/{group}"), "01632 960777").await;
        says(kith, &format!("/groups/{group}/history"), "Telephone put right").await;
        says(kith, "/groups/corrections", "Nothing waits").await;
    }

    async fn a_correction_that_is_not_right_is_left_with_a_reason(kith: &mut Kith) {
        let group = kith.world.group(&choir("Harbour Voices"));
        kith.post(&format!("/find/{group}/wrong"), &[("words", "It has moved.")]).await;
        kith.sign_in(Role::Coordinator).await;
        let waiting = says(kith, "/groups/corrections", "In words").await;
        let one = path_in(&waiting, "/groups/corrections/");
        let version = kith.get(&one).await.hidden("version");
        let refuse = format!("{one}/refuse");
        assert_eq!(kith.post(&refuse, &[("version", &version)]).await.status, 422);
        let fields = [("version", version.as_str()), ("reason", "We rang: it has not.")];
        assert_eq!(kith.post(&refuse, &fields).await.status, 303);
        says(kith, &format!("/groups/{group}/history"), "We rang: it has not.").await;
    }

    async fn an_organisation_claims_its_entry_and_keeps_it(kith: &mut Kith) {
        let group = kith.world.group(&choir("Harbour Voices"));
        let (at, postbox) = (format!("/find/{group}/claim"), Postbox::default());
        let slip = kith.post(&at, &[("organisation", "Harbour Trust"), ("role", "secretary")]).await;
        assert_eq!(slip.status, 422);
        assert!(slip.text().contains("href=\"#email\"") && slip.text().contains("secretary"));
        let fields = [
            ("organisation", "Harbour Trust"),
            ("role", "secretary"),
            ("email", "secretary@harbour.test"),
        ];
        assert!(kith.post(&at, &fields).await.text().contains("Look at your e-mails"));
        let prove = path_in_letter(kith, &postbox, "/claim/");
        says(kith, &prove, "Is this your address?").await;
        assert!(kith.post(&prove, &[]).await.text().contains("your address is confirmed"));

        kith.sign_in(Role::Manager).await;
        let waiting = says(kith, "/groups/corrections", "Harbour Trust").await;
        let one = path_in(&waiting, "/groups/claims/");
        let page = kith.get(&one).await;
        assert!(page.text().contains("secretary@harbour.test"));
        let accept = [("version", page.hidden("version"))];
        let accept: Vec<_> = accept.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(kith.post(&one, &accept).await.status, 303);
        says(kith, &one, "They keep the entry").await;

        kith.cookie.clear();
        let own = path_in_letter(kith, &postbox, "/c/");
        says(kith, &own, "Harbour Voices").await;
    }

    async fn one_group_in_two_listings_is_put_together_and_taken_apart(kith: &mut Kith) {
        let (first, other) = given_a_group_in_two_listings(kith);
        kith.sign_in(Role::Coordinator).await;
        let list = says(kith, "/groups/duplicates", "likely one group").await;
        let pair = path_in(&list, "/groups/duplicates/");
        let beside = says(kith, &pair, "This one is kept").await;
        assert!(beside.contains("Harbour Voices Choir") && beside.contains("Voluntary"));
        let merge = format!("/groups/duplicates/{first}/{other}/merge");
        assert_eq!(kith.post(&merge, &[]).await.header("location"), format!("/groups/{first}/history"));
        let history = kith.get(&format!("/groups/{first}/history")).await;
        assert!(history.text().contains("was made part of this entry"), "{}", history.text());
        says(kith, &format!("/groups/{other}/history"), "History of Harbour Voices<").await;
        assert!(!kith.get("/groups").await.text().contains("Harbour Voices Choir"));
        says(kith, "/groups/duplicates", "No two entries look alike").await;

        let merge = history.hidden("merge");
        let undone = kith.post(&format!("/groups/{first}/unmerge"), &[("merge", &merge)]).await;
        assert_eq!(undone.status, 303);
        assert!(kith.get("/groups").await.text().contains("Harbour Voices Choir"));
        says(kith, "/groups/duplicates", "No two entries look alike").await;
    }

    async fn two_groups_are_said_to_be_two(kith: &mut Kith) {
        let (first, other) = given_a_group_in_two_listings(kith);
        kith.sign_in(Role::Manager).await;
        let not_same = format!("/groups/duplicates/{first}/{other}/not-same");
        assert_eq!(kith.post(&not_same, &[]).await.status, 303);
        says(kith, "/groups/duplicates", "No two entries look alike").await;
    }

    async fn one_network_address_does_not_flood_us(kith: &mut Kith) {
        let group = kith.world.group(&choir("Harbour Voices"));
        let at = format!("/find/{group}/wrong");
        for _ in 0..10 {
            assert_eq!(kith.post(&at, &[("words", "It has moved.")]).await.status, 200);
        }
        assert_eq!(kith.post(&at, &[("words", "It has moved.")]).await.status, 429);
    }
}
