//! Reading TOML such that every mistake is found in one go, each with its line.
//!
//! `serde` stops at the first one. Here a [`Table`] is asked for its keys one after the other;
//! what is missing, wrong or unknown is noted in [`Notes`], and reading goes on.

use std::cell::RefCell;
use std::collections::HashMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A mistake in the file, and what would be right.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub(super) struct Problem {
    /// Counted from 1.
    pub(super) line: usize,
    /// What is wrong.
    pub(super) problem: String,
}

/// What was found wrong so far.
#[derive(Debug)]
pub(super) struct Notes {
    /// Where each line begins.
    lines: Vec<usize>,
    problems: RefCell<Vec<Problem>>,
}

impl Notes {
    pub(super) fn on(text: &str) -> Self {
        let later = text.match_indices('\n').map(|(at, _)| at + 1);
        Self {
            lines: std::iter::once(0).chain(later).collect(),
            problems: RefCell::default(),
        }
    }

    pub(super) fn note(&self, line: usize, problem: impl Into<String>) {
        self.problems.borrow_mut().push(Problem {
            line,
            problem: problem.into(),
        });
    }

    /// The line of a byte of the text.
    pub(super) fn line_of(&self, at: usize) -> usize {
        self.lines.partition_point(|&begin| begin <= at)
    }

    /// All of them, from top to bottom.
    pub(super) fn into_problems(self) -> Vec<Problem> {
        let mut problems = self.problems.into_inner();
        problems.sort();
        problems
    }
}

/// A value and its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Lined<T> {
    pub(super) value: T,
    pub(super) line: usize,
}

/// A kind of value: how one is read, and what a right one looks like.
pub(super) struct Kind<T> {
    /// As it would stand in the file.
    pub(super) like: &'static str,
    pub(super) read: fn(&DeValue<'_>) -> Result<T, String>,
}

/// A table whose keys are asked for one after the other, and at last [finished](Self::finish).
#[derive(Debug)]
pub(super) struct Table<'a> {
    notes: &'a Notes,
    values: &'a DeTable<'a>,
    line: usize,
    asked: Vec<&'static str>,
}

impl<'a> Table<'a> {
    pub(super) fn new(notes: &'a Notes, values: &'a DeTable<'a>, line: usize) -> Self {
        Self {
            notes,
            values,
            line,
            asked: Vec::new(),
        }
    }

    /// Where it begins.
    pub(super) fn line(&self) -> usize {
        self.line
    }

    /// A value that must be there. `None` if it is not, or is wrong, which is noted.
    pub(super) fn required<T>(&mut self, key: &'static str, kind: &Kind<T>) -> Option<Lined<T>> {
        if self.values.get(key).is_none() {
            self.asked.push(key);
            self.notes.note(
                self.line,
                format!("`{key}` is missing; write `{key} = {}`", kind.like),
            );
            return None;
        }
        self.optional(key, kind)
    }

    /// A value that may be there. `None` also if it is wrong, which is noted.
    pub(super) fn optional<T>(&mut self, key: &'static str, kind: &Kind<T>) -> Option<Lined<T>> {
        let value = self.take(key)?;
        self.read(key, value, kind)
    }

    /// A list that may be there; what is wrong in it is noted and left out.
    pub(super) fn list<T>(&mut self, key: &'static str, kind: &Kind<T>) -> Option<Vec<Lined<T>>> {
        let value = self.take(key)?;
        let Some(items) = value.get_ref().as_array() else {
            self.wrong(key, value, "must be a list", &format!("[{}]", kind.like));
            return None;
        };
        let items = items.iter();
        Some(
            items
                .filter_map(|item| self.read(key, item, kind))
                .collect(),
        )
    }

    /// A list that must have something in it.
    pub(super) fn some<T>(&mut self, key: &'static str, kind: &Kind<T>) -> Option<Vec<Lined<T>>> {
        let given = self.values.get(key).map(Spanned::get_ref);
        if given.is_none_or(|value| value.as_array().is_some_and(|items| items.is_empty())) {
            self.asked.push(key);
            let like = kind.like;
            let problem = format!("`{key}` has nothing in it; write `{key} = [{like}]`");
            self.notes.note(self.line, problem);
            return None;
        }
        self.list(key, kind)
    }

