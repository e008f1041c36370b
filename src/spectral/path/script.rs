//! The expressions of Spectral's filters, a part of JavaScript, as conditions of RFC 9535.

use super::dialect::{PARENT, PROPERTY, Scan, TRUTHY, push_text};

/// A piece of an expression that is not yet a condition.
enum Term {
    /// A path.
    Path(String),
    /// How long what a path leads to is.
    Length(String),
    /// A literal as it is written in RFC 9535; a number also as it is.
    Literal(String),
    /// `undefined`.
    Undefined,
    /// Where a text or an element stands in what a path leads to: a path and a literal.
    IndexOf(String, String),
    /// A condition.
    Condition(String),
}

/// Reads expressions from a path.
pub(super) struct Script<'s, 't>(&'s mut Scan<'t>);

impl<'t> Script<'_, 't> {
    /// Reads a condition.
    pub(super) fn condition(scan: &mut Scan<'t>) -> Result<String, String> {
        Script(scan).or()
    }

    fn or(&mut self) -> Result<String, String> {
        self.joined("||", Self::and)
    }

    fn and(&mut self) -> Result<String, String> {
        self.joined("&&", Self::comparison)
    }

    fn joined(&mut self, operator: &str, part: fn(&mut Self) -> Result<String, String>) -> Result<String, String> {
        let mut parts = vec![part(self)?];
        loop {
            self.0.spaces();
            if !self.0.eat(operator) {
                break;
            }
            parts.push(part(self)?);
        }
        Ok(parts.join(&format!(" {operator} ")))
    }

    fn comparison(&mut self) -> Result<String, String> {
        const OPERATORS: [&str; 8] = ["===", "!==", "==", "!=", "<=", ">=", "<", ">"];
        let left = self.term()?;
        self.0.spaces();
        let Some(operator) = OPERATORS.into_iter().find(|operator| self.0.eat(operator)) else {
            return asked(left);
        };
        let right = self.term()?;
        compared(&left, operator, &right)
    }

    fn term(&mut self) -> Result<Term, String> {
        self.0.spaces();
        let Some(first) = self.0.peek() else { return Err("its filter breaks off".to_owned()) };
        if self.0.eat("!") {
            let inner = self.0.deeper(|scan| Script(scan).term()).and_then(asked)?;
            return Ok(Term::Condition(format!("!({inner})")));
        }
        if self.0.eat("(") {
            let inner = self.0.deeper(|scan| Script(scan).or())?;
            self.0.want(")")?;
            return Ok(Term::Condition(format!("({inner})")));
        }
        match first {
            '\'' | '"' => {
                let mut literal = String::new();
                push_text(&mut literal, &self.0.quoted()?);
                Ok(Term::Literal(literal))
            }
            '/' => {
                let pattern = self.pattern()?;
                self.0.want(".test(")?;
                let path = self.only_path()?;
                self.0.want(")")?;
                Ok(Term::Condition(format!("search({path}, {pattern})")))
            }
            '[' => self.one_of(),
            '@' | '$' => self.path(),
            '-' | '0'..='9' => {
                Ok(Term::Literal(self.0.take_while(|c| c.is_ascii_digit() || matches!(c, '-' | '.')).to_owned()))
            }
            _ => self.word(),
        }
    }

    /// `true`, `undefined`, or a function of RFC 9535.
    fn word(&mut self) -> Result<Term, String> {
        let word = self.0.take_while(is_word);
        match word {
            "true" | "false" | "null" => return Ok(Term::Literal(word.to_owned())),
            "undefined" => return Ok(Term::Undefined),
            "void" => {
                self.0.want("0")?;
                return Ok(Term::Undefined);
            }
            "length" | "count" | "value" | "match" | "search" if self.0.eat("(") => {}
            "" => return Err(format!("`{}` cannot be read", self.0.near())),
            _ => return Err(format!("it uses `{word}`, which is JavaScript")),
        }
        let path = self.only_path()?;
        let term = match word {
            "match" | "search" => {
                self.0.want(",")?;
                self.0.spaces();
                let text = self.0.quoted()?;
                let mut pattern = String::new();
                let whole = if word == "match" { format!("/^(?:{text})$/") } else { format!("/{text}/") };
                push_text(&mut pattern, &whole);
                Term::Condition(format!("search({path}, {pattern})"))
            }
            _ if word == "length" => Term::Length(path),
            _ => Term::Literal(format!("{word}({path})")),
        };
        self.0.want(")")?;
        Ok(term)
    }

    /// `['a', 'b'].includes(…)`.
    fn one_of(&mut self) -> Result<Term, String> {
        self.0.want("[")?;
        let mut literals = Vec::new();
        loop {
            match self.term()? {
                Term::Literal(literal) => literals.push(literal),
                _ => return Err("a list in its filter holds more than literals".to_owned()),
            }
            self.0.spaces();
            if !self.0.eat(",") {
                break;
            }
        }
        self.0.want("]")?;
        self.0.want(".includes(")?;
        let path = self.only_path()?;
        self.0.want(")")?;
        let any: Vec<String> = literals.iter().map(|literal| format!("{path} == {literal}")).collect();
        Ok(Term::Condition(format!("({})", any.join(" || "))))
    }

    fn only_path(&mut self) -> Result<String, String> {
        self.0.spaces();
        match self.0.peek() {
            Some('@' | '$') => match self.path()? {
                Term::Path(path) => Ok(path),
                _ => Err("a call in its filter takes more than a path".to_owned()),
            },
            _ => Err(format!("a path is missing before `{}`", self.0.near())),
        }
    }

    /// A path from the node (`@`) or from the root (`$`), and what is called at its end.
    fn path(&mut self) -> Result<Term, String> {
        let mut path = if self.0.eat("$") { "$".to_owned() } else { String::new() };
        if path.is_empty() {
            self.0.want("@")?;
            path.push('@');
            let held = |name: &str| format!("['{name}']");
            match self.0.take_while(is_word) {
                "" => {}
                "property" => path += &held(PROPERTY),
                "parent" => path += &held(PARENT),
                "parentProperty" => path = path + &held(PARENT) + &held(PROPERTY),
                "root" => "$".clone_into(&mut path),
                other => return Err(format!("it uses `@{other}`")),
            }
        }
        loop {
            if self.0.rest().starts_with('[') {
                self.0.brackets(&mut path)?;
                continue;
            }
            if self.0.eat("..") {
                path.push_str("..");
            } else if !self.0.eat("?.") && !self.0.eat(".") {
                return Ok(Term::Path(path));
            }
            if self.0.eat("*") {
                path.push_str("[*]");
                continue;
            }
            let name = self.0.take_while(is_word);
            if self.0.eat("(") {
                return self.call(path, name);
            }
            if name == "length" && !self.0.rest().starts_with(['.', '[']) {
                return Ok(Term::Length(path));
            }
            if name.is_empty() {
                return Err(format!("a name is missing before `{}`", self.0.near()));
            }
            path.push('[');
            push_text(&mut path, name);
            path.push(']');
        }
    }

    fn call(&mut self, path: String, name: &str) -> Result<Term, String> {
        self.0.spaces();
        let term = match name {
            "match" if self.0.rest().starts_with('/') => {
                let pattern = self.pattern()?;
                Term::Condition(format!("search({path}, {pattern})"))
            }
            "match" | "startsWith" | "endsWith" => {
                let text = self.0.quoted()?;
                let (before, after) = match name {
                    "startsWith" => ("^", ""),
                    "endsWith" => ("", "$"),
                    _ => ("", ""),
                };
                let text = if name == "match" { text } else { literally(&text) };
                let mut pattern = String::new();
                push_text(&mut pattern, &format!("/{before}{text}{after}/"));
                Term::Condition(format!("search({path}, {pattern})"))
            }
            "includes" | "indexOf" => match self.term()? {
                Term::Literal(literal) if name == "includes" => Term::Condition(format!("in({literal}, {path})")),
                Term::Literal(literal) => Term::IndexOf(path, literal),
                _ => return Err(format!("it calls `.{name}()` with more than a literal")),
            },
            _ => return Err(format!("it calls `.{name}()`, which is JavaScript")),
        };
        self.0.want(")")?;
        Ok(term)
    }

    /// `/pattern/flags`, as the text of a literal.
    fn pattern(&mut self) -> Result<String, String> {
        let rest = self.0.rest();
        let (mut class, mut escaped) = (false, false);
        let end = rest.char_indices().skip(1).find(|&(_, c)| {
            let end = c == '/' && !class && !escaped;
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '[' => class = true,
                ']' => class = false,
                _ => {}
            }
            end
        });
        let Some((end, _)) = end else { return Err("a pattern in its filter has no end".to_owned()) };
        self.0.at += end + 1;
        let flags = self.0.take_while(|c| c.is_ascii_alphabetic());
        let mut pattern = String::new();
        push_text(&mut pattern, &format!("{}{flags}", &rest[..=end]));
        Ok(pattern)
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$')
}

