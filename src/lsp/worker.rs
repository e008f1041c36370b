//! The thread that lints, publishes what it finds and answers questions.
//!
//! Tasks are done in the order in which they came, so that an answer is about the text that the editor had when it
//! asked. What is found is published only if nothing changed meanwhile.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use lsp_server::{Connection, ErrorCode, Notification, Request, RequestId, Response};
use lsp_types::{Diagnostic, MessageType, PublishDiagnosticsParams};
use serde_json::{Value, json};

use super::analysis::{Analysis, uri_in};
use super::client::Client;
use super::diagnostics::{self, ByFile, Rules};
use super::documents::Buffer;
use super::{Linter, Texts, actions, definition, hover, log, read, send};
use crate::contract::sniff::ROOT_KEYS;
use crate::source::input::roots_above;

/// Something to do. The number counts changes.
pub(super) enum Task {
    /// The editor is ready to be asked.
    Begin,
    Opened(PathBuf, Buffer, u64),
    Changed(PathBuf, Buffer, u64),
    Closed(PathBuf, u64),
    /// Files changed on the disk.
    Disk(u64),
    Ask(Request),
    Cancel(RequestId),
}

/// The requests that are answered here.
pub(super) const METHODS: [&str; 4] =
    ["textDocument/hover", "textDocument/definition", "textDocument/codeAction", "codeAction/resolve"];

pub(super) struct Worker {
    connection: Arc<Connection>,
    pub(super) client: Client,
    linter: Box<dyn Linter>,
    newest: Arc<AtomicU64>,
    /// The number of the last change that was taken in.
    current: u64,
    pub(super) buffers: BTreeMap<PathBuf, Buffer>,
    /// The last run over each root document that is open, or that reads a file that is.
    pub(super) known: BTreeMap<PathBuf, Analysis>,
    /// Those of them that have to be linted again.
    stale: BTreeSet<PathBuf>,
    /// Open files for which root documents were looked for.
    searched: BTreeSet<PathBuf>,
    /// Files that may have to be published again although nothing of what was found in them changed.
    touched: BTreeSet<PathBuf>,
    published: ByFile,
    pub(super) rules: Rules,
    /// What was said last of what could not be done, by root: it is said once.
    said: BTreeMap<PathBuf, Vec<String>>,
}

impl Worker {
    pub(super) fn new(
        connection: Arc<Connection>,
        client: Client,
        linter: Box<dyn Linter>,
        newest: Arc<AtomicU64>,
    ) -> Self {
        Self {
            connection,
            client,
            linter,
            newest,
            current: 0,
            buffers: BTreeMap::new(),
            known: BTreeMap::new(),
            stale: BTreeSet::new(),
            searched: BTreeSet::new(),
            touched: BTreeSet::new(),
            published: ByFile::new(),
            rules: Rules::default(),
            said: BTreeMap::new(),
        }
    }

    /// Works until nobody is left to give tasks.
    pub(super) fn run(mut self, tasks: &Receiver<Task>, wait: Duration) {
        let mut queue: VecDeque<Task> = VecDeque::new();
        loop {
            queue.extend(tasks.try_iter());
            let Some(task) = queue.pop_front() else {
                // Whoever types on is waited for; what is found meanwhile would be outdated.
                let next = if self.is_settled() {
                    tasks.recv().map_err(|_| RecvTimeoutError::Disconnected)
                } else {
                    tasks.recv_timeout(wait)
                };
                match next {
                    Ok(task) => queue.push_back(task),
                    Err(RecvTimeoutError::Timeout) => self.settle(),
                    Err(RecvTimeoutError::Disconnected) => return,
                }
                continue;
            };
            match task {
                Task::Ask(request) => {
                    let cancels = |task: &Task| matches!(task, Task::Cancel(id) if *id == request.id);
                    let response = if queue.iter().any(cancels) {
                        let code = ErrorCode::RequestCanceled as i32;
                        Response::new_err(request.id, code, "the request was cancelled".to_owned())
                    } else {
                        self.settle();
                        self.answer(request)
                    };
                    send(&self.connection, response);
                }
                task => self.take_in(task),
            }
        }
    }

