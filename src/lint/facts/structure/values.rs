//! Scalars: whether a value is of the type, and one of the values, that its place asks for.

use super::conditions::wrong;
use super::walk::{Place, Walk};
use super::{Fault, FaultKind, traps};
use crate::contract::SpecVersion;
use crate::contract::grammar::Value;
use crate::contract::keywords::Keyword;
use crate::finding::Severity;
use crate::source::document::View;
use crate::source::tape::Kind;

impl Walk<'_> {
    /// A boolean, or else a wrong type. `yes` and `on` are booleans to readers of YAML 1.1 only.
    pub(super) fn flag(&mut self, place: Place, view: View<'_>) {
        match view.kind() {
            Kind::True | Kind::False => {}
            Kind::String if traps::flag(self, place, view) => {}
            kind => self.wrong_type(place, kind),
        }
    }

    pub(super) fn text(&mut self, place: Place, view: View<'_>) {
        match view.kind() {
            Kind::String => {
                traps::text(self, place, view);
                self.address(place, view);
            }
            Kind::True | Kind::False | Kind::Number if traps::unquoted(self, place, view) => {}
            kind => self.wrong_type(place, kind),
        }
    }

    /// Texts that must be addresses of some sort.
    fn address(&mut self, place: Place, view: View<'_>) {
        // Most texts are for people, and of any form.
        if !matches!(place.value, Value::Email | Value::Url) {
            return;
        }
        let text = view.as_str().unwrap_or_default();
        let shown: String = text.chars().take(80).collect();
        let field = self.names().text(place.field);
        match place.value {
            Value::Email if text.split_once('@').is_none_or(|(name, host)| name.is_empty() || host.is_empty()) => {
                let message = format!("`{shown}` is no e-mail address");
                wrong(self, place.at, "not an address", &message, None, Severity::Error);
            }
            Value::Url if text.trim() != text || text.contains(' ') || text.is_empty() => {
                let message = format!("`{field}` must be a URL, and `{shown}` is none");
                wrong(self, place.at, "not a URL", &message, None, Severity::Error);
            }
            // Without its scheme it is the name of a file beside the description.
            Value::Url if text.starts_with("www.") => {
                let message = format!("`{shown}` has no scheme, so it leads to a file beside the description");
                let help = format!("write `https://{shown}`");
                wrong(self, place.at, "a relative reference", &message, Some(&help), Severity::Warning);
            }
            _ => {}
        }
    }

    /// The names of types, which lowering judges; here, whether they are names at all.
    pub(super) fn types(&mut self, place: Place, view: View<'_>) {
        if !view.is_seq() || self.version(place.at.doc) == SpecVersion::V3_0 {
            return;
        }
        if view.items().next().is_none() {
            let message = "`type` is an empty list, so no value fits";
            wrong(self, place.at, "no type", message, Some("name a type, or leave `type` out"), Severity::Error);
        }
        for item in view.items().filter(|i| i.kind() == Kind::Null) {
            let element = Place { at: place.at.to(item.at), value: Value::Text, element: true, ..place };
            if !traps::unquoted(self, element, item) {
                self.wrong_type(element, Kind::Null);
            }
        }
    }

    pub(super) fn word(&mut self, place: Place, view: View<'_>, words: &'static [&'static str]) {
        let Some(text) = view.as_str() else { return self.wrong_type(place, view.kind()) };
        if words.contains(&&*text) {
            return;
        }
        let shown: String = text.chars().take(60).collect();
        let near = similar::get_close_matches(&*text, words, 1, 0.6).first().copied();
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write {}", words.iter().map(|w| format!("`{w}`")).collect::<Vec<_>>().join(", ")),
        };
        let message = format!("`{shown}` is no value of `{}` here", self.names().text(place.field));
        wrong(self, place.at, "no such value", &message, Some(&help), Severity::Error);
    }

    pub(super) fn number(&mut self, place: Place, view: View<'_>) {
        let Some(value) = view.as_f64() else { return self.wrong_type(place, view.kind()) };
        traps::number(self, place.at, view);
        let fits = match place.value {
            Value::Count => value >= 0.0 && value.fract() == 0.0,
            Value::Positive => value > 0.0,
            _ => true,
        };
        if !fits {
            let expected = expected(place.value, self.version(place.at.doc));
            let field = self.names().text(place.field);
            let text: String = view.as_scalar().unwrap_or_default().chars().take(60).collect();
            let message = format!("`{field}` must be {expected}, but this is {text}");
            wrong(self, place.at, &format!("not {expected}"), &message, None, Severity::Error);
        }
    }

    fn what(&self, place: Place) -> String {
        let field: String = self.names().text(place.field).chars().take(60).collect();
        if place.element { format!("an element of `{field}`") } else { format!("`{field}`") }
    }

    pub(super) fn wrong_type(&mut self, place: Place, found: Kind) {
        let expected = expected(place.value, self.version(place.at.doc));
        // Versions differ in what these two are, and descriptions are carried from one to the other.
        let bound = match Keyword::of(place.field) {
            Some(Keyword::ExclusiveMinimum) => Some("minimum"),
            Some(Keyword::ExclusiveMaximum) => Some("maximum"),
            _ => None,
        };
        let help = bound.map(|bound| match place.value {
            Value::Flag => format!("write the bound as `{bound}`, and `true` here"),
            _ => format!("write the bound itself here, and leave `{bound}` out"),
        });
        let (what, found) = (self.what(place), found.noun());
        self.push(Fault {
            kind: FaultKind::WrongType,
            at: place.at,
            severity: Severity::Error,
            label: format!("{found}, not {expected}"),
            message: format!("{what} must be {expected}, but this is {found}"),
            help,
            about: String::new(),
            related: None,
            mend: None,
        });
    }

    /// Null, or a key with nothing behind it.
    pub(super) fn null(&mut self, place: Place, view: View<'_>) {
        let expected = expected(place.value, self.version(place.at.doc));
        let (what, (start, end)) = (self.what(place), view.range());
        // An alias without its anchor reads as null, and so does a key at whose value the text breaks off; the reader
        // has told of both.
        let alias = view.doc.text.get(start as usize..end as usize).is_some_and(|text| text.starts_with('*'));
        if alias || (start == end && view.doc.broken()) {
            return;
        }
        let message = if start == end {
            format!("nothing stands behind {what}, which must be {expected}; many tools refuse such a file")
        } else {
            format!("{what} must be {expected}, but this is null")
        };
        self.push(Fault {
            kind: FaultKind::WrongType,
            at: place.at,
            severity: Severity::Error,
            label: if start == end { "nothing here".into() } else { format!("null, not {expected}") },
            message,
            help: Some("write the value, or leave the key out".into()),
            about: String::new(),
            related: None,
            mend: None,
        });
    }
}

fn expected(value: Value, version: SpecVersion) -> &'static str {
    match value {
        Value::Any => "anything",
        Value::Text | Value::Url | Value::Email | Value::Word(_) | Value::Types => "a string",
        Value::Flag => "true or false",
        Value::Number => "a number",
        Value::Positive => "a number above 0",
        Value::Count => "a whole number from 0",
        Value::List(_) | Value::Schemas => "a list",
        Value::Schema | Value::Items if version < SpecVersion::V3_1 => "an object",
        Value::Schema | Value::SchemaOrFlag | Value::Items => "an object or a boolean",
        _ => "an object",
    }
}
