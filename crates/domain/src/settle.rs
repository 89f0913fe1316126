//! What was agreed, held against what already exists and against the time.
//!
//! An appointment that nothing was asked for yet follows the newest analysis. One that was
//! brought to Cal.com is never moved: an analysis that says otherwise becomes a callback (F20).
//! And nothing is booked from the past.

use std::time::Duration;

use crate::booking::AppointmentStatus;
use crate::callback::{CallBack, CallbackReason};
use crate::decide::{Decision, Move, Want, Wish};
use crate::id::{CalcomUid, OfferId, WishNo};
use crate::plan::Plan;
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
    pub put: Vec<(WishNo, Put)>,
    /// Untouched appointments that nobody wants any more.
    pub remove: Vec<WishNo>,
    /// Callbacks that should be open; others of this origin should not.
    pub callbacks: Vec<(WishNo, CallBack)>,
    /// The decision in a sentence, for people.
    pub summary: String,
}

/// An appointment to write down.
#[derive(Debug, Clone, PartialEq)]
pub enum Put {
    /// To be booked.
    Book(Plan),
    /// Said to be booked: to be looked up.
    Verify(Plan, Option<CalcomUid>),
}

/// Holds what was agreed against what exists and against the time. `seen_to` are the wishes about
/// which staff has called back already: those are theirs, and are not booked any more.
pub fn settle(
    decision: Decision,
    existing: &[Existing],
    seen_to: &[WishNo],
    window: Window,
) -> Settled {
    let mut settled = Settled::default();
    let mut said = Vec::new();
    let (wishes, nothing) = match decision {
        Decision::Wishes(wishes) => (wishes, "Nothing to do."),
        Decision::Nothing(why) => (Vec::new(), why),
    };
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
        let summary = want.summary();
        match allowed(want, window) {
            Allowed::CallBack(call_back) => {
                settled.remove.extend(old.map(|old| old.wish));
                settled.callbacks.push((no, call_back));
            }
            Allowed::Put(put) => {
                said.push(summary);
                settled.put.push((no, put));
            }
            Allowed::Nothing(why) => {
                said.push(why.into());
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
        format!("Nothing to book. {nothing}")
    } else {
        said.join(" ")
    };
    settled
}

impl Want {
    /// In a sentence.
    fn summary(&self) -> String {
        match self {
            Self::Book(plan) => format!("Book. {}", plan.because),
            Self::Verify(plan, _) => format!("Verify. {}", plan.because),
            Self::Move(moved) => moved.because.clone(),
            Self::Cancel { .. } => "An appointment is to be cancelled.".into(),
            Self::CallBack(back) => format!("Callback. {}", back.detail),
        }
    }
}

fn same_appointment(old: &Existing, want: &Want) -> bool {
    match want {
        Want::Book(plan) | Want::Verify(plan, _) => {
            plan.starts_at == old.starts_at && plan.offer.id == old.offer
        }
        Want::Move(_) | Want::Cancel { .. } | Want::CallBack(_) => false,
    }
}

fn changed(old: &Existing, detail: &str) -> CallBack {
    CallBack {
        reason: CallbackReason::ChangedAfterBooking,
        detail: detail.into(),
        wanted_at: Some(old.starts_at),
    }
}

/// What may be done about a wish without a person.
enum Allowed {
    Put(Put),
    CallBack(CallBack),
    Nothing(&'static str),
}

/// No booking from the past. What was agreed for the future becomes a callback, and so does what
/// passed while it waited here (F78); what an old call agreed on and has passed becomes nothing. A
/// claim books nothing, so it may always be verified. What exists is moved and cancelled by people:
/// a voice on the telephone proves nobody's identity (F53).
fn allowed(want: Want, window: Window) -> Allowed {
    let (reason, detail, wanted_at) = match want {
        Want::Verify(plan, uid) => return Allowed::Put(Put::Verify(plan, uid)),
        Want::Book(plan) if window.is_open() && plan.starts_at > window.now => {
            return Allowed::Put(Put::Book(plan));
        }
        Want::Book(plan) if window.is_open() => (
            CallbackReason::TooLate,
            "The time agreed had passed before it could be booked.".into(),
            Some(plan.starts_at),
        ),
        Want::Book(plan) => (
            CallbackReason::CallTooOld,
            "An appointment was agreed, but the call is too old to book from it.".into(),
            Some(plan.starts_at),
        ),
        Want::Move(Move { to, because, .. }) => (CallbackReason::MoveWanted, because, to),
        Want::Cancel { existing } => (
            CallbackReason::CancelWanted,
            "The caller wants an appointment cancelled.".into(),
            existing,
        ),
        Want::CallBack(back) => (back.reason, back.detail, back.wanted_at),
    };
    match wanted_at {
        Some(at) if at <= window.now && !window.is_open() => {
            return Allowed::Nothing("What was agreed has passed.");
        }
        None if window.call_at < window.active_from => {
            return Allowed::Nothing("The number was not ours yet; others saw to it.");
        }
        _ => {}
    }
    Allowed::CallBack(CallBack {
        reason,
        detail,
        wanted_at,
    })
}

#[cfg(test)]
#[path = "settle_tests.rs"]
mod tests;
