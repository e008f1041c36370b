//! One set of findings over a few documents, written in every format and compared with the files beside them.
//! `UPDATE=1` writes those files anew.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use caveat::finding::{Area, Finding, Label, Severity, Span};
use caveat::report::text::TextOptions;
use caveat::report::{Location, Report, Root, escape, json, text};
use caveat::source::document::{Document, Syntax};
use caveat::source::loader::{At, DocId, Loader, Sources};
use caveat::source::tape::Tape;
use proptest::prelude::*;
use serde_json::Value;
use unicode_width::UnicodeWidthChar;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/report")
}

/// Documents by name and content, the first one the root.
fn sources(documents: &[(&str, &str)]) -> Sources {
    let loader = Loader::default();
    for (name, text) in documents {
        loader.add(name, name, text.as_bytes().to_vec());
    }
    loader.finish()
}

fn fixture(name: &str) -> String {
    std::fs::read_to_string(fixtures().join(name)).expect(name)
}

/// The node at a pointer; the last one where a key stands twice.
fn at(sources: &Sources, doc: u32, pointer: &str) -> At {
    let mut view = sources.docs[doc as usize].root().expect("a root");
    for step in pointer.split('/').skip(1) {
        let key = step.replace("~1", "/").replace("~0", "~");
        let next = if view.is_seq() { view.items().nth(key.parse().expect("an index")) } else { view.get_text(&key) };
        view = next.unwrap_or_else(|| panic!("{pointer} has no {key}"));
    }
    At { doc: DocId(doc), node: view.at }
}

fn finding(rule: &'static str, severity: Severity, area: Area, span: Span, message: &str, label: &str) -> Finding {
    Finding {
        rule,
        area,
        severity,
        message: message.into(),
        primary: Label { span, text: label.into() },
        related: Vec::new(),
        help: None,
        about: String::new(),
    }
}

/// A multi-file description in YAML with wide characters and tabs.
fn shop() -> (Sources, Vec<Finding>) {
    let order = fixture("shop/schemas/order.yaml");
    let sources = sources(&[("shop/openapi.yaml", &fixture("shop/openapi.yaml")), ("shop/schemas/order.yaml", &order)]);
    let span = |pointer: &str| Span::of(&sources, at(&sources, 0, pointer));
    let mut all = Vec::new();

    let mut f = finding(
        "path-parameter-undeclared",
        Severity::Error,
        Area::Http,
        span("/paths/~1orders~1{orderId}~1items~1{itemId}"),
        "the path has a parameter `{itemId}` that GET does not declare",
        "`{itemId}` is in the path",
    );
    f.related(
        &sources,
        at(&sources, 0, "/paths/~1orders~1{orderId}~1items~1{itemId}/get/parameters"),
        "and not among these",
    );
    f.help("add `{ name: itemId, in: path, required: true, schema: { type: string } }` to `parameters`");
    all.push(f);

    let mut f = finding(
        "property-case",
        Severity::Warning,
        Area::Naming,
        Span::of(&sources, at(&sources, 1, "/properties/customerId")),
        "`customerId` is camelCase; 412 of 415 property names here are snake_case",
        "camelCase",
    );
    f.help("rename it to `customer_id`");
    all.push(f);

    let mut f = finding(
        "limit-name",
        Severity::Warning,
        Area::Pagination,
        span("/paths/~1refunds/get/parameters/0/name"),
        "the limit of a page is called `limit` here and `page_size` in 1 of 2 paginated operations, so that no client \
         can page through both lists with the same code",
        "another name for the same thing",
    );
    f.related(&sources, at(&sources, 0, "/paths/~1orders/get/parameters/0/name"), "the name in GET /orders");
    for place in ["order_id", "placed_at", "total_amount", "total_amount/type", "customerId/type", "order_id/type"] {
        f.related(&sources, at(&sources, 1, &format!("/properties/{place}")), "some other place");
    }
    f.related(&sources, at(&sources, 0, "/components/schemas/Refund"), "one place more");
    f.help("use one name, `page_size`");
    all.push(f);

    for (again, first) in [("/paths/~1refunds/get/operationId", 0), ("/components/schemas/Refund/properties/id", 1)] {
        let doc = &sources.docs[0];
        let duplicate = doc.duplicate_keys[first];
        let mut f = finding(
            "duplicate-key",
            Severity::Error,
            Area::Structure,
            span(again),
            &format!("the key `{}` stands twice in one object", doc.scalar(duplicate.again)),
            "readers take this one",
        );
        f.primary.span = Span::of(&sources, At { doc: DocId(0), node: duplicate.again });
        f.related(&sources, At { doc: DocId(0), node: duplicate.first }, "it stood here first");
        all.push(f);
    }

    let mut f = finding(
        "bounds-contradict",
        Severity::Error,
        Area::Schemas,
        span("/paths/~1orders/get/parameters/1/schema/minLength"),
        "no string is at least 40 and at most 20 characters long",
        "at least 40",
    );
    f.related(&sources, at(&sources, 0, "/paths/~1orders/get/parameters/1/schema/maxLength"), "at most 20");
    all.push(f);

    all.push(finding(
        "html-among-json",
        Severity::Warning,
        Area::Errors,
        span("/paths/~1orders/get/responses/200/content/text~1html"),
        "the answer 一覧です is HTML; the others are JSON",
        "a page for a browser, which no client of an API can read; all other operations answer with JSON",
    ));
    all.push(finding(
        "description-quotes",
        Severity::Info,
        Area::Documentation,
        span("/paths/~1orders~1{orderId}~1items~1{itemId}/get/responses/200/description"),
        "a description that is longer than the line",
        "all of this",
    ));
    all.push(finding(
        "description-short",
        Severity::Warning,
        Area::Documentation,
        span("/paths/~1orders~1{orderId}~1items~1{itemId}/get/responses/404/description"),
        "`無` says too little",
        "説明が足りません",
    ));
    all.push(finding(
        "description-lines",
        Severity::Info,
        Area::Documentation,
        span("/info/description"),
        "a text of several lines",
        "it begins here",
    ));
    all.push(finding("title-emoji", Severity::Info, Area::Documentation, span("/info/title"), "an emoji", "here"));

    // The same rule, place and subject, said twice.
    for message in ["`version` is said once", "`version` is said twice"] {
        all.push(finding("version-said", Severity::Warning, Area::Versioning, span("/info/version"), message, ""));
    }
    (sources, all)
}

