//! How values are written outside of JSON: in paths, queries, headers, cookies and forms.

use std::fmt::Write as _;
use std::ops::Range;

use crate::contract::{Contract, MediaType, ParameterIn, Style};
use crate::schema::value::Value;

/// How the text of one value is made fit for its place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Coding {
    /// As it is: in headers.
    Plain,
    /// Percent-encoded: in paths, queries and cookies.
    Percent,
    /// Percent-encoded but for what is reserved and harmless there: `allowReserved`.
    Reserved,
    /// As forms are: a space is a plus sign.
    Form,
}

impl Coding {
    fn write(self, out: &mut String, text: &str) {
        if self == Coding::Plain {
            out.push_str(text);
            return;
        }
        for byte in text.bytes() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
                b' ' if self == Coding::Form => out.push('+'),
                // What would end the value or begin another one is encoded even there.
                b':' | b'/' | b'?' | b'@' | b'!' | b'$' | b'\'' | b'(' | b')' | b'*' | b',' | b';'
                    if self == Coding::Reserved =>
                {
                    out.push(char::from(byte));
                }
                _ => {
                    let _ = write!(out, "%{byte:02X}");
                }
            }
        }
    }

    fn of(self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        self.write(&mut out, text);
        out
    }
}

/// How a parameter is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Notation<'a> {
    pub(super) name: &'a str,
    pub(super) style: Style,
    pub(super) explode: bool,
    pub(super) coding: Coding,
}

/// The text of a value that is not taken apart further; lists and objects inside of others are written as JSON, since
/// no style says how.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A value in the style of its parameter, with its name where that is part of the style.
pub(super) fn styled(value: &Value, notation: Notation<'_>) -> String {
    let Notation { name, style, explode, coding } = notation;
    let plain = |value: &Value| coding.of(&text(value));
    let name = coding.of(name);
    // The pieces of a list or an object, and whether each has a name of its own.
    let (pieces, named): (Vec<String>, bool) = match value {
        Value::Array(items) => (items.iter().map(plain).collect(), false),
        Value::Object(members) if explode => {
            (members.iter().map(|(name, value)| format!("{}={}", coding.of(name), plain(value))).collect(), true)
        }
        Value::Object(members) => {
            (members.iter().flat_map(|(name, value)| [coding.of(name), plain(value)]).collect(), false)
        }
        single => (vec![plain(single)], false),
    };
    let list = matches!(value, Value::Array(_));
    let spread = |lead: &str| -> Vec<String> {
        let piece = |piece: &String| if named { piece.clone() } else { format!("{lead}{piece}") };
        pieces.iter().map(piece).collect()
    };
    match style {
        Style::Simple => pieces.join(","),
        Style::Label if explode => format!(".{}", pieces.join(".")),
        Style::Label => format!(".{}", pieces.join(",")),
        Style::Matrix if explode => format!(";{}", spread(&format!("{name}=")).join(";")),
        Style::Matrix => format!(";{name}={}", pieces.join(",")),
        Style::DeepObject if matches!(value, Value::Object(_)) => deep(&name, value, coding).join("&"),
        Style::Cookie if explode => spread(&format!("{name}=")).join("; "),
        _ if explode && (named || list) && !pieces.is_empty() => spread(&format!("{name}=")).join("&"),
        Style::SpaceDelimited => format!("{name}={}", pieces.join("%20")),
        Style::PipeDelimited => format!("{name}={}", pieces.join("|")),
        Style::TabDelimited => format!("{name}={}", pieces.join("%09")),
        _ => format!("{name}={}", pieces.join(",")),
    }
}

/// `filter[a]=1&filter[b][c]=2`, also for objects inside of objects, which everybody writes so.
fn deep(name: &str, value: &Value, coding: Coding) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut open = vec![(name.to_owned(), value)];
    while let Some((name, value)) = open.pop() {
        match value {
            Value::Object(members) if !members.is_empty() => {
                open.extend(members.iter().rev().map(|(key, value)| (format!("{name}[{}]", coding.of(key)), value)));
            }
            other => pieces.push(format!("{name}={}", coding.of(&text(other)))),
        }
    }
    pieces
}

