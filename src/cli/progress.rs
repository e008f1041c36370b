//! How far a long run is: one line on a terminal, written over and over, and gone when the work is done.

use std::io::Write as _;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::terminal::Terminal;
use crate::report::escape;

/// Work that is done sooner shows nothing.
const SILENT: Duration = Duration::from_millis(500);
const EVERY: Duration = Duration::from_millis(100);

/// What is known of the work, shared by those who do it.
pub(super) struct Progress {
    /// What is being done, as a word: "linting".
    doing: &'static str,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    total: usize,
    done: usize,
    current: String,
    ended: bool,
}

impl Progress {
    pub(super) fn new(doing: &'static str) -> Self {
        Self { doing, state: Mutex::default(), changed: Condvar::new() }
    }

    /// Says how much there is to do.
    pub(super) fn expect(&self, total: usize) {
        self.lock().total = total;
    }

    /// Says what is being worked on.
    pub(super) fn begin(&self, name: &str) {
        name.clone_into(&mut self.lock().current);
    }

    /// Says that one piece is done.
    pub(super) fn done(&self) {
        self.lock().done += 1;
    }

    /// Does `work`, and shows meanwhile how far it is if that takes long and `terminal` can show it.
    pub(super) fn during<T>(&self, terminal: Option<Terminal>, work: impl FnOnce() -> T) -> T {
        std::thread::scope(|scope| {
            // Without a thread to draw it the work is done all the same.
            if let Some(terminal) = terminal {
                let _ = std::thread::Builder::new().spawn_scoped(scope, move || self.draw(terminal));
            }
            let _end = Ending(self);
            work()
        })
    }

    fn draw(&self, terminal: Terminal) {
        let mut shown = 0;
        let mut wait = SILENT;
        loop {
            let state = self.lock();
            let waited = self.changed.wait_timeout_while(state, wait, |state| !state.ended);
            let (state, _) = waited.unwrap_or_else(PoisonError::into_inner);
            let line = if state.ended { String::new() } else { state.line(self.doing, terminal.width - 1) };
            let ended = state.ended;
            drop(state);
            // Spaces and not an escape sequence clear the rest: every console knows them.
            let width = line.chars().count();
            if !ended || shown > 0 {
                let mut stderr = std::io::stderr().lock();
                let _ = write!(stderr, "\r{line}{:1$}\r{line}", "", shown.max(width) - width);
                let _ = stderr.flush();
            }
            if ended {
                return;
            }
            shown = width;
            wait = EVERY;
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn line(&self, doing: &str, width: usize) -> String {
        let count = if self.total > 1 { format!("{} of {} ", self.done, self.total) } else { String::new() };
        let line = format!("{doing} {count}{}", escape::words(&self.current));
        line.chars().take(width).collect()
    }
}

/// Ends the drawing, also when the work panics: the scope waits for the thread that draws.
struct Ending<'p>(&'p Progress);

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        self.0.lock().ended = true;
        self.0.changed.notify_all();
    }
}
