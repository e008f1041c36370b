//! What the plain text of a scalar means: the core schema of YAML 1.2.2 (§10.3.2), and numbers without rounding.

use super::tape::Kind;

/// The kind of a plain YAML scalar. `NO`, `off` and `12:30` are strings in YAML 1.2.
pub fn resolve(text: &str) -> Kind {
    match text.as_bytes().first() {
        None => Kind::Null,
        Some(b'~' | b'n' | b'N') => match text {
            "~" | "null" | "Null" | "NULL" => Kind::Null,
            _ => Kind::String,
        },
        Some(b't' | b'T') => match text {
            "true" | "True" | "TRUE" => Kind::True,
            _ => Kind::String,
        },
        Some(b'f' | b'F') => match text {
            "false" | "False" | "FALSE" => Kind::False,
            _ => Kind::String,
        },
        Some(b'0'..=b'9' | b'+' | b'-' | b'.') if is_number(text) => Kind::Number,
        _ => Kind::String,
    }
}

fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if let Some(octal) = text.strip_prefix("0o") {
        return !octal.is_empty() && octal.bytes().all(|b| (b'0'..=b'7').contains(&b));
    }
    if let Some(hex) = text.strip_prefix("0x") {
        return !hex.is_empty() && hex.bytes().all(|b| b.is_ascii_hexdigit());
    }
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return true;
    }
    is_decimal(unsigned)
}

/// `[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?` after the sign.
fn is_decimal(text: &str) -> bool {
    let (mantissa, exponent) = match text.find(['e', 'E']) {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    };
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    let mantissa_fits = match mantissa.split_once('.') {
        Some(("", fraction)) => digits(fraction),
        Some((whole, fraction)) => digits(whole) && (fraction.is_empty() || digits(fraction)),
        None => digits(mantissa),
    };
    mantissa_fits && exponent.is_none_or(|e| digits(e.strip_prefix(['+', '-']).unwrap_or(e)))
}

/// The nearest float of a number as JSON or YAML writes it.
pub fn to_f64(text: &str) -> Option<f64> {
    if let Some(value) = radix(text) {
        return value.map(|v| v as f64);
    }
    match text.trim_start_matches(['+', '-']) {
        ".inf" | ".Inf" | ".INF" => Some(if text.starts_with('-') { f64::NEG_INFINITY } else { f64::INFINITY }),
        ".nan" | ".NaN" | ".NAN" => Some(f64::NAN),
        _ => text.parse().ok(),
    }
}

fn radix(text: &str) -> Option<Option<u128>> {
    if let Some(octal) = text.strip_prefix("0o") {
        return Some(u128::from_str_radix(octal, 8).ok());
    }
    text.strip_prefix("0x").map(|hex| u128::from_str_radix(hex, 16).ok())
}

/// The value of a number that is a whole one from 0 to 2^64 - 1, however it is written (`5`, `5.0`, `5e0`).
pub fn to_u64(text: &str) -> Option<u64> {
    match decimal(text)? {
        Decimal { negative, digits, exponent } if exponent >= 0 && (!negative || digits == "0") => {
            // 20 digits hold every u64; a longer number overflows whatever it is.
            if digits.len() as i64 + exponent > 20 {
                return (digits == "0").then_some(0);
            }
            let mut whole = digits;
            whole.extend(std::iter::repeat_n('0', exponent as usize));
            whole.parse().ok()
        }
        _ => None,
    }
}

/// A finite number as sign, digits without leading or trailing zeros, and a power of ten: exact, and equal for equal
/// numbers however they are written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Decimal {
    /// Whether it is below zero.
    pub negative: bool,
    /// The significant digits; `0` for zero.
    pub digits: String,
    /// The power of ten that they are multiplied by.
    pub exponent: i64,
}

impl Decimal {
    /// The value as a whole number, if it is one of at most 38 digits.
    pub fn to_i128(&self) -> Option<i128> {
        if self.exponent < 0 || self.digits.len() as i64 + self.exponent > 38 {
            return None;
        }
        let mut text = String::with_capacity(40);
        if self.negative {
            text.push('-');
        }
        text.push_str(&self.digits);
        text.extend(std::iter::repeat_n('0', self.exponent as usize));
        text.parse().ok()
    }

