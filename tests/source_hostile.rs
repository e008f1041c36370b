//! Inputs that are meant to break a reader: odd bytes, wild numbers, endless depth, bombs. Each ends soon, without a
//! panic, and with as much of the document as can be had.

#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods, clippy::unwrap_used)]

use std::time::{Duration, Instant};

use caveat::source::document::{Document, Syntax, View};
use caveat::source::names::Interner;
use caveat::source::tape::Kind;
use proptest::prelude::*;

fn read(name: &str, bytes: impl Into<Vec<u8>>) -> Document {
    caveat::source::read(name.to_owned(), bytes.into(), &mut Interner::default())
}

fn text(document: &Document, key: &str) -> Option<String> {
    Some(document.root()?.get_text(key)?.as_scalar()?.into_owned())
}

/// The problems of a document: whether each is fatal, where it is, and the beginning of what it says.
fn problems(document: &Document) -> Vec<(bool, u32, u32, String)> {
    let place = |p: u32| document.place(p);
    let short = |m: &str| m.split([',', '(', ':']).next().unwrap_or_default().trim_end().to_owned();
    let all = document.problems.iter();
    all.map(|p| (p.fatal, place(p.start).line, place(p.start).column, short(&p.message))).collect()
}

/// What must hold for every document, however broken: nodes in order within their containers, problems and comments
/// within the text, and every question answered.
fn check(document: &Document) -> Result<(), String> {
    let mut open: Vec<(u32, u32, u32)> = Vec::new();
    for (at, node) in document.tape.nodes.iter().enumerate() {
        let at = at as u32;
        while open.pop_if(|(next, ..)| *next <= at).is_some() {}
        if node.start > node.end || document.text.get(node.start as usize..node.end as usize).is_none() {
            return Err(format!("node {at} is at {}..{}", node.start, node.end));
        }
        if let Some((_, last, end)) = open.last_mut() {
            if node.start < *last || node.end > *end {
                return Err(format!("node {at} at {}..{} is not within {last}..{end}", node.start, node.end));
            }
            *last = node.end;
        }
        if matches!(node.kind(), Kind::Map | Kind::Seq) {
            open.push((node.next, node.start, node.end));
        }
        let view = document.view(at);
        let _ = (document.pointer(at), document.place(node.start), view.as_scalar(), view.as_u64(), view.as_f64());
        let _ = (view.members().count(), view.items().count(), document.key_of(at));
    }
    for problem in &document.problems {
        if document.text.get(problem.start as usize..problem.end as usize).is_none() {
            return Err(format!("the problem {problem:?} has no place"));
        }
    }
    for &(start, end) in &document.tape.comments {
        if !document.text.get(start as usize..end as usize).is_some_and(|c| c.starts_with('#')) {
            return Err(format!("no comment is at {start}..{end}"));
        }
    }
    Ok(())
}

const GOOD: &str = r#"{"openapi":"3.0.3","info":{"title":"t","version":"1"},"paths":{}}"#;
const HEAD: &str = "openapi: 3.1.0\ninfo: {title: t, version: \"1\"}\n";