/// JSON on one line, a thousand and more columns long.
fn minified() -> (Sources, Vec<Finding>) {
    let sources = sources(&[("minified.json", &fixture("minified.json"))]);
    let end = sources.docs[0].text.len() as u32;
    let span = |pointer: &str| Span::of(&sources, at(&sources, 0, pointer));
    let rule = "operation-summary";
    let area = Area::Documentation;
    let mut all = vec![
        finding(rule, Severity::Warning, area, span("/swagger"), "near the start", "the first key's value"),
        finding(rule, Severity::Warning, area, span("/paths/~1things07~1{id}/get"), "in the middle", "GET"),
        finding(rule, Severity::Warning, area, Span::bytes(DocId(0), end, end), "at the end", "nothing follows"),
        finding(rule, Severity::Info, area, span(""), "the whole document", "all of it"),
    ];
    all[1].related(&sources, at(&sources, 0, "/paths/~1things08~1{id}/get/summary"), "the next summary");
    (sources, all)
}

/// Windows line ends, and a text that breaks off.
fn crlf() -> (Sources, Vec<Finding>) {
    let text = "{\r\n\t\"openapi\": \"3.0.0\",\r\n\t\"info\": {\"title\": \"caf\u{e9}\", \"version\": 7},\r\n\t\"paths\": {\"/a\": [\r\n";
    let sources = sources(&[("windows\u{202e}.json", text)]);
    let problem = sources.docs[0].problems[0].clone();
    let mut broken = finding(
        "syntax",
        Severity::Error,
        Area::Structure,
        Span::bytes(DocId(0), problem.start, problem.end),
        &problem.message,
        "here",
    );
    broken.help = problem.help;
    let version = Span::of(&sources, at(&sources, 0, "/info/version"));
    let number = finding("type", Severity::Error, Area::Structure, version, "`version` is a number", "not a string");
    (sources, vec![broken, number])
}

