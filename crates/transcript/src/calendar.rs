//! Sums with civil dates that cannot fail: they stay within the calendar.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};

/// Some days later or earlier.
pub(crate) fn plus_days(date: Date, days: i32) -> Date {
    date.saturating_add(i64::from(days).clamp(-1_000_000, 1_000_000).days())
}

/// Some months later; the day is held at the month's last.
pub(crate) fn plus_months(date: Date, months: i32) -> Date {
    date.saturating_add(i64::from(months).clamp(-10_000, 10_000).months())
}

/// Some minutes later.
pub(crate) fn plus_minutes(time: DateTime, minutes: i64) -> DateTime {
    time.saturating_add(minutes.clamp(0, 10_000_000).minutes())
}

/// The day of the week, Monday is 0.
pub(crate) fn weekday(date: Date) -> i8 {
    date.weekday().to_monday_zero_offset()
}

/// The Monday of the date's week.
pub(crate) fn monday(date: Date) -> Date {
    plus_days(date, -i32::from(weekday(date)))
}

/// The first such weekday after the date, the date itself not counted.
pub(crate) fn next_weekday(after: Date, day: i8) -> Date {
    let ahead = i32::from(day - weekday(after)).rem_euclid(7);
    plus_days(after, if ahead == 0 { 7 } else { ahead })
}

/// The first day of the date's month.
pub(crate) fn month_start(date: Date) -> Date {
    date.first_of_month()
}

/// The date, if the calendar has it.
pub(crate) fn date(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(year, month, day).ok()
}

#[expect(
    clippy::many_single_char_names,
    reason = "the rule is printed with these letters"
)]
/// Easter Sunday, by the rule of Meeus, Jones and Butcher.
pub(crate) fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    date(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
}
