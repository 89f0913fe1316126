//! Counts by category, and every miss.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// How an answer compares with its label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The same.
    Right,
    /// Another, or one where there is none.
    Wrong,
    /// None, where there is one.
    Unanswered,
}

impl Outcome {
    fn name(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Wrong => "wrong",
            Self::Unanswered => "unanswered",
        }
    }
}

/// What became of a file.
#[derive(Debug, Default)]
pub(crate) struct Report {
    /// Right, wrong and unanswered, by table and category.
    tables: BTreeMap<&'static str, BTreeMap<String, [usize; 3]>>,
    misses: Vec<Miss>,
    /// So many of so many.
    figures: BTreeMap<&'static str, (usize, usize)>,
}

/// An answer that is not right.
#[derive(Debug)]
pub(crate) struct Miss {
    pub(crate) table: &'static str,
    pub(crate) category: String,
    pub(crate) outcome: Outcome,
    /// The phrase, or the call's id.
    pub(crate) item: String,
    pub(crate) expected: Option<String>,
    pub(crate) answer: Option<String>,
}

impl Report {
    /// Counts an answer.
    pub(crate) fn count(&mut self, table: &'static str, category: &str, outcome: Outcome) {
        let table = self.tables.entry(table).or_default();
        table.entry(category.to_owned()).or_default()[outcome as usize] += 1;
    }

    /// Notes an answer that is not right.
    pub(crate) fn miss(&mut self, miss: Miss) {
        self.misses.push(miss);
    }

    /// Counts one that may be such, or not.
    pub(crate) fn figure(&mut self, name: &'static str, is_such: bool) {
        let (such, all) = self.figures.entry(name).or_default();
        *such += usize::from(is_such);
        *all += 1;
    }

    /// Prints it for people: the misses, then the tables, then the figures.
    pub(crate) fn print(&self, file: &str) {
        println!("# {file}");
        for (name, table) in &self.tables {
            let misses = self.misses.iter().filter(|miss| miss.table == *name);
            for miss in misses {
                println!(
                    "{:<10}  {}  {}  is {}, not {}",
                    miss.outcome.name(),
                    miss.category,
                    miss.item,
                    miss.expected.as_deref().unwrap_or("none"),
                    miss.answer.as_deref().unwrap_or("none"),
                );
            }
            println!(
                "\n{name:<32} {:>6} {:>6} {:>11} {:>9}",
                "right", "wrong", "unanswered", "right"
            );
            for (category, counts) in table {
                row(category, *counts);
            }
            row("= all", sum(table));
            println!();
        }
        for (name, (such, all)) in &self.figures {
            println!("{name}: {such} of {all}");
        }
        println!();
    }

    /// The same for machines.
    pub(crate) fn json(&self, file: &str) -> Value {
        let counts = |[right, wrong, unanswered]: [usize; 3]| json!({"right": right, "wrong": wrong, "unanswered": unanswered});
        let tables = self.tables.iter().map(|(name, table)| {
            let categories = table
                .iter()
                .map(|(category, n)| (category.clone(), counts(*n)));
            let categories = categories.collect::<serde_json::Map<_, _>>();
            let table = json!({"all": counts(sum(table)), "categories": categories});
            ((*name).to_owned(), table)
        });
        let misses = self.misses.iter().map(|miss| {
            json!({
                "table": miss.table,
                "category": miss.category,
                "outcome": miss.outcome.name(),
                "item": miss.item,
                "expected": miss.expected,
                "answer": miss.answer,
            })
        });
        let figures = self.figures.iter().map(|(name, (such, all))| {
            let figure = json!({"such": such, "of": all});
            ((*name).to_owned(), figure)
        });
        json!({
            "file": file,
            "tables": tables.collect::<serde_json::Map<_, _>>(),
            "figures": figures.collect::<serde_json::Map<_, _>>(),
            "misses": misses.collect::<Vec<_>>(),
        })
    }
}

fn sum(table: &BTreeMap<String, [usize; 3]>) -> [usize; 3] {
    table
        .values()
        .fold([0; 3], |[a, b, c], [right, wrong, none]| {
            [a + right, b + wrong, c + none]
        })
}

fn row(category: &str, [right, wrong, unanswered]: [usize; 3]) {
    let permille = 1000 * right / (right + wrong + unanswered).max(1);
    println!(
        "  {category:<30} {right:>6} {wrong:>6} {unanswered:>11} {:>5}.{} %",
        permille / 10,
        permille % 10
    );
}
