//! Registries to pages: the text of each rule's page, of their index, of the command line and of the configuration.
//!
//! `caveat explain` prints the text of the rules' pages, and a test holds `docs/` equal to all of them, so what a person
//! reads in the terminal, in the repository and in the rule's file is one text.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::config;
use crate::diff::change::Direction;
use crate::diff::checks::{self, Check, Coordinate};
use crate::diff::{Level, Policy, law, policies};
use crate::finding::{Area, Severity};
use crate::lint::facts::convention::{PINNABLE, Pinnable};
use crate::lint::{Entry, Needs, Status, rules};

/// A generated page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Page {
    /// The file below `docs/`, with `/`.
    pub path: String,
    /// The Markdown.
    pub text: String,
}

/// Every generated page: those of the rules and their index, `checks.md`, `cli.md` made of what clap knows,
/// `conventions.md`, and the JSON Schema of the configuration.
pub fn pages(command: clap::Command) -> Vec<Page> {
    let page = |path: &str, text| Page { path: path.into(), text };
    let schema = serde_json::to_string_pretty(&config::schema()).unwrap_or_default() + "\n";
    let mut pages: Vec<Page> = rules::all().iter().map(|entry| page(&rule_path(entry), rule_page(entry))).collect();
    pages.push(page("rules/README.md", rule_index()));
    pages.push(page("checks.md", checks_page()));
    pages.push(page("cli.md", cli_page(command)));
    pages.push(page("conventions.md", conventions_page()));
    pages.push(page("config.schema.json", schema));
    pages
}

fn rule_path(entry: &Entry) -> String {
    format!("rules/{}.md", entry.meta.id)
}

/// The page of a rule.
pub fn rule_page(entry: &Entry) -> String {
    let meta = &entry.meta;
    let runs = match meta.status {
        Status::Stable => "by default",
        Status::Preview => "only where the configuration gives it a level",
    };
    let broken = match meta.needs {
        Needs::Presence => "looks at what could be read",
        Needs::Whole => "stays silent, because it speaks of what is absent",
    };
    let mut page = format!(
        "# {}\n\n{}\n\n| | |\n|---|---|\n| Area | {} |\n| Severity | {} |\n| Runs | {runs} |\n\
         | In a file that breaks off | {broken} |\n| Since | {} |\n\n",
        meta.id,
        sentence(meta.summary),
        meta.area.as_str(),
        meta.severity.as_str(),
        meta.since,
    );
    page.push_str(&rule_text(entry));
    page
}

/// What is said about a rule below its heading: the page, the options, and how it is configured.
pub fn rule_text(entry: &Entry) -> String {
    let mut text = format!("{}\n\n", unindented(entry.meta.page).trim());
    push_options(&mut text, entry);
    push_configuration(&mut text, entry);
    text
}

/// The list of all rules by area.
pub fn rule_index() -> String {
    let mut index = format!(
        "# Rules\n\ncaveat has {} rules. `caveat rules` prints this list, `caveat explain <id>` one of the pages.\n",
        rules::all().len()
    );
    for &area in Area::ALL {
        let mut of_area = rules::all().iter().filter(|e| e.meta.area == area).peekable();
        if of_area.peek().is_none() {
            continue;
        }
        let _ = write!(index, "\n## {}\n\n| Rule | Severity | What it finds |\n|---|---|---|\n", area.as_str());
        for Entry { meta, .. } in of_area {
            let preview = if meta.status == Status::Preview { " (preview)" } else { "" };
            let (id, severity, summary) = (meta.id, meta.severity.as_str(), cell(meta.summary));
            let _ = writeln!(index, "| [{id}]({id}.md) | {severity}{preview} | {summary} |");
        }
    }
    index
}