/// Whatever could move a cursor, colour a screen, forge a line or turn a text round.
fn hostile() -> (Sources, Vec<Finding>) {
    let key = "na\u{202e}me\u{7f}[31m\u{9b}2J\u{200b}";
    let valid = format!("{{\"日本\": 1, \"{key}\":\t\"\u{2066}value\u{2069}\u{2028}\", \"last\": \"\u{feff}\"}}");
    let broken = "a: 1\n\u{1b}[2J\u{7}\u{8}b\u{1b}]0;owned\u{7}: 2 # \u{0}\n";
    let name = "evil\n\u{1b}]8;;http://x\u{7}dir/\u{202e}nosj.ipa.json";
    let sources = sources(&[(name, &valid), ("broken.yaml", broken), ("empty.yaml", "")]);
    let message = format!("the key `{key}` forges\nerror: another finding\r\u{1b}[2J");
    let span = Span::of(&sources, At { doc: DocId(0), node: 4 });
    let mut forged =
        finding("hostile", Severity::Error, Area::Security, span, &message, "a label\nof two lines\u{1b}[0m");
    forged.related(&sources, At { doc: DocId(0), node: 6 }, "the last\u{2028}\u{85}value");
    forged.related(&sources, At { doc: DocId(2), node: 0 }, "a file with nothing in it");
    forged.help(format!("write\n`{key}`\tdifferently: {}", "x".repeat(100_000)));
    forged.about(key);
    let problem = sources.docs[1].problems[0].clone();
    let raw = Span::bytes(DocId(1), broken.find('b').unwrap_or(0) as u32, broken.find(": 2").unwrap_or(0) as u32);
    let mut raw =
        finding("hostile", Severity::Error, Area::Security, raw, &problem.message, "a name with a title in it");
    raw.primary.span.node = None;
    (sources, vec![forged, raw])
}

fn with_report<T>(use_it: impl FnOnce(&Report<'_>) -> T) -> T {
    let all = [shop(), minified(), crlf(), hostile()];
    let roots: Vec<Root<'_>> =
        all.iter().map(|(sources, findings)| Root { sources, findings, suppressed: findings.len() % 3 }).collect();
    use_it(&Report::new(&roots))
}

fn text(report: &Report<'_>, width: usize, color: bool, unicode: bool, show: Severity) -> String {
    let mut out = Vec::new();
    text::write(&mut out, report, &TextOptions { width, color, unicode, show, summary: true }).expect("a vector takes everything");
    String::from_utf8(out).expect("UTF-8")
}

fn json(report: &Report<'_>) -> String {
    let mut out = Vec::new();
    json::write(&mut out, report).expect("a vector takes everything");
    String::from_utf8(out).expect("UTF-8")
}

#[test]
fn each_format_writes_its_file() {
    let written = with_report(|report| {
        [
            ("text-80.txt", text(report, 80, false, true, Severity::Info)),
            ("text-120.txt", text(report, 120, false, true, Severity::Info)),
            ("text-80-ascii.txt", text(report, 80, false, false, Severity::Error)),
            ("text-80-color.txt", text(report, 80, true, true, Severity::Warning)),
            ("lint.json", json(report)),
        ]
    });
    for (name, text) in written {
        let path = fixtures().join(name);
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, &text).expect(name);
        }
        let expected = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(text == expected, "{name} is not what is written now; UPDATE=1 writes it anew:\n{text}");
    }
}

#[test]
fn json_is_valid_by_its_schema_and_the_schema_knows_every_key() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let schema = std::fs::read_to_string(root.join("docs/lint-output.schema.json")).expect("the schema");
    let schema: Value = serde_json::from_str(&schema).expect("JSON");
    let validator = jsonschema::draft202012::new(&schema).expect("a schema");
    let output: Value = serde_json::from_str(&with_report(json)).expect("JSON");
    let page = std::fs::read_to_string(root.join("docs/json-output.md")).expect("the page");
    let example = page.split("```json").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
    let example: Value = serde_json::from_str(example).expect("JSON");
    for document in [&output, &example] {
        let faults: Vec<String> =
            validator.iter_errors(document).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(faults.is_empty(), "{faults:#?}");
        let finding = document["findings"].as_array().and_then(|f| f.iter().find(|f| f["related"][0].is_object()));
        let finding = finding.expect("a finding with a related place");
        let place = keys(&finding["location"]);
        assert_eq!(keys(document), keys(&schema["properties"]));
        assert_eq!(keys(finding), keys(&schema["$defs"]["finding"]["properties"]));
        assert_eq!(place, keys(&schema["$defs"]["location"]["properties"]));
        assert_eq!(keys(&finding["related"][0]).into_iter().filter(|k| *k != "message").collect::<Vec<_>>(), place);
        assert_eq!(keys(&document["summary"]), keys(&schema["$defs"]["summary"]["properties"]));
    }
    let words = |list: Vec<&str>| Value::from(list);
    let finding = &schema["$defs"]["finding"]["properties"];
    assert_eq!(finding["area"]["enum"], words(Area::ALL.iter().map(|a| a.as_str()).collect()));
    assert_eq!(finding["severity"]["enum"], words(Severity::ALL.iter().map(|s| s.as_str()).collect()));
}

fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = value.as_object().expect("an object").keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

#[test]
fn no_output_holds_a_character_that_could_deceive() {
    with_report(|report| {
        for output in [text(report, 80, false, true, Severity::Info), json(report)] {
            let hidden = |c: &char| *c != '\n' && escape::hidden(*c);
            assert_eq!(output.chars().find(hidden), None);
        }
        // Colours are the only escapes, and each of them ends in its line.
        let colored = text(report, 80, true, true, Severity::Info);
        assert!(colored.contains("\u{1b}[1;31m") || colored.contains("\u{1b}[31;1m"), "nothing is red");
        for line in colored.lines() {
            let escapes: Vec<&str> = line.split('\u{1b}').skip(1).collect();
            let is_color = |e: &&str| {
                e.starts_with('[')
                    && e[1..].find('m').is_some_and(|m| e[1..=m].bytes().all(|b| b == b';' || b.is_ascii_digit()))
            };
            assert!(escapes.iter().all(|e| is_color(e)), "{line:?}");
            assert!(escapes.last().is_none_or(|e| e.starts_with("[0m") || e.starts_with("[39m")), "{line:?}");
        }
        // The JSON escapes what it must not show and still has the value.
        let value: Value = serde_json::from_str(&json(report)).expect("JSON");
        let messages: Vec<&str> =
            value["findings"].as_array().expect("a list").iter().filter_map(|f| f["message"].as_str()).collect();
        let forged = report.items.iter().find(|i| i.finding.message.contains("forges")).expect("the forged one");
        assert!(messages.contains(&forged.finding.message.as_str()));
    });
}

#[test]
fn the_order_of_the_findings_does_not_matter() {
    let all = [shop(), minified(), crlf(), hostile()];
    let reversed: Vec<Vec<Finding>> = all.iter().map(|(_, f)| f.iter().rev().cloned().collect()).collect();
    let straight: Vec<Root<'_>> =
        all.iter().map(|(sources, findings)| Root { sources, findings, suppressed: 0 }).collect();
    let turned: Vec<Root<'_>> = all
        .iter()
        .zip(&reversed)
        .rev()
        .map(|((sources, _), findings)| Root { sources, findings, suppressed: 0 })
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
    let roots: Vec<Root<'_>> =
        roots.iter().zip(&found).map(|(sources, findings)| Root { sources, findings, suppressed: 2 }).collect();
    let report = Report::new(&roots);
    let seen: Vec<(&str, &str)> = report.items.iter().map(|i| (i.document().name.as_str(), i.finding.rule)).collect();
    assert_eq!(seen, [("a.yaml", "version"), ("b.yaml", "version"), ("order.yaml", "case"), ("order.yaml", "case")]);
    let summary = report.summary;
    assert_eq!((summary.error, summary.warning, summary.info, summary.suppressed, summary.files), (0, 4, 0, 4, 3));
    let fingerprints = report.fingerprints();
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
        let report =
            text(&Report::new(&[Root { sources: &sources, findings: &findings, suppressed }]), 80, false, true, show);
        report.rsplit_once("\n\n").map_or(report.clone(), |(_, last)| last.to_owned())
    };
    use Severity::{Error, Info, Warning};
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
struct Closing(usize);

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
            let error = text::write(&mut Closing(room), report, &options).expect_err("a closed pipe");
            assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
            let error = json::write(&mut Closing(room), report).expect_err("a closed pipe");
            assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
        }
    });
}

/// Pieces that lines are made of, the awkward ones among them.
const PIECES: [&str; 18] = [
    "a",
    "key: value",
    "  ",
    "日本語",
    "\t",
    "\u{202e}",
    "\u{1b}[2J",
    "👩‍💻",
    "e\u{301}",
    "\n",
    "\r\n",
    "\r",
    "\u{2028}",
    "\u{0}",
    "a_long_word_without_a_space_in_it_that_takes_up_most_of_a_line",
    "\u{200b}",
    "\u{301}\u{301}\u{301}\u{301}",
    "🛒",
];

