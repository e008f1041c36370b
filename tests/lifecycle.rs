//! How long operations stay: what is announced, what is taken back, and what was promised.

// Tests may stop where something is not as it must be.
#![allow(clippy::unwrap_used)]

use caveat::contract;
use caveat::diff::{self, Change, Settings, checks};
use caveat::source::loader::NoFetch;

fn compare(old: &str, new: &str, settings: &Settings) -> Vec<Change> {
    let loader = contract::loader();
    let was = loader.add("old.yaml", "old.yaml", old.as_bytes().to_vec());
    let is = loader.add("new.yaml", "new.yaml", new.as_bytes().to_vec());
    let (old_side, new_side) = contract::load_both(loader, (was, &NoFetch), (is, &NoFetch))
        .unwrap_or_else(|e| panic!("{} in\n{old}\n{new}", e.0[0].1.message));
    diff::run(&old_side, &new_side, settings).changes
}

/// `level check` of each change on the first day of 2026, with a notice of so many days.
fn judged(old: &str, new: &str, min_notice_days: u32) -> Vec<String> {
    let settings = Settings { today: Some("2026-01-01".into()), min_notice_days, ..Settings::default() };
    let shown = |c: &Change| format!("{} {}", c.level.as_str(), checks::all()[c.check].id);
    compare(old, new, &settings).iter().map(shown).collect()
}

fn operation(fields: &str) -> String {
    let responses = if fields.contains("responses:") { "" } else { "responses: {'204': {description: done}}" };
    format!("openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths:\n  /a: {{get: {{{fields}{responses}}}}}\n")
}

const GONE: &str = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\n";

fn assert_rows(rows: &[(&str, &str, u32, &[&str])]) {
    for (old, new, days, expected) in rows {
        let new = if *new == "gone" { GONE.to_owned() } else { operation(new) };
        assert_eq!(judged(&operation(old), &new, *days), *expected, "{old}\n-> {new} ({days} days)");
    }
}

#[test]
fn clients_are_told_when_an_operation_ends_and_in_time() {
    let in_time: &[&str] = &["safe operation-deprecated"];
    let short: &[&str] = &["risky operation-deprecated-at-short-notice"];
    let without: &[&str] = &["risky operation-deprecated-without-sunset"];
    assert_rows(&[
        // Only who asks for a notice asks for a day.
        ("", "deprecated: true, ", 0, in_time),
        ("", "deprecated: true, ", 1, without),
        ("", "deprecated: true, x-sunset: soon, ", 0, without),
        ("", "deprecated: true, x-sunset: [2026-12-31], ", 0, without),
        ("", "deprecated: true, x-sunset: '2026-02-30', ", 0, without),
        ("", "deprecated: true, x-sunset: '2026-01-01', ", 0, in_time),
        ("", "deprecated: true, x-sunset: '2025-12-31', ", 0, short),
        ("", "deprecated: true, x-sunset: '2026-01-31', ", 30, in_time),
        ("", "deprecated: true, x-sunset: 2026-01-31, ", 31, short),
        ("", "deprecated: true, x-sunset: '2026-01-31T12:00:00Z', ", 30, in_time),
        ("x-stability-level: alpha, ", "x-stability-level: alpha, deprecated: true, ", 90, in_time),
        ("x-stability-level: beta, ", "x-stability-level: beta, deprecated: true, ", 90, without),
        // The date may come later than the mark, and may come alone.
        ("deprecated: true, ", "deprecated: true, x-sunset: '2026-06-01', ", 90, &["safe operation-sunset-changed"]),
        ("deprecated: true, ", "deprecated: true, x-sunset: '2026-06-01', ", 180, short),
        ("", "x-sunset: '2026-06-01', ", 0, &["safe operation-sunset-changed"]),
        ("deprecated: true, ", "", 0, &["safe operation-no-longer-deprecated"]),
        ("deprecated: true, x-sunset: '2026-06-01', ", "", 0, &["safe operation-no-longer-deprecated"]),
    ]);
}

#[test]
fn a_date_that_was_announced_is_kept() {
    let dated = |day: &str| format!("deprecated: true, x-sunset: '{day}', ");
    let (june, may, july) = (dated("2026-06-01"), dated("2026-05-31"), dated("2026-07-01"));
    let draft = |fields: &str| format!("x-stability-level: draft, {fields}");
    assert_rows(&[
        (&june, &may, 0, &["risky operation-sunset-moved-earlier"]),
        (&june, &july, 0, &["safe operation-sunset-changed"]),
        (&june, "deprecated: true, ", 0, &["risky operation-sunset-removed"]),
        (&june, "deprecated: true, x-sunset: later, ", 0, &["risky operation-sunset-removed"]),
        (
            "deprecated: true, x-sunset: soon, ",
            "deprecated: true, x-sunset: later, ",
            0,
            &["safe operation-sunset-changed"],
        ),
        (&draft(&june), &draft(&may), 0, &["safe operation-sunset-changed"]),
        (&june, "gone", 0, &["breaking operation-removed-before-sunset"]),
        (&dated("2026-01-01"), "gone", 0, &["safe operation-removed-after-sunset"]),
        ("deprecated: true, ", "gone", 0, &["breaking operation-removed"]),
        ("deprecated: true, x-sunset: soon, ", "gone", 0, &["breaking operation-removed"]),
        (&draft("deprecated: true, "), "gone", 0, &["risky operation-removed"]),
        ("x-stability-level: beta, ", "gone", 0, &["breaking operation-removed"]),
    ]);
}

#[test]
fn headers_say_what_the_keywords_say() {
    let headers = |list: &str| format!("responses: {{'204': {{description: done, headers: {{{list}}}}}}}");
    let deprecation = "Deprecation: {required: true, schema: {type: string}}";
    let both = |sunset: &str| headers(&format!("{deprecation}, sunset: {{schema: {{type: string}}{sunset}}}"));
    let added = "safe response-header-added";
    assert_rows(&[
        (&headers(""), &headers(deprecation), 1, &["risky operation-deprecated-without-sunset", added]),
        // One that may be there says that operations may be deprecated, not that this one is.
        (&headers(""), &headers("Deprecation: {schema: {type: string}}"), 0, &[added]),
        (&headers(""), &both(""), 90, &["safe operation-deprecated", added, added]),
        (
            &headers(""),
            &both(", example: 'Sun, 31 May 2026 23:59:59 GMT'"),
            90,
            &["safe operation-deprecated", added, added],
        ),
        (
            &headers(""),
            &both(", example: 'Sat, 31 Jan 2026 23:59:59 GMT'"),
            90,
            &["risky operation-deprecated-at-short-notice", added, added],
        ),
        (&both(", example: 'Sat, 31 Jan 2026 23:59:59 GMT'"), "gone", 0, &["breaking operation-removed-before-sunset"]),
    ]);
}

#[test]
fn without_a_day_no_notice_is_too_short_and_no_sunset_has_passed() {
    let dated = operation("deprecated: true, x-sunset: '1999-12-31', ");
    let settings = Settings { min_notice_days: 90, ..Settings::default() };
    let id = |changes: Vec<Change>| checks::all()[changes[0].check].id.clone();
    assert_eq!(id(compare(&operation(""), &dated, &settings)), "operation-deprecated");
    assert_eq!(id(compare(&dated, GONE, &settings)), "operation-removed-before-sunset");
}
