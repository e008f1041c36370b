//! A value as lines of JSON, of which so many are shown that the part in question stays visible.

use std::ops::Range;

use crate::report::escape;
use crate::schema::value::Value;

/// The most lines that are shown.
const MOST: usize = 20;
/// The columns by which what is inside of something is moved to the right.
const STEP: usize = 2;

/// A line of a body, or a note about lines that are left out.
pub(super) struct Line {
    pub(super) text: String,
    /// The bytes to mark.
    pub(super) mark: Option<Range<usize>>,
    /// Whether it is such a note.
    pub(super) is_note: bool,
    /// How near to the part in question, counted from it; nothing for what is beside the way to it.
    near: Option<usize>,
}

impl Line {
    fn new(depth: usize, text: &str) -> Self {
        Line { text: format!("{}{text}", " ".repeat(depth * STEP)), mark: None, is_note: false, near: None }
    }
}

/// Where one is on the way to the part in question.
#[derive(Clone, Copy)]
enum On {
    /// So many steps on the way.
    Way(usize),
    /// Inside of the part.
    Inside,
    /// Beside it.
    Beside,
}

enum Todo<'v> {
    Value { value: &'v Value, lead: String, comma: bool, on: On, depth: usize },
    Close { text: &'static str, comma: bool, near: Option<usize>, depth: usize },
}

/// The lines of a value. What `pointer` points at is marked, or the name of that `member` in it.
pub(super) fn lines(value: &Value, pointer: Option<&str>, member: Option<&str>) -> Vec<Line> {
    let on = if pointer.is_some() { On::Way(0) } else { On::Beside };
    let pointer = pointer.unwrap_or_default();
    let steps: Vec<String> =
        pointer.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~")).collect();
    let mut lines: Vec<Line> = Vec::new();
    let mut todo = vec![Todo::Value { value, lead: String::new(), comma: false, on, depth: 0 }];
    while let Some(next) = todo.pop() {
        let (value, lead, comma, on, depth) = match next {
            Todo::Value { value, lead, comma, on, depth } => (value, lead, comma, on, depth),
            Todo::Close { text, comma, near, depth } => {
                lines.push(Line { near, ..Line::new(depth, &format!("{text}{}", end(comma))) });
                continue;
            }
        };
        let near = match on {
            On::Way(taken) => Some(steps.len() - taken),
            On::Inside => Some(1),
            On::Beside => None,
        };
        let is_target = matches!(on, On::Way(taken) if taken == steps.len());
        let (text, close, inner) = match value {
            Value::Array(items) if !items.is_empty() => ("[".to_owned(), Some("]"), inside_list(items)),
            Value::Object(members) if !members.is_empty() => ("{".to_owned(), Some("}"), inside_object(members)),
            other => (single(other), None, Vec::new()),
        };
        let comma_here = if close.is_none() { end(comma) } else { "" };
        let mut line = Line { near, ..Line::new(depth, &format!("{lead}{text}{comma_here}")) };
        let start = line.text.len() - comma_here.len() - text.len();
        let names_member = is_target && member.is_some_and(|m| value.get(m).is_some());
        line.mark = (is_target && !names_member).then_some(start..start + text.len());
        lines.push(line);
        let Some(close) = close else { continue };
        todo.push(Todo::Close { text: close, comma, near: near.filter(|_| !matches!(on, On::Inside)), depth });
        let last = inner.len() - 1;
        for (number, (step, name, value)) in inner.into_iter().enumerate().rev() {
            let is_member = names_member && member == Some(&*step);
            let on = match on {
                On::Way(taken) if steps.get(taken) == Some(&step) => On::Way(taken + 1),
                On::Way(taken) if taken == steps.len() && (member.is_none() || is_member) => On::Inside,
                On::Inside => On::Inside,
                _ => On::Beside,
            };
            let lead = name.map(|name| format!("{name}: ")).unwrap_or_default();
            todo.push(Todo::Value { value, lead, comma: number < last, on, depth: depth + 1 });
        }
    }
    if let Some(member) = member
        && !lines.iter().any(|line| line.mark.is_some())
    {
        mark_member(&mut lines, steps.len() + 1, member);
    }
    shortened(lines)
}

/// Marks the name of a property that is one too many.
fn mark_member(lines: &mut [Line], depth: usize, member: &str) {
    let (indent, name) = (depth * STEP, quoted(member));
    let is_it = |line: &&mut Line| {
        line.near == Some(1) && line.text.get(indent..).is_some_and(|text| text.starts_with(&format!("{name}: ")))
    };
    if let Some(line) = lines.iter_mut().find(is_it) {
        line.mark = Some(indent..indent + name.len());
        line.near = Some(0);
    }
}

fn end(comma: bool) -> &'static str {
    if comma { "," } else { "" }
}

