//! The command line: arguments in, exit code out. Nothing else touches the environment, the streams, and the exit.
#![allow(clippy::disallowed_methods, reason = "this is the place that the disallowed methods are kept for")]

mod accepting;
mod args;
mod changelog;
mod check;
mod config;
mod conventions;
mod descriptions;
mod diff;
mod examples;
mod exit;
mod explain;
mod failure;
mod fix;
mod history;
mod idle;
mod init;
mod lint;
mod lsp;
mod output;
mod progress;
mod rules;
mod schema;
mod settings;
mod shells;
mod spectral;
mod terminal;
mod today;
mod watch;

use std::cell::RefCell;
use std::ffi::OsString;
use std::io::{self, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{ColorChoice, CommandFactory as _, FromArgMatches as _, ValueEnum as _};

use args::{Cli, Color, Command};
use exit::Exit;
use failure::Failure;
use terminal::Terminal;

/// Does what the arguments say (the first one is the program's name), and gives the exit code.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    std::panic::set_hook(Box::new(remember));
    let args: Vec<OsString> = args.into_iter().collect();
    let exit = catch_unwind(AssertUnwindSafe(|| dispatch(&args))).unwrap_or_else(|_| {
        let message = format!("caveat failed: {}", panics().join("; "));
        let failure = Failure::with_help(message, "this is a fault of caveat: report it");
        failure::say(&[failure], Terminal::stderr(Color::Auto));
        Exit::Failed
    });
    exit.into()
}

/// The command line as clap has it: for the pages that describe it.
pub fn command() -> clap::Command {
    Cli::command()
}

/// What lints for an editor, as `caveat lsp` does: for those who measure it.
pub fn linter() -> Box<dyn crate::lsp::Linter> {
    Box::new(lsp::Desk::default())
}

/// What a command did.
struct Done {
    /// What is left to say to the shell.
    exit: Exit,
    /// Whether standard output took what was written; nothing if there was nothing to write.
    written: Option<io::Result<()>>,
    /// What could not be done.
    failures: Vec<Failure>,
}

impl Done {
    /// What a command did that wrote what was asked for, or could not.
    fn of(exit: Exit, written: output::Written, mut failures: Vec<Failure>) -> Self {
        let exit = if written.failures.is_empty() { exit } else { Exit::Failed };
        failures.extend(written.failures);
        Self { exit, written: written.stdout, failures }
    }

    /// A command that could not do anything.
    fn failed(failures: Vec<Failure>) -> Self {
        Self { exit: Exit::Failed, written: None, failures }
    }
}

fn dispatch(args: &[OsString]) -> Exit {
    let cli = match parse(args) {
        Ok(cli) => cli,
        Err(exit) => return exit,
    };
    match watch::Asked::of(&cli.command) {
        Some(asked) => watch::run(&asked, || terminals(&cli), |reads| perform(&cli, reads)),
        None => perform(&cli, &mut watch::Reads::default()).exit,
    }
}

/// What the streams can show now: a window may have another width than before.
fn terminals(cli: &Cli) -> (Terminal, Terminal) {
    (Terminal::stdout(cli.color), Terminal::stderr(cli.color))
}

