use crate::lint::facts::texts;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds titles, summaries and descriptions that were never written: `TODO`, `FIXME`, `TBD`, Lorem ipsum, or nothing but
    /// what stands for the text (`...`, `Add description`).
    ///
    /// ## Why
    /// What was left for later is published now, and readers learn that nobody looked.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /books/{book_id}:
    ///     get:
    ///       description: 'TODO: say what happens to books out of print'
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /books/{book_id}:
    ///     get:
    ///       description: Returns one book, also if it is on somebody's to-do list.
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.10 Operation Object](https://spec.openapis.org/oas/v3.1.1.html#operation-object)
    PlaceholderText {
        id: "placeholder-text",
        area: Documentation,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "a text was never written",
    }
}

impl Rule for PlaceholderText {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        let mut found: Vec<(At, &'static str)> = Vec::new();
        texts::each(contract, |at| found.extend(placeholder(&contract.text_at(at)).map(|word| (at, word))));
        for (at, word) in found {
            cx.report(at, "not written yet", format!("this text was left for later: `{word}` is published with it"))
                .help("write the text, or remove it");
        }
    }
}

/// The words of a text that was left for later.
fn placeholder(text: &str) -> Option<&'static str> {
    /// Where one of them begins a text or a line, or a colon or a bracket follows, it is a note to its author.
    const NOTES: [&str; 4] = ["TODO", "FIXME", "TBD", "XXX"];
    const WHOLE: [&str; 6] =
        ["...", "…", "description here", "add description", "no description", "your description here"];
    let trimmed = text.trim();
    let whole = trimmed.trim_end_matches('.');
    let is = |word: &&str| word.eq_ignore_ascii_case(whole) || *word == trimmed;
    if let Some(word) = WHOLE.into_iter().find(|w| is(w) && !trimmed.is_empty()) {
        return Some(word);
    }
    let bytes = trimmed.as_bytes();
    let lorem = |at: usize| bytes.get(at..at + 11).is_some_and(|part| part.eq_ignore_ascii_case(b"lorem ipsum"));
    if memchr::memchr2_iter(b'l', b'L', bytes).any(lorem) {
        return Some("lorem ipsum");
    }
    // Few texts hold one of these letters, and fewer a word that begins with it.
    NOTES.into_iter().filter(|note| memchr::memmem::find(bytes, note.as_bytes()).is_some()).find(|note| {
        trimmed.match_indices(note).any(|(at, _)| {
            let (before, after) = (&trimmed[..at], &trimmed[at + note.len()..]);
            let begins = before.is_empty() || before.ends_with(['\n', '(', '[']) || before.ends_with("// ");
            let alone = !after.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '`' | '\'' | '"'));
            let opens = !before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '`' | '\'' | '"'));
            let noted = after.starts_with([':', '(']) && !after.starts_with("()");
            // A capital word may be a value of the API: it is a note only where it stands alone or announces one.
            alone && opens && (begins && (after.is_empty() || after.starts_with([':', '(', ' ', ']', ')', '.'])) || noted)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_told_from_words() {
        for (text, expected) in [
            ("TODO", Some("TODO")),
            ("TODO: say more", Some("TODO")),
            ("Returns it. FIXME(ann): is this so?", Some("FIXME")),
            ("The name (TBD)", Some("TBD")),
            ("Lorem ipsum dolor", Some("lorem ipsum")),
            ("Description here.", Some("description here")),
            ("String", None),
            ("Puts it on a to-do list", None),
            ("One of `TODO`, `DOING`, `DONE`", None),
            ("The state: TODO, DOING or DONE", None),
            ("Call it with context.TODO()", None),
            ("A number as +49 XXX XXX", None),
            ("A string", None),
            ("", None),
        ] {
            assert_eq!(placeholder(text), expected, "{text}");
        }
    }
}
