//! Reads ECMA-262 patterns with the meaning of the `u` flag. What only the older grammar allows (`\-`, a lone `{`) is
//! read as that grammar reads it; an escape of a letter that means nothing is refused, since people mean something
//! else by it than the letter (`\A`, `\Z`, `\h`).

use super::Reason;
use super::ast::{Ast, INFINITE, Node, NodeId};
use super::set::CharSet;

/// Groups inside of groups beyond this depth are refused, and so are longer texts.
const DEEPEST: u32 = 64;
const LONGEST: usize = 1 << 14;
const MOST_TRACKERS: usize = 32;

pub(super) fn parse(pattern: &str) -> Result<Ast, Reason> {
    let chars: Vec<char> = pattern.chars().collect();
    if chars.len() > LONGEST {
        return Err(Reason::TooLarge);
    }
    let (groups, named) = count_groups(&chars);
    let mut parser = Parser { chars, at: 0, ast: Ast::default(), depth: 0, behind: 0, groups, named };
    let root = parser.disjunction()?;
    if parser.at < parser.chars.len() {
        return Err(Reason::Syntax);
    }
    if parser.ast.trackers.len() > MOST_TRACKERS {
        return Err(Reason::TooLarge);
    }
    parser.ast.root = root;
    Ok(parser.ast)
}

/// How many groups capture, and whether one has a name: this decides what `\1` and `\k` are.
fn count_groups(chars: &[char]) -> (usize, bool) {
    let (mut count, mut named, mut class, mut i) = (0, false, false, 0);
    while i < chars.len() {
        match chars[i] {
            '\\' => i += 1,
            '[' => class = true,
            ']' => class = false,
            '(' if !class => match (chars.get(i + 1), chars.get(i + 2), chars.get(i + 3)) {
                (Some('?'), Some('<'), Some('=' | '!')) => {}
                (Some('?'), Some('<'), _) => {
                    count += 1;
                    named = true;
                }
                (Some('?'), _, _) => {}
                _ => count += 1,
            },
            _ => {}
        }
        i += 1;
    }
    (count, named)
}

pub(super) struct Parser {
    pub(super) chars: Vec<char>,
    pub(super) at: usize,
    ast: Ast,
    depth: u32,
    /// How many look-behinds are open.
    behind: u32,
    groups: usize,
    named: bool,
}

impl Parser {
    pub(super) fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    pub(super) fn next(&mut self) -> Option<char> {
        let c = self.peek();
        self.at += usize::from(c.is_some());
        c
    }

    pub(super) fn eat(&mut self, text: &str) -> bool {
        let fits = text.chars().enumerate().all(|(i, c)| self.chars.get(self.at + i) == Some(&c));
        if fits {
            self.at += text.chars().count();
        }
        fits
    }

