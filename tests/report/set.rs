//! The set of findings, and what the tests make others with.

use std::path::{Path, PathBuf};

use caveat::finding::{Area, Finding, Label, Severity, Span};
use caveat::report::text::TextOptions;
use caveat::report::{Report, Root, json, text};
use caveat::source::loader::{At, DocId, Loader, Sources};
use caveat::suppress::{Means, Suppressed, Written};

pub(crate) fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/report")
}

/// Documents by name and content, the first one the root.
pub(crate) fn sources(documents: &[(&str, &str)]) -> Sources {
    let loader = Loader::default();
    for (name, text) in documents {
        loader.add(name, name, text.as_bytes().to_vec());
    }
    loader.finish()
}

pub(crate) fn fixture(name: &str) -> String {
    std::fs::read_to_string(fixtures().join(name)).expect(name)
}

/// The node at a pointer; the last one where a key stands twice.
pub(crate) fn at(sources: &Sources, doc: u32, pointer: &str) -> At {
    let mut view = sources.docs[doc as usize].root().expect("a root");
    for step in pointer.split('/').skip(1) {
        let key = step.replace("~1", "/").replace("~0", "~");
        let next = if view.is_seq() { view.items().nth(key.parse().expect("an index")) } else { view.get_text(&key) };
        view = next.unwrap_or_else(|| panic!("{pointer} has no {key}"));
    }
    At { doc: DocId(doc), node: view.at }
}

pub(crate) fn finding(
    rule: &'static str,
    severity: Severity,
    area: Area,
    span: Span,
    message: &str,
    label: &str,
) -> Finding {
    Finding {
        rule,
        area,
        severity,
        message: message.into(),
        primary: Label { span, text: label.into() },
        related: Vec::new(),
        help: None,
        about: String::new(),
        of_all: false,
        fix: None,
    }
}

/// A multi-file description in YAML with wide characters and tabs.
pub(crate) fn shop() -> (Sources, Vec<Finding>) {
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
pub(crate) fn minified() -> (Sources, Vec<Finding>) {
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
pub(crate) fn crlf() -> (Sources, Vec<Finding>) {
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
pub(crate) fn hostile() -> (Sources, Vec<Finding>) {
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
    forged.help(format!("write\n`{key}`\tdifferently: {}", "x".repeat(1_000)));
    forged.about(key);
    let problem = sources.docs[1].problems[0].clone();
    let raw = Span::bytes(DocId(1), broken.find('b').unwrap_or(0) as u32, broken.find(": 2").unwrap_or(0) as u32);
    let mut raw =
        finding("hostile", Severity::Error, Area::Security, raw, &problem.message, "a name with a title in it");
    raw.primary.span.node = None;
    (sources, vec![forged, raw])
}

/// So many of the findings, as if somebody had accepted them.
pub(crate) fn accepted(findings: &[Finding], number: usize) -> Vec<Suppressed> {
    let suppressed = |finding: &Finding| Suppressed {
        finding: finding.clone(),
        by: Means::Comment,
        because: Some("\u{1b}[31mit is so\u{202e}".into()),
        written: Written { file: "a.yaml".into(), line: 3, column: 7 },
    };
    findings.iter().take(number).map(suppressed).collect()
}

pub(crate) fn with_report<T>(use_it: impl FnOnce(&Report<'_>) -> T) -> T {
    let all = [shop(), minified(), crlf(), hostile()];
    let suppressed: Vec<Vec<Suppressed>> =
        all.iter().map(|(_, findings)| accepted(findings, findings.len() % 3)).collect();
    let roots: Vec<Root<'_>> = all
        .iter()
        .zip(&suppressed)
        .map(|((sources, findings), suppressed)| Root { sources, doc: DocId(0), findings, suppressed })
        .collect();
    use_it(&Report::new(&roots))
}

pub(crate) fn text(report: &Report<'_>, width: usize, color: bool, unicode: bool, show: Severity) -> String {
    let mut out = Vec::new();
    text::write(&mut out, report, &TextOptions { width, color, unicode, show, summary: true })
        .expect("a vector takes everything");
    String::from_utf8(out).expect("UTF-8")
}

pub(crate) fn json(report: &Report<'_>) -> String {
    let mut out = Vec::new();
    json::write(&mut out, report).expect("a vector takes everything");
    String::from_utf8(out).expect("UTF-8")
}
