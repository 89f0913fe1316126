//! A call and what it is read against.

use domain::call::Call;
use domain::evidence::{self, Evidence};
use domain::spoken;
use domain::tenant::{CatalogueEntry, Tenant};
use transcript::conversation::Conversation;
use transcript::reference::Reference;

/// A call and what it is read against.
pub(super) struct Case {
    pub(super) call: Call,
    pub(super) tenant: Tenant,
    pub(super) catalogue: Vec<CatalogueEntry>,
    /// What times are measured from; `None` when nobody knows when the call began.
    pub(super) reference: Option<Reference>,
    pub(super) origin: Origin,
}

/// Where a call comes from.
pub(super) enum Origin {
    /// A file.
    File,
    /// A file, and nobody says when the call began: it is read as if that were now.
    FileOfNow,
    /// It is recorded, and this was decided about it, if anything was yet.
    Recorded(Option<String>),
}

impl Case {
    /// Everything that the call left.
    pub(super) fn evidence(&self) -> Evidence {
        let mut evidence = evidence::collect(&self.call, &self.tenant, &self.catalogue);
        let words = self.conversation();
        evidence.spoken = self
            .reference
            .clone()
            .filter(|_| !words.turns.is_empty())
            .map(|reference| spoken::understand(&words, reference, &self.catalogue));
        evidence
    }

    /// Whether its services are a company's, which says how long each takes.
    pub(super) fn knows_lengths(&self) -> bool {
        matches!(self.origin, Origin::Recorded(_))
    }

    /// What was said, as it was written down.
    pub(super) fn text(&self) -> &str {
        self.call.facts.transcript.as_deref().unwrap_or_default()
    }

    /// Who said what.
    pub(super) fn conversation(&self) -> Conversation {
        Conversation::parse(self.text())
    }
}
