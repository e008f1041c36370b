//! Plain YAML scalars that do not mean what they seem to mean. Most tools read YAML 1.1, whose plain scalars become
//! booleans, dates and numbers in ways that YAML 1.2 gave up; what is read must not depend on the reader.

use super::walk::{Place, Walk};
use super::{Fault, FaultKind};
use crate::contract::At;
use crate::contract::keywords::{Keyword, name};
use crate::finding::Severity;
use crate::source::document::View;
use crate::source::tape::Kind;

/// What a reader of YAML 1.1 makes of a plain scalar.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Other {
    Boolean(bool),
    Date,
    /// A number in base 60: `22:00`.
    Sexagesimal,
    /// A number in base 8: `012`.
    Octal,
    /// A number with `_` between its digits.
    Grouped,
    /// A string: `1e3`, whose exponent has no sign, and `0o17`.
    Text,
}

impl Other {
    fn of(text: &str, kind: Kind) -> Option<Other> {
        match kind {
            Kind::String => match text {
                "yes" | "Yes" | "YES" | "on" | "On" | "ON" => Some(Other::Boolean(true)),
                "no" | "No" | "NO" | "off" | "Off" | "OFF" => Some(Other::Boolean(false)),
                _ if !text.as_bytes().first()?.is_ascii_digit() => None,
                _ if is_date(text) => Some(Other::Date),
                _ if is_sexagesimal(text) => Some(Other::Sexagesimal),
                _ if text.contains('_') && text.bytes().all(|b| b.is_ascii_digit() || b == b'_') => {
                    Some(Other::Grouped)
                }
                _ => None,
            },
            Kind::Number => {
                let digits = text.trim_start_matches(['-', '+']);
                let all = |range: std::ops::RangeInclusive<u8>| digits.bytes().all(|b| range.contains(&b));
                if digits.len() > 1 && digits.starts_with('0') && all(b'0'..=b'9') {
                    return Some(if all(b'0'..=b'7') { Other::Octal } else { Other::Text });
                }
                let bare_exponent = digits.contains(['e', 'E']) && !digits.starts_with("0x") && !digits.contains('.');
                (bare_exponent || digits.starts_with("0o")).then_some(Other::Text)
            }
            _ => None,
        }
    }

    fn describe(self, text: &str) -> String {
        match self {
            Other::Boolean(value) => value.to_string(),
            Other::Date => "a date".into(),
            Other::Sexagesimal => "a number in base 60".into(),
            Other::Octal => {
                let digits = text.trim_start_matches(['-', '+']);
                i64::from_str_radix(digits, 8).map_or_else(|_| "a number in base 8".into(), |n| n.to_string())
            }
            Other::Grouped => "a number".into(),
            Other::Text => "a string".into(),
        }
    }
}

/// `2024-01-31`, with or without a time.
fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digits = |range: std::ops::Range<usize>| bytes.get(range).is_some_and(|d| d.iter().all(u8::is_ascii_digit));
    let day = digits(0..4) && digits(5..7) && digits(8..10) && bytes.get(4) == Some(&b'-') && bytes[7] == b'-';
    day && (bytes.len() == 10 || (matches!(bytes[10], b'T' | b't' | b' ') && digits(11..13)))
}

fn is_sexagesimal(text: &str) -> bool {
    let mut parts = text.split(':');
    let first = parts.next().is_some_and(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit()));
    let rest: Vec<&str> = parts.collect();
    let part = |p: &&str| p.len() <= 2 && p.parse::<u8>().is_ok_and(|n| n < 60);
    // YAML 1.1 asks that the first digit is not zero; libraries differ there, so only sure cases count.
    first && !text.starts_with('0') && !rest.is_empty() && rest.iter().all(part)
}

/// A plain scalar of a YAML file.
fn plain(walk: &Walk<'_>, at: At) -> bool {
    let doc = walk.contract.sources.doc(at.doc);
    walk.is_yaml(at) && !doc.tape.nodes[at.node as usize].quoted()
}

/// `mend` is what to write instead, where there is no other way.
fn trap(walk: &mut Walk<'_>, at: At, label: &str, message: String, help: String, mend: Option<String>) {
    walk.push(Fault {
        kind: FaultKind::YamlTrap,
        at,
        severity: Severity::Warning,
        label: label.to_owned(),
        message,
        help: Some(help),
        about: String::new(),
        related: None,
        mend,
    });
}

