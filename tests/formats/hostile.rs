//! Names that try to be more than names: each format says them, and none does what they say.

use caveat::finding::{Area, Finding, Label, Severity, Span};
use caveat::lint::judge::shortened;
use caveat::report::escape::words;
use caveat::report::format::{Writer, find};
use caveat::report::html as page;
use caveat::report::run::Run;
use caveat::report::{Report, Root};
use caveat::source::loader::{DocId, Loader};
use serde_json::Value;

use crate::{Here, html, judge, xml};

const NAMES: &[&str] = &[
    "::error::forged",
    "a\n::error file=x.yaml::forged",
    "a\r\n::add-mask::forged",
    "%0A::error::forged%25",
    "##[error]forged",
    "::stop-commands::forged",
    "\u{1b}[31mred\u{1b}]8;;http://evil.example\u{7}",
    "<script>alert(1)</script>",
    "</summary></details><img src=x onerror=alert(1)>",
    "\u{202e}reversed\u{2066}",
    "`code` and ```fences```",
    "|pipes|and|rows|",
    "]]><!-- &amp; & -->",
    "[link](http://evil.example)",
    "![image](http://evil.example/x.png)",
    "{0} and {{1}}",
    "@everyone fix #1",
    "line\u{2028}separator\u{85}next",
    "not a character \u{ffff}\u{fffe}\u{0}",
    "'quotes\" and \\ backslashes",
    "",
    " ",
];

/// A description that names each of them in a finding: it requires properties that nobody describes.
fn description() -> String {
    let required: Vec<String> = NAMES.iter().map(|name| Value::from(*name).to_string()).collect();
    // A lone surrogate, which JSON can write and Unicode does not have.
    let required = required.join(", ") + r#", "lone \ud800 surrogate""#;
    format!(
        r#"{{"openapi": "3.1.0", "info": {{"title": "t", "version": "1"}}, "paths": {{}}, "components": {{"schemas":
        {{"S": {{"type": "object", "properties": {{"a": {{}}}}, "required": [{required}]}}}}}}}}"#
    )
}

/// Names of files are names as well, where the system has such files.
const FILE: &str = if cfg!(windows) { "a.json" } else { "::error::a,b%0A`<b>\u{202e}\u{1b}[2J.json" };

#[test]
fn nothing_is_injected_by_names() {
    let here = Here::new();
    here.write("caveat.yaml", "rules: {all: off, undefined-required-property: error}\n");
    here.write(FILE, &description());
    assert_eq!(here.all(&["lint", FILE]), 1);
    let json: Value = serde_json::from_str(&here.read("json.out")).expect("JSON");
    let findings = json["findings"].as_array().expect("findings").clone();
    let texts = |key: &str| -> Vec<String> {
        findings.iter().map(|finding| finding[key].as_str().unwrap_or_default().to_owned()).collect()
    };
    let (messages, helps) = (texts("message"), texts("help"));
    for name in NAMES {
        let name = shortened(name);
        assert!(messages.iter().any(|message| message.contains(&name)), "no finding says {name:?}");
    }
    assert_said(&|format| here.read(&format!("{format}.out")), &messages, &helps);
}

/// Whatever the message, the help, and the labels are.
#[test]
fn nothing_is_injected_by_texts() {
    let loader = Loader::default();
    loader.add(FILE, FILE, b"a: 1\n".to_vec());
    let sources = loader.finish();
    let messages: Vec<String> = NAMES.iter().map(|name| format!("{name} is `{name}`")).collect();
    let label = |text: &str| Label { span: Span::bytes(DocId(0), 0, 1), text: text.to_owned() };
    let findings = messages.iter().zip(NAMES).map(|(message, name)| Finding {
        rule: "<b>`a-rule`::error::",
        area: Area::Structure,
        severity: Severity::Error,
        message: message.clone(),
        primary: label(name),
        related: vec![label(name)],
        help: Some(message.clone()),
        about: message.clone(),
        of_all: false,
        fix: None,
    });
    let findings: Vec<Finding> = findings.collect();
    let roots = [Root { sources: &sources, doc: DocId(0), findings: &findings, suppressed: &[] }];
    let report = Report::new(&roots);
    let run = Run::of_findings(&report, &roots, Severity::Info);
    let messages: Vec<String> = report.items.iter().map(|item| item.finding.message.clone()).collect();
    let read = |name: &str| {
        let mut out = Vec::new();
        match find(name).expect("a format").writer {
            Writer::Entries(write) | Writer::Annotations(write, _) => write(&mut out, &run).expect("it is written"),
            Writer::Page => {
                let lint = page::Lint { show: Severity::Info, rules: &[], learned: &[], complete: true };
                page::write_lint(&mut out, &report, &lint).expect("it is written");
            }
            Writer::Text | Writer::Json => {}
        }
        String::from_utf8(out).expect("UTF-8")
    };
    assert_said(&read, &messages, &messages);
}

