//! Text to spanned tree. Knows YAML, JSON, files and git; knows no OpenAPI.
//!
//! Reading never fails: a broken file is a smaller tree and [`TextProblem`]s.

pub mod document;
mod json;
pub mod loader;
pub mod names;
pub mod scalar;
pub mod tape;
mod yaml;

use document::{Document, Syntax, TextProblem};
use names::Interner;
use tape::Kind;

/// Reads bytes as JSON or YAML: JSON when the text starts with a bracket and is JSON, YAML otherwise.
pub fn read(name: String, bytes: Vec<u8>, names: &mut Interner) -> Document {
    let (text, mut problems) = decode(bytes);
    let json = text.trim_start().starts_with(['{', '[']);
    if json {
        let (tape, duplicates, found) = json::read(&text, names);
        // JSON is YAML, but a file that starts with a bracket may also be YAML in flow style: if that reads to the
        // end where JSON does not, its author meant YAML.
        if !found.is_empty() && !name.ends_with(".json") {
            let (yaml, yaml_duplicates, yaml_found) = yaml::read(&text, names);
            if yaml_found.is_empty() {
                problems.extend(yaml_found);
                return Document::new(name, text, Syntax::Yaml, yaml, problems, yaml_duplicates);
            }
        }
        problems.extend(found);
        return Document::new(name, text, Syntax::Json, tape, problems, duplicates);
    }
    let (tape, duplicates, found) = yaml::read(&text, names);
    problems.extend(found);
    Document::new(name, text, Syntax::Yaml, tape, problems, duplicates)
}

/// Text from bytes: UTF-8, or UTF-16 and UTF-32 by their byte order mark or by where the zero bytes are (RFC 4627 §3,
/// YAML 1.2.2 §5.2). What is not text becomes U+FFFD and a problem at its place.
fn decode(mut bytes: Vec<u8>) -> (String, Vec<TextProblem>) {
    if bytes.starts_with(&[0xEF, 0xBB, 0xBF]) {
        bytes.drain(..3);
    }
    match String::from_utf8(bytes) {
        Ok(text) => (text, Vec::new()),
        Err(error) => {
            let at = error.utf8_error().valid_up_to() as u32;
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let problem = TextProblem {
                message: "this byte is not UTF-8".into(),
                help: Some("save the file as UTF-8".into()),
                start: at,
                end: at + 3,
                fatal: false,
            };
            (text, vec![problem])
        }
    }
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
        let list = doc.root().and_then(|r| r.get_text("a/b")).expect("a/b");
        let last = list.items().nth(1).and_then(|m| m.get_text("f")).expect("f");
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
