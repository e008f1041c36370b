//! Days, as `YYYY-MM-DD` and as HTTP writes them.

use super::texts::day;

/// How many days a month has.
pub fn days_of_month(year: u64, month: u64) -> u64 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 => 28 + u64::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The number of the day that a text begins with, so that two can be told apart by how far they lie from each other;
/// nothing for a text that begins with no day of the calendar.
pub fn number(text: &str) -> Option<i64> {
    let day = day(text)?;
    let part = |from: usize, to: usize| day.get(from..to).and_then(|digits| digits.parse::<u64>().ok());
    let (year, month, date) = (part(0, 4)?, part(5, 7)?, part(8, 10)?);
    if !(1..=12).contains(&month) || !(1..=days_of_month(year, month)).contains(&date) {
        return None;
    }
    // Years have at most four digits, so nothing here can overflow.
    let leaps = year.div_ceil(4) - year.div_ceil(100) + year.div_ceil(400);
    let before: u64 = (1..month).map(|m| days_of_month(year, m)).sum();
    i64::try_from(year * 365 + leaps + before + date).ok()
}

/// The day of a date as HTTP writes it (RFC 9110, §5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`.
pub fn of_http(text: &str) -> Option<String> {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (_, rest) = text.split_once(", ")?;
    let mut words = rest.split(' ');
    let (date, month, year) = (words.next()?, words.next()?, words.next()?);
    let month = MONTHS.iter().position(|m| *m == month)? + 1;
    let day = format!("{year}-{month:02}-{date}");
    (day.len() == 10 && number(&day).is_some()).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_lie_as_far_apart_as_the_calendar_has_them() {
        for (from, to, days) in [
            ("2026-01-01", "2026-01-01", 0),
            ("2025-12-31", "2026-01-01", 1),
            ("2024-02-28", "2024-03-01", 2),
            ("2025-02-28", "2025-03-01", 1),
            ("1900-02-28", "1900-03-01", 1),
            ("2000-01-01", "2001-01-01", 366),
            ("1970-01-01", "2024-02-29", 19_782),
            ("0000-01-01", "0001-01-01", 366),
        ] {
            assert_eq!(number(to).expect(to) - number(from).expect(from), days, "{from} {to}");
        }
        assert_eq!(number("2026-12-31T23:59:59Z"), number("2026-12-31"));
        for text in ["", "soon", "2026-02-29", "2026-13-01", "2026-00-01", "2026-1-1", "20260101"] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn http_writes_days_in_its_own_way() {
        assert_eq!(of_http("Sun, 06 Nov 1994 08:49:37 GMT").as_deref(), Some("1994-11-06"));
        for text in ["", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun, 31 Feb 2026 00:00:00 GMT", "1994-11-06", "a, b c d"] {
            assert_eq!(of_http(text), None, "{text}");
        }
    }
}
