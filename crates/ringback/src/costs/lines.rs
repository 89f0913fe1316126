//! Lines of bills: those of an open month as closing would write them.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use domain::bill::Bill;
use domain::money::{Cents, Currency, Total};
use domain::price::PriceLine;
use store::{BillLine, Book};

/// A line of a price.
pub(crate) fn of_price(line: &PriceLine) -> BillLine {
    BillLine {
        book: Book::Price,
        component: line.item.component().into(),
        note: line.item.terms(),
        quantity: i64::try_from(line.item.quantity()).unwrap_or(i64::MAX),
        us_cents: None,
        eur_cents: Some(line.amount),
    }
}

/// The lines of a correction.
pub(crate) fn of_adjustment(bill: &Bill) -> Vec<BillLine> {
    let line = |book, us_cents, eur_cents| BillLine {
        book,
        component: "adjustment".into(),
        note: format!("of {}", bill.day.month()),
        quantity: 1,
        us_cents,
        eur_cents,
    };
    let mut lines = vec![line(
        Book::Cost,
        Some(bill.amounts.us_cents),
        bill.amounts.cost,
    )];
    lines.extend(
        bill.amounts
            .price
            .map(|price| line(Book::Price, None, Some(price))),
    );
    lines
}

/// One line per book, component and terms.
pub(crate) fn summed(lines: Vec<BillLine>) -> Vec<BillLine> {
    let mut sums: BTreeMap<(Book, String, String), BillLine> = BTreeMap::new();
    for line in lines {
        let key = (line.book, line.component.clone(), line.note.clone());
        match sums.entry(key) {
            Entry::Vacant(place) => {
                place.insert(line);
            }
            Entry::Occupied(place) => {
                let sum = place.into_mut();
                sum.quantity = sum.quantity.saturating_add(line.quantity);
                sum.us_cents = plus(sum.us_cents, line.us_cents);
                sum.eur_cents = plus(sum.eur_cents, line.eur_cents);
            }
        }
    }
    sums.into_values().collect()
}

fn plus<C: Currency>(one: Option<Cents<C>>, other: Option<Cents<C>>) -> Option<Cents<C>> {
    let sum: Total<C> = one.into_iter().chain(other).sum();
    (one.is_some() || other.is_some()).then(|| sum.held())
}
