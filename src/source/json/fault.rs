//! What is wrong with a JSON text, in words: what stands there, what belongs there, and a way out.

use jiter::JsonErrorType as Type;

use crate::source::document::TextProblem;
use crate::source::lines::line_of;

/// The problem behind an error that the parser found at `at`. `token` is where the parser stood: at the beginning of
/// the value that it could not take. `open` is the innermost open container, an object or else a list.
pub(super) fn explain(text: &str, kind: &Type, at: usize, token: usize, open: Option<(bool, usize)>) -> TextProblem {
    let at = text.floor_char_boundary(at.min(text.len()));
    let found = text[at..].chars().next();
    let end = at + found.map_or(0, char::len_utf8);
    let fatal = |message: String, help: &str| TextProblem::fatal(at, end, message, help);
    if found == Some('\0') {
        return fatal("a NUL character stands here, which JSON does not allow".into(), "remove it");
    }
    match kind {
        Type::EofWhileParsingString | Type::ControlCharacterWhileParsingString => string(text, at, token),
        Type::EofWhileParsingList | Type::EofWhileParsingObject | Type::EofWhileParsingValue if found.is_none() => {
            ended(text, at, open)
        }
        Type::ExpectedColon => fatal("a colon belongs here, between a key and its value".into(), "write `:`"),
        Type::ExpectedListCommaOrEnd | Type::ExpectedObjectCommaOrEnd => separator(text, at, found, open),
        Type::TrailingComma => {
            let comma = text[..at].rfind(',').unwrap_or(at);
            let message = "there is a comma before the closing bracket, which JSON does not allow";
            TextProblem::fatal(comma, comma + 1, message, "remove the comma")
        }
        Type::KeyMustBeAString => key(text, at, found, open),
        Type::TrailingCharacters => trailing(text, at, found),
        Type::InvalidNumber if found.is_some_and(|c| c.is_ascii_digit()) => {
            number(text, token, "a number does not begin with a zero in JSON", "remove the zero, or write a string")
        }
        Type::InvalidNumber | Type::NumberOutOfRange => {
            number(text, token, "this is not a number as JSON writes it", "write digits, as in `-0.5` or `1e9`")
        }
        Type::InvalidEscape | Type::UnexpectedEndOfHexEscape | Type::LoneLeadingSurrogateInHexEscape => {
            escape(text, at)
        }
        _ => value(text, token, open),
    }
}

/// There are more distinct names than the tape can tell apart.
pub(super) fn overflow(at: usize) -> TextProblem {
    let message = "this document has more distinct names or values than caveat can tell apart";
    TextProblem::fatal(at, at, message, "split it into several files")
}

/// An escape stands for half of a character.
pub(super) fn half_pair(text: &str, at: usize) -> TextProblem {
    let message = format!("`{}` is half of a surrogate pair and stands for no character", &text[at..at + 6]);
    TextProblem::mild(at, at + 6, message, "write both halves, or the character itself; it counts as `\u{FFFD}`")
}

/// A string that is not closed, or has a control character in it.
fn string(text: &str, at: usize, token: usize) -> TextProblem {
    match text[at..].chars().next() {
        Some(c @ '\t') => {
            let help = "write `\\t`";
            TextProblem::fatal(at, at + c.len_utf8(), "a tab character stands in a string", help)
        }
        Some(c) if !matches!(c, '\n' | '\r') => {
            let message = format!("the control character U+{:04X} stands in a string", u32::from(c));
            let help = format!("write `\\u{:04X}`", u32::from(c));
            TextProblem::fatal(at, at + c.len_utf8(), message, &help)
        }
        _ => {
            let line = text[token..].find(['\n', '\r']).map_or(text.len(), |length| token + length);
            let help = "add the closing quote; a line break within a string is written `\\n`";
            TextProblem::fatal(token, line, "this string is not closed before the end of its line", help)
        }
    }
}

fn container(text: &str, (map, start): (bool, usize)) -> (String, char) {
    let (what, close) = if map { ("object", '}') } else { ("list", ']') };
    (format!("the {what} that begins in line {}", line_of(text, start)), close)
}

fn ended(text: &str, at: usize, open: Option<(bool, usize)>) -> TextProblem {
    match open {
        Some(open) => {
            let (what, close) = container(text, open);
            TextProblem::fatal(at, at, format!("the file ends before {what} is closed"), &format!("add `{close}`"))
        }
        None => TextProblem::fatal(at, at, "this file is empty", "write a JSON object"),
    }
}