/// Reads each format back: it says the messages, and nothing else.
fn assert_said(read: &dyn Fn(&str) -> String, messages: &[String], helps: &[String]) {
    let shown: Vec<String> = messages.iter().map(|message| words(message).into_owned()).collect();

    // JSON formats have the very text, and no character in it that is not seen.
    for format in ["gitlab", "sarif"] {
        let hidden = |c: char| c != '\n' && caveat::report::escape::hidden(c);
        assert_eq!(read(format).chars().find(|c| hidden(*c)), None, "{format}");
    }
    for (issue, message) in judge::gitlab(&read("gitlab")).iter().zip(messages) {
        assert_eq!(issue["description"], message.as_str());
        assert_eq!(issue["location"]["path"], FILE);
    }
    for (result, message) in judge::sarif(&read("sarif")).iter().zip(messages) {
        let text = result["message"]["text"].as_str().expect("a text");
        assert!(!text.contains("](") && !text.replace("{{0}}", "").replace("{{1}}", "").contains("{0}"), "{text}");
        let back = text.replace("] (", "](").replace("{{0}}", "{0}").replace("{{{1}}}", "{{1}}");
        assert!(back.starts_with(message), "{back} is not {message}");
    }

    // XML shows what it could not hold.
    let visible = |text: &String| text.replace('\u{fffe}', "\\u{fffe}").replace('\u{ffff}', "\\u{ffff}");
    let expected: Vec<String> = shown.iter().map(visible).collect();
    for read in [xml::junit(&read("junit")), xml::checkstyle(&read("checkstyle"))] {
        assert!(read.iter().all(|read| read.file == words(FILE) && read.severity == "error"));
        assert_eq!(read.into_iter().map(|read| read.message).collect::<Vec<_>>(), expected);
    }

    // Ten annotations, which are the first ten findings, and lines of the log that are no commands.
    let log = read("github");
    let annotations = judge::github(&log);
    let (group, annotations): (Vec<_>, Vec<_>) =
        annotations.into_iter().partition(|annotation| annotation.kind.ends_with("group"));
    assert_eq!((group.len(), annotations.len()), (2, 10));
    for (annotation, (message, help)) in annotations.iter().zip(shown.iter().zip(helps)) {
        assert_eq!(annotation.kind, "error");
        assert_eq!(annotation.properties[0].1, words(FILE));
        let help = if help.is_empty() { String::new() } else { format!("\nhelp: {}", words(help)) };
        assert_eq!(annotation.message, format!("{message}{help}"));
    }
    let in_log = log.lines().filter(|line| line.starts_with("- ") && line.contains("error[")).count();
    assert_eq!(in_log, messages.len() - 10);

    // One line for each.
    let compact = read("compact");
    assert_eq!(compact.lines().count(), messages.len());
    for (line, message) in compact.lines().zip(&shown) {
        assert!(line.starts_with(&*words(FILE)) && line.ends_with(message.as_str()), "{line}");
    }

    // The page has them by their rule, which is the same for all, and shows code without backticks.
    let plain = |text: &str| text.replace('`', "");
    let said: Vec<String> = html::page(&read("html")).messages.iter().map(|message| plain(message)).collect();
    assert_eq!(said, expected.iter().map(|message| plain(message)).collect::<Vec<_>>());

    let page = read("markdown");
    let prose = judge::markdown(&page);
    assert!(!prose.contains("@everyone") && !prose.contains("http://evil"), "{prose}");
    for output in [&page, &compact, &log, &read("junit"), &read("checkstyle")] {
        let hidden = output.chars().find(|c| *c != '\n' && caveat::report::escape::hidden(*c));
        assert_eq!(hidden, None);
    }
}

/// The same of changes, whose witnesses say names in requests.
#[test]
fn nothing_is_injected_by_changes() {
    let here = Here::new();
    let side = |required: &str| {
        let properties: Vec<String> = NAMES.iter().map(|name| format!("{}: {{}}", Value::from(*name))).collect();
        format!(
            r#"{{"openapi": "3.1.0", "info": {{"title": "t", "version": "1"}}, "paths": {{"/`a`<b>::": {{"post":
            {{"requestBody": {{"content": {{"application/json": {{"schema": {{"type": "object", "properties":
            {{{}}}, "required": [{required}]}}}}}}}}, "responses": {{"204": {{"description": "d"}}}}}}}}}}}}"#,
            properties.join(", ")
        )
    };
    let names: Vec<String> = NAMES.iter().map(|name| Value::from(*name).to_string()).collect();
    here.write("old.json", &side(""));
    here.write("new.json", &side(&names.join(", ")));
    assert_eq!(here.all(&["diff", "old.json", "new.json"]), 1);
    assert_eq!(judge::gitlab(&here.read("gitlab.out")).len(), NAMES.len());
    assert!(here.read("markdown.out").contains("is refused now"), "a witness is shown");
    assert!(html::page(&here.read("html.out")).copied.len() > 1, "a request is shown");
    assert_eq!(here.all(&["check", "new.json", "--against", "old.json"]), 1);
}
