//! One file of a ruleset, or one element of its `overrides`, to a layer.

use std::sync::Arc;

use globset::GlobBuilder;

use super::aliases::{Aliases, Target, expand};
use super::reader::Reader;
use super::{Entry, Files, Layer, Override, Patch, Take, Then};
use crate::contract::SpecVersion;
use crate::finding::Severity;
use crate::source::document::View;
use crate::source::tape::Kind;
use crate::spectral::functions;

use SpecVersion::{V2_0, V3_0, V3_1, V3_2};

/// Severities as words and as numbers. Spectral's hints are the least that there is.
const LEVELS: [(&str, Option<Severity>); 10] = [
    ("error", Some(Severity::Error)),
    ("warn", Some(Severity::Warning)),
    ("info", Some(Severity::Info)),
    ("hint", Some(Severity::Info)),
    ("off", None),
    ("0", Some(Severity::Error)),
    ("1", Some(Severity::Warning)),
    ("2", Some(Severity::Info)),
    ("3", Some(Severity::Info)),
    ("-1", None),
];

/// Formats, and the versions of OpenAPI that they mean. Others never are what is linted here.
const FORMATS: [(&str, &[SpecVersion]); 25] = [
    ("oas2", &[V2_0]),
    ("oas3", &[V3_0, V3_1, V3_2]),
    ("oas3.0", &[V3_0]),
    ("oas3_0", &[V3_0]),
    ("oas3.1", &[V3_1]),
    ("oas3_1", &[V3_1]),
    ("oas3.2", &[V3_2]),
    ("oas3_2", &[V3_2]),
    ("arazzo1", &[]),
    ("arazzo1.0", &[]),
    ("arazzo1_0", &[]),
    ("asyncapi2", &[]),
    ("asyncapi3", &[]),
    ("aas2", &[]),
    ("aas2_0", &[]),
    ("aas2_6", &[]),
    ("aas3", &[]),
    ("json-schema", &[]),
    ("json-schema-loose", &[]),
    ("json-schema-draft4", &[]),
    ("json-schema-draft6", &[]),
    ("json-schema-draft7", &[]),
    ("json-schema-2019-09", &[]),
    ("json-schema-draft-2019-09", &[]),
    ("json-schema-2020-12", &[]),
];

const KEYS: [&str; 9] = [
    "extends",
    "rules",
    "aliases",
    "overrides",
    "formats",
    "functions",
    "functionsDir",
    "documentationUrl",
    "parserOptions",
];

/// What a file extends: where the name stands, the name, and which of its rules run.
pub(super) type Extends = Vec<(u32, String, Option<Take>)>;

/// A layer, before what it extends is read.
pub(super) struct Read {
    pub(super) layer: Layer,
    pub(super) extends: Extends,
    /// What each element of `overrides` extends.
    pub(super) overridden: Vec<Extends>,
    /// Keys that mean nothing here.
    pub(super) unused: Vec<&'static str>,
    /// Where the entries of `rules` stand, in the order of the layer's.
    pub(super) places: Vec<u32>,
}

/// Reads the root of a file.
pub(super) fn file(reader: &mut Reader<'_>, root: View<'_>) -> Read {
    let custom = custom(reader, root);
    let mut read = layer(reader, root, &custom, &Aliases::new(), &KEYS);
    for item in root.get_text("overrides").map(|list| elements(reader, list, "`overrides`")).unwrap_or_default() {
        let inner =
            layer(reader, item, &custom, &read.layer.aliases, &["files", "extends", "rules", "aliases", "formats"]);
        let patterns = item.get_text("files").map(|list| (list, reader.texts(list, "`files`")));
        let Some((list, patterns)) = patterns else {
            let help = Some("write `files: [\"*.yaml\"]`".to_owned());
            reader.mistake(
                item.at,
                "no `files`",
                "this override does not say for which files it counts".to_owned(),
                help,
            );
            continue;
        };
        let files: Vec<Files> = patterns.iter().filter_map(|pattern| glob(reader, list, pattern)).collect();
        let pointed = files.iter().any(|files| files.pointer.is_some());
        if pointed && let Some(at) = inner.layer.entries.iter().position(|(_, entry)| !matches!(entry, Entry::Level(_)))
        {
            let message = "a place in a file can only be given another severity".to_owned();
            let help = Some("write `off`, `error`, `warn`, `info` or `hint`".to_owned());
            reader.mistake(inner.places[at], "no severity", message, help);
        }
        read.layer.overrides.push(Override { files, layer: inner.layer });
        read.overridden.push(inner.extends);
    }
    read
}

