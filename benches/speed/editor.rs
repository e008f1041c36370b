//! How long an editor waits: a character is typed, and the diagnostics of the new text come back.
//!
//! The server runs in this process and is talked to as an editor does, without the pause in which it waits for more to
//! be typed. So this is all the work: apply the change, read, lower, lint, and turn what was found into diagnostics.

use std::path::Path;
use std::time::{Duration, Instant};
use std::{fs, thread};

use lsp_server::{Connection, Message, Notification, Request};
use serde_json::{Value, json};

use crate::{RUNS, title};

/// What a person may be kept waiting for, in milliseconds.
const LIMIT: f64 = 300.0;

pub(crate) fn run(file: &Path) {
    let Ok(file) = file.canonicalize() else { return };
    let text = fs::read_to_string(&file).unwrap();
    // A letter of a description in the middle of a JSON text, so that the text stays what it is.
    let member = "\"description\": \"";
    let middle = text.floor_char_boundary(text.len() / 2);
    let Some(at) = text[middle..].find(member).map(|at| middle + at + member.len()) else { return };
    let line = text[..at].matches('\n').count();
    let column = text[text[..at].rfind('\n').map_or(0, |end| end + 1)..at].encode_utf16().count();
    let position = json!({"line": line, "character": column});
    let (server, editor) = Connection::memory();
    let serving = thread::spawn(|| caveat::lsp::serve(server, caveat::cli::linter(), Duration::ZERO));
    let note = |method: &str, params: Value| {
        editor.sender.send(Notification::new(method.to_owned(), params).into()).unwrap();
    };
    let ask = |id: i32, method: &str| {
        let params = json!({"capabilities": {}});
        editor.sender.send(Request::new(id.into(), method.to_owned(), params).into()).unwrap();
        while !matches!(editor.receiver.recv(), Ok(Message::Response(_))) {}
    };
    // The number of diagnostics of the file in its newest version.
    let diagnostics = |version: i32| loop {
        let Ok(Message::Notification(Notification { params, .. })) = editor.receiver.recv() else { continue };
        if params["version"] == version {
            break params["diagnostics"].as_array().map_or(0, Vec::len);
        }
    };
    ask(1, "initialize");
    let uri = format!("file://{}", file.display());
    let start = Instant::now();
    note(
        "textDocument/didOpen",
        json!({"textDocument": {"uri": uri, "languageId": "json", "version": 1, "text": text}}),
    );
    let mut found = diagnostics(1);
    let opened = start.elapsed();
    let mut times: Vec<f64> = Vec::new();
    for version in 2..2 + RUNS as i32 {
        let change = json!({"range": {"start": position, "end": position}, "text": "e"});
        let start = Instant::now();
        note(
            "textDocument/didChange",
            json!({"textDocument": {"uri": uri, "version": version}, "contentChanges": [change]}),
        );
        found = diagnostics(version);
        times.push(start.elapsed().as_secs_f64() * 1e3);
    }
    ask(2, "shutdown");
    note("exit", Value::Null);
    assert!(serving.join().unwrap(), "the server ends in order");
    times.sort_by(f64::total_cmp);
    let (median, worst) = (times[times.len() / 2], times[times.len() - 1]);
    println!(
        "{}: in an editor, a character typed to {found} diagnostics: {median:.0} ms, at most {worst:.0} ms \
         (limit {LIMIT:.0} ms); opened: {:.0} ms\n",
        title(&file),
        opened.as_secs_f64() * 1e3
    );
}
