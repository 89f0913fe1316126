//! The W3C trace context, so that a call can be followed from its webhook to its booking.

/// A `traceparent` of version 00, such as
/// `00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TraceContext(String);

impl TraceContext {
    /// Reads a `traceparent` header. One of a later version is read as far as version 00 goes, as
    /// the standard asks; `None` when it is none, and a new trace should begin.
    pub fn parse(header: &str) -> Option<Self> {
        let mut parts = header.trim().split('-');
        let (version, trace, span, flags) =
            (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let is_hex = |text: &str, len: usize| {
            text.len() == len && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
        };
        let is_id = |text: &str, len: usize| is_hex(text, len) && text.bytes().any(|b| b != b'0');
        let known = is_hex(version, 2)
            && version != "ff"
            && (version != "00" || parts.next().is_none())
            && is_id(trace, 32)
            && is_id(span, 16)
            && is_hex(flags, 2);
        known.then(|| Self(format!("00-{trace}-{span}-{flags}")))
    }

    /// Begins a trace, sampled, from random bits.
    pub fn begin(trace: u128, span: u64) -> Self {
        // Zero is no id.
        Self(format!("00-{:032x}-{:016x}-01", trace.max(1), span.max(1)))
    }

    /// As it stands in a header.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    #[test]
    fn a_header_is_kept() {
        assert_eq!(TraceContext::parse(SAMPLE).unwrap().as_str(), SAMPLE);
    }

    #[test]
    fn a_new_trace_is_a_valid_one_even_from_zeros() {
        let trace = TraceContext::begin(0, 0);
        assert_eq!(TraceContext::parse(trace.as_str()), Some(trace));
    }

    #[test]
    fn what_is_no_trace_is_refused() {
        for header in [
            "",
            "00",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
            "00-00000000000000000000000000000000-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
            "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
            "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
            "00-ä",
        ] {
            assert_eq!(TraceContext::parse(header), None, "{header}");
        }
        let later = "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more";
        assert_eq!(TraceContext::parse(later), TraceContext::parse(SAMPLE));
    }
}
