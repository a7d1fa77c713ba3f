//! Comparing shares between two groups of equal size.
//!
//! Sources: Cohen (1988), with the arcsine difference h, both tails; and the normal approximation
//! with a pooled variance under no difference, near tail only, as R's power.prop.test.

use super::{Power, is_share, smallest};
use crate::finding::CannotSay;
use crate::quantile::{normal, normal_cdf, normal_sf};

/// Which approximation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// Cohen's h: the difference of arcsines.
    Arcsine,
    /// The normal approximation to the difference of shares.
    Normal,
}

impl Scale {
    fn convention(self) -> &'static str {
        match self {
            Scale::Arcsine => "Two shares, arcsine difference h, two-sided, both tails counted.",
            Scale::Normal => {
                "Two shares, normal approximation, pooled variance under no difference, \
                 two-sided, near tail only."
            }
        }
    }
}

/// Cohen's h of two shares.
#[must_use]
pub fn arcsine_difference(first: f64, second: f64) -> f64 {
    2.0 * first.clamp(0.0, 1.0).sqrt().asin() - 2.0 * second.clamp(0.0, 1.0).sqrt().asin()
}

fn power(scale: Scale, shares: (f64, f64), n: f64, limit: f64) -> f64 {
    let (first, second) = shares;
    match scale {
        Scale::Arcsine => {
            let shift = arcsine_difference(first, second).abs() * (n / 2.0).sqrt();
            normal_sf(limit - shift) + normal_cdf(-limit - shift)
        }
        Scale::Normal => {
            let pooled = (first + second) * (1.0 - (first + second) / 2.0);
            let apart = first * (1.0 - first) + second * (1.0 - second);
            normal_cdf((n.sqrt() * (first - second).abs() - limit * pooled.sqrt()) / apart.sqrt())
        }
    }
}

/// How many are needed in each group to see this difference of shares.
///
/// # Errors
/// Says what would be needed where the shares are impossible or equal.
pub fn needed(
    scale: Scale,
    shares: (f64, f64),
    asked: f64,
    alpha: f64,
) -> Result<Power, CannotSay> {
    is_share(alpha, "chance of a false alarm")?;
    is_share(asked, "power")?;
    is_share(shares.0, "first share")?;
    is_share(shares.1, "second share")?;
    if shares.0 == shares.1 {
        return Err(CannotSay::because(
            "The two shares are the same, and no number of people shows a difference of nothing.",
            "Say which difference would matter.",
        ));
    }
    let limit = normal(1.0 - alpha / 2.0).unwrap_or(1.96);
    let n = smallest(1.0, asked, |n| Some(power(scale, shares, n, limit)))?;
    let power = power(scale, shares, n, limit);
    let convention = scale.convention();
    Ok(Power { needed: n, of: "people in each group", power, alpha, convention })
}
