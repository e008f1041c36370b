//! Whatever stands in a document: lines fit the width, and underlines stand under what they speak of.

use caveat::finding::{Area, Finding, Label, Severity, Span};
use caveat::report::{Report, Root, escape};
use caveat::source::document::{Document, Syntax};
use caveat::source::loader::{DocId, Sources};
use caveat::source::tape::Tape;
use proptest::prelude::*;
use unicode_width::UnicodeWidthChar;

use crate::set::{finding, text};

/// Pieces that lines are made of, the awkward ones among them.
const PIECES: [&str; 18] = [
    "a",
    "key: value",
    "  ",
    "日本語",
    "\t",
    "\u{202e}",
    "\u{1b}[2J",
    "👩‍💻",
    "e\u{301}",
    "\n",
    "\r\n",
    "\r",
    "\u{2028}",
    "\u{0}",
    "a_long_word_without_a_space_in_it_that_takes_up_most_of_a_line",
    "\u{200b}",
    "\u{301}\u{301}\u{301}\u{301}",
    "🛒",
];

pub(crate) fn awkward(pieces: usize) -> impl Strategy<Value = String> {
    proptest::collection::vec(0..PIECES.len(), 0..pieces)
        .prop_map(|chosen| chosen.into_iter().map(|c| PIECES[c]).collect())
}

/// The columns that text takes, tabs aside, which are never written.
pub(crate) fn columns(text: &str) -> usize {
    text.chars().map(|c| c.width().unwrap_or(0)).sum()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_in_a_text_its_lines_fit_and_its_carets_stand_under_it(
        (document, second) in (awkward(60), awkward(60)),
        (label, message) in (awkward(8), awkward(20)),
        (start, length) in (0_u32..300, 0_u32..100),
        others in proptest::collection::vec((0_u32..2, 0_u32..300), 9),
        width in 50_usize..130,
    ) {
        let doc = |text| Document::new("doc".into(), text, Syntax::Yaml, Tape::default(), Vec::new(), Vec::new());
        let sources = Sources { docs: vec![doc(document), doc(second)], ..Sources::default() };
        let doc = &sources.docs[0];
        let span = Span::bytes(DocId(0), start, start + length);
        let mut one = finding("rule", Severity::Error, Area::Http, span, &message, &label);
        let written = |f: &Finding| {
            let root = Root { sources: &sources, doc: DocId(0), findings: std::slice::from_ref(f), suppressed: &[] };
            text(&Report::new(&[root]), width, false, true, Severity::Info)
        };
        let output = written(&one);
        // The first underline and the source line over it.
        let lines: Vec<&str> = output.lines().collect();
        let under = lines.iter().position(|l| l.contains(" · ")).expect("an underline");
        let skip = lines[under].split('·').next().expect("a gutter").chars().count() + 2;
        let shown = |line: &str| line.chars().skip(skip).collect::<String>();
        let (line, underline) = (shown(lines[under - 1]), shown(lines[under]));
        let begin = underline.chars().take_while(|c| *c == ' ').count();
        let end = underline.chars().count();
        let mut at = 0;
        let marked: String = line.chars().filter(|c| {
            at += c.width().unwrap_or(0);
            at > begin && at <= end && !c.is_whitespace() && c.width() != Some(0)
        }).collect();
        let (_, line_end) = doc.line_range(doc.place(start).line);
        let from = doc.text.floor_char_boundary(start as usize).min(line_end as usize);
        let to = doc.text.ceil_char_boundary((start + length) as usize).min(line_end as usize).max(from);
        let meant: String = escape::source(&doc.text[from..to]).chars().filter(|c| !c.is_whitespace() && c.width() != Some(0)).collect();
        let meant_any = columns(&escape::source(&doc.text[from..to])) > 0;
        prop_assert!(!meant_any || meant.starts_with(&marked), "{:?} is not the start of {:?}\n{}", marked, meant, output);
        prop_assert!(meant.is_empty() || !marked.is_empty() , "{:?} is not underlined\n{}", meant, output);

        one.primary.text.clear();
        one.related = others
            .iter()
            .map(|&(doc, at)| Label { span: Span::bytes(DocId(doc), at, at + length / 3), text: label.clone() })
            .collect();
        for output in [output, written(&one)] {
            prop_assert!(!output.contains(|c| c != '\n' && escape::hidden(c)));
            for line in output.lines().filter(|l| !l.contains("─[doc:")) {
                prop_assert!(columns(line) <= width, "{} columns: {:?}\n{}", columns(line), line, output);
            }
        }
    }
}
