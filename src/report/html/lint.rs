//! The page of a lint: a score card, what was learned, and the findings by rule.

use maud::{Markup, html};

use super::diff::permalink;
use super::page::{Filter, controls, notes, verdict};
use super::words::{Words, code, name, prose, sentence};
use super::{Lint, badge, excerpt};
use crate::docs;
use crate::finding::{Area, Severity};
use crate::lint::facts::convention::{Authority, thousands};
use crate::lint::facts::overview::Overview;
use crate::report::text::{count, summary_lines};
use crate::report::{Item, Report};

/// How many other values are named.
const NAMED: usize = 3;
/// So many findings of a rule have their lines on the page: whoever has seen these has seen the others.
const WITH_SOURCE: usize = 100;
/// With more descriptions than this, what was learned of them is folded together.
const FEW: usize = 4;
/// With so few findings all are open from the start.
const OPEN: usize = 10;

/// The findings of a rule, with their fingerprints.
struct OfRule<'r, 'a> {
    rule: &'a str,
    area: Area,
    severity: Severity,
    items: Vec<(&'r Item<'a>, String)>,
}

pub(super) fn page(report: &Report<'_>, lint: &Lint<'_>) -> Markup {
    let summary = summary_lines(&report.summary, lint.show);
    let (first, rest) = summary.split_first().map_or(("", &[][..]), |(first, rest)| (first.as_str(), rest));
    let counts = &report.summary;
    let (tone, word) = match (counts.error, counts.warning) {
        (0, 0) => ("fine", "no problems".to_owned()),
        (0, warnings) => ("warning", count(warnings, "warning")),
        (errors, _) => ("error", count(errors, "error")),
    };
    let groups = by_rule(report, lint.show);
    html! {
        h1 { "What caveat found" }
        (verdict(tone, &word, &html! { p { (sentence(first)) } (notes(rest, lint.complete)) }, &[]))
        (score_card(report, lint, &groups))
        (learned(lint, 2))
        @if !groups.is_empty() {
            (controls("findings", shown(&groups), &filters(&groups)))
            h2 id="findings" { "Findings" }
            (self::groups(&groups))
        }
    }
}

/// New findings, as a part of another page.
pub(super) fn part(report: &Report<'_>, lint: &Lint<'_>) -> (usize, Vec<Filter<'static>>, Markup) {
    let groups = by_rule(report, lint.show);
    let body = html! {
        @if !groups.is_empty() {
            h2 id="findings" { "New findings" }
            (self::groups(&groups))
        }
    };
    (shown(&groups), filters(&groups), body)
}

fn shown(groups: &[OfRule<'_, '_>]) -> usize {
    groups.iter().map(|group| group.items.len()).sum()
}

fn filters(groups: &[OfRule<'_, '_>]) -> Vec<Filter<'static>> {
    let items = || groups.iter().flat_map(|group| &group.items);
    let of = |severity: Severity| items().filter(|(item, _)| item.finding.severity == severity).count();
    let levels = Severity::ALL.into_iter().map(|severity| (severity.as_str(), of(severity)));
    let mut levels: Vec<(&'static str, usize)> = levels.filter(|(_, count)| *count > 0).collect();
    levels.sort_by_key(|(level, _)| ["error", "warning", "info"].iter().position(|known| known == level));
    let mend = items().filter(|(item, _)| item.finding.fix.is_some()).count();
    let mends = [("fixable", mend), ("manual", shown(groups) - mend)];
    let mends = mends.into_iter().filter(|(_, count)| *count > 0).collect();
    vec![
        Filter { name: "level", label: "Severity", values: levels },
        Filter { name: "mend", label: "Mend", values: mends },
    ]
}

/// The findings by rule, the worst first, then by area.
fn by_rule<'r, 'a>(report: &'r Report<'a>, show: Severity) -> Vec<OfRule<'r, 'a>> {
    let mut groups: Vec<OfRule<'r, 'a>> = Vec::new();
    let mut known: hashbrown::HashMap<&str, usize> = hashbrown::HashMap::new();
    let all = report.items.iter().zip(report.fingerprints().items);
    for (item, fingerprint) in all.filter(|(item, _)| item.finding.severity >= show) {
        let finding = item.finding;
        let at = *known.entry(finding.rule).or_insert(groups.len());
        if at == groups.len() {
            groups.push(OfRule {
                rule: finding.rule,
                area: finding.area,
                severity: finding.severity,
                items: Vec::new(),
            });
        }
        groups[at].severity = groups[at].severity.max(finding.severity);
        groups[at].items.push((item, fingerprint));
    }
    groups.sort_by_key(|group| (std::cmp::Reverse(group.severity), group.area, group.rule));
    groups
}

