//! The day, for sunset dates.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::contract::dates::days_of_month as days;

/// Today in UTC, as `YYYY-MM-DD`.
pub(super) fn now() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let (year, month, day) = civil(seconds / 86_400);
    format!("{year:04}-{month:02}-{day:02}")
}

/// Reads a day that a person wrote.
pub(super) fn parse(text: &str) -> Result<String, String> {
    let number = |part: &str, digits: usize| {
        let fits = part.len() == digits && part.bytes().all(|b| b.is_ascii_digit());
        part.parse::<u64>().ok().filter(|_| fits)
    };
    let parts: Vec<&str> = text.split('-').collect();
    let day = match parts[..] {
        [year, month, day] => number(year, 4).zip(number(month, 2)).zip(number(day, 2)),
        _ => None,
    };
    match day {
        Some(((year, month), day)) if (1..=12).contains(&month) && (1..=days(year, month)).contains(&day) => {
            Ok(text.to_owned())
        }
        _ => Err("this is no day; write one as 2026-07-01".to_owned()),
    }
}

/// Year, month and day of the day with that number, counted from 1970-01-01.
fn civil(mut number: u64) -> (u64, u64, u64) {
    let mut year = 1970;
    let mut month = 1;
    // Some seven hundred steps for a date of our time, once a run.
    while number >= days(year, month) {
        number -= days(year, month);
        (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    }
    (year, month, number + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_by_the_calendar() {
        for (number, date) in [
            (0, (1970, 1, 1)),
            (58, (1970, 2, 28)),
            (59, (1970, 3, 1)),
            (789, (1972, 2, 29)),
            (11_016, (2000, 2, 29)),
            (19_782, (2024, 2, 29)),
            (47_541, (2100, 3, 1)),
        ] {
            assert_eq!(civil(number), date, "{number}");
        }
    }

    #[test]
    fn a_day_is_written_in_one_way() {
        for day in ["2026-07-01", "2024-02-29", "0001-12-31"] {
            assert_eq!(parse(day).as_deref(), Ok(day));
        }
        for text in ["", "2026-7-1", "2025-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "20260101", "2026-01-01T"]
        {
            assert!(parse(text).is_err(), "{text}");
        }
        assert!(parse(&now()).is_ok(), "{}", now());
    }
}
