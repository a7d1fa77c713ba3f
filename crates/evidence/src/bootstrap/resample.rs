//! Sums of resamples: as many draws as there are rows, each row equally likely, with replacement.
//!
//! How rows are drawn: rows stand in blocks of 256. First chance says how many draws fall into
//! each block (binomial numbers one after the other: exactly the multinomial distribution), then
//! one random byte a draw picks the row within its block. That is the same distribution as
//! drawing an index for each, with fewer random bits and without leaving the fastest memory.

use crate::chance::Stream;

/// Rows in a block: one byte picks among them.
const BLOCK: usize = 256;

/// The mean of one resample of these values; nought of no values.
pub(super) fn mean(values: &[f64], stream: &mut Stream) -> f64 {
    let (mut rows, mut draws, mut sum) = (values.len(), values.len() as u64, 0.0);
    let (blocks, rest) = values.as_chunks::<BLOCK>();
    for block in blocks {
        let here = match rows == BLOCK {
            true => draws,
            false => stream.binomial(draws, BLOCK as f64 / rows as f64),
        };
        sum += sum_of_block(block, here as usize, stream);
        (rows, draws) = (rows - BLOCK, draws - here);
    }
    sum += sum_of_rest(rest, draws as usize, stream);
    sum / values.len().max(1) as f64
}

/// The sum of so many draws out of a whole block.
fn sum_of_block(block: &[f64; BLOCK], draws: usize, stream: &mut Stream) -> f64 {
    let (mut left, mut sums) = (draws, [0.0; 8]);
    while left > 0 {
        let bytes = stream.bytes(left);
        left -= bytes.len();
        // Eight sums at once, since each addition to one sum would wait for the one before.
        let (eights, few) = bytes.as_chunks::<8>();
        for eight in eights {
            for (sum, byte) in sums.iter_mut().zip(eight) {
                *sum += block[usize::from(*byte)];
            }
        }
        for (sum, byte) in sums.iter_mut().zip(few) {
            *sum += block[usize::from(*byte)];
        }
    }
    sums.iter().sum()
}

/// The sum of so many draws out of fewer than 256 rows.
fn sum_of_rest(rest: &[f64], draws: usize, stream: &mut Stream) -> f64 {
    if rest.is_empty() {
        return 0.0;
    }
    // Bytes above the last whole multiple would make the first rows likelier: they are passed over.
    let fair = BLOCK / rest.len() * rest.len();
    let (mut left, mut sum) = (draws, 0.0);
    while left > 0 {
        for byte in stream.bytes(left) {
            let byte = usize::from(*byte);
            if byte < fair {
                sum += rest[byte % rest.len()];
                left -= 1;
            }
        }
    }
    sum
}

/// Fills `rows` with as many row numbers, each equally likely.
pub(super) fn rows(rows: &mut [usize], stream: &mut Stream) {
    let many = rows.len() as u64;
    rows.iter_mut().for_each(|row| *row = stream.below(many) as usize);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_drawn_as_often_as_chance_says() {
        // Two whole blocks and a rest; each row in turn is the only one that counts.
        let count = 2 * BLOCK + 44;
        for row in [0, 255, 256, 511, 512, count - 1] {
            let mut values = vec![0.0; count];
            values[row] = 1.0;
            let mut stream = Stream::new(5, row as u64);
            let drawn: Vec<f64> =
                (0..1000).map(|_| mean(&values, &mut stream) * count as f64).collect();
            let average = drawn.iter().sum::<f64>() / 1000.0;
            let spread = drawn.iter().map(|one| (one - average).powi(2)).sum::<f64>() / 999.0;
            // Binomial with n trials of 1/n: mean 1, variance 1 − 1/n.
            assert!((average - 1.0).abs() < 0.12, "row {row}: {average}");
            assert!((spread - 1.0).abs() < 0.25, "row {row}: {spread}");
        }
    }

    #[test]
    fn a_resample_has_as_many_draws_as_rows() {
        for count in [1, 2, 255, 256, 257, 512, 1000] {
            let mut stream = Stream::new(8, 0);
            assert_eq!(mean(&vec![1.0; count], &mut stream), 1.0, "{count}");
        }
        assert_eq!(mean(&[], &mut Stream::new(8, 0)), 0.0);
    }

    #[test]
    fn variance_of_resampled_means_is_that_of_the_values_over_n() {
        let values: Vec<f64> = (0..700).map(|at| f64::from(at % 13)).collect();
        let centre = values.iter().sum::<f64>() / 700.0;
        let wanted = values.iter().map(|x| (x - centre).powi(2)).sum::<f64>() / 700.0 / 700.0;
        let mut stream = Stream::new(21, 0);
        let means: Vec<f64> = (0..1500).map(|_| mean(&values, &mut stream)).collect();
        let found = means.iter().map(|x| (x - centre).powi(2)).sum::<f64>() / 1500.0;
        assert!((found / wanted - 1.0).abs() < 0.14, "{found} for {wanted}");
    }
}
