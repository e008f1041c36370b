//! Text to spanned tree. Knows YAML, JSON, files and git; knows no OpenAPI.
//!
//! Reading never fails: a broken file is a smaller tree and [`TextProblem`]s.

mod decode;
pub mod document;
pub mod fetch;
pub mod input;
mod json;
mod lines;
pub mod loader;
mod merge;
pub mod names;
pub mod near;
pub mod scalar;
pub mod tape;
mod view;
mod walk;
mod yaml;

use document::{Document, Syntax, TextProblem};
use names::Interner;
use tape::{DuplicateKey, Kind, Tape};

/// What a reader makes of a text.
type Reading = (Tape, Vec<DuplicateKey>, Vec<TextProblem>);

/// Reads bytes as JSON or YAML. A file named `.json` is JSON; of others, what begins with a bracket is JSON if it can
/// be, and everything else is YAML.
pub fn read(name: String, bytes: Vec<u8>, names: &mut Interner) -> Document {
    let (text, mut problems) = match decode::decode(bytes, decode::MAX_BYTES) {
        Ok(decoded) => decoded,
        Err(refusal) => {
            let (tape, problems) = (Tape::default(), vec![refusal]);
            return Document::new(name, String::new(), Syntax::Yaml, tape, problems, Vec::new());
        }
    };
    let (syntax, (tape, duplicates, found)) = choose(&name, &text, names);
    problems.extend(found);
    Document::new(name, text, syntax, tape, problems, duplicates)
}

fn ends_with(name: &str, suffix: &str) -> bool {
    name.len().checked_sub(suffix.len()).is_some_and(|at| name.as_bytes()[at..].eq_ignore_ascii_case(suffix.as_bytes()))
}

fn choose(name: &str, text: &str, names: &mut Interner) -> (Syntax, Reading) {
    let named_json = ends_with(name, ".json");
    let bracket = text.trim_start().starts_with(['{', '[']);
    if !named_json && !bracket {
        return (Syntax::Yaml, yaml::read(text, names));
    }
    let json = json::read(text, names);
    let Some(stop) = json.2.iter().find(|p| p.fatal).map(|p| p.start) else { return (Syntax::Json, json) };
    // JSON is YAML, but a text that begins with a bracket may also be YAML in flow style. Only a name, or a first key
    // without quotes, speaks for that: YAML also takes much JSON with a comma left out, and makes nonsense of it.
    let quoted = text.trim_start_matches(['{', '[', ' ', '\t', '\r', '\n']).starts_with('"');
    let named_yaml = [".yaml", ".yml"].iter().any(|suffix| ends_with(name, suffix));
    if (named_json && (bracket || stop > 0)) || (quoted && !named_yaml) {
        return (Syntax::Json, json);
    }
    let mut yaml = yaml::read(text, names);
    let whole = !yaml.2.iter().any(|p| p.fatal);
    if !named_json {
        return if whole || !quoted { (Syntax::Yaml, yaml) } else { (Syntax::Json, json) };
    }
    // Whole YAML under the name of JSON is read, and said.
    if whole && yaml.0.nodes.first().is_some_and(|root| root.kind() == Kind::Map) {
        let help = "name it `.yaml`: most tools take the name at its word";
        yaml.2.insert(0, TextProblem::mild(0, 0, "this file is named `.json` but is written in YAML", help));
        return (Syntax::Yaml, yaml);
    }
    (Syntax::Json, json)
}

/// What a root that is not a map is, in words.
pub fn describe(document: &Document) -> &'static str {
    document.root().map_or("nothing", |root| match root.kind() {
        Kind::Null => "nothing",
        other => other.noun(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use document::View;

    fn show(view: View<'_>) -> String {
        match view.kind() {
            Kind::Map => {
                let members: Vec<_> = view.members().map(|m| format!("{}:{}", m.text(), show(m.value))).collect();
                format!("{{{}}}", members.join(","))
            }
            Kind::Seq => format!("[{}]", view.items().map(show).collect::<Vec<_>>().join(",")),
            Kind::String => format!("{:?}", view.as_str().unwrap_or_default()),
            _ => view.as_scalar().unwrap_or_default().into_owned(),
        }
    }

    fn read_text(text: &str) -> Document {
        document::from_text("t", text, &mut Interner::default())
    }

    #[test]
    fn json_and_yaml_give_the_same_tree() {
        let json = read_text(r#"{"a": [1, "x\n", null, {}], "b\"c": {"d": true, "e": []}, "f": -1.5e3}"#);
        let yaml = read_text("a:\n- 1\n- \"x\\n\"\n-\n- {}\n'b\"c':\n  d: true\n  e: []\nf: -1.5e3\n");
        assert!(json.problems.is_empty() && yaml.problems.is_empty(), "{:?} {:?}", json.problems, yaml.problems);
        let tree = json.root().map(show).unwrap_or_default().replace("null", "");
        assert_eq!(tree, r#"{a:[1,"x\n",,{}],b"c:{d:true,e:[]},f:-1.5e3}"#);
        assert_eq!(yaml.root().map(show), Some(tree));
    }

    #[test]
    fn aliases_merges_and_blocks_have_their_values() {
        let doc = read_text(
            "a: &a\n  x: 1\n  y: 2\nb:\n  <<: *a\n  y: 3\nc: *a\nd: |\n  one\n  two\ne: >-\n  three\n  four\n",
        );
        assert_eq!(
            doc.root().map(show).as_deref(),
            Some(r#"{a:{x:1,y:2},b:{y:3,x:1},c:{x:1,y:2},d:"one\ntwo\n",e:"three four"}"#)
        );
    }

    #[test]
    fn pointers_and_places_are_those_of_the_text() {
        let doc = read_text("{\n  \"a/b\": [10, {\"c~d\": \"é\", \"f\": 1}]\n}");
        let items = doc.root().and_then(|r| r.get_text("a/b")).expect("a/b");
        let last = items.items().nth(1).and_then(|m| m.get_text("f")).expect("f");
        assert_eq!(doc.pointer(last.at), "/a~1b/1/f");
        assert_eq!(doc.pointer(doc.key_of(last.at)), "/a~1b/1/f");
        let place = doc.place(last.range().0);
        assert_eq!((place.line, place.column), (2, 33));
    }

    #[test]
    fn duplicate_keys_are_found_at_both_places() {
        let doc = read_text(r#"{"a": {"b": 1, "c": {"b": 2}, "b": 3}, "c": 1, "a": 2}"#);
        let keys: Vec<_> = doc.duplicate_keys.iter().map(|d| (doc.pointer(d.again), d.first < d.again)).collect();
        assert_eq!(keys, [("/a/b".to_owned(), true), ("/a".to_owned(), true)]);
    }

    #[test]
    fn a_broken_text_keeps_what_stands_before_the_break() {
        let doc = read_text("{\"a\": 1, \"b\": {\"c\": [1, 2,");
        assert!(doc.broken());
        assert_eq!(doc.root().map(show).as_deref(), Some("{a:1,b:{c:[1,2]}}"));
        let doc = read_text("a: 1\nb:\n  c: [1, 2\nd: ]]\n");
        assert!(doc.broken());
        assert!(doc.root().is_some_and(|r| r.get_text("a").is_some()));
    }
}
