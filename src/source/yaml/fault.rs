//! What is wrong with a YAML text, in words: what stands there, what belongs there, and a way out.

use granit_parser::ErrorKind as Type;

use crate::source::document::TextProblem;
use crate::source::lines::line_of;

/// The problem behind an error that the parser found at `at`. `last` is where the last thing that it could read ended,
/// `open` the innermost open container, an object or else a list.
pub(super) fn explain(text: &str, kind: &Type, at: usize, last: usize, open: Option<(bool, usize)>) -> TextProblem {
    let found = text[at..].chars().next();
    let one = at + found.map_or(0, char::len_utf8);
    let here = |message: &str, help: &str| TextProblem::fatal(at, one, message, help);
    let word = |message: &str, help: &str| TextProblem::fatal(at, word_end(text, at), message, help);
    match kind {
        Type::TabInBlockIndentation | Type::TabNotAllowed | Type::TabInIndentation | Type::TabAtBlockScalarStart => {
            let from = if *kind == Type::TabAtBlockScalarStart { at } else { line_start(text, at) };
            let tab = text[from..].find('\t').map_or(at, |length| from + length);
            TextProblem::fatal(
                tab,
                (tab + 1).min(text.len()),
                "a tab stands where YAML wants spaces",
                "indent with spaces",
            )
        }
        Type::MappingValueNotAllowed if found == Some(':') => colon(text, at),
        Type::InvalidColonPlacement => separator(text, first_in_line(text, at).min(at), open),
        Type::SimpleKeyExpected | Type::InvalidSimpleKey => no_key(text, at),
        Type::ExpectedBlockMappingKey => wrong_place(text, at, last, open),
        Type::ExpectedBlockSequenceEntry => {
            word("this stands among the elements of a list, each of which begins with `- `", "check the indentation")
        }
        Type::BlockSequenceEntryNotAllowed => {
            here("a list cannot begin on the line of its key", "begin the list with `- ` on a line of its own")
        }
        Type::InvalidIndentation | Type::InvalidFlowScalarIndent => {
            word("this line is indented too little for what it belongs to", "indent it more")
        }
        Type::ExpectedFlowMappingSeparator | Type::ExpectedFlowSequenceSeparator => separator(text, at, open),
        Type::UnexpectedEofImplicitFlowMapping if found == Some(',') => {
            here("there is a comma without a value before it", "remove it, or write the value")
        }
        Type::UnexpectedEofImplicitFlowMapping
        | Type::UnexpectedEofFlowMapping
        | Type::UnexpectedEofFlowSequence
        | Type::UnexpectedEofBlockMapping
        | Type::UnexpectedEofBlockSequence
        | Type::UnexpectedEof
        | Type::ExpectedNodeContent => {
            word("this has no place here", "check the commas, colons and brackets before it")
        }
        Type::UnclosedFlowCollection { open } => {
            let close = if *open == '{' { '}' } else { ']' };
            here(&format!("this `{open}` is never closed"), &format!("add `{close}`"))
        }
        Type::MismatchedFlowCollectionEnd { open, close } => here(
            &format!("this `{open}` is closed by `{close}`"),
            "close each bracket with its own kind, in the reverse order of opening",
        ),
        Type::MisplacedFlowCollectionEnd => {
            let bracket = found.unwrap_or(']');
            here(&format!("`{bracket}` closes nothing"), "remove it, or put a text that begins with it in quotes")
        }
        Type::BlockEntryInFlowCollection => here("`- ` has no meaning within brackets", "separate with commas"),
        Type::UnclosedQuotedScalar => {
            TextProblem::fatal(at, line_end(text, at), "this text in quotes is never closed", "add the closing quote")
        }
        Type::InvalidQuotedScalarIndent => quoted_indent(text, at, last),
        Type::InvalidTrailingSingleQuotedScalar => word(
            "something follows the closing quote",
            "put the whole text in quotes; a `'` within single quotes is written `''`",
        ),
        Type::InvalidTrailingDoubleQuotedScalar => word(
            "something follows the closing quote",
            "put the whole text in quotes; a `\"` within double quotes is written `\\\"`",
        ),
        Type::DocumentIndicatorInQuotedScalar => {
            here("a text in quotes runs into the end of the document", "close the quote, or indent this line")
        }
        Type::UnknownQuotedScalarEscape
        | Type::InvalidQuotedScalarHexEscape
        | Type::InvalidLowSurrogateHexEscape
        | Type::InvalidLowSurrogate
        | Type::MissingLowSurrogate
        | Type::UnpairedLowSurrogate
        | Type::InvalidUnicodeEscape => escape(text, at),
        Type::InvalidBlockScalarHeader => TextProblem::fatal(
            at,
            line_end(text, at),
            "after `|` or `>` the line ends, and the text begins on the next one",
            "begin the text on the next line, or put a text that begins with `|` or `>` in quotes",
        ),
        Type::ZeroBlockScalarIndent => here("a text block cannot be indented by 0", "write a number from 1 to 9"),
        Type::InvalidBlockScalarIndent => {
            word("this line is indented less than the text block that it belongs to", "indent it like the others")
        }
        Type::CommentInterceptedScalar => TextProblem::fatal(
            at,
            line_end(text, at),
            "this comment cuts a text of several lines in two",
            "move the comment, or put the text in quotes or a block",
        ),
        Type::CommentNotSeparated => here("a comment needs a space before its `#`", "write a space, or quotes"),
        Type::MissingAnchorOrAliasName => here(
            "`*` begins an alias and `&` an anchor, and this one has no name",
            "put a text that begins with it in quotes",
        ),
        Type::UnexpectedCharacter { character } => character_fault(text, at, *character),
        Type::BomInsideDocument => here("a byte order mark stands in the middle of the document", "remove it"),
        Type::TooManyComments => here("there are too many lines of comments in a row", "remove some of them"),
        Type::UndeclaredTagHandle
        | Type::ExpectedTagBang
        | Type::InvalidTagTerminator
        | Type::MissingTagUri
        | Type::UnclosedVerbatimTag
        | Type::InvalidTagEscape
        | Type::InvalidTagUtf8LeadingByte
        | Type::InvalidTagUtf8TrailingByte
        | Type::InvalidTagUtf8 => {
            word("`!` begins a tag, and this is none that YAML knows", "put a text that begins with `!` in quotes")
        }
        Type::ExpectedDocumentStart if text.starts_with('%') || text.contains("\n%") => word(
            "a line that begins with `%` is a directive, after which the document begins with `---`",
            "write `---`",
        ),
        Type::ExpectedDocumentStart | Type::MissingDocumentEndBeforeDirective | Type::InvalidDocumentEnd => {
            word("the document ended before this", "remove what is outside of the document; `---` begins one")
        }
        Type::UnsupportedYamlMajorVersion | Type::DuplicateVersionDirective | Type::DuplicateTagDirective => {
            word("this directive says what the reader cannot do", "remove it: YAML 1.2 needs none")
        }
        Type::PlainScalarStartsWithDashFlowIndicator | Type::FlowMappingValueAdjacentCollection => {
            word("a space is missing here", "write a space before the bracket or the comma, or quotes")
        }
        _ => word(&format!("this is not YAML ({kind})"), "check the indentation and the quotes around it"),
    }
}

