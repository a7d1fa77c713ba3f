//! Edges of mixed models, and cases small enough to work out by hand.

use nalgebra::DMatrix;
use proptest::prelude::*;

use super::sums::{Block, Factors, Groups};
use super::*;
use crate::interval::Level;

fn some(values: &[f64]) -> Vec<Option<f64>> {
    values.iter().map(|value| Some(*value)).collect()
}

fn fit_levels(
    outcome: &[Option<f64>],
    groups: &[Option<u64>],
    design: &Design,
) -> Result<MixedFit, CannotSay> {
    let constant = Design::with_constant(outcome.len());
    let random = [Grouping { name: "group", groups, effects: &constant }];
    MixedModel { outcome, design, random: &random }.fit(Criterion::Reml)
}

/// Three pairs with means 2, 6 and 11.5: within 5.5, between 45.5 by analysis of variance.
fn three_pairs() -> (Vec<Option<f64>>, Vec<Option<u64>>) {
    let groups = [7, 7, 3, 3, 5, 5].map(Some).to_vec();
    (some(&[1.0, 3.0, 5.0, 7.0, 9.0, 14.0]), groups)
}

#[test]
fn even_groups_give_the_analysis_of_variance() {
    let (outcome, groups) = three_pairs();
    let found = fit_levels(&outcome, &groups, &Design::with_constant(6)).unwrap();
    let near = |found: f64, wanted: f64| assert!((found - wanted).abs() < 1e-6, "{found}");
    near(found.residual_variance, 5.5);
    near(found.differences[0].covariance[0][0], 20.0);
    near(found.share_between().unwrap(), 20.0 / 25.5);
    near(found.effects[0], 6.5);
    for freedom in [Freedom::Satterthwaite, Freedom::KenwardRoger] {
        let estimate = found.coefficients(freedom, Level::P95).unwrap()[0].estimate;
        near(estimate.se.unwrap(), (45.5_f64 / 6.0).sqrt());
        near(estimate.df.unwrap(), 2.0);
    }
    // A group's own effect is its distance from the mean, drawn in by 40 / 45.5.
    let own = found.group_effects().unwrap();
    assert_eq!(own.iter().map(|one| one.group).collect::<Vec<_>>(), [7, 3, 5]);
    near(own[0].effects[0], (2.0 - 6.5) * 40.0 / 45.5);
    let shown = found.finding(Freedom::KenwardRoger, Level::P95).unwrap();
    assert_eq!(
        shown.sentence(),
        "78% (17% to 98% fit) of what differs lies between the 3 groups of “group”. Rests on 6 rows; 0 more could \
         not be used."
    );
    assert!(shown.share_between_interval.unwrap().contains(shown.share_between.unwrap()));
    assert!(shown.convention.contains("restricted maximum likelihood"));
    assert!(shown.warnings[0].sentence().contains("only 3 groups"));
}

#[test]
fn a_far_away_origin_costs_no_digits() {
    let (outcome, groups) = three_pairs();
    let x = [0.0, 1.0, 0.0, 1.0, 0.0, 2.0];
    let near_by = Design::with_constant(6).numbers("x", &x);
    let far = Design::with_constant(6).numbers("x", &x.map(|x| x + 1e6));
    let one = fit_levels(&outcome, &groups, &near_by).unwrap();
    let lifted: Vec<Option<f64>> = outcome.iter().map(|y| y.map(|y| y + 1e7)).collect();
    let other = fit_levels(&lifted, &groups, &far).unwrap();
    assert!((one.effects[1] - other.effects[1]).abs() < 1e-7);
    assert!((one.deviance - other.deviance).abs() < 1e-7);
    assert!((one.effects[0] + 1e7 - 1e6 * one.effects[1] - other.effects[0]).abs() < 1e-1);
}

#[test]
fn groups_that_do_not_differ_leave_least_squares_and_say_so() {
    let outcome = some(&[1.0, 9.0, 2.0, 8.0, 3.0, 7.0]);
    let groups = [1, 1, 2, 2, 3, 3].map(Some);
    let found = fit_levels(&outcome, &groups, &Design::with_constant(6)).unwrap();
    assert!(found.warnings.contains(&Warning::NoVariance("group".to_owned())));
    assert_eq!(found.differences[0].covariance[0][0], 0.0);
    assert!((found.residual_variance - 11.6).abs() < 1e-9);
    let estimate = found.coefficients(Freedom::Satterthwaite, Level::P95).unwrap()[0].estimate;
    assert!((estimate.df.unwrap() - 5.0).abs() < 1e-9);
}