fn push_options(page: &mut String, entry: &Entry) {
    if entry.meta.options.is_empty() {
        return;
    }
    let defaults = (entry.defaults)();
    page.push_str("## Options\n");
    for option in entry.meta.options {
        let name = option.name();
        let default = defaults.get(name.as_str()).map(inline).unwrap_or_default();
        let _ = writeln!(page, "- `{name}` (default `{default}`): {}", option.text());
    }
    page.push('\n');
}

/// Shows how the rule is turned off, or on, and how its options are written.
fn push_configuration(page: &mut String, entry: &Entry) {
    let meta = &entry.meta;
    let level = match meta.severity {
        _ if meta.status == Status::Preview => meta.severity,
        Severity::Error => Severity::Warning,
        Severity::Warning | Severity::Info => Severity::Error,
    };
    let (id, level) = (meta.id, level.as_str());
    let _ = write!(page, "## Configuration\nIn `caveat.yaml`:\n\n```yaml\nrules:\n");
    if meta.options.is_empty() {
        let _ = writeln!(page, "  {id}: {level} # error, warning, info or off");
    } else {
        let _ = writeln!(page, "  {id}:\n    level: {level} # error, warning, info or off\n    options:");
        let written = serde_yaml::to_string(&(entry.defaults)()).unwrap_or_default();
        for line in written.lines() {
            let _ = writeln!(page, "      {line}");
        }
    }
    page.push_str("```\n");
}

/// What is known of a rule or of a check, for whoever lists them beside what they found.
pub struct Description {
    /// The part of the API that it looks at.
    pub area: &'static str,
    /// A sentence.
    pub summary: String,
    /// How bad what it finds is by default.
    pub severity: Severity,
    /// Whether it runs by default.
    pub enabled: bool,
    /// The page, as Markdown.
    pub page: String,
    /// The address of the first reference of the page.
    pub reference: Option<String>,
}

/// Describes the rule or the check of an id.
pub fn describe(id: &str) -> Option<Description> {
    if let Some(entry) = rules::find(id) {
        let (meta, page) = (&entry.meta, rule_text(entry));
        return Some(Description {
            area: meta.area.as_str(),
            summary: sentence(meta.summary),
            severity: meta.severity,
            enabled: meta.status == Status::Stable,
            reference: first_reference(&page),
            page,
        });
    }
    let check = checks::find(id)?;
    Some(Description {
        area: check.area.as_str(),
        summary: sentence(&check.summary),
        severity: check.level.severity(),
        enabled: true,
        page: check_text(check),
        reference: None,
    })
}

fn first_reference(page: &str) -> Option<String> {
    let (_, references) = page.split_once("## References")?;
    let (_, address) = references.split_once("](https://")?;
    Some(format!("https://{}", address.split_once(')')?.0))
}

/// The text of doc comments without the space that stands before each line.
fn unindented(doc: &str) -> String {
    let mut text = String::with_capacity(doc.len());
    for line in doc.lines() {
        text.push_str(line.strip_prefix(' ').unwrap_or(line));
        text.push('\n');
    }
    text
}

/// A value on one line, as YAML writes it (JSON is YAML).
fn inline(value: &serde_yaml::Value) -> String {
    match value {
        serde_yaml::Value::Sequence(_) | serde_yaml::Value::Mapping(_) => {
            serde_json::to_string(value).unwrap_or_default()
        }
        _ => serde_yaml::to_string(value).unwrap_or_default().trim_end().to_owned(),
    }
}

/// The conventions that a configuration may fix.
pub fn conventions_page() -> String {
    let mut page = String::from(
        "# Conventions\n\ncaveat learns these from the description, unless `conventions` in the \
         [configuration](configuration.md) fixes them. Then every departure is reported, even if the whole API departs.\n\n\
         What at least 80 % of at least 5 samples agree on is a convention, and what leaves it is a warning. In matters of \
         naming it is advice where the evidence is thin: fewer than 10 samples, or less than 90 % that agree. Where the \
         whole API agrees on nothing and its parts each do (by the first tag, or the first segment of the path), each part \
         is held to its own: in the case of properties, in the way of paging, and in which errors and 429 are described.\n\n\
         | Key | What it is | Value |\n|---|---|---|\n",
    );
    for Pinnable { name, summary, values } in PINNABLE {
        let words = values.words().unwrap_or_default();
        let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
        let value = if words.is_empty() { "a text".to_owned() } else { words.join(", ") };
        let _ = writeln!(page, "| `{name}` | {summary} | {value} |");
    }
    page
}