/// An object as the body of a form, and the bytes in it of a property; nothing if the value is no object.
pub(super) fn form(
    contract: &Contract,
    media_type: Option<&MediaType>,
    value: &Value,
    marked: Option<&str>,
) -> Option<(String, Range<usize>)> {
    let Value::Object(members) = value else { return None };
    let mut out = String::new();
    let mut range = None;
    for (name, value) in members {
        let encoding = media_type.and_then(|m| m.encoding.iter().find(|e| contract.text(e.name) == *name));
        let said = encoding.and_then(|e| e.style);
        // Without a style lists are repeated and objects are JSON.
        let style = said.unwrap_or(Style::Form);
        let explode = encoding.and_then(|e| e.explode).unwrap_or(style == Style::Form);
        let notation = Notation { name, style, explode, coding: Coding::Form };
        let piece = match value {
            Value::Object(_) if said.is_none() => styled(&Value::String(value.to_string()), notation),
            value => styled(value, notation),
        };
        if !out.is_empty() {
            out.push('&');
        }
        let start = out.len();
        out.push_str(&piece);
        if marked == Some(name) {
            range = Some(start..out.len());
        }
    }
    let all = 0..out.len();
    Some((out, range.unwrap_or(all)))
}

/// How a parameter in a place is encoded.
pub(super) fn coding(place: ParameterIn, allow_reserved: bool) -> Coding {
    match place {
        ParameterIn::Header => Coding::Plain,
        ParameterIn::Query | ParameterIn::QueryString if allow_reserved => Coding::Reserved,
        _ => Coding::Percent,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table of the specification (3.1.1, §4.8.12.4), with the name `color`.
    #[test]
    fn styles_are_those_of_the_specification() {
        let string = |text: &str| Value::String(text.to_owned());
        let list = Value::Array(["blue", "black", "brown"].map(string).into());
        let object = [("R", 100), ("G", 200), ("B", 150)]
            .map(|(n, v)| (n.to_owned(), Value::Number(crate::schema::number::Number::whole(v))));
        let object = Value::Object(object.into());
        let single = string("blue");
        for (style, explode, expected) in [
            (Style::Matrix, false, [";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"]),
            (Style::Matrix, true, [";color=blue", ";color=blue;color=black;color=brown", ";R=100;G=200;B=150"]),
            (Style::Label, false, [".blue", ".blue,black,brown", ".R,100,G,200,B,150"]),
            (Style::Label, true, [".blue", ".blue.black.brown", ".R=100.G=200.B=150"]),
            (Style::Simple, false, ["blue", "blue,black,brown", "R,100,G,200,B,150"]),
            (Style::Simple, true, ["blue", "blue,black,brown", "R=100,G=200,B=150"]),
            (Style::Form, false, ["color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"]),
            (Style::Form, true, ["color=blue", "color=blue&color=black&color=brown", "R=100&G=200&B=150"]),
            (
                Style::SpaceDelimited,
                false,
                ["color=blue", "color=blue%20black%20brown", "color=R%20100%20G%20200%20B%20150"],
            ),
            (Style::PipeDelimited, false, ["color=blue", "color=blue|black|brown", "color=R|100|G|200|B|150"]),
            (
                Style::DeepObject,
                true,
                ["color=blue", "color=blue&color=black&color=brown", "color[R]=100&color[G]=200&color[B]=150"],
            ),
            (Style::Cookie, true, ["color=blue", "color=blue; color=black; color=brown", "R=100; G=200; B=150"]),
        ] {
            let notation = Notation { name: "color", style, explode, coding: Coding::Percent };
            let written = [&single, &list, &object].map(|value| styled(value, notation));
            assert_eq!(written, expected, "{style:?}, explode {explode}");
        }
    }

    #[test]
    fn what_has_a_meaning_in_its_place_is_encoded() {
        let text = "a b/c&d=é%";
        assert_eq!(Coding::Percent.of(text), "a%20b%2Fc%26d%3D%C3%A9%25");
        assert_eq!(Coding::Reserved.of(text), "a%20b/c%26d%3D%C3%A9%25");
        assert_eq!(Coding::Form.of(text), "a+b%2Fc%26d%3D%C3%A9%25");
        assert_eq!(Coding::Plain.of(text), text);
    }
}