    fn disjunction(&mut self) -> Result<NodeId, Reason> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Reason::TooLarge);
        }
        let mut alternatives = vec![self.alternative()?];
        while self.eat("|") {
            alternatives.push(self.alternative()?);
        }
        self.depth -= 1;
        Ok(self.ast.alt(alternatives))
    }

    fn alternative(&mut self) -> Result<NodeId, Reason> {
        let mut items = Vec::new();
        while let Some(c) = self.peek()
            && c != '|'
            && c != ')'
        {
            let (atom, quantifiable) = self.atom()?;
            let item = match self.quantifier()? {
                None => atom,
                Some(_) if !quantifiable => return Err(Reason::Syntax),
                Some((min, max)) => self.ast.repeat(atom, min, max),
            };
            items.push(item);
        }
        Ok(self.ast.cat(items))
    }

    /// An atom or an assertion, and whether a quantifier may follow it.
    fn atom(&mut self) -> Result<(NodeId, bool), Reason> {
        let Some(c) = self.next() else { return Err(Reason::Syntax) };
        let set = match c {
            '^' => {
                let tracker = self.ast.start();
                return Ok((self.ast.add(Node::Behind { tracker, negated: false }), false));
            }
            '$' => {
                self.looks_ahead()?;
                return Ok((self.ast.add(Node::End), false));
            }
            '(' => return self.group(),
            '\\' if matches!(self.peek(), Some('b' | 'B')) => {
                self.looks_ahead()?;
                let negated = self.next() == Some('B');
                return Ok((self.ast.boundary(negated), false));
            }
            '\\' => {
                self.back_reference()?;
                self.escape(false)?
            }
            '.' => CharSet::dot(),
            '[' => self.class()?,
            '*' | '+' | '?' => return Err(Reason::Syntax),
            '{' if self.braces(self.at - 1).is_some() => return Err(Reason::Syntax),
            c => CharSet::one(c),
        };
        Ok((self.ast.class(set), true))
    }

    /// What is read behind cannot also depend on what comes ahead: the tracker would have to guess.
    fn looks_ahead(&self) -> Result<(), Reason> {
        if self.behind > 0 { Err(Reason::LookAround) } else { Ok(()) }
    }

    fn back_reference(&mut self) -> Result<(), Reason> {
        match self.peek() {
            Some('k') => Err(if self.named { Reason::BackReference } else { Reason::Syntax }),
            Some('1'..='9') => {
                let digits: String = self.chars[self.at..].iter().take_while(|c| c.is_ascii_digit()).collect();
                let there = digits.parse::<usize>().is_ok_and(|n| n <= self.groups);
                Err(if there { Reason::BackReference } else { Reason::Syntax })
            }
            _ => Ok(()),
        }
    }

    fn group(&mut self) -> Result<(NodeId, bool), Reason> {
        let look = if self.eat("?=") {
            Some((false, false))
        } else if self.eat("?!") {
            Some((false, true))
        } else if self.eat("?<=") {
            Some((true, false))
        } else if self.eat("?<!") {
            Some((true, true))
        } else {
            if self.eat("?<") {
                self.name()?;
            } else if !self.eat("?:") && self.peek() == Some('?') {
                return Err(Reason::Syntax);
            }
            None
        };
        let behind = matches!(look, Some((true, _)));
        if let Some((false, _)) = look {
            self.looks_ahead()?;
        }
        self.behind += u32::from(behind);
        let body = self.disjunction()?;
        self.behind -= u32::from(behind);
        if !self.eat(")") {
            return Err(Reason::Syntax);
        }
        Ok(match look {
            None => (body, true),
            Some((false, negated)) => (self.ast.add(Node::Ahead { body, negated }), true),
            Some((true, negated)) => {
                let tracker = self.ast.after(body);
                (self.ast.add(Node::Behind { tracker, negated }), false)
            }
        })
    }

    fn name(&mut self) -> Result<(), Reason> {
        let from = self.at;
        while let Some(c) = self.next() {
            match c {
                '>' if self.at - from > 1 => return Ok(()),
                '_' | '$' => {}
                c if c.is_alphanumeric() => {}
                _ => break,
            }
        }
        Err(Reason::Syntax)
    }

    fn quantifier(&mut self) -> Result<Option<(u32, u32)>, Reason> {
        let bounds = match self.peek() {
            Some('*') => (0, u64::MAX),
            Some('+') => (1, u64::MAX),
            Some('?') => (0, 1),
            Some('{') => match self.braces(self.at) {
                None => return Ok(None),
                Some((min, max, length)) => {
                    self.at += length - 1;
                    (min, max)
                }
            },
            _ => return Ok(None),
        };
        self.at += 1;
        self.eat("?"); // A lazy quantifier matches the same texts.
        if bounds.0 > bounds.1 {
            return Err(Reason::Syntax);
        }
        let bound = |n: u64| u32::try_from(n).ok().filter(|&n| n < INFINITE);
        let min = bound(bounds.0).ok_or(Reason::TooLarge)?;
        let max = if bounds.1 == u64::MAX { INFINITE } else { bound(bounds.1).ok_or(Reason::TooLarge)? };
        Ok(Some((min, max)))
    }

    /// `{n}`, `{n,}` or `{n,m}`, with its length.
    fn braces(&self, from: usize) -> Option<(u64, u64, usize)> {
        let mut at = from + 1;
        let mut number = || {
            let start = at;
            let mut value = 0_u64;
            while let Some(digit) = self.chars.get(at).and_then(|c| c.to_digit(10)) {
                value = value.saturating_mul(10).saturating_add(u64::from(digit)).min(u64::MAX - 1);
                at += 1;
            }
            let here = self.chars.get(at).copied();
            at += 1;
            ((at - 1 > start).then_some(value), here)
        };
        let (min, end) = number();
        let min = min?;
        let max = match end {
            Some('}') => min,
            Some(',') => match number() {
                (max, Some('}')) => max.unwrap_or(u64::MAX),
                _ => return None,
            },
            _ => return None,
        };
        Some((min, max, at - from))
    }
}
