//! The table: a row per day, a column per currency.

use domain::fx::UsdRate;

use crate::{ParseError, WANTED, rate};

/// What the table shows where there was no rate.
const ABSENT: [&str; 2] = ["N/A", ""];

/// The rates in it, in the order of the file.
pub(crate) fn rates(text: &[u8]) -> Result<Vec<UsdRate>, ParseError> {
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(text);
    let columns = reader.headers()?;
    let Some(column) = columns.iter().position(|column| column == WANTED) else {
        return Ok(Vec::new());
    };
    let mut rates = Vec::new();
    for row in reader.records() {
        let row = row?;
        // A row has as many fields as the header, or it was refused.
        let (day, per_euro) = (row.get(0), row.get(column));
        let per_euro = per_euro.unwrap_or_default();
        if !ABSENT.contains(&per_euro) {
            rates.push(rate(day.unwrap_or_default(), per_euro)?);
        }
    }
    Ok(rates)
}