/// There are more distinct names than the tape can tell apart.
pub(super) fn overflow(at: usize) -> TextProblem {
    let message = "this document has more distinct names or values than caveat can tell apart";
    TextProblem::fatal(at, at, message, "split it into several files")
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1)
}

fn line_end(text: &str, at: usize) -> usize {
    text[at..].find(['\n', '\r']).map_or(text.len(), |length| at + length)
}

/// The end of what a reader would take for one word.
fn word_end(text: &str, at: usize) -> usize {
    let line = &text[at..line_end(text, at)];
    at + line.char_indices().skip(1).find(|(_, c)| c.is_whitespace()).map_or(line.len(), |(length, _)| length)
}

/// The column of a place, from 1.
fn column(text: &str, at: usize) -> usize {
    text[line_start(text, at)..at].chars().count() + 1
}

/// Where the first thing in the line of a place stands.
fn first_in_line(text: &str, at: usize) -> usize {
    text.len() - text[line_start(text, at)..].trim_start_matches([' ', '\t']).len()
}

/// A colon where no key can end.
fn colon(text: &str, at: usize) -> TextProblem {
    let start = line_start(text, at);
    let before = &text[start..at];
    if before.contains(": ") || before.contains(":\t") || before.trim_start().starts_with("--- ") {
        let message = "a colon with a space after it stands within a text that has no quotes";
        return TextProblem::fatal(at, at + 1, message, "put the text in quotes");
    }
    if at - first_in_line(text, at) > super::LONG_LOOKAHEAD {
        return long_key(text, first_in_line(text, at));
    }
    let above = text[..start].trim_end();
    let above = above[line_start(text, above.len())..].trim_start();
    let key = first_in_line(text, at);
    if !above.is_empty() && !above.contains(": ") && !above.ends_with(':') && !above.starts_with("- ") {
        let message = "the line before this key stands among the keys of an object and has no `key: value`";
        let help =
            if above.contains(':') { "write a space after its colon" } else { "write a colon and a value there" };
        return TextProblem::fatal(key, at, message, help);
    }
    let message = "this key is indented as if it belonged to the line before it, which has no room for keys";
    TextProblem::fatal(key, at, message, "align it with the keys around it, or put the text above in quotes")
}

