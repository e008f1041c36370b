//! The page of a rule or of a check as plain text: the little of Markdown that pages are written in.

use textwrap::{Options, WordSeparator, WordSplitter};

use super::frame::{Pen, Tone};

/// Writes a page: headings, paragraphs, lists and blocks of code, wrapped to `width` columns.
pub(crate) fn write(out: &mut String, pen: &Pen, page: &str, width: usize) {
    let mut text = String::new();
    let mut code = false;
    for line in page.lines() {
        if line.starts_with("```") {
            flush(out, &mut text, width);
            code = !code;
        } else if code {
            out.push_str(&pen.tint(Tone::Info, &format!("    {line}")));
            out.push('\n');
        } else if let Some(heading) = line.strip_prefix("## ") {
            flush(out, &mut text, width);
            out.push_str(&pen.tint(Tone::Strong, heading));
            out.push('\n');
        } else if line.is_empty() {
            flush(out, &mut text, width);
            out.push('\n');
        } else {
            if line.starts_with("- ") {
                flush(out, &mut text, width);
            }
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(line.trim());
        }
    }
    flush(out, &mut text, width);
}

/// Writes the paragraph or the list item that was collected.
fn flush(out: &mut String, text: &mut String, width: usize) {
    if text.is_empty() {
        return;
    }
    let words = links(text);
    let (first, rest) = if words.starts_with("- ") { ("  ", "    ") } else { ("  ", "  ") };
    // Nothing is broken but at spaces: an address must stay whole to be of use.
    let options = Options::new(width).initial_indent(first).subsequent_indent(rest).break_words(false);
    let options = options.word_splitter(WordSplitter::NoHyphenation).word_separator(WordSeparator::AsciiSpace);
    for line in textwrap::wrap(&words, options) {
        out.push_str(&line);
        out.push('\n');
    }
    text.clear();
}

/// Links as their words and, in brackets, where they lead.
fn links(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, words, target, after)) = next_link(rest) {
        shown.extend([before, words, " <", target, ">"]);
        rest = after;
    }
    shown + rest
}

fn next_link(text: &str) -> Option<(&str, &str, &str, &str)> {
    let middle = text.find("](")?;
    let start = text[..middle].rfind('[')?;
    let end = middle + text[middle..].find(')')?;
    Some((&text[..start], &text[start + 1..middle], &text[middle + 2..end], &text[end + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_laid_out_for_a_terminal() {
        let page = "## Why\nBecause it is so, and because\nof [RFC 1](https://x.example/1).\n\n## Bad\n```yaml\na:\n  b: 1\n```\n\n- one item that is long enough to be broken\n- two\n";
        let mut out = String::new();
        write(&mut out, &Pen::new(80, false, true), page, 30);
        let expected = "Why\n  Because it is so, and\n  because of RFC 1\n  <https://x.example/1>.\n\nBad\n    a:\n      b: 1\n\n  - one item that is long\n    enough to be broken\n  - two\n";
        assert_eq!(out, expected);
    }
}
