//! The largest document of the corpus, with many findings.
#![allow(clippy::print_stdout)] // What the test skips and measures is said there.

use std::path::Path;

use caveat::finding::{Area, Finding, Severity, Span};
use caveat::report::format::{FORMATS, Writer};
use caveat::report::run::Run;
use caveat::report::text::TextOptions;
use caveat::report::{Report, Root, json, text};
use caveat::source::loader::{At, DocId, Sources};

use crate::set::{finding, sources};

/// 10,000 findings at nodes all over a document of 11 MB, each with a second place and help.
fn many(sources: &Sources) -> Vec<Finding> {
    let nodes = sources.docs[0].tape.nodes.len() as u64;
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    let mut node = || {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        At { doc: DocId(0), node: (random % nodes) as u32 }
    };
    let message = "`customerId` is camelCase; 412 of 415 property names here are snake_case, and a client in a \
                   language that has a custom for names has to spell this one out";
    let one = |_| {
        let span = Span::of(sources, node());
        let mut f = finding("property-case", Severity::Warning, Area::Naming, span, message, "camelCase");
        f.related(sources, node(), "the convention is seen here, for example");
        f.help("rename it to `customer_id`, or pin the convention in the configuration");
        f
    };
    (0..10_000).map(one).collect()
}

#[test]
fn ten_thousand_findings_in_11_mb_are_written_in_a_second() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/specs/github-npm/ghes-3.17.json");
    let Ok(pretty) = std::fs::read_to_string(&path) else {
        println!("skipped: there is no {}", path.display());
        return;
    };
    let value: serde_json::Value = serde_json::from_str(&pretty).expect("JSON");
    // Not plain ASCII, so that columns have to be counted.
    let minified = value.to_string().replacen("GitHub", "GitHüb", 1);
    for (name, text) in [("as published", &pretty), ("on one line", &minified)] {
        let sources = sources(&[("ghes.json", text)]);
        let findings = many(&sources);
        let root = Root { sources: &sources, doc: DocId(0), findings: &findings, suppressed: &[] };
        let timed = |format: &str, write: &dyn Fn(&mut Vec<u8>, &Report<'_>)| {
            let start = std::time::Instant::now();
            let mut out = Vec::new();
            write(&mut out, &Report::new(&[root]));
            let took = start.elapsed();
            println!("{name}, {format}: {:.3} s for {} bytes", took.as_secs_f64(), out.len());
            // Without optimisation it is only held that nothing is quadratic.
            assert!(took.as_secs() < if cfg!(debug_assertions) { 60 } else { 1 }, "{name}, {format}: {took:?}");
        };
        timed("text", &|out, report| {
            let options = TextOptions { width: 80, color: true, unicode: true, show: Severity::Info, summary: true };
            text::write(out, report, &options).expect("a vector takes everything");
        });
        timed("JSON", &|out, report| json::write(out, report).expect("a vector takes everything"));
        for format in FORMATS {
            let (Writer::Entries(write) | Writer::Annotations(write, _)) = format.writer else { continue };
            timed(format.name, &|out, report| {
                write(out, &Run::of_findings(report, &[root], Severity::Info)).expect("a vector takes everything");
            });
        }
    }
}