#[test]
fn odd_bytes_are_read_or_refused() {
    let utf16: Vec<u8> = GOOD.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let utf32: Vec<u8> = GOOD.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
    for bytes in [[b"\xEF\xBB\xBF", GOOD.as_bytes()].concat(), utf16, [&b"\xFF\xFE\0\0"[..], &utf32].concat()] {
        let document = read("x.json", bytes);
        assert_eq!(document.problems, []);
        assert_eq!(text(&document, "openapi").as_deref(), Some("3.0.3"));
    }
    for ends in ["\r\n", "\r", "\n"] {
        let document = read("x.yaml", format!("{HEAD}paths: {{}}\nx-last: é\n").replace('\n', ends));
        assert_eq!(document.problems, []);
        let last = document.root().and_then(|r| r.get_text("x-last")).unwrap();
        let place = document.place(last.range().1);
        assert_eq!((place.line, place.column), (4, 10), "{ends:?}");
    }
    let latin1 = [HEAD.as_bytes(), b"x-a: caf\xE9\nx-b: 1\n"].concat();
    let document = read("x.yaml", latin1);
    assert_eq!(problems(&document), [(false, 3, 9, "the byte 0xE9 is not UTF-8".into())]);
    assert_eq!(text(&document, "x-a").as_deref(), Some("caf\u{FFFD}"));
    assert_eq!(text(&document, "x-b").as_deref(), Some("1"));
    let document = read("x.yaml", format!("{HEAD}x: \"a\0b\"\n"));
    assert_eq!(problems(&document), [(true, 3, 6, "a NUL character stands here".into())]);
    assert_eq!(text(&document, "openapi").as_deref(), Some("3.1.0"));
    let document = read("x.json", [GOOD.as_bytes(), &[0; 100]].concat());
    assert_eq!(problems(&document), [(true, 1, 66, "a NUL character stands here".into())]);
    for bytes in [&b"\x1F\x8B\x08\x00\x00\x00"[..], &[0; 512], &(0..=255).cycle().take(4096).collect::<Vec<u8>>()] {
        let document = read("x.yaml", bytes);
        assert_eq!((document.text.len(), document.tape.nodes.len()), (0, 0));
        assert!(document.broken() && document.problems[0].message.contains("not text"));
    }
    for (empty, kind) in [("", None), ("# nothing\n", None), ("\u{FEFF}", None), ("null", Some(Kind::Null))] {
        let document = read("x.yaml", empty);
        assert_eq!((document.problems.len(), document.root().map(View::kind)), (0, kind), "{empty:?}");
    }
}

#[test]
fn the_everyday_faults_keep_what_stands_before_them() {
    let good = &GOOD[..GOOD.len() - 1];
    for (name, text, expected) in [
        ("x.json", format!("{good},}}"), (true, 1, 65, "there is a comma before the closing bracket")),
        ("x.json", format!("{good},\"x\":NaN}}"), (true, 1, 70, "this is not a number as JSON writes it")),
        (
            "x.json",
            format!("{good},\"x\":\"\\ud800\"}}"),
            (false, 1, 71, "`\\ud800` is half of a surrogate pair and stands for no character"),
        ),
        ("x.json", format!("// c\n{GOOD}"), (true, 1, 1, "JSON has no comments")),
        ("x.json", HEAD.to_owned(), (false, 1, 1, "this file is named `.json` but is written in YAML")),
        ("x.yaml", format!("{HEAD}paths: {{}}\n---\n{HEAD}"), (false, 4, 1, "a second YAML document begins here")),
        (
            "x.yaml",
            "openapi: 3.1.0\ninfo:\n\ttitle: t\n".to_owned(),
            (true, 3, 1, "a tab stands where YAML wants spaces"),
        ),
        ("x.yaml", format!("{HEAD}x: *nope\n"), (false, 3, 4, "the alias `*nope` has no anchor `&nope` before it")),
        ("x.yaml", format!("{HEAD}x: {{? [a, b] : 1}}\n"), (false, 3, 7, "a key must be a text")),
    ] {
        let document = read(name, text.clone());
        let (fatal, line, column, message) = expected;
        assert_eq!(problems(&document), [(fatal, line, column, message.to_owned())], "{text}");
        let kept = !text.starts_with("//");
        assert_eq!(document.root().is_some_and(|r| r.get_text("openapi").is_some()), kept, "{text}");
    }
    // YAML allows the comma, so a file that is not named `.json` is no worse for it.
    let document = read("x.yaml", format!("{good},}}"));
    assert_eq!((document.syntax, document.problems.len()), (Syntax::Yaml, 0));
}

#[test]
fn every_beginning_of_a_document_is_read_as_far_as_it_goes() {
    let json = r#"{"a": [1, {"b\u00e9": "c\n", "d": null}], "e": -1.5e+3, "f": {"g": true}, "h": "\ud83d\ude00é"}"#;
    let yaml = "a: &x\n  - 'b'\n  - {c: \"d\\n\", e: ~}\n? f\n: |+\n  g\n\n  é\n# h\ni: !!str *x\nj: [1, 2 ]\n<<: {k: >-\n l}\n";
    for (name, text) in [("x.json", json), ("x.yaml", yaml)] {
        let whole: Vec<String> = names(&read(name, text));
        for end in (0..text.len()).filter(|&end| text.is_char_boundary(end)) {
            let document = read(name, &text[..end]);
            check(&document).unwrap_or_else(|fault| panic!("{:?}: {fault}", &text[..end]));
            let kept = names(&document);
            if name == "x.json" {
                assert!(document.broken());
                assert!(whole.starts_with(&kept), "{:?}: {kept:?}", &text[..end]);
            }
        }
    }
}

