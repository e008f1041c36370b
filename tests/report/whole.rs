//! Order, counts, fingerprints, pointers, and an output that goes away.

use std::collections::BTreeSet;
use std::io;

use caveat::finding::Severity::{Error, Info, Warning};
use caveat::finding::{Area, Finding, Severity, Span};
use caveat::report::text::TextOptions;
use caveat::report::{Location, Report, Root};
use caveat::source::loader::DocId;

use crate::set::{accepted, at, crlf, finding, hostile, json, minified, shop, sources, text, with_report};

#[test]
fn the_order_of_the_findings_does_not_matter() {
    let all = [shop(), minified(), crlf(), hostile()];
    let reversed: Vec<Vec<Finding>> = all.iter().map(|(_, f)| f.iter().rev().cloned().collect()).collect();
    let straight: Vec<Root<'_>> =
        all.iter().map(|(sources, findings)| Root { sources, doc: DocId(0), findings, suppressed: &[] }).collect();
    let turned: Vec<Root<'_>> = all
        .iter()
        .zip(&reversed)
        .rev()
        .map(|((sources, _), findings)| Root { sources, doc: DocId(0), findings, suppressed: &[] })
        .collect();
    let (straight, turned) = (Report::new(&straight), Report::new(&turned));
    assert_eq!(json(&straight), json(&turned));
    assert_eq!(text(&straight, 80, true, true, Severity::Info), text(&turned, 80, true, true, Severity::Info));
}

#[test]
fn a_shared_file_is_reported_once_and_equal_fingerprints_are_numbered() {
    let order = "type: object\nproperties:\n  customerId: {}\n";
    let roots = ["a.yaml", "b.yaml"].map(|name| sources(&[(name, "info: {}\n"), ("order.yaml", order)]));
    let found = roots.each_ref().map(|sources| {
        let rule = |rule, doc, pointer: &str| {
            let span = Span::of(sources, at(sources, doc, pointer));
            finding(rule, Severity::Warning, Area::Naming, span, "a message", "")
        };
        // The shared file's fault, said twice by each root; and a fault of each root.
        vec![
            rule("case", 1, "/properties/customerId"),
            rule("case", 1, "/properties/customerId"),
            rule("version", 0, "/info"),
        ]
    });
    let suppressed = found.each_ref().map(|findings| accepted(&findings[2..], 1));
    let roots: Vec<Root<'_>> = roots
        .iter()
        .zip(found.iter().zip(&suppressed))
        .map(|(sources, (findings, suppressed))| Root { sources, doc: DocId(0), findings, suppressed })
        .collect();
    let report = Report::new(&roots);
    let seen: Vec<(&str, &str)> = report.items.iter().map(|i| (i.document().name.as_str(), i.finding.rule)).collect();
    assert_eq!(seen, [("a.yaml", "version"), ("b.yaml", "version"), ("order.yaml", "case"), ("order.yaml", "case")]);
    let summary = report.summary;
    assert_eq!((summary.error, summary.warning, summary.info, summary.suppressed, summary.files), (0, 4, 0, 2, 3));
    let fingerprints = report.fingerprints();
    // What is accepted has a number of its own, behind what is not.
    assert_eq!(fingerprints.suppressed[0], format!("{}-3", fingerprints.items[0]));
    let fingerprints = fingerprints.items;
    assert_eq!(fingerprints[1], format!("{}-2", fingerprints[0]));
    assert_eq!(fingerprints[3], format!("{}-2", fingerprints[2]));
    assert_eq!(fingerprints.iter().collect::<BTreeSet<_>>().len(), 4);
}

