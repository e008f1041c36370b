//! `--watch`: a run that waits for changes, as a process that is really left running.

use std::io::{BufRead as _, BufReader, Read};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use super::Here;

/// On a loaded machine a process may take its time.
const PATIENCE: Duration = Duration::from_secs(30);

/// A run in the background: what it wrote so far, line by line.
struct Watching {
    child: Child,
    out: Receiver<String>,
    err: Receiver<String>,
}

fn lines(stream: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                break;
            }
        }
    });
    receiver
}

/// The next line that holds all of `words`.
fn next(lines: &Receiver<String>, words: &[&str]) -> String {
    let end = Instant::now() + PATIENCE;
    let mut seen = Vec::new();
    while let Ok(line) = lines.recv_timeout(end.saturating_duration_since(Instant::now())) {
        if words.iter().all(|word| line.contains(word)) {
            return line;
        }
        seen.push(line);
    }
    panic!("no line with {words:?} among {seen:#?}")
}

impl Watching {
    fn start(here: &Here, args: &[&str]) -> Self {
        // What was written a moment ago may have been read before or after, and is read again.
        std::thread::sleep(Duration::from_millis(50));
        let mut command = here.caveat(args);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("caveat runs");
        let (out, err) = (child.stdout.take().expect("a pipe"), child.stderr.take().expect("a pipe"));
        Self { out: lines(out), err: lines(err), child }
    }

    /// The next report, by its last line, after the note about what changed.
    fn after(&self, changed: &str, summary: &str) {
        next(&self.err, &["---", changed, "changed ---"]);
        next(&self.out, &[summary]);
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn lint_is_done_again_when_a_file_changes() {
    let here = Here::new();
    let clean = include_str!("../../fixtures/cli/clean.yaml");
    let watching = Watching::start(&here, &["lint", "--watch", "warning.yaml"]);
    next(&watching.out, &["1 warning in 1 file"]);
    here.write("warning.yaml", clean);
    watching.after("warning.yaml", "1 file checked");
    // As editors do it: another file takes its name.
    here.write("other", &clean.replace("#/components/schemas/Parcel", "parts/parcel.yaml"));
    std::fs::rename(here.path().join("other"), here.path().join("warning.yaml")).expect("the file");
    watching.after("warning.yaml", "1 error in");
    // The file that the reference names, and that was not there.
    here.write("parts/parcel.yaml", "type: object\n");
    watching.after("parts/parcel.yaml", "2 files checked");
    here.write("caveat.yaml", "rules: [\n");
    next(&watching.err, &["error: "]);
    here.write("caveat.yaml", "rules: {all: off}\n");
    watching.after("caveat.yaml", "2 files checked");
}

#[test]
fn a_comparison_is_done_again_as_well() {
    let here = Here::empty();
    let text = |path: &str| {
        format!(
            "openapi: 3.1.0\ninfo: {{title: T, version: 1.0.0}}\npaths:\n  {path}:\n    get: {{responses: {{'204': \
             {{description: d}}}}}}\n"
        )
    };
    here.write("old.yaml", &text("/a"));
    here.write("new.yaml", &text("/a"));
    for args in [
        &["diff", "--watch", "old.yaml", "new.yaml"][..],
        &["check", "--watch", "new.yaml", "--against", "old.yaml", "--fail-on", "never"],
    ] {
        here.write("new.yaml", &text("/a"));
        let watching = Watching::start(&here, args);
        next(&watching.out, &[]);
        here.write("new.yaml", &text("/b"));
        watching.after("new.yaml", "breaking");
    }
}

#[test]
fn a_report_that_is_written_starts_nothing() {
    let here = Here::new();
    let args = ["lint", "--watch", ".", "--format", "json=report.json", "--format", "text"];
    let watching = Watching::start(&here, &args);
    next(&watching.out, &["in 3 files"]);
    let again = watching.err.recv_timeout(Duration::from_secs(1));
    assert!(again.is_err(), "{again:?}");
    here.write("added.yaml", include_str!("../../fixtures/cli/clean.yaml"));
    next(&watching.out, &["in 4 files"]);
}

#[test]
fn what_cannot_be_waited_for_is_said_at_once() {
    let here = Here::new();
    for (args, said) in [
        (&["lint", "--watch", "wrning.yaml"][..], "did you mean `warning.yaml`?"),
        (&["lint", "--watch", "-"], "standard input can be read once only"),
        (&["lint", "--watch", "--fix"], "cannot be used with"),
        (&["lint", "--watch", "--diff"], "cannot be used with"),
        (&["lint", "--watch", "--write-baseline", "b"], "cannot be used with"),
        (&["diff", "--watch", "clean.yaml", "none.yaml"], "there is no file `none.yaml`"),
        (&["check", "--watch", "none.yaml", "--against", "clean.yaml"], "there is no file `none.yaml`"),
    ] {
        let ran = here.run(args);
        assert_eq!(ran.code, 2, "{args:?}: {}{}", ran.out, ran.err);
        assert!(ran.err.contains(said), "{args:?}: {}", ran.err);
    }
}

/// A shell says 130 of it.
#[cfg(unix)]
#[test]
fn control_c_ends_it_as_it_ends_any_program() {
    use std::os::unix::process::ExitStatusExt as _;

    let here = Here::new();
    let mut watching = Watching::start(&here, &["lint", "--watch", "clean.yaml"]);
    next(&watching.out, &["1 file checked"]);
    let id = watching.child.id().to_string();
    assert!(here.command("kill", &["-INT", &id]).status().expect("kill runs").success());
    assert_eq!(watching.child.wait().expect("it ends").signal(), Some(2));
}
