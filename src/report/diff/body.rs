//! A value as lines of JSON, of which so many are shown that the part in question stays visible.

use std::ops::Range;

use crate::report::escape;
use crate::schema::value::Value;

/// The most lines that are shown, unless the way to the part in question needs more.
const MOST: usize = 20;
/// So many lines are shown beside that way in any case.
const BESIDE: usize = 4;
/// The most lines of such a way that are shown: nobody follows a longer one.
const MOST_OF_WAY: usize = 60;
/// The columns by which what is inside of something is moved to the right.
const STEP: usize = 2;

/// A line of a body, or a note about lines that are left out.
pub(in crate::report) struct Line {
    pub(in crate::report) text: String,
    /// The bytes to mark.
    pub(in crate::report) mark: Option<Range<usize>>,
    /// Whether it is such a note.
    pub(super) is_note: bool,
    rank: Rank,
    /// The number of the line with the bracket that this one closes.
    closes: Option<usize>,
}

impl Line {
    fn new(depth: usize, text: &str, rank: Rank) -> Self {
        Line { text: format!("{}{text}", " ".repeat(depth * STEP)), mark: None, is_note: false, rank, closes: None }
    }
}

/// Which lines matter more: those on the way to the part in question, then what is inside of that, then what is beside
/// the way; of each the nearest ones, by the steps from the part.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Rank {
    Way(usize),
    Inside(usize),
    Beside(usize),
}

impl Rank {
    /// That of what is inside of something beside the way, or inside of the part in question.
    fn deeper(self) -> Self {
        match self {
            Rank::Way(left) => Rank::Beside(left + 1),
            Rank::Inside(depth) => Rank::Inside(depth + 1),
            Rank::Beside(steps) => Rank::Beside(steps + 1),
        }
    }
}

enum Todo<'v> {
    Value { value: &'v Value, lead: String, comma: bool, rank: Rank, depth: usize },
    Close { text: &'static str, comma: bool, rank: Rank, depth: usize, opened: usize },
}

/// The lines of a value that are shown. What `pointer` points at is marked, or the name of that `member` in it.
pub(super) fn lines(value: &Value, pointer: Option<&str>, member: Option<&str>) -> Vec<Line> {
    shortened(whole(value, pointer, member))
}

/// All lines of a value, likewise.
pub(in crate::report) fn whole(value: &Value, pointer: Option<&str>, member: Option<&str>) -> Vec<Line> {
    let steps: Vec<String> =
        pointer.unwrap_or_default().split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~")).collect();
    let mut lines: Vec<Line> = Vec::new();
    let rank = if pointer.is_some() { Rank::Way(steps.len()) } else { Rank::Beside(0) };
    let mut todo = vec![Todo::Value { value, lead: String::new(), comma: false, rank, depth: 0 }];
    while let Some(next) = todo.pop() {
        let (value, lead, comma, rank, depth) = match next {
            Todo::Value { value, lead, comma, rank, depth } => (value, lead, comma, rank, depth),
            Todo::Close { text, comma, rank, depth, opened } => {
                let line = Line::new(depth, &format!("{text}{}", end(comma)), rank);
                lines.push(Line { closes: Some(opened), ..line });
                continue;
            }
        };
        let is_target = rank == Rank::Way(0);
        let (text, close, inner) = match value {
            Value::Array(items) if !items.is_empty() => ("[".to_owned(), Some("]"), inside_list(items)),
            Value::Object(members) if !members.is_empty() => ("{".to_owned(), Some("}"), inside_object(members)),
            other => (single(other), None, Vec::new()),
        };
        let comma_here = if close.is_none() { end(comma) } else { "" };
        let mut line = Line::new(depth, &format!("{lead}{text}{comma_here}"), rank);
        let start = line.text.len() - comma_here.len() - text.len();
        let named = member.filter(|member| is_target && value.get(member).is_some());
        line.mark = (is_target && named.is_none()).then_some(start..start + text.len());
        lines.push(line);
        let Some(close) = close else { continue };
        todo.push(Todo::Close { text: close, comma, rank, depth, opened: lines.len() - 1 });
        let last = inner.len() - 1;
        for (number, (step, name, value)) in inner.into_iter().enumerate().rev() {
            let rank = match rank {
                Rank::Way(left) if left > 0 && steps.get(steps.len() - left) == Some(&step) => Rank::Way(left - 1),
                Rank::Way(0) if member.is_none() || named == Some(&*step) => Rank::Inside(0),
                rank => rank.deeper(),
            };
            let lead = name.map(|name| format!("{name}: ")).unwrap_or_default();
            todo.push(Todo::Value { value, lead, comma: number < last, rank, depth: depth + 1 });
        }
    }
    if let Some(member) = member
        && !lines.iter().any(|line| line.mark.is_some())
    {
        mark_member(&mut lines, steps.len() + 1, member);
    }
    lines
}

/// Marks the name of a property that is one too many.
fn mark_member(lines: &mut [Line], depth: usize, member: &str) {
    let (indent, name) = (depth * STEP, quoted(member));
    let is_it = |line: &&mut Line| {
        line.rank == Rank::Inside(0)
            && line.text.get(indent..).is_some_and(|text| text.starts_with(&format!("{name}: ")))
    };
    if let Some(line) = lines.iter_mut().find(is_it) {
        line.mark = Some(indent..indent + name.len());
        line.rank = Rank::Way(0);
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
    order.sort_by_key(|&number| (lines[number].rank, number));
    let mut kept = vec![false; lines.len()];
    let way = lines.iter().filter(|line| matches!(line.rank, Rank::Way(_))).count().min(MOST_OF_WAY);
    for number in order.into_iter().take(MOST.max(way + BESIDE)) {
        kept[number] = true;
    }
    // Brackets are shown in pairs.
    for number in 0..lines.len() {
        if let Some(opened) = lines[number].closes {
            kept[number] = kept[opened];
        }
    }
    // A note is no shorter than the one line that it would stand for.
    for number in 1..kept.len() - 1 {
        kept[number] |= kept[number - 1] && kept[number + 1];
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
    (left_out > 0).then_some(Line { text, mark: None, is_note: true, rank: Rank::Beside(0), closes: None })
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
        assert_eq!(lines[..3], ["{", "  (100 lines not shown)", "  \"list\": ["], "{shown}");
        assert!(lines.contains(&"        \"p77\": <77>,"), "{shown}");
        assert!(lines.contains(&"        \"p0\": 0,"), "{shown}");
        let left_out = |line: &&str| line.trim().strip_prefix('(')?.split(' ').next()?.parse::<usize>().ok();
        let all: usize = lines.iter().map(|line| left_out(line).unwrap_or(1)).sum();
        assert_eq!(all, 210, "each line is shown or counted: {shown}");
    }

    /// However deep a part is, its brackets are shown in pairs.
    #[test]
    fn the_way_to_a_deep_part_is_whole() {
        let text = (0..25).fold("1".to_owned(), |inner, _| format!("{{\"a\": {inner}, \"b\": 2}}"));
        let shown = shown(&text, &"/a".repeat(25), None);
        assert_eq!((shown.matches('{').count(), shown.matches('}').count()), (25, 25), "{shown}");
        assert!(shown.contains("\"a\": <1>"), "{shown}");
    }
}