/// The functions that a file brings along, which are JavaScript.
fn custom(reader: &mut Reader<'_>, root: View<'_>) -> Vec<String> {
    let list = root.get_text("functions").map(|list| elements(reader, list, "`functions`")).unwrap_or_default();
    let name = |item: View<'_>| item.as_str().or_else(|| item.items().next().and_then(View::as_str)).map(Into::into);
    list.into_iter().filter_map(name).collect()
}

fn elements<'v>(reader: &mut Reader<'_>, list: View<'v>, what: &str) -> Vec<View<'v>> {
    if !list.is_seq() && list.kind() != Kind::Null {
        reader.wrong_type(list, what, "a list");
    }
    list.items().collect()
}

fn layer(reader: &mut Reader<'_>, root: View<'_>, custom: &[String], outer: &Aliases, keys: &[&str]) -> Read {
    let (layer, extends) = (Layer::default(), Vec::new());
    let mut read = Read { layer, extends, overridden: Vec::new(), unused: Vec::new(), places: Vec::new() };
    let mut aliases = outer.clone();
    let (mut rules, mut given) = (None, Vec::new());
    for (name, key, value) in reader.members(root, "a ruleset") {
        match name.as_str() {
            _ if !keys.contains(&&*name) && !name.starts_with("x-") => {
                if matches!(&*name, "except" | "description") {
                    read.unused.extend(["except", "description"].into_iter().find(|known| *known == name));
                } else {
                    reader.unknown(key, &name, "key of a ruleset", keys);
                }
            }
            "extends" => read.extends = extends_of(reader, value),
            "formats" => read.layer.formats = Some(formats(reader, value)),
            "documentationUrl" => read.layer.url = reader.text(value, "`documentationUrl`"),
            "aliases" => aliases_of(reader, value, &mut aliases),
            "rules" => rules = Some(value),
            "parserOptions" => read.unused.push("parserOptions"),
            _ => {}
        }
    }
    for (name, key, value) in rules.map(|rules| reader.members(rules, "`rules`")).unwrap_or_default() {
        if let Some(entry) = entry(reader, &name, value, custom, &mut given) {
            read.layer.entries.push((name, entry));
            read.places.push(key);
        }
    }
    for (node, text) in given {
        let wrong = [V2_0, V3_0, V3_1, V3_2].iter().find_map(|version| expand(&aliases, &text, *version).err());
        if let Some(wrong) = wrong {
            let known: Vec<&str> = aliases.keys().map(String::as_str).collect();
            let help = if known.is_empty() {
                "write it under `aliases`".to_owned()
            } else {
                format!("known are: {}", known.join(", "))
            };
            reader.mistake(node, "no such path", wrong, Some(help));
        }
    }
    read.layer.aliases = Arc::new(aliases);
    read
}

fn extends_of(reader: &mut Reader<'_>, value: View<'_>) -> Extends {
    let list = if value.is_seq() { value.items().collect() } else { vec![value] };
    let mut extends = Vec::new();
    for item in list {
        let (name, take) = match (item.is_seq(), item.items().next(), item.items().nth(1)) {
            (false, ..) => (item, None),
            (true, Some(name), Some(take)) => (name, Some(take)),
            _ => {
                reader.wrong_type(
                    item,
                    "an element of `extends`",
                    "a name, or a name and `off`, `recommended` or `all`",
                );
                continue;
            }
        };
        let take = take.map(|take| reader.word(take, "selection of rules", &Take::WORDS));
        if let (Some(name_text), false) = (reader.text(name, "an element of `extends`"), take == Some(None)) {
            extends.push((name.at, name_text, take.flatten()));
        }
    }
    extends
}

fn formats(reader: &mut Reader<'_>, value: View<'_>) -> Vec<SpecVersion> {
    let items = elements(reader, value, "`formats`");
    items.into_iter().filter_map(|item| reader.word(item, "format", &FORMATS)).flatten().copied().collect()
}

fn aliases_of(reader: &mut Reader<'_>, value: View<'_>, aliases: &mut Aliases) {
    for (name, _, value) in reader.members(value, "`aliases`") {
        let mut targets = Vec::new();
        if value.is_map() {
            let list = value.get_text("targets").map(|list| elements(reader, list, "`targets`")).unwrap_or_default();
            for target in list {
                let given = target.get_text("given").map(|list| reader.texts(list, "`given`")).unwrap_or_default();
                let formats = target.get_text("formats").map(|list| formats(reader, list));
                targets.push(Target { formats, given });
            }
            if targets.is_empty() {
                let help = Some("write `targets: [{ formats: [oas3], given: [$.paths] }]`".to_owned());
                reader.mistake(value.at, "no `targets`", format!("the alias `{name}` has no `targets`"), help);
            }
        } else {
            let given = if value.is_seq() {
                reader.texts(value, "an alias")
            } else {
                reader.text(value, "an alias").into_iter().collect()
            };
            targets.push(Target { formats: None, given });
        }
        aliases.insert(name, targets);
    }
}

