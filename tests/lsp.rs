//! The server for editors, driven as an editor does: the built program, over its standard input and output.

// Tests read the environment, and print what they skip.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods, clippy::unwrap_used)]
// Messages are built where they are sent, and the names of fixtures are known.
#![allow(clippy::needless_pass_by_value, clippy::case_sensitive_file_extension_comparisons)]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use common::{fixtures, laid_over_base, shared};
use serde_json::{Value, json};
use tempfile::TempDir;

/// The longest that any answer may take; a program without optimisation is given more.
const PATIENCE: Duration = Duration::from_secs(if cfg!(debug_assertions) { 60 } else { 6 });

/// An editor with a server.
struct Editor {
    child: Child,
    input: ChildStdin,
    messages: Receiver<Value>,
    next: i32,
    /// Messages of the server that nobody waited for.
    seen: Vec<Value>,
    /// The diagnostics that stand, by address.
    diagnostics: BTreeMap<String, Vec<Value>>,
}

impl Editor {
    /// A server that was asked for nothing yet.
    fn start() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_caveat"))
            .arg("lsp")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let (input, output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let (sender, messages) = mpsc::channel();
        thread::spawn(move || {
            let mut output = BufReader::new(output);
            while let Some(message) = receive(&mut output) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        let (seen, diagnostics) = (Vec::new(), BTreeMap::new());
        Self { child, input, messages, next: 0, seen, diagnostics }
    }

    /// A server that was told what the editor can do, and the folder.
    fn with(capabilities: Value, folder: &Path) -> Self {
        let mut editor = Self::start();
        let params = json!({"processId": null, "rootUri": uri(folder), "capabilities": capabilities});
        let result = editor.ask("initialize", params).expect("a result");
        assert_eq!(result["serverInfo"]["name"], "caveat");
        editor.say("initialized", json!({}));
        editor
    }

    fn write(&mut self, body: &str) {
        write!(self.input, "Content-Length: {}\r\n\r\n{body}", body.len()).expect("the server reads");
        self.input.flush().expect("the server reads");
    }

    fn say(&mut self, method: &str, params: Value) {
        self.write(&json!({"jsonrpc": "2.0", "method": method, "params": params}).to_string());
    }

    fn send(&mut self, method: &str, params: &Value) -> i32 {
        self.next += 1;
        let id = self.next;
        self.write(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}).to_string());
        id
    }

    /// The next message; diagnostics are kept.
    fn next(&mut self) -> Value {
        let message = self.messages.recv_timeout(PATIENCE).expect("the server answers in time");
        if message["method"] == "textDocument/publishDiagnostics" {
            let params = &message["params"];
            let list = params["diagnostics"].as_array().expect("a list").clone();
            self.diagnostics.insert(params["uri"].as_str().expect("an address").to_owned(), list);
        }
        message
    }

    /// The result of a request, or the code of its error.
    fn ask(&mut self, method: &str, params: Value) -> Result<Value, i64> {
        let id = self.send(method, &params);
        self.answer(id)
    }

    fn answer(&mut self, id: i32) -> Result<Value, i64> {
        loop {
            let message = self.next();
            if message["id"] == id && message.get("method").is_none() {
                return message.get("result").cloned().ok_or_else(|| message["error"]["code"].as_i64().unwrap());
            }
            self.seen.push(message);
        }
    }

    fn open(&mut self, file: &Path, text: &str) {
        let language = if file.extension().is_some_and(|e| e == "json") { "json" } else { "yaml" };
        let document = json!({"uri": uri(file), "languageId": language, "version": 1, "text": text});
        self.say("textDocument/didOpen", json!({"textDocument": document}));
    }

    fn change(&mut self, file: &Path, version: i32, changes: Value) {
        let document = json!({"uri": uri(file), "version": version});
        self.say("textDocument/didChange", json!({"textDocument": document, "contentChanges": changes}));
    }

    fn close(&mut self, file: &Path) {
        self.say("textDocument/didClose", json!({"textDocument": {"uri": uri(file)}}));
    }

    /// The diagnostics of a file for a version of it.
    fn published(&mut self, file: &Path, version: i32) -> Vec<Value> {
        let uri = uri(file);
        loop {
            let message = self.next();
            if message["params"]["uri"] == uri && message["params"]["version"] == version {
                // Other files are published with it.
                self.ask("textDocument/hover", json!({"textDocument": {"uri": uri}, "position": place(0, 0)})).unwrap();
                return self.diagnostics[&uri].clone();
            }
            self.seen.push(message);
        }
    }

