//! A practice sends a file of referrals.

use domain::access::Role;

use crate::support::{Answer, Kith, journeys};

const FILE: &str = "given_name,family_name,date_of_birth,phone,reasons,agreed_to_referral\r\n\
    Ada,Byron,01/01/1950,01632 960001,loneliness,yes\r\n\
    Tom,Reed,05/05/1980,01632 960002,money,no\r\n\
    Ben,Lowe,05/05/1970,01632 960003,grief,yes\r\n";

async fn when_the_good_rows_are_sent(kith: &Kith, look: &Answer) -> Answer {
    let names = ["idempotency_key", "file", "file_name"];
    let held = names.map(|name| look.hidden(name));
    let fields: Vec<_> =
        names.into_iter().zip(&held).map(|(name, value)| (name, value.as_str())).collect();
    kith.post("/referrals/import/send", &fields).await
}

journeys! {
    async fn a_file_is_looked_at_row_by_row_and_its_good_rows_are_sent_once(kith: &mut Kith) {
        kith.sign_in(Role::Referrer).await;
        let look = kith.upload("/referrals/import", "practice.csv", FILE).await;
        assert_eq!(look.status, 200, "{}", look.text());
        assert!(look.text().contains("2 of 3 rows can be sent"), "{}", look.text());
        assert!(look.text().contains("did not agree"));
        assert!(kith.get("/referrals").await.text().contains("not referred anybody yet"));

        let sent = when_the_good_rows_are_sent(kith, &look).await;
        assert_eq!(sent.header("location"), "/referrals?imported=2");
        when_the_good_rows_are_sent(kith, &look).await;
        let list = kith.get("/referrals?imported=2").await.text();
        assert!(list.contains("2 people were referred from the file"));
        assert_eq!(list.matches("/mine\"").count(), 2, "{list}");

        let again = kith.upload("/referrals/import", "practice.csv", FILE).await;
        assert!(again.text().contains("0 of 3 rows can be sent"), "{}", again.text());
        assert!(again.text().contains("Already referred"));
    }

    async fn the_rows_that_are_not_sent_can_be_taken_away_with_their_reasons(kith: &mut Kith) {
        kith.sign_in(Role::Coordinator).await;
        let look = kith.upload("/referrals/import", "practice.csv", FILE).await;
        let file = look.hidden("file");
        let list = kith.post("/referrals/import/not-sent", &[("file", &file)]).await;
        assert!(list.header("content-type").starts_with("text/csv"));
        let text = list.text();
        assert!(text.contains("2,Tom Reed,") && !text.contains("Ada"), "{text}");
    }

    async fn a_file_that_is_no_list_of_people_says_what_to_do(kith: &mut Kith) {
        kith.sign_in(Role::Manager).await;
        for (file, sentence) in [("", "Choose a CSV file"), ("a,b\n1,2\n", "name the columns")] {
            let answer = kith.upload("/referrals/import", "x.csv", file).await;
            assert_eq!(answer.status, 422);
            assert!(answer.text().contains(sentence), "{}", answer.text());
        }
        let template = kith.get("/referrals/import/template").await.text();
        assert!(template.starts_with("given_name,family_name,"));
    }
}
