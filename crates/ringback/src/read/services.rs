//! Services by their names alone.

use std::convert::Infallible;
use std::str::FromStr;

use domain::id::{CalcomAccountId, CompanyId, EventTypeId, OfferId, ServiceId};
use domain::tenant::{CatalogueEntry, Offer, Service};

use super::file::NOBODY;

/// Names between commas. One with a comma stands in quotes.
#[derive(Debug, Clone)]
pub(super) struct Names(Vec<String>);

impl FromStr for Names {
    type Err = Infallible;
    fn from_str(text: &str) -> Result<Self, Infallible> {
        let (mut names, mut quoted) = (vec![String::new()], false);
        for c in text.chars() {
            match c {
                '"' => quoted = !quoted,
                ',' if !quoted => names.push(String::new()),
                _ => {
                    if let Some(name) = names.last_mut() {
                        name.push(c);
                    }
                }
            }
        }
        Ok(Self(names))
    }
}

/// All names, each once.
pub(super) fn all(given: &[Names]) -> Vec<&str> {
    distinct(given.iter().flat_map(|names| &names.0).map(String::as_str))
}

/// These names, each once.
pub(super) fn distinct<'n>(given: impl IntoIterator<Item = &'n str>) -> Vec<&'n str> {
    let mut names = Vec::new();
    for name in given.into_iter().map(str::trim) {
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Services of these names, each of which can be booked.
pub(super) fn catalogue(names: &[&str]) -> Vec<CatalogueEntry> {
    let company = CompanyId::of(NOBODY);
    let account = CalcomAccountId::of(company, "main");
    let entry = |(name, number): (&&str, i64)| CatalogueEntry {
        service: Service {
            id: ServiceId::of(company, name),
            name: (*name).to_owned(),
            synonyms: Vec::new(),
            minutes: 30,
        },
        offer: Some(Offer {
            id: OfferId::of(account, number, 30),
            calcom_account: account,
            event_type: EventTypeId(number),
            minutes: 30,
            send_length: false,
        }),
    };
    names.iter().zip(1..).map(entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_apart_by_commas_outside_of_quotes_and_kept_once() {
        let given: Vec<Names> = ["Färben, Färben,", "\"Waschen, Schneiden\", Färben"]
            .into_iter()
            .map(|text| text.parse().unwrap())
            .collect();
        assert_eq!(all(&given), ["Färben", "Waschen, Schneiden"]);
    }
}