    /// All diagnostics that stand, as `caveat lint` would list them.
    fn findings(&self, texts: &BTreeMap<PathBuf, String>) -> Vec<(PathBuf, u64, u64, String)> {
        let mut all = Vec::new();
        for (path, text) in texts {
            for found in self.diagnostics.get(&uri(path)).into_iter().flatten() {
                let offset = offset(text, &found["range"]["start"], true);
                let before = &text[..offset];
                let start = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
                let line = found["range"]["start"]["line"].as_u64().unwrap() + 1;
                let column = before[start..].chars().count() as u64 + 1;
                all.push((path.clone(), line, column, found["code"].as_str().unwrap().to_owned()));
            }
        }
        all.sort();
        all
    }

    /// Ends the session in order.
    fn end(mut self) {
        assert_eq!(self.ask("shutdown", Value::Null), Ok(Value::Null));
        assert_eq!(self.ask("textDocument/hover", json!({})), Err(-32600), "nothing is answered after `shutdown`");
        self.say("exit", Value::Null);
        assert_eq!(self.code(), Some(0));
    }

    /// The exit code; what was said on standard error is nothing.
    fn code(mut self) -> Option<i32> {
        let start = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().expect("a status") {
                break status;
            }
            assert!(start.elapsed() < PATIENCE, "the server does not end");
            thread::sleep(Duration::from_millis(5));
        };
        let mut said = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        assert_eq!(said, "");
        status.code()
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn receive(output: &mut impl BufRead) -> Option<Value> {
    let mut length = None;
    loop {
        let mut line = String::new();
        output.read_line(&mut line).ok().filter(|read| *read > 0)?;
        match line.trim_end() {
            "" => break,
            header => length = header.strip_prefix("Content-Length: ").and_then(|n| n.parse().ok()).or(length),
        }
    }
    let mut body = vec![0; length?];
    output.read_exact(&mut body).ok()?;
    Some(serde_json::from_slice(&body).expect("each message is JSON"))
}

fn uri(path: &Path) -> String {
    let escaped: String = path.to_str().unwrap().bytes().fold(String::new(), |mut all, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => all.push(char::from(byte)),
            other => all.push_str(&format!("%{other:02X}")),
        }
        all
    });
    format!("file://{escaped}")
}

fn place(line: usize, character: usize) -> Value {
    json!({"line": line, "character": character})
}

/// The byte at a position, counted line by line.
fn offset(text: &str, position: &Value, utf16: bool) -> usize {
    let mut at = 0;
    for _ in 0..position["line"].as_u64().unwrap() {
        let rest = &text[at..];
        let end = rest.find(['\n', '\r']).expect("a line of the text");
        at += end + if rest[end..].starts_with("\r\n") { 2 } else { 1 };
    }
    let mut left = position["character"].as_u64().unwrap() as usize;
    for c in text[at..].chars() {
        if left == 0 {
            break;
        }
        left -= if utf16 { c.len_utf16() } else { c.len_utf8() };
        at += c.len_utf8();
    }
    at
}

/// The position of the first place where a text has some words, and so many UTF-16 units further.
fn find(text: &str, words: &str, further: usize) -> Value {
    let at = text.find(words).unwrap_or_else(|| panic!("no `{words}`"));
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    place(text[..at].matches('\n').count(), text[start..at].encode_utf16().count() + further)
}

/// Texts with the edits of an action, and the versions that it names.
fn applied(edit: &Value, texts: &BTreeMap<PathBuf, String>) -> BTreeMap<PathBuf, String> {
    let mut texts = texts.clone();
    for change in edit["documentChanges"].as_array().expect("changes of documents") {
        let path = texts.keys().find(|path| change["textDocument"]["uri"] == uri(path)).expect("a file").clone();
        let text = texts.get_mut(&path).unwrap();
        let mut edits: Vec<(usize, usize, &str)> = change["edits"]
            .as_array()
            .unwrap()
            .iter()
            .map(|edit| {
                let at = |end: &str| offset(text, &edit["range"][end], true);
                (at("start"), at("end"), edit["newText"].as_str().unwrap())
            })
            .collect();
        edits.sort_unstable();
        for (start, end, new) in edits.into_iter().rev() {
            text.replace_range(start..end, new);
        }
    }
    texts
}

/// The capabilities of an editor that can do what editors can.
fn able() -> Value {
    json!({
        "workspace": {"workspaceEdit": {"documentChanges": true}},
        "textDocument": {"codeAction": {"dataSupport": true, "resolveSupport": {"properties": ["edit"]}}}
    })
}

