//! Anybody finds something near them, without signing in and without leaving anything behind.

use app::testing::choir;
use domain::access::Role;
use domain::group::{Cost, Place};
use domain::kinds::Activity;
use domain::place::Point;

use super::prescribe::page_says;
use crate::support::{Kith, journeys};

/// The choir of the tests in NR30, with what it says of itself, and a walk that costs money.
fn given_a_choir_and_a_walk(kith: &Kith) -> (String, String) {
    let mut singers = choir("Harbour Voices");
    singers.life.first_visit = Some("Somebody at the door looks out for you.".into());
    singers.life.translations = [("pl".to_owned(), "Przyjazny chór.".to_owned())].into();
    let mut walk = choir("Dune Walk");
    walk.activities = vec![Activity::Walking];
    walk.description = "We walk along the dunes.".into();
    walk.cost = Cost::Pence { pence: 200, words: "£2".into() };
    walk.access.clear();
    (kith.world.group(&singers).to_string(), kith.world.group(&walk).to_string())
}

fn given_borders(kith: &Kith) {
    let square = |code: &str, west: f64| {
        let (east, south, north) = (west + 0.1, 52.55, 52.65);
        format!(
            r#"{{"type":"Feature","properties":{{"LSOA21CD":"{code}","LSOA21NM":"Saltreach {code}",
            "LAD24CD":"E07000145"}},"geometry":{{"type":"Polygon","coordinates":[[[{west},{south}],
            [{east},{south}],[{east},{north}],[{west},{north}],[{west},{south}]]]}}}}"#
        )
    };
    let features = [square("E01000001", 1.65), square("E01000002", 1.75)].join(",");
    let borders = format!(r#"{{"type":"FeatureCollection","features":[{features}]}}"#);
    let imd = "lsoa21_code,IMD_decile,IMD_rank\nE01000001,1,300\nE01000002,9,29000\n";
    for text in [borders, imd.to_owned()] {
        assert_eq!(kith.world.geography("Borders of 2021", &text).added, 2);
    }
}