fn glob(reader: &mut Reader<'_>, list: View<'_>, pattern: &str) -> Option<Files> {
    let (path, pointer) = match pattern.split_once('#') {
        Some((path, pointer)) => (path, Some(pointer.to_owned())),
        None => (pattern, None),
    };
    let path = path.strip_prefix("./").unwrap_or(path);
    match GlobBuilder::new(path).literal_separator(true).build() {
        Ok(glob) => Some(Files { glob: glob.compile_matcher(), anywhere: !path.contains('/'), pointer }),
        Err(error) => {
            reader.mistake(
                list.at,
                "no pattern",
                format!("`{pattern}` is no pattern of files: {}", error.kind()),
                None,
            );
            None
        }
    }
}

fn level(reader: &mut Reader<'_>, value: View<'_>) -> Option<Option<Severity>> {
    reader.word(value, "severity", &LEVELS)
}

fn entry(
    reader: &mut Reader<'_>,
    name: &str,
    value: View<'_>,
    custom: &[String],
    all_given: &mut Vec<(u32, String)>,
) -> Option<Entry> {
    if !value.is_map() {
        return match value.as_bool() {
            Some(on) => Some(Entry::On(on)),
            None => level(reader, value).map(Entry::Level),
        };
    }
    const RULE_KEYS: [&str; 12] = [
        "description",
        "message",
        "severity",
        "given",
        "then",
        "formats",
        "recommended",
        "resolved",
        "documentationUrl",
        "tags",
        "type",
        "extensions",
    ];
    let mut patch = Patch::default();
    for (key_name, key, value) in reader.members(value, "a rule") {
        match key_name.as_str() {
            // An empty text says nothing.
            "description" => patch.description = value.as_scalar().map(Into::into),
            "message" => patch.message = value.as_scalar().map(Into::into),
            "documentationUrl" => patch.url = reader.text(value, "`documentationUrl`"),
            "recommended" => patch.recommended = reader.flag(value, "`recommended`"),
            "resolved" => patch.resolved = reader.flag(value, "`resolved`"),
            "severity" => patch.severity = level(reader, value),
            "formats" => patch.formats = Some(formats(reader, value)),
            "given" => patch.given = Some(given(reader, value, all_given)),
            "then" => {
                let list = if value.is_seq() { value.items().collect() } else { vec![value] };
                patch.then = Some(list.into_iter().filter_map(|then| self::then(reader, then, custom)).collect());
            }
            "tags" | "type" | "extensions" | "enabled" => {}
            _ if key_name.starts_with("x-") => {}
            _ => reader.unknown(key, &key_name, &format!("key of a rule, as which it stands in `{name}`"), &RULE_KEYS),
        }
    }
    Some(Entry::Rule(Box::new(patch)))
}

fn given(reader: &mut Reader<'_>, value: View<'_>, all: &mut Vec<(u32, String)>) -> Vec<String> {
    let list = if value.is_seq() { value.items().collect() } else { vec![value] };
    let mut paths = Vec::new();
    for item in list {
        let Some(path) = reader.text(item, "`given`") else { continue };
        if path.trim_start().starts_with(['$', '#']) {
            let path = path.trim().to_owned();
            all.push((item.at, path.clone()));
            paths.push(path);
        } else {
            let help = Some("begin a path with `$`, and an alias with `#`".to_owned());
            reader.mistake(item.at, "no path", "`given` is neither a path nor an alias".to_owned(), help);
        }
    }
    paths
}

fn then(reader: &mut Reader<'_>, value: View<'_>, custom: &[String]) -> Option<Then> {
    let (mut field, mut function, mut options) = (None, None, None);
    for (name, key, value) in reader.members(value, "`then`") {
        match name.as_str() {
            "field" => field = value.as_scalar().map(std::borrow::Cow::into_owned),
            "function" => function = Some(value),
            "functionOptions" => options = Some(value).filter(|value| value.kind() != Kind::Null),
            _ => reader.unknown(key, &name, "key of `then`", &["field", "function", "functionOptions"]),
        }
    }
    let Some(function) = function else {
        let help = Some("write `function: truthy`".to_owned());
        reader.mistake(value.at, "no `function`", "`then` names no function".to_owned(), help);
        return None;
    };
    let name = reader.text(function, "`function`")?;
    // A function that a ruleset brings along counts before one of the same name.
    if custom.contains(&name) {
        return Some(Then { field, function: Err(format!("the function `{name}` is written in JavaScript")) });
    }
    if !functions::NAMES.contains(&&*name) {
        reader.unknown(function.at, &name, "function", &functions::NAMES);
        return None;
    }
    let function = functions::read(reader, &name, value, options)?;
    Some(Then { field, function: Ok(Arc::new(function)) })
}
