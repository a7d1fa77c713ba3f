//! What a suggestion is made of, and what would open doors: one press records an unmet need.

use domain::access::Role;
use domain::group::Weekday;
use domain::profile::{DayPart, FreeTime, Profile};

use super::{borrowed, given_ada_and_a_choir, given_ada_who_wishes};
use crate::support::journeys;

journeys! {
    async fn a_suggestion_says_what_speaks_for_and_against_it(kith: &mut Kith) {
        let given = given_ada_and_a_choir(kith);
        kith.sign_in(Role::LinkWorker).await;
        let text = kith.get(&format!("/people/{}/suggestions", given.person)).await.text();
        assert!(text.contains("What speaks for it and against it"), "{text}");
        assert!(text.contains("It is close to what you love.") && text.contains(" out of 10, counts "));
        assert!(!text.contains("What would open doors?"), "nothing keeps a group away: {text}");
    }

    async fn everybody_who_sees_the_directory_reads_how_suggestions_are_made(kith: &mut Kith) {
        kith.sign_in(Role::Referrer).await;
        let text = kith.get("/matching").await.text();
        assert!(text.contains("Is it close to what the person loves?"), "{text}");
        assert!(text.contains("still coming 6 weeks later") && text.contains(" in 100"), "{text}");
        assert!(kith.get("/groups").await.text().contains("How suggestions are made"));
    }

    async fn one_press_records_which_barrier_keeps_a_group_away(kith: &mut Kith) {
        let evening = FreeTime { weekday: Weekday::Monday, part: DayPart::Evening };
        let wishes = Profile { times: vec![evening], ..Profile::default() };
        let given = given_ada_who_wishes(kith, wishes);
        kith.sign_in(Role::LinkWorker).await;
        let page = kith.get(&format!("/people/{}/suggestions", given.person)).await;
        let text = page.text();
        assert!(text.contains("Only at other times") && text.contains("1 more group"), "{text}");
        let fields = ["idempotency_key", "barrier", "need", "outcode"];
        let fields = fields.map(|name| (name, page.hidden(name)));
        let path = format!("/people/{}/unmet-need", given.person);
        for _ in 0..2 {
            let answer = kith.post(&path, &borrowed(&fields)).await;
            assert_eq!(answer.status, 303, "{}", answer.text());
            let told = kith.get(answer.header("location")).await.text();
            assert!(told.contains("The unmet need is recorded: only at other times."), "{told}");
        }
        let form = kith.get(&format!("{path}?barrier=cost")).await.text();
        assert!(form.contains("value=\"cost\" selected"), "{form}");
        kith.sign_in(Role::Commissioner).await;
        let needs = kith.get("/unmet-needs").await.text();
        assert_eq!(needs.matches("Only at other times").count(), 1, "pressed twice: {needs}");
        assert!(needs.contains("NR30") && !needs.contains("Ada"), "{needs}");
    }
}