fn names(document: &Document) -> Vec<String> {
    document.root().map_or_else(Vec::new, |root| root.members().map(|m| m.text().into_owned()).collect())
}

/// Runs on a stack that no recursion over the input would survive.
fn on_a_small_stack(job: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new().stack_size(256 * 1024).spawn(job).unwrap().join().unwrap();
}

#[test]
fn depth_costs_no_stack_and_no_more_than_its_length() {
    const DEPTH: usize = 100_000;
    on_a_small_stack(|| {
        let nested = |open: &str, inner: &str, close: &str| open.repeat(DEPTH) + inner + &close.repeat(DEPTH);
        for (name, text, deepest) in [
            ("x.json", nested("[", "", "]"), DEPTH),
            ("x.json", nested("{\"a\":", "1", "}"), DEPTH + 1),
            ("x.json", nested("[", "", ""), DEPTH),
            ("x.yaml", format!("x: {}\n", nested("[", "", "]")), DEPTH + 1),
            ("x.yaml", format!("x: {}\n", nested("{a: ", "1", "}")), DEPTH + 2),
            ("x.yaml", format!("{}x\n", nested("- ", "", "")), DEPTH + 1),
            ("x.yaml", format!("x: {}\n", nested("[{a: ", "1", "}]")), 2 * DEPTH + 2),
        ] {
            let start = Instant::now();
            let document = read(name, text);
            let (mut depth, mut open) = (0, Vec::new());
            for (at, node) in document.tape.nodes.iter().enumerate() {
                while open.pop_if(|next| *next <= at as u32).is_some() {}
                open.push(node.next);
                depth = depth.max(open.len());
            }
            assert_eq!(depth, deepest);
            let last = document.tape.nodes.len() as u32 - 1;
            assert!(document.pointer(last).len() > DEPTH);
            assert!(start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
        }
    });
}

#[test]
fn bombs_do_not_go_off() {
    // Aliases stay aliases, however many texts they stand for.
    let mut laughs = format!("{HEAD}x-a: &a [\"lol\",\"lol\",\"lol\",\"lol\"]\n");
    for (before, this) in ('a'..='y').zip('b'..='z') {
        let aliases = vec![format!("*{before}"); 9].join(",");
        laughs = format!("{laughs}x-{this}: &{this} [{aliases}]\n");
    }
    let document = read("x.yaml", laughs.clone());
    assert_eq!(document.problems, []);
    assert!(document.tape.nodes.len() < laughs.len());
    assert!(document.root().and_then(|r| r.get_text("x-z")).is_some_and(|z| z.items().count() == 9));

    // An alias that stands within what it stands for.
    let document = read("x.yaml", "x: &a [*a, {b: *a}]\ny: &b {<<: *b, c: 1}\n");
    assert_eq!(document.problems, []);
    check(&document).unwrap();

    // A long key that is used by alias is kept once.
    let key = "k".repeat(1_000_000);
    let uses: String = (0..20_000).map(|_| "  - *k : 1\n").collect();
    let document = read("x.yaml", format!("? &k {key}\n: 1\nuses:\n{uses}"));
    assert_eq!(document.problems, []);
    let first = document.root().and_then(|r| r.get_text("uses")?.items().next()).unwrap();
    assert_eq!(first.members().next().unwrap().text(), key);

    // Merge keys that add up to the square of the document.
    let chain: Vec<_> = (1..20_000).map(|n| format!("m{n}: &m{n} {{<<: *m{}, k{n}: 1}}\n", n - 1)).collect();
    let document = read("x.yaml", format!("m0: &m0 {{k0: 1}}\n{}", chain.concat()));
    let told = problems(&document);
    assert_eq!(told.len(), 1);
    assert!(!told[0].0 && told[0].3.starts_with("the merge keys"), "{told:?}");
    let total: usize = document.root().unwrap().members().map(|m| m.value.members().count()).sum();
    assert!(total < 500_000, "{total} members");
}

#[test]
fn long_lines_and_long_lists_take_linear_time() {
    let start = Instant::now();
    let mega = 1 << 20;
    for (name, text, nodes) in [
        ("x.yaml", format!("x: \"{}\"\n", "a ".repeat(8 * mega)), 3),
        ("x.yaml", format!("x: {}\n", "a ".repeat(4 * mega)), 3),
        ("x.yaml", format!("x: |\n{}", "  é\n".repeat(mega)), 3),
        ("x.yaml", format!("x: 1\n{}y: 1\n", "\n".repeat(4 * mega)), 5),
        ("x.yaml", format!("[{}]\n", "{a: 1}, ".repeat(mega / 8)), 1 + 3 * mega / 8),
        ("x.yaml", format!("{}x: 1\n", "# c\n".repeat(mega / 4)), 3),
        ("x.json", format!("{{\"x\":\"{}\"}}", "a".repeat(32 * mega)), 3),
        ("x.json", format!("{{\"{}\":1}}", "k".repeat(8 * mega)), 3),
        ("x.json", format!("[{}1]", "1,".repeat(mega)), mega + 2),
    ] {
        let document = read(name, text);
        assert_eq!(document.problems, [], "{}", &document.text[..40]);
        assert_eq!(document.tape.nodes.len(), nodes, "{}", &document.text[..40]);
        let end = document.text.len() as u32;
        assert!(document.place(end).line >= 1);
    }
    assert!(start.elapsed() < Duration::from_mins(1), "{:?}", start.elapsed());
}

#[test]
fn a_key_beyond_reason_is_refused_and_a_long_one_is_read() {
    let key = "k".repeat(30_000);
    let document = read("x.yaml", format!("a: 1\n{key}: 2\nb: 3\n"));
    assert_eq!((document.problems.len(), names(&document).len()), (0, 3));
    let document = read("x.yaml", format!("a: 1\n{}: 2\n", "k".repeat(100_000)));
    assert_eq!(problems(&document), [(true, 2, 1, "this is far too long for a key".into())]);
    assert_eq!(names(&document)[..1], ["a"]);
}

#[test]
fn texts_in_quotes_may_be_indented_too_little() {
    let document = read("x.yaml", "a:\n  b: \"one\n  two\n\n  thr\\u00e9\\\n  e\" # c\n  d: 'x\n  y ''z'''\ne: 1\n");
    let expected = "this line goes on with a text in quotes and must be indented more than the key of that text";
    assert_eq!(problems(&document), [(false, 3, 3, expected.into()), (false, 8, 3, expected.into())]);
    let a = document.root().and_then(|r| r.get_text("a")).unwrap();
    assert_eq!(a.get_text("b").unwrap().as_str().unwrap(), "one two\nthrée");
    assert_eq!(a.get_text("d").unwrap().as_str().unwrap(), "x y 'z'");
    assert_eq!(text(&document, "e").as_deref(), Some("1"));
}

/// Pieces that are put together to texts that look like YAML or JSON to a reader, at least for a while.
const PIECES: &[&str] = &[
    " ",
    "  ",
    "\n",
    "\n ",
    "\n  ",
    "- ",
    ": ",
    ":",
    "a",
    "b: ",
    "\"",
    "'",
    "[",
    "]",
    "{",
    "}",
    ",",
    "|",
    ">",
    "|\n",
    ">-\n  ",
    "&a ",
    "*a ",
    "!t ",
    "!!str ",
    " #c",
    "? ",
    "<<: ",
    "\r\n",
    "\r",
    "\t",
    "é",
    "---\n",
    "...\n",
    "\\",
    "\\u12",
    "x y",
    "1",
    "~",
    "%YAML 1.2\n",
    "\0",
    "\u{FEFF}",
    "\u{85}",
    "\u{2028}",
    "|+\n",
    "|2\n",
    "-",
    "\"a\": ",
    "null",
    "//",
    "\\ud800",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn whatever_is_read_is_in_order(pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..30)) {
        for name in ["x.yaml", "x.json", "x"] {
            let document = read(name, pieces.concat());
            prop_assert_eq!(check(&document), Ok(()), "{:?}", pieces.concat());
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let document = read("x", bytes);
        prop_assert_eq!(check(&document), Ok(()));
    }
}
