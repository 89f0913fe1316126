use proptest::prelude::*;

use super::*;

fn us(digits: &str) -> UsCents {
    UsCents::from_digits(digits).unwrap()
}

fn eur(digits: &str) -> EurCents {
    EurCents::from_digits(digits).unwrap()
}

#[test]
fn f65_cents_are_cents_and_keep_their_digits() {
    let cost = us("22.9916691");
    assert_eq!(cost.as_decimal().to_string(), "22.9916691");
    assert_eq!(cost.to_string(), "$0.2299");
}

#[test]
fn f69_parts_below_a_cent_add_up() {
    let sum = ["8.5166691", "5.475", "6.6916691", "0.6083309", "1.7"]
        .iter()
        .map(|digits| us(digits))
        .try_fold(UsCents::ZERO, UsCents::checked_add);
    assert_eq!(sum, UsCents::from_digits("22.9916691"));
}

#[test]
fn what_no_database_could_hold_is_refused() {
    assert_eq!(UsCents::from_digits("1e30"), None);
    assert_eq!(UsCents::from_digits("NaN"), None);
    assert_eq!(UsCents::from_digits("1e-2"), UsCents::from_digits("0.01"));
}

#[test]
fn f69_half_a_cent_is_rounded_away_from_zero_and_only_when_shown() {
    let shown = |digits: &str| Total::from(eur(digits)).rounded().to_string();
    for (exact, rounded) in [
        ("0.5", "€0.01"),
        ("-0.5", "-€0.01"),
        ("0.499999999", "€0.00"),
        ("-0.4", "€0.00"),
        ("1.5", "€0.02"),
        ("2.5", "€0.03"),
        ("1230", "€12.30"),
    ] {
        assert_eq!(shown(exact), rounded, "{exact}");
    }
    // Six tenths of a cent a hundred times are 60 cents, not 0 and not 100.
    let hundred: Total<Eur> = std::iter::repeat_n(eur("0.6"), 100).sum();
    assert_eq!(hundred.rounded().to_string(), "€0.60");
}

#[test]
fn shown_amounts_add_up_to_the_shown_total() {
    // Three thirds of a euro: 33.33… each.
    let third = eur("100").checked_div(Decimal::from(3)).unwrap();
    let shown: Vec<String> = apportion([third; 3].map(Total::from))
        .map(|shown| shown.as_units().to_string())
        .collect();
    assert_eq!(shown, ["0.33", "0.34", "0.33"]);
}

#[test]
fn a_percentage_is_not_negative() {
    assert!(Percent::from_digits("-1").is_none());
    assert!(serde_json::from_str::<Percent>("\"-1\"").is_err());
    let tenth = Percent::from_digits("12.5").unwrap();
    assert_eq!(tenth.of(eur("15")), Some(eur("1.875")));
}

proptest! {
    #[test]
    fn what_is_apportioned_reconciles_to_the_cent(
        billionths in prop::collection::vec(-9_000_000_000_000_i64..9_000_000_000_000, 0..60)
    ) {
        let amounts: Vec<EurCents> = billionths
            .iter()
            .map(|&amount| EurCents::new(Decimal::new(amount, 9)).unwrap())
            .collect();
        let total: Total<Eur> = amounts.iter().copied().sum();
        let exact: i128 = billionths.iter().copied().map(i128::from).sum();
        prop_assert_eq!(total.as_decimal(), Decimal::from_i128_with_scale(exact, 9));
        let shown: Vec<_> = apportion(amounts.iter().copied().map(Total::from)).collect();
        let sum: Decimal = shown.iter().map(|shown| shown.as_units()).sum();
        prop_assert_eq!(sum, total.rounded().as_units());
        for (shown, amount) in shown.iter().zip(&amounts) {
            prop_assert!((shown.0 - amount.as_decimal()).abs() <= Decimal::ONE);
        }
    }
}