    fn take_in(&mut self, task: Task) {
        match task {
            Task::Opened(path, buffer, number) | Task::Changed(path, buffer, number) => {
                self.buffers.insert(path.clone(), buffer);
                self.changed(&path, number);
            }
            Task::Closed(path, number) => {
                self.buffers.remove(&path);
                self.searched.remove(&path);
                self.changed(&path, number);
            }
            Task::Disk(number) => {
                self.current = number;
                self.searched.clear();
                self.stale.extend(self.known.keys().cloned());
            }
            Task::Begin if self.client.watches => {
                let watchers = ["**/*.yaml", "**/*.yml", "**/*.json"].map(|glob| json!({"globPattern": glob}));
                let method = "workspace/didChangeWatchedFiles";
                let registration = json!({"id": method, "method": method, "registerOptions": {"watchers": watchers}});
                let params = json!({"registrations": [registration]});
                let id = RequestId::from(method.to_owned());
                send(&self.connection, Request { id, method: "client/registerCapability".to_owned(), params });
            }
            Task::Begin | Task::Ask(_) | Task::Cancel(_) => {}
        }
    }

    fn changed(&mut self, path: &Path, number: u64) {
        self.current = number;
        self.touched.insert(path.to_owned());
        let reading = self.known.iter().filter(|(_, analysis)| analysis.reads(path)).map(|(root, _)| root.clone());
        self.stale.extend(reading);
        if self.buffers.contains_key(path) {
            self.stale.insert(path.to_owned());
        }
    }

    fn is_settled(&self) -> bool {
        self.stale.is_empty() && self.touched.is_empty()
    }

    fn is_outdated(&self) -> bool {
        self.newest.load(Ordering::SeqCst) != self.current
    }

    /// Lints what has to be, and publishes what changed unless it is outdated by then.
    fn settle(&mut self) {
        if !self.is_settled() && catch_unwind(AssertUnwindSafe(|| self.lint_and_publish())).is_err() {
            // Whatever it was, it would come again: the next change is another chance.
            self.stale.clear();
            self.touched.clear();
            let message = "caveat failed at showing what it found: this is a fault of caveat".to_owned();
            log(&self.connection, MessageType::ERROR, message);
        }
    }

    fn lint_and_publish(&mut self) {
        self.stale.retain(|path| self.buffers.contains_key(path) || self.known.contains_key(path));
        self.lint_stale();
        self.look_for_roots();
        let needed: BTreeSet<PathBuf> = self.needed();
        self.known.retain(|path, _| needed.contains(path));
        self.said.retain(|path, _| needed.contains(path));
        if !self.is_outdated() {
            self.publish();
        }
    }

    fn texts(&self) -> Texts {
        self.buffers.iter().map(|(path, buffer)| (path.clone(), buffer.text.clone())).collect()
    }

    fn lint_stale(&mut self) {
        let texts = self.texts();
        while let Some(path) = self.stale.pop_first() {
            if diagnostics::is_configuration(&path) {
                continue;
            }
            let mut checked = self.linter.lint(&path, &texts);
            let said = std::mem::take(&mut checked.said);
            if !said.is_empty() && self.said.get(&path) != Some(&said) {
                let params = json!({"type": MessageType::WARNING, "message": said.join("\n")});
                send(&self.connection, Notification::new("window/showMessage".to_owned(), params));
            }
            self.said.insert(path.clone(), said);
            self.known.insert(path, Analysis::new(checked, &texts, self.client.encoding));
        }
    }

    /// Looks for descriptions that read open files which are none themselves.
    fn look_for_roots(&mut self) {
        let parts: Vec<PathBuf> = self.parts().map(Path::to_owned).collect();
        for part in parts {
            let read = self.known.values().any(|analysis| analysis.is_description && analysis.reads(&part));
            if read || !self.searched.insert(part.clone()) {
                continue;
            }
            let top = self.client.folder_of(&part).or(part.parent()).unwrap_or(&part);
            self.stale
                .extend(roots_above(&part, top, ROOT_KEYS).into_iter().filter(|root| !self.known.contains_key(root)));
            self.lint_stale();
        }
    }

