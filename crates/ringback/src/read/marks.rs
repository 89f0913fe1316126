//! The words that count.

use std::ops::Range;

use transcript::reading::{Finding, Reading};

/// Words that count, and for what.
pub(super) struct Mark {
    pub(super) labels: Vec<&'static str>,
    pub(super) span: Range<usize>,
}

/// All findings with their words, in the order of these.
pub(super) fn all(reading: &Reading) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut mark = |label, spans: &mut dyn Iterator<Item = Range<usize>>| {
        marks.extend(spans.filter(|span| !span.is_empty()).map(|span| Mark {
            labels: vec![label],
            span,
        }));
    };
    let times = |found: &Option<Finding>| found.clone().map_or_else(Vec::new, |f| f.spans);
    mark("time", &mut times(&reading.start).into_iter());
    mark("existing", &mut times(&reading.existing).into_iter());
    mark(
        "callback",
        &mut reading.callback.iter().map(|w| w.span.clone()),
    );
    mark(
        "service",
        &mut reading.services.found.iter().map(|s| s.span.clone()),
    );
    mark("client", &mut reading.client.iter().map(|c| c.span.clone()));
    mark("name", &mut reading.name.iter().map(|n| n.span.clone()));
    mark("agreed", &mut reading.consent.iter().cloned());
    mark("ending", &mut reading.ending.span.iter().cloned());
    marks.sort_by_key(|mark| (mark.span.start, mark.span.end));
    marks
}

/// Those that can be shown beside each other: what is about the same words is one mark, and of
/// two that overlap the narrower one says more.
pub(super) fn apart(mut marks: Vec<Mark>) -> Vec<Mark> {
    marks.sort_by_key(|mark| mark.span.len());
    let mut kept: Vec<Mark> = Vec::new();
    for mark in marks {
        if let Some(same) = kept.iter_mut().find(|other| other.span == mark.span) {
            same.labels.extend(mark.labels);
        } else if kept
            .iter()
            .all(|other| mark.span.end <= other.span.start || other.span.end <= mark.span.start)
        {
            kept.push(mark);
        }
    }
    kept.sort_by_key(|mark| mark.span.start);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_narrower_of_two_marks_is_shown_and_the_same_words_are_marked_once() {
        let mark = |label, span| Mark {
            labels: vec![label],
            span,
        };
        let shown = apart(vec![
            mark("ending", 0..40),
            mark("service", 5..10),
            mark("time", 20..30),
            mark("agreed", 20..30),
        ]);
        let shown: Vec<_> = shown
            .into_iter()
            .map(|m| (m.labels.join(", "), m.span))
            .collect();
        assert_eq!(
            shown,
            [
                ("service".to_owned(), 5..10),
                ("time, agreed".to_owned(), 20..30)
            ]
        );
    }
}