fn long_key(text: &str, at: usize) -> TextProblem {
    let end = at + text[at..].chars().next().map_or(0, char::len_utf8);
    TextProblem::fatal(at, end, "this is far too long for a key", "YAML allows a key 1,024 characters")
}

/// A line among the keys of an object that has no colon.
fn no_key(text: &str, at: usize) -> TextProblem {
    let line = text[at..line_end(text, at)].trim_end();
    let end = at + line.len();
    if line.len() > super::LONG_LOOKAHEAD {
        return long_key(text, at);
    }
    if line.starts_with('-') {
        return TextProblem::fatal(at, end, "a space is missing after `-`", "write `- ` before each element");
    }
    let help =
        if line.contains(':') { "write a space after the colon" } else { "write `key: value`, or indent the line" };
    TextProblem::fatal(at, end, "this line stands among the keys of an object and has no `key: value`", help)
}

/// Something other than a key stands where one belongs.
fn wrong_place(text: &str, at: usize, last: usize, open: Option<(bool, usize)>) -> TextProblem {
    let first = first_in_line(text, at);
    let fatal = |message: String, help: &str| TextProblem::fatal(first.min(at), word_end(text, at), message, help);
    if first < last {
        let here = &text[at..word_end(text, at)];
        let help = if here.starts_with(['*', '&', '!']) {
            "an alias takes no anchor and no tag, and anything else takes one of each"
        } else {
            "check the indentation"
        };
        return TextProblem::fatal(at, at + here.len(), format!("`{here}` has no place here"), help);
    }
    let Some((_, begin)) = open else {
        return fatal("a key belongs here".into(), "write `key: value`");
    };
    let (here, around, line) = (column(text, first), column(text, begin), line_of(text, begin));
    match (text[first..].starts_with('-'), here == around) {
        (true, true) => fatal(
            format!("an element of a list stands among the keys of the object that begins in line {line}"),
            "an object has keys and a list has elements, not both; check the indentation",
        ),
        (true, false) => fatal(
            format!("this element is indented to column {here}, where no list is"),
            "give the elements of a list the same indentation",
        ),
        (false, true) => fatal("a key belongs here".into(), "write `key: value`"),
        (false, false) => fatal(
            format!(
                "this line is indented to column {here}, and the object that it stands in (from line {line} on) to \
                 column {around}"
            ),
            "give both the same indentation",
        ),
    }
}

