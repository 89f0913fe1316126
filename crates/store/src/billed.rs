//! What a call was billed, by month and line.

use domain::id::CallId;
use domain::money::{Eur, Usd};
use domain::month::Month;

use crate::bills::{BillLine, Book};
use crate::engine::{StoreError, Tx, on};
use crate::types::{Civil, Exact};

crate::sql! {
    BILL_MONTHS = "SELECT month FROM bills WHERE call_id = $1 ORDER BY month";
    BILL_LINES_OF = "SELECT month, book, component, note, quantity, us_cents, eur_cents FROM bill_lines WHERE call_id = $1 \
        ORDER BY month, book, component, note";
}

#[derive(sqlx::FromRow)]
struct LineRow {
    month: Civil<Month>,
    book: String,
    component: String,
    note: String,
    quantity: i64,
    us_cents: Option<Exact<Usd>>,
    eur_cents: Option<Exact<Eur>>,
}

impl LineRow {
    fn into_line(self) -> Result<(Month, BillLine), StoreError> {
        let book = [Book::Cost, Book::Price]
            .into_iter()
            .find(|book| book.as_str() == self.book)
            .ok_or_else(|| StoreError::row("bill_lines", "a book that is not known"))?;
        let line = BillLine {
            book,
            component: self.component,
            note: self.note,
            quantity: self.quantity,
            us_cents: self.us_cents.map(|cents| cents.0),
            eur_cents: self.eur_cents.map(|cents| cents.0),
        };
        Ok((self.month.0, line))
    }
}

impl Tx {
    /// The months that bill a call, in the order of [`Tx::bills_of`].
    pub async fn months_of(&mut self, call: CallId) -> Result<Vec<Month>, StoreError> {
        let months: Vec<Civil<Month>> = on!(tx self, db => sqlx::query_scalar(BILL_MONTHS).bind(call.as_uuid()).fetch_all(db).await)?;
        Ok(months.into_iter().map(|month| month.0).collect())
    }

    /// What a call's bills are made of, each line with its month.
    pub async fn bill_lines_of(
        &mut self,
        call: CallId,
    ) -> Result<Vec<(Month, BillLine)>, StoreError> {
        let rows: Vec<LineRow> = on!(tx self, db => sqlx::query_as(BILL_LINES_OF).bind(call.as_uuid()).fetch_all(db).await)?;
        rows.into_iter().map(LineRow::into_line).collect()
    }
}