#[test]
fn what_cannot_be_said_is_refused_in_words() {
    let constant = |rows| Design::with_constant(rows);
    let why = |outcome: &[Option<f64>], groups: &[Option<u64>]| {
        fit_levels(outcome, groups, &constant(outcome.len())).unwrap_err().why
    };
    assert!(why(&[], &[]).contains("No fixed column"));
    assert!(why(&[None; 4], &[Some(1); 4]).contains("No fixed column"));
    assert!(why(&some(&[1.0]), &[Some(1)]).contains("There is 1"));
    assert!(why(&some(&[1.0, 2.0, 4.0]), &[Some(1); 3]).contains("has 1 group with"));
    assert!(why(&some(&[1.0, 2.0, 4.0]), &[Some(1), Some(2), Some(3)]).contains("3 effects"));
    let pairs = [1, 1, 2, 2].map(Some);
    assert!(why(&some(&[5.0; 4]), &pairs).contains("exactly"));
    assert!(why(&some(&[1.0, 1.0, 2.0, 2.0]), &pairs).contains("exactly"));
    assert!(why(&some(&[1.0, 2.0]), &pairs).contains("different lengths"));
    assert!(why(&some(&[1e200, -1e200, 3e200, 1e200]), &pairs).contains("too big"));
    let (outcome, groups) = three_pairs();
    let ml = MixedModel { outcome: &outcome, design: &constant(6), random: &[] };
    assert!(ml.fit(Criterion::Reml).unwrap_err().why.contains("No grouping"));
    let effects = constant(6);
    let random = [Grouping { name: "group", groups: &groups, effects: &effects }];
    let ml = MixedModel { random: &random, ..ml }.fit(Criterion::MaximumLikelihood).unwrap();
    let refused = ml.coefficients(Freedom::KenwardRoger, Level::P95).unwrap_err();
    assert!(refused.why.contains("restricted"));
    let reml = fit_levels(&outcome, &groups, &constant(6)).unwrap();
    assert!(compare(&ml, &reml).is_err());
    assert!(compare(&ml, &ml).unwrap_err().why.contains("does not hold"));
}

#[test]
fn rows_with_something_missing_are_counted_and_a_column_that_adds_nothing_is_named() {
    let (mut outcome, mut groups) = three_pairs();
    outcome.extend([None, Some(f64::NAN), Some(4.0)]);
    groups.extend([Some(1), Some(1), None]);
    let design = Design::with_constant(9).numbers("same", &[4.0; 9]);
    let found = fit_levels(&outcome, &groups, &design).unwrap();
    assert_eq!(found.basis, Basis { used: 6, missing: 3 });
    assert_eq!(found.names, ["constant"]);
    assert!(found.warnings.contains(&Warning::LeftOut("same".to_owned())));
    assert!(found.warnings.contains(&Warning::NotNumbers(1)));
}

#[test]
fn crossed_groups_are_refused_and_nested_ones_are_not() {
    let outcome = some(&[1.0, 3.0, 5.0, 8.0, 2.0, 2.5, 7.0, 9.0]);
    let effects = Design::with_constant(8);
    let outer = [1, 1, 1, 1, 2, 2, 2, 2].map(Some);
    let fit = |inner: [u64; 8]| {
        let inner = inner.map(Some);
        let random = [
            Grouping { name: "inner", groups: &inner, effects: &effects },
            Grouping { name: "outer", groups: &outer, effects: &effects },
        ];
        MixedModel { outcome: &outcome, design: &effects, random: &random }.fit(Criterion::Reml)
    };
    let found = fit([1, 1, 2, 2, 3, 3, 4, 4]).unwrap();
    assert_eq!((found.differences[0].groups, found.differences[1].groups), (4, 2));
    assert_eq!(found.group_effects(), None);
    assert!(fit([1, 2, 3, 3, 1, 2, 3, 3]).unwrap_err().why.contains("more than one"));
}

/// Six people with three answers each: a start and a slope of their own.
fn slopes() -> (Vec<Option<f64>>, Vec<Option<u64>>, Design) {
    let outcome =
        [3.0, 5.1, 6.8, 1.2, 4.0, 7.4, 4.4, 4.1, 5.0, 2.0, 2.9, 4.4, 6.1, 7.0, 9.6, 3.3, 5.9, 6.2];
    let groups = (0..18).map(|row| Some(row / 3)).collect();
    let days: Vec<f64> = (0..18).map(|row| f64::from(row % 3) * 10.0).collect();
    (some(&outcome), groups, Design::with_constant(18).numbers("days", &days))
}