    fn magnitude(&self) -> (i64, &str) {
        (self.digits.len() as i64 + self.exponent, &self.digits)
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        use std::cmp::Ordering::{Equal, Greater, Less};
        let sign = |d: &Decimal| {
            if d.digits == "0" {
                0
            } else if d.negative {
                -1
            } else {
                1
            }
        };
        match (sign(self), sign(other)) {
            (a, b) if a != b => return a.cmp(&b),
            (0, _) => return Equal,
            _ => {}
        }
        // Digits have no leading zeros, so equal places mean that texts compare as numbers do.
        let order = self.magnitude().cmp(&other.magnitude());
        match (self.negative, order) {
            (true, Less) => Greater,
            (true, Greater) => Less,
            (_, order) => order,
        }
    }
}

/// Reads a number exactly. Infinities, not-a-number and exponents beyond ±10^9 have no decimal.
pub fn decimal(text: &str) -> Option<Decimal> {
    if let Some(value) = radix(text) {
        return decimal(&value?.to_string());
    }
    let (negative, unsigned) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    if !is_decimal(unsigned) {
        return None;
    }
    let (mantissa, exponent) = match unsigned.find(['e', 'E']) {
        Some(at) => (&unsigned[..at], unsigned[at + 1..].parse::<i64>().ok()?),
        None => (unsigned, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let mut digits = String::with_capacity(whole.len() + fraction.len());
    digits.push_str(whole);
    digits.push_str(fraction);
    let mut exponent = exponent.checked_sub(fraction.len() as i64)?;
    if exponent.abs() > 1_000_000_000 {
        return None;
    }
    let significant = digits.trim_end_matches('0').len();
    exponent += (digits.len() - significant) as i64;
    digits.truncate(significant);
    let digits = digits.trim_start_matches('0');
    if digits.is_empty() {
        return Some(Decimal { negative: false, digits: "0".into(), exponent: 0 });
    }
    Some(Decimal { negative, digits: digits.into(), exponent })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_scalars_follow_the_core_schema() {
        for (text, kind) in [
            ("", Kind::Null),
            ("~", Kind::Null),
            ("NULL", Kind::Null),
            ("nULL", Kind::String),
            ("NO", Kind::String),
            ("off", Kind::String),
            ("True", Kind::True),
            ("tRUE", Kind::String),
            ("012", Kind::Number),
            ("0o17", Kind::Number),
            ("0o18", Kind::String),
            ("0x1F", Kind::Number),
            ("-0x1F", Kind::String),
            ("1e3", Kind::Number),
            ("1.", Kind::Number),
            (".5", Kind::Number),
            (".", Kind::String),
            ("-", Kind::String),
            ("+.INF", Kind::Number),
            (".nan", Kind::Number),
            ("-.nan", Kind::String),
            ("12:30:45", Kind::String),
            ("2020-01-01", Kind::String),
            ("1.2.3", Kind::String),
            ("1e", Kind::String),
        ] {
            assert_eq!(resolve(text), kind, "{text}");
        }
    }

    #[test]
    fn numbers_are_equal_when_their_values_are() {
        let ten = decimal("10");
        for same in ["1e1", "10.00", "0010", "+10", "0xA", "100e-1"] {
            assert_eq!(decimal(same), ten, "{same}");
        }
        assert_eq!(decimal("-0"), decimal("0"));
        let mut sorted: Vec<_> = ["-10", "-9.5", "-0.1", "0", "0.01", "0.1", "9", "9.99", "10", "1e3"].to_vec();
        sorted.reverse();
        sorted.sort_by_key(|n| decimal(n));
        assert_eq!(sorted, ["-10", "-9.5", "-0.1", "0", "0.01", "0.1", "9", "9.99", "10", "1e3"]);
        assert_eq!(decimal("-12e2").and_then(|d| d.to_i128()), Some(-1200));
        assert_ne!(decimal("9223372036854775808"), decimal("9223372036854775807"));
        assert_eq!(to_u64("5.0"), Some(5));
        assert_eq!(to_u64("18446744073709551615"), Some(u64::MAX));
        assert_eq!(to_u64("18446744073709551616"), None);
        assert_eq!(to_u64("1e999999999"), None);
        assert_eq!(to_u64("0e999999999"), Some(0));
        assert_eq!(to_u64("-1"), None);
        assert_eq!(to_u64("1.5"), None);
        assert_eq!(to_f64("-.inf"), Some(f64::NEG_INFINITY));
    }
}
