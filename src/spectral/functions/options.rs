//! The options of functions, read from a ruleset.

use super::{Function, Scalar, SchemaCheck};
use crate::contract::Dialect;
use crate::source::document::View;
use crate::source::tape::Kind;
use crate::spectral::path::literally;
use crate::spectral::ruleset::Reader;

type Read = fn(&mut Reader<'_>, View<'_>, &Options<'_>) -> Option<Function>;

/// A function: its name, its options, and how they are read.
struct Row {
    name: &'static str,
    options: &'static [&'static str],
    read: Read,
}

/// The options that stand in a rule, by name.
struct Options<'v>(Vec<(String, View<'v>)>);

impl<'v> Options<'v> {
    fn get(&self, name: &str) -> Option<View<'v>> {
        self.0.iter().rfind(|(known, _)| known == name).map(|(_, value)| *value)
    }
}

const ROWS: &[Row] = &[
    Row {
        name: "alphabetical",
        options: &["keyedBy"],
        read: |reader, _, options| {
            let keyed_by = match options.get("keyedBy") {
                Some(value) => Some(reader.text(value, "`keyedBy`")?),
                None => None,
            };
            Some(Function::Alphabetical { keyed_by })
        },
    },
    Row { name: "casing", options: &["type", "disallowDigits", "separator"], read: casing },
    Row { name: "defined", options: &[], read: |_, _, _| Some(Function::Defined) },
    Row { name: "enumeration", options: &["values"], read: enumeration },
    Row { name: "falsy", options: &[], read: |_, _, _| Some(Function::Falsy) },
    Row { name: "length", options: &["min", "max"], read: length },
    Row {
        name: "or",
        options: &["properties"],
        read: |reader, at, options| properties(reader, at, options).map(Function::Or),
    },
    Row { name: "pattern", options: &["match", "notMatch"], read: pattern },
    Row { name: "schema", options: &["schema", "dialect", "allErrors"], read: schema },
    Row { name: "truthy", options: &[], read: |_, _, _| Some(Function::Truthy) },
    Row { name: "undefined", options: &[], read: |_, _, _| Some(Function::Undefined) },
    Row {
        name: "unreferencedReusableObject",
        options: &["reusableObjectsLocation"],
        read: |_, _, _| Some(Function::Unreferenced),
    },
    Row {
        name: "xor",
        options: &["properties"],
        read: |reader, at, options| properties(reader, at, options).map(Function::Xor),
    },
];

/// The names of the functions.
pub(in crate::spectral) const NAMES: [&str; ROWS.len()] = {
    let mut names = [""; ROWS.len()];
    let mut row = 0;
    while row < ROWS.len() {
        names[row] = ROWS[row].name;
        row += 1;
    }
    names
};

/// A core function by its name, with the options that stand at a node; or what is wrong with them is said. `then` is
/// the node that a missing option is missing in.
pub(in crate::spectral) fn read(
    reader: &mut Reader<'_>,
    name: &str,
    then: View<'_>,
    options: Option<View<'_>>,
) -> Option<Function> {
    let row = ROWS.iter().find(|row| row.name == name)?;
    let mut found = Vec::new();
    for (option, key, value) in options.map(|o| reader.members(o, "`functionOptions`")).unwrap_or_default() {
        if row.options.contains(&&*option) {
            found.push((option, value));
        } else if row.options.is_empty() {
            reader.mistake(key, "unknown", format!("`{name}` has no options"), Some("take it out".to_owned()));
        } else {
            reader.unknown(key, &option, &format!("option of `{name}`"), row.options);
        }
    }
    (row.read)(reader, options.unwrap_or(then), &Options(found))
}

fn missing(reader: &mut Reader<'_>, at: View<'_>, function: &str, option: &str, example: &str) -> Option<Function> {
    let message = format!("`{function}` needs the option `{option}`");
    reader.mistake(at.at, "not there", message, Some(format!("write `functionOptions: {example}`")));
    None
}