/// A folder with files; its path has no symbolic links in it.
fn folder(files: &[(&str, &str)]) -> (TempDir, PathBuf) {
    let temporary = tempfile::tempdir().expect("a folder");
    let path = temporary.path().canonicalize().unwrap();
    for (name, text) in files {
        let file = path.join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    (temporary, path)
}

/// The demo with its files, by path.
fn demo() -> (TempDir, PathBuf, BTreeMap<PathBuf, String>) {
    let names = ["openapi.yaml", "responses.yaml", "schemas.yaml"];
    let read = |name: &&str| fs::read_to_string(fixtures().join("demo/v1").join(name)).unwrap().replace("\r\n", "\n");
    let texts: Vec<(&str, String)> = names.iter().map(|name| (*name, read(name))).collect();
    let files: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let (temporary, path) = folder(&files);
    let texts = texts.into_iter().map(|(name, text)| (path.join(name), text)).collect();
    (temporary, path, texts)
}

/// What the command line finds in a file: file, line, column and rule of each.
fn linted(file: &Path) -> Vec<(PathBuf, u64, u64, String)> {
    let output = Command::new(env!("CARGO_BIN_EXE_caveat"))
        .args(["lint", "--format", "json"])
        .arg(file)
        .output()
        .expect("the program runs");
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let row = |finding: &Value| {
        let location = &finding["location"];
        let number = |name: &str| location[name].as_u64().unwrap();
        let file = PathBuf::from(location["file"].as_str().unwrap()).canonicalize().unwrap();
        (file, number("line"), number("column"), finding["rule"].as_str().unwrap().to_owned())
    };
    let mut all: Vec<_> = report["findings"].as_array().unwrap().iter().map(row).collect();
    all.sort();
    all
}

#[test]
fn a_session_keeps_the_order_of_the_protocol() {
    let mut editor = Editor::start();
    assert_eq!(editor.ask("textDocument/hover", json!({})), Err(-32002), "not before `initialize`");
    editor.say("textDocument/didOpen", json!({"textDocument": 1}));
    let result = editor.ask("initialize", json!({"capabilities": {}})).expect("a result");
    let capabilities = &result["capabilities"];
    assert_eq!(capabilities["positionEncoding"], "utf-16");
    assert_eq!(capabilities["textDocumentSync"]["change"], 2, "changes come as pieces");
    assert_eq!(editor.ask("initialize", json!({"capabilities": {}})), Err(-32600));
    editor.say("initialized", json!({}));
    assert_eq!(editor.ask("textDocument/rename", json!({})), Err(-32601));
    assert_eq!(editor.ask("$/unknown", json!(null)), Err(-32601));
    editor.end();

    let mut early = Editor::start();
    early.say("exit", Value::Null);
    assert_eq!(early.code(), Some(1), "`exit` without `shutdown`");
    let mut gone = Editor::start();
    gone.ask("initialize", json!({"capabilities": {}})).expect("a result");
    let Editor { ref mut input, .. } = gone;
    drop(std::mem::replace(input, Command::new("true").stdin(Stdio::piped()).spawn().unwrap().stdin.unwrap()));
    assert_eq!(gone.code(), Some(1), "an editor that is gone");
}

#[test]
fn what_cannot_be_understood_ends_nothing() {
    let (_temporary, path, texts) = demo();
    let mut editor = Editor::with(json!({}), &path);
    let file = path.join("openapi.yaml");
    for method in ["hover", "definition", "codeAction"] {
        for params in [json!(null), json!([]), json!({}), json!({"textDocument": {"uri": "::"}}), json!("x")] {
            assert_eq!(editor.ask(&format!("textDocument/{method}"), params), Err(-32602), "{method}");
        }
    }
    assert_eq!(editor.ask("codeAction/resolve", json!({"data": 5})), Err(-32602));
    for method in ["didOpen", "didChange", "didClose", "didSave"] {
        for params in [json!(null), json!({"textDocument": 7}), json!([[]]), json!({"textDocument": {"uri": "a b"}})] {
            editor.say(&format!("textDocument/{method}"), params);
        }
    }
    editor.say("$/cancelRequest", json!({"id": {}}));
    editor.change(&file, 2, json!([{"text": "never opened"}]));
    editor.close(&file);
    editor.write("{no JSON}");
    editor.write(r#"{"jsonrpc":"2.0"}"#);
    editor.write(&"[".repeat(100_000));
    editor.write(r#"{"jsonrpc":"2.0","id":77,"result":null}"#);
    editor.open(&file, &texts[&file]);
    assert!(!editor.published(&file, 1).is_empty());
    let logged = editor.seen.iter().filter(|message| message["method"] == "window/logMessage").count();
    assert!(logged >= 15, "what was not understood is said: {logged}");
    for position in [place(0, 99_999), place(99_999, 0), place(4_000_000_000, 4_000_000_000)] {
        let params = json!({"textDocument": {"uri": uri(&file)}, "position": position});
        assert_eq!(editor.ask("textDocument/definition", params), Ok(Value::Null));
    }
    editor.end();
}

#[test]
fn diagnostics_are_the_findings_of_lint() {
    let (_temporary, path, texts) = demo();
    let file = path.join("openapi.yaml");
    let mut editor = Editor::with(json!({}), &path);
    editor.open(&file, &texts[&file]);
    editor.published(&file, 1);
    let expected = linted(&file);
    assert!(expected.len() > 10 && expected.iter().any(|row| row.0.ends_with("schemas.yaml")));
    assert_eq!(editor.findings(&texts), expected);
    let one = editor.diagnostics[&uri(&file)].iter().find(|d| d["code"] == "unresolved-reference").unwrap().clone();
    assert_eq!((&one["severity"], &one["source"]), (&json!(1), &json!("caveat")));
    assert!(one["message"].as_str().unwrap().contains("\nhelp: did you mean `schemas.yaml#/member`?"), "{one}");
    assert!(one["codeDescription"]["href"].as_str().unwrap().starts_with("https://"));
    assert!(one["range"]["end"]["character"].as_u64() > one["range"]["start"]["character"].as_u64());

    // The last description that reads them is closed: nothing stands any more.
    editor.close(&file);
    editor.ask("textDocument/hover", json!({"textDocument": {"uri": uri(&file)}, "position": place(0, 0)})).unwrap();
    assert!(editor.diagnostics.values().all(Vec::is_empty), "{:?}", editor.diagnostics);
    editor.end();
}

#[test]
fn changes_apply_in_order_and_the_newest_text_wins() {
    let (_temporary, path, mut texts) = demo();
    let file = path.join("openapi.yaml");
    let mut editor = Editor::with(json!({}), &path);
    let text = texts.get_mut(&file).unwrap();
    editor.open(&file, text);
    editor.published(&file, 1);
    // Typed letter by letter and faster than anything is linted, each change counting on the one before it.
    let words = "# 😀é caveat\r\n";
    let mut column = 0;
    for (number, c) in words.chars().enumerate() {
        let change = match c {
            '\n' => continue,
            '\r' => json!([{"range": {"start": place(0, column), "end": place(0, column)}, "text": "\r\n"}]),
            c => json!([{"range": {"start": place(0, column), "end": place(0, column)}, "text": c}]),
        };
        editor.change(&file, number as i32 + 2, change);
        column += c.len_utf16();
    }
    text.insert_str(0, words);
    let (start, end) = (find(text, "limit", 0), find(text, "limit", 5));
    let changes = json!([
        {"range": {"start": place(0, 2), "end": place(0, 4)}, "text": "😀😀"},
        {"range": {"start": place(0, 4), "end": place(0, 7)}, "text": ""},
        {"range": {"start": end, "end": end}, "text": "s"},
        {"range": {"start": start, "end": start}, "text": "the_"}
    ]);
    editor.change(&file, 99, changes);
    *text = text.replacen("😀é", "😀", 1).replacen("limit", "the_limits", 1);
    editor.published(&file, 99);
    let outdated = editor.seen.iter().filter(|m| m["params"]["version"].as_i64().is_some_and(|v| v > 1 && v < 99));
    assert!(outdated.count() < words.len() / 2, "outdated runs are dropped");
    fs::write(&file, &texts[&file]).unwrap();
    assert_eq!(editor.findings(&texts), linted(&file));
    // A change without a range is the whole text.
    editor.change(&file, 100, json!([{"text": "a: 1\n"}]));
    assert_eq!(editor.published(&file, 100), Vec::<Value>::new(), "this is no description any more");
    editor.end();
}

#[test]
fn positions_count_as_the_editor_does() {
    let text = "openapi: 3.1.0\r\ninfo: {title: \"😀 é\", version: \"1\"}\r\npaths:\r\n  \"/😀é/x\": {\"get\": {\"responses\": {\"200\": {\"description\": \"é\", \"content\": {\"text/plain\": {\"schema\": {\"$ref\": \"#/components/schemas/nowhere\"}}}}}}}\r\n";
    let (_temporary, path) = folder(&[("api.yaml", text)]);
    let file = path.join("api.yaml");
    let expected: Vec<_> = linted(&file).into_iter().filter(|row| row.3 == "unresolved-reference").collect();
    assert_eq!(expected.len(), 1);
    let line: &str = text.lines().nth(3).unwrap();
    let before: String = line.chars().take(expected[0].2 as usize - 1).collect();
    let utf16 = before.encode_utf16().count();
    assert!(before.len() > utf16 && utf16 > before.chars().count(), "the line tells the encodings apart");
    for (encodings, chosen, column) in [
        (json!(["utf-32", "utf-8", "utf-16"]), "utf-8", before.len()),
        (json!(["utf-16"]), "utf-16", utf16),
        (json!(null), "utf-16", utf16),
    ] {
        let mut editor = Editor::start();
        let capabilities = json!({"general": {"positionEncodings": encodings}});
        let result = editor.ask("initialize", json!({"capabilities": capabilities})).unwrap();
        assert_eq!(result["capabilities"]["positionEncoding"], chosen);
        editor.open(&file, text);
        let found = editor.published(&file, 1);
        let one = found.iter().find(|d| d["code"] == "unresolved-reference").unwrap();
        assert_eq!(one["range"]["start"], place(3, column));
        // The word behind what is wide is replaced in the editor's own units.
        let start = offset(text, &one["range"]["start"], chosen == "utf-16");
        assert!(text[start..].starts_with("\"#/components"));
        let end = one["range"]["end"].clone();
        editor.change(&file, 2, json!([{"range": {"start": place(3, column), "end": end}, "text": "\"#/info\""}]));
        let left = editor.published(&file, 2);
        assert!(left.iter().all(|d| d["code"] != "unresolved-reference"), "{left:?}");
    }
}

#[test]
fn a_part_of_a_description_is_linted_with_what_reads_it() {
    let (_temporary, path, mut texts) = demo();
    let (root, part) = (path.join("openapi.yaml"), path.join("schemas.yaml"));
    let mut editor = Editor::with(json!({}), &path);
    // Only the part is open: the description that reads it is found beside it.
    editor.open(&part, &texts[&part]);
    let found = editor.published(&part, 1);
    assert!(found.iter().any(|d| d["code"] == "property-case"), "{found:?}");
    assert_eq!(editor.findings(&texts), linted(&root));
    let text = texts.get_mut(&part).unwrap();
    *text = text.replace("dueDate", "due_on");
    editor.change(&part, 2, json!([{"text": text}]));
    let found = editor.published(&part, 2);
    assert!(found.iter().all(|d| d["code"] != "property-case"), "{found:?}");
    // Where the name of a schema is gone, the root says so.
    let broken = texts[&part].replace("\ntool_page:", "\nother_page:");
    editor.open(&root, &texts[&root]);
    editor.change(&part, 3, json!([{"text": broken}]));
    editor.published(&part, 3);
    let said = editor.diagnostics[&uri(&root)].iter().filter(|d| d["code"] == "unresolved-reference").count();
    assert_eq!(said, 2, "the one of the demo, and that of `tool_page`: {:?}", editor.diagnostics[&uri(&root)]);
    editor.close(&root);
    editor.close(&part);
    editor.ask("textDocument/hover", json!({"textDocument": {"uri": uri(&root)}, "position": place(0, 0)})).unwrap();
    assert!(editor.diagnostics.values().all(Vec::is_empty), "{:?}", editor.diagnostics);
    editor.end();
}

#[test]
fn what_is_no_description_is_left_alone() {
    let (_temporary, path) = folder(&[
        ("package.json", r#"{"name": "a", "scripts": {}, "openapi": "no version"}"#),
        ("deployment.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: openapi}\n"),
        ("broken.yaml", "a: [\n"),
    ]);
    let mut editor = Editor::with(json!({}), &path);
    for name in ["package.json", "deployment.yaml", "broken.yaml", "not-saved.yaml"] {
        let file = path.join(name);
        editor.open(&file, &fs::read_to_string(&file).unwrap_or("openapi: 3.1.0\n".into()));
        assert_eq!(editor.published(&file, 1), Vec::<Value>::new(), "{name}");
    }
    let untitled = json!({"uri": "untitled:Untitled-1", "languageId": "yaml", "version": 1, "text": "openapi: 3.1.0"});
    editor.say("textDocument/didOpen", json!({"textDocument": untitled}));
    let params = json!({"textDocument": {"uri": "untitled:Untitled-1"}, "position": place(0, 0)});
    assert_eq!(editor.ask("textDocument/hover", params), Ok(Value::Null));
    editor.end();
}

#[test]
fn the_configuration_counts_and_its_mistakes_are_shown() {
    let (_temporary, path, mut texts) = demo();
    let (file, config) = (path.join("openapi.yaml"), path.join("caveat.yaml"));
    fs::write(&config, "show: warning\nrules:\n  insecure-server-url: error\n  property-case: off\n").unwrap();
    let text = texts.get_mut(&file).unwrap();
    let reference = "                $ref: 'schemas.yaml#/members'";
    assert!(text.contains(reference));
    let indent = " ".repeat(16);
    let comment = format!("{indent}# caveat: allow unresolved-reference because it is shown\n{reference}");
    *text = text.replace(reference, &comment);
    let mut editor = Editor::with(json!({}), &path);
    editor.open(&file, text);
    let found = editor.published(&file, 1);
    let one = found.iter().find(|d| d["code"] == "insecure-server-url").expect("a finding");
    assert_eq!(one["severity"], 1);
    fs::write(&file, &texts[&file]).unwrap();
    let shown = linted(&file);
    let worst = |rule: &str| caveat::lint::rules::find(rule).is_some_and(|e| e.meta.severity.as_str() != "info");
    let found = editor.findings(&texts);
    assert!(found.iter().all(|row| row.3 != "property-case" && row.3 != "unresolved-reference"), "{found:?}");
    assert!(!found.is_empty() && found.iter().all(|row| worst(&row.3) && shown.contains(row)), "{found:?}");

    // A mistake stands in the configuration, while it is typed, and where it is saved.
    let mistaken = "rules:\n  property-cas: error\n";
    editor.open(&config, mistaken);
    let found = editor.published(&config, 1);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0]["range"]["start"], place(1, 2));
    editor.change(&config, 2, json!([{"text": "rules: {}\n"}]));
    assert_eq!(editor.published(&config, 2), Vec::<Value>::new());
    editor.close(&config);
    fs::write(&config, mistaken).unwrap();
    editor.say("textDocument/didSave", json!({"textDocument": {"uri": uri(&config)}}));
    editor.ask("textDocument/hover", json!({"textDocument": {"uri": uri(&file)}, "position": place(0, 0)})).unwrap();
    assert_eq!(editor.diagnostics[&uri(&config)].len(), 1);
    editor.end();
}

#[test]
fn a_place_shows_its_rules_and_where_its_reference_leads() {
    let (_temporary, path, texts) = demo();
    let file = path.join("openapi.yaml");
    let text = &texts[&file];
    let mut editor = Editor::with(json!({}), &path);
    editor.open(&file, text);
    let mut hover = |position: Value| {
        let params = json!({"textDocument": {"uri": uri(&file)}, "position": position});
        editor.ask("textDocument/hover", params).unwrap()
    };
    let page = hover(find(text, "http://staging", 3));
    let page = page["contents"]["value"].as_str().unwrap();
    let entry = caveat::lint::rules::find("insecure-server-url").unwrap();
    assert!(page.contains(caveat::docs::rule_text(entry).trim_end()), "{page}");
    let target = hover(find(text, "schemas.yaml#/tool_page", 4));
    let target = target["contents"]["value"].as_str().unwrap();
    assert!(target.starts_with("`schemas.yaml:40`\n\n```yaml\ntool_page:\n  type: object\n"), "{target}");
    assert_eq!(hover(find(text, "info:", 5)), Value::Null);
    editor.end();
}

#[test]
fn definitions_are_found_across_files_and_versions() {
    let root = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\nsecurity:\n  - key: []\npaths:\n  /a:\n    $ref: 'parts/a.yaml#/item'\ncomponents:\n  securitySchemes:\n    key: {type: apiKey, in: header, name: k}\n  schemas:\n    Pet:\n      discriminator:\n        propertyName: kind\n        mapping:\n          cat: Cat\n          dog: 'parts/a.yaml#/dog'\n    Cat: {type: object}\n";
    let part = "item:\n  get:\n    responses:\n      '200': {$ref: '../api.yaml#/components/schemas/Cat'}\ndog:\n  type: object\n";
    let old = r##"{"swagger": "2.0", "info": {"title": "t", "version": "1"},
"paths": {"/a": {"get": {"security": [{"key": []}], "responses": {"200": {"description": "d", "schema": {"$ref": "#/definitions/Pet"}}}}}},
"securityDefinitions": {
  "key": {"type": "basic"}},
"definitions": {
  "Pet": {"type": "object"}}}
"##;
    let (_temporary, path) = folder(&[("api.yaml", root), ("parts/a.yaml", part), ("old.json", old)]);
    let [api, parts, swagger] = ["api.yaml", "parts/a.yaml", "old.json"].map(|name| path.join(name));
    let mut editor = Editor::with(json!({}), &path);
    // The part reads its description, which is found above it.
    editor.open(&parts, part);
    editor.open(&swagger, old);
    let mut leads = |file: &Path, text: &str, words: &str, to: &Path, line: usize, column: usize| {
        let params = json!({"textDocument": {"uri": uri(file)}, "position": find(text, words, 2)});
        let location = editor.ask("textDocument/definition", params).unwrap();
        assert_eq!((&location["uri"], &location["range"]["start"]), (&json!(uri(to)), &place(line, column)), "{words}");
    };
    leads(&parts, part, "../api.yaml", &api, 17, 4);
    leads(&parts, part, "$ref", &api, 17, 4);
    leads(&swagger, old, "#/definitions/Pet", &swagger, 5, 2);
    leads(&swagger, old, "\"key\"", &swagger, 3, 2);
    editor.open(&api, root);
    let mut leads = |words: &str, to: &Path, line: usize, column: usize| {
        let params = json!({"textDocument": {"uri": uri(&api)}, "position": find(root, words, 2)});
        let location = editor.ask("textDocument/definition", params).unwrap();
        assert_eq!((&location["uri"], &location["range"]["start"]), (&json!(uri(to)), &place(line, column)), "{words}");
    };
    leads("'parts/a.yaml#/item'", &parts, 0, 0);
    leads("key: []", &api, 9, 4);
    leads("Cat\n", &api, 17, 4);
    leads("'parts/a.yaml#/dog'", &parts, 4, 0);
    editor.end();
}

/// Descriptions with mends, as the rules' fixtures have them.
fn mendable() -> Vec<(String, String)> {
    let rules = [
        "duplicate-element",
        "foreign-nullable",
        "missing-object-type",
        "optional-path-parameter",
        "trailing-slash",
        "yaml-trap",
    ];
    let mut found = Vec::new();
    for rule in rules {
        let folder = fixtures().join("lint").join(rule);
        for entry in walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok) {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with("bad") && (name.ends_with(".yaml") || name.ends_with(".json")) {
                let text = fs::read_to_string(entry.path()).unwrap();
                found.push((format!("{rule}-{name}"), laid_over_base(&text)));
            }
        }
    }
    found
}

