//! The server of the Language Server Protocol: what lint says, while somebody types.
//!
//! One thread takes messages and keeps the open documents as the editor has them; it never waits. The other
//! (`worker`) lints them and answers questions, always about the newest text. Neither does input and output: messages
//! come and go through a [`Connection`], and a [`Linter`] reads files.

mod actions;
mod analysis;
mod client;
mod definition;
mod diagnostics;
mod documents;
mod hover;
mod positions;
mod uris;
mod worker;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Sender};
use std::thread;
use std::time::Duration;

use lsp_server::{Connection, ErrorCode, Message, Notification, Request, Response};
use lsp_types::{DidChangeWatchedFilesParams, DidCloseTextDocumentParams, DidSaveTextDocumentParams, MessageType};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::config::Mistakes;
use crate::finding::Finding;
use crate::source::loader::Sources;
use client::Client;
use documents::Documents;
use worker::{Task, Worker};

/// The texts of open documents, by their paths without symbolic links: they count before what is on the disk.
pub type Texts = BTreeMap<PathBuf, Arc<String>>;

/// What reads and lints descriptions for the server, so that what counts for them is what counts on the command line.
pub trait Linter: Send {
    /// Lints the document at a path. A document that is no description is left alone: nothing is said of it.
    fn lint(&mut self, path: &Path, texts: &Texts) -> Checked;

    /// Mends descriptions until nothing is left to mend, and gives the new texts of the files that change.
    fn mend(&mut self, roots: &[PathBuf], texts: &Texts) -> BTreeMap<PathBuf, String>;
}

/// What linting a document comes to.
#[derive(Default)]
pub struct Checked {
    /// The description with what was found in it.
    pub description: Option<(Arc<Sources>, Vec<Finding>)>,
    /// Mistakes in a configuration, or why the description cannot be read.
    pub mistakes: Vec<Mistakes>,
    /// What else could not be done, as sentences.
    pub said: Vec<String>,
}

/// The method of the last message that a server sends. It is not for the editor: it tells whoever writes messages down
/// that none will follow, even while a run goes on that nobody waits for.
pub const LAST: &str = "exit";

/// The method of the message that stands for one that could not be read; its parameter says why.
pub const UNREADABLE: &str = "$/caveat/unreadable";

/// The stack of the worker: linting has as much on the command line.
const STACK: usize = 16 << 20;

/// Serves an editor until it says `exit` or is gone; whether it said `shutdown` before. A document is linted when nobody
/// has typed for `wait`.
pub fn serve(connection: Connection, linter: Box<dyn Linter>, wait: Duration) -> bool {
    let connection = Arc::new(connection);
    let mut server = Server {
        connection: connection.clone(),
        stage: Stage::New,
        documents: Documents::default(),
        start: Some((linter, wait)),
        tasks: None,
        newest: Arc::default(),
    };
    while let Ok(message) = connection.receiver.recv() {
        let handle = AssertUnwindSafe(|| match message {
            Message::Request(request) => server.request(request),
            Message::Notification(notification) => server.notification(notification),
            Message::Response(_) => true,
        });
        // A fault of the server must not take the editor's session with it.
        if !catch_unwind(handle).unwrap_or(true) {
            break;
        }
    }
    send(&connection, Notification::new(LAST.to_owned(), Value::Null));
    server.stage == Stage::ShutDown
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    New,
    Running,
    ShutDown,
}

struct Server {
    connection: Arc<Connection>,
    stage: Stage,
    documents: Documents,
    /// What the worker is made of, until it is.
    start: Option<(Box<dyn Linter>, Duration)>,
    tasks: Option<Sender<Task>>,
    /// The number of the newest task that changes what would be found: a run that began before it is outdated.
    newest: Arc<AtomicU64>,
}

impl Server {
    /// Answers a request, or passes it on to the worker.
    fn request(&mut self, request: Request) -> bool {
        let refusal = match (self.stage, request.method.as_str()) {
            (Stage::New, "initialize") => {
                self.initialize(request);
                return true;
            }
            (Stage::New, _) => (ErrorCode::ServerNotInitialized, "the first request is `initialize`".to_owned()),
            (Stage::Running, "shutdown") => {
                self.stage = Stage::ShutDown;
                send(&self.connection, Response::new_ok(request.id, Value::Null));
                return true;
            }
            (Stage::Running, "initialize") => (ErrorCode::InvalidRequest, "this server is initialized".to_owned()),
            (Stage::Running, method) if worker::METHODS.contains(&method) => {
                self.pass(Task::Ask(request));
                return true;
            }
            (Stage::Running, method) => (ErrorCode::MethodNotFound, format!("there is no method `{method}` here")),
            (Stage::ShutDown, _) => (ErrorCode::InvalidRequest, "this server is shut down".to_owned()),
        };
        send(&self.connection, Response::new_err(request.id, refusal.0 as i32, refusal.1));
        true
    }

