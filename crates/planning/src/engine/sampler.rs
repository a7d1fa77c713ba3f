//! How lengths and choices vary: the distributions a model may draw from.
//!
//! Each is named by what a manager knows (a mean and how much it varies) and not by textbook
//! letters. Gamma: Marsaglia and Tsang (2000), ACM TOMS 26(3); the others by inversion, so that
//! one draw makes one value.

use super::stream::Stream;
use super::time::Time;
use crate::refusal::{CannotPlan, above_nought, not_negative};

/// A distribution of lengths or amounts.
#[derive(Debug, Clone, PartialEq)]
pub struct Sampler {
    shape: Shape,
}

#[derive(Debug, Clone, PartialEq)]
enum Shape {
    Constant(f64),
    Uniform { low: f64, width: f64 },
    Exponential { mean: f64 },
    Gamma { shape: f64, scale: f64 },
    Lognormal { mu: f64, sigma: f64 },
    Seen { values: Vec<f64>, choice: Choice },
}

impl Sampler {
    /// Always the same.
    pub fn constant(value: f64) -> Result<Sampler, CannotPlan> {
        Ok(Sampler { shape: Shape::Constant(not_negative("length", value)?) })
    }

    /// Anything between two ends, each as likely.
    pub fn uniform(low: f64, high: f64) -> Result<Sampler, CannotPlan> {
        let low = not_negative("lower end", low)?;
        let width = not_negative("distance from the lower end to the upper end", high - low)?;
        Ok(Sampler { shape: Shape::Uniform { low, width } })
    }

    /// Exponential: many short, a few long; what has lasted says nothing about what is left.
    pub fn exponential(mean: f64) -> Result<Sampler, CannotPlan> {
        Ok(Sampler { shape: Shape::Exponential { mean: above_nought("mean", mean)? } })
    }

    /// Gamma, by its mean and its coefficient of variation (the standard deviation over the mean).
    pub fn gamma(mean: f64, variation: f64) -> Result<Sampler, CannotPlan> {
        let mean = above_nought("mean", mean)?;
        let squared = above_nought("coefficient of variation", variation)?.powi(2);
        Ok(Sampler { shape: Shape::Gamma { shape: 1.0 / squared, scale: mean * squared } })
    }

    /// Lognormal, by its mean and its coefficient of variation.
    pub fn lognormal(mean: f64, variation: f64) -> Result<Sampler, CannotPlan> {
        let mean = above_nought("mean", mean)?;
        let squared = above_nought("coefficient of variation", variation)?.powi(2);
        let variance = squared.ln_1p();
        let mu = mean.ln() - variance / 2.0;
        Ok(Sampler { shape: Shape::Lognormal { mu, sigma: variance.sqrt() } })
    }

    /// Only values that were seen, each with its weight (how often it was seen).
    pub fn seen(values_and_weights: &[(f64, f64)]) -> Result<Sampler, CannotPlan> {
        let weights: Vec<f64> = values_and_weights.iter().map(|(_, weight)| *weight).collect();
        let choice = Choice::new(&weights)?;
        let values = values_and_weights.iter().map(|(value, _)| not_negative("length", *value));
        Ok(Sampler { shape: Shape::Seen { values: values.collect::<Result<_, _>>()?, choice } })
    }

    /// The mean that the draws tend to.
    #[must_use]
    pub fn mean(&self) -> f64 {
        match &self.shape {
            Shape::Constant(value) => *value,
            Shape::Uniform { low, width } => low + width / 2.0,
            Shape::Exponential { mean } => *mean,
            Shape::Gamma { shape, scale } => shape * scale,
            Shape::Lognormal { mu, sigma } => (mu + sigma * sigma / 2.0).exp(),
            Shape::Seen { values, choice } => choice.mean_of(values.iter().copied()),
        }
    }

    /// The variance that the draws tend to.
    #[must_use]
    pub fn variance(&self) -> f64 {
        match &self.shape {
            Shape::Constant(_) => 0.0,
            Shape::Uniform { width, .. } => width * width / 12.0,
            Shape::Exponential { mean } => mean * mean,
            Shape::Gamma { shape, scale } => shape * scale * scale,
            Shape::Lognormal { sigma, .. } => self.mean().powi(2) * (sigma * sigma).exp_m1(),
            Shape::Seen { values, choice } => {
                let mean = self.mean();
                choice.mean_of(values.iter().map(|value| (value - mean).powi(2)))
            }
        }
    }

    /// One draw.
    #[inline]
    pub fn draw(&self, stream: &mut Stream) -> f64 {
        match &self.shape {
            Shape::Constant(value) => *value,
            Shape::Uniform { low, width } => low + width * stream.uniform(),
            Shape::Exponential { mean } => mean * stream.exponential(),
            Shape::Gamma { shape, scale } => scale * standard_gamma(*shape, stream),
            Shape::Lognormal { mu, sigma } => (mu + sigma * stream.normal()).exp(),
            Shape::Seen { values, choice } => values[choice.draw(stream)],
        }
    }

    /// One draw as a length of time.
    #[inline]
    pub fn draw_time(&self, stream: &mut Stream) -> Time {
        Time::from_units(self.draw(stream))
    }
}

/// Marsaglia and Tsang's method; below a shape of 1 a draw one shape higher is shrunk.
fn standard_gamma(shape: f64, stream: &mut Stream) -> f64 {
    if shape < 1.0 {
        let power = (-stream.exponential() / shape).exp();
        return standard_gamma(shape + 1.0, stream) * power;
    }
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / (9.0 * d).sqrt();
    loop {
        let x = stream.normal();
        let v = (1.0 + c * x).powi(3);
        // The logarithm of a uniform draw is an exponential draw with its sign turned.
        if v > 0.0 && -stream.exponential() < 0.5 * x * x + d - d * v + d * v.ln() {
            return d * v;
        }
    }
}

/// A choice among a few, by weight.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// The share of each and all before it; the last is 1.
    up_to: Vec<f64>,
}

impl Choice {
    /// A choice by these weights, which need not add up to 1.
    pub fn new(weights: &[f64]) -> Result<Choice, CannotPlan> {
        let mut sum = 0.0;
        let mut up_to = Vec::with_capacity(weights.len());
        for weight in weights {
            sum += not_negative("weight", *weight)?;
            up_to.push(sum);
        }
        let sum = above_nought("sum of the weights", sum)?;
        for share in &mut up_to {
            *share /= sum;
        }
        Ok(Choice { up_to })
    }

    /// The place of the one that is chosen.
    #[inline]
    pub fn draw(&self, stream: &mut Stream) -> usize {
        let drawn = stream.uniform();
        // For a few, looking at each is quicker than halving. What has no weight is not met:
        // a draw is below the last share, which is exactly 1.
        if self.up_to.len() <= 8 {
            return self.up_to.iter().take_while(|share| **share <= drawn).count();
        }
        self.up_to.partition_point(|share| *share <= drawn)
    }

    /// The mean of the values, each by its weight.
    fn mean_of(&self, values: impl Iterator<Item = f64>) -> f64 {
        let before = std::iter::once(0.0).chain(self.up_to.iter().copied());
        let shares = self.up_to.iter().zip(before).map(|(up_to, before)| up_to - before);
        values.zip(shares).map(|(value, share)| value * share).sum()
    }
}

#[cfg(test)]
mod tests;