#[test]
fn mends_are_those_of_the_command_line() {
    let inputs = mendable();
    let files: Vec<(&str, &str)> = inputs.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let (_temporary, path) = folder(&files);
    let (mut single, mut mended) = (0, 0);
    let mut editor = Editor::with(able(), &path);
    for (name, text) in &inputs {
        let file = path.join(name);
        // The texts have characters of every width in front, and line ends of Windows.
        let text = format!("# 😀é\r\n{}", text.replace("\r\n", "\n").replace('\n', "\r\n"));
        let text = if name.ends_with(".json") { text[text.find('\n').unwrap() + 1..].to_owned() } else { text };
        fs::write(&file, &text).unwrap();
        editor.open(&file, &text);
        let texts = BTreeMap::from([(file.clone(), text.clone())]);
        let all = json!({"start": place(0, 0), "end": place(100_000, 0)});
        let params = |only: Value| {
            let context = json!({"diagnostics": [], "only": only});
            json!({"textDocument": {"uri": uri(&file)}, "range": all, "context": context})
        };
        let count = |rule: &Value| linted(&file).iter().filter(|row| *rule == row.3.as_str()).count();
        let fixes = editor.ask("textDocument/codeAction", params(json!(["quickfix"]))).unwrap();
        for action in fixes.as_array().unwrap() {
            assert_eq!(action["kind"], "quickfix");
            assert_eq!(action["edit"]["documentChanges"][0]["textDocument"]["version"], 1);
            let rule = &action["diagnostics"][0]["code"];
            let before = count(rule);
            fs::write(&file, &applied(&action["edit"], &texts)[&file]).unwrap();
            assert!(count(rule) < before, "{name}: {action}");
            fs::write(&file, &text).unwrap();
            single += 1;
        }
        let output = Command::new(env!("CARGO_BIN_EXE_caveat")).args(["lint", "--fix", "-q"]).arg(&file).output();
        assert_ne!(output.unwrap().status.code(), Some(2));
        let expected = fs::read_to_string(&file).unwrap();
        fs::write(&file, &text).unwrap();
        let offered = editor.ask("textDocument/codeAction", params(json!(["source.fixAll"]))).unwrap();
        let Some(action) = offered.as_array().unwrap().first() else {
            assert_eq!(expected, text, "{name}");
            continue;
        };
        assert_eq!(action["kind"], "source.fixAll.caveat");
        assert_eq!(action.get("edit"), None, "the edit is asked for later");
        let resolved = editor.ask("codeAction/resolve", action.clone()).unwrap();
        assert_eq!(applied(&resolved["edit"], &texts)[&file], expected, "{name}");
        assert_eq!(fs::read_to_string(&file).unwrap(), text, "nothing is written");
        mended += usize::from(expected != text);
    }
    println!("{single} single mends, {mended} descriptions mended");
    assert!(single > 5 && mended > 3, "{single} {mended}");
    editor.end();

    // An editor that knows less gets the edit at once, and without versions.
    let mut editor = Editor::with(json!({}), &path);
    let file = path.join(inputs.iter().map(|(name, _)| name).find(|name| name.starts_with("yaml-trap")).unwrap());
    editor.open(&file, &fs::read_to_string(&file).unwrap());
    let context = json!({"diagnostics": [], "only": ["source.fixAll.caveat"]});
    let range = json!({"start": place(0, 0), "end": place(0, 0)});
    let params = json!({"textDocument": {"uri": uri(&file)}, "range": range, "context": context});
    let actions = editor.ask("textDocument/codeAction", params).unwrap();
    assert_eq!(actions[0]["edit"]["changes"][uri(&file)].as_array().map(Vec::len), Some(1), "{actions}");
    editor.end();
}

