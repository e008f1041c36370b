//! Spectral's dialect of JSONPath, written as RFC 9535 so that a parser of the standard can read it.
//!
//! Names without quotes get them, a path that stands alone in a filter asks for truth as JavaScript does, and calls
//! such as `.match(…)` and `.includes(…)` become functions. What the standard has no words for is written as members
//! with names that no document has: [`PROPERTY`], [`PARENT`] and [`TRUTHY`].

use super::script::Script;

/// The key of a node, as if it were a member of it.
pub(super) const PROPERTY: &str = "\u{E000}property";
/// What holds a node, likewise.
pub(super) const PARENT: &str = "\u{E000}parent";
/// The node itself if it is true for JavaScript, likewise.
pub(super) const TRUTHY: &str = "\u{E000}truthy";

/// The longest path that is read, in bytes.
const LONGEST: usize = 10_000;
/// How deep brackets and operators may be nested: reading them recurses.
const DEEPEST: usize = 32;

/// A part of a path, in the order in which they are followed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Piece {
    /// A query in RFC 9535.
    Query(String),
    /// `^`: what holds the nodes found so far.
    Parent,
    /// `~`: their keys.
    Key,
}

/// The parts of a path, or why it cannot be run.
pub(super) fn pieces(text: &str) -> Result<Vec<Piece>, String> {
    if text.len() > LONGEST {
        return Err(format!("it has more than {LONGEST} bytes"));
    }
    let mut scan = Scan { text, at: 0, depth: 0 };
    scan.spaces();
    if !scan.eat("$") {
        return Err("it does not begin with `$`".to_owned());
    }
    let mut pieces = Vec::new();
    let mut query = String::from("$");
    loop {
        scan.spaces();
        let operator = match scan.peek() {
            None => break,
            Some('^') => Piece::Parent,
            Some('~') => Piece::Key,
            Some(_) => {
                if pieces.last() == Some(&Piece::Key) {
                    return Err("something follows `~`, which only ends a path".to_owned());
                }
                scan.segment(&mut query)?;
                continue;
            }
        };
        scan.at += 1;
        pieces.push(Piece::Query(std::mem::replace(&mut query, String::from("$"))));
        pieces.push(operator);
    }
    pieces.push(Piece::Query(query));
    // Between two operators nothing is asked for.
    let only = pieces.len() == 1;
    pieces.retain(|piece| only || *piece != Piece::Query(String::from("$")));
    Ok(pieces)
}

/// Reads a text from the front.
pub(super) struct Scan<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
    depth: usize,
}

impl<'t> Scan<'t> {
    pub(super) fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn eat(&mut self, word: &str) -> bool {
        let there = self.rest().starts_with(word);
        if there {
            self.at += word.len();
        }
        there
    }

    pub(super) fn want(&mut self, word: &str) -> Result<(), String> {
        self.spaces();
        if self.eat(word) { Ok(()) } else { Err(format!("`{word}` is missing before `{}`", self.near())) }
    }

    pub(super) fn spaces(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    /// What comes next, for a message.
    pub(super) fn near(&self) -> String {
        let near: String = self.rest().chars().take(20).collect();
        if near.is_empty() { "its end".to_owned() } else { near }
    }

    pub(super) fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'t str {
        let rest = self.rest();
        let end = rest.find(|c| !wanted(c)).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    /// Goes one level deeper for as long as `inner` reads.
    pub(super) fn deeper<T>(&mut self, inner: impl FnOnce(&mut Self) -> Result<T, String>) -> Result<T, String> {
        if self.depth >= DEEPEST {
            return Err(format!("it is nested more than {DEEPEST} levels deep"));
        }
        self.depth += 1;
        let result = inner(self);
        self.depth -= 1;
        result
    }

    /// A segment of a path: `.name`, `..name`, `.*`, `[…]`.
    fn segment(&mut self, out: &mut String) -> Result<(), String> {
        if self.eat("..") {
            out.push_str("..");
        } else if self.eat(".") {
            if self.rest().starts_with(['~', '^']) {
                return Ok(());
            }
        } else if self.peek() != Some('[') {
            return Err(format!("`{}` is no part of a path", self.near()));
        }
        if self.peek() == Some('[') {
            return self.brackets(out);
        }
        if self.eat("*") {
            out.push_str("[*]");
            return Ok(());
        }
        let name = self.take_while(|c| !matches!(c, '.' | '[' | '~' | '^' | '(' | ')')).trim();
        if name.is_empty() || name.starts_with(['@', '`']) || self.peek() == Some('(') {
            return Err(format!("`{name}{}` is no name of a member", self.near()));
        }
        out.push('[');
        push_text(out, name);
        out.push(']');
        Ok(())
    }

    /// Selectors in brackets.
    pub(super) fn brackets(&mut self, out: &mut String) -> Result<(), String> {
        self.want("[")?;
        out.push('[');
        loop {
            self.spaces();
            self.deeper(|scan| scan.selector(out))?;
            self.spaces();
            if !self.eat(",") {
                break;
            }
            out.push(',');
        }
        self.want("]")?;
        out.push(']');
        Ok(())
    }

    fn selector(&mut self, out: &mut String) -> Result<(), String> {
        if self.eat("?") {
            out.push('?');
            out.push_str(&Script::condition(self)?);
        } else if self.eat("*") {
            out.push('*');
        } else if self.rest().starts_with(['\'', '"']) {
            let text = self.quoted()?;
            push_text(out, &text);
        } else if self.eat("(@.length") {
            // The one script that an index is written as: counted from the end.
            self.want("-")?;
            self.spaces();
            let number = self.take_while(|c| c.is_ascii_digit());
            self.want(")")?;
            out.push('-');
            out.push_str(number);
        } else {
            let word = self.take_while(|c| !matches!(c, ',' | ']' | '[' | '(')).trim();
            let number = word.strip_prefix('-').unwrap_or(word);
            if word.is_empty() || self.rest().starts_with(['[', '(']) {
                return Err(format!("`{word}{}` is no selector", self.near()));
            }
            let slice = word.contains(':') && word.chars().all(|c| matches!(c, ':' | '-' | ' ' | '0'..='9'));
            if slice || (number.len() < word.len() && number.chars().all(|c| c.is_ascii_digit())) {
                out.push_str(word);
            } else {
                push_text(out, word);
            }
        }
        Ok(())
    }

    /// A text in single or double quotes.
    pub(super) fn quoted(&mut self) -> Result<String, String> {
        let mut chars = self.rest().char_indices();
        let Some((_, quote)) = chars.next() else { return Err("a text is missing".to_owned()) };
        let mut text = String::new();
        while let Some((at, c)) = chars.next() {
            match c {
                '\\' => match chars.next() {
                    Some((_, 'n')) => text.push('\n'),
                    Some((_, 't')) => text.push('\t'),
                    Some((_, other)) => text.push(other),
                    None => break,
                },
                _ if c == quote => {
                    self.at += at + c.len_utf8();
                    return Ok(text);
                }
                _ => text.push(c),
            }
        }
        Err("a text in quotes has no end".to_owned())
    }
}

/// Writes a text as a literal of RFC 9535.
pub(super) fn push_text(out: &mut String, text: &str) {
    out.push('\'');
    for c in text.chars() {
        match c {
            '\'' | '\\' => out.extend(['\\', c]),
            _ if c.is_control() => out.push_str(&format!("\\u{:04x}", c as u32)),
            _ => out.push(c),
        }
    }
    out.push('\'');
}
