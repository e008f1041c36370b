//! Inputs made to hurt: each must end within its bounds with a normal exit code, read nothing outside the description's
//! folder, and reach no network. The built program is run, so that an overflow of the stack or an abort is seen.

// Tests read the environment, and print what they skip.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods, clippy::unwrap_used)]

use std::fmt::Write as _;
use std::fs::{self, File};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

mod common;

use common::shared;

/// Seconds and megabytes for one input.
struct Bounds {
    time: Duration,
    megabytes: u64,
}

/// The bounds of the product are for an optimised program; one without optimisation is given ten times the time.
fn bounds() -> Bounds {
    Bounds { time: Duration::from_secs(if cfg!(debug_assertions) { 20 } else { 2 }), megabytes: 512 }
}

/// How a run ended: its exit code, and what it wrote.
struct End {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

/// Runs the program; an error says which bound it broke.
fn run(arguments: &[&str], scratch: &Path, bounds: &Bounds) -> Result<End, String> {
    let program = env!("CARGO_BIN_EXE_caveat");
    // The shell sets the bound on memory, which std cannot. One arena of the allocator, because the bound is on
    // addresses, of which further arenas take a lot without using them.
    let mut command = if cfg!(target_os = "linux") {
        let mut command = Command::new("sh");
        let limit = bounds.megabytes * 1024;
        command.arg("-c").arg(format!("ulimit -v {limit}; exec \"$0\" \"$@\"")).arg(program);
        command.env("MALLOC_ARENA_MAX", "1");
        command
    } else {
        Command::new(program)
    };
    let (out, err) = (scratch.join("stdout"), scratch.join("stderr"));
    let mut child = command
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(File::create(&out).map_err(|e| e.to_string())?)
        .stderr(File::create(&err).map_err(|e| e.to_string())?)
        .spawn()
        .map_err(|e| e.to_string())?;
    let start = Instant::now();
    let status = loop {
        match child.try_wait().map_err(|e| e.to_string())? {
            Some(status) => break status,
            None if start.elapsed() > bounds.time => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(format!("it did not end within {:?}", bounds.time));
            }
            None => std::thread::sleep(Duration::from_millis(2)),
        }
    };
    let text = |file: &Path| String::from_utf8_lossy(&fs::read(file).unwrap_or_default()).into_owned();
    let end = End { code: status.code(), stdout: text(&out), stderr: text(&err) };
    if !matches!(end.code, Some(0..=2)) || end.stderr.contains("panicked at") {
        let last: Vec<&str> = end.stderr.lines().rev().take(5).collect();
        return Err(format!("it ended with {status}; the last lines, last first: {last:?}"));
    }
    Ok(end)
}

/// Lints a file in both formats, compares it with itself, learns from it, and adds to `faults` what is wrong with how that ends.
fn lint(file: &Path, scratch: &Path, bounds: &Bounds, faults: &mut String) {
    let path = file.to_string_lossy();
    let mut codes = Vec::new();
    for format in ["text", "json"] {
        match run(&["lint", &path, "--format", format, "--color", "never"], scratch, bounds) {
            Ok(end) => {
                codes.push(end.code);
                if end.stdout.bytes().chain(end.stderr.bytes()).any(|b| b < 0x20 && b != b'\n') {
                    let _ = writeln!(faults, "{path} ({format}): control characters of the input reach the terminal");
                }
                if format == "json"
                    && !end.stdout.is_empty()
                    && let Err(error) = serde_json::from_str::<serde_json::Value>(&end.stdout)
                {
                    let _ = writeln!(faults, "{path}: the JSON output is no JSON: {error}");
                }
                if end.code == Some(2) && end.stdout.is_empty() && end.stderr.is_empty() {
                    let _ = writeln!(faults, "{path} ({format}): it fails without a word");
                }
            }
            Err(fault) => {
                let _ = writeln!(faults, "{path} ({format}): {fault}");
            }
        }
    }
    if codes.windows(2).any(|pair| pair[0] != pair[1]) {
        let _ = writeln!(faults, "{path}: the exit code depends on the format: {codes:?}");
    }
    // Two sides are read, so that there may be twice the time and the memory.
    let twice = Bounds { time: bounds.time * 2, megabytes: bounds.megabytes * 2 };
    let ruleset = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/spectral/owasp.yaml");
    let others = [
        (&["lint", "--spectral", ruleset, &path][..], "json"),
        (&["diff", &path, &path], "text"),
        (&["changelog", &path, &path], "text"),
        (&["conventions", &path], "text"),
        (&["conventions", &path], "json"),
    ];
    for (args, format) in others {
        let all: Vec<&str> = args.iter().copied().chain(["--format", format, "--color", "never"]).collect();
        match run(&all, scratch, &twice) {
            Ok(end) if end.stdout.bytes().chain(end.stderr.bytes()).any(|b| b < 0x20 && b != b'\n') => {
                let _ = writeln!(faults, "{all:?}: control characters of the input reach the terminal");
            }
            Ok(end) if args[0] == "diff" && end.code == Some(1) => {
                let _ = writeln!(faults, "{path}: it breaks itself");
            }
            Ok(_) => {}
            Err(fault) => {
                let _ = writeln!(faults, "{all:?}: {fault}");
            }
        }
    }
}

