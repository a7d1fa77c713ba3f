//! Normalised discounted cumulative gain, with gain 2^grade − 1 (Burges et al. 2005).

/// How close the order of these grades comes to the best order of all judged grades.
///
/// `None` where nothing judged is any good: there is no best order then.
pub(crate) fn ndcg(shown: &[u8], judged: &[u8], k: usize) -> Option<f64> {
    let mut best = judged.to_vec();
    best.sort_unstable_by(|a, b| b.cmp(a));
    let ideal = dcg(&best, k);
    (ideal > 0.0).then(|| dcg(shown, k) / ideal)
}

fn dcg(grades: &[u8], k: usize) -> f64 {
    let ranked = grades.iter().take(k).zip(2_u32..);
    ranked.map(|(grade, rank)| (f64::from(*grade).exp2() - 1.0) / f64::from(rank).log2()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_order_is_one_and_a_worked_example_agrees() {
        assert_eq!(ndcg(&[3, 2, 1], &[1, 2, 3, 0], 5), Some(1.0));
        assert_eq!(ndcg(&[0, 0], &[0, 0], 5), None);
        // (0 + 7/log2(3)) / (7 + 1/log2(3)), by hand.
        let found = ndcg(&[0, 3], &[3, 1], 2).unwrap();
        assert!((found - 4.416_508_2 / 7.630_929_8).abs() < 1e-6, "{found}");
    }

    #[test]
    fn what_comes_after_k_counts_nothing() {
        assert_eq!(ndcg(&[0, 3], &[3], 1), Some(0.0));
    }
}