/// What stands inside of something: the step to it, the name before it, and itself.
type Inner<'v> = Vec<(String, Option<String>, &'v Value)>;

fn inside_list(items: &[Value]) -> Inner<'_> {
    items.iter().enumerate().map(|(number, item)| (number.to_string(), None, item)).collect()
}

fn inside_object(members: &[(String, Value)]) -> Inner<'_> {
    members.iter().map(|(name, value)| (name.clone(), Some(quoted(name)), value)).collect()
}

fn quoted(text: &str) -> String {
    escape::json(&serde_json::Value::from(text).to_string()).into_owned()
}

/// A value without anything in it.
fn single(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text),
        other => other.to_string(),
    }
}

/// So many lines as are shown: those on the way to the part in question first, then from the top.
fn shortened(lines: Vec<Line>) -> Vec<Line> {
    if lines.len() <= MOST {
        return lines;
    }
    let mut order: Vec<usize> = (0..lines.len()).collect();
    order.sort_by_key(|&number| (lines[number].near.unwrap_or(usize::MAX), number));
    let mut kept = vec![false; lines.len()];
    for number in order.into_iter().take(MOST) {
        kept[number] = true;
    }
    let mut shown: Vec<Line> = Vec::new();
    let mut left_out = 0;
    for (line, keep) in lines.into_iter().zip(kept) {
        if !keep {
            left_out += 1;
            continue;
        }
        shown.extend(note(std::mem::take(&mut left_out), &line.text));
        shown.push(line);
    }
    shown.extend(note(left_out, ""));
    shown
}

/// A note about lines that are left out before a line.
fn note(left_out: usize, before: &str) -> Option<Line> {
    let closes = before.trim_start().starts_with(['}', ']']);
    let indent = before.len() - before.trim_start().len() + if closes { STEP } else { 0 };
    let lines = if left_out == 1 { "line" } else { "lines" };
    let text = format!("{}({left_out} {lines} not shown)", " ".repeat(indent));
    (left_out > 0).then_some(Line { text, mark: None, is_note: true, near: None })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::document::from_text;
    use crate::source::names::Interner;

    fn shown(text: &str, pointer: &str, member: Option<&str>) -> String {
        let document = from_text("value.json", text, &mut Interner::default());
        let value = Value::read(document.root().expect("a root")).expect("a value");
        let lines = lines(&value, Some(pointer), member).into_iter().map(|line| match line.mark {
            Some(mark) => {
                format!("{}<{}>{}", &line.text[..mark.start], &line.text[mark.clone()], &line.text[mark.end..])
            }
            None => line.text,
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn the_part_in_question_is_marked() {
        let text = r#"{"a/b": [1, {"c": [], "d": "x"}], "e": {}}"#;
        for (pointer, member, expected) in [
            ("/a~1b/1/d", None, r#""d": <"x">"#),
            ("/a~1b/1/c", None, r#""c": <[]>,"#),
            ("/a~1b/1", None, "<{>"),
            ("/a~1b/1", Some("d"), r#"<"d">: "x""#),
            ("/a~1b/1", Some("missing"), "<{>"),
            ("/a~1b", None, r#""a/b": <[>"#),
            ("/e", None, r#""e": <{}>"#),
        ] {
            let shown = shown(text, pointer, member);
            assert!(shown.lines().any(|line| line.trim_start() == expected), "{pointer} {member:?}:\n{shown}");
            assert_eq!(shown.matches('<').count(), 1, "{shown}");
        }
        assert_eq!(shown("1.50", "", None), "<1.5>");
        assert_eq!(shown(text, "/nowhere", None).matches('<').count(), 0);
    }

    #[test]
    fn of_a_long_body_the_way_to_the_part_in_question_stays() {
        let long: Vec<String> = (0..100).map(|n| format!("\"p{n}\": {n}")).collect();
        let text = format!("{{{}, \"list\": [0, 1, {{\"deep\": {{{}}}}}]}}", long.join(","), long.join(","));
        let shown = shown(&text, "/list/2/deep/p77", None);
        let lines: Vec<&str> = shown.lines().collect();
        assert!(lines.len() <= MOST + 8, "{shown}");
        assert_eq!(lines[..2], ["{", "  \"p0\": 0,"], "{shown}");
        let expected = ["    {", "      \"deep\": {", "        (77 lines not shown)", "        \"p77\": <77>,"];
        assert!(shown.contains(&expected.join("\n")), "{shown}");
    }
}
