//! A baseline: the findings that were known at some time, so that only what is new is shown.
//!
//! One line an entry: fingerprint, rule, place. Only the fingerprint counts; the others are for people, and so that a
//! change of the file can be read.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::source::document::{Document, Syntax};
use crate::source::tape::Tape;

const HEAD: &str = "\
# Findings that are known: fingerprint, rule, place. Written by `caveat lint --write-baseline`.
";

/// A finding that is known.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Entry {
    /// Where it was, for people: `file#/pointer`.
    pub place: String,
    /// The rule.
    pub rule: String,
    /// What it means.
    pub fingerprint: String,
}

impl Entry {
    /// The file of the place.
    pub fn file(&self) -> &str {
        self.place.split_once("#/").map_or(self.place.trim_end_matches('#'), |(file, _)| file)
    }
}

/// The findings that are known.
#[derive(Clone, Default, Debug)]
pub struct Baseline {
    entries: BTreeMap<String, Vec<Entry>>,
}

/// A line of a baseline that cannot be read.
pub struct Mistake {
    /// The file.
    pub document: Document,
    /// The bytes of the line.
    pub span: (u32, u32),
    /// What is wrong with it.
    pub message: String,
}

impl Baseline {
    /// A baseline of these findings.
    pub fn of(entries: Vec<Entry>) -> Self {
        let mut baseline = Self::default();
        for entry in entries {
            baseline.entries.entry(entry.fingerprint.clone()).or_default().push(entry);
        }
        baseline
    }

    /// Reads a baseline.
    pub fn read(name: &str, text: String) -> Result<Self, Box<Mistake>> {
        let mut entries = Vec::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let written = line.trim_end();
            if !written.is_empty() && !written.starts_with('#') {
                match entry(written) {
                    Some(entry) => entries.push(entry),
                    None => {
                        let span = (start as u32, (start + written.len()) as u32);
                        let message = if ["<<<<<<<", "=======", ">>>>>>>"].iter().any(|mark| written.starts_with(mark))
                        {
                            format!("the baseline {name} has a merge conflict that nobody resolved")
                        } else {
                            format!("a line of the baseline {name} does not begin with a fingerprint and a rule")
                        };
                        let (tape, syntax) = (Tape::default(), Syntax::Json);
                        let document = Document::new(name.to_owned(), text, syntax, tape, Vec::new(), Vec::new());
                        return Err(Box::new(Mistake { document, span, message }));
                    }
                }
            }
            start += line.len();
        }
        Ok(Self::of(entries))
    }

    /// Takes out one finding with this fingerprint; whether there was one.
    pub fn take(&mut self, fingerprint: &str) -> bool {
        self.entries.get_mut(fingerprint).and_then(Vec::pop).is_some()
    }

    /// What was not taken out, by place.
    pub fn left(self) -> Vec<Entry> {
        let mut left: Vec<Entry> = self.entries.into_values().flatten().collect();
        left.sort();
        left
    }

    /// How many entries there are.
    pub fn count(&self) -> usize {
        self.entries.values().map(Vec::len).sum()
    }

    /// The text of a baseline, the same for the same findings in any order.
    pub fn text(&self) -> String {
        let mut text = HEAD.to_owned();
        for Entry { place, rule, fingerprint } in self.clone().left() {
            let _ = writeln!(text, "{fingerprint} {rule} {place}");
        }
        text
    }
}

fn entry(line: &str) -> Option<Entry> {
    let mut parts = line.splitn(3, ' ');
    let (fingerprint, rule, place) = (parts.next()?, parts.next()?, parts.next().unwrap_or_default());
    let hash = fingerprint.len() == 16 && fingerprint.bytes().all(|b| b.is_ascii_hexdigit());
    let named = !rule.is_empty();
    (hash && named).then(|| Entry {
        place: place.to_owned(),
        rule: rule.to_owned(),
        fingerprint: fingerprint.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(fingerprint: &str, place: &str) -> Entry {
        Entry { fingerprint: fingerprint.into(), rule: "a-rule".into(), place: place.into() }
    }

    #[test]
    fn what_is_written_is_read_and_counts_as_often_as_it_stands_there() {
        let (one, two) = ("00000000000000aa", "00000000000000bb");
        let baseline = Baseline::of(vec![entry(two, "b.yaml#/x y"), entry(one, "a.yaml#"), entry(two, "b.yaml#/x y")]);
        let text = baseline.text();
        assert_eq!(text, format!("{HEAD}{one} a-rule a.yaml#\n{two} a-rule b.yaml#/x y\n{two} a-rule b.yaml#/x y\n"));
        let mut read = Baseline::read("b", text.replace('\n', "\r\n")).unwrap_or_else(|m| panic!("{}", m.message));
        assert_eq!(read.text(), text);
        assert!(read.take(two) && read.take(two) && !read.take(two) && !read.take("00000000000000cc"));
        let left = read.left();
        assert_eq!(left, [entry(one, "a.yaml#")]);
        assert_eq!(left[0].file(), "a.yaml");
        assert_eq!(entry(one, "a.yaml#/b#/c").file(), "a.yaml");
    }

    #[test]
    fn a_line_that_is_none_is_named_with_its_place() {
        for (line, part) in [
            ("<<<<<<< HEAD", "merge conflict"),
            ("00000000000000zz a-rule x#", "fingerprint"),
            ("00000000000000aa", "rule"),
        ] {
            let mistake = Baseline::read("b", format!("{HEAD}{line}\n")).expect_err(line);
            assert!(mistake.message.contains(part), "{}", mistake.message);
            let (start, end) = mistake.span;
            assert_eq!(&mistake.document.text[start as usize..end as usize], line);
        }
    }
}
