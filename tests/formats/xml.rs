//! What the published schemas of `JUnit` and Checkstyle ask for, as tables: which elements stand in which, and which
//! attributes they have.

use roxmltree::{Document, Node};

/// An element: its name, the elements that may stand in it, the attributes that it must have, those that it may have,
/// and whether text may stand in it.
type Row = (&'static str, &'static [&'static str], &'static [&'static str], &'static [&'static str], bool);

/// `junit-10.xsd` of Jenkins' xUnit plugin, as far as it speaks of what we could write.
const JUNIT: &[Row] = &[
    ("testsuites", &["testsuite"], &[], &["name", "time", "tests", "failures", "errors"], false),
    (
        "testsuite",
        &["testsuite", "properties", "testcase", "system-out", "system-err"],
        &["name", "tests", "failures", "errors"],
        &["group", "time", "skipped", "timestamp", "hostname", "id", "package", "file", "log", "url"],
        false,
    ),
    (
        "testcase",
        &["skipped", "error", "failure", "system-out", "system-err"],
        &["name"],
        &["time", "classname", "group"],
        false,
    ),
    ("failure", &[], &[], &["type", "message"], true),
    ("system-out", &[], &[], &[], true),
];

/// `checkstyle-report-1.0.0.xsd`.
const CHECKSTYLE: &[Row] = &[
    ("checkstyle", &["file", "exception", "error"], &[], &["version"], false),
    ("file", &["error", "exception"], &["name"], &[], false),
    ("error", &[], &[], &["line", "column", "severity", "message", "source"], false),
];

fn check(node: Node<'_, '_>, rows: &[Row]) {
    let name = node.tag_name().name();
    let row = rows.iter().find(|row| row.0 == name).unwrap_or_else(|| panic!("there is no element {name}"));
    let (_, children, required, allowed, text) = *row;
    for attribute in required {
        assert!(node.has_attribute(*attribute), "{name} needs {attribute}");
    }
    for attribute in node.attributes() {
        let known = required.contains(&attribute.name()) || allowed.contains(&attribute.name());
        assert!(known, "{name} knows no {}", attribute.name());
    }
    for child in node.children() {
        if child.is_element() {
            assert!(children.contains(&child.tag_name().name()), "{} in {name}", child.tag_name().name());
            check(child, rows);
        } else {
            assert!(text || child.text().unwrap_or_default().trim().is_empty(), "text in {name}");
        }
    }
}

fn number(node: Node<'_, '_>, attribute: &str) -> usize {
    let text = node.attribute(attribute).unwrap_or_default();
    text.parse().unwrap_or_else(|_| panic!("{attribute} is `{text}`"))
}

/// A test case or an error, read back.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Read {
    pub(crate) file: String,
    pub(crate) severity: String,
    pub(crate) message: String,
}

/// Judges a `JUnit` report, and reads its failures.
pub(crate) fn junit(text: &str) -> Vec<Read> {
    let document = Document::parse(text).expect("XML");
    let root = document.root_element();
    assert_eq!(root.tag_name().name(), "testsuites");
    check(root, JUNIT);
    let named = |node: Node<'_, '_>, name: &str| node.descendants().filter(|n| n.has_tag_name(name)).count();
    for node in document.descendants().filter(|n| n.has_tag_name("testsuite") || n.has_tag_name("testsuites")) {
        assert_eq!(number(node, "tests"), named(node, "testcase"));
        assert_eq!(number(node, "failures"), named(node, "failure"));
        assert!(number(node, "tests") > 0 || node.has_tag_name("testsuites"), "a suite without tests");
    }
    let failures = document.descendants().filter(|n| n.has_tag_name("failure"));
    let read = |node: Node<'_, '_>| Read {
        file: node.parent_element().and_then(|n| n.attribute("classname")).unwrap_or_default().to_owned(),
        severity: node.attribute("type").unwrap_or_default().to_owned(),
        message: node.attribute("message").unwrap_or_default().to_owned(),
    };
    failures.map(read).collect()
}

/// Judges a Checkstyle report, and reads its errors.
pub(crate) fn checkstyle(text: &str) -> Vec<Read> {
    let document = Document::parse(text).expect("XML");
    let root = document.root_element();
    assert_eq!(root.tag_name().name(), "checkstyle");
    check(root, CHECKSTYLE);
    let errors = document.descendants().filter(|n| n.has_tag_name("error"));
    let read = |node: Node<'_, '_>| {
        assert!(number(node, "line") > 0 && number(node, "column") > 0);
        let severity = node.attribute("severity").unwrap_or_default().to_owned();
        assert!(["ignore", "info", "warning", "error"].contains(&&*severity), "{severity}");
        Read {
            file: node.parent_element().and_then(|n| n.attribute("name")).unwrap_or_default().to_owned(),
            severity,
            message: node.attribute("message").unwrap_or_default().to_owned(),
        }
    };
    errors.map(read).collect()
}