/// A summary as a sentence of its own.
fn sentence(summary: &str) -> String {
    let mut letters = summary.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

/// The table of all checks of `diff`, by area.
pub fn checks_page() -> String {
    let checks = checks::all();
    let mut page = format!(
        "# Checks\n\n`caveat diff` tells {} changes apart. The level of a change of a schema follows from the law \
         of variance: what a request may hold must not narrow, what a response may hold must not widen. Where a level \
         departs from the law, or is none of its business, the last column says why.\n",
        checks.len()
    );
    let areas: BTreeSet<_> = checks.iter().map(|check| check.area).collect();
    for area in areas {
        let _ = write!(page, "\n## {}\n\n| Check | Level | What changed | Why |\n|---|---|---|---|\n", area.as_str());
        for check in checks.iter().filter(|check| check.area == area) {
            let why = if check.because.is_empty() { "the law" } else { check.because };
            let _ = writeln!(
                page,
                "| `{}` | {} | {} | {} |",
                check.id,
                check.level.as_str(),
                cell(&check.summary),
                cell(why)
            );
        }
    }
    push_policies(&mut page);
    page
}

/// What each policy but `strict` makes of checks.
fn push_policies(page: &mut String) {
    page.push_str(
        "\n## Policies\n\n`--policy NAME` chooses what is known of the clients ([compatibility](compatibility.md#policies)). \
         The levels above are those of `strict`.\n",
    );
    for &(name, policy) in Policy::ALL {
        let mut rows = policies::ROWS.iter().filter(|row| row.policy == policy).peekable();
        if rows.peek().is_none() {
            continue;
        }
        let _ =
            write!(page, "\n### {name}\n\n{}\n\n| Check | Level | Why |\n|---|---|---|\n", sentence(policy.summary()));
        for row in rows {
            let ids: BTreeSet<String> = checks::coordinates()
                .filter(|&coordinate| row.on.matches(coordinate))
                .filter_map(checks::of)
                .map(|check| format!("`{}`", checks::all()[check].id))
                .collect();
            let ids = ids.into_iter().collect::<Vec<_>>().join(", ");
            let _ = writeln!(page, "| {ids} | {} | {} |", row.level.as_str(), cell(row.because));
        }
    }
}

/// The page of a check, for `explain`: which rule of the law it falls under, what the change does to that, and what
/// policies make of it.
pub fn check_text(check: &Check) -> String {
    let mut text = format!("## What it finds\n{}\n", sentence(&check.summary));
    let index = checks::all().iter().position(|c| c.id == check.id);
    let coordinate = index.and_then(checks::coordinate);
    if let Some(Coordinate::Schema(_, _, aspect, _)) = coordinate {
        let _ = writeln!(text, "It looks at {}.", keywords(aspect.row().keywords));
    }
    let level = check.level.as_str();
    let _ = writeln!(text, "\n## Why it is {level}");
    let _ = writeln!(text, "{}", why(check));
    if check.effect.is_some() && check.level == Level::Breaking {
        text.push_str(
            "\nBeside other alternatives of an `anyOf` or a `oneOf`, which may make up for it, it is unproven.\n",
        );
    }
    let rows = Policy::ALL.iter().filter_map(|&(_, policy)| policies::find(policy, coordinate?)).collect::<Vec<_>>();
    if !rows.is_empty() {
        text.push_str("\n## Policies\n");
    }
    for row in rows {
        let (name, level) = (row.policy.as_str(), row.level.as_str());
        let _ = writeln!(text, "- `{name}` makes it {level}, because {}.", row.because);
    }
    text.push_str("\n## The law\n");
    for (number, rule) in law::RULES.iter().enumerate() {
        let _ = writeln!(text, "- Rule {}: {rule}.", number + 1);
    }
    if check.level != Level::Safe {
        let _ = write!(text, "\n## What to do\n{}\n", sentence(check.help));
    }
    text
}

/// Why a check has its level, in three sentences: the rule of the law, what the change does to it, and what policies make
/// of it.
pub fn why(check: &Check) -> String {
    let index = checks::all().iter().position(|c| c.id == check.id);
    let coordinate = index.and_then(checks::coordinate);
    let (rule, effect) = derivation(check, coordinate);
    format!("{rule} {effect} {}", sentence(&by_policy(check, coordinate)))
}

/// The rule of the law that a check falls under, and what the change does to it: a sentence each.
fn derivation(check: &Check, coordinate: Option<Coordinate>) -> (String, String) {
    let cited = |number: usize| format!("Rule {} applies: {}.", number + 1, law::RULES[number]);
    let of_direction = match check.direction {
        Direction::Request => Some(0),
        Direction::Response => Some(1),
        Direction::None => None,
    };
    if let Some(Coordinate::Schema(direction, _, _, effect)) = coordinate {
        let rule = of_direction.map(cited).unwrap_or_default();
        let lawful = law::level(direction, effect).as_str();
        let effect = format!("{}, so by the law it is {lawful}", law::because(direction, effect));
        return (rule, sentence(&effect));
    }
    // Rows of structure name their rule where it is another one than that of their direction.
    let named = (0..law::RULES.len()).find(|number| check.because.contains(&format!("rule {}", number + 1)));
    let other = if check.level < Level::Unproven { "No rule of the law forbids it." } else { "Any rule may apply." };
    let rule = named.or(of_direction).map_or_else(|| other.to_owned(), cited);
    (rule, sentence(check.because))
}

/// What the policies make of a check, as the last sentence of its derivation.
fn by_policy(check: &Check, coordinate: Option<Coordinate>) -> String {
    let level = check.level.as_str();
    let departs = check.effect.is_some() && !check.because.is_empty();
    let strict = if departs {
        format!("the policy `strict` departs from that and makes it {level}, because {}", check.because)
    } else {
        format!("the policy `strict` keeps to that, so that it is {level}")
    };
    let others = Policy::ALL.iter().filter_map(|&(name, policy)| {
        let row = policies::find(policy, coordinate?)?;
        Some(format!("`{name}` makes it {}", row.level.as_str()))
    });
    let others = others.collect::<Vec<_>>().join(", and ");
    if others.is_empty() { format!("{strict}, and no other policy changes it") } else { format!("{strict}; {others}") }
}

/// Keywords as code.
fn keywords(list: &str) -> String {
    list.split(", ").map(|keyword| format!("`{keyword}`")).collect::<Vec<_>>().join(", ")
}

/// A text as it may stand in a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// The command line as its help says it, one section a command.
pub fn cli_page(command: clap::Command) -> String {
    // Wide enough that lines are broken where the text breaks them, and the same on every terminal.
    let mut command = command.term_width(100);
    command.build();
    let mut page = format!("# The command line\n\n```text\n{}```\n", help(&mut command.clone()));
    for name in command.get_subcommands().map(|c| c.get_name().to_owned()).filter(|n| n != "help").collect::<Vec<_>>() {
        if let Some(found) = command.find_subcommand_mut(&name) {
            let _ = write!(page, "\n## caveat {name}\n\n```text\n{}```\n", help(found));
        }
    }
    page
}

/// The long help of a command, without spaces at the ends of lines.
fn help(command: &mut clap::Command) -> String {
    let text = command.render_long_help().to_string();
    text.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}
