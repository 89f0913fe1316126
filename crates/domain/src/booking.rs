//! An appointment on its way to Cal.com.
//!
//! Cal.com has no idempotency key, so once is made here: the intent is stored before the one
//! request is sent, its key travels in the booking's metadata, and an unclear answer is resolved
//! by looking the booking up, never by asking twice. This module says what each state and each
//! answer lead to; the worker carries it out.
//!
//! ```text
//! pending ──intent stored──▶ booking ──201, checked──▶ confirmed
//!    ▲                          │ ├──taken, refused──▶ failed + callback
//!    └──certainly not sent──────┘ └──unclear─▶ unclear ──look-ups──▶ confirmed | failed + callback
//! claimed (a tool says it booked) ──look-ups──▶ confirmed | failed + callback
//! ```

use std::time::Duration;

use crate::event::words;
use crate::id::{AppointmentId, CalcomUid, EventTypeId};
use crate::time::Instant;

words! {
    /// Where an appointment stands.
    AppointmentStatus {
        /// Wanted and agreed; nothing has been sent.
        Pending = "pending",
        /// The intent is stored; a request may be under way, or may have been cut off.
        Booking = "booking",
        /// A request was sent and its answer said nothing: being looked up.
        Unclear = "unclear",
        /// A tool says that it booked; being looked up.
        Claimed = "claimed",
        /// Cal.com holds it, but a host still has to accept.
        Requested = "requested",
        /// Cal.com shows it, at the agreed time, with the agreed event type.
        Confirmed = "confirmed",
        /// It is not to be; a callback says why.
        Failed = "failed",
    }
}

impl AppointmentStatus {
    /// Whether it occupies its attendee's time.
    pub fn is_live(self) -> bool {
        self != Self::Failed
    }
}

/// What is to be booked, as far as the answers are concerned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intent {
    /// Its text form is the key in the booking's metadata.
    pub appointment_id: AppointmentId,
    /// When it starts.
    pub starts_at: Instant,
    /// What is booked.
    pub event_type: EventTypeId,
}

/// A booking as Cal.com shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Booking {
    /// Cal.com's id of it.
    pub uid: CalcomUid,
    /// When it starts.
    pub starts_at: Option<Instant>,
    /// Its event type; Cal.com may leave it out.
    pub event_type: Option<EventTypeId>,
    /// How it stands.
    pub state: BookingState,
    /// Our key from its metadata; `None` when somebody else made it.
    pub key: Option<String>,
    /// Those who attend.
    pub attendees: Vec<Attendee>,
}

/// Somebody who attends a booking, as Cal.com shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attendee {
    /// Their name.
    pub name: Option<String>,
    /// Their e-mail address.
    pub email: Option<String>,
    /// Their number, as Cal.com writes it.
    pub phone: Option<String>,
}

/// How a booking stands at Cal.com.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BookingState {
    /// It holds.
    Accepted,
    /// A host has yet to accept it.
    Pending,
    /// Cancelled or rejected, or a word that we do not know: it does not hold.
    Gone,
}

/// What became of a request to book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// A 2xx with a booking in it.
    Booked(Booking),
    /// A definite no: that time is not to be had.
    Taken {
        /// Cal.com's words.
        message: String,
    },
    /// A definite no for another reason that waiting does not mend.
    Refused {
        /// Cal.com's words.
        message: String,
    },
    /// Key, event type or version are wrong: staff must see to it.
    Misconfigured {
        /// Cal.com's words.
        message: String,
    },
    /// Turned away before it was looked at (429), or never sent.
    NotSent {
        /// When to try again.
        retry_at: Instant,
        /// What happened.
        message: String,
    },
    /// Timeout, 5xx, HTML, 409: it may or may not have been booked (F13).
    Unclear {
        /// What happened.
        message: String,
    },
}

words! {
    /// Why an appointment failed, as a metric label and on the callback.
    FailureReason {
        /// The time was not to be had.
        Taken = "slot_taken",
        /// Cal.com refused for another reason.
        Refused = "refused",
        /// Key, event type or version are wrong.
        Misconfigured = "misconfigured",
        /// The answer was unclear and the booking did not show up.
        NotFound = "not_found_after_unclear",
        /// Cal.com answered with somebody else's booking (F4).
        ForeignBooking = "foreign_booking",
        /// Cal.com booked another time or event type than asked (F30a).
        Mismatch = "booked_differently",
        /// A tool said that it had booked; Cal.com does not show it.
        ClaimNotFound = "claim_not_found",
        /// It could not be tried in time.
        TooLate = "too_late",
    }
}