/// Within brackets something else than a comma or the closing bracket follows.
fn separator(text: &str, at: usize, open: Option<(bool, usize)>) -> TextProblem {
    let (what, close) = match open {
        Some((true, _)) => ("object", '}'),
        _ => ("list", ']'),
    };
    let line = open.map_or(1, |(_, start)| line_of(text, start));
    let message =
        format!("a comma is missing before this, or `{close}` to close the {what} that begins in line {line}");
    TextProblem::fatal(at, word_end(text, at), message, "add it, or put a text with `: ` in it in quotes")
}

/// A text in quotes goes on in a line that is indented too little, and does not end as a text would.
fn quoted_indent(text: &str, at: usize, last: usize) -> TextProblem {
    let quote = super::trivia::skip(text, last, b'"');
    let mark = text.as_bytes().get(quote).copied().map(char::from).filter(|c| matches!(c, '"' | '\'') && quote < at);
    if let Some(mark) = mark {
        if !text[quote + 1..].contains(mark) {
            return explain(text, &Type::UnclosedQuotedScalar, quote, last, None);
        }
        let message = "this text in quotes is not closed on its line, and the next line is not indented";
        return TextProblem::fatal(
            quote,
            line_end(text, quote),
            message,
            "add the closing quote, or indent what follows",
        );
    }
    let message = "this line goes on with a text in quotes and must be indented more than the key of that text";
    TextProblem::fatal(at, line_end(text, at), message, "indent it, or close the quote before it")
}

/// An escape in double quotes that YAML does not have. The parser points at the quote; the first such escape counts.
fn escape(text: &str, at: usize) -> TextProblem {
    let mut from = at;
    while let Some(length) = text[from..].find('\\') {
        let start = from + length;
        let mut rest = text[start + 1..].chars();
        let digits = match rest.next() {
            Some('x') => 2,
            Some('u') => 4,
            Some('U') => 8,
            Some(c) if "0abt\tnvfre \"/\\N_LP\n\r".contains(c) => 0,
            c => {
                let end = start + 1 + c.map_or(0, char::len_utf8);
                let message = format!("`{}` is no escape of YAML", &text[start..end]);
                return TextProblem::fatal(start, end, message, "write `\\\\` for a backslash, or use single quotes");
            }
        };
        let hex = rest.by_ref().take(digits).take_while(char::is_ascii_hexdigit).count();
        let end = start + 2 + hex;
        let value = u32::from_str_radix(&text[start + 2..end], 16).ok();
        if hex < digits || (digits > 0 && value.is_none_or(|v| char::from_u32(v).is_none()) && !pair(&text[start..])) {
            let message = format!("`{}` stands for no character", &text[start..end]);
            return TextProblem::fatal(start, end, message, "write the character itself, or all digits of its number");
        }
        from = end + if digits == 4 && pair(&text[start..]) { 6 } else { 0 };
    }
    TextProblem::fatal(at, line_end(text, at), "this text has an escape that YAML does not have", "use single quotes")
}

/// Whether a text begins with the two halves of a surrogate pair, which YAML takes from JSON.
fn pair(text: &str) -> bool {
    let half = |from: usize| {
        let escape = text.get(from..from + 6)?.strip_prefix("\\u")?;
        u32::from_str_radix(escape, 16).ok()
    };
    matches!((half(0), half(6)), (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)))
}

