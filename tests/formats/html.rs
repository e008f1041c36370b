//! The page, read back as a browser reads it: only what we write stands in it, and each link leads to a place on it.

use std::collections::BTreeSet;

use caveat::report::escape;
use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Token, Tokenizer};

/// Every element that we write, and its attributes beside `class`, `id`, `hidden`, `role` and `aria-…`.
const ELEMENTS: &[(&str, &[&str])] = &[
    ("html", &["lang"]),
    ("head", &[]),
    ("meta", &["charset", "http-equiv", "content", "name"]),
    ("title", &[]),
    ("link", &["rel", "href"]),
    ("style", &[]),
    ("script", &[]),
    ("body", &[]),
    ("header", &[]),
    ("main", &[]),
    ("footer", &[]),
    ("section", &["data-group"]),
    ("div", &["data-noun", "tabindex"]),
    ("h1", &[]),
    ("h2", &[]),
    ("h3", &[]),
    ("p", &[]),
    ("dl", &[]),
    ("dt", &[]),
    ("dd", &[]),
    ("ul", &[]),
    ("li", &[]),
    ("a", &["href"]),
    ("bdi", &[]),
    ("code", &["data-n"]),
    ("pre", &["tabindex"]),
    ("span", &[]),
    ("strong", &[]),
    ("mark", &[]),
    ("del", &[]),
    ("ins", &[]),
    ("details", &["open", "data-item", "data-level", "data-direction", "data-mend"]),
    ("summary", &[]),
    ("table", &[]),
    ("caption", &[]),
    ("thead", &[]),
    ("tbody", &[]),
    ("tr", &["data-item", "data-level", "data-direction"]),
    ("th", &["scope", "colspan"]),
    ("td", &[]),
    ("meter", &["min", "max", "value"]),
    ("label", &["for"]),
    ("input", &["type", "autocomplete", "spellcheck"]),
    ("button", &["type", "data-filter", "data-value"]),
];

/// Elements without an end.
const VOID: [&str; 3] = ["meta", "link", "input"];

/// A page, read back.
#[derive(Debug, Default)]
pub(crate) struct Read {
    /// What is said of each change and of each finding.
    pub(crate) messages: Vec<String>,
    /// The elements of `main`, without attributes but with their text.
    pub(crate) outline: String,
    /// What can be copied.
    pub(crate) copied: Vec<String>,
}

/// Judges a page, and reads what it says.
pub(crate) fn page(text: &str) -> Read {
    assert!(text.starts_with("<!DOCTYPE html>"));
    let mut emitter = DefaultEmitter::<()>::default();
    emitter.naively_switch_states(true);
    let mut read = Read::default();
    let mut open: Vec<(String, String)> = Vec::new();
    let (mut ids, mut links) = (BTreeSet::new(), BTreeSet::new());
    let mut heading = 0;
    let string = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    for token in Tokenizer::new_with_emitter(text, emitter) {
        match token.expect("a token") {
            Token::Error(error) => panic!("{error:?}"),
            Token::Comment(comment) => panic!("nobody wrote the comment {comment:?}"),
            Token::Doctype(_) => {}
            Token::StartTag(tag) => {
                let name = string(&tag.name);
                let (_, allowed) =
                    ELEMENTS.iter().find(|(known, _)| *known == name).unwrap_or_else(|| panic!("nobody wrote {name}"));
                let mut class = String::new();
                for (attribute, value) in &tag.attributes {
                    let (attribute, value) = (string(attribute), string(value));
                    let everywhere = ["class", "id", "hidden", "role"].contains(&&*attribute);
                    let known = everywhere || attribute.starts_with("aria-") || allowed.contains(&&*attribute);
                    assert!(known, "nobody wrote {attribute} of {name}");
                    match &*attribute {
                        "id" => assert!(ids.insert(value.clone()), "{value} is there twice"),
                        "href" if name == "link" => assert_eq!(value, "data:,"),
                        "href" => {
                            links.insert(
                                value.strip_prefix('#').unwrap_or_else(|| panic!("{value} leads away")).to_owned(),
                            );
                        }
                        "class" => class = value,
                        _ => {}
                    }
                }
                if let Some(level) = name.strip_prefix('h').and_then(|level| level.parse::<u32>().ok()) {
                    assert!(level <= heading + 1, "h{level} after h{heading}");
                    heading = level;
                }
                if class == "message" {
                    read.messages.push(String::new());
                }
                if name == "pre" {
                    read.copied.push(String::new());
                }
                if open.iter().any(|(name, _)| name == "main") {
                    read.outline += &format!("<{name}>");
                }
                if !VOID.contains(&&*name) {
                    open.push((name, class));
                }
            }
            Token::EndTag(tag) => {
                let (name, _) = open.pop().expect("something is open");
                assert_eq!(string(&tag.name), name, "elements end in the order in which they began");
                if open.iter().any(|(name, _)| name == "main") {
                    read.outline += &format!("</{name}>");
                }
            }
            Token::String(said) => {
                let said = string(&said);
                let within = |name: &str| open.iter().any(|(open, _)| open == name);
                if within("style") || within("script") {
                    assert!(!said.contains("//") || !said.contains("http"), "something is loaded");
                    continue;
                }
                if open.iter().any(|(_, class)| class == "message") {
                    read.messages.last_mut().expect("a message").push_str(&said);
                }
                if within("pre") {
                    read.copied.last_mut().expect("a text").push_str(&said);
                }
                if within("main") {
                    read.outline += &said;
                }
            }
        }
    }
    assert!(open.is_empty(), "{open:?} are not closed");
    let nowhere: Vec<&String> = links.difference(&ids).collect();
    assert!(nowhere.is_empty(), "{nowhere:?} lead nowhere");
    let hidden = text.chars().find(|c| *c != '\n' && escape::hidden(*c));
    assert!(hidden.is_none_or(|c| c == '\t'), "{hidden:?} is not shown by its number");
    read
}
