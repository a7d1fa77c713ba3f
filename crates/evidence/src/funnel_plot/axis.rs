//! Where along its axis a funnel is drawn: a hundred points, close together where it bends.
//!
//! Source: UKHSA, Fingertips technical guidance (funnel plots), whose points these are, so that two
//! drawings of one funnel lie on each other.

/// What runs along the axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Along {
    /// The people of an area, for shares.
    People,
    /// The events observed, for ratios to the expected number.
    Observed,
    /// The events, for rates: the average rate for one person and the years of data.
    Events {
        /// The average rate for one person.
        average: f64,
        /// How many years the events were counted.
        years: f64,
    },
}

const POINTS: i32 = 100;

/// The points for areas whose size lies between these two.
#[must_use]
pub fn axis(least: f64, most: f64, along: Along) -> Vec<f64> {
    let years = if let Along::Events { years, .. } = along { years } else { 1.0 };
    let starts_at_nought = most > 2.0 * least;
    let mut low = if starts_at_nought { 0.0 } else { round_down(least / years) * years };
    let mut high = round_up(most / years) * years;
    if let Along::Events { average, .. } = along {
        (low, high) = ((low * average).floor(), (high * average).ceil());
    }
    // The points of ratios stop one step early.
    let spare = i32::from(along == Along::Observed);
    let mut points = vec![low.max(1.0)];
    for at in 2..=POINTS {
        let last = points[points.len() - 1];
        let step = (high / last).powf(1.0 / f64::from(POINTS + 1 + spare - at));
        points.push((step * last).round_ties_even().max(last + 1.0));
    }
    points
}

fn digits(of: f64) -> i32 {
    of.max(1.0).log10().floor() as i32 + 1
}

/// Five per cent lower, to one digit.
fn round_down(size: f64) -> f64 {
    let lower = size * 0.95;
    let unit = 10f64.powi(digits(lower.floor()) - 1);
    (lower / unit).floor() * unit
}

/// Five per cent higher, to two digits.
fn round_up(size: f64) -> f64 {
    let higher = size * 1.05;
    let unit = 10f64.powi(digits(higher.ceil()) - 2);
    (higher / unit).ceil() * unit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_axis_begins_at_one_when_areas_differ_widely() {
        let points = axis(100.0, 1000.0, Along::People);
        assert_eq!((points.len(), points[0], points[99]), (100, 1.0, 1100.0));
        let narrow = axis(800.0, 1000.0, Along::People);
        assert_eq!((narrow[0], narrow[99]), (700.0, 1100.0));
    }
}