/// The text in quotes.
fn in_quotes(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn shorten(text: &str) -> String {
    text.chars().take(60).collect()
}

/// A value that YAML 1.1 reads as something else, if it does. `flag` says that a boolean is wanted.
fn differs(walk: &mut Walk<'_>, at: At, view: View<'_>, flag: bool, wanted: impl Fn(Other) -> bool) {
    let at = at.to(view.at);
    if !matches!(view.kind(), Kind::String | Kind::Number) || !plain(walk, at) {
        return;
    }
    let text = view.as_scalar().unwrap_or_default();
    let Some(other) = Other::of(&text, view.kind()).filter(|&o| wanted(o)) else { return };
    let shown = shorten(&text);
    let here = if view.kind() == Kind::Number { "a number" } else { "a string" };
    let there = other.describe(&text);
    let quoted = format!("write `'{shown}'`");
    let (message, help, mend) = match other {
        Other::Octal => {
            let decimal = shown.trim_start_matches('0');
            let decimal = if decimal.is_empty() { "0" } else { decimal };
            (
                format!("`{shown}` is {decimal} to a reader of YAML 1.2 and {there} to one of YAML 1.1"),
                format!("write `{decimal}` or `{there}`, or `'{shown}'` if it is a text"),
                None,
            )
        }
        _ => {
            let (help, mend) = match (other, crate::source::scalar::to_f64(&text)) {
                (Other::Boolean(value), _) if flag => (format!("write `{value}`"), Some(value.to_string())),
                // It is meant as a number; quotes would make it a text for everybody.
                (Other::Text, Some(number)) if number.abs() < 1e15 => (format!("write `{number}`"), None),
                (Other::Text, _) => ("write all its digits".to_owned(), None),
                _ => (quoted, Some(in_quotes(&text))),
            };
            let message =
                format!("`{shown}` without quotes is {here} to a reader of YAML 1.2 and {there} to one of YAML 1.1");
            (message, help, mend)
        }
    };
    trap(walk, at, "not the same to every reader", message, help, mend);
}

/// Values in a schema.
pub(super) fn keyword(walk: &mut Walk<'_>, schema: View<'_>, at: At, keyword: Keyword, value: View<'_>) {
    let flag = || schema.get(Keyword::Type.name()).and_then(View::as_str).is_some_and(|t| t == "boolean");
    match keyword {
        Keyword::Enum => {
            for item in value.items() {
                differs(walk, at, item, flag(), |_| true);
            }
        }
        Keyword::Default | Keyword::Const => differs(walk, at, value, flag(), |_| true),
        // Dates are everywhere in examples, and who reads them as dates shows them as dates.
        Keyword::Example => differs(walk, at, value, flag(), |o| !matches!(o, Other::Date)),
        Keyword::Required => {
            for item in value.items() {
                differs(walk, at, item, false, |o| matches!(o, Other::Boolean(_)));
            }
        }
        _ => {}
    }
}

/// The name of a property.
pub(super) fn property(walk: &mut Walk<'_>, key: At) {
    let view = View { doc: walk.contract.sources.doc(key.doc), at: key.node };
    differs(walk, key, view, false, |o| matches!(o, Other::Boolean(_)));
}

/// A number among the constraints of a schema.
pub(super) fn number(walk: &mut Walk<'_>, at: At, view: View<'_>) {
    differs(walk, at, view, false, |o| matches!(o, Other::Octal | Other::Text));
}

/// A string for people or for tools: only a version is compared as text and so easily lost.
pub(super) fn text(walk: &mut Walk<'_>, place: Place, view: View<'_>) {
    if place.field == name::VERSION {
        differs(walk, place.at, view, false, |_| true);
    } else if place.element && place.field != name::TAGS {
        differs(walk, place.at, view, false, |o| matches!(o, Other::Boolean(_)));
    }
}

/// A number or a boolean where a string belongs, that only lacks its quotes. Says whether it spoke.
pub(super) fn unquoted(walk: &mut Walk<'_>, place: Place, view: View<'_>) -> bool {
    if !plain(walk, place.at) {
        return false;
    }
    let (field, text) = (walk.names().text(place.field), view.as_scalar().unwrap_or_default());
    let shown = shorten(&text);
    let what = if place.element { format!("an element of `{field}`") } else { format!("`{field}`") };
    let message = format!("{what} must be a string, and without quotes `{shown}` is {}", view.kind().noun());
    trap(walk, place.at, "without quotes", message, format!("write `'{shown}'`"), Some(in_quotes(&text)));
    true
}

/// `openapi: 3.1` or `swagger: 2.0` without quotes.
pub(super) fn version(walk: &mut Walk<'_>, at: At, view: View<'_>) {
    if view.kind() == Kind::Number && plain(walk, at) {
        let text = view.as_scalar().unwrap_or_default();
        let message = format!("the version must be a string, and without quotes {text} is a number");
        trap(walk, at, "without quotes", message, format!("write `'{}'`", shorten(&text)), Some(in_quotes(&text)));
    }
}

/// `required: yes`: a boolean to readers of YAML 1.1 only. Says whether it spoke.
pub(super) fn flag(walk: &mut Walk<'_>, place: Place, view: View<'_>) -> bool {
    let text = view.as_scalar().unwrap_or_default();
    let Some(Other::Boolean(value)) = Other::of(&text, Kind::String).filter(|_| plain(walk, place.at)) else {
        return false;
    };
    let field = walk.names().text(place.field);
    let message = format!("`{field}` must be true or false, and `{text}` is that to a reader of YAML 1.1 only");
    trap(walk, place.at, "a string to YAML 1.2", message, format!("write `{value}`"), Some(value.to_string()));
    true
}
