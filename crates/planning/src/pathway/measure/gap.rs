//! The slope index of inequality of a value that each group of people has.
//!
//! The groups are put in order of deprivation; each stands in the middle of its share of the
//! residents; a line is fitted with those shares as weights. The index is what the line says of
//! the most deprived end less the least deprived end. Source: Mackenbach and Kunst (1997), Social
//! Science & Medicine 44(6), 757–771.

/// A group: its rank (1 for the most deprived), its share of the residents, and its value.
pub(crate) type Point = (f64, f64, f64);

/// The slope index; not a number where there are fewer than two ranks with a value.
pub(crate) fn slope_index(points: &[Point]) -> f64 {
    let mut points: Vec<Point> = points
        .iter()
        .copied()
        .filter(|(_, share, value)| *share > 0.0 && !value.is_nan())
        .collect();
    // From the least deprived to the most deprived.
    points.sort_by(|one, other| other.0.total_cmp(&one.0));
    let whole: f64 = points.iter().map(|(_, share, _)| share).sum();
    let mut middles = Vec::with_capacity(points.len());
    let mut below = 0.0;
    for group in points.chunk_by(|one, other| one.0 == other.0) {
        let share: f64 = group.iter().map(|(_, share, _)| share / whole).sum();
        middles
            .extend(group.iter().map(|(_, one, value)| (below + share / 2.0, one / whole, *value)));
        below += share;
    }
    let mean = |of: fn(&(f64, f64, f64)) -> f64| {
        middles.iter().map(|point| point.1 * of(point)).sum::<f64>()
    };
    let (mean_x, mean_y) = (mean(|point| point.0), mean(|point| point.2));
    let across: f64 = middles.iter().map(|(x, w, y)| w * (x - mean_x) * (y - mean_y)).sum();
    let along: f64 = middles.iter().map(|(x, w, _)| w * (x - mean_x).powi(2)).sum();
    if along > 1e-12 { across / along } else { f64::NAN }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_on_a_line_give_the_line() {
        // Fifths with middles 0.1 to 0.9, from least to most deprived: 3 + 2 × middle.
        let points: Vec<Point> =
            (0..5).map(|at| (f64::from(5 - at), 0.2, 3.2 + 0.4 * f64::from(at))).collect();
        assert!((slope_index(&points) - 2.0).abs() < 1e-12);
    }

    #[test]
    fn one_rank_alone_has_no_slope() {
        assert!(slope_index(&[(1.0, 0.5, 3.0), (1.0, 0.5, 4.0)]).is_nan());
        assert!(slope_index(&[]).is_nan());
        assert!(slope_index(&[(1.0, 0.5, 3.0), (2.0, 0.5, f64::NAN)]).is_nan());
    }

    #[test]
    fn groups_of_one_rank_stand_together() {
        let apart = slope_index(&[(1.0, 0.5, 4.0), (2.0, 0.25, 1.0), (2.0, 0.25, 3.0)]);
        let joined = slope_index(&[(1.0, 0.5, 4.0), (2.0, 0.5, 2.0)]);
        assert!((apart - joined).abs() < 1e-12 && (joined - 4.0).abs() < 1e-12, "{apart} {joined}");
    }
}
