//! How a text for people changed: in its words where they are few, and else only that it did.

use similar::{ChangeTag, TextDiff};

use crate::diff::Change;
use crate::report::diff::Diff;

/// How many places of a text may have changed for each to be told.
const MOST: usize = 3;
/// How many characters of a text are told.
const LONGEST: usize = 80;
/// Texts that are longer are not compared word by word.
const COMPARED: usize = 20_000;

/// What changed in a text, as a sentence without a full stop; nothing where only its layout did, and of texts
/// that are not written for readers of the documentation.
pub(super) fn sentence(diff: &Diff<'_>, change: &Change) -> Option<String> {
    if !["`summary` ", "`description` "].iter().any(|text| change.message.starts_with(text)) {
        return None;
    }
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let old = change.old.here.then(|| words(&diff.old.text_at(change.old.at)));
    let new = change.new.here.then(|| words(&diff.new.text_at(change.new.at)));
    let subject = [" is new", " is gone", " changed"].into_iter().find_map(|end| change.message.strip_suffix(end));
    let subject = subject.unwrap_or(&change.message);
    Some(match (old, new) {
        (Some(old), Some(new)) if old == new => return None,
        (Some(old), Some(new)) => match told(&old, &new) {
            Some(told) => format!("{subject}: {told}"),
            None => format!("{subject} is reworded"),
        },
        _ => change.message.clone(),
    })
}

/// The words that changed, if they are few.
fn told(old: &str, new: &str) -> Option<String> {
    if old.len().max(new.len()) > COMPARED {
        return None;
    }
    let changed = TextDiff::from_words(old, new);
    // What lies between two changed words belongs to them.
    let mut runs: Vec<(String, String)> = Vec::new();
    let mut between: Option<String> = None;
    for part in changed.iter_all_changes() {
        let text = part.value();
        if part.tag() == ChangeTag::Equal {
            match &mut between {
                Some(between) => between.push_str(text),
                None => between = Some(text.to_owned()),
            }
            continue;
        }
        let joint = between.take();
        match (runs.last_mut(), joint.as_deref()) {
            (Some((was, is)), Some(joint)) if joint.trim().is_empty() => {
                was.push_str(joint);
                is.push_str(joint);
            }
            (Some(_), None) => {}
            _ => runs.push((String::new(), String::new())),
        }
        let (was, is) = runs.last_mut()?;
        if part.tag() == ChangeTag::Delete { was } else { is }.push_str(text);
    }
    let all: usize = runs.iter().map(|(was, is)| was.chars().count().max(is.chars().count())).sum();
    if runs.is_empty() || runs.len() > MOST || all > LONGEST {
        return None;
    }
    // What is told stands between backticks.
    for run in &mut runs {
        *run = (run.0.replace('`', "'"), run.1.replace('`', "'"));
    }
    let told = runs.iter().map(|(was, is)| match (was.trim(), is.trim()) {
        ("", is) => format!("`{is}` is new"),
        (was, "") => format!("`{was}` is gone"),
        (was, is) => format!("`{was}` is now `{is}`"),
    });
    Some(told.collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::told;

    #[test]
    fn few_words_are_told_and_many_are_not() {
        for (old, new, expected) in [
            ("Lists all books", "Lists all books", None),
            ("Lists all books", "Lists new books", Some("`all` is now `new`")),
            ("Lists all books", "Lists all books of a shelf", Some("`of a shelf` is new")),
            ("Lists all the books", "Lists books", Some("`all the` is gone")),
            ("one two three four", "One two three Four", Some("`one` is now `One`, `four` is now `Four`")),
            ("a b c d e f g h", "A b C d E f G h", None),
            (
                "short",
                "a text that is far too long to be told in a line of a changelog, and so it is not told there",
                None,
            ),
        ] {
            assert_eq!(told(old, new).as_deref(), expected, "{old} / {new}");
        }
    }
}
