//! Reading versions: semantic ones, dates and plain numbers.

/// A version as it stands somewhere.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Version {
    /// As written: `v1.2`.
    pub text: String,
    /// What it says.
    pub number: Number,
}

/// What a version says.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Number {
    /// Numbers, the first of which counts incompatible changes.
    Numbers {
        /// The first.
        major: u64,
        /// The second.
        minor: Option<u64>,
    },
    /// A date, its parts as they are written.
    Date(String),
}

impl Version {
    /// The first number; nothing for a date.
    pub fn major(&self) -> Option<u64> {
        match self.number {
            Number::Numbers { major, .. } => Some(major),
            Number::Date(_) => None,
        }
    }

    /// What has to be equal for two versions to be one: the first number, or the date.
    pub fn line(&self) -> Number {
        match &self.number {
            Number::Numbers { major, .. } => Number::Numbers { major: *major, minor: None },
            date @ Number::Date(_) => date.clone(),
        }
    }

    /// Reads a version as `info.version` may say it: a semantic version, a date, numbers, with or without a `v`.
    pub fn parse(text: &str) -> Option<Self> {
        let trimmed = text.trim();
        let number = number(trimmed.strip_prefix(['v', 'V']).unwrap_or(trimmed))?;
        Some(Self { text: trimmed.to_owned(), number })
    }
}

/// The version that a segment of a path is: `v2`, `v1.2`, `2.0`, `v1beta1`, `2024-01-15`, `api-v3`. A lone number is
/// none.
pub fn of_segment(segment: &str) -> Option<Version> {
    let text = match segment.rsplit_once(['-', '_']) {
        Some(("api" | "rest" | "API", after)) => after,
        _ => segment,
    };
    let marked = text.strip_prefix(['v', 'V']);
    let number = number(marked.unwrap_or(text))?;
    let plain = matches!(number, Number::Numbers { minor: None, .. });
    // `v` and a long number is the name of something.
    let long = matches!(number, Number::Numbers { major, .. } if major > 9999);
    (!long && (marked.is_some() || !plain)).then(|| Version { text: text.to_owned(), number })
}

/// What may follow a number without a sign between.
const STAGES: [&str; 8] = ["alpha", "beta", "rc", "preview", "pre", "dev", "p", "b"];

/// Reads a number or a date without its `v`.
fn number(text: &str) -> Option<Number> {
    if let Some(date) = date(text) {
        return date;
    }
    if let Ok(version) = semver::Version::parse(text) {
        return Some(Number::Numbers { major: version.major, minor: Some(version.minor) });
    }
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
    let (numbers, suffix) = text.split_at(digits);
    let parts: Vec<u64> = numbers.split('.').map(str::parse).collect::<Result<_, _>>().ok()?;
    let plain = suffix.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'+' | b'_'));
    let stage =
        suffix.is_empty() || suffix.starts_with(['-', '+', '_']) || STAGES.iter().any(|s| suffix.starts_with(s));
    if parts.len() > 2 || !plain || !stage {
        return None;
    }
    Some(Number::Numbers { major: *parts.first()?, minor: parts.get(1).copied() })
}

/// Reads a date: `2024-01-15`, `2024-01`, `2024.1.15`, `20240115`, each with what may follow. `Some(None)` for a text
/// that is formed as a date and is none.
#[allow(clippy::option_option)]
fn date(text: &str) -> Option<Option<Number>> {
    let bytes = text.as_bytes();
    let year: u64 = text.get(..4).filter(|y| y.starts_with("20") || y.starts_with("19"))?.parse().ok()?;
    let digits = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let (month, day, end) = match bytes.get(4)? {
        &separator @ (b'-' | b'.') => {
            let long = digits(5);
            let month: u64 = text.get(5..5 + long)?.parse().ok()?;
            let after = 5 + long;
            let day_long = if bytes.get(after) == Some(&separator) { digits(after + 1) } else { 0 };
            // `2025.0` counts releases in a year; only with a dash, or with three parts, is it a month.
            if separator == b'.' && day_long == 0 {
                return None;
            }
            let day: u64 = text.get(after + 1..after + 1 + day_long).and_then(|d| d.parse().ok()).unwrap_or(1);
            (month, day, if day_long == 0 { after } else { after + 1 + day_long })
        }
        b'0'..=b'9' if digits(0) == 8 => (text.get(4..6)?.parse().ok()?, text.get(6..8)?.parse().ok()?, 8),
        _ => return None,
    };
    let days = match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    Some((1..=days).contains(&day).then(|| Number::Date(text[..end].to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(major: u64, minor: Option<u64>) -> Number {
        Number::Numbers { major, minor }
    }

    #[test]
    fn segments_are_versions_or_not() {
        let read = |segment| of_segment(segment).map(|v| v.number);
        for (segment, major, minor) in [
            ("v1", 1, None),
            ("V12", 12, None),
            ("v1.2", 1, Some(2)),
            ("2.0", 2, Some(0)),
            ("v1beta1", 1, None),
            ("v1.54", 1, Some(54)),
            ("api-v3", 3, None),
            ("v2.1.0", 2, Some(1)),
        ] {
            assert_eq!(read(segment), Some(numbers(major, minor)), "{segment}");
        }
        assert_eq!(read("2020-09-01"), Some(Number::Date("2020-09-01".to_owned())));
        for segment in ["2", "videos", "v", "", "vat", "item-v2-old", "v1/2", "1.2.3.4", "users_v2", "v20230"] {
            assert_eq!(read(segment), None, "{segment}");
        }
    }

    #[test]
    fn versions_are_read_in_the_forms_that_people_write() {
        let read = |text| Version::parse(text).map(|v| v.number);
        for (text, major, minor) in [
            ("1.2.3", 1, Some(2)),
            ("v1.2.3-beta.1+build", 1, Some(2)),
            ("3", 3, None),
            ("1.0", 1, Some(0)),
            ("2025.0", 2025, Some(0)),
            ("1.0-beta", 1, Some(0)),
            ("v2beta1", 2, None),
        ] {
            assert_eq!(read(text), Some(numbers(major, minor)), "{text}");
        }
        for text in ["2024-01-15", "2024-01", "20240115", "2024.01.15", "2024-02-29-preview"] {
            assert!(matches!(read(text), Some(Number::Date(_))), "{text}");
        }
        for text in ["latest", "", "1.2.3.4", "2024-13-01", "2023-02-29", "${VERSION}", "1.x", "01.2.3", "one", "1.2."]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