    /// The table below `key`, if there is one.
    pub(super) fn table(&mut self, key: &'static str) -> Option<Table<'a>> {
        let value = self.take(key)?;
        let values = value.get_ref().as_table();
        if values.is_none() {
            self.wrong(key, value, "must be a table", "{ key = value }");
        }
        values.map(|values| Table::new(self.notes, values, self.line_of(value)))
    }

    /// The tables of `[[key]]`.
    pub(super) fn tables(&mut self, key: &'static str) -> Vec<Table<'a>> {
        let Some(value) = self.take(key) else {
            return Vec::new();
        };
        let items: Option<Vec<_>> = value.get_ref().as_array().and_then(|items| {
            items
                .iter()
                .map(|item| {
                    let values = item.get_ref().as_table()?;
                    Some(Table::new(self.notes, values, self.line_of(item)))
                })
                .collect()
        });
        items.unwrap_or_else(|| {
            self.notes.note(
                self.line_of(value),
                format!("`{key}`: there may be several; write its header in double brackets, as in `[[{key}]]`"),
            );
            Vec::new()
        })
    }

    /// Notes every key that nobody asked for.
    pub(super) fn finish(self) {
        for (key, _) in self.values {
            let name: &str = key.get_ref();
            if self.asked.contains(&name) {
                continue;
            }
            let nearest = self
                .asked
                .iter()
                .min_by_key(|known| strsim::damerau_levenshtein(known, name));
            self.notes.note(
                self.notes.line_of(key.span().start),
                format!(
                    "`{name}`: no such key here; did you mean `{}`?",
                    nearest.copied().unwrap_or_default()
                ),
            );
        }
    }

    fn take(&mut self, key: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.asked.push(key);
        self.values.get(key)
    }

    fn read<T>(&self, key: &str, value: &Spanned<DeValue<'_>>, kind: &Kind<T>) -> Option<Lined<T>> {
        match (kind.read)(value.get_ref()) {
            Ok(read) => Some(Lined {
                value: read,
                line: self.line_of(value),
            }),
            Err(problem) => {
                self.wrong(key, value, &problem, kind.like);
                None
            }
        }
    }

    fn wrong(&self, key: &str, value: &Spanned<DeValue<'_>>, problem: &str, like: &str) {
        self.notes.note(
            self.line_of(value),
            format!("`{key}` {problem}; a right value looks like {like}"),
        );
    }

    fn line_of(&self, value: &Spanned<DeValue<'_>>) -> usize {
        self.notes.line_of(value.span().start)
    }
}

/// Names of which each may be given once.
#[derive(Debug)]
pub(super) struct Names {
    what: &'static str,
    lines: HashMap<String, usize>,
}

impl Names {
    pub(super) fn of(what: &'static str) -> Self {
        Self {
            what,
            lines: HashMap::new(),
        }
    }

    /// Takes a name; notes it if it was taken before.
    pub(super) fn declare(&mut self, notes: &Notes, name: String, line: usize) {
        if let Some(first) = self.lines.get(&name) {
            let what = self.what;
            notes.note(
                line,
                format!("{what} `{name}` is there already, on line {first}; give each once"),
            );
        } else {
            self.lines.insert(name, line);
        }
    }

    /// Whether `name` was declared; notes it if not, with those that were.
    pub(super) fn refer(&self, notes: &Notes, name: &Lined<String>) -> bool {
        if self.lines.contains_key(&name.value) {
            return true;
        }
        let mut known: Vec<_> = self.lines.keys().map(|name| format!("`{name}`")).collect();
        known.sort();
        let known = if known.is_empty() {
            "there is none yet".to_owned()
        } else {
            format!("there is {}", known.join(", "))
        };
        let Lined { value, line } = name;
        let what = self.what;
        notes.note(*line, format!("there is no {what} `{value}`; {known}"));
        false
    }
}