/// A text as a pattern that matches nothing else.
pub(crate) fn literally(text: &str) -> String {
    let special = |c| "\\^$.*+?()[]{}|/-".contains(c);
    text.chars().flat_map(|c| special(c).then_some('\\').into_iter().chain([c])).collect()
}

/// What a term asks when it stands alone.
fn asked(term: Term) -> Result<String, String> {
    match term {
        Term::Path(path) => Ok(format!("{path}['{TRUTHY}']")),
        Term::Length(path) => Ok(format!("length({path}) > 0")),
        Term::Condition(condition) => Ok(condition),
        Term::Literal(_) | Term::Undefined | Term::IndexOf(..) => {
            Err("its filter has a value where a condition is meant".to_owned())
        }
    }
}

fn compared(left: &Term, operator: &str, right: &Term) -> Result<String, String> {
    let strict = operator.len() == 3;
    let standard = match operator {
        "===" => "==",
        "!==" => "!=",
        other => other,
    };
    let equal = standard == "==";
    let written = |term: &Term| match term {
        Term::Path(path) | Term::Literal(path) => Ok(path.clone()),
        Term::Length(path) => Ok(format!("length({path})")),
        _ => Err("its filter compares more than paths and literals".to_owned()),
    };
    match (left, right) {
        (Term::Path(path), Term::Undefined) if matches!(standard, "==" | "!=") => {
            Ok(if equal { format!("!{path}") } else { path.clone() })
        }
        (Term::IndexOf(path, needle), Term::Literal(number)) => match (standard, number.as_str()) {
            ("!=" | ">", "-1") | (">=", "0") => Ok(format!("in({needle}, {path})")),
            ("==", "-1") | ("<", "0") => Ok(format!("!(in({needle}, {path}))")),
            _ => Err("it asks where something stands with `.indexOf()`".to_owned()),
        },
        // What is not strict takes nothing for null, and a number for the text that spells it.
        (Term::Path(path), Term::Literal(literal)) if !strict && matches!(standard, "==" | "!=") => {
            let number = literal.parse::<f64>().is_ok();
            Ok(match (literal.as_str(), equal) {
                ("null", true) => format!("(!{path} || {path} == null)"),
                ("null", false) => format!("({path} && {path} != null)"),
                (_, true) if number => format!("({path} == {literal} || {path} == '{literal}')"),
                (_, false) if number => format!("({path} != {literal} && {path} != '{literal}')"),
                _ => format!("{path} {standard} {literal}"),
            })
        }
        _ => Ok(format!("{} {standard} {}", written(left)?, written(right)?)),
    }
}
