//! The reference rates of the European Central Bank: its files, read ([`parse`]) and fetched
//! ([`fetch()`]).
//!
//! The bank publishes what a euro was worth, once a working day around 16:00 in Frankfurt, as XML
//! (`eurofxref-daily.xml`, `eurofxref-hist-90d.xml`, `eurofxref-hist.xml`) and as a table
//! (`eurofxref-hist.csv`, which it packs into a zip file). What a text is, it says itself.

mod fetch;
mod table;
mod xml;

pub use fetch::{FetchError, fetch};

use domain::fx::UsdRate;

/// The name of the bank, as the source of a rate.
pub const SOURCE: &str = "ecb";

/// The currency that we read.
const WANTED: &str = "USD";

/// A text is not one of the bank's files. Nothing of such a text is used.
#[derive(Debug, thiserror::Error)]
pub enum ParseError {
    /// It is a packed file.
    #[error("this is a zip file; unpack it, and import the file `eurofxref-hist.csv` in it")]
    Packed,
    /// Its XML is broken.
    #[error("the XML is broken")]
    Xml(#[source] quick_xml::Error),
    /// An attribute of its XML is broken.
    #[error("an attribute of the XML is broken")]
    Attribute(#[source] quick_xml::events::attributes::AttrError),
    /// Its table is broken.
    #[error("the table is broken")]
    Table(#[from] csv::Error),
    /// A day is none.
    #[error("a rate has no day that can be read")]
    Day(#[from] domain::month::NoDay),
    /// A rate is none.
    #[error("the rate of {day} is no positive number")]
    Rate {
        /// Of which day.
        day: domain::month::Day,
    },
    /// Nothing in it is a rate.
    #[error("there is no rate of {WANTED} in it; is it one of the bank's files?")]
    Nothing,
}

/// The dollar's rates in one of the bank's files.
///
/// # Errors
/// [`ParseError`]; nothing of a file with a mistake is used.
pub fn parse(text: &[u8]) -> Result<Vec<UsdRate>, ParseError> {
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    let rates = match text.trim_ascii_start() {
        [b'P', b'K', ..] => return Err(ParseError::Packed),
        [b'<', ..] => xml::rates(text)?,
        _ => table::rates(text)?,
    };
    if rates.is_empty() {
        return Err(ParseError::Nothing);
    }
    Ok(rates)
}

/// A rate from its texts.
fn rate(day: &str, per_euro: &str) -> Result<UsdRate, ParseError> {
    let day = day.trim().parse()?;
    Ok(UsdRate {
        day,
        per_euro: domain::fx::PerEuro::from_digits(per_euro).ok_or(ParseError::Rate { day })?,
        source: SOURCE.into(),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const DAILY: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
	<gesmes:subject>Reference rates</gesmes:subject>
	<Cube>
		<Cube time='2026-11-05'>
			<Cube currency='JPY' rate='171.52'/>
			<Cube currency='USD' rate='1.0876'/>
		</Cube>
		<Cube time="2026-11-04"><Cube currency="USD" rate="1.09"></Cube></Cube>
	</Cube>
</gesmes:Envelope>"#;

    /// `eurofxref-hist-90d.xml`, with as few lines.
    const NINETY_DAYS: &str = r#"<?xml version="1.0" encoding="UTF-8"?><gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref"><gesmes:subject>Reference rates</gesmes:subject><gesmes:Sender><gesmes:name>European Central Bank</gesmes:name></gesmes:Sender><Cube>
<Cube time="2026-11-05"><Cube currency="USD" rate="1.0876"/><Cube currency="JPY" rate="171.52"/></Cube><Cube time="2026-11-04"><Cube currency="USD" rate="1.09"/></Cube></Cube></gesmes:Envelope>"#;

    const TABLE: &str = "Date,USD,JPY,CYP,\n2026-11-05,1.0876,171.52,N/A,\n2026-11-04,1.09,170,0.58,\n1999-01-04,N/A,133.73,0.58231,\n";

    fn shown(text: &str) -> Vec<String> {
        parse(text.as_bytes())
            .unwrap()
            .iter()
            .map(|rate| {
                format!(
                    "{} {} {}",
                    rate.day,
                    rate.per_euro.as_decimal(),
                    rate.source
                )
            })
            .collect()
    }

    #[test]
    fn f68_all_forms_of_the_file_say_the_same() {
        let rates = ["2026-11-05 1.0876 ecb", "2026-11-04 1.09 ecb"];
        assert_eq!(shown(DAILY), rates);
        assert_eq!(shown(NINETY_DAYS), rates);
        assert_eq!(shown(TABLE), rates);
        assert_eq!(
            shown(&format!("\u{feff}{TABLE}").replace('\n', "\r\n")),
            rates
        );
    }

    #[test]
    fn a_file_with_a_mistake_is_refused_whole() {
        for (wrong, says) in [
            (DAILY.replace("1.0876", "0"), "the rate of 2026-11-05"),
            (DAILY.replace("2026-11-05", "5 November"), "no day"),
            (
                DAILY.replace("</gesmes:Envelope>", "</other>"),
                "XML is broken",
            ),
            (DAILY.replace("USD", "CHF"), "no rate of USD"),
            (TABLE.replace("1.09,", "x,"), "the rate of 2026-11-04"),
            (TABLE.replace("2026-11-04", "04.11.2026"), "no day"),
            (TABLE.replace(",170,", ","), "the table is broken"),
            (TABLE.replace("USD", "CHF"), "no rate of USD"),
            ("PK\u{3}\u{4}".to_owned(), "unpack it"),
            (
                "<!DOCTYPE html><html><body>Not found</body></html>".to_owned(),
                "no rate",
            ),
            (String::new(), "no rate"),
        ] {
            let error = parse(wrong.as_bytes()).unwrap_err().to_string();
            assert!(error.contains(says), "{error} for {wrong}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_bring_it_down(bytes in prop::collection::vec(any::<u8>(), 0..300), at in any::<prop::sample::Index>()) {
            let _ = parse(&bytes);
            let mut damaged = DAILY.as_bytes().to_vec();
            let at = at.index(damaged.len());
            damaged.splice(at..at, bytes);
            let _ = parse(&damaged);
        }
    }
}
