//! Series of our own whose change is known, and series that cannot say.

use super::*;

const PLAIN: Shape =
    Shape { has_slope_change: true, harmonics: 0, periods_a_year: 12, first_period: 1 };

/// Level 10 rising by 1 a period; from the eleventh on 5 lower and rising by 2.
fn known() -> Vec<Option<f64>> {
    (1..=20)
        .map(f64::from)
        .map(|t| {
            let noise = if t % 2.0 == 0.0 { 0.1 } else { -0.1 };
            Some(10.0 + t + noise + if t > 10.0 { -5.0 + (t - 10.0) } else { 0.0 })
        })
        .collect()
}

#[test]
fn a_known_step_and_slope_are_found() {
    let count = known();
    let series = Series { count: &count, out_of: None, starts_at: 10 };
    let errors = Errors::Rate { per: 1.0, lag: Some(1) };
    let found = interruption(&series, &PLAIN, errors, Level::P95).unwrap();
    assert!((found.step.value + 5.0).abs() < 0.2, "{}", found.step.value);
    assert!((found.slope.unwrap().value - 1.0).abs() < 0.05);
    assert_eq!((found.before, found.after, found.step_ratio), (10, 10, None));
    assert!(found.sentence().starts_with("When it started the level fell by"));
}

#[test]
fn a_halved_rate_is_found_whatever_the_population() {
    let out_of: Vec<f64> = (0..24).map(|at| 1000.0 + 50.0 * f64::from(at)).collect();
    let rate = |at: usize| if at >= 12 { 0.1 } else { 0.2 };
    let count: Vec<Option<f64>> =
        out_of.iter().enumerate().map(|(at, of)| Some((of * rate(at)).round())).collect();
    let series = Series { count: &count, out_of: Some(&out_of), starts_at: 12 };
    let shape = Shape { has_slope_change: false, ..PLAIN };
    let found = interruption(&series, &shape, Errors::QuasiPoisson, Level::P95).unwrap();
    let ratio = found.step_ratio.unwrap();
    assert!((ratio.value - 0.5).abs() < 0.01 && found.slope.is_none());
    assert!(found.sentence().contains("fell by 50%"), "{}", found.sentence());
}

/// 48 periods with a step of 2 after the 24th and errors of which so much lingers.
fn lingering(share: f64) -> Vec<Option<f64>> {
    let mut stream = crate::chance::Stream::new(11, 3);
    let mut error = 0.0;
    (0..48)
        .map(|at| {
            error = share * error + stream.normal() * (1.0 - share * share).sqrt();
            Some(10.0 + 0.1 * f64::from(at) + if at >= 24 { 2.0 } else { 0.0 } + error)
        })
        .collect()
}

#[test]
fn what_lingers_is_told_and_widens_the_range() {
    let shape = Shape { has_slope_change: false, harmonics: 2, ..PLAIN };
    let fit = |share: f64, errors: Errors| {
        let count = lingering(share);
        let series = Series { count: &count, out_of: None, starts_at: 24 };
        interruption(&series, &shape, errors, Level::P95).unwrap()
    };
    let plain = fit(0.0, Errors::LingeringRate { per: 1.0 });
    let long = fit(0.8, Errors::LingeringRate { per: 1.0 });
    let (small, large) = (plain.lingering.unwrap(), long.lingering.unwrap());
    assert!(small < 0.3 && large > 0.4, "{small} {large}");
    assert!(long.convention.contains("linger"), "{}", long.convention);
    assert_eq!(long.step.df, Some(48.0 - 7.0));
    assert!(plain.step.interval.unwrap().contains(2.0), "{:?}", plain.step);
}

