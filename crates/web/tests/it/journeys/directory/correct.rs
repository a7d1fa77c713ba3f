//! Changing an entry: what was typed is kept, corrections last, and two people do not overwrite
//! each other unseen.

use app::testing::choir;
use domain::access::Role;
use domain::group::Group;

use super::{filled, page_of, send, with};
use crate::journeys::prescribe::page_says;
use crate::support::journeys;

journeys! {
    async fn what_was_typed_is_kept_where_something_is_wrong(kith: &mut Kith) {
        let group = kith.world.group(&choir("Harbour Voices"));
        kith.sign_in(Role::Manager).await;
        let at = format!("{}/edit/room", page_of(group));
        let fields = filled(kith, &at).await;
        let fields = with(&with(&fields, "email", "nowhere"), "capacity_note", "Two from January");
        let wrong = send(kith, &at, &fields).await;
        assert_eq!(wrong.status, 422);
        let text = wrong.text();
        assert!(text.contains(r##"<a href="#email">"##) && text.contains("Two from January"), "{text}");
        let right = send(kith, &at, &with(&fields, "email", "voices@example.org")).await;
        assert_eq!(right.status, 303);
        page_says(kith, &page_of(group), "Has room: Two from January").await;
        page_says(kith, &page_of(group), "corrected e-mail").await;
    }

    async fn an_import_afterwards_does_not_undo_a_correction(kith: &mut Kith) {
        let listed = choir("Harbour Voices");
        let group = kith.world.group(&listed);
        kith.sign_in(Role::LinkWorker).await;
        let at = format!("{}/edit/what", page_of(group));
        let fields = with(&filled(kith, &at).await, "for_whom", "Anybody who can hum");
        assert_eq!(send(kith, &at, &with(&fields, "description", "We sing sea songs.")).await.status, 303);
        // The listing comes again, and says something else about the same things.
        let again = Group {
            description: "A new text of the listing.".into(),
            organisation: Some("Harbour Trust and friends".into()),
            ..listed
        };
        let system = kith.world.system();
        kith.world.app.write_now(&system, move |act| app::imports::put(act, std::slice::from_ref(&again))).expect("an import");
        let page = kith.get(&page_of(group)).await.text();
        assert!(page.contains("We sing sea songs.") && page.contains("Anybody who can hum"), "{page}");
        assert!(page.contains("Harbour Trust and friends"), "what nobody corrected follows the listing");
    }

    async fn a_page_that_is_out_of_date_says_so_and_keeps_what_was_typed(kith: &mut Kith) {
        let group = kith.world.group(&choir("Harbour Voices"));
        kith.sign_in(Role::LinkWorker).await;
        let at = format!("{}/edit/what", page_of(group));
        let (mine, theirs) = (filled(kith, &at).await, filled(kith, &at).await);
        assert_eq!(send(kith, &at, &with(&theirs, "name", "Quay Voices")).await.status, 303);
        let mine = with(&mine, "description", "We sing in the dark.");
        let answer = send(kith, &at, &mine).await;
        assert_eq!(answer.status, 422);
        let text = answer.text();
        assert!(text.contains("Somebody else changed this entry") && text.contains("We sing in the dark."));
        let again = with(&mine, "version", &answer.hidden("version"));
        assert_eq!(send(kith, &at, &again).await.status, 303, "whoever looked may save all the same");
    }

    async fn a_double_press_saves_once(kith: &mut Kith) {
        let group = kith.world.group(&choir("Harbour Voices"));
        kith.sign_in(Role::LinkWorker).await;
        let at = format!("{}/edit/getting-in", page_of(group));
        let fields = with(&filled(kith, &at).await, "hearing_loop", "yes");
        for _ in 0..2 {
            assert_eq!(send(kith, &at, &fields).await.status, 303);
        }
        let page = kith.get(&page_of(group)).await.text();
        assert_eq!(page.matches("corrected hearing loop").count(), 1, "{page}");
    }

    async fn a_group_is_added_by_hand_and_found(kith: &mut Kith) {
        kith.sign_in(Role::Coordinator).await;
        let fields = with(&filled(kith, "/groups/new").await, "name", "");
        assert_eq!(send(kith, "/groups/new", &fields).await.status, 422);
        let fields = with(&with(&fields, "name", "Quay Knitters"), "activities", "crafts");
        let added = send(kith, "/groups/new", &fields).await;
        assert_eq!(added.status, 303, "{}", added.text());
        let again = send(kith, "/groups/new", &fields).await;
        assert_eq!(again.header("location"), added.header("location"), "a second press is the same act");
        page_says(kith, added.header("location"), "When and where").await;
        page_says(kith, "/groups?q=knitters", "Quay Knitters").await;
        let page = added.header("location").trim_end_matches("/edit/when").to_owned();
        page_says(kith, &page, "Entered by hand.").await;
        page_says(kith, &page, "Arts and crafts").await;
    }

    async fn a_facilitator_changes_their_own_group_and_no_other(kith: &mut Kith) {
        let own = kith.world.group(&choir("Harbour Voices"));
        let other = kith.world.group(&choir("Quay Singers"));
        kith.world.runs(own);
        kith.sign_in(Role::Facilitator).await;
        let at = format!("{}/edit/future", page_of(own));
        let fields = with(&filled(kith, &at).await, "funding", "Town council, until 31 March 2026");
        assert_eq!(send(kith, &at, &fields).await.status, 303);
        page_says(kith, &page_of(own), "All the money we know of ends on 31 March 2026").await;
        page_says(kith, &page_of(own), "Facilitator, the group confirmed it").await;
        let there = format!("{}/edit/future", page_of(other));
        assert_eq!(kith.get(&there).await.status, 404);
        assert_eq!(send(kith, &there, &fields).await.status, 404);
        kith.sign_in(Role::Referrer).await;
        let page = kith.get(&page_of(own)).await.text();
        assert!(!page.contains("Town council"), "money is for those who keep the entry: {page}");
    }
}