#[test]
fn the_last_lines_say_what_there_was_and_what_is_not_shown() {
    let sources = sources(&[("a.yaml", "info: {}\n")]);
    let of = |severities: &[Severity], suppressed, show| {
        let span = Span::of(&sources, at(&sources, 0, "/info"));
        let findings: Vec<Finding> =
            severities.iter().map(|s| finding("rule", *s, Area::Http, span, "a message", "")).collect();
        let one = finding("rule", Severity::Error, Area::Http, span, "accepted", "");
        let suppressed = accepted(&vec![one; suppressed], suppressed);
        let report = text(
            &Report::new(&[Root { sources: &sources, doc: DocId(0), findings: &findings, suppressed: &suppressed }]),
            80,
            false,
            true,
            show,
        );
        report.rsplit_once("\n\n").map_or(report.clone(), |(_, last)| last.to_owned())
    };
    let table: [(&[Severity], usize, Severity, &str); 7] = [
        (&[], 0, Warning, "1 file checked, no problems\n"),
        (&[], 1, Warning, "1 file checked, no problems\n1 finding suppressed\n"),
        (&[Error, Warning, Warning, Info], 0, Info, "1 error, 2 warnings and 1 info in 1 file\n"),
        (
            &[Error, Info, Info],
            2,
            Warning,
            "1 error in 1 file\n2 infos not shown: see them with --show info\n2 findings suppressed\n",
        ),
        (&[Info], 0, Warning, "1 file checked, no errors and no warnings\n1 info not shown: see it with --show info\n"),
        (&[Warning], 0, Error, "1 file checked, no errors\n1 warning not shown: see it with --show warning\n"),
        (
            &[Warning, Info],
            0,
            Error,
            "1 file checked, no errors\n1 warning and 1 info not shown: see them with --show info\n",
        ),
    ];
    for (severities, suppressed, show, expected) in table {
        assert_eq!(of(severities, suppressed, show), expected, "{severities:?}");
    }
    assert_eq!(text(&Report::new(&[]), 80, false, true, Info), "0 files checked, no problems\n");
}

#[test]
fn a_fault_of_the_text_has_the_pointer_of_what_is_around_it() {
    let broken = "{\"a\": 1, \"b\": {\"c\": [1, 2,";
    let whole = "{\"a\": {\"b\": [10, true]}, \"c\": \"d\"}";
    for (text, around, pointer) in [
        (broken, "", "/b/c"),
        ("{\"x\": {\"a\": {\"b\": 1}", "", "/x"),
        ("{\"x\": {\"a\": {}\"b\": 1}", "\"b", "/x"),
        ("{\"x\": [{}, {", "", "/x/1"),
        ("x:\n  y: [1, 2\nz: 1\n", "\nz", "/x/y"),
        (whole, "10", "/a/b/0"),
        (whole, "rue", "/a/b/1"),
        (whole, ", true", "/a/b"),
        (whole, "c\":", "/c"),
        (whole, ", \"c", ""),
        ("", "", ""),
        ("\n\n", "", ""),
        ("- a: 1\n- [x, y]\n", "y", "/1/1"),
    ] {
        let sources = sources(&[("a.yaml", text)]);
        let start = if around.is_empty() { text.len() } else { text.find(around).expect(around) } as u32;
        assert_eq!(Location::of(&sources, Span::bytes(DocId(0), start, start)).pointer, pointer, "{around} in {text}");
    }
}

/// A pipe whose reader goes away.
pub(crate) struct Closing(pub(crate) usize);

impl io::Write for Closing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = self.0.checked_sub(bytes.len()).ok_or(io::ErrorKind::BrokenPipe)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.0 == 0 { Err(io::ErrorKind::BrokenPipe.into()) } else { Ok(()) }
    }
}

#[test]
fn a_closed_pipe_is_the_callers_to_know() {
    with_report(|report| {
        let options = TextOptions { width: 80, color: false, unicode: true, show: Severity::Info, summary: true };
        for room in [0, 1, 5000] {
            let error = caveat::report::text::write(&mut Closing(room), report, &options).expect_err("a closed pipe");
            assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
            let error = caveat::report::json::write(&mut Closing(room), report).expect_err("a closed pipe");
            assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
        }
    });
}
