//! The program as it is run: arguments and files in; output, standard error and exit code out.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods, clippy::unwrap_used)]

mod accepting;
mod changelog;
mod check;
mod configured;
mod desk;
mod diff;
mod exits;
mod history;
mod inputs;
mod pages;
mod schema;
mod settings;
mod spectral;
mod streams;
mod watch;

use std::ffi::OsStr;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// A folder to run in.
struct Here(tempfile::TempDir);

/// What a run left behind.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

/// Only the rules that the fixtures speak of, one of each severity, so that a new rule changes no test here.
const CONFIG: &str = "rules:\n  all: off\n  unresolved-reference: error\n  property-case: warning\n";

impl Here {
    /// A folder with documents that have an error, a warning, and nothing; and a configuration.
    fn new() -> Self {
        let here = Self::empty();
        here.write("caveat.yaml", CONFIG);
        for (name, text) in [
            ("clean.yaml", include_str!("../../fixtures/cli/clean.yaml")),
            ("warning.yaml", include_str!("../../fixtures/cli/warning.yaml")),
            ("error.yaml", include_str!("../../fixtures/cli/error.yaml")),
        ] {
            here.write(name, text);
        }
        here
    }

    fn empty() -> Self {
        Self(tempfile::tempdir().expect("a folder for the test"))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    /// The program in this folder, with nothing of the environment that it looks at.
    fn command<S: AsRef<OsStr>>(&self, program: impl AsRef<OsStr>, args: &[S]) -> Command {
        let mut command = Command::new(program);
        command.args(args).current_dir(self.path()).env_clear();
        for kept in ["PATH", "SYSTEMROOT", "TEMP", "TMP", "LLVM_PROFILE_FILE"] {
            if let Some(value) = std::env::var_os(kept) {
                command.env(kept, value);
            }
        }
        // Git must not look at the configuration of whoever runs the tests.
        command.env("HOME", self.path()).env("GIT_CONFIG_NOSYSTEM", "1").stdin(Stdio::null());
        command
    }

    fn caveat(&self, args: &[&str]) -> Command {
        self.command(env!("CARGO_BIN_EXE_caveat"), args)
    }

    fn run(&self, args: &[&str]) -> Ran {
        Ran::from(self.caveat(args).output().expect("caveat runs"))
    }

    fn run_with(&self, variables: &[(&str, &str)], args: &[&str]) -> Ran {
        Ran::from(self.caveat(args).envs(variables.iter().copied()).output().expect("caveat runs"))
    }

    fn run_on(&self, stdin: &[u8], args: &[&str]) -> Ran {
        let mut command = self.caveat(args);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("caveat runs");
        // A program that fails before it reads closes the pipe.
        let _ = child.stdin.take().expect("a pipe").write_all(stdin);
        Ran::from(child.wait_with_output().expect("caveat ends"))
    }

    /// Runs git, or says why the rest of a test is skipped.
    fn git(&self, args: &[&str]) -> Option<()> {
        let mut all = vec!["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "init.defaultBranch=main"];
        all.extend(args);
        match self.command("git", &all).output() {
            Ok(output) if output.status.success() => Some(()),
            Ok(output) => panic!("git {args:?}: {}", String::from_utf8_lossy(&output.stderr)),
            Err(error) => {
                println!("skipped: git does not run here ({error})");
                None
            }
        }
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("what caveat writes is UTF-8");
        let ran = Self {
            code: output.status.code().expect("caveat ends by itself"),
            out: text(output.stdout),
            err: text(output.stderr),
        };
        assert!(!ran.err.contains("panicked") && !ran.err.contains("stack backtrace"), "{}", ran.err);
        ran
    }
}

impl Ran {
    fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}\n{}", self.out, self.err))
    }

    /// `file:line:column rule` of each finding of a JSON report.
    fn findings(&self) -> Vec<String> {
        let report = self.json();
        let findings = report["findings"].as_array().expect("findings");
        let place = |f: &serde_json::Value| {
            let (at, text) = (&f["location"], |v: &serde_json::Value| v.as_str().unwrap_or_default().to_owned());
            format!("{}:{}:{} {}", text(&at["file"]), at["line"], at["column"], text(&f["rule"]))
        };
        findings.iter().map(place).collect()
    }
}