/// How each area does.
fn score_card(report: &Report<'_>, lint: &Lint<'_>, groups: &[OfRule<'_, '_>]) -> Markup {
    let found = |area: Area, severity: Severity| {
        let of = report.items.iter().filter(|item| item.finding.area == area && item.finding.severity == severity);
        of.count()
    };
    let met = |area: Area| {
        let rules: Vec<&str> = lint.rules.iter().filter(|(of, _)| *of == area).map(|(_, rule)| *rule).collect();
        let broken = |rule: &&&str| report.items.iter().any(|item| item.finding.rule == **rule);
        (rules.len() - rules.iter().filter(broken).count(), rules.len())
    };
    let severities = [(Severity::Error, "Errors"), (Severity::Warning, "Warnings"), (Severity::Info, "Advice")];
    let row = |area: Area| {
        let (kept, all) = met(area);
        let first = groups.iter().find(|group| group.area == area);
        let any = all > 0 || severities.iter().any(|(severity, _)| found(area, *severity) > 0);
        html! { @if any { tr {
            th scope="row" {
                @match first {
                    Some(group) => a href={ "#rule-" (Words(group.rule)) } { (area.as_str()) },
                    None => (area.as_str()),
                }
            }
            @for (severity, _) in severities {
                @let number = found(area, severity);
                td class="number" { @if number > 0 { span class=(severity.as_str()) { (thousands(number)) } } @else { span class="nothing" { "–" } } }
            }
            td class="met" {
                @if all > 0 { meter min="0" max=(all) value=(kept) aria-hidden="true" {} " " (kept) " of " (all) }
                @else { span class="nothing" { "–" } }
            }
        } } }
    };
    html! {
        section {
            h2 { "Score card" }
            div class="wide" role="group" aria-label="Score card" tabindex="0" {
                table class="score" {
                    caption { "What was found in each area, and how many of its rules are met." }
                    thead { tr {
                        th scope="col" { "Area" }
                        @for (_, title) in severities { th scope="col" class="number" { (title) } }
                        th scope="col" { "Rules met" }
                    } }
                    tbody { @for &area in Area::ALL { (row(area)) } }
                }
            }
        }
    }
}

/// What was learned of each description.
pub(super) fn learned(lint: &Lint<'_>, level: u8) -> Markup {
    let learned: Vec<_> = lint.learned.iter().filter(|(_, found)| !found.is_empty()).collect();
    let each = html! {
        @for (of, found) in &learned {
            details class="learned" {
                summary { (name(of)) ", " (count(found.iter().filter(|one| one.value.is_some()).count(), "convention")) }
                (conventions(of, found))
            }
        }
    };
    html! {
        @if !learned.is_empty() {
            section {
                (super::heading(level, &html! { "Conventions learned" }))
                p { "What most of the description does counts as its convention, and what leaves it is reported." }
                @if learned.len() > FEW {
                    details { summary { "Of " (count(learned.len(), "description")) } (each) }
                } @else {
                    (each)
                }
            }
        }
    }
}

fn conventions(of: &str, found: &[Overview]) -> Markup {
    html! {
        div class="wide" role="group" aria-label={ "Conventions of " (Words(of)) } tabindex="0" {
            table class="conventions" {
                caption { "Conventions of " (name(of)) ", with how many places keep to each." }
                thead { tr { th scope="col" { "Of" } th scope="col" { "Convention" } th scope="col" { "Evidence" } th scope="col" { "Others" } } }
                @for area in found.chunk_by(|one, other| one.area == other.area) {
                    tbody {
                        tr class="area" { th scope="rowgroup" colspan="4" { (area[0].area.as_str()) } }
                        @for overview in area { (convention(overview)) }
                    }
                }
            }
        }
    }
}

fn convention(overview: &Overview) -> Markup {
    let Overview { subject, value, agreeing, samples, others, pinned, .. } = overview;
    let by = match pinned {
        Some(Authority::Configuration) => ", fixed by the configuration",
        Some(Authority::Before(_)) => ", as in the version before",
        None => "",
    };
    html! {
        tr {
            th scope="row" { (prose(subject)) }
            td {
                @match value {
                    Some(value) => { strong { (prose(value)) } (by) }
                    None if others.is_empty() => span class="nothing" { "too few to tell" },
                    None => span class="nothing" { "none" },
                }
            }
            td { (thousands(*agreeing)) " of " (thousands(*samples)) }
            td {
                @for (number, (value, count)) in others.iter().take(NAMED).enumerate() {
                    @if number > 0 { ", " }
                    (thousands(*count)) " " (prose(value))
                }
                @if others.len() > NAMED { ", …" }
            }
        }
    }
}

fn groups(groups: &[OfRule<'_, '_>]) -> Markup {
    let open = shown(groups) <= OPEN;
    html! {
        @for group in groups {
            @let described = docs::describe(group.rule);
            section class="rule" id={ "rule-" (Words(group.rule)) } data-group="" {
                h3 { (code(group.rule)) " " (badge(group.severity.as_str())) " " span class="count" { (count(group.items.len(), "finding")) } }
                @if let Some(described) = &described {
                    p { (prose(&described.summary)) " " @if let Some(why) = why(&described.page) { (prose(&why)) } }
                }
                @for (number, (item, id)) in group.items.iter().enumerate() {
                    (entry(item, id, open, number < WITH_SOURCE))
                }
            }
        }
    }
}

/// The first paragraph under *Why* of a page.
fn why(page: &str) -> Option<String> {
    let (_, why) = page.split_once("## Why\n")?;
    let paragraph: Vec<&str> =
        why.trim_start().lines().take_while(|line| !line.is_empty() && !line.starts_with("##")).collect();
    (!paragraph.is_empty()).then(|| paragraph.join(" "))
}

fn entry(item: &Item<'_>, id: &str, open: bool, with_source: bool) -> Markup {
    let finding = item.finding;
    let severity = finding.severity.as_str();
    let mend = if finding.fix.is_some() { "fixable" } else { "manual" };
    html! {
        details class={ "entry " (severity) } id={ "finding-" (id) } open[open] data-item="findings" data-level=(severity) data-mend=(mend) {
            summary {
                (badge(severity)) " "
                span class="message" { (prose(&finding.message)) } " "
                span class="meta" { (excerpt::place(item.document(), finding.primary.span.start)) }
            }
            div class="body" {
                @if with_source { (excerpt::finding(item.sources, &finding.primary, &finding.related)) }
                @if let Some(help) = &finding.help { p { strong { "What to do: " } (sentence(help)) } }
                @if let Some(fix) = &finding.fix {
                    p { strong { "Mended by " code { "--fix" } ": " } (sentence(&fix.title)) }
                    @if with_source { (excerpt::mend(item.sources, fix)) }
                }
                (permalink("finding", id))
            }
        }
    }
}
