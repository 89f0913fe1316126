//! What was agreed, held against what already exists and against the time.
//!
//! An appointment that nothing was asked for yet follows the newest analysis. One that was
//! brought to Cal.com is never moved: an analysis that says otherwise becomes a callback (F20).
//! And nothing is booked from the past.

use std::time::Duration;

use crate::booking::AppointmentStatus;
use crate::decide::{CallBack, CallbackReason, Want, Wish};
use crate::id::{OfferId, WishNo};
use crate::time::Instant;

/// An appointment of the call that is already there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Existing {
    /// For which wish.
    pub wish: WishNo,
    /// Where it stands.
    pub status: AppointmentStatus,
    /// Whether anything has been asked of Cal.com for its sake.
    pub touched: bool,
    /// When it starts.
    pub starts_at: Instant,
    /// What it is for.
    pub offer: OfferId,
}

/// When a call may still be booked from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The time of the decision.
    pub now: Instant,
    /// When the call took place: its start, else when its first delivery came.
    pub call_at: Instant,
    /// How old a call may be.
    pub max_age: Duration,
    /// From when on its number is ours.
    pub active_from: Instant,
}

impl Window {
    fn is_open(&self) -> bool {
        self.call_at >= self.active_from && self.now.since(self.call_at) <= self.max_age
    }
}

/// What a call's appointments and callbacks are to become.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Settled {
    /// Appointments to create, or to put in the place of untouched ones.
    pub put: Vec<(WishNo, Want)>,
    /// Untouched appointments that nobody wants any more.
    pub remove: Vec<WishNo>,
    /// Callbacks that should be open; others of this origin should not.
    pub callbacks: Vec<(WishNo, CallBack)>,
    /// The decision in a sentence, for people.
    pub summary: String,
}

/// Holds what was agreed against what exists and against the time. `seen_to` are the wishes about
/// which staff has called back already: those are theirs, and are not booked any more.
pub fn settle(
    wishes: Vec<Wish>,
    existing: &[Existing],
    seen_to: &[WishNo],
    window: Window,
) -> Settled {
    let mut settled = Settled::default();
    let mut said = Vec::new();
    for old in existing
        .iter()
        .filter(|old| !wishes.iter().any(|wish| wish.no == old.wish))
    {
        if !old.touched {
            settled.remove.push(old.wish);
        } else if old.status.is_live() {
            settled.callbacks.push((
                old.wish,
                changed(old, "A later analysis no longer notes the appointment."),
            ));
        }
    }
    for Wish { no, want } in wishes {
        let old = existing.iter().find(|old| old.wish == no);
        if let Some(old) = old.filter(|old| old.touched) {
            said.push(want.summary());
            if !same_appointment(old, &want) && old.status.is_live() {
                settled.callbacks.push((
                    no,
                    changed(
                        old,
                        "A later analysis notes something else than was booked.",
                    ),
                ));
            }
            continue;
        }
        if matches!(want, Want::Book(_)) && seen_to.contains(&no) {
            said.push("Staff has seen to it.".into());
            settled.remove.extend(old.map(|old| old.wish));
            continue;
        }
        match allowed(want, window) {
            Some(Want::CallBack(call_back)) => {
                settled.remove.extend(old.map(|old| old.wish));
                settled.callbacks.push((no, call_back));
            }
            Some(want) => {
                said.push(want.summary());
                settled.put.push((no, want));
            }
            None => {
                said.push("What was agreed has passed.".into());
                settled.remove.extend(old.map(|old| old.wish));
            }
        }
    }
    said.extend(
        settled
            .callbacks
            .iter()
            .map(|(_, back)| format!("Callback. {}", back.detail)),
    );
    settled.summary = if said.is_empty() {
        "Nothing to book.".into()
    } else {
        said.join(" ")
    };
    settled
}

impl Want {
    /// In a sentence.
    fn summary(&self) -> String {
        match self {
            Self::Book(plan) => format!("To be booked. {}", plan.because),
            Self::Verify(plan, _) => format!("To be verified. {}", plan.because),
            Self::CallBack(back) => format!("Callback. {}", back.detail),
        }
    }
}

fn same_appointment(old: &Existing, want: &Want) -> bool {
    match want {
        Want::Book(plan) | Want::Verify(plan, _) => {
            plan.starts_at == old.starts_at && plan.offer.id == old.offer
        }
        Want::CallBack(_) => false,
    }
}

fn changed(old: &Existing, detail: &str) -> CallBack {
    CallBack {
        reason: CallbackReason::ChangedAfterBooking,
        detail: detail.into(),
        wanted_at: Some(old.starts_at),
    }
}

/// No booking from the past. What was agreed for the future becomes a callback, and so does what
/// passed while it waited here (F78); what an old call agreed on and has passed becomes nothing. A
/// claim books nothing, so it may always be verified.
fn allowed(want: Want, window: Window) -> Option<Want> {
    let too_late = |reason, detail: &str, wanted_at| {
        Some(Want::CallBack(CallBack {
            reason,
            detail: detail.into(),
            wanted_at: Some(wanted_at),
        }))
    };
    match want {
        Want::Book(plan) if !window.is_open() && plan.starts_at > window.now => too_late(
            CallbackReason::CallTooOld,
            "An appointment was agreed, but the call is too old to book from it.",
            plan.starts_at,
        ),
        Want::Book(_) if !window.is_open() => None,
        Want::Book(plan) if plan.starts_at <= window.now => too_late(
            CallbackReason::TooLate,
            "The time agreed had passed before it could be booked.",
            plan.starts_at,
        ),
        Want::CallBack(back)
            if back.wanted_at.is_some_and(|at| at <= window.now) && !window.is_open() =>
        {
            None
        }
        want => Some(want),
    }
}

#[cfg(test)]
#[path = "settle_tests.rs"]
mod tests;
