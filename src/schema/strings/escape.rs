//! Escapes and bracketed classes of a pattern.

use regex_syntax::hir::{Class, HirKind};

use super::Reason;
use super::parse::Parser;
use super::set::CharSet;

impl Parser {
    /// The characters that an escape stands for; the backslash is read.
    pub(super) fn escape(&mut self, in_class: bool) -> Result<CharSet, Reason> {
        let Some(c) = self.next() else { return Err(Reason::Syntax) };
        Ok(match c {
            'd' => CharSet::digit(),
            'D' => CharSet::digit().negated(),
            'w' => CharSet::word(),
            'W' => CharSet::word().negated(),
            's' => CharSet::space(),
            'S' => CharSet::space().negated(),
            'p' => self.property()?,
            'P' => self.property()?.negated(),
            't' => CharSet::one('\t'),
            'n' => CharSet::one('\n'),
            'v' => CharSet::one('\u{B}'),
            'f' => CharSet::one('\u{C}'),
            'r' => CharSet::one('\r'),
            'b' if in_class => CharSet::one('\u{8}'),
            '0' if !matches!(self.peek(), Some('0'..='9')) => CharSet::one('\0'),
            'c' => match self.next() {
                Some(letter) if letter.is_ascii_alphabetic() => {
                    CharSet::new(vec![(letter as u32 % 32, letter as u32 % 32)])
                }
                _ => return Err(Reason::Syntax),
            },
            'x' => {
                let value = self.hexadecimal(2).ok_or(Reason::Syntax)?;
                CharSet::new(vec![(value, value)])
            }
            'u' => CharSet::one(self.unicode()?),
            c if c.is_ascii_alphanumeric() => return Err(Reason::Syntax),
            c => CharSet::one(c),
        })
    }

    fn hexadecimal(&mut self, digits: usize) -> Option<u32> {
        let text: String = self.chars.get(self.at..self.at + digits)?.iter().collect();
        if !text.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        self.at += digits;
        u32::from_str_radix(&text, 16).ok()
    }

    /// `\uHHHH`, a pair of them that is one character, or `\u{…}`. A surrogate alone matches half a character without
    /// the flag and nothing with it; the two readings are too far apart to choose one.
    fn unicode(&mut self) -> Result<char, Reason> {
        let value = if self.eat("{") {
            let mut value = 0_u32;
            let from = self.at;
            while let Some(digit) = self.peek().and_then(|c| c.to_digit(16)) {
                value = value.saturating_mul(16).saturating_add(digit);
                self.at += 1;
            }
            if self.at == from || !self.eat("}") {
                return Err(Reason::Syntax);
            }
            value
        } else {
            let high = self.hexadecimal(4).ok_or(Reason::Syntax)?;
            let from = self.at;
            let low = if (0xD800..0xDC00).contains(&high) && self.eat("\\u") { self.hexadecimal(4) } else { None };
            match low {
                Some(low @ 0xDC00..0xE000) => 0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00),
                _ => {
                    self.at = from;
                    high
                }
            }
        };
        char::from_u32(value).ok_or(if value > 0xFFFF { Reason::Syntax } else { Reason::Surrogate })
    }

    /// `{Name}` or `{Name=Value}`; the `p` is read.
    fn property(&mut self) -> Result<CharSet, Reason> {
        if !self.eat("{") {
            return Err(Reason::Syntax);
        }
        let name: String = self.chars[self.at..].iter().take_while(|&&c| c != '}').collect();
        if !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'=') {
            return Err(Reason::Syntax);
        }
        self.at += name.len();
        if !self.eat("}") {
            return Err(Reason::Syntax);
        }
        let class = regex_syntax::parse(&format!("\\p{{{name}}}")).map_err(|_| Reason::Syntax)?;
        match class.kind() {
            HirKind::Class(Class::Unicode(class)) => {
                Ok(CharSet::new(class.iter().map(|range| (range.start() as u32, range.end() as u32)).collect()))
            }
            HirKind::Literal(literal) => {
                let one = std::str::from_utf8(&literal.0).ok().and_then(|text| text.chars().next());
                one.map(CharSet::one).ok_or(Reason::Syntax)
            }
            _ => Err(Reason::Syntax),
        }
    }

    /// `[…]`; the bracket is read.
    pub(super) fn class(&mut self) -> Result<CharSet, Reason> {
        let negated = self.eat("^");
        let mut ranges = Vec::new();
        loop {
            if self.eat("]") {
                let set = CharSet::new(ranges);
                return Ok(if negated { set.negated() } else { set });
            }
            let low = self.class_atom()?;
            let dash = self.peek() == Some('-') && !matches!(self.chars.get(self.at + 1), None | Some(']'));
            if !dash {
                ranges.extend_from_slice(low.ranges());
                continue;
            }
            self.at += 1;
            let high = self.class_atom()?;
            match (single(&low), single(&high)) {
                (Some(low), Some(high)) if low <= high => ranges.push((low, high)),
                (Some(_), Some(_)) => return Err(Reason::Syntax),
                // `[\w-.]`: three members, since a class ends no range.
                _ => {
                    ranges.extend_from_slice(low.ranges());
                    ranges.push(('-' as u32, '-' as u32));
                    ranges.extend_from_slice(high.ranges());
                }
            }
        }
    }

    fn class_atom(&mut self) -> Result<CharSet, Reason> {
        match self.next() {
            None => Err(Reason::Syntax),
            Some('\\') => self.escape(true),
            Some(c) => Ok(CharSet::one(c)),
        }
    }
}

fn single(set: &CharSet) -> Option<u32> {
    match set.ranges() {
        &[(low, high)] if low == high => Some(low),
        _ => None,
    }
}