#[test]
fn slopes_and_curvature_agree_with_small_steps() {
    let (outcome, groups, design) = slopes();
    let random = [Grouping { name: "person", groups: &groups, effects: &design }];
    let model = MixedModel { outcome: &outcome, design: &design, random: &random };
    for criterion in [Criterion::Reml, Criterion::MaximumLikelihood] {
        let likelihood = model.read(criterion).unwrap().likelihood;
        let at = Factors(vec![DMatrix::from_row_slice(2, 2, &[0.8, 0.0, -0.3, 0.5])]);
        let slopes = |at: &Factors| likelihood.slopes(&likelihood.point(at).unwrap()).unwrap();
        let here = slopes(&at);
        let step = 1e-5;
        for i in 0..3 {
            let moved = |by: f64| {
                let mut steps = [0.0; 3];
                steps[i] = by;
                at.stepped(&steps)
            };
            let deviance = |by: f64| likelihood.point(&moved(by)).unwrap().deviance;
            let slope = (deviance(step) - deviance(-step)) / (2.0 * step);
            assert!((slope - here.slope[i]).abs() < 1e-6, "{slope} {}", here.slope[i]);
            let (up, down) = (slopes(&moved(step)).slope, slopes(&moved(-step)).slope);
            for j in 0..3 {
                // The slopes are those with the residual variance at its best.
                let mixed = here.curvature[(i, 3)] * here.curvature[(j, 3)];
                let wanted = here.curvature[(i, j)] - mixed / here.curvature[(3, 3)];
                let bend = (up[j] - down[j]) / (2.0 * step);
                assert!((bend - wanted).abs() < 1e-5, "{i} {j}: {bend} {wanted}");
            }
        }
    }
}

#[test]
fn the_short_cut_for_one_intercept_gives_what_the_long_way_gives() {
    let sizes = [2, 3, 2];
    let totals = vec![2.0, 1.0, 5.0, 3.0, -1.0, 4.0, 2.0, 0.5, -3.0];
    let blocks = sizes
        .iter()
        .zip(totals.chunks_exact(3))
        .map(|(size, total)| Block {
            zz: DMatrix::from_element(1, 1, f64::from(*size)),
            zx: DMatrix::from_row_slice(1, 3, total),
            parts: vec![(0, 0)],
        })
        .collect();
    let long = Groups::Blocks(blocks);
    let short = Groups::intercepts(sizes.iter().map(|s| *s as usize).collect(), totals, 3);
    let at = Factors(vec![DMatrix::from_element(1, 1, 0.7)]);
    let all = DMatrix::from_diagonal_element(3, 3, 50.0);
    let (one, other) = (short.fitted(&all, &at).unwrap(), long.fitted(&all, &at).unwrap());
    assert!((one.log_det - other.log_det).abs() < 1e-12);
    assert!((one.cross - other.cross).amax() < 1e-12);
    let (one, other) = (short.curves(&at, 3).unwrap(), long.curves(&at, 3).unwrap());
    assert!((one.trace[0] - other.trace[0]).abs() < 1e-12);
    assert!((one.traces[0][0] - other.traces[0][0]).abs() < 1e-12);
    assert!((&one.first[0] - &other.first[0]).amax() < 1e-12);
    assert!((&one.second[0][0] - &other.second[0][0]).amax() < 1e-12);
    let weights = [-0.5, 0.2, 1.0];
    for (one, other) in short.effects(&at, &weights).iter().zip(long.effects(&at, &weights)) {
        assert!((one[0] - other[0]).abs() < 1e-12);
    }
}

#[test]
fn a_sum_of_effects_is_the_effect_from_another_origin() {
    let (outcome, groups, design) = slopes();
    let later: Vec<f64> = (0..18).map(|row| f64::from(row % 3) * 10.0 - 20.0).collect();
    let moved = Design::with_constant(18).numbers("days", &later);
    let constant = Design::with_constant(18);
    let random = [Grouping { name: "person", groups: &groups, effects: &constant }];
    let fit = |design: &Design| {
        let model = MixedModel { outcome: &outcome, design, random: &random };
        model.fit(Criterion::Reml).unwrap()
    };
    let (one, other) = (fit(&design), fit(&moved));
    for freedom in [Freedom::Satterthwaite, Freedom::KenwardRoger] {
        let times = [("constant", 1.0), ("days", 20.0)];
        let sum = one.combined(&times, freedom, Level::P95).unwrap();
        let there = other.coefficients(freedom, Level::P95).unwrap()[0].estimate;
        assert!((sum.value - there.value).abs() < 1e-9);
        assert!((sum.se.unwrap() / there.se.unwrap() - 1.0).abs() < 1e-7);
        assert!((sum.df.unwrap() / there.df.unwrap() - 1.0).abs() < 1e-6);
    }
    let freedom = Freedom::Satterthwaite;
    assert!(one.combined(&[("nights", 1.0)], freedom, Level::P95).is_err());
    assert!(one.combined(&[], freedom, Level::P95).unwrap_err().why.contains("No effect"));
}

