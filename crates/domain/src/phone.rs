//! Phone numbers in E.164, and callers who withhold theirs.

use serde::{Deserialize, Serialize};

/// A phone number in E.164: `+`, then 7 to 15 digits, the first not zero.
///
/// Compared whole, never by its last digits: two tenants may share those (F3, F44).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PhoneNumber(String);

/// The text is no phone number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a phone number in international form; write it like `+493023125014`")]
pub struct NotAPhoneNumber;

impl PhoneNumber {
    /// Reads an international number, whatever its punctuation; `0049…` and `49…` are read as
    /// `+49…`, a national number is refused since its country is unknown.
    ///
    /// # Errors
    /// [`NotAPhoneNumber`]; the text is not repeated, since it may be somebody's number.
    pub fn parse(text: &str) -> Result<Self, NotAPhoneNumber> {
        let mut digits = String::with_capacity(16);
        for (position, c) in text.trim().chars().enumerate() {
            match c {
                '0'..='9' => digits.push(c),
                '+' if position == 0 => {}
                ' ' | '-' | '/' | '.' | '(' | ')' | '\u{a0}' => {}
                _ => return Err(NotAPhoneNumber),
            }
        }
        let plus = text.trim_start().starts_with('+');
        let digits = match digits.strip_prefix("00") {
            Some(rest) if !plus => rest,
            _ => &digits,
        };
        let international = (7..=15).contains(&digits.len()) && !digits.starts_with('0');
        if international {
            Ok(Self(format!("+{digits}")))
        } else {
            Err(NotAPhoneNumber)
        }
    }

    /// Reads a number as a person writes it, `030 23125014` too, given the country (ISO 3166,
    /// such as `DE`) that national numbers belong to.
    ///
    /// # Errors
    /// [`NotAPhoneNumber`] when it is not a possible number there.
    pub fn parse_in_country(text: &str, country: &str) -> Result<Self, NotAPhoneNumber> {
        let country = country.parse().ok();
        let number = phonenumber::parse(country, text).map_err(|_| NotAPhoneNumber)?;
        Self::parse(&number.format().mode(phonenumber::Mode::E164).to_string())
    }

    /// `+` and digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for PhoneNumber {
    type Error = NotAPhoneNumber;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<PhoneNumber> for String {
    fn from(number: PhoneNumber) -> Self {
        number.0
    }
}

impl std::fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f44_every_spelling_of_a_number_is_one_number() {
        for text in [
            "+49 30 231250-14",
            "+493023125014",
            "0049 30 23125014",
            "493023125014",
        ] {
            assert_eq!(
                PhoneNumber::parse(text).unwrap().as_str(),
                "+493023125014",
                "{text}"
            );
        }
        let national = PhoneNumber::parse_in_country("030 / 231 250 14", "DE").unwrap();
        assert_eq!(national.as_str(), "+493023125014");
    }

    #[test]
    fn f42_withheld_numbers_are_not_numbers() {
        for text in [
            "anonymous",
            "",
            "unknown",
            "Private",
            "blocked",
            "030 23125014",
            "+49",
            "sip:a@b",
        ] {
            assert!(PhoneNumber::parse(text).is_err(), "{text}");
        }
    }
}
