//! Counts by category.

use std::collections::BTreeMap;

/// How an answer compares with its label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The same.
    Right,
    /// Another.
    Wrong,
    /// None, where there is one.
    Unanswered,
}

/// Right, wrong and unanswered, by category.
#[derive(Debug, Default)]
pub(crate) struct Table(BTreeMap<String, [usize; 3]>);

impl Table {
    /// Counts one.
    pub(crate) fn add(&mut self, category: &str, outcome: Outcome) {
        for row in [category, "= all"] {
            self.0.entry(row.to_owned()).or_default()[outcome as usize] += 1;
        }
    }

    /// Prints the counts, the sum last.
    pub(crate) fn print(&self) {
        println!(
            "{:<24} {:>6} {:>6} {:>6} {:>7}",
            "", "right", "wrong", "none", "right"
        );
        let rows = self.0.iter().filter(|(name, _)| *name != "= all");
        for (name, [right, wrong, none]) in rows.chain(self.0.get_key_value("= all")) {
            let share = 100 * 10 * right / (right + wrong + none).max(1);
            println!(
                "{name:<24} {right:>6} {wrong:>6} {none:>6} {:>5}.{} %",
                share / 10,
                share % 10
            );
        }
    }
}
