use super::*;
use crate::decide::tests::{STARTED, agreed, at, call, decided};
use crate::id::{CalcomAccountId, CompanyId};

const NOTHING: Decision = Decision::Nothing("Nobody asked for an appointment.");

fn window() -> Window {
    Window {
        now: at("2026-11-02T09:10:00Z"),
        call_at: at(STARTED),
        max_age: Duration::from_hours(2),
        active_from: at("2026-01-01T00:00:00Z"),
    }
}

fn booked(status: AppointmentStatus, touched: bool, start: &str) -> Existing {
    let account = CalcomAccountId::of(CompanyId::of("salon"), "main");
    Existing {
        wish: WishNo::FIRST,
        status,
        touched,
        starts_at: at(start),
        offer: OfferId::of(account, 1, 30),
    }
}

#[test]
fn an_untouched_appointment_follows_the_newest_analysis() {
    let old = booked(AppointmentStatus::Pending, false, "2026-11-05T14:30:00Z");
    let moved = settle(
        decided(&call(agreed("2026-11-06 10:00"), vec![])),
        std::slice::from_ref(&old),
        &[],
        window(),
    );
    assert!(matches!(&moved.put[..], [(WishNo::FIRST, Put::Book(_))]));
    let gone = settle(NOTHING, &[old], &[], window());
    assert_eq!(gone.remove, [WishNo::FIRST]);
    assert_eq!(gone.callbacks, []);
}

#[test]
fn f20_a_booked_appointment_is_never_moved_by_a_later_analysis() {
    for status in [AppointmentStatus::Booking, AppointmentStatus::Confirmed] {
        let old = booked(status, true, "2026-11-05T14:30:00Z");
        let existing = std::slice::from_ref(&old);
        let same = settle(
            decided(&call(agreed("2026-11-05 15:30"), vec![])),
            existing,
            &[],
            window(),
        );
        assert_eq!(
            (same.put.len(), same.remove.len(), same.callbacks.len()),
            (0, 0, 0)
        );
        for wishes in [decided(&call(agreed("2026-11-06 10:00"), vec![])), NOTHING] {
            let other = settle(wishes, existing, &[], window());
            assert_eq!((other.put.len(), other.remove.len()), (0, 0));
            assert_eq!(
                other.callbacks[0].1.reason,
                CallbackReason::ChangedAfterBooking
            );
        }
    }
}

#[test]
fn no_booking_from_the_past() {
    let wishes = || decided(&call(agreed("2026-11-05 15:30"), vec![]));
    let late = Window {
        now: at("2026-11-03T09:00:00Z"),
        ..window()
    };
    let before_switch = Window {
        active_from: at("2026-11-02T09:03:00Z"),
        ..window()
    };
    for window in [late, before_switch] {
        let settled = settle(wishes(), &[], &[], window);
        assert_eq!(settled.put, []);
        assert_eq!(settled.callbacks[0].1.reason, CallbackReason::CallTooOld);
    }
    let passed = settle(
        wishes(),
        &[],
        &[],
        Window {
            now: at("2026-11-22T09:00:00Z"),
            ..window()
        },
    );
    assert_eq!((passed.put.len(), passed.callbacks.len()), (0, 0));
}

#[test]
fn f78_what_passes_while_it_waits_is_left_to_staff() {
    let wishes = decided(&call(agreed("2026-11-02 10:05"), vec![]));
    let settled = settle(wishes, &[], &[], window());
    assert_eq!(settled.put, []);
    assert_eq!(settled.callbacks[0].1.reason, CallbackReason::TooLate);
}

#[test]
fn what_staff_has_seen_to_is_not_booked_on_top() {
    let wishes = || decided(&call(agreed("2026-11-05 15:30"), vec![]));
    let settled = settle(wishes(), &[], &[WishNo::FIRST], window());
    assert_eq!((settled.put.len(), settled.callbacks.len()), (0, 0));
    let other = settle(wishes(), &[], &[WishNo(2)], window());
    assert_eq!(other.put.len(), 1);
}

#[test]
fn f53_a_move_and_a_cancellation_are_left_to_staff() {
    let to = Some(at("2026-11-05T14:30:00Z"));
    let moved = Want::Move(Move {
        from: None,
        to,
        because: "Another time is wanted.".into(),
    });
    let cancelled = Want::Cancel { existing: None };
    for (want, reason, wanted_at) in [
        (moved, CallbackReason::MoveWanted, to),
        (cancelled, CallbackReason::CancelWanted, None),
    ] {
        let settled = settle(wished(want), &[], &[], window());
        assert_eq!(settled.put, []);
        let back = &settled.callbacks[0].1;
        assert_eq!((back.reason, back.wanted_at), (reason, wanted_at));
    }
}

#[test]
fn f78_a_wish_without_a_time_outlives_the_window_but_not_the_switch() {
    let wish = || wished(Want::Cancel { existing: None });
    let late = Window {
        now: at("2026-11-22T09:00:00Z"),
        ..window()
    };
    assert_eq!(settle(wish(), &[], &[], late).callbacks.len(), 1);
    let before_switch = Window {
        active_from: at("2026-11-02T09:03:00Z"),
        ..window()
    };
    assert_eq!(settle(wish(), &[], &[], before_switch).callbacks, []);
}

fn wished(want: Want) -> Decision {
    Decision::Wishes(vec![Wish {
        no: WishNo::FIRST,
        want,
    }])
}