    fn initialize(&mut self, request: Request) {
        let client = Client::new(&request.params);
        self.documents.encoding = client.encoding;
        let capabilities = client.capabilities();
        let Some((linter, wait)) = self.start.take() else { return };
        let (tasks, queue) = mpsc::channel();
        let worker = Worker::new(self.connection.clone(), client, linter, self.newest.clone());
        if let Err(error) = thread::Builder::new().stack_size(STACK).spawn(move || worker.run(&queue, wait)) {
            let message = format!("the system gives no thread: {error}");
            return send(&self.connection, Response::new_err(request.id, ErrorCode::InternalError as i32, message));
        }
        self.tasks = Some(tasks);
        self.stage = Stage::Running;
        let info = json!({"name": "caveat", "version": env!("CARGO_PKG_VERSION")});
        let result = json!({"capabilities": capabilities, "serverInfo": info});
        send(&self.connection, Response::new_ok(request.id, result));
    }

    /// Takes in what the editor says; whether the session goes on.
    fn notification(&mut self, notification: Notification) -> bool {
        let Notification { method, params } = notification;
        if method == "exit" {
            return false;
        }
        if self.stage != Stage::Running {
            return true;
        }
        if let Err(why) = self.take_in(&method, params) {
            log(&self.connection, MessageType::WARNING, format!("`{method}` is not understood: {why}"));
        }
        true
    }

    fn take_in(&mut self, method: &str, params: Value) -> Result<(), String> {
        match method {
            "initialized" => self.pass(Task::Begin),
            "textDocument/didOpen" => {
                if let Some((path, buffer)) = self.documents.open(read(params)?) {
                    self.change(|number| Task::Opened(path, buffer, number));
                }
            }
            "textDocument/didChange" => {
                if let Some((path, buffer)) = self.documents.change(read(params)?)? {
                    self.change(|number| Task::Changed(path, buffer, number));
                }
            }
            "textDocument/didClose" => {
                let params: DidCloseTextDocumentParams = read(params)?;
                if let Some(path) = self.documents.close(&params.text_document.uri) {
                    self.change(|number| Task::Closed(path, number));
                }
            }
            // A configuration or a ruleset may have been saved as well as a description.
            "textDocument/didSave" => {
                read::<DidSaveTextDocumentParams>(params)?;
                self.change(Task::Disk);
            }
            "workspace/didChangeWatchedFiles" => {
                read::<DidChangeWatchedFilesParams>(params)?;
                self.change(Task::Disk);
            }
            "$/cancelRequest" => {
                let params: lsp_types::CancelParams = read(params)?;
                self.pass(Task::Cancel(match params.id {
                    lsp_types::NumberOrString::Number(number) => number.into(),
                    lsp_types::NumberOrString::String(text) => text.into(),
                }));
            }
            UNREADABLE => {
                let why = params.as_str().unwrap_or_default();
                log(&self.connection, MessageType::ERROR, format!("a message cannot be read: {why}"));
            }
            _ => {}
        }
        Ok(())
    }

    fn change(&mut self, task: impl FnOnce(u64) -> Task) {
        let number = self.newest.fetch_add(1, Ordering::SeqCst) + 1;
        self.pass(task(number));
    }

    fn pass(&mut self, task: Task) {
        if let Some(tasks) = &self.tasks {
            // A worker that is gone has nothing to say any more.
            let _ = tasks.send(task);
        }
    }
}

fn read<T: DeserializeOwned>(params: Value) -> Result<T, String> {
    serde_json::from_value(params).map_err(|error| error.to_string())
}

/// Sends a message. An editor that is gone does not hear it, and the end of the messages ends the server.
fn send(connection: &Connection, message: impl Into<Message>) {
    let _ = connection.sender.send(message.into());
}

fn log(connection: &Connection, kind: MessageType, message: String) {
    let params = lsp_types::LogMessageParams { typ: kind, message };
    send(connection, Notification::new("window/logMessage".to_owned(), params));
}