/// Does what was asked for once, and says what could not be done.
fn perform(cli: &Cli, reads: &mut watch::Reads) -> Done {
    let (stdout, stderr) = terminals(cli);
    let mut out = self::stdout().lock();
    let mut done = match &cli.command {
        Command::Lint(args) => lint::run(args, stdout, stderr, &mut out, reads),
        Command::Diff(args) => diff::run(args, stdout, stderr, &mut out, reads),
        Command::Check(args) => check::run(args, stdout, stderr, &mut out, reads),
        Command::Changelog(args) => changelog::run(args, stdout, &mut out),
        Command::History(args) => history::run(args, stdout, stderr, &mut out),
        Command::Schema(args) => schema::run(args, stdout, stderr, &mut out),
        Command::Conventions(args) => conventions::run(args, stdout, &mut out),
        Command::Rules(args) => rules::run(args, stdout, &mut out),
        Command::Explain(args) => explain::run(args, stdout, &mut out),
        Command::Init(args) => init::run(args, &mut out),
        Command::Config(args) => config::run(args, stdout, &mut out),
        Command::Lsp(args) => lsp::run(args, &mut out),
        Command::Completions(args) => shells::completions(args, &mut out),
        Command::Man(args) => shells::man(args, &mut out),
    };
    drop(out);
    let wrote = done.written.is_some();
    if let Some(Err(error)) = &done.written {
        // Who closes a pipe has read enough: that is as good as written.
        if error.kind() != io::ErrorKind::BrokenPipe {
            done.exit = Exit::Failed;
            done.failures.push(Failure::new(format!("the output cannot be written: {error}")));
        }
    }
    if wrote && !done.failures.is_empty() && stdout.interactive && stderr.interactive {
        // One screen shows both: what failed stands apart from the report.
        let _ = io::stderr().write_all(b"\n");
    }
    failure::say(&done.failures, stderr);
    done
}

/// Reads the arguments; what clap has to say instead (help, version, a mistake), it says.
fn parse(args: &[OsString]) -> Result<Cli, Exit> {
    let color = asked_color(args);
    let attempt = |terminal: Terminal| {
        let choice = if terminal.color { ColorChoice::Always } else { ColorChoice::Never };
        let command = Cli::command().color(choice).term_width(terminal.width.min(100));
        command.try_get_matches_from(args).and_then(|mut matches| Cli::from_arg_matches_mut(&mut matches))
    };
    // Help and version go to standard output, mistakes to standard error, each in the colours of its stream.
    let said = match attempt(Terminal::stdout(color)) {
        Ok(cli) => return Ok(cli),
        Err(error) if error.kind() == ErrorKind::InvalidSubcommand && forgotten_command(args, color) => {
            return Err(Exit::Failed);
        }
        Err(error) if error.use_stderr() => attempt(Terminal::stderr(color)).err().unwrap_or(error),
        Err(help) => help,
    };
    let _ = said.print();
    Err(if said.use_stderr() { Exit::Failed } else { Exit::Clean })
}

/// Where a path stands in the place of the command, says which command was meant.
fn forgotten_command(args: &[OsString], color: Color) -> bool {
    let Some(path) = args.iter().skip(1).find(|arg| !arg.to_string_lossy().starts_with('-')) else { return false };
    let there = Path::new(path).exists();
    if there {
        let path = path.to_string_lossy();
        let failure = Failure::with_help(format!("`{path}` is no command"), format!("`caveat lint {path}` lints it"));
        failure::say(&[failure], Terminal::stderr(color));
    }
    there
}

/// The colour that the arguments ask for, looked up before they are understood: what is wrong with them has colour too.
fn asked_color(args: &[OsString]) -> Color {
    let mut args = args.iter().skip(1).map(|arg| arg.to_str().unwrap_or_default()).take_while(|arg| *arg != "--");
    while let Some(arg) = args.next() {
        let value = if arg == "--color" { args.next() } else { arg.strip_prefix("--color=") };
        if let Some(color) = value.and_then(|value| Color::from_str(value, false).ok()) {
            return color;
        }
    }
    Color::Auto
}

fn stdout() -> io::Stdout {
    io::stdout()
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

thread_local! {
    /// What panicked on this thread since it was last asked.
    static PANICS: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Instead of a backtrace on the terminal: whoever catches the panic says it in a sentence.
fn remember(info: &std::panic::PanicHookInfo<'_>) {
    let place = info.location().map_or_else(String::new, |at| format!(" at {}:{}", at.file(), at.line()));
    let message = format!("{}{place}", info.payload_as_str().unwrap_or("it panicked"));
    let _ = PANICS.try_with(|panics| {
        if let Ok(mut panics) = panics.try_borrow_mut() {
            panics.push(message);
        }
    });
}

/// What panicked on this thread since the last call.
fn panics() -> Vec<String> {
    PANICS.take()
}