#[test]
fn slopes_that_follow_from_the_levels_are_said_to_and_still_give_ranges() {
    // Everybody's slope is half their level, but for errors that cancel out by time.
    let level = [-3.0, -1.0, 0.0, 1.0, 3.0, -2.0, 2.0, 0.5];
    let wobble = [0.4, -0.8, 0.4, -0.4, 0.8, -0.4, 0.0, 0.0];
    let at = |person: usize, time: usize| {
        let signs = [1.0, -2.0, 1.0];
        10.0 + level[person] * (1.0 + time as f64 / 2.0) + wobble[person] * signs[time]
    };
    let outcome: Vec<Option<f64>> =
        (0..8).flat_map(|person| (0..3).map(move |time| Some(at(person, time)))).collect();
    let groups: Vec<Option<u64>> = (0..24).map(|row| Some(row / 3)).collect();
    let times: Vec<f64> = (0..24).map(|row| f64::from(row % 3)).collect();
    let design = Design::with_constant(24).numbers("time", &times);
    let random = [Grouping { name: "person", groups: &groups, effects: &design }];
    let model = MixedModel { outcome: &outcome, design: &design, random: &random };
    let found = model.fit(Criterion::Reml).unwrap();
    assert!(!found.warnings.contains(&Warning::NotSettled));
    let said = "Not everything that was let vary between “person” can be told from chance.";
    assert!(found.warnings.contains(&Warning::Said(said.to_owned())), "{:?}", found.warnings);
    assert!((found.differences[0].correlation(0, 1).unwrap() - 1.0).abs() < 1e-6);
    for freedom in [Freedom::Satterthwaite, Freedom::KenwardRoger] {
        for one in found.coefficients(freedom, Level::P95).unwrap() {
            assert!(one.estimate.interval.is_some(), "{one:?}");
        }
    }
}

/// Twenty-four rows in two places of three people each, people and places with slopes.
#[test]
fn groups_within_groups_taken_out_one_by_one_give_what_one_matrix_gives() {
    let outcome: Vec<f64> = (0..24)
        .map(|row| (f64::from(row) * 0.618_034).fract() * 5.0 + f64::from(row / 4))
        .collect();
    let time: Vec<f64> = (0..24).map(|row| f64::from(row % 4)).collect();
    let (mut long, mut nests) = (Vec::new(), Vec::new());
    for place in 0..2 {
        // In the one matrix the place's columns come first, then two for each person.
        let mut zz = DMatrix::zeros(8, 8);
        let mut zx = DMatrix::zeros(8, 3);
        let own = |rows: &[usize]| {
            let z = DMatrix::from_fn(rows.len(), 2, |at, c| [1.0, time[rows[at]]][c]);
            let x = |at: usize, c: usize| [1.0, time[rows[at]], outcome[rows[at]]][c];
            (z, DMatrix::from_fn(rows.len(), 3, x))
        };
        let all: Vec<usize> = (place * 12..place * 12 + 12).collect();
        let (z1, x) = own(&all);
        zz.view_mut((0, 0), (2, 2)).copy_from(&z1.tr_mul(&z1));
        zx.view_mut((0, 0), (2, 3)).copy_from(&z1.tr_mul(&x));
        let mut inner = Vec::new();
        for (person, rows) in all.chunks_exact(4).enumerate() {
            let (z, x) = own(rows);
            let at = 2 + 2 * person;
            // A person's columns are the place's own, so one product serves for both.
            let square = z.tr_mul(&z);
            zz.view_mut((at, at), (2, 2)).copy_from(&square);
            zz.view_mut((at, 0), (2, 2)).copy_from(&square);
            zz.view_mut((0, at), (2, 2)).copy_from(&square);
            zx.view_mut((at, 0), (2, 3)).copy_from(&z.tr_mul(&x));
            let mut right = DMatrix::zeros(2, 5);
            right.view_mut((0, 0), (2, 2)).copy_from(&square);
            right.view_mut((0, 2), (2, 3)).copy_from(&z.tr_mul(&x));
            inner.push(Block { zz: square, zx: right, parts: vec![(0, 0)] });
        }
        let outer = Block { zz: z1.tr_mul(&z1), zx: z1.tr_mul(&x), parts: vec![(1, 0)] };
        nests.push(super::nested::Nest { outer, inner });
        long.push(Block { zz, zx, parts: vec![(1, 0), (0, 2), (0, 4), (0, 6)] });
    }
    let (long, short) = (Groups::Blocks(long), Groups::Nested(nests));
    let factor = |cells: [f64; 4]| DMatrix::from_row_slice(2, 2, &cells);
    let at = Factors(vec![factor([0.7, 0.0, -0.2, 0.4]), factor([0.5, 0.0, 0.3, 0.6])]);
    let all = DMatrix::from_diagonal_element(3, 3, 1e3);
    let (one, other) = (short.fitted(&all, &at).unwrap(), long.fitted(&all, &at).unwrap());
    assert!((one.log_det - other.log_det).abs() < 1e-10);
    assert!((one.cross - other.cross).amax() < 1e-9);
    let (one, other) = (short.curves(&at, 3).unwrap(), long.curves(&at, 3).unwrap());
    for k in 0..6 {
        assert!((one.trace[k] - other.trace[k]).abs() < 1e-9, "{k}");
        assert!((&one.first[k] - &other.first[k]).amax() < 1e-8, "{k}");
        for l in 0..6 {
            assert!((one.traces[k][l] - other.traces[k][l]).abs() < 1e-9, "{k} {l}");
            let off = (&one.second[k][l] - &other.second[k][l]).amax();
            assert!(off < 1e-8, "{k} {l}: {off}");
        }
    }
}