fn separator(text: &str, at: usize, found: Option<char>, open: Option<(bool, usize)>) -> TextProblem {
    let Some(open) = open else { return value(text, at, open) };
    let (what, close) = container(text, open);
    match found {
        Some(wrong @ ('}' | ']')) => {
            let help = format!("write `{close}`, or close what is still open");
            TextProblem::fatal(at, at + 1, format!("`{wrong}` closes nothing: {what} is still open"), &help)
        }
        Some('/' | '#') => comment(text, at),
        _ => {
            let end = word(text, at);
            let message = format!("a comma is missing before this, or `{close}` to close {what}");
            TextProblem::fatal(at, end, message, "add it")
        }
    }
}

fn key(text: &str, at: usize, found: Option<char>, open: Option<(bool, usize)>) -> TextProblem {
    match found {
        Some('{' | '[') if open.is_some_and(|(_, start)| !text[start + 1..at].trim().is_empty()) => {
            let (what, close) = container(text, open.unwrap_or((true, 0)));
            TextProblem::fatal(at, at + 1, format!("{what} is still open here"), &format!("write `{close}` before it"))
        }
        Some('/' | '#') => comment(text, at),
        Some(',') => TextProblem::fatal(at, at + 1, "there is a comma too many", "remove it"),
        _ => {
            let help = "write it as `\"key\": value`, or name the file `.yaml`";
            TextProblem::fatal(at, word(text, at), "a key belongs here, in double quotes", help)
        }
    }
}

fn trailing(text: &str, at: usize, found: Option<char>) -> TextProblem {
    match found {
        Some(bracket @ ('}' | ']')) => {
            let message = format!("`{bracket}` closes nothing: the document ended before it");
            TextProblem::fatal(at, at + 1, message, "remove it, or check the brackets before it")
        }
        Some('/' | '#') => comment(text, at),
        _ => {
            let message = "the document ended before this: a JSON file holds one value";
            TextProblem::fatal(at, word(text, at), message, "remove what follows the first value")
        }
    }
}

fn number(text: &str, token: usize, message: &str, help: &str) -> TextProblem {
    TextProblem::fatal(token, word(text, token), message, help)
}

fn escape(text: &str, at: usize) -> TextProblem {
    let start = text[..at].rfind('\\').unwrap_or(at);
    if text[start..].starts_with("\\u") {
        let end = start + text[start..].chars().take(6).take_while(|c| *c != '"').map(char::len_utf8).sum::<usize>();
        let message = "`\\u` takes four hexadecimal digits, as in `\\u00E9`";
        return TextProblem::fatal(start, end, message, "write the digits, or the character itself");
    }
    let end = start + text[start..].chars().take(2).map(char::len_utf8).sum::<usize>();
    let message =
        format!("`{}` is no escape of JSON", text[start..end].escape_debug().to_string().replace("\\\\", "\\"));
    TextProblem::fatal(start, end, message, "write `\\\\` for a backslash")
}

fn comment(text: &str, at: usize) -> TextProblem {
    let end = text[at..].find(['\n', '\r']).map_or(text.len(), |length| at + length);
    let help = "remove the comment, or name the file `.yaml` and write `#`";
    TextProblem::fatal(at, end, "JSON has no comments", help)
}

/// Something that is no value stands where one belongs.
fn value(text: &str, at: usize, open: Option<(bool, usize)>) -> TextProblem {
    let at = at.min(text.len());
    let end = word(text, at);
    let written = &text[at..end];
    let fatal = |message: &str, help: &str| TextProblem::fatal(at, end, message, help);
    match written.chars().next() {
        None => ended(text, at, open),
        Some('\'') => fatal("JSON has no single quotes", "write double quotes"),
        Some('/' | '#') => comment(text, at),
        Some(',' | '}' | ']' | ':') => fatal("a value is missing here", "write the value, or `null`"),
        Some('N' | 'I' | '-' | '+' | '.') => fatal(
            "this is not a number as JSON writes it",
            "write digits, as in `-0.5`; JSON has no NaN and no infinity",
        ),
        Some('T' | 't' | 'F' | 'f' | 'n') => fatal(
            "a value belongs here",
            "JSON has the words `true`, `false` and `null`; a text stands in double quotes",
        ),
        _ => fatal("a value belongs here", "a text stands in double quotes; YAML belongs in a file named `.yaml`"),
    }
}

/// The end of what a reader would take for one word.
fn word(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    let stop = |c: char| c.is_whitespace() || c.is_control() || matches!(c, ',' | ':' | '{' | '}' | '[' | ']' | '"');
    let length = rest.char_indices().skip(1).take(40).find(|&(_, c)| stop(c)).map(|(length, _)| length);
    let limit = || rest.char_indices().nth(40).map_or(rest.len(), |(length, _)| length);
    at + length.unwrap_or_else(limit)
}

#[cfg(test)]
mod tests {
    use crate::source::document::{Document, View};
    use crate::source::names::Interner;

    fn read(text: &str) -> Document {
        crate::source::read("x.json".into(), text.as_bytes().to_vec(), &mut Interner::default())
    }

