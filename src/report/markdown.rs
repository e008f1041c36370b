//! Markdown for a comment on a pull request: what it comes to first, then what was found, the worst first.
//!
//! Forges refuse comments that are too long, so as much is written as fits, and what is left out is counted. Nothing
//! that comes from a document is markup, nor a mention of somebody.

use std::fmt::Write as _;
use std::io;

use hashbrown::HashMap;

use super::inline::{code, html, inline, longest_run};
use super::run::{Entry, LEVELS, Run};
use super::text::enumerate;

/// What GitHub takes as one comment. It counts characters and we count bytes, which are never fewer.
const COMMENT: usize = 65_536;
/// Room for what is said last.
const RESERVE: usize = 700;
/// How many entries of one rule are shown: whoever has seen these has seen the others.
const MOST_OF_RULE: usize = 20;
/// How many operations are named that a change reaches.
const NAMED: usize = 3;
/// From this place in [`LEVELS`] on nothing is open until it is asked for.
const FOLDED: usize = 3;

/// Writes what fits into a comment.
///
/// # Errors
/// Those of `out`, a closed pipe among them.
pub(super) fn write(out: &mut dyn io::Write, run: &Run<'_>) -> io::Result<()> {
    out.write_all(page(run, COMMENT, None).as_bytes())?;
    out.flush()
}

/// The page, of at most `limit` bytes, with a note below what it comes to.
pub(super) fn page(run: &Run<'_>, limit: usize, note: Option<String>) -> String {
    let mut page = Page { text: String::new(), limit, left_out: [0; LEVELS.len()], full: false };
    page.head(run, note);
    let entries = run.worst_first();
    for level in entries.chunk_by(|one, other| one.rank() == other.rank()) {
        page.level(level);
    }
    page.end();
    page.text
}

/// Entries by their rules, in the order of the first of each.
fn by_rule<'e, 'a>(entries: &[&'e Entry<'a>]) -> Vec<Vec<&'e Entry<'a>>> {
    let mut groups: Vec<Vec<&Entry<'_>>> = Vec::new();
    let mut known: HashMap<&str, usize> = HashMap::new();
    for entry in entries {
        let group = *known.entry(&entry.rule).or_insert(groups.len());
        match groups.get_mut(group) {
            Some(group) => group.push(entry),
            None => groups.push(vec![entry]),
        }
    }
    groups
}

struct Page {
    text: String,
    limit: usize,
    /// How many entries are not shown, by level.
    left_out: [usize; LEVELS.len()],
    full: bool,
}

impl Page {
    fn head(&mut self, run: &Run<'_>, note: Option<String>) {
        let _ = write!(self.text, "## caveat {}\n\n", run.command);
        for (number, line) in run.summary.iter().enumerate() {
            let strong = if number == 0 { "**" } else { "" };
            let _ = write!(self.text, "{strong}{}{strong}\n\n", inline(line));
        }
        if !run.complete {
            self.text.push_str("A part of the job could not be done; its log says which.\n\n");
        }
        if let Some(note) = note {
            self.text.extend([&*note, "\n\n"]);
        }
    }

    /// Writes the entries of one level, those of a rule beside each other, as far as there is room.
    fn level(&mut self, entries: &[&Entry<'_>]) {
        let (rank, level) = (entries[0].rank(), entries[0].level);
        let open = if rank < FOLDED { " open" } else { "" };
        let opening = format!("<details{open}>\n<summary><b>{level}: {}</b></summary>\n\n", entries.len());
        let start = self.text.len();
        self.text.push_str(&opening);
        let mut shown = 0;
        for of_rule in by_rule(entries) {
            for entry in of_rule.iter().take(MOST_OF_RULE) {
                // What shows a break is worth half of the room; the other half is for naming the others.
                let item = item(entry, self.text.len() < self.limit / 2);
                self.full |= self.text.len() + item.len() + RESERVE > self.limit;
                if self.full {
                    break;
                }
                self.text.push_str(&item);
                shown += 1;
            }
            if of_rule.len() > MOST_OF_RULE && !self.full {
                let rest = of_rule.len() - MOST_OF_RULE;
                let _ = writeln!(self.text, "- and {rest} more of {}", code(&of_rule[0].rule));
            }
        }
        self.left_out[rank.min(LEVELS.len() - 1)] += entries.len() - shown;
        if shown > 0 {
            self.text.push_str("\n</details>\n\n");
        } else {
            self.text.truncate(start);
        }
    }

    /// Says what is left out.
    fn end(&mut self) {
        let counts = LEVELS.iter().zip(self.left_out).filter(|(_, number)| *number > 0);
        let counts: Vec<String> = counts.map(|(level, number)| format!("{number} {level}")).collect();
        if let Some(left_out) = enumerate(&counts) {
            let why = if self.full {
                format!("a page of {} characters", self.limit)
            } else {
                format!("{MOST_OF_RULE} places of a rule")
            };
            let _ = writeln!(
                self.text,
                "Left out to keep to {why}: {left_out}. `--format json` has all of them, `--format compact` a line each."
            );
        }
    }
}

/// An entry as an item of a list.
fn item(entry: &Entry<'_>, whole: bool) -> String {
    let mut item = format!("- {}<br>\n  {} · {}\n", inline(&entry.message), code(&entry.place()), code(&entry.rule));
    if !entry.reaches.is_empty() {
        let _ = write!(item, "\n  affects {}\n", operations(entry.reaches));
    }
    if let Some(why) = entry.evidence.and_then(|evidence| evidence.unproven()) {
        let _ = write!(item, "\n  not proved: {}\n", inline(why));
    }
    if let Some(help) = &entry.help {
        let _ = write!(item, "\n  help: {}\n", inline(help));
    }
    if let Some(evidence) = entry.evidence.filter(|_| whole) {
        folded(&mut item, &evidence.shown());
    }
    item
}

/// A text below its first line, which stays to be seen when the rest is folded.
fn folded(out: &mut String, text: &str) {
    let Some((first, rest)) = text.split_once('\n') else { return };
    let fence = "`".repeat(longest_run(rest).max(2) + 1);
    let _ = write!(out, "\n  <details><summary>{}</summary>\n\n  {fence}text\n", html(first.trim()));
    for line in rest.lines().map(|line| line.strip_prefix("  ").unwrap_or(line)) {
        out.extend([if line.is_empty() { "" } else { "  " }, line, "\n"]);
    }
    let _ = write!(out, "  {fence}\n\n  </details>\n\n");
}

/// The operations that a change reaches.
fn operations(all: &[String]) -> String {
    let named: Vec<String> = all.iter().take(NAMED).map(|operation| code(operation)).collect();
    let more = if all.len() > NAMED { format!(" and {} more", all.len() - NAMED) } else { String::new() };
    named.join(", ") + &more
}