/// What follows from an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// It stands.
    Confirmed(CalcomUid),
    /// It waits for a host; look again later.
    Requested(CalcomUid, Instant),
    /// Nothing was sent: back to `pending`, try again then.
    TryAgain {
        /// When.
        at: Instant,
        /// What happened.
        message: String,
    },
    /// It may be booked: look it up then.
    LookUp {
        /// When.
        at: Instant,
        /// What happened.
        message: String,
    },
    /// It is not to be; a callback is owed.
    Failed {
        /// Why.
        reason: FailureReason,
        /// For staff.
        message: String,
        /// A booking at Cal.com that somebody should look at.
        uid: Option<CalcomUid>,
    },
}

/// How often an unclear booking is looked up before it counts as not made. Cal.com may read from
/// a replica that lags, so once is not enough.
pub const LOOK_UPS: u32 = 5;

/// When a host has to accept, how often we look.
const RECHECK: Duration = Duration::from_mins(15);

/// The pause before look-up number `done + 1`: 2, 4, 8, 16, 32 seconds.
fn pause(done: u32) -> Duration {
    Duration::from_secs(2 << done.min(4))
}

/// What follows from the answer to the one request.
pub fn after_request(intent: &Intent, answer: Answer, now: Instant) -> Next {
    match answer {
        Answer::Booked(booking) => after_created(intent, booking, now),
        Answer::Taken { message } => failed(FailureReason::Taken, message),
        Answer::Refused { message } => failed(FailureReason::Refused, message),
        Answer::Misconfigured { message } => failed(FailureReason::Misconfigured, message),
        Answer::NotSent { retry_at, message } => Next::TryAgain {
            at: retry_at,
            message,
        },
        Answer::Unclear { message } => Next::LookUp {
            at: now.plus(pause(0)),
            message,
        },
    }
}

/// A 201 is believed only if the booking is ours and is what was asked for (F4, F30a).
fn after_created(intent: &Intent, booking: Booking, now: Instant) -> Next {
    if booking.key.as_deref() != Some(&intent.appointment_id.to_string()) {
        return Next::Failed {
            reason: FailureReason::ForeignBooking,
            message: "Cal.com answered with an existing booking of somebody else.".into(),
            uid: None,
        };
    }
    settle(intent, booking, Whose::Ours, now)
}

/// What follows when bookings in the slot were listed after an unclear answer.
///
/// `look_ups` counts this one.
pub fn after_look_up(intent: &Intent, found: Vec<Booking>, look_ups: u32, now: Instant) -> Next {
    let key = intent.appointment_id.to_string();
    let own = found.into_iter().find(|booking| {
        booking.key.as_deref() == Some(&key) && booking.state != BookingState::Gone
    });
    match own {
        Some(booking) => settle(intent, booking, Whose::Ours, now),
        None if look_ups < LOOK_UPS => Next::LookUp {
            at: now.plus(pause(look_ups)),
            message: "Cal.com does not show the booking yet.".into(),
        },
        None => failed(
            FailureReason::NotFound,
            "Cal.com's answer was unclear, and the booking did not show up.".into(),
        ),
    }
}

/// What follows when a booking that a tool claims was looked for; `shown` is that booking, or
/// `None` when Cal.com shows none.
pub fn after_claim(intent: &Intent, shown: Option<Booking>, look_ups: u32, now: Instant) -> Next {
    match shown {
        Some(booking) if booking.state == BookingState::Gone => Next::Failed {
            reason: FailureReason::ClaimNotFound,
            message: "Cal.com shows the booking as cancelled or rejected.".into(),
            uid: Some(booking.uid),
        },
        Some(booking) => {
            let ours = booking.key.as_deref() == Some(&intent.appointment_id.to_string());
            let whose = if ours { Whose::Ours } else { Whose::Claimed };
            settle(intent, booking, whose, now)
        }
        None if look_ups < LOOK_UPS => Next::LookUp {
            at: now.plus(pause(look_ups)),
            message: "Cal.com does not show the claimed booking yet.".into(),
        },
        None => failed(
            FailureReason::ClaimNotFound,
            "The agent's tool said that it had booked; Cal.com does not show it.".into(),
        ),
    }
}

/// Who made a booking, as far as we can tell.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    /// Our key is in its metadata.
    Ours,
    /// A tool says that it made it; nothing but what it shows speaks for it.
    Claimed,
}

fn settle(intent: &Intent, booking: Booking, whose: Whose, now: Instant) -> Next {
    // Cal.com may leave the event type out. Our key was sent with ours; a claim has to show it.
    let event_type = booking
        .event_type
        .or((whose == Whose::Ours).then_some(intent.event_type));
    let as_asked =
        booking.starts_at == Some(intent.starts_at) && event_type == Some(intent.event_type);
    if !as_asked {
        return Next::Failed {
            reason: FailureReason::Mismatch,
            message: "Cal.com holds another time or event type than agreed.".into(),
            uid: Some(booking.uid),
        };
    }
    match booking.state {
        BookingState::Accepted => Next::Confirmed(booking.uid),
        BookingState::Pending => Next::Requested(booking.uid, now.plus(RECHECK)),
        BookingState::Gone => Next::Failed {
            reason: FailureReason::Refused,
            message: "Cal.com shows the booking as cancelled or rejected.".into(),
            uid: Some(booking.uid),
        },
    }
}

