//! Organ donations in California against R's sandwich and fixest: three conventions, three errors.

use evidence::Level;
use evidence::difference_in_differences::{Clustering, Panel, difference_in_differences};

use crate::support::{assert_near, json, number, table};

#[test]
fn each_named_clustered_error_agrees_with_the_program_it_is_named_after() {
    let test = "each_named_clustered_error_agrees_with_the_program_it_is_named_after";
    let Some(file) = json(test, "expected/07_did_organ_donations.json") else { return };
    let Some(data) = table(test, "datasets/organ_donations.csv") else { return };
    let wanted = |name: &str| number(&file["expected"][name]);
    let states: Vec<String> = data.words("State").into_iter().flatten().collect();
    let place: Vec<&str> = states.iter().map(String::as_str).collect();
    let period: Vec<i64> =
        data.numbers("Quarter_Num").into_iter().map(|quarter| quarter.unwrap() as i64).collect();
    let has_started: Vec<bool> =
        place.iter().zip(&period).map(|(place, at)| *place == "California" && *at >= 4).collect();
    let outcome = data.numbers("Rate");
    let panel =
        Panel { place: &place, period: &period, has_started: &has_started, outcome: &outcome };
    for (clustering, name) in [
        (Clustering::EveryColumn, "se_cluster_HC1_all_k"),
        (Clustering::None, "se_cluster_HC0"),
        (Clustering::WithoutPlaces, "se_cluster_fixest_style"),
    ] {
        let found = difference_in_differences(&panel, clustering, Level::P95).unwrap();
        assert_near(found.effect.se.unwrap(), wanted(name), 1e-9, name);
        assert_near(found.effect.value, wanted("did"), 1e-9, "did");
        assert_near(found.classical_se.unwrap(), wanted("se_classical"), 1e-9, "classical");
        let means = found.means.unwrap();
        assert_near(means.difference(), wanted("did_from_cell_means"), 1e-9, "from the means");
        let cells = &file["expected"]["cell_means"];
        for (found, name) in [
            (means.started_before, "california_pre"),
            (means.started_after, "california_post"),
            (means.others_before, "others_pre"),
            (means.others_after, "others_post"),
        ] {
            assert_near(found, number(&cells[name]), 1e-9, name);
        }
    }
}
