//! Somebody rings, and a coordinator finds them; nobody else may search through everybody.

use domain::access::Role;

use super::desk::given_margaret_was_referred;
use crate::support::journeys;

const AT: &str = "/people/find";

journeys! {
    async fn a_caller_is_found_by_name_by_birth_and_by_reference(kith: &mut Kith) {
        let referral = given_margaret_was_referred(kith).await;
        let tail = referral[referral.len() - 8..].to_uppercase();
        let reference = format!("{}-{}", &tail[..4], &tail[4..]);
        kith.sign_in(Role::Coordinator).await;
        assert!(kith.get("/inbox").await.text().contains("href=\"/people/find\""));
        let by: [&[(&str, &str)]; 5] = [
            &[("given_name", "margaret"), ("family_name", "ELLIS")],
            &[("given_name", "Ellis"), ("family_name", "Margaret")],
            &[("family_name", "Ellis")],
            &[("reference", &reference)],
            &[("reference", &tail)],
        ];
        for fields in by {
            let found = kith.post(AT, fields).await;
            assert_eq!(found.status, 200, "{fields:?}");
            let text = found.text();
            assert!(text.contains("One person was found"), "{fields:?}: {text}");
            let (_, rest) = text.split_once("href=\"/people/0").expect("a way to her page");
            let id = rest.split('"').next().unwrap_or_default();
            let page = kith.get(&format!("/people/0{id}")).await.text();
            assert!(page.contains("Margaret Ellis"), "{page}");
        }
        let nobody = kith.post(AT, &[("family_name", "Nobodyhere")]).await.text();
        assert!(nobody.contains("Nobody was found") && nobody.contains("Nobodyhere"), "{nobody}");
    }

    async fn too_little_is_said_kindly_and_what_was_typed_stays(kith: &mut Kith) {
        kith.sign_in(Role::Manager).await;
        let slips: [(&[(&str, &str)], &str); 5] = [
            (&[], "Enter a name, an NHS number or a reference"),
            (&[("given_name", "Ada")], "Enter the family name or the date of birth as well"),
            (
                &[
                    ("date_of_birth-day", "27"),
                    ("date_of_birth-month", "3"),
                    ("date_of_birth-year", "1948"),
                ],
                "Enter a name as well",
            ),
            (&[("nhs_number", "12345")], "Check the NHS number"),
            (&[("reference", "hello")], "A reference looks like"),
        ];
        for (fields, sentence) in slips {
            let answer = kith.post(AT, fields).await;
            assert_eq!(answer.status, 422, "{fields:?}");
            let text = answer.text();
            assert!(text.contains(sentence), "{fields:?}: {text}");
            assert!(fields.iter().all(|(_, typed)| text.contains(typed)), "{fields:?}");
        }
    }

    async fn a_link_worker_does_not_search_through_everybody(kith: &mut Kith) {
        given_margaret_was_referred(kith).await;
        kith.sign_in(Role::LinkWorker).await;
        assert_eq!(kith.get(AT).await.status, 404);
        assert_eq!(kith.post(AT, &[("family_name", "Ellis")]).await.status, 404);
    }
}