fn failed(reason: FailureReason, message: String) -> Next {
    Next::Failed {
        reason,
        message,
        uid: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{AccountName, CallId, RetellCallId, WishNo};

    fn intent() -> Intent {
        let call = CallId::of(
            &AccountName::default_account(),
            &RetellCallId::new("call_1"),
        );
        Intent {
            appointment_id: AppointmentId::of(call, WishNo::FIRST),
            starts_at: Instant::parse("2026-11-05T14:30:00Z").unwrap(),
            event_type: EventTypeId(42),
        }
    }

    fn booking(intent: &Intent) -> Booking {
        Booking {
            uid: CalcomUid::new("uid_1"),
            starts_at: Some(intent.starts_at),
            event_type: Some(intent.event_type),
            state: BookingState::Accepted,
            key: Some(intent.appointment_id.to_string()),
            attendees: Vec::new(),
        }
    }

    fn now() -> Instant {
        Instant::parse("2026-11-02T09:00:00Z").unwrap()
    }

    #[test]
    fn f4_a_201_with_somebody_elses_booking_is_no_booking() {
        let intent = intent();
        for key in [None, Some("another".to_owned())] {
            let other = Booking {
                key,
                ..booking(&intent)
            };
            let next = after_request(&intent, Answer::Booked(other), now());
            assert!(matches!(
                next,
                Next::Failed {
                    reason: FailureReason::ForeignBooking,
                    ..
                }
            ));
        }
    }

    #[test]
    fn f30a_another_time_than_asked_is_no_confirmation() {
        let intent = intent();
        let later = Booking {
            starts_at: Some(intent.starts_at.plus(Duration::from_secs(1))),
            ..booking(&intent)
        };
        let other = Booking {
            event_type: Some(EventTypeId(43)),
            ..booking(&intent)
        };
        for wrong in [later, other] {
            let next = after_request(&intent, Answer::Booked(wrong), now());
            assert!(matches!(
                next,
                Next::Failed {
                    reason: FailureReason::Mismatch,
                    uid: Some(_),
                    ..
                }
            ));
        }
    }

    #[test]
    fn f13_an_unclear_answer_is_looked_up_and_never_asked_again() {
        let intent = intent();
        let next = after_request(
            &intent,
            Answer::Unclear {
                message: "timeout".into(),
            },
            now(),
        );
        assert!(matches!(next, Next::LookUp { .. }));
        for look_ups in 1..LOOK_UPS {
            let next = after_look_up(&intent, vec![], look_ups, now());
            assert!(matches!(next, Next::LookUp { .. }));
        }
        let last = after_look_up(&intent, vec![], LOOK_UPS, now());
        assert!(matches!(
            last,
            Next::Failed {
                reason: FailureReason::NotFound,
                ..
            }
        ));
        let found = after_look_up(&intent, vec![booking(&intent)], 1, now());
        assert_eq!(found, Next::Confirmed(CalcomUid::new("uid_1")));
    }

    #[test]
    fn a_strangers_booking_in_the_slot_is_not_ours() {
        let intent = intent();
        let stranger = Booking {
            key: Some("other".into()),
            ..booking(&intent)
        };
        assert!(matches!(
            after_look_up(&intent, vec![stranger], 1, now()),
            Next::LookUp { .. }
        ));
    }

    #[test]
    fn f2_a_claim_counts_once_calcom_shows_it() {
        let intent = intent();
        let shown = Booking {
            key: None,
            ..booking(&intent)
        };
        assert!(matches!(
            after_claim(&intent, Some(shown.clone()), 1, now()),
            Next::Confirmed(_)
        ));
        let untyped = Booking {
            event_type: None,
            ..shown
        };
        assert!(matches!(
            after_claim(&intent, Some(untyped), 1, now()),
            Next::Failed { .. }
        ));
        let gone = Booking {
            state: BookingState::Gone,
            ..booking(&intent)
        };
        assert!(matches!(
            after_claim(&intent, Some(gone), 1, now()),
            Next::Failed { .. }
        ));
        assert!(matches!(
            after_claim(&intent, None, 1, now()),
            Next::LookUp { .. }
        ));
        assert!(matches!(
            after_claim(&intent, None, LOOK_UPS, now()),
            Next::Failed { .. }
        ));
    }

    #[test]
    fn a_booking_that_needs_a_host_is_not_an_appointment_yet() {
        let intent = intent();
        let pending = Booking {
            state: BookingState::Pending,
            ..booking(&intent)
        };
        assert!(matches!(
            after_request(&intent, Answer::Booked(pending), now()),
            Next::Requested(..)
        ));
    }
}
