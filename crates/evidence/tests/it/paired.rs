//! Effect sizes and ranks of a paired change against R, on Student's sleep data.

use evidence::Level;
use evidence::effect_size::effect_sizes;
use evidence::paired::Pair;
use evidence::wilcoxon::signed_ranks;

use crate::support::{assert_near, json, number, numbers};

#[test]
fn every_effect_size_of_students_sleep_data_agrees_with_r() {
    let test = "every_effect_size_of_students_sleep_data_agrees_with_r";
    let Some(file) = json(test, "expected/01_paired_change.json") else { return };
    let (input, wanted) = (&file["input"], &file["expected"]);
    let both = numbers(&input["pre"]).into_iter().zip(numbers(&input["post"]));
    let pairs: Vec<Pair> =
        both.map(|(before, after)| Pair { before: Some(before), after: Some(after) }).collect();
    let found = effect_sizes(&pairs, Level::P95).unwrap();
    let ranks = signed_ranks(&pairs).unwrap();
    for (found, name) in [
        (found.basis.used as f64, "n"),
        (found.sd_before, "sd_pre"),
        (found.sd_after, "sd_post"),
        (found.sd_change, "sd_change"),
        (found.change.value, "mean_change"),
        (found.change.se.unwrap(), "se_change"),
        (found.change.statistic().unwrap(), "t"),
        (found.change.df.unwrap(), "df"),
        (found.change.p.unwrap(), "p_two_sided"),
        (found.dz, "cohen_dz"),
        (found.dav.unwrap(), "cohen_dav_mean_sd"),
        (found.dav_rms.unwrap(), "cohen_dav_rms_sd"),
        (found.glass_delta.unwrap(), "glass_delta_pre_sd"),
        (found.dz, "standardised_response_mean"),
        (found.j, "hedges_J_approx_df"),
        (found.j_exact, "hedges_J_exact"),
        (found.gz, "hedges_gz_approx"),
        (found.correlation.unwrap(), "pearson_r"),
        (ranks.v, "wilcoxon_V"),
        (ranks.p, "wilcoxon_p_normal_cc"),
    ] {
        assert_near(found, number(&wanted[name]), 1e-9, name);
    }
    let range = found.dz_interval.unwrap();
    let limits = numbers(&wanted["cohen_dz_ci95_noncentral_t"]);
    assert_near(range.low, limits[0], 1e-4, "lower limit of dz");
    assert_near(range.high, limits[1], 1e-4, "upper limit of dz");
    let limits = numbers(&wanted["ci95"]);
    assert_near(found.change.interval.unwrap().low, limits[0], 1e-9, "lower limit");
    assert_near(found.change.interval.unwrap().high, limits[1], 1e-9, "upper limit");
}
