//! What is left for staff: a call to make, and why.

use crate::booking::FailureReason;
use crate::event::words;
use crate::time::Instant;

/// What staff should know before calling back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallBack {
    /// Why.
    pub reason: CallbackReason,
    /// The same in a sentence; no personal data.
    pub detail: String,
    /// When the appointment was wanted, if that is known.
    pub wanted_at: Option<Instant>,
}

words! {
    /// Why staff should call back.
    CallbackReason {
        /// A date was stated, but nothing says that the caller agreed.
        ConsentMissing = "consent_missing",
        /// They agreed, but to no time that was noted.
        TimeMissing = "time_missing",
        /// The time noted is none.
        TimeUnreadable = "time_unreadable",
        /// They agreed, but the words leave open which time was meant.
        TimeDoubtful = "time_doubtful",
        /// They agreed to several times at once, perhaps one for each of several people.
        SeveralTimes = "several_times",
        /// An hour that the change to summer time skips.
        TimeDoesNotExist = "time_does_not_exist",
        /// An hour that the change to winter time repeats.
        TimeAmbiguous = "time_ambiguous",
        /// It lay in the past when the call was made (F54).
        TimePast = "time_past",
        /// No service was noted.
        ServiceMissing = "service_missing",
        /// The service noted is not in the catalogue (F14).
        ServiceUnknown = "service_unknown",
        /// The service noted fits several.
        ServiceAmbiguous = "service_ambiguous",
        /// Several services were wanted for one appointment.
        SeveralServices = "several_services",
        /// The branch does not offer it.
        NotOffered = "not_offered",
        /// Two sources say different things.
        EvidenceConflicts = "evidence_conflicts",
        /// An appointment was asked for, and the call ended with none.
        NothingAgreed = "nothing_agreed",
        /// It was agreed in words alone, and the company wants a person to look at those.
        WordsAlone = "words_alone",
        /// The caller wants another time for an appointment that exists.
        MoveWanted = "move_wanted",
        /// The caller wants an appointment cancelled.
        CancelWanted = "cancel_wanted",
        /// The caller asked to be called back.
        CallbackWanted = "callback_wanted",
        /// The call is too old to book from, or from before the number was switched over.
        CallTooOld = "call_too_old",
        /// A later analysis says something else than was booked.
        ChangedAfterBooking = "changed_after_booking",
        /// The attendee already has an appointment at that time.
        OverlapsExisting = "overlaps_existing",
        /// See [`FailureReason::Taken`].
        SlotTaken = "slot_taken",
        /// See [`FailureReason::Refused`].
        Refused = "refused",
        /// See [`FailureReason::Misconfigured`].
        Misconfigured = "misconfigured",
        /// See [`FailureReason::NotFound`].
        NotFound = "not_found_after_unclear",
        /// See [`FailureReason::ForeignBooking`].
        ForeignBooking = "foreign_booking",
        /// See [`FailureReason::Mismatch`].
        BookedDifferently = "booked_differently",
        /// See [`FailureReason::ClaimNotFound`].
        ClaimNotFound = "claim_not_found",
        /// See [`FailureReason::TooLate`].
        TooLate = "too_late",
    }
}

impl From<FailureReason> for CallbackReason {
    fn from(reason: FailureReason) -> Self {
        match reason {
            FailureReason::Taken => Self::SlotTaken,
            FailureReason::Refused => Self::Refused,
            FailureReason::Misconfigured => Self::Misconfigured,
            FailureReason::NotFound => Self::NotFound,
            FailureReason::ForeignBooking => Self::ForeignBooking,
            FailureReason::Mismatch => Self::BookedDifferently,
            FailureReason::ClaimNotFound => Self::ClaimNotFound,
            FailureReason::TooLate => Self::TooLate,
        }
    }
}
