//! What criterion does not print: times side by side.

use std::hint::black_box;
use std::time::Instant;

use criterion::Bencher;

/// A name, and times in so many columns.
pub(crate) type Row<const N: usize> = (&'static str, [Times; N]);

/// Nanoseconds that one run took, in every sample that criterion asked for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Times(Vec<f64>);

impl Times {
    /// Runs the routine as often as criterion asks, and notes how long it took.
    #[expect(clippy::cast_precision_loss, reason = "so many runs nobody waits for")]
    pub(crate) fn take<R>(&mut self, bencher: &mut Bencher<'_>, mut routine: impl FnMut() -> R) {
        bencher.iter_custom(|n_runs| {
            let start = Instant::now();
            for _ in 0..n_runs {
                black_box(routine());
            }
            let elapsed = start.elapsed();
            self.0.push(elapsed.as_nanos() as f64 / n_runs as f64);
            elapsed
        });
    }

    /// None, if it was not among what was to be run.
    fn median(&self) -> Option<f64> {
        let mut times = self.0.clone();
        times.sort_unstable_by(f64::total_cmp);
        times.get(times.len() / 2).copied()
    }
}

/// Prints ours, theirs, and the ratio.
pub(crate) fn compare(rows: &[Row<2>]) {
    println!(
        "{:<58} {:>10} {:>12} {:>8}",
        "medians", "ours", "duckling", "ratio"
    );
    let mut ratios = Vec::new();
    for (name, [ours, theirs]) in rows {
        if let (Some(ours), Some(theirs)) = (ours.median(), theirs.median()) {
            let (ours, theirs) = (ours / 1000.0, theirs / 1000.0);
            println!(
                "{name:<58} {ours:>7.2} µs {theirs:>9.1} µs {:>7.0}x",
                theirs / ours
            );
            ratios.push(theirs / ours);
        }
    }
    ratios.sort_unstable_by(f64::total_cmp);
    if let (Some(least), Some(median)) = (ratios.first(), ratios.get(ratios.len() / 2)) {
        println!("ours is faster {least:.0} times at least, {median:.0} times in the median\n");
    }
}

/// Prints the time per byte by size; in linear time it stays the same.
#[expect(clippy::cast_precision_loss, reason = "no text is so long")]
pub(crate) fn scale<const N: usize>(rows: &[Row<N>], sizes: [usize; N]) {
    print!("{:<58}", "nanoseconds a byte, in a text of");
    for size in sizes {
        print!(" {:>7} KiB", size >> 10);
    }
    println!();
    for (name, times) in rows {
        if times.iter().all(|times| times.median().is_some()) {
            print!("{name:<58}");
            for (times, size) in times.iter().zip(sizes) {
                print!(
                    " {:>11.1}",
                    times.median().unwrap_or_default() / size as f64
                );
            }
            println!();
        }
    }
}