fn character_fault(text: &str, at: usize, character: char) -> TextProblem {
    // The parser may point at the beginning of the text that has the character in it.
    let at = if text[at..].starts_with(character) { at } else { at + text[at..].find(character).unwrap_or(0) };
    let end = at + text[at..].chars().next().map_or(0, char::len_utf8);
    match character {
        '@' | '`' | '%' => {
            let message = format!("a text without quotes cannot begin with `{character}`");
            TextProblem::fatal(at, end, message, "put the text in quotes")
        }
        '\0' => TextProblem::fatal(at, end, "a NUL character stands here, which YAML does not allow", "remove it"),
        _ => {
            let message =
                format!("the character U+{:04X} stands here, which YAML does not allow", u32::from(character));
            TextProblem::fatal(at, end, message, "remove it, or write it as an escape in double quotes")
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::source::names::Interner;

    #[test]
    fn each_fault_is_named_where_it_is() {
        for (text, shown, message) in [
            ("a: b: c\n", ":", "a colon with a space after it stands within a text that has no quotes"),
            ("a:\n\tb: 1\n", "\t", "a tab stands where YAML wants spaces"),
            ("a: |\n\tb\n", "\t", "a tab stands where YAML wants spaces"),
            (
                "a:\n  b: 1\n c: 2\n",
                "c:",
                "this line is indented to column 2, and the object that it stands in (from line 1 on) to column 1",
            ),
            (
                "a: 1\n b: 2\n",
                "b",
                "this key is indented as if it belonged to the line before it, which has no room for keys",
            ),
            ("a:1\nb: 2\n", "b", "the line before this key stands among the keys of an object and has no `key: value`"),
            ("a: 1\nb\nc: 2\n", "b", "this line stands among the keys of an object and has no `key: value`"),
            ("a: 1\nb:2\n", "b:2", "this line stands among the keys of an object and has no `key: value`"),
            ("- a\n-b\n", "-b", "a space is missing after `-`"),
            ("a: \"x\nb: 1\n", "\"x", "this text in quotes is never closed"),
            (
                "a: \"x\nb: \"y\"\n",
                "\"x",
                "this text in quotes is not closed on its line, and the next line is not indented",
            ),
            ("a: \"x\n  y\n", "\"x", "this text in quotes is never closed"),
            (
                "a: [1, 2\nb: 3\n",
                "b:",
                "a comma is missing before this, or `]` to close the list that begins in line 1",
            ),
            ("a: {b: 1, c: 2\n", "{", "this `{` is never closed"),
            ("a: [1, 2}\n", "[", "this `[` is closed by `}`"),
            ("a: [b]]\n", "]", "`]` closes nothing"),
            ("a: @x\n", "@", "a text without quotes cannot begin with `@`"),
            ("a: *\n", "*", "`*` begins an alias and `&` an anchor, and this one has no name"),
            ("a: \"b \\q\"\n", "\\q", "`\\q` is no escape of YAML"),
            ("a: \"\\x1\"\n", "\\x1", "`\\x1` stands for no character"),
            ("a: 'it's'\n", "s'", "something follows the closing quote"),
            ("a: - b\n", "-", "a list cannot begin on the line of its key"),
            ("a: 1\n- b\n", "- b", "an element of a list stands among the keys of the object that begins in line 1"),
            ("a:\n  - x\n - y\n", "-", "this element is indented to column 2, where no list is"),
            ("- a\nb: 1\n", "b:", "this stands among the elements of a list, each of which begins with `- `"),
            ("a: |x\n  b\n", "|x", "after `|` or `>` the line ends, and the text begins on the next one"),
            ("a: x #c\n  y\n", "#c", "this comment cuts a text of several lines in two"),
            ("a: b\u{7}\n", "\u{7}", "the character U+0007 stands here, which YAML does not allow"),
            ("a: \"b\0\"\n", "\0", "a NUL character stands here, which YAML does not allow"),
            (
                "%YAML 1.2\na: 1\n",
                "a:",
                "a line that begins with `%` is a directive, after which the document begins with `---`",
            ),
            ("{a: 1, b\n", "{", "this `{` is never closed"),
        ] {
            let doc = crate::source::read("x.yaml".into(), text.as_bytes().to_vec(), &mut Interner::default());
            let [problem] = &doc.problems[..] else { panic!("{text}: {:?}", doc.problems) };
            assert_eq!(problem.message, message, "{text}");
            assert_eq!(&doc.text[problem.start as usize..problem.end as usize], shown, "{text}");
            assert!(problem.fatal);
            assert!(problem.help.as_deref().is_some_and(|h| h.ends_with("; everything after this place was not read")));
        }
    }
}
