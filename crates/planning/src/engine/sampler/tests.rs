//! Samplers give the mean and spread they promise, and refuse what is impossible.

use super::*;
use crate::engine::moments::Moments;
use crate::engine::stream::Seed;

const DRAWS: u32 = 8_000;

/// Draws many and compares mean and variance with what the sampler promises.
fn keeps_its_promise(sampler: &Sampler, seed: u64) {
    let mut stream = Seed(seed).stream(0, 0);
    let mut seen = Moments::default();
    let mut squares = Moments::default();
    for _ in 0..DRAWS {
        let value = sampler.draw(&mut stream);
        assert!(value >= 0.0);
        seen.add(value);
        squares.add((value - sampler.mean()).powi(2));
    }
    let within = |moments: &Moments, expected: f64| {
        let away = (moments.mean().unwrap() - expected).abs();
        let error = moments.standard_error().unwrap();
        assert!(away <= 4.0 * error + 1e-12, "{sampler:?}: {away} with error {error}");
    };
    within(&seen, sampler.mean());
    within(&squares, sampler.variance());
}

#[test]
fn every_sampler_has_the_mean_and_variance_it_promises() {
    let samplers = [
        Sampler::constant(3.0),
        Sampler::uniform(1.0, 4.0),
        Sampler::exponential(2.5),
        Sampler::gamma(2.0, 0.5),
        Sampler::gamma(2.0, 0.7_f64.sqrt()),
        Sampler::gamma(1.5, 1.6),
        Sampler::lognormal(3.0, 0.8),
        Sampler::seen(&[(1.0, 2.0), (4.0, 0.0), (6.0, 1.0)]),
    ];
    for (seed, sampler) in samplers.into_iter().enumerate() {
        keeps_its_promise(&sampler.unwrap(), seed as u64);
    }
}

#[test]
fn mean_and_variation_are_those_asked_for() {
    for sampler in [Sampler::gamma(2.0, 0.6).unwrap(), Sampler::lognormal(2.0, 0.6).unwrap()] {
        assert!((sampler.mean() - 2.0).abs() < 1e-12);
        assert!((sampler.variance() - 1.44).abs() < 1e-12);
    }
}

#[test]
fn what_has_no_weight_is_never_chosen() {
    let few = Choice::new(&[0.0, 1.0, 0.0]).unwrap();
    let many = Choice::new(&[0.0, 0.0, 1.0, 0.0, 0.0, 2.0, 0.0, 0.0, 0.0, 0.0]).unwrap();
    let mut stream = Seed(1).stream(0, 0);
    for _ in 0..200 {
        assert_eq!(few.draw(&mut stream), 1);
        assert!([2, 5].contains(&many.draw(&mut stream)));
    }
}

#[test]
fn the_impossible_is_refused() {
    for refused in [
        Sampler::constant(f64::NAN),
        Sampler::uniform(2.0, 1.0),
        Sampler::exponential(0.0),
        Sampler::gamma(1.0, 0.0),
        Sampler::lognormal(-1.0, 1.0),
        Sampler::seen(&[]),
        Sampler::seen(&[(1.0, 0.0)]),
        Sampler::seen(&[(-1.0, 1.0)]),
    ] {
        assert!(refused.is_err());
    }
}
