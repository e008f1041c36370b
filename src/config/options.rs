//! The options of a rule: each is tried on the rule by itself, so that what the rule says about it has its place.

use serde_yaml::{Mapping, Value};

use super::read::Reader;
use crate::lint::{Entry, OptionMeta};
use crate::source::document::View;
use crate::source::tape::Kind;

/// How deep the value of an option may be nested, and how many values it may hold.
const DEEPEST: usize = 16;
const MOST: usize = 10_000;

impl Reader<'_> {
    /// Takes over the options of a rule that can be used.
    pub(super) fn options(&mut self, entry: &'static Entry, value: View<'_>) {
        let id = entry.meta.id;
        let names: Vec<String> = entry.meta.options.iter().map(OptionMeta::name).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        for (name, key, value) in self.members(value, "`options`") {
            if !names.contains(&name.as_str()) {
                let none = names.is_empty().then_some("the rule has no options");
                self.unknown(key, &name, &format!("option of `{id}`"), &names, none);
                continue;
            }
            let mut room = MOST;
            let Some(read) = plain(value, DEEPEST, &mut room) else {
                let message = format!("the option `{name}` of `{id}` is nested too deeply or too long");
                self.mistake(value.at, "too much", message, None);
                continue;
            };
            let alone = Mapping::from_iter([(Value::from(name.as_str()), read.clone())]);
            match (entry.build)(Value::Mapping(alone)) {
                Ok(_) => {
                    self.note(format!("rules.{id}.options.{name}"), key);
                    let setting = self.config.rules.entry(id.to_owned()).or_default();
                    super::parts::set(&mut setting.options, &name, read);
                }
                Err(error) => {
                    let help = Some(format!("`caveat explain {id}` shows it with its default"));
                    let option = format!("the option `{name}` of `{id}`");
                    let default = (entry.defaults)().get(&name).filter(|default| !default.is_null()).map(noun);
                    match default {
                        Some(expected) if expected != noun(&read) => self.wrong_type(value, &option, expected, help),
                        _ => self.mistake(value.at, "", format!("{option} cannot be this: {}", said(&error)), help),
                    }
                }
            }
        }
    }
}

/// What a value is, in the words of [`Kind::noun`].
fn noun(value: &Value) -> &'static str {
    match value {
        Value::Null => Kind::Null,
        Value::Bool(_) => Kind::True,
        Value::Number(_) => Kind::Number,
        Value::String(_) => Kind::String,
        Value::Sequence(_) => Kind::Seq,
        Value::Mapping(_) | Value::Tagged(_) => Kind::Map,
    }
    .noun()
}

/// What serde says, without the names of Rust's types.
fn said(error: &serde_yaml::Error) -> String {
    let text = error.to_string();
    let text = text.strip_prefix("invalid type: ").or_else(|| text.strip_prefix("invalid value: ")).unwrap_or(&text);
    let (said, expected) = text.rsplit_once("expected ").unwrap_or((text, ""));
    match expected {
        "u8" | "u16" | "u32" | "u64" | "usize" => format!("{said}expected a whole number from 0"),
        "i8" | "i16" | "i32" | "i64" | "isize" => format!("{said}expected a whole number"),
        "f32" | "f64" => format!("{said}expected a number"),
        _ => text.to_owned(),
    }
}

/// A value without places, for a rule's own type to read. Nothing if it is nested too deeply or holds too much.
fn plain(value: View<'_>, depth: usize, room: &mut usize) -> Option<Value> {
    *room = room.checked_sub(1)?;
    let inner = depth.checked_sub(1)?;
    Some(match value.kind() {
        Kind::Null | Kind::Alias => Value::Null,
        Kind::True => Value::Bool(true),
        Kind::False => Value::Bool(false),
        Kind::String => Value::String(value.as_str()?.into_owned()),
        Kind::Number => {
            let negative = || value.as_number().and_then(|text| text.parse::<i64>().ok());
            match (value.as_u64(), negative()) {
                (Some(whole), _) => whole.into(),
                (None, Some(whole)) => whole.into(),
                (None, None) => value.as_f64()?.into(),
            }
        }
        Kind::Seq => Value::Sequence(value.items().map(|item| plain(item, inner, room)).collect::<Option<_>>()?),
        Kind::Map => {
            let members = value.members().map(|m| Some((Value::from(&*m.text()), plain(m.value, inner, room)?)));
            Value::Mapping(members.collect::<Option<_>>()?)
        }
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::config::{Config, Mistake};
    use crate::finding::{Area, Severity};
    use crate::lint::{Meta, Needs, Rule, Status};
    use crate::source::names::Interner;

    #[derive(serde::Deserialize, serde::Serialize)]
    #[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
    struct Sample {
        max_depth: usize,
        words: Vec<String>,
        share: f64,
    }

    impl Default for Sample {
        fn default() -> Self {
            Self { max_depth: 3, words: vec!["a".into()], share: 0.5 }
        }
    }

    impl Rule for Sample {}

    static ENTRY: Entry = Entry {
        meta: Meta {
            id: "sample",
            area: Area::Naming,
            severity: Severity::Info,
            status: Status::Stable,
            since: "0.1.0",
            summary: "",
            needs: Needs::Presence,
            page: "",
            options: &[
                OptionMeta { field: "max_depth", doc: "" },
                OptionMeta { field: "words", doc: "" },
                OptionMeta { field: "share", doc: "" },
            ],
        },
        build: |options| Ok(Box::new(serde_yaml::from_value::<Sample>(options)?)),
        defaults: || serde_yaml::to_value(Sample::default()).unwrap_or_default(),
    };

    /// The options that are read, or the mistakes, each with the text that it points at.
    fn read_options(text: &str) -> Result<String, Vec<String>> {
        let document = crate::source::document::from_text("caveat.yaml", text, &mut Interner::default());
        let mut reader = Reader::new(&document, Path::new("."), Config::default());
        reader.rule(&ENTRY, document.root().expect("a root"));
        let options = reader.config.rules["sample"].options.clone();
        let said = |m: Mistake| {
            let shown = &text[m.start as usize..m.end as usize];
            format!("{shown}: {} ({})", m.message, m.help.unwrap_or_default())
        };
        if reader.mistakes.is_empty() {
            return Ok(serde_json::to_string(&options).unwrap_or_default());
        }
        Err(reader.mistakes.into_iter().map(said).collect())
    }

    #[test]
    fn options_are_read_with_their_types() {
        let read = read_options("options: {max-depth: 0x10, words: [b, 'true'], share: 1}");
        assert_eq!(read.as_deref(), Ok(r#"{"max-depth":16,"words":["b","true"],"share":1}"#));
        assert_eq!(read_options("level: off").as_deref(), Ok("null"));
    }

    #[test]
    fn an_option_that_is_wrong_is_shown_in_its_place() {
        let said = read_options("options:\n  max-depht: 1\n  words: one\n  share: [1]\n  max-depth: -1\n");
        let example = "(`caveat explain sample` shows it with its default)";
        let expected = [
            "max-depht: `max-depht` is no option of `sample` (did you mean `max-depth`?)".to_owned(),
            format!("one: the option `words` of `sample` must be a list, and this is a string {example}"),
            format!("share: the option `share` of `sample` must be a number, and this is a list {example}"),
            format!(
                "-1: the option `max-depth` of `sample` cannot be this: integer `-1`, expected a whole number from 0 \
                 {example}"
            ),
        ];
        assert_eq!(said, Err(expected.to_vec()));
    }
}
