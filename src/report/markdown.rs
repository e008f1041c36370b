//! Markdown for a comment on a pull request: what it comes to first, then what was found, the worst first.
//!
//! Forges refuse comments that are too long, so as much is written as fits, and what is left out is counted. Nothing
//! that comes from a document is markup, nor a mention of somebody.

use std::fmt::Write as _;
use std::io;

use super::inline::{code, html, inline};
use super::run::{Entry, LEVELS, Run};
use super::text::enumerate;

/// What GitHub takes as one comment. It counts characters and we count bytes, which are never fewer.
const COMMENT: usize = 65_536;
/// Room for what is said last.
const RESERVE: usize = 700;
/// How many entries of one rule are shown: who has seen these has seen the others.
const MOST_OF_RULE: usize = 20;
/// How many operations are named that a change reaches.
const NAMED: usize = 3;
/// The level from which on nothing is open that was not asked for.
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
    let mut section = None;
    for level in entries.chunk_by(|one, other| one.rank() == other.rank()) {
        for of_rule in by_rule(level) {
            let heading =
                (section != Some(level[0].rank())).then(|| format!("### {}: {}\n\n", title(level[0]), level.len()));
            if page.group(heading.as_deref().unwrap_or_default(), &of_rule) {
                section = Some(level[0].rank());
            }
        }
    }
    page.end();
    page.text
}

/// A level as a heading.
fn title(entry: &Entry<'_>) -> String {
    entry.level[..1].to_uppercase() + &entry.level[1..]
}

/// Entries of one level by their rules, in the order of the first of each.
fn by_rule<'e, 'a>(entries: &[&'e Entry<'a>]) -> Vec<Vec<&'e Entry<'a>>> {
    let mut order: Vec<&str> = Vec::new();
    let mut groups: hashbrown::HashMap<&str, Vec<&'e Entry<'a>>> = hashbrown::HashMap::new();
    for entry in entries {
        groups
            .entry(&entry.rule)
            .or_insert_with(|| {
                order.push(&entry.rule);
                Vec::new()
            })
            .push(entry);
    }
    order.into_iter().filter_map(|rule| groups.remove(rule)).collect()
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

    /// Writes the entries of one rule, as far as there is room; whether there was any.
    fn group(&mut self, heading: &str, entries: &[&Entry<'_>]) -> bool {
        let first = entries[0];
        let open = if first.rank() < FOLDED { " open" } else { "" };
        let opening = format!(
            "{heading}<details{open}>\n<summary><code>{}</code>: {}</summary>\n\n",
            html(&first.rule),
            entries.len()
        );
        const CLOSING: &str = "\n</details>\n\n";
        let mut shown = 0;
        for entry in entries.iter().take(MOST_OF_RULE) {
            // What shows a break is worth half of the room; the other half is for naming the others.
            let whole = self.text.len() < self.limit / 2;
            let item = item(entry, whole);
            let around = if shown == 0 { opening.len() } else { 0 } + CLOSING.len();
            self.full |= self.text.len() + around + item.len() + RESERVE > self.limit;
            if self.full {
                break;
            }
            if shown == 0 {
                self.text.push_str(&opening);
            }
            self.text.push_str(&item);
            shown += 1;
        }
        let rest = entries.len() - shown;
        if shown > 0 {
            if rest > 0 && !self.full {
                let _ = writeln!(self.text, "- and {rest} more of this rule");
            }
            self.text.push_str(CLOSING);
        }
        self.left_out[first.rank().min(LEVELS.len() - 1)] += rest;
        shown > 0
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
    let mut item = format!("- {}<br>\n  {}\n", inline(&entry.message), code(&entry.place()));
    if let Some(operations) = operations(entry.reaches) {
        let _ = write!(item, "\n  {operations}\n");
    }
    if let Some(help) = &entry.help {
        let _ = write!(item, "\n  {}\n", inline(help));
    }
    if let Some(evidence) = entry.evidence.as_ref().filter(|_| whole) {
        let text = evidence.text();
        let fence = "`".repeat(super::inline::longest_run(&text).max(2) + 1);
        let _ = write!(item, "\n  {fence}text\n");
        for line in text.lines() {
            let _ = writeln!(item, "  {}", line.strip_prefix("  ").unwrap_or(line));
        }
        let _ = writeln!(item, "  {fence}");
    }
    item
}

/// The operations that a change reaches.
fn operations(all: &[String]) -> Option<String> {
    let named: Vec<String> = all.iter().take(NAMED).map(|operation| code(operation)).collect();
    let more = if all.len() > NAMED { format!(" and {} more", all.len() - NAMED) } else { String::new() };
    (!all.is_empty()).then(|| format!("affects {}{more}", named.join(", ")))
}