fn casing(reader: &mut Reader<'_>, at: View<'_>, options: &Options<'_>) -> Option<Function> {
    /// The name of a case, a word of it without digits, and what may stand at its end.
    const CASES: [(&str, (&str, &str)); 7] = [
        ("flat", ("[a-z][a-z#]*", "")),
        ("camel", ("[a-z][a-z#]*(?:[A-Z#][a-z#]+)*", "[A-Z#]?")),
        ("pascal", ("[A-Z][a-z#]*(?:[A-Z#][a-z#]+)*", "[A-Z#]?")),
        ("kebab", ("[a-z][a-z#]*(?:-[a-z#]+)*", "")),
        ("cobol", ("[A-Z][A-Z#]*(?:-[A-Z#]+)*", "")),
        ("snake", ("[a-z][a-z#]*(?:_[a-z#]+)*", "")),
        ("macro", ("[A-Z][A-Z#]*(?:_[A-Z#]+)*", "")),
    ];
    let Some(name) = options.get("type") else { return missing(reader, at, "casing", "type", "{ type: camel }") };
    let (word, end) = reader.word(name, "type of `casing`", &CASES)?;
    let name = name.as_str()?.into_owned();
    let digits = match options.get("disallowDigits") {
        Some(value) if reader.flag(value, "`disallowDigits`")? => "",
        _ => "0-9",
    };
    let (word, end) = (word.replace('#', digits), end.replace('#', digits));
    let (mut separator, mut leading) = (None, false);
    for (option, key, value) in options.get("separator").map(|s| reader.members(s, "`separator`")).unwrap_or_default() {
        match option.as_str() {
            "char" => separator = Some(reader.text(value, "`char`")?),
            "allowLeading" => leading = reader.flag(value, "`allowLeading`")?,
            _ => reader.unknown(key, &option, "option of `separator`", &["char", "allowLeading"]),
        }
    }
    let pattern = match &separator {
        None => format!("^{word}{end}$"),
        Some(separator) => {
            let separator = literally(separator);
            let before = if leading { format!("(?:{separator})?") } else { String::new() };
            format!("^{before}{word}(?:{separator}{word})*{end}$")
        }
    };
    Some(Function::Casing { name, pattern, alone: separator.filter(|_| leading) })
}

fn enumeration(reader: &mut Reader<'_>, at: View<'_>, options: &Options<'_>) -> Option<Function> {
    let Some(list) = options.get("values") else {
        return missing(reader, at, "enumeration", "values", "{ values: [Berlin, Paris] }");
    };
    if !list.is_seq() {
        reader.wrong_type(list, "`values`", "a list");
        return None;
    }
    let mut values = Vec::new();
    for item in list.items() {
        match Scalar::of(item) {
            Some(value) => values.push(value),
            None => reader.wrong_type(item, "a value of `enumeration`", "a text, a number, a boolean or null"),
        }
    }
    Some(Function::Enumeration(values))
}

fn length(reader: &mut Reader<'_>, at: View<'_>, options: &Options<'_>) -> Option<Function> {
    if options.0.is_empty() {
        return missing(reader, at, "length", "min` or `max", "{ max: 50 }");
    }
    let mut bound = |name: &str| {
        let value = options.get(name)?;
        let number = value.as_f64();
        if number.is_none() {
            reader.wrong_type(value, &format!("`{name}`"), "a number");
        }
        number
    };
    Some(Function::Length { min: bound("min"), max: bound("max") })
}

fn pattern(reader: &mut Reader<'_>, at: View<'_>, options: &Options<'_>) -> Option<Function> {
    if options.0.is_empty() {
        return missing(reader, at, "pattern", "match` or `notMatch", "{ match: \"^[a-z]+$\" }");
    }
    let mut one = |name: &str| match options.get(name) {
        Some(value) => reader.pattern(value, name).map(Some),
        None => Some(None),
    };
    let (positive, negative) = (one("match")?, one("notMatch")?);
    Some(Function::Pattern { positive, negative })
}

fn properties(reader: &mut Reader<'_>, at: View<'_>, options: &Options<'_>) -> Option<Vec<String>> {
    let Some(list) = options.get("properties") else {
        let message = "the option `properties` is missing".to_owned();
        reader.mistake(at.at, "not there", message, Some("write `functionOptions: { properties: [a, b] }`".to_owned()));
        return None;
    };
    let names = reader.texts(list, "`properties`");
    if names.len() < 2 {
        let message = "`properties` needs at least two names".to_owned();
        reader.mistake(list.at, "too few", message, Some("use `truthy` or `defined` for a single one".to_owned()));
    }
    Some(names)
}

fn schema(reader: &mut Reader<'_>, at: View<'_>, options: &Options<'_>) -> Option<Function> {
    let Some(schema) = options.get("schema") else {
        return missing(reader, at, "schema", "schema", "{ schema: { type: string } }");
    };
    if !schema.is_map() && schema.kind() != Kind::True && schema.kind() != Kind::False {
        reader.wrong_type(schema, "`schema`", "a JSON Schema");
        return None;
    }
    let dialect = match options.get("dialect") {
        Some(value) => {
            let names = Dialect::names().filter_map(|name| Some((name, Some(Dialect::parse(name)?))));
            reader.word(value, "dialect", &names.chain([("auto", None)]).collect::<Vec<_>>())?
        }
        None => None,
    };
    let all_errors = match options.get("allErrors") {
        Some(value) => reader.flag(value, "`allErrors`")?,
        None => false,
    };
    let check = SchemaCheck::read(schema, dialect, all_errors);
    if check.is_none() {
        let message = "this schema is too large, too deep, or holds a number that is none in JSON".to_owned();
        reader.mistake(schema.at, "cannot be read", message, None);
    }
    check.map(|check| Function::Schema(Box::new(check)))
}