journeys! {
    async fn somebody_finds_a_choir_near_their_postcode_which_is_nowhere_in_an_address(
        kith: &mut Kith
    ) {
        let (choir, _) = given_a_choir_and_a_walk(kith);
        page_says(kith, "/", "href=\"/find\"").await;
        page_says(kith, "/find", "what you enter here is not kept").await;
        let answer = kith.post("/find", &[("near", "nr30 1bb"), ("what", "singing")]).await;
        assert_eq!(answer.status, 200);
        let text = answer.text();
        assert!(text.contains("One group near") && text.contains("Harbour Voices"), "{text}");
        assert!(!text.contains("Dune Walk"), "it is not what they asked for");
        assert!(text.contains(&format!("href=\"/find/{choir}\"")), "{text}");
        // What was typed is in its field, and in no link.
        assert!(text.contains("value=\"nr30 1bb\""), "{text}");
        let link = text.split("href=\"/find?").nth(1).and_then(|rest| rest.split('"').next());
        let link = link.expect("a link to keep").replace("&amp;", "&").replace("&#38;", "&");
        assert!(link.contains("near=NR30") && !link.to_lowercase().contains("1bb"), "{link}");
        page_says(kith, &format!("/find?{link}"), "Harbour Voices").await;
    }

    async fn a_whole_postcode_in_an_address_is_cut_to_its_first_half(kith: &mut Kith) {
        given_a_choir_and_a_walk(kith);
        let answer = kith.get("/find?near=NR30+1BB&what=singing").await;
        assert_eq!(answer.status, 303);
        assert_eq!(answer.header("location"), "/find?near=NR30&what=singing");
    }

    async fn a_town_finds_groups_and_choices_leave_out_what_does_not_fit(kith: &mut Kith) {
        given_a_choir_and_a_walk(kith);
        let both = kith.post("/find", &[("near", "saltreach")]).await.text();
        assert!(both.contains("2 groups near") && both.contains("middle of the town"), "{both}");
        let free = kith.post("/find", &[("near", "Saltreach"), ("free", "yes")]).await.text();
        assert!(free.contains("Harbour Voices") && !free.contains("Dune Walk"), "{free}");
        let fields = [("near", "Saltreach"), ("access", "0"), ("kind", "walking")];
        let unknown = kith.post("/find", &fields).await.text();
        assert!(unknown.contains("not known: ask first"), "{unknown}");
        let monday = kith.post("/find", &[("near", "Saltreach"), ("day", "Monday")]).await.text();
        assert!(monday.contains("Nothing was found near"), "{monday}");
        let odd = [("near", "Saltreach"), ("what", "unicycle repair")];
        let odd = kith.post("/find", &odd).await.text();
        assert!(odd.contains("Nothing we know of is quite that"), "{odd}");
    }

    async fn a_place_that_nobody_knows_is_said_kindly_and_what_was_typed_stays(kith: &mut Kith) {
        given_a_choir_and_a_walk(kith);
        for (near, sentence) in [
            ("", "Enter a postcode or a town"),
            ("Atlantis", "We do not know this place"),
            ("ZZ99 3WZ", "We do not know this place"),
        ] {
            let answer = kith.post("/find", &[("near", near), ("what", "singing")]).await;
            assert_eq!(answer.status, 422, "{near}");
            let text = answer.text();
            assert!(text.contains(sentence) && text.contains("value=\"singing\""), "{text}");
        }
    }

    async fn a_group_has_a_page_and_a_poster_that_everybody_may_see(kith: &mut Kith) {
        let (choir, _) = given_a_choir_and_a_walk(kith);
        let at = format!("/find/{choir}");
        let page = kith.get(&at).await.text();
        for words in [
            "Your first visit",
            "Somebody at the door looks out for you.",
            "Tuesdays, 10:30am to midday",
            "lang=\"pl\" dir=\"ltr\">Przyjazny chór.",
            "Nobody has checked this entry yet",
            "Something wrong here?",
            "not known",
        ] {
            assert!(page.contains(words), "{words}: {page}");
        }
        page_says(kith, &format!("{at}?print=large"), "kith-large-print").await;
        let poster = kith.get(&format!("{at}/poster")).await.text();
        assert!(poster.contains(&format!("http://kith.test{at}")) && poster.contains("<path d=\"M"));
        assert_eq!(kith.get("/find/00000000-0000-7000-8000-000000000000").await.status, 404);
    }

    async fn looking_too_often_is_slowed_down(kith: &mut Kith) {
        given_a_choir_and_a_walk(kith);
        let mut last = 0;
        for _ in 0..241 {
            last = kith.get("/find?near=NR30").await.status;
        }
        assert_eq!(last, 429);
    }

    async fn a_commissioner_sees_groups_over_deprivation_with_the_same_numbers_in_tables(
        kith: &mut Kith
    ) {
        given_a_choir_and_a_walk(kith);
        let mut away = choir("Far Away Singers");
        if let Place::Venue(venue) = &mut away.place {
            venue.point = Point::new(52.60, 1.80);
        }
        let _ = kith.world.group(&away);
        kith.sign_in(Role::Commissioner).await;
        page_says(kith, "/map", "No borders of neighbourhoods have been loaded").await;
        given_borders(kith);
        let page = kith.get("/map").await.text();
        assert!(page.contains("3 groups meet at 2 places"), "{page}");
        assert_eq!(page.matches("fill=\"url(#fifth-1)\"><title>").count(), 1);
        assert!(page.contains("Saltreach E01000001: tenth 1 of 10, 2 groups"), "{page}");
        let row = "Most deprived fifth</th><td class=\"nhsuk-table__cell--numeric\">1</td>\
                   <td class=\"nhsuk-table__cell--numeric\">2</td>";
        assert!(page.contains(row), "{page}");
        let walks = kith.get("/map?kind=walking").await.text();
        assert!(walks.contains("One group meets in this picture."), "{walks}");
        assert!(walks.contains("Borders of 2021"));
        kith.sign_in(Role::LinkWorker).await;
        let page = kith.get("/map").await.text();
        assert!(!page.contains("Unmet needs"), "only those who may see unmet needs");
    }
}
