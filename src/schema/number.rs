//! Exact numbers: a bound of a schema is what is written, never the nearest float.

use std::fmt;

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Pow, Signed, ToPrimitive, Zero};

use crate::source::scalar::{self, Decimal};

/// The largest power of ten that a number may have, either way: beyond it (a float ends at 308) a digit string of a
/// few bytes would become megabytes.
const LARGEST_EXPONENT: i64 = 1_000;

/// An exact finite number. Whatever is written in JSON is one; so is all that is computed from such here.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number(BigRational);

impl Number {
    /// The number that a text of JSON or YAML says; nothing for infinities and for exponents beyond ±1,000.
    pub fn parse(text: &str) -> Option<Number> {
        Number::of_decimal(&scalar::decimal(text)?)
    }

    /// The number that a decimal is.
    pub fn of_decimal(decimal: &Decimal) -> Option<Number> {
        if decimal.exponent.abs() > LARGEST_EXPONENT || decimal.digits.len() as i64 > LARGEST_EXPONENT {
            return None;
        }
        let mut digits: BigInt = decimal.digits.parse().ok()?;
        if decimal.negative {
            digits = -digits;
        }
        let power = BigInt::from(10).pow(decimal.exponent.unsigned_abs() as u32);
        Some(Number(if decimal.exponent < 0 {
            BigRational::new(digits, power)
        } else {
            BigRational::from_integer(digits * power)
        }))
    }

    /// A whole number.
    pub fn whole(value: i128) -> Number {
        Number(BigRational::from_integer(BigInt::from(value)))
    }

    /// Whether it is an integer, as JSON Schema means it: `1.0` is one.
    pub fn is_whole(&self) -> bool {
        self.0.is_integer()
    }

    /// Whether it is zero.
    pub fn is_zero(&self) -> bool {
        self.0.is_zero()
    }

    /// Whether it is below zero.
    pub fn is_negative(&self) -> bool {
        self.0.is_negative()
    }

    /// The value as a count, if it is a whole number that is not negative.
    pub fn to_u64(&self) -> Option<u64> {
        if self.is_whole() { self.0.to_integer().to_u64() } else { None }
    }

    /// The largest integer that is not above it.
    #[must_use]
    pub fn floor(&self) -> Number {
        Number(self.0.floor())
    }

    /// The smallest integer that is not below it.
    #[must_use]
    pub fn ceil(&self) -> Number {
        Number(self.0.ceil())
    }

    /// Its magnitude.
    #[must_use]
    pub fn abs(&self) -> Number {
        Number(self.0.abs())
    }

    /// The sum.
    #[must_use]
    pub fn plus(&self, other: &Number) -> Number {
        Number(&self.0 + &other.0)
    }

    /// The difference.
    #[must_use]
    pub fn minus(&self, other: &Number) -> Number {
        Number(&self.0 - &other.0)
    }

    /// The product.
    #[must_use]
    pub fn times(&self, other: &Number) -> Number {
        Number(&self.0 * &other.0)
    }

    /// The quotient; nothing for a division by zero.
    pub fn over(&self, other: &Number) -> Option<Number> {
        if other.is_zero() { None } else { Some(Number(&self.0 / &other.0)) }
    }

    /// Whether it is a multiple of another number; of zero only zero is one.
    pub fn is_multiple_of(&self, other: &Number) -> bool {
        match self.over(other) {
            Some(quotient) => quotient.is_whole(),
            None => self.is_zero(),
        }
    }

    /// The least number above zero that is a multiple of both; both are above zero.
    #[must_use]
    pub fn common_multiple(&self, other: &Number) -> Number {
        // For fractions in lowest terms: lcm(a/b, c/d) = lcm(a, c) / gcd(b, d).
        let upper = self.0.numer().lcm(other.0.numer());
        let lower = self.0.denom().gcd(other.0.denom());
        Number(BigRational::new(upper, lower))
    }

    /// How many digits it has before and after the point: how much work it is to compute with.
    pub fn size(&self) -> u64 {
        self.0.numer().bits() + self.0.denom().bits()
    }
}

impl fmt::Display for Number {
    /// As JSON writes it, exactly. A fraction without an end, which no keyword can ask for, is cut after 40 digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_whole() {
            return write!(f, "{}", self.0.to_integer());
        }
        let (whole, mut rest) = self.0.numer().abs().div_rem(self.0.denom());
        if self.is_negative() {
            f.write_str("-")?;
        }
        write!(f, "{whole}.")?;
        let ten = BigInt::from(10);
        let mut left = LARGEST_EXPONENT * 4;
        let endless = {
            let mut lower = self.0.denom().clone();
            for prime in [2, 5] {
                let prime = BigInt::from(prime);
                while (&lower % &prime).is_zero() {
                    lower /= &prime;
                }
            }
            !lower.is_one()
        };
        if endless {
            left = 40;
        }
        while !rest.is_zero() && left > 0 {
            let (digit, remainder) = (rest * &ten).div_rem(self.0.denom());
            write!(f, "{digit}")?;
            rest = remainder;
            left -= 1;
        }
        Ok(())
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        Number::parse(text).expect("a number")
    }

    #[test]
    fn numbers_are_exact() {
        assert_eq!(number("0.1").plus(&number("0.2")), number("0.3"));
        assert_eq!(number("1e2"), number("100.0"));
        assert_eq!(number("-9223372036854775809").to_string(), "-9223372036854775809");
        assert_eq!(number("-0.050").to_string(), "-0.05");
        assert_eq!(number("1.5e-3").to_string(), "0.0015");
        assert!(number("0.3").is_multiple_of(&number("0.1")));
        assert!(!number("0.35").is_multiple_of(&number("0.1")));
        assert!(number("0").is_multiple_of(&number("0")));
        assert_eq!(number("0.4").common_multiple(&number("0.6")), number("1.2"));
        assert_eq!(number("4").common_multiple(&number("6")), number("12"));
        assert_eq!(number("-1.5").floor(), number("-2"));
        assert_eq!(Number::parse("1e1000000"), None);
        assert_eq!(number("5.0").to_u64(), Some(5));
        assert_eq!(number("5.5").to_u64(), None);
    }
}