    /// The open files that are no descriptions, but may be part of one.
    fn parts(&self) -> impl Iterator<Item = &Path> {
        let is_part = |path: &&PathBuf| {
            !diagnostics::is_configuration(path) && self.known.get(*path).is_some_and(|known| !known.is_description)
        };
        self.buffers.keys().filter(is_part).map(PathBuf::as_path)
    }

    /// The root documents that are open, and those that read a file which is open and none itself.
    fn needed(&self) -> BTreeSet<PathBuf> {
        let parts: Vec<&Path> = self.parts().collect();
        let reads = |analysis: &Analysis| parts.iter().any(|part| analysis.reads(part));
        let needed = self.known.iter().filter(|(path, known)| self.buffers.contains_key(*path) || reads(known));
        needed.map(|(path, _)| path.clone()).collect()
    }

    /// The runs that read a file, that over the file itself first.
    pub(super) fn reading<'w>(&'w self, path: &'w Path) -> impl Iterator<Item = (&'w PathBuf, &'w Analysis)> {
        let own = self.known.get_key_value(path).into_iter();
        own.chain(self.known.iter().filter(move |(root, _)| *root != path)).filter(|(_, known)| known.reads(path))
    }

    /// What is open at a path.
    pub(super) fn buffer(&self, path: &Path) -> Option<Buffer> {
        self.buffers.get(path).cloned()
    }

    fn publish(&mut self) {
        let mut found = ByFile::new();
        let mut rules = std::mem::take(&mut self.rules);
        for analysis in self.known.values() {
            for (path, list) in diagnostics::of(analysis, &mut rules, &|path| self.buffer(path)) {
                found.entry(path).or_default().extend(list);
            }
        }
        self.rules = rules;
        for (path, buffer) in self.buffers.iter().filter(|(path, _)| diagnostics::is_configuration(path)) {
            found.insert(path.clone(), diagnostics::of_configuration(path, &buffer.text, self.client.encoding));
        }
        for list in found.values_mut() {
            let key = |d: &Diagnostic| (d.range.start, d.range.end, d.message.clone());
            list.sort_by_cached_key(key);
            // Several descriptions may read one file, and find the same in it.
            list.dedup();
        }
        let files: BTreeSet<&PathBuf> = found.keys().chain(self.published.keys()).chain(&self.touched).collect();
        for path in files {
            let list = found.get(path).map_or(&[][..], Vec::as_slice);
            let before = self.published.get(path).map_or(&[][..], Vec::as_slice);
            let open = self.buffers.get(path);
            if list == before && !(self.touched.contains(path) && open.is_some()) {
                continue;
            }
            let Some(uri) = uri_in(path, &|path| self.buffer(path)) else { continue };
            let version = open.map(|buffer| buffer.version);
            let params = PublishDiagnosticsParams { uri, diagnostics: list.to_vec(), version };
            send(&self.connection, Notification::new("textDocument/publishDiagnostics".to_owned(), params));
        }
        self.touched.clear();
        found.retain(|_, list| !list.is_empty());
        self.published = found;
    }

    fn answer(&mut self, request: Request) -> Response {
        let Request { id, method, params } = request;
        let result = catch_unwind(AssertUnwindSafe(|| match method.as_str() {
            "textDocument/hover" => Ok(json!(hover::at(self, &read(params)?))),
            "textDocument/definition" => Ok(json!(definition::at(self, &read(params)?))),
            "textDocument/codeAction" => Ok(json!(actions::list(self, &read(params)?))),
            "codeAction/resolve" => Ok(json!(actions::resolve(self, read(params)?))),
            other => Err(format!("there is no method `{other}` here")),
        }));
        match result {
            Ok(Ok(value)) => Response::new_ok::<Value>(id, value),
            Ok(Err(why)) => Response::new_err(id, ErrorCode::InvalidParams as i32, why),
            Err(_) => {
                let message = format!("caveat failed at `{method}`: this is a fault of caveat");
                log(&self.connection, MessageType::ERROR, message.clone());
                Response::new_err(id, ErrorCode::InternalError as i32, message)
            }
        }
    }

    /// What mending some descriptions makes of the files that they read.
    pub(super) fn mend(&mut self, roots: &[PathBuf]) -> BTreeMap<PathBuf, String> {
        let texts = self.texts();
        self.linter.mend(roots, &texts)
    }
}
