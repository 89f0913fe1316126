//! What others than the words say of the call: Retell's analysis, and the tools of the agent.

use domain::evidence::{Consent, Evidence, Stated, StatedService, StatedTime};
use domain::id::CalcomUid;
use domain::time::Zone;
use serde_json::{Value, json};

use crate::output;
use crate::place::moment_in;

/// One source's word.
pub(super) struct Noted<'e> {
    by: &'e str,
    stated: &'e Stated,
    uid: Option<&'e CalcomUid>,
}

/// Everything that was noted.
pub(super) fn all(evidence: &Evidence) -> Vec<Noted<'_>> {
    let analysis = Noted {
        by: "analysis",
        stated: &evidence.analysis,
        uid: None,
    };
    let claims = evidence.claims.iter().map(|claim| Noted {
        by: &claim.tool,
        stated: &claim.stated,
        uid: claim.uid.as_ref(),
    });
    let any = *analysis.stated != Stated::default();
    any.then_some(analysis).into_iter().chain(claims).collect()
}

impl Noted<'_> {
    /// In a line.
    pub(super) fn line(&self, zone: &Zone) -> String {
        let shown = "%a %Y-%m-%d %H:%M";
        let time = match &self.stated.time {
            StatedTime::Unsaid => None,
            StatedTime::Instant(at) => Some(at.local(zone).strftime(shown).to_string()),
            StatedTime::Local(at) | StatedTime::Doubtful(Some(at), _) => {
                Some(at.strftime(shown).to_string())
            }
            StatedTime::Day(day) => Some(format!("{day}, at no time")),
            StatedTime::Unreadable | StatedTime::Doubtful(None, _) => {
                Some("a time that cannot be read".to_owned())
            }
        };
        let consent = self.consent().map(|word| match word {
            "given" => "agreed".to_owned(),
            "refused" => "not agreed".to_owned(),
            _ => "agreed and not agreed".to_owned(),
        });
        let named = [
            self.service(),
            self.stated.caller_name.as_deref(),
            self.stated.attendee_name.as_deref(),
        ];
        let named = named.into_iter().flatten().map(output::plain);
        let uid = self.uid.map(|uid| output::plain(uid.as_str()));
        let said: Vec<String> = time
            .into_iter()
            .chain(consent)
            .chain(named)
            .chain(uid)
            .collect();
        format!("{}: {}", output::plain(self.by), said.join(", "))
    }

    /// For programs.
    pub(super) fn json(&self, zone: &Zone) -> Value {
        let stated = self.stated;
        let starts_at = match &stated.time {
            StatedTime::Instant(at) => Some(moment_in(*at, zone)),
            // Without an offset, as it was noted.
            StatedTime::Local(at) | StatedTime::Doubtful(Some(at), _) => Some(at.to_string()),
            StatedTime::Day(day) => Some(day.to_string()),
            StatedTime::Unsaid | StatedTime::Unreadable | StatedTime::Doubtful(None, _) => None,
        };
        json!({
            "by": self.by,
            "starts_at": starts_at,
            "unreadable_time": stated.time == StatedTime::Unreadable,
            "consent": self.consent(),
            "service": self.service(),
            "caller_name": stated.caller_name,
            "attendee_name": stated.attendee_name,
            "calcom_uid": self.uid,
        })
    }

    fn consent(&self) -> Option<&'static str> {
        match self.stated.consent {
            Consent::Unsaid => None,
            Consent::Given => Some("given"),
            Consent::Refused => Some("refused"),
            Consent::Contradictory => Some("contradictory"),
        }
    }

    fn service(&self) -> Option<&str> {
        match &self.stated.service {
            StatedService::Named(name) => Some(name),
            _ => None,
        }
    }
}