#[test]
fn a_request_can_be_cancelled_and_others_are_answered() {
    let (_temporary, path, texts) = demo();
    let file = path.join("openapi.yaml");
    let mut editor = Editor::with(json!({}), &path);
    editor.open(&file, &texts[&file]);
    let params = json!({"textDocument": {"uri": uri(&file)}, "position": place(0, 0)});
    // The first one keeps the server busy; the others wait.
    let ids: Vec<i32> = (0..3).map(|_| editor.send("textDocument/hover", &params)).collect();
    editor.say("$/cancelRequest", json!({"id": ids[2]}));
    let answers: Vec<_> = ids.into_iter().map(|id| editor.answer(id)).collect();
    assert_eq!(answers[..2], [Ok(Value::Null), Ok(Value::Null)]);
    assert!(matches!(answers[2], Err(-32800) | Ok(Value::Null)), "cancelled in time, or answered");
    editor.end();
}

/// Opens a hostile text, changes it, asks what can be asked, and closes it; the time that it takes is bounded.
fn survives(editor: &mut Editor, file: &Path, text: &str) {
    let start = Instant::now();
    editor.open(file, text);
    let head: String = text.chars().take(200).collect();
    editor.change(
        file,
        2,
        json!([
            {"range": {"start": place(2, 3), "end": place(2, 4)}, "text": "x😀\r"},
            {"range": {"start": place(99_999, 3), "end": place(0, 1)}, "text": head},
            {"range": {"start": place(0, 4_000_000_000_u32 as usize), "end": place(1, 0)}, "text": ""},
            {"text": text}
        ]),
    );
    let document = json!({"uri": uri(file)});
    let range = json!({"start": place(0, 0), "end": place(99_999, 0)});
    for (method, more) in [
        ("textDocument/hover", json!({"position": place(5, 9)})),
        ("textDocument/definition", json!({"position": place(1, 1)})),
        ("textDocument/codeAction", json!({"range": range, "context": {"diagnostics": []}})),
        ("textDocument/codeAction", json!({"range": range, "context": {"diagnostics": [], "only": ["source"]}})),
    ] {
        let mut params = json!({"textDocument": document});
        params.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let answer = editor.ask(method, params);
        assert!(answer.is_ok(), "{}: {method}: {answer:?}", file.display());
    }
    editor.close(file);
    assert!(start.elapsed() < PATIENCE, "{} takes {:?}", file.display(), start.elapsed());
}

