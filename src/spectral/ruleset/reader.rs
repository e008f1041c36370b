//! Reads a ruleset's tape, and keeps what is wrong with it.

use crate::config::Mistake;
use crate::finding::Span;
use crate::schema::evaluate::is_pattern;
use crate::source::document::{Document, View};
use crate::source::tape::Kind;

/// How alike two names are of which one is meant by the other.
const ALIKE: f32 = 0.6;

/// A document, and what is wrong with it.
pub(in crate::spectral) struct Reader<'d> {
    pub(super) doc: &'d Document,
    pub(super) mistakes: Vec<Mistake>,
}

impl Reader<'_> {
    /// A reader that has said what the text itself has wrong.
    pub(super) fn of(doc: &Document) -> Reader<'_> {
        let mut reader = Reader { doc, mistakes: Vec::new() };
        for problem in &doc.problems {
            let (start, end, message) = (problem.start, problem.end, problem.message.clone());
            reader.mistakes.push(Mistake { start, end, label: String::new(), message, help: problem.help.clone() });
        }
        reader
    }

    pub(in crate::spectral) fn mistake(&mut self, node: u32, label: &str, message: String, help: Option<String>) {
        let (start, end) = Span::shown(self.doc, node);
        self.mistakes.push(Mistake { start, end, label: label.to_owned(), message, help });
    }

    pub(in crate::spectral) fn wrong_type(&mut self, value: View<'_>, what: &str, expected: &str) {
        let found = value.kind().noun();
        self.mistake(value.at, found, format!("{what} must be {expected}, and this is {found}"), None);
    }

    /// A name that nobody knows, with the nearest one that is known, or else all of them.
    pub(in crate::spectral) fn unknown(&mut self, node: u32, name: &str, what: &str, known: &[&str]) {
        let shown: String = name.chars().take(60).collect();
        let help = match similar::get_close_matches(name, known, 1, ALIKE).first() {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write one of these: {}", known.join(", ")),
        };
        self.mistake(node, "unknown", format!("`{shown}` is no {what}"), Some(help));
    }

    /// The members of a map: name, key, value. Anything else is a mistake, but for a key with nothing behind it.
    pub(in crate::spectral) fn members<'v>(&mut self, value: View<'v>, what: &str) -> Vec<(String, u32, View<'v>)> {
        if !value.is_map() && value.kind() != Kind::Null {
            self.wrong_type(value, what, "an object");
        }
        value.members().map(|m| (m.text().into_owned(), m.key, m.value)).collect()
    }

    pub(in crate::spectral) fn text(&mut self, value: View<'_>, what: &str) -> Option<String> {
        let text = value.as_str().filter(|text| !text.is_empty());
        if text.is_none() {
            self.wrong_type(value, what, "a text");
        }
        text.map(std::borrow::Cow::into_owned)
    }

    /// A list of texts.
    pub(in crate::spectral) fn texts(&mut self, value: View<'_>, what: &str) -> Vec<String> {
        if !value.is_seq() {
            self.wrong_type(value, what, "a list of texts");
        }
        value.items().filter_map(|item| self.text(item, &format!("an element of {what}"))).collect()
    }

    pub(in crate::spectral) fn flag(&mut self, value: View<'_>, what: &str) -> Option<bool> {
        let flag = value.as_bool();
        if flag.is_none() {
            self.wrong_type(value, what, "`true` or `false`");
        }
        flag
    }

    /// One of the words of a table, as what it stands for.
    pub(in crate::spectral) fn word<T: Copy>(&mut self, value: View<'_>, what: &str, table: &[(&str, T)]) -> Option<T> {
        let words: Vec<&str> = table.iter().map(|(word, _)| *word).collect();
        let text = value.as_scalar().unwrap_or_default();
        let found = table.iter().find(|(word, _)| *word == text).map(|(_, meaning)| *meaning);
        if found.is_none() {
            self.unknown(value.at, &text, what, &words);
        }
        found
    }

    /// A pattern of ECMA-262, perhaps between slashes.
    pub(in crate::spectral) fn pattern(&mut self, value: View<'_>, what: &str) -> Option<String> {
        let text = self.text(value, &format!("`{what}`"))?;
        let inner = text.strip_prefix('/').and_then(|rest| rest.rsplit_once('/')).map(|(inner, _)| inner);
        if is_pattern(inner.filter(|inner| !inner.is_empty()).unwrap_or(&text)) == Some(false) {
            let message = format!("`{what}` is no pattern of ECMA-262");
            self.mistake(value.at, "no pattern", message, Some("look for a bracket that is not closed".to_owned()));
            return None;
        }
        Some(text)
    }
}