    #[test]
    fn each_fault_is_named_where_it_is() {
        for (text, shown, message) in [
            ("{\"a\": 1,}", ",", "there is a comma before the closing bracket, which JSON does not allow"),
            ("[1, 2,\n]", ",", "there is a comma before the closing bracket, which JSON does not allow"),
            (
                "{\"a\": 1 \"b\": 2}",
                "\"b",
                "a comma is missing before this, or `}` to close the object that begins in line 1",
            ),
            ("{\n\"a\": [1, 2}", "}", "`}` closes nothing: the list that begins in line 2 is still open"),
            ("{\"a\": 1", "", "the file ends before the object that begins in line 1 is closed"),
            ("[1]]", "]", "`]` closes nothing: the document ended before it"),
            ("{\"a\" 1}", "1", "a colon belongs here, between a key and its value"),
            ("{a: 1}", "a", "a key belongs here, in double quotes"),
            ("{\"a\": 1,\n{\"b\": 1}}", "{", "the object that begins in line 1 is still open here"),
            ("{'a': 1}", "'a'", "a key belongs here, in double quotes"),
            ("{\"a\": 'b'}", "'b'", "JSON has no single quotes"),
            ("{\"a\": NaN}", "NaN", "this is not a number as JSON writes it"),
            ("{\"a\": -Infinity}", "-Infinity", "this is not a number as JSON writes it"),
            ("{\"a\": 012}", "012", "a number does not begin with a zero in JSON"),
            ("{\"a\": 1.}", "1.", "this is not a number as JSON writes it"),
            ("{\"a\": .5}", ".5", "this is not a number as JSON writes it"),
            ("{\"a\": True}", "True", "a value belongs here"),
            ("{\"a\": truth}", "truth", "a value belongs here"),
            ("{\"a\": }", "}", "a value is missing here"),
            ("{\"a\": yes}", "yes", "a value belongs here"),
            ("{\"a\": \"b\n}", "\"b", "this string is not closed before the end of its line"),
            ("{\"a\": \"b", "\"b", "this string is not closed before the end of its line"),
            ("{\"a", "\"a", "this string is not closed before the end of its line"),
            ("{\"a\": \"b\tc\"}", "\t", "a tab character stands in a string"),
            ("{\"a\": \"b\u{1}\"}", "\u{1}", "the control character U+0001 stands in a string"),
            ("{\"a\": \"C:\\dir\"}", "\\d", "`\\d` is no escape of JSON"),
            ("{\"a\": \"\\u12\"}", "\\u12", "`\\u` takes four hexadecimal digits, as in `\\u00E9`"),
            ("{ // x\n}", "// x", "JSON has no comments"),
            ("// x\n{}", "// x", "JSON has no comments"),
            ("{} # x", "# x", "JSON has no comments"),
            ("{} {}", "{", "the document ended before this: a JSON file holds one value"),
            ("{}\0\0", "\0", "a NUL character stands here, which JSON does not allow"),
            ("  ", "", "this file is empty"),
            ("{\"\\ud800\" 1}", "1", "a colon belongs here, between a key and its value"),
            ("{\"a\" \"\\ud800\"}", "\"", "a colon belongs here, between a key and its value"),
        ] {
            let doc = read(text);
            let [problem] = &doc.problems[..] else {
                let fatal: Vec<_> = doc.problems.iter().filter(|p| p.fatal).collect();
                assert!(text.contains("ud800") && fatal.len() == 1, "{text}: {:?}", doc.problems);
                continue;
            };
            assert_eq!(problem.message, message, "{text}");
            assert_eq!(&doc.text[problem.start as usize..problem.end as usize], shown, "{text}");
            assert!(problem.fatal);
            assert!(problem.help.as_deref().is_some_and(|h| h.ends_with("; everything after this place was not read")));
        }
    }

    #[test]
    fn what_other_parsers_stop_at_is_read() {
        let digits = "9".repeat(5000);
        let doc = read(&format!("{{\"a\\ud800\": [-{digits}, {digits}.5e-3, \"x\\udc00y\"], \"b\" : 1}}"));
        let [problem] = &doc.problems[..] else { panic!("{:?}", doc.problems) };
        assert_eq!(problem.message, "`\\ud800` is half of a surrogate pair and stands for no character");
        let members: Vec<_> = doc.root().into_iter().flat_map(View::members).collect();
        let keys: Vec<_> = members.iter().map(|m| m.text().into_owned()).collect();
        assert_eq!(keys, ["a\u{FFFD}", "b"]);
        let items: Vec<_> = members[0].value.items().filter_map(View::as_scalar).collect();
        assert_eq!(items, [format!("-{digits}"), format!("{digits}.5e-3"), "x\u{FFFD}y".to_owned()]);
        assert!(read(&format!("[0{digits}]")).broken());
        assert!(read(&format!("[{digits}x]")).broken());
    }
}