#[test]
fn fewer_than_a_year_of_periods_on_a_side_give_no_range_and_gaps_are_bridged() {
    let count = lingering(0.4);
    let shape = Shape { has_slope_change: false, ..PLAIN };
    let errors = Errors::LingeringRate { per: 1.0 };
    let short = Series { count: &count[18..40], out_of: None, starts_at: 6 };
    let found = interruption(&short, &shape, errors, Level::P95).unwrap();
    assert_eq!((found.step.se, found.step.interval, found.step.p), (None, None, None));
    assert!(found.warnings.iter().any(|one| one.sentence().contains("no range is given")));
    let mut holed = count.clone();
    holed[30] = None;
    let holed = Series { count: &holed, out_of: None, starts_at: 24 };
    let found = interruption(&holed, &shape, errors, Level::P95).unwrap();
    assert_eq!((found.basis.used, found.basis.missing), (47, 1));
    assert!(found.step.interval.is_some());
    let flat = vec![Some(3.0); 30];
    let flat = Series { count: &flat, out_of: None, starts_at: 15 };
    let found = interruption(&flat, &shape, errors, Level::P95).unwrap();
    assert_eq!((found.step.interval, found.step.p), (None, None), "{:?}", found.step);
}

#[test]
fn counts_that_linger_are_close_to_strangers_where_nothing_lingers() {
    let mut stream = crate::chance::Stream::new(5, 1);
    let rate = |at: usize| if at >= 30 { 0.05 } else { 0.1 };
    let count: Vec<Option<f64>> =
        (0..60).map(|at| Some(stream.binomial(2000, rate(at)) as f64)).collect();
    let out_of = vec![2000.0; 60];
    let series = Series { count: &count, out_of: Some(&out_of), starts_at: 30 };
    let shape = Shape { has_slope_change: false, ..PLAIN };
    let fit = |errors| interruption(&series, &shape, errors, Level::P95).unwrap();
    let (lingers, strangers) = (fit(Errors::LingeringCounts), fit(Errors::QuasiPoisson));
    assert!((lingers.step.value - strangers.step.value).abs() < 0.03);
    let ratio = lingers.step.se.unwrap() / strangers.step.se.unwrap();
    assert!((0.75..1.4).contains(&ratio), "{ratio}");
    // Far beyond what one draw in a thousand would do.
    let away = lingers.step.value - 0.5f64.ln();
    assert!(away.abs() < 4.0 * lingers.step.se.unwrap(), "{away}");
    let range = lingers.step_ratio.unwrap().interval.unwrap();
    assert!((range.low - lingers.step.interval.unwrap().low.exp()).abs() < 1e-12);
}

#[test]
fn what_cannot_be_said_is_refused() {
    let why = |count: &[Option<f64>], starts_at: usize, shape: &Shape| {
        let series = Series { count, out_of: None, starts_at };
        interruption(&series, shape, Errors::QuasiPoisson, Level::P95).unwrap_err().why
    };
    assert!(why(&[], 0, &PLAIN).contains("0 periods before"));
    assert!(why(&known(), 25, &PLAIN).contains("20 periods before the start and 0 after"));
    assert!(why(&[None; 20], 10, &PLAIN).contains("0 periods before"));
    let timeless = Shape { harmonics: 1, periods_a_year: 0, ..PLAIN };
    assert!(why(&known(), 10, &timeless).contains("no season"));
    let count = known();
    let series = Series { count: &count, out_of: Some(&[1.0]), starts_at: 10 };
    let uneven = interruption(&series, &PLAIN, Errors::Poisson, Level::P95).unwrap_err();
    assert!(uneven.why.contains("different lengths"));
}

#[test]
fn few_periods_and_periods_without_people_are_said() {
    let count = [Some(4.0), Some(6.0), Some(5.0), None, Some(2.0), Some(3.0), Some(1.0)];
    let out_of = [9.0, 9.0, 9.0, 9.0, 9.0, 0.0, 9.0];
    let series = Series { count: &count, out_of: Some(&out_of), starts_at: 4 };
    let shape = Shape { has_slope_change: false, ..PLAIN };
    let found = interruption(&series, &shape, Errors::Poisson, Level::P95).unwrap();
    assert_eq!(found.basis, Basis { used: 5, missing: 2 });
    assert!(found.warnings.iter().any(|warning| warning.sentence().contains("only 3 periods")));
    let stray: Vec<Option<f64>> =
        (0..20).map(|at| Some(if at % 2 == 0 { 5.0 } else { 95.0 })).collect();
    let series = Series { count: &stray, out_of: None, starts_at: 10 };
    let found = interruption(&series, &shape, Errors::Poisson, Level::P95).unwrap();
    assert!(found.warnings.iter().any(|warning| warning.sentence().contains("quasi-Poisson")));
}