#[test]
fn hostile_texts_are_survived() {
    let head = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths: {}\n";
    let nested = |open: &str, close: &str| format!("{}{}", open.repeat(100_000), close.repeat(100_000));
    let texts = [
        ("empty.yaml", String::new()),
        ("marks.yaml", "\u{feff}\0\u{feff}openapi: 3.1.0".to_owned()),
        ("deep.json", format!("{{\"openapi\":\"3.1.0\",\"x\":{}}}", nested("[", "]"))),
        ("deep.yaml", format!("{head}x: {}\n", nested("[", "]"))),
        ("open.yaml", format!("{head}x: {}", "{a: [".repeat(50_000))),
        (
            "schema.json",
            format!(
                "{{\"openapi\":\"3.1.0\",\"components\":{{\"schemas\":{{\"A\":{}{{}}{}}}}}}}",
                "{\"items\":".repeat(100_000),
                "}".repeat(100_000)
            ),
        ),
        ("line.yaml", format!("{head}x: \"{}\"\n", "😀é a".repeat(200_000))),
        ("ends.yaml", format!("{head}{}", "\r\n\r\u{2028}\u{85}".repeat(10_000))),
        (
            "itself.yaml",
            format!("{head}components: {{schemas: {{A: {{$ref: 'itself.yaml#/components/schemas/A'}}}}}}\n"),
        ),
    ];
    let (_temporary, path) = folder(&[]);
    let mut editor = Editor::with(json!({}), &path);
    for (name, text) in &texts {
        let file = path.join(name);
        fs::write(&file, text).unwrap();
        survives(&mut editor, &file, text);
    }
    editor.end();
}

