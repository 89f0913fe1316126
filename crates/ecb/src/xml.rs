//! The XML form: a `Cube` per day, with a `Cube` per currency in it.

use domain::fx::UsdRate;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::{ParseError, WANTED, rate};

/// The rates in it, in the order of the file.
pub(crate) fn rates(text: &[u8]) -> Result<Vec<UsdRate>, ParseError> {
    let mut reader = Reader::from_reader(text);
    let mut rates = Vec::new();
    let mut day = String::new();
    loop {
        match reader.read_event().map_err(ParseError::Xml)? {
            Event::Start(cube) | Event::Empty(cube) if cube.local_name().as_ref() == b"Cube" => {
                if let Some(time) = attribute(&cube, b"time")? {
                    day = time;
                }
                if attribute(&cube, b"currency")?.as_deref() == Some(WANTED) {
                    let per_euro = attribute(&cube, b"rate")?.unwrap_or_default();
                    rates.push(rate(&day, &per_euro)?);
                }
            }
            Event::Eof => return Ok(rates),
            _ => {}
        }
    }
}

fn attribute(cube: &BytesStart<'_>, name: &[u8]) -> Result<Option<String>, ParseError> {
    for attribute in cube.attributes() {
        let attribute = attribute.map_err(ParseError::Attribute)?;
        if attribute.key.as_ref() == name {
            // Days, currencies and rates need no escapes: what has one is none of them.
            return Ok(Some(String::from_utf8_lossy(&attribute.value).into_owned()));
        }
    }
    Ok(None)
}