#[test]
fn units_of_a_slope_change_nothing_but_its_units() {
    let (outcome, groups, design) = slopes();
    let days: Vec<f64> = (0..18).map(|row| f64::from(row % 3) * 10.0 * 1440.0).collect();
    let minutes = Design::with_constant(18).numbers("days", &days);
    let fit = |design: &Design| {
        let random = [Grouping { name: "person", groups: &groups, effects: design }];
        MixedModel { outcome: &outcome, design, random: &random }.fit(Criterion::Reml).unwrap()
    };
    let (one, other) = (fit(&design), fit(&minutes));
    let slope = |fit: &MixedFit| fit.differences[0].covariance[1][1];
    assert!((slope(&one) / slope(&other) / 1440.0_f64.powi(2) - 1.0).abs() < 1e-6);
    assert!((one.effects[1] / other.effects[1] / 1440.0 - 1.0).abs() < 1e-9);
    let own = |fit: &MixedFit| fit.group_effects().unwrap()[3].effects[1];
    assert!((own(&one) - own(&other) * 1440.0).abs() < 1e-6);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_panics_and_nothing_is_nan(
        rows in prop::collection::vec(
            (prop::option::weighted(0.9, -3i32..4), prop::option::weighted(0.9, 0u64..4), -2i32..3),
            0..14,
        ),
        scale in prop::sample::select(vec![1e-9, 1.0, 1e9]),
    ) {
        let outcome: Vec<Option<f64>> =
            rows.iter().map(|row| row.0.map(|y| f64::from(y) * scale)).collect();
        let groups: Vec<Option<u64>> = rows.iter().map(|row| row.1).collect();
        let x: Vec<f64> = rows.iter().map(|row| f64::from(row.2)).collect();
        let design = Design::with_constant(rows.len()).numbers("x", &x);
        let constant = Design::with_constant(rows.len());
        for effects in [&constant, &design] {
            let random = [Grouping { name: "group", groups: &groups, effects }];
            let model = MixedModel { outcome: &outcome, design: &design, random: &random };
            let Ok(found) = model.fit(Criterion::Reml) else { continue };
            prop_assert!(found.deviance.is_finite() && found.residual_variance > 0.0);
            for freedom in [Freedom::Satterthwaite, Freedom::KenwardRoger] {
                for one in found.coefficients(freedom, Level::P95).unwrap() {
                    let it = one.estimate;
                    prop_assert!(it.value.is_finite() && it.se.is_none_or(f64::is_finite));
                    prop_assert!(it.df.is_none_or(|df| df > 0.0));
                    prop_assert!(it.p.is_none_or(|p| (0.0..=1.0).contains(&p)));
                }
            }
        }
    }
}