#[test]
fn shared_hostile_inputs_are_survived() {
    let Some(script) = shared("hostile/gen.py") else { return };
    let (_temporary, path) = folder(&[]);
    let copy = path.join("gen.py");
    fs::copy(script, &copy).expect("a copy");
    let made = Command::new("python3").arg(&copy).stdout(Stdio::null()).status();
    if !made.is_ok_and(|status| status.success()) {
        println!("skipped: there is no python3 that runs gen.py");
        return;
    }
    let mut editor = Editor::with(able(), &path);
    let mut count = 0;
    for entry in walkdir::WalkDir::new(path.join("files")).sort_by_file_name().into_iter().filter_map(Result::ok) {
        if entry.file_type().is_dir() || entry.path().to_str().is_none() {
            continue;
        }
        // What is no regular file has the text of a good one in the editor.
        let regular = fs::metadata(entry.path()).is_ok_and(|metadata| metadata.is_file());
        let bytes = if regular { fs::read(entry.path()).unwrap_or_default() } else { b"openapi: 3.1.0\n".to_vec() };
        survives(&mut editor, entry.path(), &String::from_utf8_lossy(&bytes));
        count += 1;
    }
    println!("{count} shared hostile inputs");
    assert!(count > 50, "gen.py wrote only {count} inputs");
    editor.end();
}
