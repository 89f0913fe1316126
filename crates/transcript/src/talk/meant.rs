//! Which of the days and hours that are talked about the caller's words mean.

use jiff::civil::Date;

use crate::day::{Day, Named};
use crate::mention::Bound;
use crate::reply::{Reply, Stance};
use crate::slot::same_clock;
use crate::talk::Talk;

impl Talk<'_> {
    /// Takes what can be one of those that were just named for that one.
    pub(super) fn as_meant(&self, reply: &mut Reply) {
        // `Zwei bis fünf ist genau richtig`: the hours of what was offered.
        if let Some(on) = self.pending.as_ref().and_then(|on| on.clock) {
            let spans = reply
                .times
                .iter_mut()
                .filter(|time| time.bound == Bound::At);
            for time in spans.filter(|time| time.clock.is_some_and(|at| same_clock(at, on))) {
                time.until = None;
            }
        }
        // `Dienstag, den achten, oder Mittwoch?` – `Dienstag`.
        let told: Vec<_> = self
            .last
            .times
            .iter()
            .filter(|named| named.is_offered())
            .filter_map(|named| named.mention.day)
            .filter(|day| matches!(day.named, Named::Date | Named::DayOfMonth(_)))
            .filter_map(|day| day.first)
            .collect();
        for day in reply.times.iter_mut().filter_map(|time| time.day.as_mut()) {
            let Named::Weekday(weekday) = day.named else {
                continue;
            };
            let is_that = |date: &&Date| date.weekday().to_monday_zero_offset() == weekday;
            let mut same = told.iter().filter(is_that);
            if let (Some(date), None) = (same.next(), same.next()) {
                *day = Day::one(*date, Named::Date);
            }
        }
        // `Ach Pfingsten, na dann den Dienstag`: that on the table, whatever day was named before.
        if let Some(on) = self.pending.as_ref().and_then(|on| on.date) {
            let days = reply.times.iter_mut().filter_map(|time| time.day.as_mut());
            let weekday = on.weekday().to_monday_zero_offset();
            for day in days.filter(|day| day.named == Named::Weekday(weekday)) {
                *day = Day::one(on, Named::Date);
            }
        }
        // `Dienstag in einer Woche, ja`: the one that is talked about, where it may be another.
        let date = self.topic.slot.date;
        if reply.stance == Stance::Yes && date.is_some() {
            let days = reply.times.iter_mut().filter_map(|time| time.day.as_mut());
            for day in days.filter(|day| day.other == date) {
                day.first = day.other;
            }
        }
    }
}