const HEAD: &str = "openapi: 3.1.0\ninfo: {title: t, version: \"1\"}\n";
const GOOD: &str = r#"{"openapi":"3.0.3","info":{"title":"t","version":"1"},"paths":{}}"#;

/// A description with these schemas, in block style.
fn schemas(text: &str) -> String {
    format!("{HEAD}paths: {{}}\ncomponents:\n  schemas:\n{text}")
}

/// The good description with one more member.
fn and(member: &str) -> String {
    format!("{},{member}}}", &GOOD[..GOOD.len() - 1])
}

/// Inputs by name.
fn inputs() -> Vec<(&'static str, Vec<u8>)> {
    [encodings(), syntax(), numbers(), references(), bombs()].into_iter().flatten().collect()
}

fn encodings() -> Vec<(&'static str, Vec<u8>)> {
    let utf16 = |text: &str, big: bool| -> Vec<u8> {
        text.encode_utf16().flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
    };
    let utf32 = |text: &str| -> Vec<u8> { text.chars().flat_map(|c| (c as u32).to_be_bytes()).collect() };
    let yaml = format!("{HEAD}paths: {{}}\n");
    // A generator that needs no crate: Knuth's constants.
    let mut state = 0x1234_5678_u64;
    let noise: Vec<u8> = std::iter::repeat_with(|| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 56) as u8
    })
    .take(4096)
    .collect();
    vec![
        ("empty.yaml", vec![]),
        ("empty.json", vec![]),
        ("blank.json", b" \n\n ".to_vec()),
        ("comment.yaml", b"# nothing\n".to_vec()),
        ("mark_only.json", b"\xEF\xBB\xBF".to_vec()),
        ("mark.json", [b"\xEF\xBB\xBF", GOOD.as_bytes()].concat()),
        ("utf16le_mark.json", [b"\xFF\xFE".to_vec(), utf16(GOOD, false)].concat()),
        ("utf16be.json", utf16(GOOD, true)),
        ("utf16_odd.json", [utf16(GOOD, true), vec![0]].concat()),
        ("utf32be.json", utf32(GOOD)),
        ("latin1.yaml", [yaml.as_bytes(), b"x-a: caf\xE9\n"].concat()),
        ("zero_byte.yaml", [yaml.as_bytes(), b"x: \"a\0b\"\n"].concat()),
        ("zero_bytes_behind.json", [GOOD.as_bytes(), &[0; 100]].concat()),
        ("crlf.yaml", yaml.replace('\n', "\r\n").into_bytes()),
        ("cr.yaml", yaml.replace('\n', "\r").into_bytes()),
        ("mixed_ends.yaml", yaml.replacen('\n', "\r\n", 1).into_bytes()),
        ("no_last_end.yaml", yaml.trim_end().into()),
        ("tabs.yaml", b"openapi: 3.1.0\ninfo:\n\ttitle: t\npaths: {}\n".to_vec()),
        ("lone_surrogate.json", and(r#""x-s":"\ud800","x-\udfff":1"#).into()),
        ("odd_line_ends.yaml", format!("{yaml}x-a: \"a\u{85}b\u{2028}c\u{2029}d\"\n").into()),
        ("turned_round.yaml", format!("{yaml}x-a: \"\u{202E}txt\"\n\"\u{202E}x\": 1\n").into()),
        ("noise.yaml", noise.clone()),
        ("noise.json", [b"{", noise.as_slice()].concat()),
        ("gzip.json", b"\x1F\x8B\x08\x00\x00\x00\x00\x00\x00\x03\xAB\x56\xCA\x2F\x48\xCD\x4B\x2C\xC8".to_vec()),
    ]
}

fn syntax() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("trailing_comma.json", format!("{},}}", &GOOD[..GOOD.len() - 1]).into()),
        ("comment.json", format!("// c\n{GOOD}").into()),
        ("two_values.json", format!("{GOOD}{GOOD}").into()),
        ("duplicate_keys.json", and(r#""openapi":"3.1.0","paths":{"/a":{},"/a":{}}"#).into()),
        ("duplicate_keys.yaml", format!("{HEAD}paths:\n  /a: {{}}\n  /a: {{}}\n").into()),
        ("two_documents.yaml", format!("{HEAD}paths: {{}}\n---\n{HEAD}paths: {{}}\n").into()),
        ("two_merges.yaml", format!("{HEAD}x-b: &b {{a: 1}}\nx-c: {{<<: *b, <<: *b, a: 2}}\npaths: {{}}\n").into()),
        ("merge_of_itself.yaml", format!("{HEAD}paths: {{}}\nx-c: &c {{<<: *c, a: 2}}\n").into()),
        ("merge_of_text.yaml", format!("{HEAD}paths: {{<<: text}}\ninfo: {{<<: [1, [2]]}}\n").into()),
        ("not_a_number.json", and(r#""x":NaN,"y":Infinity"#).into()),
        ("version_number.yaml", b"openapi: 3.0\ninfo: {title: t, version: 1.0}\npaths: {}\n".to_vec()),
        ("version_number.json", br#"{"openapi":3.1,"info":{},"paths":{}}"#.to_vec()),
        ("norway.yaml", schemas("    C: {enum: [NO, no, off, 1e3, 0x1F, 012, 12:30:45, 2020-01-01, ~, .inf]}\n").into()),
        ("text.yaml", b"hello\n".to_vec()),
        ("list.json", b"[]".to_vec()),
        ("null.json", b"null".to_vec()),
        ("both_versions.json", format!("{{\"swagger\":\"2.0\",{}", &GOOD[1..]).into()),
        ("future.json", GOOD.replace("3.0.3", "4.0.0").into()),
        ("complex_keys.yaml", format!("{HEAD}paths: {{}}\nx-k:\n  ? [a, b]\n  : 1\n  ? {{c: d}}\n  : 2\n").into()),
        ("tags.yaml", format!("{HEAD}paths: {{}}\nx-k: !!python/object/apply:os.system [\"echo\"]\nx: !a {{a: 1}}\n").into()),
        ("alias_of_nothing.yaml", format!("{HEAD}paths: *nothing\n").into()),
        ("escapes.yaml", "openapi: 3.1.0\ninfo: {title: \"\\e[31mred\\e]0;owned\\a\", version: \"1\"}\npaths: {\"/\\n::error::x\": 5}\n".into()),
        ("escapes.json", and(r#""paths":{"/\u001b[31mred\u009b0m\u0007":5}"#).into()),
    ]
}

fn numbers() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("long_integer.json", and(&format!("\"x\":{}", "9".repeat(5000))).into()),
        ("exponents.json", and(r#""x":1e999999999,"y":1e-999999999,"z":-0e0"#).into()),
        (
            "bounds.yaml",
            schemas(
                "    N: {type: integer, maximum: 18446744073709551616, minimum: -9223372036854775809, multipleOf: 0, \
                 maxLength: -1, minItems: 1.5, maxProperties: 1e400}\n",
            )
            .into(),
        ),
        ("equal.yaml", schemas("    N: {enum: [1, 1.0, 1e0, 0.1, 0.10, 1e999999999, 0x1, 0o1]}\n").into()),
        (
            "statuses.yaml",
            format!(
                "{HEAD}paths:\n  /a:\n    get:\n      responses:\n        200: {{description: a}}\n        \"200\": \
                 {{description: b}}\n        2XX: {{description: c}}\n        99999999999: {{description: d}}\n"
            )
            .into(),
        ),
    ]
}

fn references() -> Vec<(&'static str, Vec<u8>)> {
    let to = |name: &str| format!("{{$ref: \"#/components/schemas/{name}\"}}");
    let chain: String = (0..20_000).map(|n| format!("    S{n}: {}\n", to(&format!("S{}", n + 1)))).collect();
    let path_chain: String = (0..2000).map(|n| format!("  /p{n}: {{$ref: \"#/paths/~1p{}\"}}\n", n + 1)).collect();
    vec![
        ("self.yaml", schemas(&format!("    A: {}\n", to("A"))).into()),
        ("circle.yaml", schemas(&format!("    A: {}\n    B: {}\n", to("B"), to("A"))).into()),
        ("circle_of_all.yaml", schemas(&format!("    A: {{allOf: [{}]}}\n    B: {{allOf: [{}]}}\n", to("B"), to("A"))).into()),
        ("tree.yaml", schemas(&format!("    T: {{properties: {{l: {}, r: {}}}}}\n", to("T"), to("T"))).into()),
        ("root_reference.yaml", format!("{HEAD}paths: {{$ref: \"#\"}}\n").into()),
        ("whole_document.yaml", schemas("    A: {$ref: \"#\"}\n").into()),
        ("no_file.yaml", schemas("    A: {$ref: \"nowhere.yaml#/X\"}\n").into()),
        (
            "outside.yaml",
            schemas(
                "    A: {$ref: \"../../../../../../etc/passwd\"}\n    B: {$ref: \"/etc/shadow\"}\n    C: {$ref: \
                 \"file:///etc/hostname\"}\n    D: {$ref: \"..%2f..%2fetc/passwd\"}\n    E: {$ref: \
                 \"C:\\\\Windows\\\\win.ini\"}\n    F: {$ref: \"\\\\\\\\host\\\\share\\\\x.yaml\"}\n",
            )
            .into(),
        ),
        (
            "devices.yaml",
            schemas(
                "    A: {$ref: \"/dev/zero\"}\n    B: {$ref: \"/dev/stdin\"}\n    C: {$ref: \
                 \"/proc/self/environ\"}\n    D: {$ref: \"fifo.yaml\"}\n    E: {$ref: \".\"}\n    F: {$ref: \
                 \"zero.yaml\"}\n",
            )
            .into(),
        ),
        (
            "odd_pointers.yaml",
            schemas(
                "    \"a/b\": {}\n    \"c~d\": {}\n    \"\": {}\n    A: {$ref: \"#/components/schemas/a~1b\"}\n    B: \
                 {$ref: \"#/components/schemas/%ZZ\"}\n    C: {$ref: \"#/components/schemas/a~2b\"}\n    D: {$ref: \
                 \"#/servers/-1\"}\n    E: {$ref: \"#/servers/99999999999999999999\"}\n    F: {$ref: 5}\n    G: {$ref: \
                 null}\n    H: {$ref: \"\"}\n    I: {$ref: \"%00\"}\n    J: {$ref: \"#%00\"}\n",
            )
            .into(),
        ),
        ("circle_of_paths.yaml", format!("{HEAD}paths:\n  /a: {{$ref: \"#/paths/~1b\"}}\n  /b: {{$ref: \"#/paths/~1a\"}}\n").into()),
        ("chain_of_paths.yaml", format!("{HEAD}paths:\n{path_chain}").into()),
        (
            "circle_of_callbacks.yaml",
            format!(
                "{HEAD}paths:\n  /a: &a\n    post:\n      responses: {{}}\n      callbacks:\n        back:\n          \
                 '{{$url}}': {{$ref: '#/paths/~1a'}}\n        again: {{$ref: \
                 '#/paths/~1a/post/callbacks/back'}}\n"
            )
            .into(),
        ),
        ("circle_of_files_a.yaml", schemas("    A: {$ref: \"circle_of_files_b.yaml#/components/schemas/B\"}\n").into()),
        ("circle_of_files_b.yaml", schemas("    B: {$ref: \"circle_of_files_a.yaml#/components/schemas/A\"}\n").into()),
        ("no_reference.yaml", schemas("    A: {properties: {$ref: {type: string}}}\n    B: {example: {$ref: x}, enum: [{$ref: y}]}\n").into()),
        ("identifiers.yaml", schemas("    A: {$id: \"http://x/y\", $anchor: f, $defs: {q: {$anchor: g}}}\n    B: {$ref: \"#f\"}\n    C: {$dynamicRef: \"#m\", $dynamicAnchor: m}\n").into()),
        ("chain.yaml", schemas(&format!("{chain}    S20000: {{type: string}}\n")).into()),
    ]
}

fn bombs() -> Vec<(&'static str, Vec<u8>)> {
    let nine = |item: &str| [item; 9].join(",");
    let mut laughs = format!("{HEAD}paths: {{}}\nx-a: &a [{}]\n", nine("lol"));
    for (before, letter) in "abcdefghi".chars().zip("bcdefghij".chars()) {
        let _ = writeln!(laughs, "x-{letter}: &{letter} [{}]", nine(&format!("*{before}")));
    }
    let mut laughing_schemas = String::from("    S0: {type: object, properties: {a: {type: string}}}\n");
    for n in 1..13 {
        let properties: Vec<String> =
            (0..10).map(|p| format!("p{p}: {{$ref: \"#/components/schemas/S{}\"}}", n - 1)).collect();
        let _ = writeln!(laughing_schemas, "    S{n}: {{type: object, properties: {{{}}}}}", properties.join(", "));
    }
    let crossing: String = (0..40)
        .map(|n| {
            let branches: Vec<String> =
                (0..8).map(|b| format!("{{$ref: \"#/components/schemas/S{}\"}}", (n * 7 + b) % 40)).collect();
            format!("    S{n}: {{oneOf: [{}]}}\n", branches.join(", "))
        })
        .collect();
    let deep_schema = |depth: usize| {
        let open = "{\"type\":\"object\",\"properties\":{\"a\":".repeat(depth);
        and(&format!("\"components\":{{\"schemas\":{{\"A\":{open}{{}}{}}}}}", "}}".repeat(depth)))
    };
    let deep_flow = |depth: usize| format!("{HEAD}paths: {{}}\nx: {}{}\n", "[".repeat(depth), "]".repeat(depth));
    let deep_json = |depth: usize| and(&format!("\"x\":{}{}", "[".repeat(depth), "]".repeat(depth)));
    let deep_block: String = (0..500).map(|n| format!("{}a:\n", " ".repeat(n))).collect();
    let wide: String = (0..50_000).map(|n| format!("\"k{n}\":{n},")).collect();
    vec![
        ("laughs.yaml", laughs.into()),
        ("laughing_schemas.yaml", schemas(&laughing_schemas).into()),
        ("alias_of_itself.yaml", format!("{HEAD}paths: {{}}\nx-a: &a [*a]\nx-b: &b {{*b : *b}}\n").into()),
        ("crossing_branches.yaml", schemas(&crossing).into()),
        ("deep_1000.json", deep_json(1000).into()),
        ("deep_1000.yaml", deep_flow(1000).into()),
        ("deep_100000.json", deep_json(100_000).into()),
        ("deep_100000.yaml", deep_flow(100_000).into()),
        ("deep_open.json", "[".repeat(100_000).into()),
        ("deep_open.yaml", format!("{HEAD}x: {}", "[".repeat(100_000)).into()),
        ("deep_block.yaml", format!("{HEAD}paths: {{}}\n{deep_block}").into()),
        ("deep_schema.json", deep_schema(2000).into()),
        ("deeper_schema.json", deep_schema(100_000).into()),
        (
            "patterns.yaml",
            schemas(&format!(
                "    A: {{type: string, pattern: \"^(a+)+$\", example: \"{}!\"}}\n    B: {{type: string, pattern: \"(\"}}\n    \
                 C: {{type: string, pattern: \"(?<!x)\\\\p{{L}}\\\\1\"}}\n    D: {{type: string, pattern: \
                 \"a{{1000}}{{1000}}\"}}\n    E: {{type: string, pattern: \"{}\"}}\n",
                "a".repeat(40),
                "(".repeat(10_000)
            ))
            .into(),
        ),
        ("long_key.json", GOOD.replace("\"paths\":{}", &format!("\"paths\":{{\"/{}\":{{}}}}", "a".repeat(1_000_000))).into()),
        ("long_path.json", GOOD.replace("\"paths\":{}", &format!("\"paths\":{{\"{}\":{{\"get\":{{}}}}}}", "/{a}".repeat(50_000))).into()),
        ("long_name.yaml", schemas(&format!("    A: {{$ref: \"#/components/schemas/{}\"}}\n", "x".repeat(100_000))).into()),
        ("wide.json", and(&format!("\"components\":{{\"schemas\":{{{wide}\"A\":5}}}}")).into()),
        ("many_enum_values.json", and(&format!("\"components\":{{\"schemas\":{{\"A\":{{\"enum\":[{}1]}}}}}}", "1,".repeat(50_000))).into()),
    ]
}

/// Writes the inputs into a folder, with what only a file system can hold beside them.
fn write_inputs(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for (name, bytes) in inputs() {
        let file = folder.join(name);
        assert!(!file.exists(), "two inputs are called {name}");
        fs::write(&file, bytes).expect("an input can be written");
        files.push(file);
    }
    fs::create_dir(folder.join("folder.yaml")).expect("a folder");
    files.push(folder.join("folder.yaml"));
    files.push(folder.join("nowhere.json"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;
        for (link, target) in [
            ("loop_a.yaml", "loop_b.yaml"),
            ("loop_b.yaml", "loop_a.yaml"),
            ("dangling.yaml", "nowhere.yaml"),
            ("folder_loop", "."),
            ("zero.yaml", "/dev/zero"),
        ] {
            symlink(target, folder.join(link)).expect("a link");
            files.push(folder.join(link));
        }
        let fifo = folder.join("fifo.yaml");
        if Command::new("mkfifo").arg(&fifo).status().is_ok_and(|s| s.success()) {
            files.push(fifo);
        } else {
            println!("skipped: there is no mkfifo");
        }
    }
    files
}

#[test]
fn hostile_inputs_end_in_bounds() {
    let folder = tempfile::tempdir().expect("a folder");
    let scratch = tempfile::tempdir().expect("a folder");
    let bounds = bounds();
    let mut faults = String::new();
    let files = write_inputs(folder.path());
    for file in &files {
        // `folder_loop` leads back to the folder itself, whose turn comes below.
        if !file.ends_with("folder_loop") {
            lint(file, scratch.path(), &bounds, &mut faults);
        }
    }
    println!("{} hostile inputs", files.len());
    // All of them at once, as somebody would who lints a folder.
    let all = Bounds { time: bounds.time * 5, megabytes: 2048 };
    lint(folder.path(), scratch.path(), &all, &mut faults);
    assert!(faults.is_empty(), "\n{faults}");
}

/// Files outside the folder hold a word that must not reach the output, whichever way a reference leads there.
#[test]
fn nothing_outside_the_folder_is_read() {
    const WORD: &str = "only-the-owner-knows-this";
    let all = tempfile::tempdir().expect("a folder");
    let scratch = tempfile::tempdir().expect("a folder");
    let (inside, outside) = (all.path().join("inside"), all.path().join("inside-not"));
    fs::create_dir(&inside).expect("a folder");
    fs::create_dir(&outside).expect("a folder");
    let secret = outside.join("secret.yaml");
    // Wherever a reference picks the word up, some rule or message would show it: as a case, a name, a wrong type.
    fs::write(&secret, format!("type: {WORD}\nproperties:\n  {WORD}: 5\n{WORD}:\n  type: {WORD}\n")).expect("a file");
    let absolute = secret.to_string_lossy().replace('\\', "/");
    let mut references = vec![
        "../inside-not/secret.yaml".to_owned(),
        "../inside-not/secret.yaml#/properties".to_owned(),
        "x/../../inside-not/secret.yaml".to_owned(),
        "%2e%2e/inside-not/secret.yaml".to_owned(),
        absolute.clone(),
        format!("file://{absolute}"),
    ];
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&secret, inside.join("link.yaml")).expect("a link");
        std::os::unix::fs::symlink(&outside, inside.join("linked")).expect("a link");
        references.extend(["link.yaml".to_owned(), "linked/secret.yaml".to_owned()]);
    }
    let mut text = schemas("");
    for (number, reference) in references.iter().enumerate() {
        let _ = writeln!(text, "    S{number}: {{$ref: '{reference}'}}");
    }
    let file = inside.join("openapi.yaml");
    fs::write(&file, text).expect("a file");
    for format in ["text", "json"] {
        let end =
            run(&["lint", &file.to_string_lossy(), "--format", format], scratch.path(), &bounds()).expect("it ends");
        assert!(!end.stdout.contains(WORD) && !end.stderr.contains(WORD), "the file outside was read:\n{}", end.stdout);
        assert_eq!(end.code, Some(1), "references that are not followed are findings:\n{}{}", end.stdout, end.stderr);
        if format == "json" {
            let found: serde_json::Value = serde_json::from_str(&end.stdout).expect("JSON");
            let spoken_of: Vec<&str> = found["findings"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|f| f["location"]["pointer"].as_str())
                .collect();
            #[allow(clippy::needless_range_loop)] // The number names the schema.
            for number in 0..references.len() {
                let pointer = format!("/components/schemas/S{number}/$ref");
                assert!(spoken_of.contains(&pointer.as_str()), "nothing is said about {}", references[number]);
            }
        }
    }
}

/// Listens where references point to, and hears nobody.
#[test]
fn no_network_is_reached() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("openapi.yaml");
    let text = schemas(&format!(
        "    A: {{$ref: 'http://127.0.0.1:{port}/x.json'}}\n    B: {{$ref: '//127.0.0.1:{port}/x'}}\n    C: {{$ref: \
         'ftp://127.0.0.1:{port}/x'}}\n    D: {{$ref: 'data:application/json,{{}}'}}\n    E: {{$id: \
         'http://127.0.0.1:{port}/', $ref: 'x.json'}}\n"
    ));
    fs::write(&file, text).expect("a file");
    run(&["lint", &file.to_string_lossy()], folder.path(), &bounds()).expect("it ends");
    listener.set_nonblocking(true).expect("a listener that does not wait");
    assert!(listener.accept().is_err(), "a reference reached the network");
}

/// The hostile inputs that are kept outside the project, where they are.
#[test]
fn shared_hostile_inputs_end_in_bounds() {
    let Some(script) = shared("hostile/gen.py") else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let scratch = tempfile::tempdir().expect("a folder");
    let copy = folder.path().join("gen.py");
    fs::copy(script, &copy).expect("a copy");
    let made = Command::new("python3").arg(&copy).stdout(Stdio::null()).status();
    if !made.is_ok_and(|s| s.success()) {
        println!("skipped: there is no python3 that runs gen.py");
        return;
    }
    let mut faults = String::new();
    let mut count = 0;
    let root = folder.path().join("files");
    for entry in walkdir::WalkDir::new(&root).sort_by_file_name().into_iter().filter_map(Result::ok) {
        let in_loop = entry.file_name() == "dirloop";
        if entry.depth() > 1 && !in_loop {
            count += 1;
            lint(entry.path(), scratch.path(), &bounds(), &mut faults);
        }
    }
    println!("{count} shared hostile inputs");
    assert!(count > 50, "gen.py wrote only {count} inputs");
    let all = Bounds { time: bounds().time * 5, megabytes: 2048 };
    lint(&root, scratch.path(), &all, &mut faults);
    assert!(faults.is_empty(), "\n{faults}");
}

/// Inputs of 100 MB, for an optimised program.
#[test]
fn big_inputs_end_in_bounds() {
    if cfg!(debug_assertions) {
        println!("skipped: inputs of 100 MB are for `cargo test --release`");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let scratch = tempfile::tempdir().expect("a folder");
    let bounds = Bounds { time: Duration::from_secs(10), megabytes: 2048 };
    let mut faults = String::new();
    let paths: Vec<String> = (0..480_000)
        .map(|n| {
            format!(
                "\"/p{n}/{{id}}\":{{\"get\":{{\"operationId\":\"o{n}\",\"parameters\":[{{\"name\":\"id\",\"in\":\"path\",\
                 \"required\":true,\"schema\":{{\"type\":\"string\"}}}}],\"responses\":{{\"200\":{{\"description\":\
                 \"{}\"}}}}}}}}",
                "x".repeat(50)
            )
        })
        .collect();
    let inputs = [
        ("paths.json", GOOD.replace("\"paths\":{}", &format!("\"paths\":{{{}}}", paths.join(",")))),
        ("string.json", and(&format!("\"x\":\"{}\"", "a".repeat(100_000_000)))),
        ("line.yaml", format!("{HEAD}paths: {{}}\nx: \"{}\"\n", "a ".repeat(50_000_000))),
    ];
    for (name, text) in inputs {
        let file = folder.path().join(name);
        fs::write(&file, text).expect("an input can be written");
        lint(&file, scratch.path(), &bounds, &mut faults);
    }
    assert!(faults.is_empty(), "\n{faults}");
}