fn awkward(pieces: usize) -> impl Strategy<Value = String> {
    proptest::collection::vec(0..PIECES.len(), 0..pieces)
        .prop_map(|chosen| chosen.into_iter().map(|c| PIECES[c]).collect())
}

/// The columns that text takes, tabs aside, which are never written.
fn columns(text: &str) -> usize {
    text.chars().map(|c| c.width().unwrap_or(0)).sum()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_in_a_text_its_lines_fit_and_its_carets_stand_under_it(
        document in awkward(60),
        (label, message) in (awkward(8), awkward(20)),
        (start, length, other) in (0_u32..300, 0_u32..100, 0_u32..300),
        width in 50_usize..130,
    ) {
        let doc = Document::new("doc".into(), document, Syntax::Yaml, Tape::default(), Vec::new(), Vec::new());
        let sources = Sources { docs: vec![doc], ..Sources::default() };
        let doc = &sources.docs[0];
        let span = Span::bytes(DocId(0), start, start + length);
        let mut one = finding("rule", Severity::Error, Area::Http, span, &message, &label);
        let written = |f: &Finding| {
            let root = Root { sources: &sources, findings: std::slice::from_ref(f), suppressed: 0 };
            text(&Report::new(&[root]), width, false, true, Severity::Info)
        };
        let output = written(&one);
        // The first underline and the source line over it.
        let lines: Vec<&str> = output.lines().collect();
        let under = lines.iter().position(|l| l.contains(" · ")).expect("an underline");
        let skip = lines[under].split('·').next().expect("a gutter").chars().count() + 2;
        let shown = |line: &str| line.chars().skip(skip).collect::<String>();
        let (line, underline) = (shown(lines[under - 1]), shown(lines[under]));
        let begin = underline.chars().take_while(|c| *c == ' ').count();
        let end = underline.chars().count();
        let mut at = 0;
        let marked: String = line.chars().filter(|c| {
            at += c.width().unwrap_or(0);
            at > begin && at <= end && !c.is_whitespace() && c.width() != Some(0)
        }).collect();
        let (_, line_end) = doc.line_range(doc.place(start).line);
        let from = doc.text.floor_char_boundary(start as usize).min(line_end as usize);
        let to = doc.text.ceil_char_boundary((start + length) as usize).min(line_end as usize).max(from);
        let meant: String = escape::source(&doc.text[from..to]).chars().filter(|c| !c.is_whitespace() && c.width() != Some(0)).collect();
        let meant_any = columns(&escape::source(&doc.text[from..to])) > 0;
        prop_assert!(!meant_any || meant.starts_with(&marked), "{:?} is not the start of {:?}\n{}", marked, meant, output);
        prop_assert!(meant.is_empty() || !marked.is_empty() , "{:?} is not underlined\n{}", meant, output);

        one.primary.text.clear();
        one.related = vec![Label { span: Span::bytes(DocId(0), other, other + length / 3), text: label.clone() }; 9];
        for output in [output, written(&one)] {
            prop_assert!(!output.contains(|c| c != '\n' && escape::hidden(c)));
            for line in output.lines().filter(|l| !l.contains("─[doc:")) {
                prop_assert!(columns(line) <= width, "{} columns: {:?}\n{}", columns(line), line, output);
            }
        }
    }
}

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
        let root = Root { sources: &sources, findings: &findings, suppressed: 0 };
        let timed = |format: &str, write: &dyn Fn(&mut Vec<u8>, &Report<'_>)| {
            let start = std::time::Instant::now();
            let mut out = Vec::new();
            write(&mut out, &Report::new(&[root]));
            let took = start.elapsed();
            println!("{name}, {format}: {:.3} s for {} bytes", took.as_secs_f64(), out.len());
            // Without optimisation it is only held that nothing is quadratic.
            assert!(took.as_secs() < if cfg!(debug_assertions) { 20 } else { 1 }, "{name}, {format}: {took:?}");
        };
        timed("text", &|out, report| {
            let options = TextOptions { width: 80, color: true, unicode: true, show: Severity::Info, summary: true };
            text::write(out, report, &options).expect("a vector takes everything");
        });
        timed("JSON", &|out, report| json::write(out, report).expect("a vector takes everything"));
    }
}
